"""A training programme (185 people by lot, 260 not) against 15,992 people of a population survey.

Data: nsw_mixtape and cps_mixtape of NickCH-K/causaldata at 94e0c05 (LaLonde 1986; Dehejia and Wahba 1999, 2002).
The draw is the truth that the survey has to find. Printed: 1,794 by the draw and -8,498 against all of the survey
(as papers on these data repeat it); Cunningham, Causal Inference: The Mixtape, chapter 5, as the notebook of the
book prints it (scunning1975/mixtape at 39d57c9, Python/Matching_and_Subclassification.ipynb). MatchIt 4.5.1:
tests/data/matching.
"""

import csv
from pathlib import Path

import numpy as np
import pytest

from proventive.evaluation.methods.matching import nearest_matches, propensity_score
from proventive.evaluation.methods.weighting import inverse_probability_weights, weighted_difference

pandas = pytest.importorskip("pandas")
SHARED = Path(__file__).parents[3] / "shared" / "data" / "methods"
MATCHIT = Path(__file__).parents[1] / "data" / "matching" / "programme.csv"
pytestmark = pytest.mark.skipif(not SHARED.exists(), reason="../shared/data/methods is not here")
FIRST_ORDER = ("age", "educ", "marr", "nodegree", "black", "hisp", "re74", "re75", "u74", "u75", "educ_re74")
DEHEJIA_WAHBA = (*FIRST_ORDER, "age2", "age3", "educ2")


@pytest.fixture(scope="module")
def programme():
    return pandas.read_stata(SHARED / "nsw_mixtape.dta")


@pytest.fixture(scope="module")
def survey():
    return pandas.read_stata(SHARED / "cps_mixtape.dta")


def people(*parts, columns: tuple[str, ...]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Who took part, their covariates, and what they earned in 1978."""
    rows = pandas.concat(parts, ignore_index=True).drop(columns="data_id").astype(float)
    rows["u74"], rows["u75"] = (rows[year].eq(0).astype(float) for year in ("re74", "re75"))
    rows["educ_re74"] = rows.educ * rows.re74
    rows["age2"], rows["age3"], rows["educ2"] = rows.age**2, rows.age**3, rows.educ**2
    return rows.treat.eq(1).to_numpy(), rows[list(columns)].to_numpy(), rows.re78.to_numpy()


def test_the_draw_and_the_naive_comparison(programme, survey):
    joined, _, earned = people(programme, columns=FIRST_ORDER)
    assert (joined.sum(), (~joined).sum()) == (185, 260)
    drawn = weighted_difference(earned, joined, np.ones(len(joined)))
    assert round(drawn.value) == 1794
    joined, _, earned = people(programme[programme.treat == 1], survey, columns=FIRST_ORDER)
    naive = weighted_difference(earned, joined, np.ones(len(joined)))
    assert round(naive.value) == -8498


def test_inverse_probability_weights_as_the_mixtape_prints_them(programme, survey):
    """All of the programme, drawn or not, is set beside the survey there; powers in its formula have no effect."""
    joined, covariates, earned = people(survey, programme, columns=FIRST_ORDER)
    score = propensity_score(joined, covariates).score
    assert [round(float(score[group].mean()), 6) for group in (joined, ~joined)] == [0.190701, 0.009212]
    weights = inverse_probability_weights(joined, score, estimand="everybody")
    signed = np.where(joined, weights, -weights) * earned
    assert round(float(signed.mean()), 2) == -11535.55
    assert round(weighted_difference(earned, joined, weights).value, 2) == -7044.80

    trimmed = inverse_probability_weights(joined, score, estimand="everybody", trim=0.1)
    kept = trimmed > 0
    assert kept.sum() == 579
    assert round(float(signed[kept].mean()), 2) == 2486.22
    # Printed as normalised: the sums are those of everybody, so that the weights of the 579 do not add up to 1.
    halves = [float((trimmed * earned)[group].sum() / weights[group].sum()) for group in (joined, ~joined)]
    assert round(halves[0] - halves[1], 2) == 423.62
    assert round(weighted_difference(earned, joined, trimmed).value, 2) == 2153.14  # normalised among the 579


def test_weighted_for_those_who_joined_the_survey_comes_near_the_draw(programme, survey):
    """With the score of Dehejia and Wahba: 1,782 against the 1,794 of the draw; not matched, -8,498."""
    joined, covariates, earned = people(programme[programme.treat == 1], survey, columns=DEHEJIA_WAHBA)
    weights = inverse_probability_weights(joined, propensity_score(joined, covariates).score)
    found = weighted_difference(earned, joined, weights)
    assert round(found.value) == 1782
    assert found.covers(1794.34)


def test_pairs_are_those_of_matchit(programme, survey):
    """Under its search and tie rule. 26 of 185 pairs are exchanged among people of one and the same score."""
    joined, covariates, earned = people(programme[programme.treat == 1], survey, columns=DEHEJIA_WAHBA)
    score = propensity_score(joined, covariates, tolerance=1e-8).score
    own, others = np.flatnonzero(joined), np.flatnonzero(~joined)
    order = np.argsort(-score[own], kind="stable")
    found = nearest_matches(score[own], score[others[::-1]], order=order, side="below first")
    participant, comparator = own[found.participant], others[::-1][found.comparator]
    with MATCHIT.open() as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(found) == 185
    their_own = np.array([int(row["participant"]) - 1 for row in rows])
    their_other = dict(zip(their_own, (int(row["comparator"]) - 1 for row in rows), strict=True))
    np.testing.assert_allclose(score[their_own], [float(row["score"]) for row in rows], rtol=0, atol=1e-11)
    assert set(comparator) == set(their_other.values())
    paired_with = np.array([their_other[one] for one in participant])
    np.testing.assert_allclose(score[comparator], score[paired_with], rtol=0, atol=1e-13)
    assert (comparator != paired_with).sum() <= 26
    assert float((earned[participant] - earned[comparator]).mean()) == pytest.approx(951.5755434809504, abs=1e-9)

    either = nearest_matches(score[own], score[others], order=order)
    ours = earned[own][either.participant] - earned[others][either.comparator]
    assert round(float(ours.mean()), 2) == 1055.04  # our own rule: the nearest on either side
