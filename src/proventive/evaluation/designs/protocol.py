"""What a design is. A new one satisfies this Protocol and is registered by name; nothing is subclassed."""

from collections.abc import Sequence
from typing import Any, Protocol

from proventive.agreement.document import Agreement, Objective, Plan
from proventive.evaluation.finding import Finding
from proventive.evaluation.question import Unanswerable
from proventive.quantities import Period
from proventive.reading.faults import Fault
from proventive.records import Records
from proventive.reference import Reference


class Design(Protocol):
    """A way of finding out what changed, against what would have happened anyway.

    ``gather`` asks the engine, set-based, and gives plain arrays (each design its own Inputs), or says why the
    question cannot be answered. ``estimate`` is numpy only: same inputs, plan and seed, same finding.
    """

    @property
    def name(self) -> str:
        """As written in the plan of an agreement."""

    @property
    def tables(self) -> tuple[str, ...]:
        """The record tables without which it has nothing to say."""

    @property
    def has_counterfactual(self) -> bool:
        """Whether it holds what happened against what would have happened anyway."""

    @property
    def method(self) -> str:
        """What is done, in a sentence or two, with the papers that define it."""

    @property
    def against(self) -> str:
        """Whose the counterfactual is, in words that follow the number."""

    def faults(self, agreement: Agreement, reference: Reference) -> Sequence[Fault]:
        """What its plans lack, for every objective of the agreement that names it."""

    def gather(self, records: Records, objective: Objective, period: Period) -> Any | Unanswerable:
        """The arrays that it needs, from the engine."""

    def estimate(self, inputs: Any, plan: Plan, *, seed: int) -> Finding:
        """The finding, checks included; grades are given afterwards, by one rule for all designs."""
