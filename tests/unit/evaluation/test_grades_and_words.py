"""Grades are computed, scales disagree and stay apart, and sentences keep to the rule."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from proventive.agreement.document import Agreement, Objective, Plan
from proventive.agreement.phrases import MonthsBefore
from proventive.evaluation import CheckResult, Finding, faults
from proventive.evaluation.designs import DESIGNS, design_named
from proventive.evaluation.grades import grades_of
from proventive.quantities import (
    AgreementUsed,
    Estimate,
    Figure,
    NotFound,
    Number,
    Period,
    Trail,
    Unknown,
)
from proventive.reference import open_reference

REFERENCE = open_reference()
NUMBER = Decimal
PERIOD = Period(start=date(2025, 4, 1), end=date(2026, 3, 31))
TRAIL = Trail(method="a test", agreement=AgreementUsed(id="a", hash="0"))
NONE = Unknown(unknown="there is nothing to tell")
CAUSAL = r"\b(caus|because of|due to|thanks to|led to|achiev|prevent|saved|avoided|reduced|impact)\w*"


def figure(quantity, value):
    return Figure(id=f"admissions/{quantity}", value=value, counts="people", trail=TRAIL)


def estimate(value, low, high, unit="admissions per person"):
    return Estimate(value=value, low=low, high=high, level=0.95, unit=unit, basis="a test")


def finding_with(**more):
    parts = {
        "people": Number(number=Decimal(1500), unit="people"),
        "followed": Number(number=Decimal(1432), unit="people"),
        "observed": estimate(0.83, 0.78, 0.88),
        "counterfactual": estimate(1.0, 0.92, 1.08),
        "effect": estimate(-0.17, -0.27, -0.07),
        "relative": estimate(0.17, 0.07, 0.27, unit="share fewer"),
        "happened": estimate(0.17, 0.07, 0.27, unit="share fewer"),
    }
    figures = {name: figure(name, more.pop(name, value)) for name, value in parts.items()}
    return Finding(
        **{
            "objective": "admissions",
            "label": "emergency admissions",
            "unit": "admission",
            "direction": "fewer",
            "design": "matched-cohort",
            "status": "estimated",
            "period": PERIOD,
            "follow_up": 12,
            "against": "among similar people who had not joined by then",
            **figures,
            **more,
        }
    )


def failed(name):
    return CheckResult(name=name, passed=False, text="", designs=("matched-cohort",))


def levels(finding):
    return {grade.edition: grade.level for grade in grades_of(finding, REFERENCE.scales)}


GROWTH, MAGENTA, NESTA = "guide to scoring evidence, June 2016", "magentabook 0.1.0", "October 2013"


def test_two_editions_disagree_on_difference_in_differences_and_both_are_given():
    """results.md part A section 10: What Works Growth places it at 3, magentabook 0.1.0 at 4."""
    assert levels(finding_with()) == {GROWTH: "3", MAGENTA: "4", NESTA: "3"}
    scales = {scale.edition: scale for scale in REFERENCE.scales.values()}
    assert scales[GROWTH].designs["difference-in-differences"] == "3"
    assert scales[GROWTH].designs["propensity-score-matching"] == "3"
    assert scales[MAGENTA].designs["difference-in-differences"] == "4"
    assert scales[MAGENTA].designs["interrupted-time-series"] == "4"


def test_before_and_after_stands_where_the_scales_place_it():
    assert levels(finding_with(design="before-after")) == {GROWTH: "1", MAGENTA: "1", NESTA: "2"}


def test_a_failed_check_lowers_the_grade_once_and_says_what_would_mend_it():
    finding = finding_with(checks=(failed("balance"), failed("deaths"), failed("a curiosity")))
    assert levels(finding) == {GROWTH: "2", MAGENTA: "3", NESTA: "2"}
    steps = {grade.next_step for grade in grades_of(finding, REFERENCE.scales)}
    assert steps == {"Mend what failed among the checks: “balance”, “deaths”."}


def test_trends_that_need_not_differ_much_lower_the_grade():
    finding = finding_with(design="difference-in-differences")
    lower = replace(finding, checks=(failed("trends that differ"),))
    assert {scale: int(level) - 1 for scale, level in levels(finding).items()} == {
        scale: int(level) for scale, level in levels(lower).items()
    }
    assert levels(replace(finding, checks=(replace(failed("trends that differ"), passed=None),))) == levels(
        finding
    )


def test_a_check_that_only_informs_or_is_not_decisive_lowers_nothing():
    informs = CheckResult(name="balance", passed=None, text="", designs=())
    assert levels(finding_with(checks=(informs, failed("unmatched")))) == levels(finding_with())


def test_what_is_not_estimated_has_no_grade():
    assert levels(finding_with(status="too early")) == {}


PLACED_BY_WHAT_THEY_FIND = {
    "before-after-on-demand",
    "reported",
    "staggered-adoption",
    "stepped-wedge",
    "waiting-list",
    "cluster-randomised",
}
"""By the publication, as the design that it is (a before-after), or as “randomised” where a lot decided."""
NOT_ON_EVERY_SCALE = {"control-chart", "funnel-plot", "synthetic-control", "synthetic-difference-in-differences"}
"""Some scales' sources do not name them, so those scales do not place them; the first two are on none."""


@pytest.mark.parametrize("scale", sorted(REFERENCE.scales))
def test_every_level_names_what_would_raise_it_and_every_design_has_a_level(scale):
    held = REFERENCE.scales[scale]
    assert all(level.meaning and level.next_step for level in held.levels)
    assert set(held.designs.values()) <= {level.level for level in held.levels}
    assert set(DESIGNS) - PLACED_BY_WHAT_THEY_FIND - NOT_ON_EVERY_SCALE <= set(held.designs)
    assert "randomised" in held.designs


def test_the_sentence_names_comparison_interval_people_and_grade():
    finding = finding_with()
    sentence = replace(finding, grades=grades_of(finding, REFERENCE.scales)).sentence()
    for part in (
        "Emergency admissions among 1,432 of the 1,500 people who joined",
        "0.83 admissions per person, against 1 admissions per person among similar people",
        "-0.17 admissions per person (95% interval -0.27 to -0.07)",
        "17% fewer (95% interval 7% to 27%)",
        "3 on Maryland Scientific Methods Scale",
    ):
        assert part in sentence


def test_an_interval_that_includes_no_change_is_no_reliable_evidence_never_no_change():
    unclear = finding_with(
        effect=estimate(-0.02, -0.1, 0.06), relative=estimate(0.02, -0.06, 0.1, unit="share fewer")
    )
    assert unclear.sentence().startswith("There is no reliable evidence of a change in emergency admissions")
    assert "no change" not in unclear.sentence()


def test_no_verb_says_that_the_service_did_it():
    for design in DESIGNS.values():
        for finding in (finding_with(design=design.name, against=design.against), before_after()):
            assert not re.search(CAUSAL, finding.sentence(), re.IGNORECASE)


def before_after(**more):
    unknown = dict.fromkeys(("counterfactual", "effect", "relative"), NONE)
    happened = estimate(1.3, 1.0, 1.6, unit="points lower")
    return finding_with(design="before-after", label="loneliness", **(unknown | {"happened": happened} | more))


def test_before_and_after_says_that_it_cannot_show_more():
    sentence = before_after().sentence()
    assert "1.3 points lower than at joining (95% interval 1 to 1.6)" in sentence
    assert "cannot show what would have happened anyway" in sentence


@pytest.mark.parametrize(
    ("status", "start"), [("too early", "It is too early to say"), ("not known", "We do not know")]
)
def test_what_is_not_known_says_why(status, start):
    sentence = finding_with(status=status, effect=NONE).sentence()
    assert sentence.startswith(start)
    assert NONE.unknown in sentence


def test_a_finding_tells_itself_as_table_and_in_a_notebook():
    finding = finding_with(label="admissions <now>", beside=(figure("follow-up-only", estimate(-0.1, -0.2, 0.0)),))
    rows = {row.id: row.cells[0] for row in finding.table().rows}
    assert rows["effect"] == finding.effect.value
    assert "follow-up-only" in rows
    assert "&lt;now&gt;" in finding._repr_html_()


def plan_faults(plan, **objective):
    agreement = Agreement(
        proventive=1, title="T", id="t", kind="grant", parties=(), term=PERIOD, price_base="2025-26", seed=1,
        objectives=(Objective(id="o", plan=plan, **({"reduce": "emergency_admission"} | objective)),),
    )  # fmt: skip
    return {found.code: found.stops for found in faults(agreement, REFERENCE)}


def test_each_design_says_what_its_plan_lacks():
    use = ("use.last_3_months", "use.prior_9_months")
    whole = Plan(
        design="matched-cohort", follow_up=(12,), baseline=MonthsBefore(first=24, last=13), match_on=("age", *use)
    )
    assert plan_faults(whole) == {}
    assert plan_faults(replace(whole, baseline=None)) == {"no-earlier-year": False}
    assert plan_faults(replace(whole, match_on=("age", use[0]))) == {"use-not-matched": True}
    assert plan_faults(replace(whole, follow_up=())) == {"no-follow-up": True}
    assert "matched-cohort-without-event" in plan_faults(whole, reduce=None, lower="loneliness")
    assert plan_faults(Plan(design="interrupted-time-series")) == {"no-area": True, "no-start": True}
    assert plan_faults(Plan(design="before-after"), reduce=None, lower="x") == {"no-follow-up": True}
    assert plan_faults(Plan(design="reported")) == {}


def test_a_design_that_is_not_known_is_said():
    with pytest.raises(NotFound, match="There is no design “guesswork”"):
        design_named("guesswork")


def test_every_design_says_what_it_is():
    for name, design in DESIGNS.items():
        assert name == design.name
        assert design.tables
        assert design.method
