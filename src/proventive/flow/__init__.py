"""In what order do the chapters speak? Check, run, stages saved one at a time, explain."""

from proventive.flow.checking import check
from proventive.flow.demo import demo
from proventive.flow.explaining import Explained, explain
from proventive.flow.running import run, run_stage
from proventive.flow.saving import STAGES

__all__ = ["STAGES", "Explained", "check", "demo", "explain", "run", "run_stage"]
