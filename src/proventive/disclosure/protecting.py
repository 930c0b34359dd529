"""Hide what is small, round the rest, and hide more where the attacker can still work a hidden count out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from proventive.disclosure.attack import Cells, Hidden, Kept, Sum, given_away
from proventive.disclosure.rules import Rules

NOTHING: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Protected:
    """Counts as they may be shown: None where they are hidden. ``safe`` is False where nothing helps."""

    shown: Mapping[str, int | None]
    safe: bool

    @property
    def hidden(self) -> tuple[str, ...]:
        return tuple(name for name, count in self.shown.items() if count is None)


def protected(
    counts: Mapping[str, int],
    rules: Rules,
    *,
    sums: Sequence[Sum] = (),
    stands_elsewhere: Mapping[str, int] = NOTHING,
) -> Protected:
    """Counts under the rules. ``sums`` are what adds up among them and with what ``stands_elsewhere`` exactly.

    Which of the hidden ones are small and which were hidden for their sake is not told.
    """
    cells: dict[str, Kept | Hidden] = {
        name: Hidden() if rules.hides(count) else Kept(shown=rules.rounded(count))
        for name, count in counts.items()
    }
    elsewhere = {name: Kept(shown=count, exact=True) for name, count in stands_elsewhere.items()}
    leaking = given_away({**cells, **elsewhere}, sums, rules)
    while leaking:
        more = next_to_hide(leaking[0], counts, cells, sums)
        if more is None:
            return Protected(shown=dict.fromkeys(counts), safe=False)
        cells[more] = Hidden(secondary=True)
        leaking = given_away({**cells, **elsewhere}, sums, rules)
    return Protected(
        shown={name: cell.shown if isinstance(cell, Kept) else None for name, cell in cells.items()}, safe=True
    )


def next_to_hide(name: str, counts: Mapping[str, int], cells: Cells, sums: Sequence[Sum]) -> str | None:
    """The smallest count that is still shown and stands in a sum with one that is given away."""
    beside = {
        other
        for one in sums
        if name in (one.total, *one.parts)
        for other in (one.total, *one.parts)
        if other != name and isinstance(cells.get(other), Kept)
    }
    return min(sorted(beside), key=lambda other: counts[other], default=None)
