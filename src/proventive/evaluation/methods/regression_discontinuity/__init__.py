"""Does the outcome jump where the score crosses the line that decides who is offered the service?"""

from proventive.evaluation.methods.regression_discontinuity.bandwidths import Bandwidths
from proventive.evaluation.methods.regression_discontinuity.crowding import Crowding, crowding
from proventive.evaluation.methods.regression_discontinuity.density import DensityBreak, density_break
from proventive.evaluation.methods.regression_discontinuity.estimate import JumpFit, jump, turned

__all__ = ["Bandwidths", "Crowding", "DensityBreak", "JumpFit", "crowding", "density_break", "jump", "turned"]
