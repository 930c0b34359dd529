"""Matching and weighting on 200 generated data sets (small, tied, collinear, empty cells), beside oracles."""

import json
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment, linprog, minimize

from proventive.evaluation.methods.balance import balance_of, effective_sample_size
from proventive.evaluation.methods.matching import (
    nearest_matches,
    optimal_matches,
    propensity_score,
    whitened,
)
from proventive.evaluation.methods.matching.nearest import Caliper
from proventive.evaluation.methods.weighting import (
    entropy_balancing_weights,
    inverse_probability_weights,
    weighted_difference,
)

SETS = range(200)
CHOICES = json.loads(
    (Path(__file__).parents[2] / "data" / "matching" / "matchit_choices.json").read_text(encoding="ascii")
)


def generated(number):
    """Two groups: of 1 to 40 and 1 to 120 people, 1 to 4 covariates, whole numbers (tied) in every second set."""
    rng = np.random.default_rng([20261126, number])
    n, m, wide = rng.integers(1, 41), rng.integers(1, 121), rng.integers(1, 5)
    own, other = rng.normal(0.5, 1, (n, wide)), rng.normal(0, 1, (m, wide))
    if number % 2:
        own, other = np.round(own), np.round(other)
    return rng, own, other


def walked(own, other, strata, others, caliper, order, occasion, ratio, side):
    """Plain Python: each in turn takes the nearest that is free, the first of those equally near."""
    taken, found = set(), []
    for _ in range(ratio):
        for person in order:
            best = None
            for one in range(len(other)):
                if strata[person] != others[one] or (occasion[person], one) in taken:
                    continue
                apart = float(np.sqrt(((own[person] - other[one]) ** 2).sum()))
                below = side == "below first" and other[one, 0] < own[person, 0]
                wish = (0, apart, -one) if below else (1, apart, one)
                if apart <= caliper and (best is None or wish < best[1]):
                    best = one, wish
            if best is not None:
                taken.add((occasion[person], best[0]))
                found.append((person, best[0], best[1][1]))
    return found


@pytest.mark.parametrize("number", SETS)
def test_nearest_is_a_plain_walk_over_all_distances(number):
    rng, own, other = generated(number)
    strata, others = rng.integers(0, 3, len(own)), rng.integers(0, 2, len(other))  # one stratum is empty
    occasion, order = rng.integers(0, 3, len(own)), rng.permutation(len(own))
    caliper, ratio = (np.inf, 1.0)[number % 3 == 0], int(rng.integers(1, 4))
    side = "below first" if own.shape[1] == 1 and number % 5 == 0 else "either"
    found = nearest_matches(
        own, other, own_stratum=strata, other_stratum=others, caliper=caliper, order=order, occasion=occasion,
        ratio=ratio, side=side,
    )  # fmt: skip
    expected = walked(own, other, strata, others, caliper, order, occasion, ratio, side)
    assert list(zip(found.participant, found.comparator, found.distance, strict=True)) == expected


def test_nearest_is_a_plain_walk_in_thousands_of_small_towns():
    """Few distinct values, so that nearly every choice is tied; one covariate and two, with every limit."""
    rng = np.random.default_rng(20261127)
    for number in range(3_000):
        n, m, wide = rng.integers(1, 9), rng.integers(0, 14), 1 + number % 2
        steps = float(rng.choice([1, 3, 1e-9, 1e17]))  # far from 0 beside near it: sums that are rounded
        own, other = (
            rng.integers(0, 5, (n, wide)) / steps,
            rng.integers(0, 5, (m, wide)) / steps + rng.integers(0, 2),
        )
        strata, others = rng.integers(0, 2, n), rng.integers(0, 2, m)
        occasion, order = rng.integers(0, 2, n), rng.permutation(n)[: rng.integers(0, n + 1)]
        caliper, ratio = float(rng.choice([np.inf, 0, 1, 2 / 3])), int(rng.integers(1, 4))
        side = "below first" if wide == 1 and rng.random() < 0.5 else "either"
        found = nearest_matches(
            own, other, own_stratum=strata, other_stratum=others, caliper=caliper, order=order, occasion=occasion,
            ratio=ratio, side=side,
        )  # fmt: skip
        expected = walked(own, other, strata, others, caliper, order, occasion, ratio, side)
        assert list(zip(found.participant, found.comparator, found.distance, strict=True)) == expected, number


def test_a_score_is_matched_as_a_covariate_is():
    """Pointers over scores, and lists that are lengthened: two ways to the same pairs."""
    rng = np.random.default_rng(5)
    for places in (0, 1, 2, 9):
        own, other = rng.normal(0.3, 1, 300).round(places), rng.normal(0, 1, 900).round(places)
        beside = [np.column_stack([scores, np.zeros(len(scores))]) for scores in (own, other)]
        by_score, by_lists = nearest_matches(own, other, caliper=0.2), nearest_matches(*beside, caliper=0.2)
        assert by_score.participant.tolist() == by_lists.participant.tolist()
        assert by_score.comparator.tolist() == by_lists.comparator.tolist()


@pytest.mark.parametrize("case", CHOICES)
def test_below_first_is_the_choice_of_matchit_4_5_1(case):
    """Its side and its ties; a caliper on the score holds nobody back there (kosukeimai/MatchIt, issue 163)."""
    own, other, strata, others = (np.array(case[key]) for key in ("own", "other", "own_stratum", "other_stratum"))
    found = nearest_matches(
        own, other, own_stratum=strata, other_stratum=others, order=np.argsort(-own, kind="stable"),
        side="below first",
    )  # fmt: skip
    chosen = np.zeros(len(own), dtype=int)
    chosen[found.participant] = found.comparator + 1
    assert chosen.tolist() == case["chosen"]


def test_people_who_are_alike_get_the_same_numbers_wherever_they_stand():
    rng = np.random.default_rng(3)
    for _ in range(20):
        kinds = rng.normal(size=(7, 4))
        kind, joined = rng.integers(0, 7, 5001), rng.random(5001) < 0.3
        score = propensity_score(joined, kinds[kind]).score
        other = whitened(kinds[kind[joined]], kinds[kind[~joined]])[1]
        for one in range(7):
            assert len(np.unique(score[kind == one])) == 1
            assert len(np.unique(other[kind[~joined] == one], axis=0)) == 1


def test_a_crowd_at_one_score_asks_for_longer_lists():
    own, other = np.zeros(300), np.concatenate([np.zeros(150), np.ones(400)])
    found = nearest_matches(own, other)
    assert found.comparator.tolist() == list(range(300))


def test_a_further_caliper_keeps_apart_people_of_different_age():
    age = np.array([50.0, 80.0])
    found = nearest_matches(
        np.zeros(2), np.zeros(2), also=(Caliper(own=age, other=np.array([79.0, 90.0]), width=5),)
    )
    assert list(zip(found.participant, found.comparator, strict=True)) == [(1, 0)]


@pytest.mark.parametrize("number", SETS)
def test_optimal_is_as_the_assignment_of_scipy(number):
    rng, own, other = generated(number)
    apart = np.sqrt(((own[:, None] - other[None]) ** 2).sum(axis=2))
    allowed = (apart <= 1.0) & (rng.random(apart.shape) < 0.7)
    rows, columns = np.nonzero(allowed)
    found = optimal_matches(rows, columns, apart[rows, columns])
    price = 1000.0
    padded = np.concatenate([np.where(allowed, apart, 10 * price), np.full((len(own), len(own)), price)], axis=1)
    at = linear_sum_assignment(padded)
    kept = at[1] < len(other)
    assert len(found) == kept.sum()
    assert found.distance.sum() == pytest.approx(padded[at][kept].sum(), abs=1e-9)
    assert allowed[found.participant, found.comparator].all()
    assert len(set(found.comparator.tolist())) == len(found)
    greedy = nearest_matches(own, other, caliper=1.0)
    if allowed.all():
        assert found.distance.sum() <= greedy.distance.sum() + 1e-9


def test_optimal_takes_the_pair_that_greedy_loses():
    own, other = np.array([0.0, 0.9]), np.array([1.0, -1.5])
    rows, columns = np.nonzero(np.ones((2, 2)))
    found = optimal_matches(rows, columns, np.abs(own[rows] - other[columns]))
    assert found.distance.sum() == pytest.approx(1.6)
    assert nearest_matches(own, other).distance.sum() == pytest.approx(1.0 + 2.4)


def test_optimal_refuses_what_is_no_list_of_pairs():
    one = np.array([0, 0])
    with pytest.raises(ValueError, match="stands twice"):
        optimal_matches(one, one, np.zeros(2))
    with pytest.raises(ValueError, match="negative or missing"):
        optimal_matches(one, np.array([0, 1]), np.array([1.0, np.nan]))
    assert len(optimal_matches(one, np.array([0, 1]), np.ones(2), caliper=0.5)) == 0


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("number", SETS)
def test_the_propensity_score_is_that_of_statsmodels_or_refused(number):
    api = pytest.importorskip("statsmodels.api")
    _, own, other = generated(number)
    covariates = np.concatenate([own, other])
    joined = np.arange(len(covariates)) < len(own)
    try:
        found = propensity_score(joined, covariates)
    except ValueError as refused:
        assert any(word in str(refused) for word in ("tell those who joined", "collinear", "same for everybody"))
        assert no_estimate(joined, covariates)
        return
    design = api.add_constant(covariates, has_constant="add")
    peer = api.GLM(joined.astype(float), design, family=api.families.Binomial()).fit(maxiter=100, tol=1e-12)
    assert found.coefficients == pytest.approx(peer.params, rel=1e-6, abs=1e-7)
    assert found.score == pytest.approx(peer.fittedvalues, abs=1e-8)


def no_estimate(joined, covariates):
    """Whether a plane separates the groups (weakly, but not everybody on it), or columns are collinear."""
    design = np.column_stack([np.ones(len(joined)), covariates])
    if np.linalg.matrix_rank(design) < design.shape[1]:
        return True
    signed = design * np.where(joined, 1, -1)[:, None]
    best = linprog(-signed.sum(axis=0), A_ub=-signed, b_ub=np.zeros(len(joined)), bounds=(-1, 1))
    return best.fun < -1e-9


def test_the_propensity_score_says_why_it_refuses():
    joined, x = np.array([True, True, False, False]), np.array([2.0, 1.0, 0.0, -1.0])
    for covariates, why in [
        (x[:, None], "tell those who joined"),
        (np.column_stack([x % 2, 1 - x % 2]), "collinear"),
        (np.ones((4, 1)), "same for everybody"),
        (np.array([[1.0], [np.nan], [2.0], [0.0]]), "missing"),
    ]:
        with pytest.raises(ValueError, match=why):
            propensity_score(joined, covariates)
    with pytest.raises(ValueError, match="some joined and some did not"):
        propensity_score(np.ones(4, bool), x[:, None])


@pytest.mark.parametrize("number", SETS)
def test_whitened_distance_is_mahalanobis_distance(number):
    _, own, other = generated(number)
    try:
        first, second = whitened(own, other)
    except ValueError as refused:
        assert any(word in str(refused) for word in ("too few", "does not vary", "collinear"))
        assert len(own) + len(other) - 2 < 3 * own.shape[1] or number % 2
        return
    pooled = sum((len(g) - 1) * np.cov(g, rowvar=False) if len(g) > 1 else 0 for g in (own, other))
    inverse = np.linalg.inv(np.atleast_2d(pooled / (len(own) + len(other) - 2)))
    apart = own[0] - other[-1]
    assert ((first[0] - second[-1]) ** 2).sum() == pytest.approx(apart @ inverse @ apart, rel=1e-7, abs=1e-12)


@pytest.mark.parametrize("number", SETS)
def test_entropy_balancing_is_the_least_change_that_meets_the_means_or_is_refused(number):
    _, own, other = generated(number)
    target = own.mean(axis=0)
    try:
        weights = entropy_balancing_weights(other, target)
    except ValueError as refused:
        assert any(word in str(refused) for word in ("overlap too little", "collinear", "same for all"))
        if "overlap" in str(refused):
            assert not well_inside(other, target)
        return
    assert weights @ other == pytest.approx(target, abs=1e-8)
    assert weights.sum() == pytest.approx(1)
    apart = other - target
    peer = minimize(
        lambda turn: np.log(np.exp(apart @ turn).sum()), np.zeros(apart.shape[1]), method="BFGS", tol=1e-11
    )
    tilted = np.exp(apart @ peer.x)
    if np.abs(tilted / tilted.sum() @ apart).max() < 1e-7:
        assert weights == pytest.approx(tilted / tilted.sum(), abs=1e-5)


def well_inside(other, target):
    """Whether weights of at least a thousandth of an equal share each reach the target."""
    n = len(other)
    found = linprog(
        np.zeros(n), A_eq=np.vstack([other.T, np.ones(n)]), b_eq=np.append(target, 1), bounds=(1e-3 / n, 1)
    )
    return found.status == 0


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("number", SETS)
def test_the_weighted_difference_is_weighted_least_squares_of_statsmodels(number):
    api = pytest.importorskip("statsmodels.api")
    rng, own, other = generated(number)
    n = len(own) + len(other)
    joined = np.arange(n) < len(own)
    y, weights = rng.normal(size=n), rng.exponential(1, n) * (rng.random(n) < 0.9)
    weights[[0, -1]] = 1  # nobody's group may lose everybody
    clusters = rng.integers(0, max(n // 3, 1), n)
    kept = weights > 0
    found = weighted_difference(y, joined, weights, clusters=clusters)
    if found.standard_error is None:
        assert len(np.unique(clusters[kept])) < 2 or kept.sum() < 3
        return
    model = api.WLS(y[kept], api.add_constant(joined[kept].astype(float)), weights=weights[kept])
    peer = model.fit(cov_type="cluster", cov_kwds={"groups": clusters[kept]})
    assert found.value == pytest.approx(peer.params[1], abs=1e-10)
    assert found.standard_error == pytest.approx(peer.bse[1], rel=1e-7, abs=1e-12)


def test_one_cluster_has_no_error_and_an_empty_group_is_refused():
    y, joined = np.array([1.0, 2.0, 3.0, 5.0]), np.array([True, True, False, False])
    assert not weighted_difference(y, joined, np.ones(4), clusters=np.zeros(4, int)).has_interval
    with pytest.raises(ValueError, match="no weight"):
        weighted_difference(y, joined, np.array([1.0, 1.0, 0.0, 0.0]))
    with pytest.raises(ValueError, match="negative"):
        weighted_difference(y, joined, np.array([1.0, 1.0, -1.0, 2.0]))


def test_inverse_probability_weights_in_a_table_by_hand():
    """Two cells: 1 of 4 joined, 3 of 4 joined; for those who joined, the others stand for 1/3 and 3."""
    joined = np.array([True, False, False, False, True, True, True, False])
    score = np.repeat([0.25, 0.75], 4)
    weights = inverse_probability_weights(joined, score)
    assert weights[~joined] == pytest.approx([1 / 3, 1 / 3, 1 / 3, 3])
    assert inverse_probability_weights(joined, score, estimand="everybody")[joined] == pytest.approx(
        [4] + [4 / 3] * 3
    )
    with pytest.raises(ValueError, match="do not overlap"):
        inverse_probability_weights(joined, score, trim=0.3)
    with pytest.raises(ValueError, match="between 0 and 1"):
        inverse_probability_weights(joined, np.ones(8))


def test_weighting_by_the_score_balances_the_cells_and_tells_the_effective_size():
    joined = np.array([True, False, False, False, True, True, True, False])
    cell = np.repeat([0.0, 1.0], 4)
    weights = inverse_probability_weights(joined, np.repeat([0.25, 0.75], 4))[~joined]
    found = balance_of(cell[joined], cell[~joined], weights_of_others=weights)
    assert found.standardised_difference == pytest.approx(0, abs=1e-12)
    assert found.distribution_most == pytest.approx(0, abs=1e-12)
    assert effective_sample_size(weights) == pytest.approx(16 / (1 / 3 + 9))
    assert effective_sample_size(np.ones(7)) == 7
    with pytest.raises(ValueError, match="empty"):
        balance_of(cell[joined], cell[:0])
