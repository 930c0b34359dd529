"""Every key of every noun has a help text and an example that is right."""

from dataclasses import is_dataclass

import pytest

from proventive.agreement import document
from proventive.agreement.document import Agreement, Levels
from proventive.agreement.help import HELP, WORDS
from proventive.agreement.layout import HELP_BY_KEY, LISTS
from proventive.agreement.nouns import described, keys_of
from proventive.quantities import Period, Source

WRITTEN_ELSEWHERE = {"Adoption", "FactValue", "Rate", "Cap", "MonthsBefore", "Money", "Unknown", "Place", "Real"}
HOOKS = {"AsMapping", "Kinds", "OneOrLevels"}
NOUNS = [Source] + [
    noun
    for name, noun in vars(document).items()
    if isinstance(noun, type) and is_dataclass(noun) and name not in WRITTEN_ELSEWHERE | HOOKS
]


def test_the_nouns_are_those_with_help():
    assert {noun.__name__ for noun in NOUNS} == set(HELP) == set(WORDS)


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.__name__)
def test_every_key_has_help(noun):
    assert set(HELP[noun.__name__]) == set(keys_of(noun))


def test_lists_have_a_sheet_and_the_others_a_row():
    assert LISTS == (
        ("parties",),
        ("objectives",),
        ("obligations",),
        ("payment",),
        ("worked_examples",),
        ("value", "inputs"),
        ("value", "lines"),
    )
    assert ("term", "start") in HELP_BY_KEY
    assert ("payment", "pays_from", "effect") in HELP_BY_KEY
    assert ("payment", "rate", "unknown") not in HELP_BY_KEY


def test_a_mapping_is_described_by_its_noun():
    plain = {
        "term": {"start": "x"},
        "objectives": [{"target": {"points": {"low": "1"}}}, "no mapping"],
        "payment": [{"fixed": "x"}, {"id": "x"}],
        "value": {"source": {"title": "x"}, "lines": [{"objective": "x", "unit_value": {"fact": "y"}}]},
        "unknown": {"a": {}},
    }
    found = {"/".join(map(str, item.path)): item.noun for item in described(plain)}
    assert found == {
        "": Agreement,
        "term": Period,
        "objectives/0": document.Objective,
        "objectives/0/target": document.Target,
        "objectives/0/target/points": Levels,
        "payment/0": document.FixedTerm,
        "payment/1": None,
        "value": document.ValueMap,
        "value/source": Source,
        "value/lines/0": document.NetLine,
    }
