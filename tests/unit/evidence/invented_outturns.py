"""Hand-made outturns, one of each kind that a pack has to tell. All figures are invented, but consistent."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache

from proventive import evidence
from proventive.agreement.document import (
    Agreement,
    AtLeast,
    CoProduction,
    Discounting,
    EffectOnEveryoneWhoJoined,
    Expects,
    FixedTerm,
    HoursByPeopleServed,
    Objective,
    Party,
    PaysFrom,
    PerPersonImproved,
    Plan,
    Target,
    ValueMap,
)
from proventive.agreement.phrases import Cap, MonthsBefore, Rate
from proventive.evaluation.finding import CheckResult, Finding, Findings, Grade
from proventive.outturn.outturn import Outturn, Payment, Promise
from proventive.quantities import (
    AgreementUsed,
    Column,
    Estimate,
    FactUsed,
    Figure,
    Money,
    MoneyEstimate,
    Number,
    Period,
    Place,
    Real,
    RecordsUsed,
    Row,
    Source,
    SourceFile,
    Status,
    Table,
    Trail,
    Unknown,
    Value,
)
from proventive.quantities.words import MONTHS
from proventive.reference import Reference, open_reference
from proventive.valuation.worth import Worth, WorthLine

YEAR_1 = Period(start=date(2025, 4, 1), end=date(2026, 3, 31))
BASE = Real(year="2025-26")
HASH = "3f2c9a" + "0" * 58
PRICE = FactUsed(
    id="invented/admission",
    value="2500.00",
    unit="GBP per admission",
    in_force="2025-04-01 to 2026-03-31",
    source=Source(title="Prices of the example", status=Status.ASSUMED, note="Invented for this example."),
    place=Place(file="prices.yaml", line=4),
)
DEMAND = RecordsUsed(
    store="linking-body",
    table="demand",
    hash="a1" * 32,
    rows=48211,
    used=3120,
    sources=(SourceFile(name="demand-2025.csv", hash="b2" * 32, rows=48211),),
)


def trail(
    method: str,
    *,
    line: int = 12,
    records: tuple[RecordsUsed, ...] = (),
    facts: tuple[FactUsed, ...] = (),
    rests_on: tuple[str, ...] = (),
    seed: int | None = None,
) -> Trail:
    used = AgreementUsed(id="example", hash=HASH, places=(Place(file="agreement.yaml", line=line, column=3),))
    return Trail(method=method, agreement=used, records=records, facts=facts, rests_on=rests_on, seed=seed)


def figure(
    id: str, value: Value, counts: str = "people who joined in the period", made: Trail | None = None
) -> Figure:
    return Figure(
        id=id, value=value, counts=counts, trail=made or trail("counted in the records", records=(DEMAND,))
    )


def number(amount: str | int, unit: str) -> Number:
    return Number(number=Decimal(amount), unit=unit)


def estimate(value: float, low: float, high: float, unit: str) -> Estimate:
    return Estimate(value=value, low=low, high=high, level=0.95, unit=unit, basis="matched cohort")


def pounds(amount: str | int) -> Money:
    return Money(amount=Decimal(amount))


def real(amount: str | int) -> Money:
    return Money(amount=Decimal(amount), basis=BASE)


def table(id: str, title: str, columns: tuple[str, ...], rows: list[tuple[str, tuple[Value | str, ...]]]) -> Table:
    """A table whose row and column ids are made from their headings."""
    made = trail("sums over the records", records=(DEMAND,), rests_on=())
    return Table(
        id=id,
        title=title,
        row_heading="",
        columns=tuple(Column(id=heading.lower().replace(" ", "-"), heading=heading) for heading in columns),
        rows=tuple(
            Row(id=str(place), heading=heading, cells=cells) for place, (heading, cells) in enumerate(rows)
        ),
        counts="this agreement, in this period",
        trail=made,
    )


def trajectory(objective: str) -> Table:
    """Use climbs before joining and falls after it, in both groups."""
    rows = []
    for month in range(-24, 12):
        bump = 7.5 * 0.72 ** (-month - 1) if month < 0 else 6.0 * 0.6 ** (month + 1)
        joined = 8.2 + bump - (1.5 if month > 1 else 0) + 0.15 * ((month * 7) % 5 - 2)
        similar = 8.3 + bump + 0.15 * ((month * 5) % 5 - 2)
        heading = f"{-month} months before" if month < 0 else f"{month + 1} months after"
        unit = "admissions per person"
        values = tuple(
            Estimate(value=v / 100, unit=unit, basis="rate", no_interval=Unknown(unknown="a rate of one month"))
            for v in (joined, similar)
        )
        rows.append(Row(id=str(month), heading=heading, cells=values))
    return Table(
        id=f"{objective}/trajectory",
        title="Emergency admissions by month",
        row_heading="Month",
        columns=(
            Column(id="participants", heading="People who joined"),
            Column(id="comparison", heading="Similar people"),
        ),
        rows=tuple(rows),
        counts="matched people, by month around joining",
        trail=trail("events over people at risk, by month", records=(DEMAND,), seed=20250401),
    )


CHECKS = (
    CheckResult(
        name="balance",
        passed=True,
        text="The two groups were alike in age, sex and earlier use.",
        designs=("matched-cohort",),
    ),
    CheckResult(
        name="few similar people over 90",
        passed=False,
        text="Of 41 people over 90, 29 had a similar person.",
        designs=("matched-cohort",),
    ),
    CheckResult(
        name="placebo date",
        passed=None,
        text="The months before were matched on, so they cannot serve.",
        designs=("matched-cohort",),
    ),
    CheckResult(
        name="missing follow-up",
        passed=True,
        text="Use was known for everyone who was matched.",
        designs=("matched-cohort",),
    ),
)
GRADE = Grade(
    scale="Maryland scientific methods scale",
    edition="What Works Growth, 2016",
    level="3",
    meaning="a comparison of like with like, before and after",
    next_step="a second year of people",
)


def admissions(effect: tuple[float, float, float] = (-0.17, -0.27, -0.07)) -> Finding:
    """A matched comparison, on a demand."""
    value, low, high = effect
    made = trail("matched cohort, difference in differences", line=21, records=(DEMAND,), seed=20250401)
    unit = "admissions per person"
    return Finding(
        objective="emergency-admissions",
        label="emergency admissions",
        against="among similar people who had not joined",
        unit="admission",
        direction="fewer",
        design="matched-cohort",
        status="estimated",
        period=YEAR_1,
        follow_up=12,
        people=figure("emergency-admissions/people", number(1500, "people")),
        followed=figure("emergency-admissions/followed", number(1432, "people"), "people with a similar person"),
        observed=figure("emergency-admissions/observed", number("0.83", unit), made=made),
        counterfactual=figure(
            "emergency-admissions/counterfactual", estimate(0.83 - value, 0.83 - high, 0.83 - low, unit), made=made
        ),
        effect=figure("emergency-admissions/effect", estimate(value, low, high, unit), made=made),
        relative=figure("emergency-admissions/relative", estimate(-value, -high, -low, "share fewer"), made=made),
        happened=figure("emergency-admissions/happened", estimate(-value, -high, -low, "share fewer"), made=made),
        beside=(
            figure("emergency-admissions/naive-before-after", estimate(-0.58, -0.64, -0.52, unit), made=made),
            figure(
                "emergency-admissions/expected-by-regression-to-the-mean",
                estimate(-0.44, -0.50, -0.38, unit),
                made=made,
            ),
        ),
        tables=(
            trajectory("emergency-admissions"),
            table(
                "emergency-admissions/balance",
                "How alike the two groups were",
                ("People who joined", "Similar people"),
                [
                    ("Mean age", (number("78.4", "years"), number("78.2", "years"))),
                    ("Use in the last 3 months", (number("0.41", "admissions"), number("0.41", "admissions"))),
                ],
            ),
        ),
        checks=CHECKS,
        grades=(GRADE,),
        caution="People joined because their use was high: some of it would have fallen anyway.",
    )


def loneliness() -> Finding:
    """A before-after on an instrument."""
    made = trail("mean change of the same people", line=33, records=(DEMAND,))
    nobody = Unknown(unknown="nobody was asked who did not join")
    return Finding(
        objective="loneliness",
        label="loneliness (UCLA 3-item)",
        against="when they joined",
        unit="point",
        direction="lower",
        design="before-after",
        status="estimated",
        period=YEAR_1,
        follow_up=9,
        people=figure("loneliness/people", number(1500, "people")),
        followed=figure("loneliness/followed", number(812, "people"), "people asked twice"),
        observed=figure("loneliness/observed", estimate(5.1, 5.0, 5.2, "points"), made=made),
        counterfactual=figure("loneliness/counterfactual", nobody, made=made),
        effect=figure("loneliness/effect", nobody, made=made),
        relative=figure("loneliness/relative", nobody, made=made),
        happened=figure("loneliness/happened", estimate(1.3, 1.1, 1.5, "points lower"), made=made),
        checks=(
            CheckResult(
                name="missing follow-up",
                passed=False,
                text="688 of 1,500 people were not asked again.",
                designs=("before-after",),
            ),
        ),
        caution="Before and after only: this cannot show what would have happened anyway.",
    )


def parties() -> tuple[Party, ...]:
    return (
        Party(id="board", name="Strathearn Integration Joint Board", roles=("directs",)),
        Party(id="nhs", name="Strathearn Health Board", roles=("signs", "pays"), share=Decimal("0.6")),
        Party(id="council", name="Strathearn Council", roles=("pays",), share=Decimal("0.4")),
        Party(id="provider", name="Friendship Service", roles=("provides",)),
    )


def place_agreement() -> Agreement:
    matched = Plan(
        design="matched-cohort",
        follow_up=(12,),
        baseline=MonthsBefore(first=24, last=13),
        match_on=("age", "sex", "simd_decile", "use.last_3_months", "use.prior_9_months"),
        expects=Expects(people=1500),
    )
    return Agreement(
        proventive=1,
        title="Strathearn Falls and Friendship Service",
        id="strathearn-falls",
        kind="contract",
        about="An invented service with invented people, made to show how a pack reads.",
        parties=parties(),
        term=Period(start=date(2025, 4, 1), end=date(2028, 3, 31)),
        framework="scotland-nhwo",
        price_base="2025-26",
        seed=20250401,
        objectives=(
            Objective(
                id="emergency-admissions",
                reduce="emergency_admission",
                plan=matched,
                serves=("nhwo-2", "nhwo-9"),
                target=Target(fewer_than_comparison=Decimal("0.15")),
                owner="operations manager",
            ),
            Objective(
                id="loneliness",
                lower="loneliness",
                measured_by="ucla3",
                plan=Plan(design="before-after", follow_up=(5, 9)),
                serves=("nhwo-4",),
                target=Target(points=Decimal("1.0")),
            ),
        ),
        obligations=(
            CoProduction(
                id="co-production",
                hours_by_people_served=HoursByPeopleServed(at_least=Decimal("0.1")),
                seats_deciding=AtLeast(at_least=Decimal(2)),
                serves=("nhwo-3",),
            ),
        ),
        payment=(
            FixedTerm(id="core", fixed=pounds(15000), every="month"),
            EffectOnEveryoneWhoJoined(
                id="demand",
                effect_on_everyone_who_joined="emergency-admissions",
                rate=Rate(amount=pounds(400), per="admission avoided"),
                pays_from=PaysFrom(effect=Decimal("0.05"), judged_on="lower bound"),
                cap=Cap(amount=pounds(120000), per="year"),
            ),
            PerPersonImproved(
                id="lonely",
                per_person_improved="loneliness",
                by=Decimal(1),
                rate=Rate(amount=pounds(240), per="person improved"),
                cap=Cap(amount=pounds(60000), per="year"),
            ),
        ),
        value=ValueMap(discounting=Discounting(schedule="green-book", first_year="not discounted")),
    )


def payment(
    term: str, label: str, objective: str | None, owed: Value, most: Value, reason: str, lines: list
) -> Payment:
    made = trail(
        f"{label}: the terms of the agreement", line=48, rests_on=(f"{objective}/effect",) if objective else ()
    )
    return Payment(
        term=term,
        label=label,
        objective=objective,
        owed=figure(f"{term}/owed", owed, "owed for the period", made),
        most=figure(f"{term}/most", most, "the most that this term could pay", made),
        lines=table(f"{term}/lines", "Line by line", ("How many", "Amount", "Why"), lines),
        reason=reason,
    )


def promise(
    finding: Finding, label: str, promised: Value, met: str, because: str, terms: tuple[str, ...]
) -> Promise:
    return Promise(
        id=finding.objective,
        label=label,
        kind="objective",
        owner="operations manager",
        promised=figure(
            f"{finding.objective}/promised", promised, "participants", trail("as the agreement has it")
        ),
        happened=finding.happened,
        target_met=met,  # type: ignore[arg-type]
        because_of_the_service=because,  # type: ignore[arg-type]
        owed=terms,
        reason="What happened is above the promise. Because of the service: the interval excludes no change.",
    )


def place(effect: tuple[float, float, float] = (-0.17, -0.27, -0.07)) -> Outturn:
    """All kinds of figures."""
    found = admissions(effect)
    lonely = loneliness()
    line = WorthLine(
        id="beds",
        outcome="Emergency admissions avoided",
        objective="emergency-admissions",
        kind="net of counterfactual",
        type="fiscal",
        payer="nhs",
        cashability="capacity released",
        unit_value=figure("beds/unit-value", real(2500), "one admission", trail("a price", facts=(PRICE,))),
        present_value=figure(
            "beds/present-value",
            MoneyEstimate(central=real("523456.78"), low=real("215432.10"), high=real("829876.54"), level=0.95),
            "the health board",
            trail(
                "effect times price, draw by draw",
                facts=(PRICE,),
                rests_on=("emergency-admissions/effect", "beds/unit-value"),
                seed=20250401,
            ),
        ),
        by_year=table(
            "beds/by-year",
            "Admissions avoided, by year",
            ("Present value",),
            [
                (
                    "Year 1",
                    (
                        MoneyEstimate(
                            central=real("523456.78"), low=real("215432.10"), high=real("829876.54"), level=0.95
                        ),
                    ),
                )
            ],
        ),
    )
    care = replace(
        line,
        id="care",
        outcome="Home-care hours avoided",
        payer="council",
        cashability="cashable",
        present_value=figure(
            "care/present-value", Unknown(unknown="home-care hours were not recorded before April 2025")
        ),
        by_year=table("care/by-year", "Home-care hours avoided, by year", ("Present value",), []),
    )
    whole = MoneyEstimate(central=real("523456.78"), low=real("215432.10"), high=real("829876.54"), level=0.95)
    left = MoneyEstimate(central=real("192496.78"), low=real("-115527.90"), high=real("498916.54"), level=0.95)
    worth = Worth(
        agreement="strathearn-falls",
        as_at="2027-06-30",
        period=YEAR_1,
        lines=(line, care),
        by_payer=table(
            "worth/by-payer",
            "What it is worth, and to whom",
            ("Kind of value", "Could it be cashed?", "Present value"),
            [
                ("Strathearn Health Board", ("fiscal", "capacity released", whole)),
                (
                    "Strathearn Council",
                    ("fiscal", "cashable", Unknown(unknown="home-care hours were not recorded before April 2025")),
                ),
            ],
        ),
        by_year=table("worth/by-year", "What it is worth, by year", ("Present value",), [("Year 1", (whole,))]),
        total=figure("worth/total", whole, "fiscal value, to all"),
        fixed_cost=figure("worth/fixed-cost", real(180000), "the fixed price of the period"),
        inputs=table(
            "worth/inputs",
            "What went in",
            ("From whom", "Amount"),
            [("fixed price", ("Strathearn Health Board, Strathearn Council", real(180000)))],
        ),
        net=figure(
            "worth/net",
            MoneyEstimate(central=real("343456.78"), low=real("35432.10"), high=real("649876.54"), level=0.95),
            "worth less fixed price",
        ),
        ratio=figure(
            "worth/ratio",
            Estimate(
                value=2.908,
                low=1.197,
                high=4.61,
                level=0.95,
                unit="for each £1 that went in",
                basis="present value over cost",
            ),
            "worth over fixed price",
        ),
        notes=("Nothing is counted for 68 of the 1,500 people who joined: the estimate does not apply to them.",),
    )
    co_production = Promise(
        id="co-production",
        label="Run with the people it serves",
        kind="obligation",
        owner=None,
        promised=figure(
            "co-production/promised",
            number("0.1", "share of delivery hours"),
            "hours",
            trail("as the agreement has it"),
        ),
        happened=figure(
            "co-production/happened",
            number("0.1624", "share of delivery hours"),
            "hours given by people served, of all delivery hours",
        ),
        target_met="yes",
        because_of_the_service="not asked",
        owed=(),
        reason="the share of hours is above the promise",
    )
    return Outturn(
        agreement=place_agreement(),
        as_at="2027-06-30",
        period=YEAR_1,
        promises=(
            promise(
                found, "Fewer emergency admissions", number("0.15", "share fewer"), "yes", "likely", ("demand",)
            ),
            promise(
                lonely, "Less loneliness", number("1.0", "points lower"), "yes", "cannot be told", ("lonely",)
            ),
            co_production,
        ),
        payments=(
            payment(
                "core",
                "Price, for every month",
                None,
                pounds(180000),
                Unknown(unknown="no cap"),
                "12 instalments of £15,000",
                [("Instalments", (number(12, "instalments"), pounds(180000), "due whatever happens"))],
            ),
            payment(
                "demand",
                "For each admission avoided",
                "emergency-admissions",
                pounds(102000),
                pounds(120000),
                "the lower end of the effect, 7%, is above 5%",
                [("Admissions avoided", (number(255, "admissions avoided"), pounds(102000), "255 at £400"))],
            ),
            payment(
                "lonely",
                "For each person improved",
                "loneliness",
                pounds(48960),
                pounds(60000),
                "204 people improved by 1 point or more",
                [
                    ("People improved", (number(204, "people"), pounds(48960), "204 at £240")),
                    ("Not asked again", (number(688, "people"), pounds(0), "no second score: nothing is paid")),
                ],
            ),
        ),
        owed=figure(
            "outturn/owed",
            pounds(330960),
            "all payment terms together",
            trail("sum", rests_on=("core/owed", "demand/owed", "lonely/owed")),
        ),
        owed_by=table(
            "outturn/owed-by",
            "Who pays",
            ("Share", "Owed"),
            [
                ("Strathearn Health Board", (number("0.6", "share"), pounds(198576))),
                ("Strathearn Council", (number("0.4", "share"), pounds(132384))),
            ],
        ),
        cost=table(
            "outturn/cost",
            "What it cost",
            ("Amount",),
            [
                ("Price", (pounds(180000),)),
                ("For results", (pounds(150960),)),
                ("For each person who joined", (pounds("220.64"),)),
            ],
        ),
        worth_less_owed=figure("outturn/worth-less-owed", left, "worth less all that is owed"),
        accounts=table("records/accounts", "Source", ("Rows in",), []),
        counts=table(
            "outturn/counts",
            "People, contacts and hours",
            ("This agreement", "All agreements, each once"),
            [
                ("People who joined", (number(1500, "people"), number(1712, "people"))),
                ("Contacts", (number(20411, "contacts"), number(24980, "contacts"))),
                ("Hours given by people served", (number(2110, "hours"), number(2315, "hours"))),
            ],
        ),
        seals=("The plan was sealed by Strathearn Health Board and Friendship Service on 14 March 2025.",),
        notes=(
            "No preventive partner is named. Many agreements say which partners they use and what they pay them.",
        ),
        unknowns=("Carers' hours", "anything after 12 months"),
        findings=Findings(
            agreement="strathearn-falls", as_at="2027-06-30", period=YEAR_1, findings=(found, lonely)
        ),
        worth=worth,
    )


def no_worth(why: str) -> Worth:
    unknown = Unknown(unknown=why)
    return Worth(
        agreement="example",
        as_at="2027-06-30",
        period=YEAR_1,
        lines=(),
        by_payer=table("worth/by-payer", "What it is worth, and to whom", ("Present value",), []),
        by_year=table("worth/by-year", "What it is worth, by year", ("Present value",), []),
        total=figure("worth/total", unknown, "nothing", trail("no lines")),
        fixed_cost=figure("worth/fixed-cost", Unknown(unknown="the agreement names no price and no inputs")),
        inputs=table("worth/inputs", "What went in", ("Amount",), []),
        net=figure("worth/net", unknown),
        ratio=figure("worth/ratio", unknown),
    )


def bare_outturn(agreement: Agreement, findings: tuple[Finding, ...], worth: Worth) -> Outturn:
    """An outturn in which nothing is paid."""
    return Outturn(
        agreement=agreement,
        as_at="2027-06-30",
        period=agreement.term,
        promises=(),
        payments=(),
        owed=figure("outturn/owed", pounds(0), "the agreement has no payment terms", trail("sum of nothing")),
        owed_by=table("outturn/owed-by", "Who pays", ("Owed",), []),
        cost=table("outturn/cost", "What it cost", ("Amount",), []),
        worth_less_owed=worth.net,
        accounts=table("records/accounts", "Source", ("Rows in",), []),
        counts=table("outturn/counts", "People", ("This agreement",), []),
        seals=(),
        notes=(
            "No demand objective. Every agreement is asked how it lowers demand; a small grant may say nothing.",
        ),
        unknowns=(),
        findings=Findings(agreement=agreement.id, as_at="2027-06-30", period=agreement.term, findings=findings),
        worth=worth,
    )


def wheels() -> Outturn:
    """A value map, no records, no findings, nothing owed."""
    unmeasured = Unknown(unknown="the value map gives none")
    agreement = Agreement(
        proventive=1,
        title="Wheels-to-Meals",
        id="wheels-to-meals",
        kind="contract",
        about="The worked example of a published guide. Its rows were recalled, not read. Its dates are assumed.",
        parties=(
            Party(id="la", name="Local authority", roles=("signs", "pays")),
            Party(id="wtm", name="Wheels-to-Meals", roles=("provides",)),
        ),
        term=Period(start=date(2008, 4, 1), end=date(2009, 3, 31)),
        price_base="2008-09",
        seed=1,
        settle_every="term",
    )

    def money(amount: str) -> MoneyEstimate:
        return MoneyEstimate(
            central=Money(amount=Decimal(amount), basis=Real(year="2008-09")), no_interval=unmeasured
        )

    lines = tuple(
        WorthLine(
            id=id,
            outcome=outcome,
            objective=None,
            kind="gross",
            type=type,
            payer=payer,
            cashability=cashability,
            unit_value=figure(f"{id}/unit-value", Money(amount=Decimal(unit), basis=Real(year="2008-09")), "one"),
            present_value=figure(f"{id}/present-value", money(present), payer),
            by_year=table(
                f"{id}/by-year", f"{outcome}, by year", ("Present value",), [("Year 1", (money(present),))]
            ),
        )
        for id, outcome, type, payer, cashability, unit, present in (
            ("falls", "Fewer falls", "fiscal", "the hospital", "not cashable", "7220.00", "78887.63"),
            ("friends", "New friends", "social", "residents", "not cashable", "48.25", "436.35"),
        )
    )
    worth = replace(
        no_worth("x"),
        lines=lines,
        by_payer=table(
            "worth/by-payer",
            "What it is worth, and to whom",
            ("Kind of value", "Could it be cashed?", "Present value"),
            [
                ("The hospital", ("fiscal", "not cashable", money("78887.63"))),
                ("Residents", ("social", "not cashable", money("436.35"))),
            ],
        ),
        total=figure("worth/total", money("81741.93"), "fiscal and social value added together, to all"),
        fixed_cost=figure(
            "worth/fixed-cost", Money(amount=Decimal("42375.00"), basis=Real(year="2008-09")), "inputs"
        ),
        inputs=table(
            "worth/inputs",
            "What went in",
            ("From whom", "Amount"),
            [
                ("Contract", ("Local authority", Money(amount=Decimal(24375), basis=Real(year="2008-09")))),
                ("Volunteers' time", ("Volunteers", Money(amount=Decimal(18000), basis=Real(year="2008-09")))),
            ],
        ),
        net=figure("worth/net", money("39366.93"), "worth less inputs"),
        ratio=figure(
            "worth/ratio",
            Estimate(value=1.929013, unit="for each £1 that went in", basis="x", no_interval=unmeasured),
        ),
    )
    cost = table(
        "outturn/cost",
        "What it cost",
        ("Amount",),
        [("Inputs", (Money(amount=Decimal(42375), basis=Real(year="2008-09")),))],
    )
    return replace(bare_outturn(agreement, (), worth), cost=cost, unknowns=("How far off the value map could be",))


def peterborough() -> Outturn:
    """A published result, worth not known, nothing owed."""
    plan = Plan(design="reported", follow_up=(12,))
    agreement = Agreement(
        proventive=1,
        title="Peterborough social impact bond",
        id="peterborough",
        kind="contract",
        parties=(Party(id="moj", name="Ministry of Justice", roles=("signs", "pays"), share=Decimal(1)),),
        term=Period(start=date(2010, 9, 9), end=date(2015, 6, 30)),
        price_base="2014-15",
        seed=1,
        settle_every="term",
        objectives=(
            Objective(
                id="reconvictions",
                reduce="reconviction_event",
                plan=plan,
                target=Target(fewer_than_comparison=Decimal("0.10")),
            ),
        ),
        payment=(
            EffectOnEveryoneWhoJoined(
                id="cohort-1",
                effect_on_everyone_who_joined="reconvictions",
                rate=Unknown(unknown="not published"),
                pays_from=PaysFrom(effect=Decimal("0.10"), judged_on="point estimate", if_unclear="as measured"),
            ),
        ),
    )
    source = FactUsed(
        id="reported/reconvictions",
        value="142",
        unit="events per 100 people",
        in_force="cohort 1",
        source=Source(title="Press report of the first result", status=Status.PUBLISHED),
        place=Place(file="reported.csv", line=2),
    )
    made = trail("as published", facts=(source,))
    none = Unknown(unknown="no interval was published")
    unit = "reconviction events per person"
    finding = replace(
        admissions(),
        objective="reconvictions",
        label="reconviction events",
        against="in the comparison group",
        design="reported",
        period=agreement.term,
        people=figure("reconvictions/people", Unknown(unknown="the number of people was not published")),
        followed=figure("reconvictions/followed", Unknown(unknown="the number of people was not published")),
        observed=figure(
            "reconvictions/observed",
            Estimate(value=1.42, unit=unit, basis="published", no_interval=none),
            made=made,
        ),
        counterfactual=figure(
            "reconvictions/counterfactual",
            Estimate(value=1.55, unit=unit, basis="published", no_interval=none),
            made=made,
        ),
        effect=figure(
            "reconvictions/effect",
            Estimate(value=-0.13, unit=unit, basis="published", no_interval=none),
            made=made,
        ),
        relative=figure(
            "reconvictions/relative",
            Estimate(value=0.08387, unit="share fewer", basis="published", no_interval=none),
            made=made,
        ),
        happened=figure(
            "reconvictions/happened",
            Estimate(value=0.08387, unit="share fewer", basis="published", no_interval=none),
            made=made,
        ),
        beside=(),
        tables=(),
        checks=(),
        caution="",
    )
    worth = no_worth("no price for a reconviction event was published")
    terms = payment(
        "cohort-1",
        "For the result on reconvictions",
        "reconvictions",
        pounds(0),
        Unknown(unknown="no cap was published"),
        "8.4% is below 10%: nothing is due",
        [],
    )
    return replace(
        bare_outturn(agreement, (finding,), worth),
        promises=(
            promise(
                finding,
                "Fewer reconviction events",
                number("0.10", "share fewer"),
                "no",
                "cannot be told",
                ("cohort-1",),
            ),
        ),
        payments=(terms,),
        seals=("The plan was not sealed.",),
        notes=(),
        unknowns=("What a result was to pay", "how far off the published result could be"),
    )


def area() -> Outturn:
    """An area series with no payment and no people."""
    plan = Plan(design="interrupted-time-series", area="board", starts=date(2015, 1, 1))
    agreement = Agreement(
        proventive=1,
        title="A&E attendances: a placebo",
        id="scottish-ae",
        kind="grant",
        about="No service began on the start date: it was chosen before looking.",
        parties=(Party(id="board", name="Health board", roles=("directs",)),),
        term=Period(start=date(2015, 1, 1), end=date(2019, 12, 31)),
        price_base="2019-20",
        seed=1,
        settle_every="term",
        objectives=(Objective(id="attendances", reduce="ae_attendance", plan=plan),),
    )
    unit = "attendances per day"
    made = trail("interrupted time series", records=(DEMAND,))
    months = [(year, month) for year in range(2007, 2020) for month in range(1, 13)][6:]
    before = Unknown(unknown="before the start there is nothing to foresee")
    rows = tuple(
        Row(
            id=f"{year}-{month:02d}",
            heading=f"{MONTHS[month - 1]} {year}",
            cells=(
                number(f"{300 + 12 * ((place * 7) % 12) / 12 + place / 10:.2f}", unit),
                estimate(305 + 12 * ((place * 7) % 12) / 12 + place / 10, 280 + place / 10, 340 + place / 10, unit)
                if year >= 2015
                else before,
            ),
        )
        for place, (year, month) in enumerate(months)
    )
    series = Table(
        id="attendances/series",
        title="A&E attendances a day",
        row_heading="Month",
        columns=(
            Column(id="observed", heading="What happened"),
            Column(id="counterfactual", heading="Expected from the months before"),
        ),
        rows=rows,
        counts="attendances a day, by month",
        trail=made,
    )
    finding = replace(
        admissions(),
        objective="attendances",
        label="A&E attendances",
        against="expected from the months before",
        design="interrupted-time-series",
        follow_up=None,
        period=agreement.term,
        people=figure("attendances/people", number(150, "months")),
        followed=figure("attendances/followed", number(60, "months")),
        observed=figure("attendances/observed", estimate(312.4, 310, 315, unit), made=made),
        counterfactual=figure("attendances/counterfactual", estimate(318.0, 291, 345, unit), made=made),
        effect=figure("attendances/effect", estimate(-5.6, -33.0, 21.8, unit), made=made),
        relative=figure("attendances/relative", estimate(0.0176, -0.069, 0.104, "share fewer"), made=made),
        happened=figure("attendances/happened", estimate(0.0176, -0.069, 0.104, "share fewer"), made=made),
        beside=(),
        tables=(series,),
        caution="",
    )
    held = promise(
        finding,
        "Fewer A&E attendances",
        Unknown(unknown="no promise is on record"),
        "no promise on record",
        "cannot be told",
        (),
    )
    return replace(
        bare_outturn(agreement, (finding,), no_worth("the agreement names nothing to value")),
        promises=(held,),
        unknowns=("What else changed in the area",),
    )


def too_early() -> Outturn:
    """Nobody has been followed for long enough yet."""
    why = Unknown(unknown="results are due on 1 April 2027, twelve months after the last person joined")
    early = replace(
        admissions(),
        status="too early",
        observed=figure("emergency-admissions/observed", why),
        counterfactual=figure("emergency-admissions/counterfactual", why),
        effect=figure("emergency-admissions/effect", why),
        relative=figure("emergency-admissions/relative", why),
        happened=figure("emergency-admissions/happened", why),
        beside=(),
        tables=(),
        checks=(),
        grades=(),
        caution="",
    )
    whole = place()
    worth = no_worth("it is too early to value: no result is due yet")
    return replace(
        whole,
        as_at="2026-04-30",
        promises=(
            promise(
                early,
                "Fewer emergency admissions",
                number("0.15", "share fewer"),
                "too early",
                "cannot be told",
                ("demand",),
            ),
            whole.promises[2],
        ),
        payments=(
            whole.payments[0],
            payment(
                "demand",
                "For each admission avoided",
                "emergency-admissions",
                why,
                pounds(120000),
                "Nothing is owed yet",
                [],
            ),
        ),
        owed=figure(
            "outturn/owed", Unknown(unknown="for each admission avoided: results are due on 1 April 2027")
        ),
        owed_known=figure("outturn/owed-known", pounds(180000), "the terms whose payment is known"),
        findings=Findings(agreement="strathearn-falls", as_at="2026-04-30", period=YEAR_1, findings=(early,)),
        worth=worth,
        worth_less_owed=worth.net,
        cost=table(
            "outturn/cost",
            "What it cost",
            ("Amount",),
            [("Price", (pounds(180000),)), ("For results", (why,)), ("For each person who joined", (why,))],
        ),
    )


OUTTURNS = {
    "place": place,
    "no-clear-change": lambda: place((-0.04, -0.12, 0.05)),
    "worse": lambda: place((0.11, 0.02, 0.20)),
    "wheels": wheels,
    "peterborough": peterborough,
    "area": area,
    "too-early": too_early,
}


@cache
def shipped() -> Reference:
    """The shipped reference, read once for all tests."""
    return open_reference()


def pack(outturn: Outturn) -> evidence.Pack:
    """The pack of an outturn."""
    return evidence.pack(outturn, reference=shipped())
