"""The mean effect in five generated series, beside CausalImpact 1.4.1 with bsts 0.9.10 (R 4.5.0).

Numbers: YuminosukeSato/bsts-causalimpact at its state of 2026-03-26 (MIT), tests/fixtures/r_reference_*.json.
CausalImpact draws from a Bayesian structural time series (Brodersen and others 2015, Annals of Applied
Statistics 9). Ours is another method: generalised least squares with AR(1) errors by REML. The series have no
trend, so both estimate one and the same step; they agree to a part of an error, and are not the same number.
"""

import json
from pathlib import Path

import numpy as np
import pytest

from proventive.evaluation.methods.reml_ar1 import fit_reml_ar1

SHARED = Path(__file__).parents[3] / "shared" / "data" / "methods"


@pytest.mark.skipif(not SHARED.exists(), reason="../shared/data/methods is not here")
@pytest.mark.parametrize("scenario", ["basic", "covariates", "no_effect", "seasonal", "strong_effect"])
def test_the_step_is_that_of_causal_impact(scenario):
    held = json.loads((SHARED / f"bsts_r_reference_{scenario}.json").read_text())
    y = np.array(held["data"]["y"])
    after = np.arange(len(y)) >= held["n_pre"]
    seasons = held["model_args"].get("nseasons", 1)
    of_season = [(np.arange(len(y)) % seasons == season).astype(float) for season in range(1, seasons)]
    with_it = [np.array(values) for values in dict(held["data"]["x"]).values()]
    design = np.column_stack([np.ones(len(y)), *with_it, *of_season, after])
    found = fit_reml_ar1(y, design).contrast(np.eye(design.shape[1])[-1])
    told = held["r_output"]
    theirs = (told["ci_upper"] - told["ci_lower"]) / (2 * 1.959964)
    assert abs(found.value - told["point_effect_mean"]) < 0.42 * theirs
    assert abs(found.value - told["point_effect_mean"]) < 0.045
    assert found.covers(held["true_effect"])
    assert (told["ci_lower"] > 0) == (found.interval()[0] > 0)
