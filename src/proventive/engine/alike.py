"""Which of the people who are kept apart may be one? Pairs that have something in common, and how each compares.

Set-based: pairs are found by equal keys, so that nobody is held against everybody; a pair is missed only where its
two records agree on none of :data:`BLOCKS`. Names are compared by Jaro-Winkler similarity (Winkler 1990), which
DuckDB has. Nothing leaves the engine but local ids, and how well two records agree.
"""

from collections.abc import Mapping

import numpy as np

from proventive.engine.duck import DuckEngine
from proventive.engine.interface import Columns
from proventive.engine.staging import drop

CLOSE = "0.88"  # Jaro-Winkler similarity of two spellings of one name
SHIFTS = 20  # with how many others each person is held, to see how well two people agree by chance
LEVELS: dict[str, tuple[str, ...]] = {
    "given": ("same", "nickname", "spelling", "initial", "another of several", "turned", "differs", "unknown"),
    "family": ("same", "spelling", "part", "differs", "unknown"),
    "birth": ("same", "turned", "digit", "part", "differs", "unknown"),
    "sex": ("same", "differs", "unknown"),
    "postcode": ("same", "digit", "near", "differs", "unknown"),
    "number": ("differs", "unknown"),
}
"""How two records may compare in each field, the closest first. ``turned``: given and family name, or day and
month, have changed places; the given name alone says so. ``number``: of the health service; people with the same
one have the same local id, so that it can only differ or say nothing."""

BLOCKS = (
    ("year", "earlier", "later"),
    ("given", "family"),
    ("family", "postcode"),
    ("given", "postcode"),
    ("family", "year", "month"),
    ("family", "year", "day"),
    ("family", "month", "day"),
    ("given", "year", "month"),
    ("given", "year", "day"),
    ("given", "month", "day"),
)
"""Two records are compared where they agree on all columns of one of these. ``earlier`` and ``later``: of day and
month, the smaller and the larger number, so that two that changed places agree."""

LETTERS = "REGEXP_REPLACE(STRIP_ACCENTS(LOWER({0})), '[^a-z -]', '', 'g')"
PLAIN = f"NULLIF(TRIM(REGEXP_REPLACE({LETTERS}, '[ -]+', ' ', 'g')), '')"
BIRTH = "TRY_STRPTIME(birth_date, ['%Y-%m-%d', '%d/%m/%Y', '%d.%m.%Y', '%d-%m-%Y', '%Y-%m-%d %H:%M:%S'])"


def stage_known(engine: DuckEngine, people: Mapping[str, np.ndarray], nicknames: Mapping[str, np.ndarray]) -> int:
    """Stage who is kept apart (columns of ``identity.keeping.COLUMNS``) as ``known``, ready to be compared; gives
    how many people. ``nicknames``: ``nickname`` and ``stands_for``; a name may have several."""
    drop(engine, "kept_apart", "nicknames", "known", "full_names")
    engine.stage("kept_apart", people)
    engine.stage("nicknames", nicknames)
    engine.run(f"CREATE TEMP TABLE known AS {known_select()}")
    engine.run(f"CREATE TEMP TABLE full_names AS {full_names_select()}")
    for name in ("given", "family"):
        drop(engine, f"{name}_counts")
        engine.run(
            f"CREATE TEMP TABLE {name}_counts AS SELECT {name}, COUNT(DISTINCT local_id) AS people FROM known "
            f"WHERE {name} IS NOT NULL GROUP BY {name}"
        )
    return int(engine.run("SELECT COUNT(DISTINCT local_id) FROM known").fetchall()[0][0])


def known_select() -> str:
    """SQL for ``known``: one row for each way in which a person is written, in plain letters and in parts. Where
    the day of birth was not sent, a CHI number says it."""
    of_birth = ", ".join(
        f"COALESCE({part}(born){' % 100' if part == 'YEAR' else ''}, "
        f"CASE WHEN kind = 'CHI' THEN TRY_CAST(SUBSTR(identifier, {place}, 2) AS BIGINT) END) AS {part.lower()}"
        for part, place in (("DAY", 1), ("MONTH", 3), ("YEAR", 5))
    )
    return f"""
WITH plain AS (
  SELECT local_id, kind, identifier, {PLAIN.format("given_name")} AS given_names,
    {PLAIN.format("family_name")} AS family_names, {BIRTH} AS born,
    NULLIF(REGEXP_REPLACE(UPPER(postcode), '[^A-Z0-9]', '', 'g'), '') AS postcode,
    CASE WHEN sex IN ('F', 'M') THEN sex END AS sex
  FROM kept_apart),
parts AS (
  SELECT DISTINCT local_id, STR_SPLIT(given_names, ' ') AS given_parts, SPLIT_PART(given_names, ' ', 1) AS given,
    STR_SPLIT(family_names, ' ') AS family_parts, REPLACE(family_names, ' ', '') AS family, postcode, sex,
    {of_birth}, CASE WHEN kind <> 'own' THEN kind END AS kind,
    CASE WHEN kind <> 'own' THEN identifier END AS number
  FROM plain)
SELECT ROW_NUMBER() OVER (
  ORDER BY local_id, given_parts, family_parts, postcode, sex, day, month, year, kind, number) AS place, *,
  LEAST(day, month) AS earlier, GREATEST(day, month) AS later
FROM parts"""


def full_names_select() -> str:
    """SQL for the names that each given name may stand for, itself among them."""
    return (
        "SELECT given, LIST_APPEND(LIST(stands_for) FILTER (stands_for IS NOT NULL), given) AS names FROM ("
        "SELECT DISTINCT given FROM known WHERE given IS NOT NULL) AS g "
        "LEFT JOIN nicknames AS n ON n.nickname = g.given GROUP BY given"
    )


def compared_with_block(engine: DuckEngine) -> Columns:
    """The pairs of people who agree on a block, in each of their ways of writing: ``one``, ``two``, the level of
    each field of :data:`LEVELS`, and how many people have the given and the family name of the first."""
    shared = " UNION ".join(
        f"SELECT a.place AS one, b.place AS two FROM known AS a JOIN known AS b ON a.local_id < b.local_id AND "
        f"{' AND '.join(f'a.{name} = b.{name}' for name in block)}"
        for block in BLOCKS
    )
    return engine.fetch(compared_select(shared))


def compared_by_chance(engine: DuckEngine) -> Columns:
    """How well people agree who are held against each other by the hash of their local ids alone: the levels of
    each field, and how many pairs have them."""
    levels = ", ".join(f"{field}_level" for field in LEVELS)
    paired = f"""
WITH drawn AS (SELECT place, ROW_NUMBER() OVER (ORDER BY MD5(local_id), place) AS turn FROM known)
SELECT a.place AS one, b.place AS two FROM drawn AS a
CROSS JOIN (SELECT UNNEST(RANGE(1, {SHIFTS + 1})) AS shift) AS shifts JOIN drawn AS b ON b.turn = a.turn + shift"""
    return engine.fetch(
        f"SELECT {levels}, COUNT(*) AS pairs FROM ({compared_select(paired)}) AS compared "
        f"GROUP BY {levels} ORDER BY {levels}"
    )


def compared_select(pairs: str) -> str:
    """SQL for how the two records of each pair compare."""
    levels = ", ".join(
        f"CASE {' '.join(f'WHEN {when} THEN {LEVELS[field].index(level)}' for level, when in cases)} "
        f"ELSE {LEVELS[field].index('differs')} END AS {field}_level"
        for field, cases in CASES.items()
    )
    return f"""
SELECT a.local_id AS one, b.local_id AS two, {levels},
  COALESCE(ga.people, 0) AS given_people, COALESCE(fa.people, 0) AS family_people
FROM ({pairs}) AS p JOIN known AS a ON a.place = p.one JOIN known AS b ON b.place = p.two
LEFT JOIN full_names AS na ON na.given = a.given LEFT JOIN full_names AS nb ON nb.given = b.given
LEFT JOIN given_counts AS ga ON ga.given = a.given LEFT JOIN family_counts AS fa ON fa.family = a.family
WHERE a.local_id <> b.local_id"""


def missing(*names: str) -> str:
    return " OR ".join(f"{side}.{name} IS NULL" for name in names for side in ("a", "b"))


def alike(name: str) -> str:
    one_letter = f"DAMERAU_LEVENSHTEIN(a.{name}, b.{name}) = 1 AND LENGTH(a.{name}) > 4"
    return f"JARO_WINKLER_SIMILARITY(a.{name}, b.{name}) >= {CLOSE} OR {one_letter}"


def as_digits(side: str) -> str:
    """A day of birth in six digits."""
    return " || ".join(f"LPAD(CAST({side}.{name} AS VARCHAR), 2, '0')" for name in ("day", "month", "year"))


TURNED = "a.given = b.family AND a.family = b.given"
OUTWARD = "LEFT({0}.postcode, LENGTH({0}.postcode) - 3)"
DIFFER = " + ".join(f"CAST(a.{name} <> b.{name} AS INTEGER)" for name in ("day", "month", "year"))
CASES: dict[str, tuple[tuple[str, str], ...]] = {
    "given": (
        ("unknown", missing("given")),
        ("same", "a.given = b.given"),
        ("nickname", "LIST_HAS_ANY(na.names, nb.names)"),
        ("initial", "LEFT(a.given, 1) = LEFT(b.given, 1) AND LEAST(LENGTH(a.given), LENGTH(b.given)) = 1"),
        ("spelling", alike("given")),
        ("turned", TURNED),
        ("another of several", "LIST_HAS_ANY(a.given_parts, b.given_parts)"),
    ),
    "family": (
        ("unknown", f"{missing('family')} OR {TURNED}"),
        ("same", "a.family = b.family"),
        ("spelling", alike("family")),
        ("part", "LIST_HAS_ANY(a.family_parts, b.family_parts)"),
    ),
    "birth": (
        ("unknown", missing("day", "month", "year")),
        ("same", f"{DIFFER} = 0"),
        ("turned", "a.year = b.year AND a.day = b.month AND a.month = b.day"),
        ("digit", f"DAMERAU_LEVENSHTEIN({as_digits('a')}, {as_digits('b')}) = 1"),
        ("part", f"{DIFFER} = 1 AND a.year = b.year"),
    ),
    "sex": (("unknown", missing("sex")), ("same", "a.sex = b.sex")),
    "postcode": (
        ("unknown", missing("postcode")),
        ("same", "a.postcode = b.postcode"),
        ("digit", "DAMERAU_LEVENSHTEIN(a.postcode, b.postcode) = 1"),
        ("near", f"{OUTWARD.format('a')} = {OUTWARD.format('b')}"),
    ),
    "number": (("unknown", f"{missing('kind')} OR a.kind <> b.kind"),),
}
"""When two records, a and b, compare in which way; the first that fits."""
