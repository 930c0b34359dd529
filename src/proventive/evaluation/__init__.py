"""What changed, against what would have happened anyway?"""

from proventive.evaluation.evaluating import evaluate, faults
from proventive.evaluation.finding import CheckResult, Finding, Findings, Grade

__all__ = ["CheckResult", "Finding", "Findings", "Grade", "evaluate", "faults"]
