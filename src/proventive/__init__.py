"""Prove what prevention is worth: an agreement from promise to proof to payment.

The public API reads as the flow::

    import proventive as pv

    agreement = pv.read_agreement("place/service/agreement.yaml")
    records = pv.open_records("place/service", agreement=agreement, as_at="2027-06-30")
    findings = pv.evaluate(agreement, records)
    worth = pv.value(agreement, records, findings)
    outturn = pv.settle(agreement, records, findings, worth)
    pv.write_pack(outturn, "place/service/pack/2027-06-30")
"""

from importlib import import_module
from importlib.metadata import version
from typing import Any

__version__ = version("proventive")

# Chapters are loaded when they are first asked for; otherwise the lowest chapter would import them all.
_WHERE = {
    "read_agreement": "agreement",
    "Agreement": "agreement",
    "open_records": "records",
    "evaluate": "evaluation",
    "value": "valuation",
    "settle": "outturn",
    "pack": "evidence",
    "write_pack": "evidence",
    "check": "flow",
    "run": "flow",
    "explain": "flow",
    "simulate_place": "synthetic",
    "Unknown": "quantities",
    "Money": "quantities",
    "Estimate": "quantities",
    "Figure": "quantities",
    "UserError": "quantities",
}

__all__ = ["__version__", *_WHERE]


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"proventive has no {name!r}; it has {', '.join(_WHERE)}")
    return getattr(import_module(f"proventive.{_WHERE[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
