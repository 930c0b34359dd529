"""People or whole sites allocated by lot: to the service at once, or to wait or go without."""

from proventive.evaluation.designs.randomised.design import CLUSTER_RANDOMISED, WAITING_LIST

__all__ = ["CLUSTER_RANDOMISED", "WAITING_LIST"]
