"""Regression to the mean with no service at all: the published closed form, reached from pairs of periods.

Source: results.md part A section 1: gamma-Poisson, E[after | before = x] = mu (k + x) / (k + mu), and its table.
"""

import numpy as np
import pytest
from scipy import stats

from proventive.evaluation.methods.cluster_robust import cluster_robust
from proventive.evaluation.methods.guarded_change import PairSums, guarded_change
from proventive.evaluation.methods.intervals import mean_of
from proventive.evaluation.methods.regression_to_the_mean import UsePairs, expected_after, one_period_expectation


def two_years(mean, shape, people, seed):
    """Events in the last 3 months, the 9 months before, and the year after, of people whose need is stable."""
    rng = np.random.default_rng(seed)
    need = rng.gamma(shape, mean / shape, people)
    return rng.poisson(need / 4), rng.poisson(need * 3 / 4), rng.poisson(need)


def summed(recent, prior, after):
    patterns, of_person = np.unique(recent * 1000 + prior, return_inverse=True)
    return UsePairs(
        last_3_months=(patterns // 1000).astype(float),
        prior_9_months=(patterns % 1000).astype(float),
        people=np.bincount(of_person).astype(float),
        after=np.bincount(of_person, weights=after),
    )


@pytest.mark.parametrize(
    ("mean", "shape", "at_least", "before", "after", "fall"),
    [(0.5, 0.5, 3, 3.826, 2.163, 0.435), (0.5, 0.5, 5, 5.874, 3.187, 0.457), (1.0, 1.0, 4, 5.000, 3.000, 0.400)],
)
def test_the_table_of_people_enrolled_for_high_use(mean, shape, at_least, before, after, fall):
    recent, prior, _ = two_years(mean, shape, 1_000_000, seed=1)
    joined = recent + prior >= at_least
    others = summed(*two_years(mean, shape, 2_000_000, seed=2))
    found = expected_after(recent[joined].astype(float), prior[joined].astype(float), others)
    assert found.before == pytest.approx(before, rel=0.02)
    assert found.after == pytest.approx(after, rel=0.02)
    assert found.fall == pytest.approx(fall, abs=0.01)


@pytest.mark.parametrize(
    ("mean", "shape", "at_least", "share", "before", "after", "fall"),
    [
        (0.5, 0.5, 3, 4.98, 3.826, 2.163, 43.5),
        (0.5, 0.5, 5, 1.01, 5.874, 3.187, 45.7),
        (1.0, 1.0, 4, 6.25, 5.000, 3.000, 40.0),
    ],
)
def test_the_table_to_its_printed_digits(mean, shape, at_least, share, before, after, fall):
    """Nobody drawn: ten million people as the negative binomial has them; what follows, over all their needs."""
    use = np.arange(120)
    chance = stats.nbinom.pmf(use, shape, shape / (shape + mean))
    need = stats.gamma.ppf((np.arange(400_000) + 0.5) / 400_000, shape, scale=mean / shape)
    likely = [stats.poisson.pmf(x, need) for x in range(at_least, at_least + 8)]
    followed = np.array([float(weight @ need / weight.sum()) for weight in likely])
    assert followed == pytest.approx(mean * (shape + use[at_least : at_least + 8]) / (shape + mean), rel=2e-3)

    people = np.round(chance * 10_000_000)
    expected = mean * (shape + use) / (shape + mean)
    others = UsePairs(
        last_3_months=use.astype(float)[people > 0],
        prior_9_months=np.zeros((people > 0).sum()),
        people=people[people > 0],
        after=(people * expected)[people > 0],
    )
    joined = np.repeat(use, people.astype(int))
    joined = joined[joined >= at_least].astype(float)
    found = expected_after(joined, np.zeros(len(joined)), others)
    assert round(100 * len(joined) / people.sum(), 2) == share
    assert (round(found.before, 3), round(found.after, 3)) == (before, after)
    assert round(100 * found.fall, 1) == fall


def test_sparse_patterns_are_read_off_the_line_of_linear_credibility():
    """With every pattern sparse the line is all there is, and the closed form is a line in x."""
    recent, prior, after = two_years(0.5, 0.5, 200_000, seed=3)
    others = summed(recent, prior, after)
    found = expected_after(np.array([40.0]), np.array([60.0]), others)
    assert found.read_off == 0
    assert found.after == pytest.approx(0.5 * (0.5 + 100) / (0.5 + 0.5), rel=0.05)


def test_nobody_to_look_at_gives_nothing():
    empty = UsePairs(last_3_months=np.zeros(0), prior_9_months=np.zeros(0), people=np.zeros(0), after=np.zeros(0))
    assert expected_after(np.array([1.0]), np.array([1.0]), empty) is None


def moments(values):
    return float(values.mean()), float(values.var(ddof=1))


def sums_of(recent, prior, after, person, people):
    """Each of so many people with the sums of their pairs, as the engine gives them."""
    held = {
        "pairs": np.ones(len(after)), "recent": recent, "prior": prior, "recent_recent": recent**2,
        "recent_prior": recent * prior, "prior_prior": prior**2, "after": after, "recent_after": recent * after,
        "prior_after": prior * after,
    }  # fmt: skip
    return PairSums.of(
        {name: np.bincount(person, weights=values, minlength=people) for name, values in held.items()}
    )


def no_pairs(people):
    return sums_of(*[np.zeros(0)] * 3, np.zeros(0, dtype=int), people)


@pytest.mark.parametrize(("mean", "shape", "x", "expected"), [(0.5, 0.5, 4, 2.25), (1.0, 1.0, 5, 3.0)])
def test_the_one_period_figure_is_the_closed_form(mean, shape, x, expected):
    """mu (k + x) / (k + mu): 0.5 x 4.5 / 1 and 1 x 6 / 2, with moments from two million people of that model."""
    rng = np.random.default_rng(4)
    everybody = rng.poisson(rng.gamma(shape, mean / shape, 2_000_000)).astype(float)
    assert one_period_expectation(np.array([float(x)]), *moments(everybody)) == pytest.approx(expected, rel=0.01)


def test_use_that_varies_no_more_than_chance_has_no_one_period_figure():
    assert one_period_expectation(np.ones(3), *moments(np.tile([0.0, 1.0], 50))) is None


@pytest.mark.parametrize("at_least", [3, 5])
def test_with_no_service_the_guarded_change_is_about_nothing(at_least):
    """60 towns of the closed form's world; people chosen for high use, and the interval holds 0 as it should."""
    covered, errors = [], []
    for number in range(60):
        recent, prior, after = (values.astype(float) for values in two_years(0.5, 0.5, 6000, seed=[5, number]))
        people = np.arange(6000)
        own, other = (recent + prior >= at_least) & (people < 3000), people >= 3000
        found = guarded_change(
            np.column_stack([recent, prior])[own],
            after[own],
            no_pairs(own.sum()),
            sums_of(recent[other], prior[other], after[other], np.arange(3000), 3000),
        )
        covered.append(found.beyond.covers(0.0))
        errors.append(found.beyond.value)
        assert found.after.value < 0.75 * found.before  # a naive before-after would claim this fall
        assert found.least_fall < 0
    assert abs(np.mean(errors)) < 3 * np.std(errors) / np.sqrt(60)
    assert np.mean(covered) >= 0.87  # 95 % less 3 Monte Carlo errors


def test_the_line_and_its_error_are_least_squares_clustered_by_person():
    """Against cluster_robust, which equals R's sandwich and statsmodels: others stand in 1 to 4 pairs each."""
    rng = np.random.default_rng(8)
    person = rng.integers(0, 150, 400)
    need = rng.gamma(0.5, 2.0, 150)[person]
    recent, prior, after = (rng.poisson(need * part).astype(float) for part in (0.25, 0.75, 1.0))
    before, since = rng.poisson(2.0, (40, 2)).astype(float), rng.poisson(2.5, 40).astype(float)
    _, of_pair = np.unique(person, return_inverse=True)
    found = guarded_change(before, since, no_pairs(40), sums_of(recent, prior, after, of_pair, of_pair.max() + 1))
    fit = cluster_robust(after, np.column_stack([np.ones(400), recent, prior]), person, correction="CR1")
    expected = fit.contrast(np.array([1.0, *before.mean(axis=0)]))
    assert found.foretold.value == pytest.approx(expected.value - before.sum(axis=1).mean(), rel=1e-10)
    assert found.foretold.standard_error == pytest.approx(expected.standard_error, rel=1e-10)
    left = mean_of(since - fit.coefficients[0] - before @ fit.coefficients[1:])
    assert found.beyond.value == pytest.approx(left.value, rel=1e-10)
    assert found.beyond.standard_error == pytest.approx(
        np.hypot(left.standard_error, expected.standard_error), rel=1e-10
    )
    assert found.after.value == pytest.approx(since.mean())


def test_a_person_with_pairs_of_their_own_counts_once_in_the_error():
    """Whoever joined after some pairs stands in both groups: the error is that of sums over persons, by hand."""
    rng = np.random.default_rng(9)
    recent, prior, after = (rng.poisson(part, 60).astype(float) for part in (1.0, 2.0, 3.0))
    before, since = rng.poisson(2.0, (20, 2)).astype(float), rng.poisson(2.5, 20).astype(float)
    own = sums_of(recent[:20], prior[:20], after[:20], np.arange(20), 20)
    found = guarded_change(before, since, own, sums_of(recent[20:], prior[20:], after[20:], np.arange(40), 40))
    x = np.column_stack([np.ones(60), recent, prior])
    line = np.linalg.solve(x.T @ x, x.T @ after)
    weights = np.linalg.solve(x.T @ x, np.array([1.0, *before.mean(axis=0)]))
    moves = -x * (after - x @ line)[:, None] @ weights * np.sqrt(60 / 59)
    left = since - line[0] - before @ line[1:]
    moves[:20] += (left - left.mean()) / 20 * np.sqrt(20 / 19)
    assert found.beyond.standard_error == pytest.approx(np.sqrt(np.sum(moves**2)), rel=1e-10)


def test_people_who_share_their_sums_may_be_counted_together():
    rng = np.random.default_rng(10)
    sums = rng.poisson([1.0, 2.0, 3.0], (50, 3)).astype(float)
    apart = sums_of(*np.repeat(sums, 3, axis=0).T, np.arange(150), 150)
    once = sums_of(*sums.T, np.arange(50), 50)
    together = PairSums(people=np.full(50, 3.0), squares=once.squares, products=once.products)
    before, since = rng.poisson(2.0, (20, 2)).astype(float), rng.poisson(2.5, 20).astype(float)
    one, other = (guarded_change(before, since, no_pairs(20), sums) for sums in (apart, together))
    assert one.beyond.value == pytest.approx(other.beyond.value)
    assert one.beyond.standard_error == pytest.approx(other.beyond.standard_error)
    assert one.least_fall == pytest.approx(other.least_fall)


def randhie_pairs():
    """Consecutive years of a person in the RAND experiment, people told by runs of equal covariates.

    statsmodels' randhie (public domain by its own documentation) names neither person nor year, and is another
    extract than that of results.md section 1: the figures below are our own.
    """
    data = pytest.importorskip("statsmodels.api").datasets.randhie.load_pandas().data
    visits = data["mdvis"].to_numpy(float)
    covariates = data.drop(columns="mdvis").to_numpy(float)
    person = np.cumsum(np.r_[False, (covariates[1:] != covariates[:-1]).any(axis=1)])
    same = person[1:] == person[:-1]
    return visits[:-1][same], visits[1:][same], person[1:][same], visits


def test_randhie_frequent_visitors_fall_back_by_a_quarter_with_no_service():
    """14,896 pairs of years, 2,971 with 5 visits or more: 9.164 to 6.645, -27.5 %; one period foretells -9.7 %."""
    before, after, _, visits = randhie_pairs()
    chosen = before >= 5
    assert (len(before), int(chosen.sum())) == (14896, 2971)
    assert (before[chosen].mean(), after[chosen].mean()) == (
        pytest.approx(9.164, abs=5e-4),
        pytest.approx(6.645, abs=5e-4),
    )
    least = one_period_expectation(before[chosen], *moments(visits)) / before[chosen].mean() - 1
    assert least == pytest.approx(-0.0970, abs=5e-4)
    assert after[chosen].mean() / before[chosen].mean() - 1 == pytest.approx(-0.2749, abs=5e-4)


def test_randhie_pairs_of_periods_foretell_it_and_one_period_does_not():
    """24 halvings of the people: of the one half a pair each, drawn by lot and kept if its use is high; the other
    half tells what to expect. The visits of a year are laid to its two parts by lot, as no months are on record.
    """
    before, after, person, _ = randhie_pairs()
    guarded, one_period = [], []
    for number in range(24):
        rng = np.random.default_rng([6, number])
        half = rng.random(person.max() + 1) < 0.5
        recent = rng.binomial(before.astype(int), 0.25).astype(float)
        parts = np.column_stack([recent, before - recent])
        shuffled = rng.permutation(len(person))
        _, first = np.unique(person[shuffled], return_index=True)
        drawn, other = shuffled[first], ~half[person]
        own = drawn[half[person[drawn]] & (before[drawn] >= 5)]
        _, of_pair = np.unique(person[other], return_inverse=True)
        others = sums_of(*parts[other].T, after[other], of_pair, of_pair.max() + 1)
        found = guarded_change(parts[own], after[own], no_pairs(len(own)), others)
        error = found.beyond.standard_error
        guarded.append(found.beyond.value / error)
        one_period.append((found.change.value - found.least_fall) / error)
    assert np.abs(guarded).max() < 3
    assert abs(np.mean(guarded)) < 1.5
    assert max(one_period) < -1.96  # it would have cleared a claim of a fall in each, where there was no service


def test_use_that_does_not_vary_and_one_person_tell_nothing():
    ones = np.ones(3)
    flat = sums_of(ones, ones, ones, np.arange(3), 3)
    with pytest.raises(ValueError, match="does not vary among people who had not joined"):
        guarded_change(np.ones((2, 2)), np.ones(2), no_pairs(2), flat)
    with pytest.raises(ValueError, match="fewer than 2 people joined"):
        guarded_change(np.ones((1, 2)), np.ones(1), no_pairs(1), flat)
