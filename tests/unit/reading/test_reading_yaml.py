"""YAML files: values and their places, or faults and theirs; never a traceback."""

from decimal import Decimal

import pytest

from proventive.quantities import NotFound, Place
from proventive.reading.faults import FaultsFound
from proventive.reading.yaml import MOST_BYTES, parse_yaml, read_yaml


def faults_of(text: str) -> list[tuple[str, int | None, int | None]]:
    with pytest.raises(FaultsFound) as found:
        parse_yaml(text, "a.yaml")
    return [(fault.code, fault.where.line, fault.where.column) for fault in found.value.faults]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("1.0", Decimal("1.0")),
        ("-2", Decimal("-2")),
        ("0", Decimal(0)),
        ("15%", "15%"),
        ("2025-04-01", "2025-04-01"),
        ("2025-26", "2025-26"),
        ("007", "007"),
        ("1e5", "1e5"),
        ("+3", "+3"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        (".5", ".5"),
        ("12:30", "12:30"),
        (".inf", ".inf"),
        ("true", True),
        ("false", False),
        ("", None),
        ("~", None),
        ("null", None),
        ("'12'", "12"),
        ('"true"', "true"),
        ("''", ""),
        ("|\n  two\n  lines\n", "two\nlines\n"),
        (">-\n  one\n  line\n", "one line"),
        ("400 GBP per admission avoided", "400 GBP per admission avoided"),
    ],
)
def test_a_value_is_read_by_a_small_rule(text, value):
    assert parse_yaml(f"key: {text}", "a.yaml").plain == {"key": value}


def test_a_number_keeps_the_digits_that_were_written():
    assert str(parse_yaml("a: 1.50", "a.yaml").plain["a"]) == "1.50"


def test_every_value_and_every_key_has_a_place():
    located = parse_yaml("title: T\nlist:\n  - {id: a, deep: [x, y]}\n", "a.yaml")
    places = {path: (place.line, place.column) for path, place in located.values.items()}
    assert places == {
        (): (1, 1),
        ("title",): (1, 8),
        ("list",): (3, 3),
        ("list", 0): (3, 5),
        ("list", 0, "id"): (3, 10),
        ("list", 0, "deep"): (3, 19),
        ("list", 0, "deep", 0): (3, 20),
        ("list", 0, "deep", 1): (3, 23),
    }
    assert located.key(("list", 0, "deep")) == Place(file="a.yaml", line=3, column=13)
    assert located.by_path()["list/0/deep/1"] == Place(file="a.yaml", line=3, column=23)
    assert located.place(("list", 0, "absent")) == Place(file="a.yaml", line=3, column=5)


def test_columns_count_characters_not_bytes():
    assert parse_yaml("é£: x", "a.yaml").values[("é£",)].column == 5


def test_a_key_is_text_whatever_it_looks_like():
    assert parse_yaml("{1: a, true: b, ~: c}", "a.yaml").plain == {"1": "a", "true": "b", "~": "c"}


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("a: 1\nb: 2\na: 3", [("duplicate-key", 3, 1)]),
        ("a: &x 1", [("anchor", 1, 4)]),
        ("a: *x", [("alias", 1, 4)]),
        ("a: !!int 3", [("tag", 1, 4)]),
        ("a: !secret {b: 1}", [("tag", 1, 4)]),
        ("&k a: 1", [("anchor", 1, 1)]),
        ("a: 1\n---\nb: 2", [("several-documents", 2, 1)]),
        ("%YAML 1.1\n---\na: yes", [("directive", 2, 1)]),
        ("a:\n\t- 1", [("tab", 2, 1)]),
        ("a: {b: 1, c", [("bracket", 1, 12)]),
        ("a: [1, 2\nb: 3", [("bracket", 2, 2)]),
        ('a: "x', [("quote", 1, 4)]),
        (r'a: "\q"', [("quote", 1, 4)]),
        (r'a: "\UFFFFFFFF"', [("syntax", None, None)]),
        (r'a: "\ud800"', [("control-character", 1, 4)]),
        (r'a: "\0"', [("control-character", 1, 4)]),
        ("title: Falls: a service", [("colon-in-value", 1, 13)]),
        ("a\nb: 1", [("misplaced-key", 2, 2)]),
        ("a: 1\n b: 2", [("misplaced-key", 2, 3)]),
        ("a:\n  b: 1\n c: 2", [("indentation", 3, 2)]),
        ("? [a, b]\n: 1", [("key-is-not-a-word", 1, 3)]),
        ("a: @x", [("syntax", 1, 4)]),
        ("[" * 40, [("too-deep", 1, 32)]),
    ],
)
def test_what_cannot_be_read_is_a_fault_at_its_place(text, faults):
    assert faults_of(text) == faults


def test_all_faults_are_found_at_once():
    text = "a: &x 1\nb: *x\nc: !!int 3\na: 2\nd: [*x, !t y]\n"
    assert [code for code, _, _ in faults_of(text)] == ["anchor", "alias", "tag", "duplicate-key", "alias", "tag"]


def test_a_bomb_of_aliases_is_never_unpacked():
    lines = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 60)]
    assert len(faults_of("\n".join(lines))) == 60 + 2 * 59


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"title: caf\xe9", ("not-utf-8", 1, 11)),
        ("title: x".encode("utf-16"), ("not-utf-8", 1, 1)),
        (b"a: 1\nb: x\0y", ("control-character", 2, 5)),
        (b"a: \x07", ("control-character", 1, 4)),
    ],
)
def test_a_file_that_is_not_text_is_a_fault_at_the_first_such_byte(tmp_path, content, fault):
    path = tmp_path / "a.yaml"
    path.write_bytes(content)
    with pytest.raises(FaultsFound) as found:
        read_yaml(path)
    (only,) = found.value.faults
    assert (only.code, only.where.line, only.where.column) == fault


def test_a_byte_order_mark_and_windows_line_ends_change_nothing(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 1\r\nb: x\r\n")
    located = read_yaml(path)
    assert located.plain == {"a": Decimal(1), "b": "x"}
    assert located.values[("b",)] == Place(file="a.yaml", line=2, column=4)


def test_a_file_that_is_too_large_is_not_read(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text("a: " + "x" * MOST_BYTES, encoding="utf-8")
    with pytest.raises(FaultsFound, match="larger than 1 MB"):
        read_yaml(path)


def test_a_file_that_is_not_there_is_not_found(tmp_path):
    with pytest.raises(NotFound, match="cannot be opened"):
        read_yaml(tmp_path / "a.yaml")


def test_a_fault_says_what_where_why_and_what_to_do():
    with pytest.raises(FaultsFound) as found:
        parse_yaml("a: 1\na: 2", "a.yaml")
    assert str(found.value) == (
        "1 thing needs mending\n\n"
        "a.yaml, line 2, column 1\n"
        "  The key “a” stands twice in the same mapping; the first is in a.yaml, line 1, column 1.\n"
        "  Why it matters: It cannot be told which of the two counts.\n"
        "  What to do: Delete one of them, or give the second the name that was meant."
    )
