"""Participants against similar people who had not joined by then, held against an earlier year."""

from proventive.evaluation.designs.matched_cohort.design import MATCHED_COHORT

__all__ = ["MATCHED_COHORT"]
