"""Two findings that differ by a few people tell what those few did: such a second one is not handed over."""

from collections.abc import Iterable
from decimal import Decimal

from proventive.disclosure import Rules
from proventive.evaluation.handing_over.nouns import HandedFinding, HandedOver, Told
from proventive.quantities import Estimate, Number, RecordsError
from proventive.quantities.words import as_decimal


def check_apart(new: HandedOver, earlier: Iterable[HandedOver], rules: Rules) -> None:
    """Raise RecordsError where the new file and one that left before differ by as few as the rules hide."""
    for before in earlier:
        for one in new.findings:
            for other in before.findings:
                alike = (one.objective, one.follow_up) == (other.objective, other.follow_up)
                if alike and new.period == before.period and (few := few_between(one, other, rules)):
                    raise RecordsError(
                        f"Since {before.as_at} a finding on “{one.objective}” has been handed over from which "
                        f"this one differs by {few}. Whoever holds both could tell what those few did. Nothing "
                        "was written. Settle on the one that left, or hand over again when more has changed."
                    )


def few_between(one: HandedFinding, other: HandedFinding, rules: Rules) -> str:
    """By what two findings differ that is too few; "" where they are the same, or far enough apart."""
    for part in ("people", "followed"):
        if few(difference(getattr(one, part), getattr(other, part)), rules):
            return f"few people ({part})"
    people = one.followed
    if isinstance(people, Number) and people == other.followed:
        gap = difference(one.observed, other.observed)
        over = people.number if is_rate(one.observed) else Decimal(1)
        if gap is not None and few(gap * over, rules):
            return "few events"
    return ""


def few(gap: Decimal | None, rules: Rules) -> bool:
    return gap is not None and 0 < abs(round(gap)) <= rules.hide_up_to.value


def difference(one: Told, other: Told) -> Decimal | None:
    numbers = [
        value.number if isinstance(value, Number) else as_decimal(value.value)
        for value in (one, other)
        if isinstance(value, Number | Estimate)
    ]
    return numbers[0] - numbers[1] if len(numbers) == 2 else None


def is_rate(value: Told) -> bool:
    return isinstance(value, Number | Estimate) and value.unit.endswith(" per person")
