"""The plans of an agreement that name a design."""

from collections.abc import Iterator

from proventive.agreement.document import Agreement, Objective


def planned(agreement: Agreement, design: str) -> Iterator[tuple[Objective, str]]:
    """Every objective whose plan names the design, with its path in the document."""
    for number, objective in enumerate(agreement.objectives):
        if objective.plan.design == design:
            yield objective, f"objectives/{number}"
