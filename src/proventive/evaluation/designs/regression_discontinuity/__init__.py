"""A score and a line decide who is offered the service: those just above against those just below."""

from proventive.evaluation.designs.regression_discontinuity.design import REGRESSION_DISCONTINUITY

__all__ = ["REGRESSION_DISCONTINUITY"]
