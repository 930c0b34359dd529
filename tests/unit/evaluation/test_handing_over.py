"""What a finding may say where the records are not: suppression, totals, words, differences, imports."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from proventive.disclosure import Hidden, Kept, Sum, bounds, given_away, protected, rules_named, without_numbers
from proventive.evaluation.finding import CheckResult, Finding, Findings
from proventive.evaluation.handing_over import SoftwareUsed, check_apart, handed_over, read_handed_over, written
from proventive.evaluation.handing_over.leaving import leaving
from proventive.evaluation.handing_over.nouns import HandedOver, PlanAnswered
from proventive.evaluation.handing_over.tables import SUMS
from proventive.outturn.claims import over_people
from proventive.quantities import (
    AgreementUsed,
    Column,
    Estimate,
    Figure,
    Number,
    Period,
    RecordsError,
    RecordsUsed,
    Row,
    SourceFile,
    Table,
    Trail,
    Unknown,
)

RULES = rules_named("hide-7-round-5")
PERIOD = Period(start=date(2025, 4, 1), end=date(2026, 3, 31))
SENT = SourceFile(name="Jo Bloggs list.csv", hash="0" * 64, rows=123)
TRAIL = Trail(
    method="matched",
    agreement=AgreementUsed(id="a", hash="0" * 64),
    records=(RecordsUsed(store="hub", table="demand", hash="1" * 64, rows=123_456, sources=(SENT,)),),
)
PLAN = PlanAnswered(agreement="a", hash="2" * 64, parts={})
SOFTWARE = (SoftwareUsed(name="proventive", version="0"),)


def people(number):
    return Number(number=Decimal(number), unit="people")


def figure(quantity, value, counts="people"):
    return Figure(id=f"admissions/{quantity}", value=value, counts=counts, trail=TRAIL)


def estimate(value, unit="admissions per person"):
    return Estimate(value=value, low=value - 0.1, high=value + 0.1, level=0.95, unit=unit, basis="matched cohort")


def flow(reasons, similar, matched):
    """A flow table: people set aside for each reason, without a similar person, and matched; two events each."""
    eligible = similar + matched
    joined = sum(reasons) + eligible
    lines = [
        ("joined", joined),
        *zip(("no-consent", "not-linked", "not-resident", "short-history"), reasons, strict=True),
        ("eligible", eligible),
        ("no-similar-person", similar),
        ("not-matched", joined - matched),
        ("matched", matched),
    ]
    return Table(
        id="admissions/flow",
        title="Who joined",
        row_heading="People",
        columns=(Column(id="people", heading="People"), Column(id="events", heading="Admissions")),
        rows=tuple(
            Row(id=id, heading=id, cells=(people(count), Number(number=Decimal(2 * count), unit="admissions")))
            for id, count in lines
        ),
        counts=f"{joined} people who joined",
        trail=TRAIL,
    )


def finding(*, joined=300, followed=240, observed=0.5, expected=0.75, tables=(), checks=()):
    effect = observed - expected
    return Finding(
        objective="admissions",
        label="emergency admissions",
        unit="admission",
        direction="fewer",
        design="matched-cohort",
        status="estimated",
        period=PERIOD,
        follow_up=12,
        people=figure("people", people(joined)),
        followed=figure("matched", people(followed)),
        observed=figure("observed", estimate(observed)),
        counterfactual=figure("counterfactual", estimate(expected)),
        effect=figure("effect", estimate(effect)),
        relative=figure("relative", estimate(1 - observed / expected, "share fewer")),
        happened=figure("happened", estimate(1 - observed / expected, "share fewer")),
        tables=tables,
        checks=checks,
        draws=(effect, effect + 0.1),
    )


def file_of(*findings):
    told = Findings(agreement="a", as_at="2027-06-30", period=PERIOD, findings=findings)
    return handed_over(told, plan=PLAN, rules=RULES, software=SOFTWARE)


def shown(table, column=0):
    return {
        id: None if isinstance(cells[column], Unknown) else int(cells[column].number)
        for id, _, cells in table.rows
    }


# The rules


@pytest.mark.parametrize(
    ("name", "hidden", "possible"),
    [("hide-7-round-5", range(1, 8), 5), ("threshold-10", range(10), 5), ("hide-4-round-5", range(1, 5), 4)],
)
def test_every_profile_hides_what_its_source_says(name, hidden, possible):
    rules = rules_named(name)
    assert [count for count in range(40) if rules.hides(count)] == list(hidden)
    assert rules.possible == possible
    assert [rules.rounded(count) for count in (11, 12, 13, 17, 18)] == [10, 10, 15, 15, 20]
    assert all(rule.source.title for rule in (rules.hide_up_to, rules.round_to, rules.least_people))


def test_a_place_brings_its_own_rules_with_their_sources(tmp_path):
    source = "{title: Our protocol, status: published}"
    text = "id: ours\nlabel: ours\n" + "".join(
        f"{name}: {{value: {value}, source: {source}}}\n"
        for name, value in (("hide_from", 1), ("hide_up_to", 4), ("round_to", 10), ("least_people", 20))
    )
    (tmp_path / "ours.yaml").write_text(text, "utf-8")
    assert rules_named(str(tmp_path / "ours.yaml")).hide_up_to.value == 4
    (tmp_path / "none.yaml").write_text(text.replace("hide_up_to: {value: 4", "hide_up_to: {value: 0"), "utf-8")
    with pytest.raises(RecordsError, match="would hide nothing"):
        rules_named(str(tmp_path / "none.yaml"))
    (tmp_path / "no source.yaml").write_text("id: ours\nhide_up_to: {value: 7}\n", "utf-8")
    with pytest.raises(RecordsError, match="not of the form"):
        rules_named(str(tmp_path / "no source.yaml"))


# The attacker


def test_the_attacker_bites_where_a_rule_alone_is_applied():
    """One small cell beside an exact total: the rule hides it, subtraction gives it back."""
    cells = {"a": Hidden(), "b": Kept(shown=40, exact=True), "all": Kept(shown=43, exact=True)}
    sums = (Sum(total="all", parts=("a", "b")),)
    assert bounds(cells, sums, RULES) == {"a": (3, 3)}
    assert given_away(cells, sums, RULES) == ("a",)


def test_more_is_hidden_until_nothing_can_be_worked_out():
    counts = {"a": 3, "b": 12, "c": 60}
    sums = (Sum(total="all", parts=("a", "b", "c")),)
    found = protected(counts, RULES, sums=sums, stands_elsewhere={"all": 75})
    assert found.safe
    assert found.shown["a"] is None
    alone = protected({"a": 3}, RULES, sums=(Sum(total="all", parts=("a",)),), stands_elsewhere={"all": 3})
    assert not alone.safe


FLOWS = some.tuples(
    some.lists(some.integers(0, 12), min_size=4, max_size=4), some.integers(0, 30), some.integers(10, 200)
)


@given(FLOWS)
def test_no_small_count_of_a_flow_can_be_worked_out_with_all_that_stands_beside_it(drawn):
    """The attack on what really leaves: the file, the totals that stand in it, and the sums of the table."""
    reasons, similar, matched = drawn
    table = flow(reasons, similar, matched)
    joined = int(table.rows[0].cells[0].number)
    left = leaving(finding(joined=joined, followed=matched, observed=2.0, expected=2.5, tables=(table,)), RULES)
    true = {row.id: int(row.cells[0].number) for row in table.rows}
    if isinstance(left.followed, Unknown):
        assert not left.tables
        return
    for told in left.tables:
        seen = {
            f"{id}/people": Hidden() if count is None else Kept(shown=count) for id, count in shown(told).items()
        }
        exact = {"joined (exact)": joined, "followed (exact)": matched}
        cells = {**seen, **{name: Kept(shown=count, exact=True) for name, count in exact.items()}}
        # A reader is not told which of the hidden are small, so all but the truly small are taken as unbounded.
        cells |= {
            name: Hidden(secondary=true[name.split("/")[0]] > 7) for name in cells if cells[name] == Hidden()
        }
        for name, (low, high) in bounds(cells, SUMS["flow"], RULES).items():
            if 1 <= true[name.split("/")[0]] <= 7:
                assert low <= true[name.split("/")[0]] <= high
                assert high - low + 1 >= 5
        assert not [count for count in shown(told).values() if count is not None and 0 < count < 8]


def trajectory(counts, people):
    """Months from joining with so many events each among the people who joined."""
    rates = [(Decimal(count) * 100 / people).quantize(Decimal("0.000001")) for count in counts]
    cells = [Number(number=rate, unit="admissions per 100 people") for rate in rates]
    return Table(
        id="admissions/trajectory",
        title="Admissions by month",
        row_heading="Months from joining",
        columns=(Column(id="participants", heading="People who joined"),),
        rows=tuple(Row(id=str(month), heading=str(month), cells=(cell,)) for month, cell in enumerate(cells)),
        counts="people",
        trail=TRAIL,
    )


@given(some.lists(some.integers(0, 30), min_size=12, max_size=12), some.integers(20, 400))
def test_no_small_month_can_be_worked_out_from_the_rest_and_the_exact_total(counts, followed):
    """The twelve months of a follow-up add up to what happened, which stands exactly in the same file."""
    total = sum(counts)
    if RULES.hides(total):
        return
    observed = finding(joined=followed + 50, followed=followed, observed=total / followed, expected=2.0)
    left = leaving(replace(observed, tables=(trajectory(counts, followed),)), RULES)
    for table in left.tables:
        cells = {"happened (exact)": Kept(shown=total, exact=True)}
        for month, _, (cell,) in table.rows:
            small = 1 <= counts[int(month)] <= 7
            hidden = isinstance(cell, Unknown)
            assert hidden or not small
            count = 0 if hidden else round(cell.number * followed / 100)
            cells[f"{month}/participants"] = Hidden(secondary=not small) if hidden else Kept(shown=count)
        for name, (low, high) in bounds(cells, SUMS["trajectory"], RULES).items():
            true = counts[int(name.split("/")[0])]
            assert low <= true <= high
            assert high - low + 1 >= 5 or not 1 <= true <= 7


# What leaves


def test_figures_that_are_paid_on_leave_as_they_are():
    left = leaving(finding(), RULES)
    assert (left.people, left.followed, left.observed) == (people(300), people(240), estimate(0.5))
    assert left.draws == (-0.25, -0.15)


@pytest.mark.parametrize(
    "change", [{"joined": 9, "followed": 9}, {"followed": 9}, {"observed": 0.02}, {"expected": 0.02}]
)
def test_too_few_people_or_events_and_nothing_is_told(change):
    left = leaving(finding(**change), RULES)
    assert left.status == "not known"
    assert "under the rules" in left.why
    assert all(isinstance(part, Unknown) for part in (left.followed, left.observed, left.effect, left.relative))
    assert not left.draws
    assert not left.tables


@pytest.mark.parametrize("apart", [1, 7])
def test_where_few_were_not_followed_totals_leave_and_their_number_cannot_be_told(apart):
    left = leaving(finding(joined=240 + apart, tables=(flow([apart, 0, 0, 0], 0, 240),)), RULES)
    assert left.status == "estimated"
    assert isinstance(left.followed, Unknown)
    assert isinstance(left.effect, Unknown)
    assert (left.observed.value, left.observed.unit) == (120.0, "admissions")
    assert (left.counterfactual.value, left.counterfactual.unit) == (180.0, "admissions")
    assert "flow" in left.withheld
    assert not left.draws
    text = written(file_of(finding(joined=240 + apart)))
    assert '"240"' not in text
    assert "240" not in text


@given(some.integers(20, 5_000), some.floats(0.1, 5), some.floats(0.1, 5))
def test_the_totals_are_those_that_a_payment_makes_of_the_rates(followed, observed, expected):
    """Whatever is paid on the totals is what would be paid on the rates, to the penny."""
    was = finding(joined=followed + 3, followed=followed, observed=observed, expected=expected)
    left = leaving(was, RULES)
    if left.status == "estimated":
        for one, other in ((left.observed, was.observed), (left.counterfactual, was.counterfactual)):
            assert over_people(one, left.people) == over_people(other.value, was.followed.value)
        assert left.relative == was.relative.value


def test_zeros_are_hidden_where_the_rules_say_so():
    assert leaving(finding(observed=0.0), RULES).status == "estimated"
    assert leaving(finding(observed=0.0), rules_named("threshold-10")).status == "not known"


def test_words_that_count_people_stay():
    assert without_numbers("3 of the 300 people died", "none") == "none"
    assert without_numbers("use in 12 months from 1 April 2025 (95% interval)", "none") != "none"
    told = CheckResult(name="unmatched", passed=False, text="60 of the 300 are not matched.", designs=())
    most = CheckResult(name="reuse", passed=None, text="one of them 14 times", designs=())
    left = leaving(finding(checks=(told, most)), RULES)
    assert [(check.name, check.passed) for check in left.checks] == [("unmatched", False)]
    assert "60" not in left.checks[0].text
    assert "check: reuse" in left.withheld


def test_only_named_tables_leave_and_the_rest_is_said():
    other = replace(flow([0, 0, 0, 0], 60, 240), id="admissions/all-use")
    left = leaving(finding(tables=(other,)), RULES)
    assert not left.tables
    assert left.withheld == ("all-use",)


def test_no_name_of_a_file_and_no_exact_size_of_a_table_leaves():
    text = written(file_of(finding()))
    assert "Bloggs" not in text
    assert "123456" not in text
    assert "123455" in text


# Two findings


@pytest.mark.parametrize(
    ("second", "few"),
    [
        ({"joined": 303, "followed": 243}, True),
        ({"joined": 300, "followed": 239}, True),
        ({"observed": 0.5 + 3 / 240}, True),
        ({"joined": 330, "followed": 262}, False),
        ({}, False),
    ],
)
def test_a_second_finding_from_which_a_few_people_could_be_told_is_refused(second, few):
    before, new = file_of(finding()), file_of(finding(**second))
    if few:
        with pytest.raises(RecordsError, match="could tell what those few did"):
            check_apart(new, [before], RULES)
    else:
        check_apart(new, [before], RULES)


# The file


def test_the_file_is_read_back_equal_and_a_change_is_seen(tmp_path):
    file = tmp_path / "finding.json"
    handed = file_of(finding(tables=(flow([0, 0, 0, 0], 60, 240),)))
    file.write_text(written(handed), "utf-8")
    assert replace(read_handed_over(file), hash="") == handed
    file.write_text(written(handed).replace('"240"', '"241"'), "utf-8")
    with pytest.raises(RecordsError, match="changed since"):
        read_handed_over(file)


def test_a_key_that_is_not_of_the_form_is_refused(tmp_path):
    file = tmp_path / "finding.json"
    file.write_text(written(file_of(finding())).replace('"caution"', '"rows": [1, 2], "caution"', 1), "utf-8")
    with pytest.raises(RecordsError, match=r"findings/0/rows"):
        read_handed_over(file)


def test_the_noun_of_an_import_needs_no_hash():
    assert HandedOver.__dataclass_fields__["hash"].default == ""
