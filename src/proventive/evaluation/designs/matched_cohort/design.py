"""The matched cohort as a design: what it needs, what it gathers, and the finding that it tells."""

from collections.abc import Sequence
from dataclasses import dataclass

from proventive.agreement.document import Agreement, Objective, Plan
from proventive.evaluation.checks import comparison
from proventive.evaluation.checks.balance import balance
from proventive.evaluation.checks.deaths import no_more_deaths
from proventive.evaluation.checks.refusals import refusals
from proventive.evaluation.designs.matched_cohort.alike import covariates_of, effective_comparators
from proventive.evaluation.designs.matched_cohort.all_use import all_use_table
from proventive.evaluation.designs.matched_cohort.choosing import matching_in_words
from proventive.evaluation.designs.matched_cohort.estimating import (
    CohortEstimates,
    estimates_of,
    main_estimate,
)
from proventive.evaluation.designs.matched_cohort.gathering import gather
from proventive.evaluation.designs.matched_cohort.inputs import CohortInputs
from proventive.evaluation.designs.matched_cohort.pairing import MatchedCohort, match
from proventive.evaluation.designs.matched_cohort.planned import faults_of_plans
from proventive.evaluation.designs.matched_cohort.rates_told import rates_table, repeat_use_table
from proventive.evaluation.designs.matched_cohort.telling import (
    deaths_table,
    flow_table,
    trajectory_table,
)
from proventive.evaluation.designs.matched_cohort.windows import Days
from proventive.evaluation.figures import (
    Figures,
    counted,
    estimated,
    figures_of,
    inferred,
    share_fewer,
    unanswered,
)
from proventive.evaluation.finding import EXPECTED, NAIVE, CheckResult, Finding
from proventive.evaluation.methods.intervals import Inference, draws_of
from proventive.evaluation.methods.matched_did import MatchedFit
from proventive.evaluation.question import Unanswerable
from proventive.quantities import Estimate, Figure, Period, Table, Unknown, Value, months_as_days
from proventive.reading.faults import Fault
from proventive.records import Records
from proventive.reference import Reference

WHO = (
    "Matched cohort at a moving index date (risk sets: Li, Propert and Rosenbaum 2001). Comparators are "
    "alive, resident and not yet joined by the joining day; joined later, they stay; one serves once a day and "
    "again on other days. "
)
HOW = (
    "One to one, greedy, nearest pair first. Alike exactly in sex, five-year age "
    "band, pair of deprivation deciles and frailty, as far as the plan names them; in use in the last 3 "
    "months exactly (above 4, within a fifth) and in the 9 months before within 1 (above 9, within a fifth); "
    "nearest in these, then in age, then by a hash of the two local ids. "
)
COMPARED = (
    "Difference-in-differences on an "
    "earlier year that was not matched on. Each pair is compared while both are alive and resident: after a "
    "participant's death nothing is counted, and after a comparator's what happened is taken as what would have "
    "happened anyway, so that no death counts as a saving. Errors clustered by connected component of people, "
    "CR2 with Satterthwaite degrees of freedom (Pustejovsky and Tipton 2018); relative effect by the delta "
    "method. Beside it a regression corrects for what the match left different (Abadie and Imbens 2011)."
)
METHOD = WHO + HOW + COMPARED
FEW_GROUPS = "there are too few independent groups, or no variation between them, to tell an interval"
CAUTION = (
    "People joined because their use was high, so it would have fallen without any service; the comparison with "
    "similar people allows for that."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchedCohortDesign:
    """Participants against similar people who had not joined by then, held against an earlier year."""

    name: str = "matched-cohort"
    tables: tuple[str, ...] = ("referrals", "population", "demand")
    has_counterfactual: bool = True
    method: str = METHOD
    against: str = "among similar people who had not joined by then"

    def faults(self, agreement: Agreement, reference: Reference) -> Sequence[Fault]:
        """What the plans that name this design lack."""
        return faults_of_plans(agreement, self.name)

    def gather(self, records: Records, objective: Objective, period: Period) -> CohortInputs | Unanswerable:
        """Who joined, who was like them that day, and what both used, from the engine."""
        return gather(records, objective, period)

    def estimate(self, inputs: CohortInputs, plan: Plan, *, seed: int) -> Finding:
        """Match, difference, and tell."""
        try:
            cohort = match(inputs)
        except ValueError as reason:
            return self._not_known(inputs, f"the distance of the plan cannot be had: {reason}")
        if not len(cohort):
            joined = f"{len(inputs.joined):,} people who joined"
            return self._not_known(inputs, f"nobody similar was found for any of the {joined}")
        return _finding(self, cohort, estimates_of(cohort), seed)

    def _not_known(self, inputs: CohortInputs, why: str) -> Finding:
        asked = inputs.question.not_known(Unknown(unknown=why), counted(len(inputs.joined), "people"))
        return unanswered(asked, method=self.method, against=self.against)


MATCHED_COHORT = MatchedCohortDesign()


def method_of(plan: Plan) -> str:
    """What is done under a plan: the default, or how the plan has its pairs chosen."""
    return METHOD if plan.matching is None else f"{WHO}{matching_in_words(plan)} {COMPARED}"


def _finding(design: MatchedCohortDesign, cohort: MatchedCohort, found: CohortEstimates, seed: int) -> Finding:
    question = cohort.inputs.question
    months = question.follow_up
    figures = figures_of(
        question,
        method=method_of(question.objective.plan),
        counts=f"{question.plural} per matched person in {months} months from joining, while alive and resident",
        records=cohort.inputs.records,
        seed=seed,
    )
    told = _Told(design=design.name, unit=f"{question.plural} per person", figures=figures, basis=_basis(found))
    main = found.main
    return estimated(
        question,
        figures,
        design=design.name,
        against=design.against,
        people=figures.figure(
            "people", counted(len(cohort.inputs.joined), "people"), "people who joined in the period"
        ),
        followed=figures.figure("matched", counted(len(cohort), "people"), "people with a similar person"),
        observed=told.per_person(main.observed),
        counterfactual=told.per_person(main.counterfactual),
        effect=told.per_person(main.effect),
        relative=told.relative(main),
        beside=_beside(told, found),
        tables=_tables(cohort, told),
        checks=_checks(cohort, found, figures, told.unit),
        caution=CAUTION,
        draws=draws_of(main.effect, seed=seed, of=question.objective.id),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """How the numbers of this design are told."""

    design: str
    unit: str
    figures: Figures
    basis: str

    def per_person(self, value: Inference, basis: str = "") -> Value:
        return inferred(value, unit=self.unit, basis=basis or self.basis, why_not=FEW_GROUPS)

    def relative(self, fit: MatchedFit, basis: str = "") -> Value:
        return share_fewer(fit.relative, basis=basis or self.basis, why_not=FEW_GROUPS)


def _basis(found: CohortEstimates) -> str:
    if found.earlier_gap is None:
        return "matched cohort, follow-up compared"
    return "matched cohort, difference-in-differences on an earlier year"


def _beside(told: _Told, found: CohortEstimates) -> tuple[Figure, ...]:
    """Other estimates. The naive before-after never stands without what regression to the mean alone predicts."""
    plain = "matched cohort, follow-up compared"
    figures = [
        told.figures.figure("follow-up-only", told.per_person(found.follow_up_only.effect, basis=plain)),
        told.figures.figure("follow-up-only-relative", told.relative(found.follow_up_only, basis=plain)),
        told.figures.figure(
            "doubly-robust",
            told.per_person(
                found.doubly_robust.effect,
                basis=f"{told.basis}, corrected by regression for what the match left different",
            ),
        ),
        told.figures.figure(
            "deaths-counted-as-savings",
            told.per_person(found.deaths_counted.effect, basis=f"{told.basis}, each counted to their own death"),
            "use of everybody until they die or move away themselves, so that a participant's death ends use",
        ),
    ]
    naive, expected = found.naive, found.naive.expected
    if expected is not None:
        change = Estimate(
            value=expected.after - naive.before,
            unit=told.unit,
            basis="what followed the same use in people who had not joined",
            no_interval=Unknown(unknown="it stands here only to be held beside the naive figure"),
        )
        figures += [
            told.figures.figure(
                NAIVE,
                told.per_person(naive.change, basis="before-after, no comparison"),
                "matched participants: use after joining less use in the 12 months before",
            ),
            told.figures.figure(
                EXPECTED,
                change,
                "the change expected of people with the same use before who did not join",
            ),
        ]
    return tuple(figures)


def _tables(cohort: MatchedCohort, told: "_Told") -> tuple[Table, ...]:
    plural, figures = cohort.inputs.question.plural, told.figures
    return (
        trajectory_table(cohort, figures, plural),
        flow_table(cohort, figures, plural),
        _follow_ups(cohort, told),
        rates_table(cohort, figures, plural),
        repeat_use_table(cohort, figures, plural),
        deaths_table(cohort, figures),
        all_use_table(cohort, figures),
    )


def _follow_ups(cohort: MatchedCohort, told: "_Told") -> Table:
    """The main estimate at every follow-up that the plan names; the last is the one told."""
    question = cohort.inputs.question

    def cells(months: int) -> tuple[Value, ...]:
        fit = main_estimate(cohort, Days(first=0, last=months_as_days(months) - 1))
        means = (fit.observed, fit.counterfactual, fit.effect)
        return *(told.per_person(mean) for mean in means), told.relative(fit)

    return told.figures.table(
        "follow-ups",
        "The effect at each follow-up",
        "Months from joining",
        (
            ("observed", "People who joined"),
            ("counterfactual", "What would have happened anyway"),
            ("effect", "Effect"),
            ("relative", "Relative effect"),
        ),
        [(f"{months}-months", f"{months} months", cells(months)) for months in question.objective.plan.follow_up],
        counts=f"{question.plural} per matched person from joining until then, while alive and resident",
    )


def _checks(cohort: MatchedCohort, found: CohortEstimates, figures: Figures, unit: str) -> tuple[CheckResult, ...]:
    eligible, times = int((cohort.inputs.standing == "eligible").sum()), cohort.times_used()
    checks = [
        balance(covariates_of(cohort), figures, comparison.DESIGNS),
        comparison.unmatched_share(eligible=eligible, matched=len(cohort), joined=len(cohort.inputs.joined)),
        comparison.earlier_year(cohort.inputs.earlier_unseen),
    ]
    checks.append(comparison.estimates_agree(found.earlier_gap, found.correction, unit))
    if found.earlier_gap is not None:
        expected = found.main.counterfactual.value
        checks.append(comparison.earlier_year_power(found.earlier_gap, expected, unit))
    return (
        *checks,
        comparison.deaths(found.deaths),
        no_more_deaths(found.deaths.effect, comparison.DESIGNS),
        comparison.later_joiners(later=int(cohort.joins_later.sum()), matched=len(cohort.comparators)),
        comparison.reuse(
            people=len(times),
            most=int(times.max()),
            effective=effective_comparators(cohort),
            clusters=cohort.clusters,
            pairs=len(cohort),
        ),
        *refusals(refused=int((cohort.inputs.standing == "no-consent").sum())),
        comparison.matched_year_is_no_test(),
    )
