"""Areas or providers side by side in a funnel: each against chance at its size, and nobody ranked."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from proventive.agreement.document import Agreement, Objective, Plan
from proventive.evaluation.designs.area_plans import faults_of_area_plans
from proventive.evaluation.figures import counted, described, estimated, figures_of
from proventive.evaluation.finding import CheckResult, Finding
from proventive.evaluation.methods.arrays import Floats, Integers, as_floats
from proventive.evaluation.methods.funnel import Funnel, funnel_of_rates
from proventive.evaluation.question import Question, Unanswerable, question_of
from proventive.quantities import Period, RecordsUsed, Table, Unknown
from proventive.reading.faults import Fault
from proventive.records import Records
from proventive.reference import Reference

METHOD = (
    "Funnel plot (Spiegelhalter 2005): the events of each area out of its size, around the rate of all together; "
    "limits at 95 % and 99.8 % are those of chance alone (Poisson). Where areas differ by more than chance would "
    "have them (mean squared z-score, the most extreme tenths drawn in), limits are widened by a spread between "
    "areas. It shows whom to ask, ranks nobody, and estimates no effect."
)
NO_EFFECT = Unknown(
    unknown="a funnel plot shows who differs from the others by more than chance, and estimates no effect"
)
CAUTION = "A funnel says whom to ask, never who is better: rates are as counted, and the people of areas differ."
LEAST_OTHERS = 4  # with fewer, how much areas differ cannot be told from chance
PER = 1000
COLUMNS = ("period_start", "period_end", "counted", "out_of")


@dataclass(frozen=True, slots=True, kw_only=True)
class FunnelInputs:
    """Events and size of every area over the same whole months, the area of the plan first."""

    question: Question
    records: tuple[RecordsUsed, ...]
    areas: tuple[str, ...]
    months: int
    counts: Integers
    out_of: Integers  # summed over the months


@dataclass(frozen=True, slots=True, kw_only=True)
class FunnelPlotDesign:
    """Whether an area's rate differs from those of others by more than chance would have it."""

    name: str = "funnel-plot"
    tables: tuple[str, ...] = ("area_series",)
    has_counterfactual: bool = False
    method: str = METHOD
    against: str = "among the others"

    def faults(self, agreement: Agreement, reference: Reference) -> Sequence[Fault]:
        """A plan names the area and those beside which it is set, before any figure is seen."""
        return faults_of_area_plans(agreement, self.name, least_others=LEAST_OTHERS, with_start=False)

    def gather(self, records: Records, objective: Objective, period: Period) -> FunnelInputs | Unanswerable:
        """The whole months of the period that every area has, with their sizes."""
        question = question_of(records, objective, period)
        if too_early := question.too_early():
            return too_early
        found = inputs_of(records, question)
        if isinstance(found, Unknown):
            return question.not_known(found)
        return found

    def estimate(self, inputs: FunnelInputs, plan: Plan, *, seed: int) -> Finding:
        """Draw the funnel, and tell where each area lies. Nothing is drawn by lot, so the seed is not used."""
        funnel = funnel_of_rates(as_floats(inputs.counts), as_floats(inputs.out_of), adjust="additive")
        return finding_of(self, inputs, funnel)


FUNNEL_PLOT = FunnelPlotDesign()


def inputs_of(records: Records, question: Question) -> FunnelInputs | Unknown:
    """Counts and sizes of the areas of the plan; or why they cannot be set side by side."""
    plan, event, period = question.objective.plan, question.objective.reduce or "", question.period
    rows = records.query("evaluation/areas_side_by_side", event=event, first_day=period.start, last_day=period.end)
    areas = (plan.area or "", *sorted(set(plan.comparison) - {plan.area}))
    months = whole_months(period)
    if not len(months):
        return Unknown(unknown="the period holds no whole month")
    sums = []
    for area in areas:
        unseen = records.covered("area_series", event, period, area=area)
        of_area = rows["area_code"] == area
        held = unseen or summed_over(months, {name: rows[name][of_area] for name in COLUMNS}, area)
        if isinstance(held, Unknown):
            return held
        sums.append(held)
    counts, out_of = np.array(sums, dtype=np.int64).T
    if not counts.sum():
        return Unknown(unknown=f"no {question.plural} were counted in any of the areas")
    return FunnelInputs(
        question=question,
        records=records.used("area_series", rows=len(areas) * len(months)),
        areas=areas,
        months=len(months),
        counts=counts,
        out_of=out_of,
    )


def whole_months(period: Period) -> np.ndarray:
    """The months that lie wholly in a period."""
    first, after = np.datetime64(period.start, "M"), np.datetime64(period.end, "D") + 1
    months = np.arange(first, after.astype("datetime64[M]"))
    return months[months.astype("datetime64[D]") >= np.datetime64(period.start, "D")]


def summed_over(months: np.ndarray, rows: dict[str, np.ndarray], area: str) -> tuple[int, int] | Unknown:
    """Events and size over the months; or why the series of an area does not hold them."""
    whole = np.array_equal(rows["period_start"], months.astype("datetime64[D]")) and np.array_equal(
        rows["period_end"], (months + 1).astype("datetime64[D]") - 1
    )
    if not whole:
        return Unknown(unknown=f"the series of {area} has months missing, counted twice or cut")
    if (rows["out_of"] <= 0).any():
        return Unknown(unknown=f"the series of {area} does not say out of how many in every month")
    return int(rows["counted"].sum()), int(rows["out_of"].sum())


def finding_of(design: FunnelPlotDesign, inputs: FunnelInputs, funnel: Funnel) -> Finding:
    """The finding of a funnel: where the area and the others lie, and no effect."""
    question, places = inputs.question, funnel.position()
    unit = f"{question.plural} per {PER:,} a month"
    figures = figures_of(
        question,
        method=METHOD,
        counts=f"{question.plural} out of the people or uses that the series names, {inputs.months} months, "
        f"{len(inputs.areas)} areas",
        records=inputs.records,
    )

    def told(rates: Floats, place: int):
        return described(PER * float(rates[place]), unit)

    in_order = sorted(range(len(inputs.areas)), key=lambda place: inputs.areas[place])
    table: Table = figures.table(
        "funnel",
        f"{question.plural.capitalize()} of each area and the limits of chance at its size, in the order of codes",
        "Area",
        (("counted", "Counted"), ("out-of", "Out of"), ("rate", "Rate"), ("lowest", "Outer limit below"),
         ("low", "Inner limit below"), ("high", "Inner limit above"), ("highest", "Outer limit above"),
         ("position", "Where it lies")),
        [
            (
                inputs.areas[place],
                inputs.areas[place],
                (
                    counted(int(inputs.counts[place]), question.plural),
                    counted(int(inputs.out_of[place]), "people or uses in a month"),
                    *(
                        told(rates, place)
                        for rates in (funnel.value, funnel.alarm[0], *funnel.warning, funnel.alarm[1])
                    ),
                    places[place],
                ),
            )
            for place in in_order
        ],
    )  # fmt: skip
    return estimated(
        question,
        figures,
        design=design.name,
        against=design.against,
        people=figures.figure(
            "counted", counted(int(inputs.counts[0]), question.plural), "in the area of the plan"
        ),
        followed=figures.figure("areas", counted(len(inputs.areas), "areas"), "areas side by side"),
        observed=told(funnel.value, 0),
        counterfactual=NO_EFFECT,
        effect=NO_EFFECT,
        relative=NO_EFFECT,
        beside=(
            figures.figure(
                "rate-of-all", described(PER * funnel.target, unit), f"all {len(inputs.areas)} areas together"
            ),
        ),
        tables=(table,),
        checks=(chance_alone(funnel), where_it_lies(inputs, places)),
        caution=CAUTION,
    )


def chance_alone(funnel: Funnel) -> CheckResult:
    """Whether areas differ by more than chance. It only informs: the limits are widened where they do."""
    spread = funnel.dispersion
    widened = {
        "no": "Limits are those of chance alone.",
        "additive": f"Limits are widened: areas differ of themselves, by a standard deviation of about "
        f"{2 * spread.between:.0%} of the rate of all, and only who lies outside that too is marked.",
    }[funnel.adjusted]
    return CheckResult(
        name="chance alone",
        passed=None,
        text=f"The mean squared z-score of {spread.units} areas is {spread.phi:.1f}; it would be about 1 if "
        f"chance were all. {widened}",
        designs=("funnel-plot",),
    )


def where_it_lies(inputs: FunnelInputs, places: list[str]) -> CheckResult:
    """Where the area of the plan lies, and how many lie outside. It only informs: nobody is ranked."""
    outside = sum(place.endswith("outer limit") for place in places)
    between = sum(place.endswith("inner limit") for place in places)
    return CheckResult(
        name="place in the funnel",
        passed=None,
        text=f"{inputs.areas[0]} lies {places[0]}. Areas beyond an outer limit: {outside} of {len(places)}; "
        f"between the limits: {between}. By chance alone about 1 in 500 and 1 in 20 would. Those within are "
        "not told apart.",
        designs=("funnel-plot",),
    )
