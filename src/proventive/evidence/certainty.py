"""How sure are we? Said from the design, the interval and the checks, by rule."""

from proventive.evaluation.finding import CheckResult, Finding
from proventive.evidence.blocks import Sentence
from proventive.evidence.lead import main_change, verdict_of, why_no_interval
from proventive.evidence.numbers import without_stop
from proventive.evidence.words import design, mid_sentence, sentence_case
from proventive.outturn.outturn import Outturn

NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def how_sure(outturn: Outturn) -> tuple[Sentence, ...]:
    """A sentence or two for each finding, then how far the plan was sealed."""
    findings = outturn.findings.findings
    told = [Sentence(parts=(sureness(finding),)) for finding in findings]
    if not findings:
        told = [Sentence(parts=(without_a_finding(outturn),))]
    return (*told, *(Sentence(parts=(seal,), style="small") for seal in outturn.seals))


def without_a_finding(outturn: Outturn) -> str:
    """Where nothing was measured."""
    reason = why_no_interval(outturn.worth.total)
    return (
        f"We cannot say how sure we are. Nothing was measured against people who did not use the service.{reason}"
    )


def sureness(finding: Finding) -> str:
    """How sure we are of one finding, why, and what would make it surer."""
    name = sentence_case(finding.label)
    behind = (*checks_in_words(finding.checks), *surer(finding))
    return " ".join((f"{name}: {grade_in_words(finding)}", *behind))


def grade_in_words(finding: Finding) -> str:
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
    failed = [check for check in finding.checks if check.passed is False]
    return "fairly sure." if len(failed) <= 1 else "less than fairly sure."


def checks_in_words(checks: tuple[CheckResult, ...]) -> tuple[str, ...]:
    """How many checks passed, and what was seen in those that did not."""
    judged = [check for check in checks if check.passed is not None]
    failed = [check for check in judged if not check.passed]
    if not judged:
        return ()
    if len(judged) == 1 and failed:
        return (f"The one check did not pass: {mid_sentence(failed[0].name)}.",)
    if not failed:
        return ("The check passed." if len(judged) == 1 else f"All {number_word(len(judged))} checks passed.",)
    passed = len(judged) - len(failed)
    count = f"{sentence_case(number_word(passed))} of {number_word(len(judged))} checks passed."
    return (count, *(f"One did not: {mid_sentence(check.name)}." for check in failed))


def surer(finding: Finding) -> tuple[str, ...]:
    """What would raise the first grade."""
    steps = [grade.next_step for grade in finding.grades if grade.next_step]
    return (f"To be surer: {mid_sentence(without_stop(steps[0]))}.",) if steps else ()


def number_word(count: int) -> str:
    """Small counts in words."""
    return NUMBERS[count] if count < len(NUMBERS) else f"{count:,}"
