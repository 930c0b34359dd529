"""How sure are we? Said from the design, the interval and the checks, by rule."""

import re

from proventive.evaluation.finding import CheckResult, Finding
from proventive.evidence.blocks import Sentence
from proventive.evidence.lead import main_change, verdict_of, why_no_interval
from proventive.evidence.numbers import without_stop
from proventive.evidence.words import design, mid_sentence, sentence_case, with_names
from proventive.outturn.outturn import Because, Outturn

NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def how_sure(outturn: Outturn) -> tuple[Sentence, ...]:
    """What there is to say on each finding, then how far the plan was sealed."""
    because = {promise.id: promise.because_of_the_service for promise in outturn.promises}
    said = dict.fromkeys(
        text
        for finding in outturn.findings.findings
        for text in (sureness(finding, because.get(finding.objective, "cannot be told")), finding.caution)
        if text
    )
    told = [Sentence(parts=(text,)) for text in said]
    if not told:
        told = [Sentence(parts=(without_a_finding(outturn),))]
    return (
        *told,
        *(Sentence(parts=(with_names(seal, outturn.agreement),), style="small") for seal in outturn.seals),
    )


def how_sure_in_short(outturn: Outturn) -> tuple[Sentence, ...]:
    """The same in a line for each finding: how sure, and how many checks passed."""
    because = {promise.id: promise.because_of_the_service for promise in outturn.promises}
    told = tuple(
        Sentence(
            parts=(
                " ".join(
                    (
                        f"{sentence_case(finding.label)}:",
                        grade_in_words(finding, because.get(finding.objective, "cannot be told")),
                        *checks_in_words(finding.checks)[:1],
                    )
                ),
            )
        )
        for finding in outturn.findings.findings
    )
    return told or (Sentence(parts=(without_a_finding(outturn),)),)


def without_a_finding(outturn: Outturn) -> str:
    """Where nothing was measured."""
    reason = why_no_interval(outturn.worth.total)
    return (
        f"We cannot say how sure we are. Nothing was measured against people who did not use the service.{reason}"
    )


def sureness(finding: Finding, because: Because) -> str:
    """How sure we are of one finding, why, and what would make it surer."""
    name = sentence_case(finding.label)
    behind = (*checks_in_words(finding.checks), *surer(finding))
    return " ".join((f"{name}: {grade_in_words(finding, because)}", *behind))


def grade_in_words(finding: Finding, because: Because) -> str:
    """“fairly sure.”, or why not."""
    if finding.status != "estimated":
        return "it is too early to say." if finding.status == "too early" else "not known."
    if not design(finding.design).has_counterfactual:
        return "we cannot tell, as there was nobody to compare with."
    verdict = verdict_of(finding)
    if verdict == "no interval":
        return f"we cannot say how sure we are.{why_no_interval(main_change(finding))}"
    if verdict == "unclear":
        return "not sure. The difference could be down to chance."
    return "fairly sure." if because in ("likely", "unlikely") else "not sure that the service is the reason."


def checks_in_words(checks: tuple[CheckResult, ...]) -> tuple[str, ...]:
    """How many checks passed, and what was seen in those that did not."""
    judged = [check for check in checks if check.passed is not None]
    failed = [check for check in judged if not check.passed]
    if not judged:
        return ()
    if not failed:
        return ("The check passed." if len(judged) == 1 else f"All {number_word(len(judged))} checks passed.",)
    passed = len(judged) - len(failed)
    count = f"{sentence_case(number_word(passed))} of {number_word(len(judged))} checks passed."
    others = f"{count} {sentence_case(number_word(len(failed)))} did not."
    return (others if len(judged) > 1 else "The one check did not pass.", *(seen_in(check) for check in failed))


def seen_in(check: CheckResult) -> str:
    """What was seen in a check that did not pass: its first clause. All of it stands among the checks."""
    first = re.split(r"[.:] ", check.text, maxsplit=1)[0]
    return f"{sentence_case(without_stop(first))}."


def surer(finding: Finding) -> tuple[str, ...]:
    """What would raise the first grade; nothing where that is to mend the check that was just told of."""
    steps = [grade.next_step for grade in finding.grades if grade.next_step]
    if not steps or steps[0].lower().startswith("mend what failed"):
        return ()
    return (f"To be surer: {mid_sentence(without_stop(steps[0]))}.",)


def number_word(count: int) -> str:
    """Small counts in words."""
    return NUMBERS[count] if count < len(NUMBERS) else f"{count:,}"
