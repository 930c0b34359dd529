"""Regression to the mean with no service at all: the published closed form, reached from pairs of periods.

Source: results.md part A section 1: gamma-Poisson, E[after | before = x] = mu (k + x) / (k + mu), and its table.
"""

import numpy as np
import pytest
from scipy import stats

from proventive.evaluation.methods.regression_to_the_mean import (
    UsePairs,
    expected_after,
    guarded_change,
    one_period_expectation,
)


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


@pytest.mark.parametrize(("mean", "shape", "x", "expected"), [(0.5, 0.5, 4, 2.25), (1.0, 1.0, 5, 3.0)])
def test_the_one_period_figure_is_the_closed_form(mean, shape, x, expected):
    """mu (k + x) / (k + mu): 0.5 x 4.5 / 1 and 1 x 6 / 2, with moments from two million people of that model."""
    rng = np.random.default_rng(4)
    everybody = rng.poisson(rng.gamma(shape, mean / shape, 2_000_000)).astype(float)
    assert one_period_expectation(np.array([float(x)]), everybody) == pytest.approx(expected, rel=0.01)


def test_use_that_varies_no_more_than_chance_has_no_one_period_figure():
    assert one_period_expectation(np.ones(3), np.tile([0.0, 1.0], 50)) is None


@pytest.mark.parametrize("at_least", [3, 5])
def test_with_no_service_the_guarded_change_is_about_nothing(at_least):
    """60 towns of the closed form's world; people chosen for high use, and the interval holds 0 as it should."""
    covered, errors = [], []
    for number in range(60):
        recent, prior, after = two_years(0.5, 0.5, 6000, seed=[5, number])
        before, people = (recent + prior).astype(float), np.arange(6000)
        own, other = (before >= at_least) & (people < 3000), people >= 3000
        found = guarded_change(
            before[own], after[own].astype(float), people[own], before[other], after[other], people[other]
        )
        covered.append(found.beyond.covers(0.0))
        errors.append(found.beyond.value)
        assert found.after < 0.75 * found.before  # a naive before-after would claim a fall of a quarter or more
    assert abs(np.mean(errors)) < 3 * np.std(errors) / np.sqrt(60)
    assert np.mean(covered) >= 0.87  # 95 % less 3 Monte Carlo errors


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
    least = one_period_expectation(before[chosen], visits) / before[chosen].mean() - 1
    assert least == pytest.approx(-0.0970, abs=5e-4)
    assert after[chosen].mean() / before[chosen].mean() - 1 == pytest.approx(-0.2749, abs=5e-4)


def test_randhie_pairs_of_periods_foretell_it_and_one_period_does_not():
    """24 halvings of the people: the one half is chosen for high use, the other tells what to expect."""
    before, after, person, _ = randhie_pairs()
    guarded, one_period = [], []
    for number in range(24):
        half = np.random.default_rng([6, number]).random(person.max() + 1) < 0.5
        own, other = half[person] & (before >= 5), ~half[person]
        found = guarded_change(before[own], after[own], person[own], before[other], after[other], person[other])
        error = found.beyond.standard_error
        guarded.append(found.beyond.value / error)
        one_period.append((found.after - found.before * (1 - found.least_fall)) / error)
    assert np.abs(guarded).max() < 3
    assert abs(np.mean(guarded)) < 1.5
    assert max(one_period) < -4  # it would have cleared a claim of a fall where there was no service


def test_nobody_may_stand_in_both_groups():
    ones, people = np.ones(3), np.arange(3)
    with pytest.raises(ValueError, match="among those who joined and among the others"):
        guarded_change(ones, ones, people, ones, ones, people)
