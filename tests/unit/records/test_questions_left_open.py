"""A question that is not answered leaves a saved mapping as it was, and is asked again."""

from datetime import date
from pathlib import Path

import pytest

from proventive.quantities import RecordsError
from proventive.records.importing import Undecided, import_files
from proventive.records.importing.mapping_file import read_mapping

HEADINGS = "Person ID,Date of visit,Type of contact,Mins,Delivered by"
OTHER = "Person ID,Visit date,Type of contact,Mins,Delivered by"
DATES = "contacts.on_date.dates"
ROWS = {
    "day first": "A1,14/04/2025,phone,20,staff\nA2,05/06/2025,phone,25,staff\n",
    "month first": "A1,04/15/2025,phone,20,staff\nA2,05/06/2025,phone,25,staff\n",
    "either": "A1,03/04/2025,phone,20,staff\n",
}


def sent(store: Path, rows: str, headings: str = HEADINGS, **options):
    file = store.parent / "visits.csv"
    file.write_text(f"{headings}\n{ROWS[rows]}", encoding="utf-8")
    return import_files([file], store=store, agreement="falls", as_at=date(2026, 1, 1), **options)


def mappings(store: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted((store / "mappings").iterdir())}


def away(question):
    raise KeyboardInterrupt


@pytest.mark.parametrize("how", ["nobody there", "went away", "wrong answer"])
def test_a_saved_mapping_stands_while_its_date_order_is_asked_again(store, how):
    sent(store, "day first")
    before = mappings(store)
    for _ in range(2):  # it is asked again each time
        options = {"nobody there": {}, "went away": {"ask": away}, "wrong answer": {"answers": {DATES: "both"}}}[
            how
        ]
        stops = {"nobody there": Undecided, "went away": KeyboardInterrupt, "wrong answer": RecordsError}[how]
        with pytest.raises(stops):
            sent(store, "month first", **options)
        assert mappings(store) == before
    assert sent(store, "day first").accounts[0].merged == 2  # last month's file is still read as it was
    assert sent(store, "month first", answers={DATES: "month first"}).accounts[0].set_aside == 0
    assert read_mapping(store / "mappings" / "visits.yaml").tables[0].columns["on_date"].dates == "month first"


def test_a_saved_mapping_stands_while_a_heading_is_asked_about(store):
    sent(store, "day first")
    before = mappings(store)
    other = HEADINGS.replace("Mins", "Duration")
    for options, stops in (({}, Undecided), ({"ask": away}, KeyboardInterrupt)):
        with pytest.raises(stops):
            sent(store, "day first", other, **options)
        assert mappings(store) == before
    assert sent(store, "day first", other, answers={"now.Mins": "yes"}).accounts[0].merged == 2


def test_a_new_column_that_is_asked_about_leaves_the_saved_mapping(store):
    store_file = store.parent / "visits.csv"
    store_file.write_text("Person ID,Referral date\nA1,2025-04-01\n", encoding="utf-8")
    import_files([store_file], store=store, agreement="falls")
    before = mappings(store)
    store_file.write_text("Person ID,Referral date,End date\nA2,2025-04-02,03/04/2025\n", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(Undecided) as raised:
            import_files([store_file], store=store, agreement="falls")
        assert [each.id for each in raised.value.questions] == ["referrals.ended_on.dates"]
        assert raised.value.file is None
        assert mappings(store) == before


def test_a_first_mapping_that_was_left_open_is_asked_about_again(store):
    for _ in range(2):
        with pytest.raises(Undecided) as raised:
            sent(store, "either")
        assert [each.id for each in raised.value.questions] == [DATES]
        assert list(mappings(store)) == ["visits.yaml"]
    assert sent(store, "either", answers={DATES: "month first"}).accounts[0].accepted == 1
    assert b"?" not in mappings(store)["visits.yaml"].partition(b"tables:")[2]


def test_a_first_mapping_that_was_left_open_keeps_the_answers_given_so_far(store):
    headings = HEADINGS.replace("Delivered by", "Worker")
    with pytest.raises(Undecided) as raised:
        sent(store, "either", headings)
    assert [each.id for each in raised.value.questions] == [DATES, "contacts.delivered_by"]
    with pytest.raises(Undecided) as raised:
        sent(store, "either", headings, answers={DATES: "month first"})
    assert [each.id for each in raised.value.questions] == ["contacts.delivered_by"]
    with pytest.raises(Undecided) as raised:
        sent(store, "either", headings)
    assert [each.id for each in raised.value.questions] == ["contacts.delivered_by"]
    sent(store, "either", headings, answers={"contacts.delivered_by": "Worker"})
    assert read_mapping(store / "mappings" / "visits.yaml").tables[0].columns["on_date"].dates == "month first"


def test_an_order_left_open_is_told_by_the_next_file_that_can(store):
    with pytest.raises(Undecided):
        sent(store, "either")
    assert sent(store, "month first").accounts[0].set_aside == 0


def test_an_answer_to_no_question_is_told(store):
    """Here a name was misspelt: without a word somebody would take it that the order of the dates was changed."""
    sent(store, "day first")
    told = sent(store, "day first", answers={"contacts.date.dates": "month first"}).notes
    assert any("“contacts.date.dates=month first” was not used" in note for note in told)
    with pytest.raises(Undecided, match=r"contacts\.date\.dates=month first. was not used"):
        sent(store, "either", headings=OTHER, answers={"contacts.date.dates": "month first"})


def test_an_answer_that_was_used_is_not_told(store):
    for answers in ({DATES: "day first"}, {f"visits/{DATES}": "day first"}):
        told = sent(store, "either", headings=OTHER, answers=answers).notes
        assert not any("was not used" in note for note in told)
        for file in (store / "mappings").iterdir():
            file.unlink()


CONTACTS = "Client ID,Date,Type\nA1,14/04/2025,{}\nA2,15/04/2025,{}\n"


@pytest.mark.parametrize(
    ("kinds", "tables"),
    [(("phone", "home visit"), {"contacts"}), (("emergency_admission", "ae_attendance"), {"demand"})],
)
def test_the_codes_tell_what_a_row_stands_for(store, kinds, tables):
    file = store.parent / "list.csv"
    file.write_text(CONTACTS.format(*kinds), encoding="utf-8")
    with pytest.raises(Undecided) as raised:
        import_files([file], store=store, agreement="falls")
    assert {question.id.partition(".")[0] for question in raised.value.questions} == tables


def test_what_a_row_stands_for_is_asked_where_no_code_is_known(store):
    file = store.parent / "list.csv"
    file.write_text(CONTACTS.format("Zumba", "Lunch"), encoding="utf-8")
    with pytest.raises(Undecided) as raised:
        import_files([file], store=store, agreement="falls")
    assert [question.id for question in raised.value.questions] == ["table"]
