"""What may be shown?

Rules are data, each number with its source (``profiles/``); what breaks them is hidden; and what is left is
attacked before it goes: whatever can be worked out again was not hidden.
"""

from proventive.disclosure.attack import Hidden, Kept, Sum, bounds, given_away
from proventive.disclosure.protecting import Protected, protected
from proventive.disclosure.rules import PROFILES, Rule, Rules, rules_named
from proventive.disclosure.wording import without_numbers

__all__ = [
    "PROFILES",
    "Hidden",
    "Kept",
    "Protected",
    "Rule",
    "Rules",
    "Sum",
    "bounds",
    "given_away",
    "protected",
    "rules_named",
    "without_numbers",
]
