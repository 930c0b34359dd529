"""Sites that start one after another, in an order drawn by lot: a stepped wedge."""

from dataclasses import dataclass

import numpy as np

from proventive.evaluation.methods.arrays import Floats, Integers
from proventive.evaluation.methods.cluster_robust import cluster_robust
from proventive.evaluation.methods.intervals import Inference
from proventive.evaluation.methods.randomisation import RandomisationResult, randomisation_inference


@dataclass(frozen=True, slots=True, kw_only=True)
class SteppedWedgeFit:
    """One effect, the same however long a site has had the service, judged by sites and by the draw."""

    effect: Inference  # CR2 by site, Satterthwaite
    by_the_draw: RandomisationResult
    sites: int
    periods: int


def stepped_wedge(outcome: Floats, first_period: Integers, *, seed: int, draws: int = 1000) -> SteppedWedgeFit:
    """The model of Hussey and Hughes with fixed effects of sites and periods.

    ``outcome``: sites by periods (means or rates), without gaps. ``first_period``: the period, numbered from 0,
    in which each site first has the service; the number of periods for one that never has. The order was drawn by
    lot, so the draw itself judges the effect too: starts are dealt out to the sites again, ``draws`` times.
    Method: Hussey and Hughes (2007), Design and analysis of stepped wedge cluster randomized trials, Contemporary
    Clinical Trials 28(2), model (1) with fixed site effects; errors as in
    :func:`~proventive.evaluation.methods.cluster_robust.cluster_robust`; Ji, Fink, Robyn and Small (2017),
    Randomization inference for stepped-wedge cluster-randomized trials, Annals of Applied Statistics 11(1).

    An effect that grows with time since the start is not what this answers: the one number is then no average of
    the effects. :func:`by_time_since_start` lets it grow.

    Raises ValueError where starts do not differ, or nothing is left to tell the effect by.
    """
    sites, periods = _checked(outcome, first_period)
    exposed = _exposed(first_period, periods)
    fit = cluster_robust(outcome.ravel(), _design([exposed]), _site(sites, periods))
    generator = np.random.default_rng(seed)
    orders = [first_period, *(generator.permutation(first_period) for _ in range(draws - 1))]
    residual = np.stack([_without_means(_exposed(order, periods)) for order in orders]).reshape(draws, -1)
    weights = residual / np.sum(residual**2, axis=1, keepdims=True)
    return SteppedWedgeFit(
        effect=fit.coefficient(0),
        by_the_draw=randomisation_inference(weights @ outcome.ravel(), weights @ exposed.ravel()),
        sites=sites,
        periods=periods,
    )


def by_time_since_start(outcome: Floats, first_period: Integers) -> tuple[Inference, ...]:
    """The effect in the first, second, ... period with the service, each its own coefficient, errors as before.

    Arguments and errors as in :func:`stepped_wedge`. The time-varying model: Kenny, Voldal, Xia, Heagerty and
    Hughes (2022), Analysis of stepped wedge cluster randomized trials in the presence of a time-varying treatment
    effect, Statistics in Medicine 41(22).
    """
    sites, periods = _checked(outcome, first_period)
    since = np.arange(periods)[None, :] - first_period[:, None]
    lags = [(since == lag).astype(np.float64) for lag in range(int(since.max()) + 1)]
    fit = cluster_robust(outcome.ravel(), _design(lags), _site(sites, periods))
    return tuple(fit.coefficient(lag) for lag in range(len(lags)))


def growth(outcome: Floats, first_period: Integers) -> Inference | None:
    """By how much the effect grows with each further period with the service; None where no site has a second one.

    Arguments, errors and the model as in :func:`stepped_wedge`, with a slope in time since the start.
    """
    sites, periods = _checked(outcome, first_period)
    since = np.maximum(np.arange(periods)[None, :] - first_period[:, None], 0).astype(np.float64)
    if not since.any():
        return None
    columns = _design([_exposed(first_period, periods), since])
    return cluster_robust(outcome.ravel(), columns, _site(sites, periods)).coefficient(1)


def _checked(outcome: Floats, first_period: Integers) -> tuple[int, int]:
    sites, periods = outcome.shape
    if len(first_period) != sites or np.isnan(outcome).any():
        raise ValueError("every site has an outcome in every period, and a period in which it starts")
    if len(np.unique(first_period)) < 2:
        raise ValueError("all sites start at once, so time cannot be told from the service")
    return sites, periods


def _exposed(first_period: Integers, periods: int) -> Floats:
    return (np.arange(periods)[None, :] >= first_period[:, None]).astype(np.float64)


def _without_means(values: Floats) -> Floats:
    return values - values.mean(axis=0) - values.mean(axis=1, keepdims=True) + values.mean()


def _site(sites: int, periods: int) -> Integers:
    return np.repeat(np.arange(sites), periods)


def _design(columns: list[Floats]) -> Floats:
    """The columns, then a mark for each site and for each period but the first."""
    sites, periods = columns[0].shape
    of_site = np.kron(np.eye(sites), np.ones((periods, 1)))
    of_period = np.kron(np.ones((sites, 1)), np.eye(periods)[:, 1:])
    return np.column_stack([*(column.ravel() for column in columns), of_site, of_period])
