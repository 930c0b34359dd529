"""The first sentences: plain words first, then the number, then its interval, then how sure.

No sentence has a causal verb: whether a change is the service's doing is a question of its own, with an
answer of its own. Where the interval includes no change the sentence says that there is no reliable evidence
of one.
"""

from typing import Literal

from proventive.evaluation.finding import Finding
from proventive.evaluation.wording import clear
from proventive.evidence.blocks import Parts, Sentence, Shown, Strong
from proventive.evidence.numbers import has_interval, without_stop
from proventive.evidence.words import change_words, design, mid_sentence, sentence_case
from proventive.outturn.outturn import Outturn
from proventive.quantities import Estimate, Figure, MoneyEstimate, Number, Unknown

TOLD_IN_FULL = 3
CANNOT_TELL = "We cannot tell whether the service is the reason."
Verdict = Literal["lower", "higher", "unclear", "no interval"]


def lead(outturn: Outturn) -> tuple[Sentence, ...]:
    """The first sentences of the pack."""
    findings = in_order_of_strength(outturn.findings.findings)
    if not findings:
        return (Sentence(parts=lead_by_value_map(outturn), style="lead"),)
    told = [Sentence(parts=change_told(finding, outturn), style="lead") for finding in findings[:TOLD_IN_FULL]]
    left = len(findings) - TOLD_IN_FULL
    if left > 0:
        things = "one more promised change" if left == 1 else f"{left} more promised changes"
        told.append(Sentence(parts=(f"The table below tells of {things}.",), style="lead"))
    return tuple(told)


def change_told(finding: Finding, outturn: Outturn) -> Parts:
    """What changed; and where a difference is clear but its reason is not, that it is not."""
    said = change_sentence(finding)
    differs = finding.status == "estimated" and verdict_of(finding) in ("lower", "higher")
    because = {promise.id: promise.because_of_the_service for promise in outturn.promises}.get(finding.objective)
    return (*said, f" {CANNOT_TELL}") if differs and because == "cannot be told" else said


def in_order_of_strength(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Findings against a counterfactual first, then other estimates, then what is not known; else as agreed."""

    def rank(finding: Finding) -> int:
        if finding.status != "estimated":
            return 2
        return 0 if design(finding.design).has_counterfactual else 1

    return tuple(sorted(findings, key=rank))


def change_sentence(finding: Finding) -> Parts:
    """What changed for one objective: what, among how many, against what, how much, how sure."""
    label = mid_sentence(finding.label)
    if finding.status == "too early":
        return (f"It is too early to say whether {label} changed.{_why(finding.effect)}",)
    if finding.status == "not known":
        return (f"We do not know whether {label} changed.{_why(finding.effect)}",)
    if (foretold := finding.foretold()) is not None:
        return foretold_sentence(finding, *foretold)
    if not design(finding.design).has_counterfactual:
        return before_after_sentence(finding)
    if isinstance(finding.observed.value, Unknown) or isinstance(finding.counterfactual.value, Unknown):
        return relative_sentence(finding)
    return comparison_sentence(finding)


def comparison_sentence(finding: Finding) -> Parts:
    """The change against what would have happened anyway: which way, then the numbers, then how far off."""
    verdict, against = verdict_of(finding), f" {finding.against}"
    if verdict in ("lower", "higher"):
        start = sentence_case(f"{finding.label} {_were(finding)} {verdict}")
        opening: Parts = (start, *among(finding), f" than {finding.against}. ")
        against = ""
    elif verdict == "unclear":
        start = f"There is no reliable evidence of a change in {mid_sentence(finding.label)}"
        opening = (start, *among(finding), ". ")
    else:
        opening = (sentence_case(finding.label), *among(finding), ": ")
        return (*opening, numbers(finding), against, ". ", *how_far(main_change(finding), finding))
    subject = "There were " if finding.direction == "fewer" else "It was "
    return (*opening, subject, numbers(finding), against, ". ", *how_far(main_change(finding), finding))


def numbers(finding: Finding) -> Strong:
    """“83 for every 100 people, against 100”."""
    observed = Shown(figure=finding.observed, form="rate" if finding.direction == "fewer" else "value")
    return Strong(parts=(observed, ", against ", Shown(figure=finding.counterfactual, form="bare")))


def relative_sentence(finding: Finding) -> Parts:
    """The change where only its share was published."""
    if isinstance(finding.relative.value, Unknown):
        return (f"We do not know whether {mid_sentence(finding.label)} changed.{_why(finding.relative)}",)
    fell = isinstance(finding.relative.value, Estimate) and finding.relative.value.value >= 0
    number = Shown(figure=finding.relative, form="size")
    return (
        f"{sentence_case(finding.label)}",
        *among(finding),
        f" {_were(finding)} ",
        Strong(parts=(number, " lower" if fell else " higher")),
        f" than {finding.against}. ",
        *how_far(finding.relative, finding),
    )


def before_after_sentence(finding: Finding) -> Parts:
    """A change since joining, with no word that could carry a cause."""
    if isinstance(finding.happened.value, Unknown):
        return (f"We do not know whether {mid_sentence(finding.label)} changed.{_why(finding.happened)}",)
    return (
        f"{sentence_case(finding.label)} {_were(finding)} ",
        Strong(parts=(Shown(figure=finding.happened, form="value"),)),
        " than when people joined",
        *interval_in_brackets(finding.happened),
        ". That is among the ",
        Shown(figure=finding.followed, form="bare"),
        f" people who were asked again. {CANNOT_TELL}",
    )


def foretold_sentence(finding: Finding, before: Figure, change: Figure, expected: Figure, beyond: Figure) -> Parts:
    """A change since joining and, in the same breath, the change to be expected with no service."""
    down, up = change_words(finding)
    start: Parts = (sentence_case(finding.label), *among(finding), " ")
    if not clear(beyond.value):
        start = (
            f"There is no reliable evidence that {mid_sentence(finding.label)}",
            *among(finding),
            " changed by more than was to be expected. They ",
        )
    return (
        *start,
        "went from ",
        Shown(figure=before, form="rate"),
        " in the year before to ",
        Strong(parts=(Shown(figure=finding.observed, form="rate"),)),
        " in the year after: ",
        Shown(figure=change, form="change", down=down, up=up),
        ". With no service at all, ",
        Strong(parts=(Shown(figure=expected, form="change", down=down, up=up),)),
        " was to be expected. Beyond that: ",
        Shown(figure=beyond, form="change", down=down, up=up),
        *_between(beyond, down, up),
        f". {CANNOT_TELL}",
    )


def _between(figure: Figure, down: str, up: str) -> Parts:
    """“ (95% interval: between 61 fewer and 27 more)”."""
    value = figure.value
    if isinstance(value, Estimate) and value.has_interval:
        shown = Shown(figure=figure, form="change interval", down=down, up=up)
        return (f" ({level(value)} interval: ", shown, ")")
    return ()


def among(finding: Finding) -> Parts:
    """“ among 1,296 of the 1,506 people who joined”; nothing where no people were counted."""
    people, followed = finding.people.value, finding.followed.value
    if not isinstance(people, Number) or not people.unit.startswith(("people", "person")):
        return ()
    start = ", among " if "," in finding.label else " among "
    joined: Parts = ("the ", Shown(figure=finding.people, form="bare"), " people who joined")
    if isinstance(followed, Number) and followed.number != people.number:
        return (start, Shown(figure=finding.followed, form="bare"), " of ", *joined)
    return (start, *joined)


def how_far(effect: Figure, finding: Finding) -> Parts:
    """How far off the difference could be, or why that is not known."""
    value = effect.value
    if isinstance(value, Estimate) and value.has_interval:
        down, up = change_words(finding)
        between = (
            Shown(figure=effect, form="change interval", down=down, up=up)
            if effect is not finding.relative
            else Shown(figure=effect, form="change interval", down="higher", up="lower")
        )
        return ("The true difference is probably ", between, f" ({level(value)} interval).")
    return (f"How far off this could be is not known.{why_no_interval(effect)}",)


def interval_in_brackets(figure: Figure) -> Parts:
    """“ (95% interval: 1.1 to 1.5)”."""
    value = figure.value
    if isinstance(value, Estimate) and value.has_interval:
        return (f" ({level(value)} interval: ", Shown(figure=figure, form="interval"), ")")
    return ()


def verdict_of(finding: Finding) -> Verdict:
    """Whether what was observed lies below or above the counterfactual beyond the interval."""
    change = main_change(finding)
    value = change.value
    if not isinstance(value, Estimate) or value.low is None or value.high is None:
        return "no interval"
    below, above = (
        (value.low > 0, value.high < 0) if change is finding.relative else (value.high < 0, value.low > 0)
    )
    return "lower" if below else "higher" if above else "unclear"


def main_change(finding: Finding) -> Figure:
    """The difference; or its share, where that alone is known (a fall is a positive share)."""
    return finding.relative if isinstance(finding.effect.value, Unknown) else finding.effect


def lead_by_value_map(outturn: Outturn) -> Parts:
    """Where nothing was measured: what the value map comes to, beside what went in."""
    worth = outturn.worth
    if not worth.lines or isinstance(worth.total.value, Unknown):
        return ("Nothing that this agreement promises has been measured yet.",)
    return (
        "By its value map, what this service did is worth ",
        Strong(parts=(Shown(figure=worth.total, form="bare"),)),
        ", for ",
        Strong(parts=(Shown(figure=worth.fixed_cost, form="bare"),)),
        " put in. ",
        *_if_no_interval(worth.total),
        "Nothing here was measured against people who did not use the service.",
    )


def _if_no_interval(total: Figure) -> Parts:
    return (
        () if has_interval(total.value) else (f"How far off this could be is not known.{why_no_interval(total)} ",)
    )


def why_no_interval(figure: Figure) -> str:
    """“ No interval was published.”, or nothing where there is an interval."""
    value = figure.value
    if isinstance(value, Estimate | MoneyEstimate) and value.no_interval is not None:
        return f" {sentence_case(without_stop(value.no_interval.unknown))}."
    return _why(figure)


def level(value: Estimate | MoneyEstimate) -> str:
    """“95%”."""
    return f"{(value.level or 0) * 100:g}%"


def _why(figure: Figure) -> str:
    value = figure.value
    return f" {sentence_case(without_stop(value.unknown))}." if isinstance(value, Unknown) else ""


def _were(finding: Finding) -> str:
    return "were" if finding.direction == "fewer" else "was"
