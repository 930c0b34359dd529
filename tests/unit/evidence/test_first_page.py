"""What a board member sees first: in one order, in plain words, with nothing claimed that cannot be."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from invented_outturns import OUTTURNS, admissions, area, pack, peterborough, place, too_early, wheels
from readability import grade

from proventive.evidence import summary
from proventive.evidence.blocks import Chart, Heading, Pack, Parts, Sentence, Sheet, Terms
from proventive.evidence.lead import change_sentence
from proventive.evidence.summary import words
from proventive.outturn.outturn import Outturn

ABOUT = "The worked example of a published guide. Its rows were recalled, not read."
CASES = pytest.mark.parametrize("name", list(OUTTURNS))
CAUSAL = re.compile(
    r"\b(caused?|reduced?|reduc\w+|led to|thanks to|due to|prevented|saved|saves|made a difference|impact|"
    r"improved by the|results? in)\b",
    re.IGNORECASE,
)


def prose(told: Pack) -> Iterator[str]:
    """Every sentence of the first page that the pack itself writes (not what the agreement says of itself)."""
    for block in told.first_page:
        if isinstance(block, Sentence) and block.style != "small":
            yield words(block.parts)
        if isinstance(block, Terms):
            for heading, sentences in block.entries:
                yield f"{heading}."
                yield from (words(sentence.parts) for sentence in sentences)


def lead_of(outturn: Outturn) -> str:
    return " ".join(
        words(block.parts)
        for block in pack(outturn).first_page
        if isinstance(block, Sentence) and block.style == "lead"
    )


def entry(outturn: Outturn, heading: str) -> str:
    terms = next(block for block in pack(outturn).first_page if isinstance(block, Terms))
    return " ".join(words(sentence.parts) for sentence in dict(terms.entries)[heading])


@CASES
def test_a_pupil_of_14_can_read_the_first_page(name: str) -> None:
    assert grade(" ".join(prose(pack(OUTTURNS[name]())))) <= 8


@CASES
def test_no_word_on_the_first_page_lays_a_change_to_the_service(name: str) -> None:
    told = " ".join(prose(pack(OUTTURNS[name]())))
    assert not CAUSAL.search(told), CAUSAL.search(told)


@CASES
def test_the_order_of_the_first_page_is_the_same_everywhere(name: str) -> None:
    kinds = [type(block) for block in pack(OUTTURNS[name]()).first_page if not isinstance(block, Sentence)]
    order = [Sheet, Chart, Heading, Terms]
    assert kinds == [kind for kind in order if kind in kinds]


@CASES
def test_the_headings_below_the_chart_are_those_of_the_design(name: str) -> None:
    terms = next(block for block in pack(OUTTURNS[name]()).first_page if isinstance(block, Terms))
    assert [heading for heading, _ in terms.entries][:4] == [
        "What it cost",
        "What it is worth, to whom",
        "How sure are we?",
        "What we do not know",
    ]


def test_a_fall_beyond_the_interval_is_told_in_words_then_number_then_interval_then_how_sure() -> None:
    assert lead_of(place()).startswith(
        "Emergency admissions were lower among 1,432 of the 1,500 people who joined than among similar people who "
        "had not joined. There were 83 for every 100 people, against 100. "
        "The true difference is probably between 7 and 27 fewer (95% interval)."
    )


def test_an_interval_that_includes_no_change_is_no_reliable_evidence() -> None:
    told = lead_of(place((-0.04, -0.12, 0.05)))
    assert told.startswith("There is no reliable evidence of a change in emergency admissions")
    assert "between 12 fewer and 5 more (95% interval)" in told
    assert "no change" not in told


def test_worse_is_said_as_plainly_as_better() -> None:
    told = lead_of(place((0.11, 0.02, 0.20)))
    assert "Emergency admissions were higher among 1,432 of the 1,500 people who joined" in told


def test_a_before_and_after_says_that_it_cannot_tell() -> None:
    assert "We cannot tell whether the service is the reason." in lead_of(place())


def test_too_early_is_said_with_the_day_on_which_results_are_due() -> None:
    assert lead_of(too_early()).startswith(
        "It is too early to say whether emergency admissions changed. Results are"
    )


def test_where_nothing_was_measured_worth_stands_beside_what_went_in() -> None:
    assert "worth £81,741.93, for £42,375 put in" in lead_of(wheels())
    assert "How far off this could be is not known." in lead_of(wheels())


def test_what_the_agreement_says_of_itself_comes_first_in_one_sentence_and_last_in_full() -> None:
    told = pack(wheels())
    assert words(told.first_page[0].parts) == ABOUT  # type: ignore[union-attr]
    assert entry(wheels(), "About this agreement") == "Its dates are assumed."


def test_a_clear_difference_whose_reason_cannot_be_told_says_so_at_once() -> None:
    outturn = place()
    unsure = replace(outturn.promises[0], because_of_the_service="cannot be told")
    told = lead_of(replace(outturn, promises=(unsure, *outturn.promises[1:])))
    assert "between 7 and 27 fewer (95% interval). We cannot tell whether the service is the reason." in told
    sure = entry(replace(outturn, promises=(unsure, *outturn.promises[1:])), "How sure are we?")
    assert "Emergency admissions: not sure that the service is the reason." in sure


def test_a_caution_is_heard_on_the_first_page() -> None:
    assert "People joined because their use was high" in entry(place(), "How sure are we?")


def test_without_promises_or_payment_there_is_no_empty_table() -> None:
    told = pack(wheels())
    assert not [block for block in told.first_page if isinstance(block, Sheet)]
    assert "Nothing is owed: this agreement has no payment terms." in list(prose(told))


def test_without_payment_the_table_has_no_column_for_it() -> None:
    sheet = next(block for block in pack(area()).first_page if isinstance(block, Sheet))
    assert "Owed" not in sheet.columns


def test_nothing_due_is_0_pounds_and_not_a_dash() -> None:
    sheet = next(block for block in pack(peterborough()).first_page if isinstance(block, Sheet))
    assert [words(cell.parts) for cell in sheet.rows[0].cells] == [
        "10% fewer",
        "8.4% fewer",
        "No",
        "Cannot be told",
        "£0",
    ]
    assert not [cell for row in sheet.rows for cell in row.cells if words(cell.parts).strip() in ("", "-", "–")]


def test_worth_that_is_not_known_says_why() -> None:
    assert entry(peterborough(), "What it is worth, to whom") == (
        "Its worth is not known: no price for a reconviction event was published."
    )


def test_each_payer_has_its_interval_and_what_kind_of_value_it_is() -> None:
    told = entry(place(), "What it is worth, to whom")
    assert "Strathearn Health Board: £215,000 to £830,000. Frees staff time and places, but no bill falls." in told
    assert "Strathearn Council: not known. Home-care hours were not recorded before April 2025." in told


def test_how_sure_counts_the_checks_and_names_the_one_that_failed() -> None:
    told = entry(place(), "How sure are we?")
    assert "Two of three checks passed. One did not. Of 41 people over 90, 29 had a similar person." in told
    assert "To be surer: a second year of people." in told


def test_for_whom_for_when_and_as_at_when_stand_at_the_top() -> None:
    assert pack(place()).kicker == (
        "Evidence for Strathearn Integration Joint Board",
        "Year 1: 1 April 2025 to 31 March 2026",
        "Figures as at 30 June 2027",
    )


@CASES
def test_the_command_line_tells_the_same_facts_in_the_same_order(name: str) -> None:
    outturn = OUTTURNS[name]()
    told = " ".join(" ".join(summary(outturn)).split())
    places = [told.find(" ".join(sentence.split())) for sentence in headed(pack(outturn))]
    assert -1 not in places
    assert places == sorted(places)


def headed(told: Pack) -> Iterator[str]:
    """The lead and the headings of the first page."""
    for block in told.first_page:
        if isinstance(block, Sentence) and block.style == "lead":
            yield words(block.parts)
        if isinstance(block, Terms):
            yield from (heading for heading, _ in block.entries if heading != "About this agreement")


def test_the_summary_fits_a_screen() -> None:
    lines = summary(place())
    assert len(lines) <= 50
    assert max(len(line) for line in lines) <= 120


def spoken(parts: Parts) -> str:
    return words(parts)


def test_a_sentence_names_its_comparison_its_people_and_its_interval() -> None:
    told = spoken(change_sentence(admissions()))
    for needed in ("similar people", "1,500 people", "interval"):
        assert needed in told
