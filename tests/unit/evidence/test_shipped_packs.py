"""The packs of the shipped examples that need no simulation, as they are really made."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from page_reader import disagreements
from readability import grade

from proventive.evidence import Pack, as_json, pack, page
from proventive.evidence.blocks import Sentence, Terms
from proventive.evidence.summary import words
from proventive.flow.demo import lay_out, run, shipped

EXAMPLES = {example.agreement: example for example in shipped() if example.seed is None}


@cache
def told(name: str) -> Pack:
    """The pack of a shipped example."""
    example = EXAMPLES[name]
    with TemporaryDirectory() as folder:
        place = Path(folder) / example.example
        lay_out(example, place, None)
        return pack(run(place / example.agreement, example.as_at))


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_pupil_of_14_can_read_the_first_page(name: str) -> None:
    said = []
    for block in told(name).first_page:
        if isinstance(block, Sentence) and block.style != "small":
            said.append(words(block.parts))
        if isinstance(block, Terms):
            said += [
                words(sentence.parts)
                for _, under in block.entries
                for sentence in under
                if sentence.style != "small"
            ]
    assert grade(" ".join(said)) <= 8


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_number_on_the_page_is_the_number_of_pack_json(name: str) -> None:
    assert disagreements(page(told(name)), as_json(told(name))) == []


def test_wheels_to_meals_tells_the_published_total_and_that_no_interval_is_known() -> None:
    """A guide to Social Return on Investment (2009, 2012): 81,741.93 for 42,375.00, net 39,366.93, ratio 1.93."""
    text = page(told("wheels-to-meals"))
    for published in (
        "£81,741.93",
        "£42,375",
        "£39,366.93",
        "£1.93 for each £1",
        "gives single figures and no interval",
    ):
        assert published in text


def test_peterborough_tells_what_was_published_and_that_nothing_was_due_for_the_first_cohort() -> None:
    """142 against 155 events for every 100 people, 8.4 % below a trigger of 10 %; 9 % against 7.5 % pooled."""
    text = page(told("one-service"))
    for published in (
        "142 for every 100 people",
        ">155<",
        "8.4% fewer",
        "10% fewer",
        "9% fewer",
        "7.5% fewer",
        ">£0<",
    ):
        assert published in text
