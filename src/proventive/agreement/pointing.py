"""Faults that point into an agreement, at the place where the value stands."""

from collections.abc import Iterable
from difflib import get_close_matches

from proventive.agreement.document import Agreement
from proventive.quantities import Place
from proventive.reading.faults import Fault


def place_of(agreement: Agreement, path: str) -> Place | None:
    """Where a value of the agreement stands, or the nearest thing that holds it: ``objectives/0/plan/design``."""
    steps = path.split("/") if path else []
    for length in range(len(steps), -1, -1):
        if place := agreement.places.get("/".join(steps[:length])):
            return place
    return None


def fault(
    agreement: Agreement, code: str, path: str, *, what: str, why: str, do: str, stops: bool = True
) -> Fault:
    """A fault at a path of the agreement."""
    return Fault(code=code, what=what, where=place_of(agreement, path), why=why, do=do, stops=stops)


def nearest(word: str, known: Iterable[str]) -> str:
    """``Did you mean “x”?``, or the words that are known where none is near."""
    words = sorted(known)
    near = get_close_matches(word, words, n=1, cutoff=0.5)
    if near:
        return f"Did you mean “{near[0]}”?"
    return f"Known are: {', '.join(words)}." if words else "None is known."
