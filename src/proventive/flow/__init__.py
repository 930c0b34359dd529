"""In what order do the chapters speak? Check, run, stages saved one at a time, explain."""

from proventive.flow.checking import check
from proventive.flow.demo import demo
from proventive.flow.explaining import Explained, explain
from proventive.flow.handing_over import hand_over, plan_to_answer, settle_on
from proventive.flow.running import run, run_stage
from proventive.flow.saving import STAGES

__all__ = [
    "STAGES",
    "Explained",
    "check",
    "demo",
    "explain",
    "hand_over",
    "plan_to_answer",
    "run",
    "run_stage",
    "settle_on",
]
