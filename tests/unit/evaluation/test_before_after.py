"""Before and after on an instrument, from records to finding."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pytest
from scipy import stats

from proventive.agreement.document import Agreement, Objective, Plan
from proventive.evaluation import evaluate
from proventive.evaluation.checks.questionnaires import followed_and_not
from proventive.evaluation.methods.intervals import Inference
from proventive.quantities import Number, Period, Unknown, months_as_days
from proventive.records import open_records, write_store

TERM = Period(start=date(2023, 4, 1), end=date(2024, 3, 31))
LONELINESS = Objective(
    id="loneliness",
    lower="loneliness",
    measured_by="ucla3",
    plan=Plan(design="before-after", follow_up=(5, 9)),
)
WELLBEING = replace(LONELINESS, id="wellbeing", lower=None, raise_="wellbeing", measured_by="swemwbs")


def findings_of(folder, scores, *, objective=LONELINESS, as_at=date(2025, 12, 31), consent=()):
    """``scores``: for each person the day of joining, and (days from joining, total) as often as they answered."""
    agreement = Agreement(
        proventive=1, title="Town", id="town", kind="grant", parties=(), term=TERM, price_base="2023-24", seed=7,
        objectives=(objective,),
    )  # fmt: skip
    ids = [f"P{number}" for number in range(len(scores))]
    rows = [
        (id, joined + timedelta(days=offset), Decimal(str(total)))
        for id, (joined, answers) in zip(ids, scores, strict=True)
        for offset, total in answers
    ]

    def column(values):
        return np.array(list(values), dtype=object)

    joined = np.array([np.datetime64(day) for day, _ in scores], "datetime64[D]")
    tables = {
        "people": {
            "person_id": column(ids),
            "role": column("served" for _ in ids),
            "consent": column("no" if id in consent else "yes" for id in ids),
        },
        "referrals": {
            "person_id": column(ids),
            "agreement": column("town" for _ in ids),
            "referred_on": joined,
            "started_on": joined,
        },
        "assessments": {
            "person_id": column(row[0] for row in rows),
            "instrument": column(objective.measured_by for _ in rows),
            "on_date": np.array([np.datetime64(row[1]) for row in rows], "datetime64[D]"),
            "total": column(row[2] for row in rows),
        },
    }
    write_store(
        folder / "records" / "provider", body="provider", name="Provider", id_space="town", made_by="a test",
        coverage=(), tables=tables,
    )  # fmt: skip
    records = open_records(folder, agreement=agreement, as_at=as_at)
    return evaluate(agreement, records).findings[0]


JOINED = date(2023, 6, 1)
FIVE, NINE = months_as_days(5), months_as_days(9)


def test_the_mean_change_is_the_paired_t_test_of_those_with_both_scores(tmp_path):
    before, after = [7, 8, 6, 9, 5, 7], [5, 8, 5, 6, 4, 3]
    scores = [(JOINED, [(0, b), (NINE, a)]) for b, a in zip(before, after, strict=True)] + [(JOINED, [(0, 9)])]
    finding = findings_of(tmp_path, scores)
    oracle = stats.ttest_rel(before, after).confidence_interval(0.95)
    change = finding.happened.value
    assert (change.value, change.low, change.high) == pytest.approx((11 / 6, oracle.low, oracle.high))
    assert change.unit == "points lower"
    assert finding.followed.value == Number(number=Decimal(6), unit="people")
    assert finding.people.value == Number(number=Decimal(7), unit="people")
    assert finding.observed.value.value == pytest.approx(31 / 6)


def test_without_a_comparison_there_is_no_effect(tmp_path):
    finding = findings_of(tmp_path, [(JOINED, [(0, 7), (NINE, 5)]), (JOINED, [(0, 7), (NINE, 4)])])
    alone = Unknown(unknown="before and after only: there is no comparison")
    assert finding.effect.value == finding.relative.value == finding.counterfactual.value == alone
    assert finding.draws == ()
    assert "cannot show what would have happened anyway" in finding.sentence()


def test_the_score_nearest_to_the_day_counts_and_of_two_the_earlier(tmp_path):
    scores = [
        (JOINED, [(-3, 9), (3, 8), (NINE - 45, 7), (NINE + 44, 6)]),
        (JOINED, [(10, 8), (45, 3), (NINE - 46, 3), (NINE + 46, 3)]),
    ]
    finding = findings_of(tmp_path, scores)
    assert finding.followed.value.number == 1
    assert finding.happened.value.value == 9 - 6


def test_every_follow_up_stands_in_the_table_and_the_last_is_told(tmp_path):
    scores = [(JOINED, [(0, 8), (FIVE, 7), (NINE, 5)]), (JOINED, [(0, 9), (FIVE, 5)])]
    finding = findings_of(tmp_path, scores)
    rows = {row.id: row.cells for row in finding.tables[0].rows}
    assert rows["5-months"][0].number == 2
    assert rows["5-months"][3].value == pytest.approx((1 + 4) / 2)
    assert rows["9-months"][0].number == 1
    assert (finding.follow_up, finding.happened.value.value) == (9, 3)


def test_higher_is_better_where_the_instrument_says_so(tmp_path):
    scores = [(JOINED, [(0, 18), (NINE, 24)]), (JOINED, [(0, 20), (NINE, 21)]), (JOINED, [(0, 20), (NINE, 17)])]
    finding = findings_of(tmp_path, scores, objective=WELLBEING)
    assert finding.happened.value.value == pytest.approx((6 + 1 - 3) / 3)
    assert finding.happened.value.unit == "points higher"
    # 1.96 x sqrt(2) x 1.03 = 2.855: SWEMWBS, 1 SEM = 1.03 (HQLO 2018;16:239)
    assert [row.cells[0].number for row in finding.tables[1].rows] == [1, 1, 1]


def test_reliable_change_is_unknown_where_no_error_is_published(tmp_path):
    finding = findings_of(tmp_path, [(JOINED, [(0, 7), (NINE, 5)])])
    assert all(isinstance(row.cells[0], Unknown) for row in finding.tables[1].rows)
    assert not finding.happened.value.has_interval


def test_a_low_response_fails_and_lowers_the_grade(tmp_path):
    answered = [(JOINED, [(0, 6 + n % 3), (NINE, 5)]) for n in range(4)]
    lost = [(JOINED, [(0, 6 + n % 3)]) for n in range(4)]
    (tmp_path / "a").mkdir()
    whole, half = findings_of(tmp_path, answered), findings_of(tmp_path / "a", answered + lost)
    assert {check.name: check.passed for check in half.checks}["response"] is False
    assert {check.name: check.passed for check in whole.checks}["response"] is True
    nesta = [next(grade.level for grade in one.grades if grade.scale.startswith("Nesta")) for one in (whole, half)]
    assert nesta == ["2", "1"]


def test_scores_of_those_who_did_not_agree_are_left_out(tmp_path):
    scores = [(JOINED, [(0, 7), (NINE, 5)]), (JOINED, [(0, 9), (NINE, 3)])]
    finding = findings_of(tmp_path, scores, consent=("P1",))
    assert (finding.people.value.number, finding.followed.value.number) == (2, 1)
    assert finding.happened.value.value == 2


def test_too_early_nobody_joined_and_nobody_answered_are_told_apart(tmp_path):
    for folder in ("a", "b", "c"):
        (tmp_path / folder).mkdir()
    early = findings_of(tmp_path / "a", [(JOINED, [(0, 7)])], as_at=date(2024, 12, 30))
    assert early.status == "too early"
    nobody = findings_of(tmp_path / "b", [(date(2022, 1, 1), [(0, 7)])])
    assert nobody.effect.value.unknown == "nobody joined in the period"
    silent = findings_of(tmp_path / "c", [(JOINED, [(0, 7)])])
    assert (silent.status, silent.people.value.number) == ("not known", 1)


def test_important_change_is_counted_where_it_is_published_and_unknown_elsewhere(tmp_path):
    """PHQ-9: 1.7 points (Kounali and others, Psychological Medicine 52(10), PMC9340848), abstract."""
    depression = replace(LONELINESS, id="depression", lower="depression", measured_by="phq9")
    scores = [(JOINED, [(0, 12), (NINE, after)]) for after in (10, 11, 12, 14)]
    table = table_of(findings_of(tmp_path / "a", scores, objective=depression), "important-change")
    assert [row.cells[0].number for row in table.rows] == [1, 2, 1]
    assert "1.7 points or more" in table.title
    assert any("Kounali" in fact.source.publisher for fact in table.trail.facts)
    lonely = table_of(findings_of(tmp_path / "b", [(JOINED, [(0, 7), (NINE, 5)])]), "important-change")
    assert all("was found for the 3-item scale" in row.cells[0].unknown for row in lonely.rows)


def test_how_far_low_scores_come_back_by_themselves_stands_beside_the_change(tmp_path):
    """SWEMWBS: (1 - 0.70) x (23.2 - x) of each (Ng Fat and others 2017; Sun and others 2019)."""
    scores = [(JOINED, [(0, 18), (NINE, 24)]), (JOINED, [(0, 20), (NINE, 21)]), (JOINED, [(0, 20), (NINE, 17)])]
    finding = findings_of(tmp_path, scores, objective=WELLBEING)
    beside = {figure.id.split("/")[1]: figure for figure in finding.beside}
    expected = [0.30 * (23.2 - before) for before in (18, 20, 20)]
    assert beside["expected-with-no-service"].value.value == pytest.approx(np.mean(expected))
    assert beside["expected-with-no-service"].value.unit == "points higher"
    left = np.array([6, 1, -3]) - expected
    interval = stats.ttest_1samp(left, 0).confidence_interval(0.95)
    beyond = beside["beyond-expected"].value
    assert (beyond.value, beyond.low, beyond.high) == pytest.approx((left.mean(), interval.low, interval.high))
    publishers = [fact.source.publisher for fact in beside["beyond-expected"].trail.facts]
    assert any("Ng Fat" in one for one in publishers) and any("Sun" in one for one in publishers)
    check = {check.name: check for check in finding.checks}["regression to the mean"]
    assert check.passed is None and "1.16 points higher were to be expected with no service" in check.text


def test_without_a_published_figure_what_was_to_be_expected_is_unknown(tmp_path):
    finding = findings_of(tmp_path, [(JOINED, [(0, 7), (NINE, 5)])])
    beside = {figure.id.split("/")[1]: figure.value for figure in finding.beside}
    assert "no published mean" in beside["expected-with-no-service"].unknown
    assert "no published correlation" in beside["beyond-expected"].unknown


def table_of(finding, name):
    return next(table for table in finding.tables if table.id.endswith(f"/{name}"))


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (-0.4, "scored 0.40 points lower than those who did not (95% interval 0.20 to 0.60): more than chance"),
        (
            0.1,
            "scored 0.10 points higher than those who did not (95% interval -0.10 to 0.30): no more than chance",
        ),
        (
            -0.1,
            "scored 0.10 points lower than those who did not (95% interval -0.10 to 0.30): no more than chance",
        ),
    ],
)
def test_whether_those_who_answered_again_had_scored_higher_or_lower_is_told_in_words(
    value: float, told: str
) -> None:
    difference = Inference(value=value, standard_error=0.2 / 1.959964, degrees_of_freedom=float("inf"))
    assert told in followed_and_not(difference, "points").text
