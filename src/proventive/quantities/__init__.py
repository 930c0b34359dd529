"""What is a number here?"""

from proventive.quantities.errors import (
    AgreementError,
    BasesDiffer,
    CannotWrite,
    EngineError,
    FactError,
    InternalError,
    NotFound,
    ProventiveError,
    RecordsError,
    StaleResult,
    UserError,
)
from proventive.quantities.estimate import Estimate, MoneyEstimate, Number, Value
from proventive.quantities.figure import Column, Figure, Row, Table
from proventive.quantities.money import Basis, Cash, Money, Real, total
from proventive.quantities.period import Period, add_years, financial_year, months_as_days, years_of
from proventive.quantities.place import Place
from proventive.quantities.saved import canonical_hash, figures_in, from_json, to_json
from proventive.quantities.source import Source, Status
from proventive.quantities.trail import AgreementUsed, FactUsed, RecordsUsed, SourceFile, Trail
from proventive.quantities.unknown import Unknown

__all__ = [
    "AgreementError",
    "AgreementUsed",
    "Basis",
    "BasesDiffer",
    "CannotWrite",
    "EngineError",
    "Cash",
    "Column",
    "Estimate",
    "FactError",
    "FactUsed",
    "Figure",
    "InternalError",
    "Money",
    "MoneyEstimate",
    "NotFound",
    "Number",
    "Period",
    "Place",
    "ProventiveError",
    "Real",
    "RecordsError",
    "RecordsUsed",
    "Row",
    "Source",
    "SourceFile",
    "StaleResult",
    "Status",
    "Table",
    "Trail",
    "Unknown",
    "UserError",
    "Value",
    "add_years",
    "canonical_hash",
    "figures_in",
    "financial_year",
    "from_json",
    "months_as_days",
    "to_json",
    "total",
    "years_of",
]
