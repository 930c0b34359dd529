"""Nouns are saved without what they do not hold, so whatever may be nothing must be nothing when it is absent."""

import dataclasses
import types
import typing
from collections.abc import Iterator

import pytest

from proventive.evaluation import Findings
from proventive.outturn.outturn import Outturn
from proventive.records.manifest import Manifest
from proventive.valuation import Worth


def nouns_of(hint: object, seen: set[type]) -> Iterator[type]:
    """Every dataclass that stands in a type, itself included."""
    for part in typing.get_args(hint):
        yield from nouns_of(part, seen)
    if isinstance(hint, type) and dataclasses.is_dataclass(hint) and hint not in seen:
        seen.add(hint)
        yield hint
        for inner in typing.get_type_hints(hint).values():
            yield from nouns_of(inner, seen)


def may_be_none(hint: object) -> bool:
    return typing.get_origin(hint) in (typing.Union, types.UnionType) and type(None) in typing.get_args(hint)


@pytest.mark.parametrize("saved", [Findings, Worth, Outturn, Manifest])
def test_what_may_be_nothing_is_nothing_when_it_was_not_saved(saved: type) -> None:
    nouns = list(nouns_of(saved, set()))
    assert len(nouns) > 3
    for noun in nouns:
        hints = typing.get_type_hints(noun)
        for field in dataclasses.fields(noun):
            if may_be_none(hints[field.name]):
                assert field.default is None, f"{noun.__name__}.{field.name} has no default"
