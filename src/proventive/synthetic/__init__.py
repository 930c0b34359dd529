"""What would we see if we knew the answer?"""

from proventive.synthetic.place import simulate_place
from proventive.synthetic.truth import TrueEffect, Truth, read_truth

__all__ = ["TrueEffect", "Truth", "read_truth", "simulate_place"]
