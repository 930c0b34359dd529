"""The words of the pack: labels for every code, dates, and what each design may say. Codes are never shown."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from proventive.agreement.document import Agreement
from proventive.agreement.periods import statement_periods
from proventive.evaluation.finding import CheckResult, Finding
from proventive.evidence.blocks import Answer, Tone
from proventive.outturn.outturn import Because, Met, Outturn
from proventive.quantities import Period, Source, Status
from proventive.quantities.words import day_in_words

ISO_DATE = re.compile(r"\b\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\b")


def span(period: Period) -> str:
    """“1 April 2025 to 31 March 2026”."""
    return f"{day_in_words(period.start)} to {day_in_words(period.end)}"


def period_name(agreement: Agreement, period: Period) -> str:
    """“Year 1”, or “The whole term” where the agreement settles once."""
    if agreement.settle_every == "term":
        return "The whole term"
    periods = statement_periods(agreement)
    return f"Year {periods.index(period) + 1}" if period in periods else "The period"


def with_names(text: str, agreement: Agreement) -> str:
    """A sentence of an earlier chapter with parties and promises by name, and dates in words."""
    for party in agreement.parties:
        text = text.replace(f"“{party.id}”", party.name)
    for promise in (*agreement.objectives, *agreement.obligations):
        text = text.replace(f"“{promise.id}”", f"“{promise.label or promise.id.replace('-', ' ')}”")
    return ISO_DATE.sub(lambda match: day_in_words(date.fromisoformat(match[0])), text)


def listed(things: Sequence[str], last: str = "and") -> str:
    """“a, b and c”."""
    if len(things) < 2:
        return "".join(things)
    return f"{', '.join(things[:-1])} {last} {things[-1]}"


def sentence_case(text: str) -> str:
    """A capital for the first letter, the others left alone."""
    return text[:1].upper() + text[1:]


def mid_sentence(text: str) -> str:
    """A small letter for the first, unless it starts a name or an abbreviation (“A&E”, “NHS”, “UCLA”)."""
    word = text.split(" ")[0]
    capitals = sum(letter.isupper() for letter in word)
    return text if capitals > 1 or text[1:2] == "&" else text[:1].lower() + text[1:]


MET: dict[Met, tuple[str, Tone]] = {
    "yes": ("Yes", "good"),
    "nearly": ("Nearly", "unsure"),
    "no": ("No", "bad"),
    "too early": ("Too early", "unsure"),
    "not known": ("Not known", "unsure"),
    "no promise on record": ("No promise", "unsure"),
}

BECAUSE: dict[Because, tuple[str, Tone]] = {
    "likely": ("Likely", "good"),
    "cannot be told": ("Cannot be told", "unsure"),
    "unlikely": ("Unlikely", "bad"),
    "not asked": ("Not asked", "plain"),
}


def met(answer: Met) -> Answer:
    """Was the target met?"""
    text, tone = MET[answer]
    return Answer(text=text, tone=tone)


def because(answer: Because) -> Answer:
    """Was it because of the service?"""
    text, tone = BECAUSE[answer]
    return Answer(text=text, tone=tone)


def passed(check: CheckResult) -> Answer:
    """How a check came out."""
    if check.passed is None:
        return Answer(text="For information", tone="plain")
    return Answer(text="Passed", tone="good") if check.passed else Answer(text="Did not pass", tone="bad")


CASHABILITY = {
    "cashable": "money that can be taken out of a budget",
    "capacity released": "frees staff time and places, but no bill falls",
    "growth avoided": "slows the rise of a bill, but no bill falls",
    "not cashable": "no bill falls, and nothing is freed for another use",
}

VALUE_TYPE = {
    "fiscal": "public money",
    "economic": "the wider economy",
    "social": "value to people",
}

STATUS = {
    Status.PUBLISHED: "published: read in its own publication",
    Status.PROVISIONAL: "provisional: published, and to be revised",
    Status.SECONDARY: "secondary: read in a copy or summary, not at its source",
    Status.ASSUMED: "assumed: chosen by somebody, who says so",
    Status.RECALLED: "recalled: from memory, not checked against the publication",
}


def source_in_words(source: Source) -> str:
    """A source with its place, licence and status, in one line."""
    parts = [source.title, source.publisher, source.where, source.licence]
    note = f" {source.note}" if source.note else ""
    return f"{', '.join(part for part in parts if part)} ({STATUS[source.status]}).{note}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignWords:
    """What a design is called, what it compares with, and whether that can carry a cause."""

    name: str
    joined: str  # the two lines of a chart or rows of a table
    others: str
    has_counterfactual: bool
    how: str  # what was done, in a sentence or two


DESIGNS = {
    "matched-cohort": DesignWords(
        name="matched comparison",
        joined="People who joined",
        others="Similar people",
        has_counterfactual=True,
        how="Each person who joined was paired with a person like them who had not joined by then, with much the "
        "same use of services just before. How the one group changed was then held against how the other changed, "
        "from an earlier year that was not used to pair them.",
    ),
    "before-after": DesignWords(
        name="before and after",
        joined="Later",
        others="When they joined",
        has_counterfactual=False,
        how="The same people were asked when they joined and again later. With nobody to compare them with, this "
        "cannot show what would have happened anyway.",
    ),
    "before-after-on-demand": DesignWords(
        name="before and after, beside what was to be expected",
        joined="In the 12 months after joining",
        others="In the 12 months before",
        has_counterfactual=False,
        how="The use of the people who joined was counted for a year before and a year after. People who had not "
        "joined, with the same use before, tell how far it falls back with no service. Use alone cannot show "
        "whether the two were alike, so this cannot show what would have happened anyway.",
    ),
    "control-chart": DesignWords(
        name="control chart",
        joined="After the start",
        others="Before the start",
        has_counterfactual=False,
        how="Each month was held against the band in which the months before the start had moved. This shows "
        "whether the series moves as it did, and cannot show what would have happened anyway.",
    ),
    "funnel-plot": DesignWords(
        name="funnel plot",
        joined="This area",
        others="All together",
        has_counterfactual=False,
        how="The rate of each area was held against what chance alone would do at its size, around the rate of "
        "all together. This shows whom to ask, ranks nobody, and cannot show what would have happened anyway.",
    ),
    "interrupted-time-series": DesignWords(
        name="interrupted time series",
        joined="What happened",
        others="Expected from the months before",
        has_counterfactual=True,
        how="The months before the start were used to foresee the months after it. What happened was then held "
        "against what was foreseen.",
    ),
    "comparative-interrupted-time-series": DesignWords(
        name="comparative interrupted time series",
        joined="What happened",
        others="Expected from the months before and from other areas",
        has_counterfactual=True,
        how="The months before the start show how far this area stood from other areas, and where that was going. "
        "What happened after the start was then held against what the other areas pointed to.",
    ),
    "stepped-wedge": DesignWords(
        name="stepped wedge",
        joined="People at sites with the service",
        others="At the sites whose turn was still to come",
        has_counterfactual=True,
        how="Sites got the service one after another. At each step, sites that had it were held against "
        "sites whose turn was still to come.",
    ),
    "difference-in-differences": DesignWords(
        name="difference-in-differences",
        joined="What happened",
        others="Other areas, moved to its level",
        has_counterfactual=True,
        how="How this area changed, from the months before the start to those after it, was held against "
        "how other areas changed, where no such service began.",
    ),
    "staggered-adoption": DesignWords(
        name="staggered difference-in-differences",
        joined="What happened",
        others="Expected from areas without the service",
        has_counterfactual=True,
        how="The service came to these areas one after another. How each of them changed from just before its "
        "start was held against how areas changed to which it had not come.",
    ),
    "synthetic-control": DesignWords(
        name="synthetic control",
        joined="What happened",
        others="Mixture of other areas",
        has_counterfactual=True,
        how="Other areas, where no such service began, were mixed so that together they followed this area in the "
        "months before. What happened here was then held against what happened in the mixture.",
    ),
    "synthetic-difference-in-differences": DesignWords(
        name="synthetic difference-in-differences",
        joined="What happened",
        others="Mixture of other areas",
        has_counterfactual=True,
        how="Other areas, where no such service began, were mixed so that together they moved as this area did in "
        "the months before. How this area changed was then held against how the mixture changed.",
    ),
    "regression-discontinuity": DesignWords(
        name="regression discontinuity",
        joined="People just on the side of the line that is offered the service",
        others="People just on the other side",
        has_counterfactual=True,
        how="A score, and a line fixed beforehand, decided who was offered the service. Those whose score was "
        "just enough were held against those whose score was just not enough.",
    ),
    "reported": DesignWords(
        name="published result",
        joined="People in the service",
        others="Comparison group",
        has_counterfactual=True,
        how="The result was published by others and is told as they published it. No records were held from which "
        "to work it out again.",
    ),
}


def design(name: str) -> DesignWords:
    """The words of a design; of one that is not known here, no more than its name."""
    return DESIGNS.get(name) or DesignWords(
        name=name.replace("-", " "),
        joined="Service",
        others="Comparison",
        has_counterfactual=True,
        how="",
    )


def with_distinct_labels(outturn: Outturn) -> Outturn:
    """An outturn whose findings can be told apart: two on one measure take the rest of their promise's name.

    “reconviction events” promised as “Fewer reconviction events, first cohort” is told as “reconviction events,
    first cohort”.
    """
    labels = [finding.label for finding in outturn.findings.findings]
    names = {promise.id: promise.label for promise in outturn.promises}
    findings = tuple(
        replace(finding, label=told_apart(finding.label, names.get(finding.objective, "")))
        if labels.count(finding.label) > 1
        else finding
        for finding in outturn.findings.findings
    )
    return replace(outturn, findings=replace(outturn.findings, findings=findings))


def told_apart(measure: str, promise: str) -> str:
    """A measure with what its promise's name says beyond it."""
    _, named, rest = promise.lower().partition(measure.lower())
    beyond = promise[len(promise) - len(rest) :].strip(" ,;:()") if named else promise
    return f"{measure}, {beyond}" if beyond else measure


def change_words(finding: Finding) -> tuple[str, str]:
    """The words for a fall and a rise: fewer and more of what is counted, lower and higher on a scale."""
    return ("fewer", "more") if finding.direction == "fewer" else ("lower", "higher")
