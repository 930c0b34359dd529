"""What was promised?"""

from proventive.agreement.document import Agreement
from proventive.agreement.reading import read_agreement

__all__ = ["Agreement", "read_agreement"]
