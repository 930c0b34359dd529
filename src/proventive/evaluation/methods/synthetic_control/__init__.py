"""Synthetic control and synthetic difference-in-differences: weights on areas where nothing began."""

from proventive.evaluation.methods.synthetic_control.conformal import ConformalInterval, conformal_interval
from proventive.evaluation.methods.synthetic_control.control import (
    LeftOut,
    Placebos,
    SyntheticControl,
    leave_one_out,
    placebo_in_time,
    placebos_in_space,
    synthetic_control,
)
from proventive.evaluation.methods.synthetic_control.difference_in_differences import (
    SyntheticDid,
    bootstrap_error,
    jackknife_error,
    permuted_effects,
    placebo_error,
    synthetic_difference_in_differences,
)
from proventive.evaluation.methods.synthetic_control.permutation import (
    PermutationInterval,
    least_areas,
    permutation_interval,
)
from proventive.evaluation.methods.synthetic_control.predictors import (
    PredictorFit,
    with_importance,
    with_predictors,
)
from proventive.evaluation.methods.synthetic_control.simplex import SimplexFit, simplex_least_squares

__all__ = [
    "ConformalInterval",
    "LeftOut",
    "PermutationInterval",
    "Placebos",
    "PredictorFit",
    "SimplexFit",
    "SyntheticControl",
    "SyntheticDid",
    "bootstrap_error",
    "conformal_interval",
    "jackknife_error",
    "least_areas",
    "leave_one_out",
    "permutation_interval",
    "permuted_effects",
    "placebo_error",
    "placebo_in_time",
    "placebos_in_space",
    "simplex_least_squares",
    "synthetic_control",
    "synthetic_difference_in_differences",
    "with_importance",
    "with_predictors",
]
