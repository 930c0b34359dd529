"""Two answers for each promise: was the target met, and was it because of the service?"""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strathearn_case import estimate, figure, finding, lonely_finding

from proventive.evaluation.finding import CheckResult
from proventive.outturn.met import because_of_the_service, target_met
from proventive.quantities import Unknown


@pytest.mark.parametrize(
    ("promised", "happened", "met"),
    [
        ("0.15", "0.17", "yes"),
        ("0.15", "0.15", "yes"),
        ("0.15", "0.1499", "nearly"),
        ("0.15", "0.135", "nearly"),  # exactly 90% of the promise
        ("0.15", "0.1349", "no"),
        ("0.15", "-0.02", "no"),
        ("2", "1", "no"),
        ("0", "0", "yes"),
        ("0", "-0.01", "no"),  # 90% of nothing is nothing: it cannot be nearly met
    ],
)
def test_a_target_is_met_nearly_met_from_nine_tenths_or_not_met(promised, happened, met):
    assert target_met(Decimal(promised), Decimal(happened)) == met


@given(
    st.decimals("0.01", "100", places=4), st.decimals("-100", "200", places=4), st.decimals("0", "50", places=4)
)
def test_more_of_what_was_promised_never_lowers_the_answer(promised, happened, more):
    order = ["no", "nearly", "yes"]
    assert order.index(target_met(promised, happened)) <= order.index(target_met(promised, happened + more))


@pytest.mark.parametrize(
    ("low", "high", "direction", "answer"),
    [
        (-0.27, -0.07, "fewer", "likely"),
        (-0.27, 0.0, "fewer", "cannot be told"),
        (-0.27, 0.07, "fewer", "cannot be told"),
        (0.02, 0.20, "fewer", "unlikely"),
        (-1.5, -1.1, "lower", "likely"),
        (1.1, 1.5, "higher", "likely"),
        (-1.5, -1.1, "higher", "unlikely"),
        (-0.1, 0.3, "higher", "cannot be told"),
    ],
)
def test_it_is_because_of_the_service_only_if_the_interval_excludes_no_change(low, high, direction, answer):
    found = finding(effect=estimate((low + high) / 2, low, high), direction=direction)
    assert because_of_the_service(found)[0] == answer


def test_before_and_after_cannot_tell_however_large_the_change():
    assert because_of_the_service(lonely_finding())[0] == "cannot be told"


def test_a_design_without_a_comparison_cannot_tell_even_where_it_shows_a_counterfactual():
    """What regression to the mean predicts is no comparison with people who did not join."""
    found = lonely_finding(counterfactual=estimate(5.9, 5.5, 6.3, unit="points"))
    assert because_of_the_service(found)[0] == "cannot be told"


def test_a_published_share_without_an_interval_cannot_tell():
    none = Unknown(unknown="not published")
    found = finding(
        design="reported",
        observed=none,
        counterfactual=none,
        effect=none,
        relative=estimate(0.09, unit="share fewer"),
    )
    assert because_of_the_service(found) == ("cannot be told", "there is no interval to judge on")


def test_a_published_share_with_its_interval_can():
    none = Unknown(unknown="not published")
    relative = estimate(0.09, 0.02, 0.16, unit="share fewer")
    found = finding(design="reported", observed=none, counterfactual=none, effect=none, relative=relative)
    assert because_of_the_service(found)[0] == "likely"


@pytest.mark.parametrize("status", ["too early", "not known"])
def test_without_a_result_it_cannot_be_told(status):
    assert because_of_the_service(finding(status=status))[0] == "cannot be told"


def check(name, passed):
    return CheckResult(name=name, passed=passed, text="by hand", designs=("matched-cohort",))


@pytest.mark.parametrize(
    ("checks", "answer"),
    [
        ([check("trends that differ", False)], "likely"),  # lowers the grade, and takes nothing from what was seen
        ([check("balance", True), check("unmatched", False)], "likely"),  # says for whom it holds, not whether
        ([check("balance", True), check("later joiners", None)], "likely"),
        ([check("balance", False)], "cannot be told"),
        ([check("estimates agree", False), check("balance", True)], "cannot be told"),
    ],
)
def test_a_failed_check_on_which_the_comparison_rests_takes_the_likely_away(checks, answer):
    assert because_of_the_service(finding(checks=tuple(checks)))[0] == answer


def test_a_failed_check_does_not_excuse_a_change_in_the_wrong_direction():
    worse = finding(effect=estimate(0.11, 0.02, 0.2), checks=(check("balance", False),))
    assert because_of_the_service(worse)[0] == "unlikely"


@pytest.mark.parametrize(
    ("low", "high", "answer"),
    [(-0.11, -0.01, "likely"), (-0.11, 0.01, "cannot be told"), (0.01, 0.11, "cannot be told")],
)
def test_two_estimates_that_differ_carry_the_answer_only_if_both_exclude_no_change(low, high, answer):
    alone = figure("emergency-admissions/follow-up-only", estimate((low + high) / 2, low, high))
    found = finding(checks=(check("estimates agree", False),), beside=(alone,))
    assert because_of_the_service(found)[0] == answer


@pytest.mark.parametrize(("high", "answer"), [(-0.01, "likely"), (0.01, "cannot be told")])
def test_the_doubly_robust_estimate_has_to_exclude_no_change_too(high, answer):
    alone = figure("emergency-admissions/follow-up-only", estimate(-0.06, -0.11, -0.01))
    robust = figure("emergency-admissions/doubly-robust", estimate(-0.06, -0.11, high))
    found = finding(checks=(check("estimates agree", False),), beside=(alone, robust))
    assert because_of_the_service(found)[0] == answer
