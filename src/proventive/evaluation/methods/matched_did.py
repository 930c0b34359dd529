"""The effect among matched pairs: observed against counterfactual, absolute and relative."""

from dataclasses import dataclass

import numpy as np

from proventive.evaluation.methods.arrays import Floats
from proventive.evaluation.methods.clusters import Components, clustered
from proventive.evaluation.methods.intervals import Inference


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchedFit:
    """Means per participant. ``relative`` is 1 - observed / counterfactual, None where nothing was expected."""

    observed: Inference
    counterfactual: Inference
    effect: Inference
    relative: Inference | None
    pairs: int


def difference_in_differences(
    earlier: Floats,
    follow_up: Floats,
    earlier_of_match: Floats,
    follow_up_of_match: Floats,
    *,
    scale: float,
    clusters: Components,
) -> MatchedFit:
    """How much more participants changed since an earlier year than the people matched to them.

    ``earlier`` is use in a window that was not matched on; ``scale`` is the length of the follow-up over the
    length of that window. The counterfactual of a participant is the match's use in the follow-up plus the gap
    that already lay between the two in the earlier window: need that differs between them, and is stable, drops
    out. Matching on the window that is differenced would make this the comparison of follow-up alone.
    """
    counterfactual = follow_up_of_match + scale * (earlier - earlier_of_match)
    return matched_contrast(follow_up, counterfactual, clusters=clusters)


def follow_up_only(follow_up: Floats, follow_up_of_match: Floats, *, clusters: Components) -> MatchedFit:
    """Participants against the people matched to them, in the follow-up: right where nothing unmatched differs."""
    return matched_contrast(follow_up, follow_up_of_match, clusters=clusters)


def matched_contrast(observed: Floats, counterfactual: Floats, *, clusters: Components) -> MatchedFit:
    """Observed against a counterfactual given for each participant, errors clustered by component of people.

    The relative effect has its interval by the delta method on the ratio: each pair's influence on
    observed / counterfactual is (observed_i - ratio counterfactual_i) / mean counterfactual.
    """
    mean_observed, mean_counterfactual = float(np.mean(observed)), float(np.mean(counterfactual))
    effect = mean_observed - mean_counterfactual
    relative = None
    if mean_counterfactual > 0:
        ratio = mean_observed / mean_counterfactual
        influence = (observed - ratio * counterfactual) / mean_counterfactual
        relative = clustered(1 - ratio, influence, clusters)
    return MatchedFit(
        observed=clustered(mean_observed, observed, clusters),
        counterfactual=clustered(mean_counterfactual, counterfactual, clusters),
        effect=clustered(effect, observed - counterfactual, clusters),
        relative=relative,
        pairs=len(observed),
    )


def doubly_robust(
    observed: Floats,
    counterfactual: Floats,
    told_by_match: Floats,
    covariates: Floats,
    covariates_of_match: Floats,
    *,
    clusters: Components,
) -> tuple[MatchedFit, Inference]:
    """The matched contrast, corrected by a regression for what the match left different; and the correction.

    ``counterfactual`` is given for each participant as for :func:`matched_contrast`; ``told_by_match`` is the part
    of it that the match tells (its follow-up, or its change since the earlier year). Among the matches that part
    is regressed on covariates, and each pair is corrected by what the regression expects of the difference in
    covariates between the two: the answer is right if either the match or the regression is. Covariates without
    variation, or that follow from others, are left to the least-norm solution. Errors by influence, that of the
    regression included, clustered by component of people. Method: Abadie and Imbens (2011), Bias-corrected
    matching estimators for average treatment effects, Journal of Business and Economic Statistics 29(1).
    """
    n = len(observed)
    design = np.column_stack([np.ones(n), covariates_of_match - covariates_of_match.mean(axis=0)])
    inverse = np.linalg.pinv(design.T @ design / n, rcond=1e-10, hermitian=True)
    slopes = inverse @ (design.T @ told_by_match / n)
    apart = np.column_stack([np.zeros(n), covariates - covariates_of_match])
    left = told_by_match - design @ slopes
    of_slopes = (design * left[:, None]) @ (inverse @ apart.mean(axis=0))
    correction = apart @ slopes + of_slopes  # of_slopes sums to 0: it adds to the error alone
    fit = matched_contrast(observed, counterfactual + correction, clusters=clusters)
    return fit, clustered(float(np.mean(correction)), correction, clusters)
