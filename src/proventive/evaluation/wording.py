"""The words of a finding, by rule: what was seen, never what caused it.

No verb here says that the service did something. Where the interval includes no change the sentence says “no
reliable evidence of a change”, never “no change”. Every number stands beside its interval or the reason why
there is none, its comparison, and the number of people.
"""

from collections.abc import Sequence

from proventive.quantities import Estimate, Number, Unknown, Value
from proventive.quantities.words import as_decimal, in_words


def seen_against_comparison(
    label: str, *, among: str, against: str, observed: Value, counterfactual: Value, effect: Value, relative: Value
) -> str:
    """Observed against counterfactual, then the difference with its interval."""
    start = label[:1].upper() + label[1:] + among
    if judged(effect, relative) and not clear(effect) and not clear(relative):
        start = f"There is no reliable evidence of a change in {label}{among}"
    numbers = ""
    if not isinstance(observed, Unknown) and not isinstance(counterfactual, Unknown):
        numbers = f": {bare(observed)}, against {bare(counterfactual)} {against}"
    return f"{start}{numbers}. {difference(effect, relative)}"


def seen_before_and_after(label: str, *, among: str, happened: Value) -> str:
    """A change since joining. Nothing in it says why."""
    if isinstance(happened, Unknown):
        return f"We do not know how {label} changed{among}: {happened.unknown}."
    start = f"{label[:1].upper()}{label[1:]}{among} was"
    if judged(happened) and not clear(happened):
        start = f"There is no reliable evidence of a change in {label}{among}: the mean was"
    told = bare(happened)
    interval = f" ({interval_of(happened)})" if isinstance(happened, Estimate) else ""
    return (
        f"{start} {told} than at joining{interval}. Before and after only: this cannot show what would have "
        "happened anyway."
    )


def seen_beside_foretold(label: str, *, among: str, observed: Value, foretold: tuple[Value, ...]) -> str:
    """A change since joining and, in the same breath, the change to be expected with no service.

    ``foretold``: use before, its change, the change to be expected, and what is beyond.
    """
    before, change, expected, beyond = foretold
    start = f"{label[:1].upper()}{label[1:]}{among}"
    if judged(beyond) and not clear(beyond):
        start = f"There is no reliable evidence that {label}{among} changed by more than was to be expected"
    beyond_interval = f" ({interval_of(beyond)})" if isinstance(beyond, Estimate) else ""
    return (
        f"{start}: {bare(observed)} after joining, {bare(before)} before, a change of {bare(change)}. With no "
        f"service a change of {bare(expected)} was to be expected, from what followed the same use in people who "
        f"had not joined. Beyond that: {bare(beyond)}{beyond_interval}."
    )


def difference(effect: Value, relative: Value) -> str:
    """The absolute and the relative effect, each with its interval."""
    if isinstance(effect, Estimate):
        told = f"The difference is {bare(effect)} ({interval_of(effect)})"
        if isinstance(relative, Estimate):
            told += f"; {bare(relative)} ({interval_of(relative)})"
        return told + "."
    if isinstance(relative, Estimate):
        return f"The difference is {bare(relative)} ({interval_of(relative)})."
    return f"The difference is not known: {why_unknown(effect)}."


def judged(*values: Value) -> bool:
    """Whether any of them has an interval to judge by."""
    return any(isinstance(value, Estimate) and value.has_interval for value in values)


def clear(value: Value) -> bool:
    """Whether the interval of an estimate leaves no change outside it."""
    if not isinstance(value, Estimate) or value.low is None or value.high is None:
        return False
    return min(value.low, value.high) > 0 or max(value.low, value.high) < 0


def bare(value: Value) -> str:
    """A value with its unit, its interval left for later."""
    if isinstance(value, Estimate):
        return in_words(Number(number=as_decimal(value.value), unit=value.unit))
    return in_words(value)


def interval_of(estimate: Estimate) -> str:
    """``95% interval -0.25 to -0.07``, or why there is none."""
    if estimate.no_interval is not None or estimate.level is None:
        return f"no interval: {why_unknown(estimate.no_interval)}"
    return f"{estimate.level:.0%} interval " + in_words(estimate).rsplit("(", 1)[1].rstrip(")")


def grades_in_words(levels: Sequence[tuple[str, str, str]]) -> str:
    """The strength of the evidence on each scale, named with its edition."""
    if not levels:
        return ""
    told = "; ".join(f"{level} on {scale} ({edition})" for scale, edition, level in levels)
    return f"Strength of evidence: {told}."


def why_unknown(value: object) -> str:
    """The reason that an Unknown gives."""
    return value.unknown.rstrip(".") if isinstance(value, Unknown) else "no reason is on record"
