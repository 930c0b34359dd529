"""The pack behind the first page: promises, framework, what is owed, worth, method and trails."""

from dataclasses import replace

import pytest
from invented_outturns import OUTTURNS, PRICE, admissions, pack, peterborough, place, too_early, wheels

from proventive.evidence import as_json
from proventive.evidence.blocks import Block, Callout, Grid, Heading, Pack, Sheet, Trails
from proventive.evidence.promises_told import beside
from proventive.evidence.summary import words
from proventive.quantities import Figure, figures_in

CASES = pytest.mark.parametrize("name", list(OUTTURNS))


def headings(told: Pack) -> list[str]:
    return [block.text for block in told.blocks if isinstance(block, Heading) and block.level == 2]


def sheet(blocks: tuple[Block, ...], caption: str) -> Sheet:
    return next(block for block in blocks if isinstance(block, Sheet) and block.caption.startswith(caption))


def entries(told: Pack) -> dict[str, Figure]:
    trails = next(block for block in told.blocks if isinstance(block, Trails))
    return {figure.id: figure for entry in trails.entries for figure in figures_in(entry)}


def test_a_pack_with_everything_has_its_parts_in_order() -> None:
    assert headings(pack(place())) == [
        "Each promise in full",
        "In the framework: National Health and Wellbeing Outcomes",
        "What is owed, line by line",
        "What it is worth, beside what it cost",
        "How it was done",
        "People, time and money counted",
        "Worth adding to this agreement",
        "Where every figure comes from",
    ]


def test_parts_with_nothing_in_them_are_left_out() -> None:
    told = headings(pack(wheels()))
    assert "Each promise in full" not in told
    assert "What is owed, line by line" not in told
    assert not any(text.startswith("In the framework") for text in told)


@CASES
def test_no_table_is_empty(name: str) -> None:
    told = pack(OUTTURNS[name]())
    for block in (*told.first_page, *told.blocks):
        if isinstance(block, Grid):
            assert block.table.rows
        if isinstance(block, Sheet):
            assert block.rows


def test_an_outcome_without_evidence_is_shown_as_such() -> None:
    table = sheet(pack(place()).blocks, "National Health and Wellbeing Outcomes")
    told = {row.heading.split(".")[0]: words(row.cells[0].parts) for row in table.rows}
    assert told["6"] == "No evidence"  # unpaid carers
    assert told["2"] == "Fewer emergency admissions"
    assert len({row.heading for row in table.rows}) == 9


def test_evidence_for_an_outcome_has_people_change_interval_comparison_and_grade() -> None:
    table = sheet(pack(place()).blocks, "National Health and Wellbeing Outcomes")
    row = next(row for row in table.rows if row.heading.startswith("2."))
    measure, people, change, against, because = (words(cell.parts) for cell in row.cells)
    assert (measure, people, change, because) == (
        "Fewer emergency admissions",
        "1,432 of 1,500",
        "17% fewer (7% to 27%)",
        "Likely",
    )
    assert against == "matched comparison: similar people"
    assert words(row.cells[3].note) == "Maryland scientific methods scale: 3"


def test_a_before_and_after_stands_only_beside_what_regression_to_the_mean_predicts() -> None:
    finding = admissions()
    both = beside(finding)
    assert [type(block) for block in both] == [Callout, Sheet]
    without = replace(finding, beside=finding.beside[:1])
    assert finding.beside[0].id.endswith("naive-before-after")
    assert beside(without) == ()


def test_every_line_that_is_owed_has_its_reason() -> None:
    told = pack(place())
    grids = [block for block in told.blocks if isinstance(block, Grid) and block.table.id.endswith("/lines")]
    assert [grid.table.id for grid in grids] == ["core/lines", "demand/lines", "lonely/lines"]
    assert all(row.cells[2] for grid in grids for row in grid.table.rows)


def test_a_payer_is_named_and_not_coded() -> None:
    benefits = sheet(pack(place()).blocks, "Each benefit")
    assert words(benefits.rows[0].cells[0].parts) == "Strathearn Health Board"


def test_worth_stands_beside_its_cost() -> None:
    rows = {
        row.heading: words(row.cells[0].parts) for row in sheet(pack(wheels()).blocks, "Worth beside cost").rows
    }
    assert rows["What it is worth"] == "£81,741.93 in 2008-09 prices"
    assert rows["Fixed price, or what went in"] == "£42,375 in 2008-09 prices"
    assert rows["Worth for each £1 of fixed cost"] == "£1.93 for each £1 that went in"


@CASES
def test_every_figure_that_is_shown_has_its_trail_and_so_has_all_that_it_rests_on(name: str) -> None:
    outturn = OUTTURNS[name]()
    told = pack(outturn)
    held = entries(told)
    for figure in figures_in((told.first_page, told.blocks)):
        assert held[figure.id] == figure
    known = {figure.id for part in (outturn, outturn.findings, outturn.worth) for figure in figures_in(part)}
    for figure in held.values():
        assert set(figure.trail.rests_on) & known <= set(held)


@CASES
def test_a_trail_is_told_once_and_a_figure_has_one(name: str) -> None:
    trails = next(block for block in pack(OUTTURNS[name]()).blocks if isinstance(block, Trails))
    assert len({entry.trail for entry in trails.entries}) == len(trails.entries)
    ids = [figure.id for entry in trails.entries for figure in figures_in(entry)]
    assert len(set(ids)) == len(ids)


def test_a_figure_reached_only_through_another_is_told_too() -> None:
    outturn = place()
    # no page shows what the health board's value rests on directly but its trail names the price
    assert PRICE in entries(pack(outturn))["beds/present-value"].trail.facts
    bare = replace(outturn, promises=(), payments=(), findings=replace(outturn.findings, findings=()))
    hidden = replace(outturn.findings, findings=outturn.findings.findings[:1])
    assert "emergency-admissions/effect" in entries(pack(replace(bare, findings=hidden)))


def test_seals_name_their_parties_and_say_the_day_in_words() -> None:
    sealed = replace(
        place(), seals=("The plan is sealed by both: “nhs” on 2025-03-17 and “provider” on 2025-03-19.",)
    )
    told = as_json(pack(sealed))
    assert "Strathearn Health Board on 17 March 2025 and Friendship Service on 19 March 2025" in told
    assert "“nhs”" not in told


def test_what_could_not_be_measured_is_not_said_to_be_done() -> None:
    table = sheet(pack(too_early()).blocks, "The plan, and what was done")
    assert [words(row.cells[1].parts) for row in table.rows[:2]] == ["not yet", "not yet"]


def test_a_pack_is_marked_not_for_release() -> None:
    told = pack(peterborough())
    assert told.marking == "Not for release"
    assert not told.released
