"""The two stores of the place: whom the provider serves, and what the linking body holds on everyone."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from pathlib import Path

import numpy as np

from proventive.quantities import Period
from proventive.records import Coverage, write_store
from proventive.synthetic import enterprise, support
from proventive.synthetic.events import WouldBe
from proventive.synthetic.ids import FINGERPRINT, ID_SPACE, keep_demo_key
from proventive.synthetic.lives import Lives, as_lived
from proventive.synthetic.registers import Columns, demand, people_known, population
from proventive.synthetic.timeline import (
    FIRST_DAY,
    HOME_CARE_RECORDED_FROM,
    LAST_DAY_OF_DEMAND,
    REGISTERS_AS_AT,
)
from proventive.synthetic.wellbeing import assessments

PROVIDER = "lantern-and-loaf"
PROVIDER_NAME = "Lantern and Loaf, a community enterprise (invented)"
LINKING_BODY = "glenmarrow-linkage"
LINKING_BODY_NAME = "Glenmarrow Linkage Office (invented)"
RECORDS_KEPT_FROM = date(2025, 3, 1)  # the provider's, a month before the services start

PROVIDERS_TABLES = (
    "people",
    "referrals",
    "assessments",
    "contacts",
    "contributions",
    "goals",
    "workforce",
    "finance",
    "deliverables",
    "journal",
)
LINKED_TABLES = ("population", "demand")


def write_providers_store(
    folder: Path, lives: Lives, ids: np.ndarray, *, tables: Collection[str], made_by: str
) -> None:
    """Write those of the provider's tables that are asked for; no store where none is."""
    made = {name: make() for name, make in _providers_tables(lives, ids).items() if name in tables}
    if made:
        kept = Period(start=RECORDS_KEPT_FROM, end=REGISTERS_AS_AT)
        write_store(
            folder / PROVIDER,
            body=PROVIDER,
            name=PROVIDER_NAME,
            id_space=ID_SPACE,
            coverage=[Coverage(table=name, period=kept) for name in made],
            tables=made,
            made_by=made_by,
            demonstration=True,
            key=FINGERPRINT,
        )
        keep_demo_key(folder / PROVIDER)


def _providers_tables(lives: Lives, ids: np.ndarray) -> Mapping[str, Callable[[], Columns]]:
    stays = support.stays(lives)
    return {
        "people": lambda: people_known(
            lives.people,
            ids,
            served=support.referred(lives, stays),
            carers=support.carers(lives),
            volunteers=support.volunteers(lives),
        ),
        "referrals": lambda: support.referrals(lives, stays, ids),
        "assessments": lambda: assessments(lives, ids),
        "contacts": lambda: support.contacts(lives, stays, ids),
        "contributions": lambda: support.contributions(lives, stays, ids),
        "goals": lambda: enterprise.goals(lives, stays[0], ids),
        "workforce": enterprise.workforce,
        "finance": enterprise.finance,
        "deliverables": enterprise.deliverables,
        "journal": enterprise.journal,
    }


def write_linking_store(
    folder: Path,
    lives: Lives,
    would_be: Sequence[WouldBe],
    ids: np.ndarray,
    *,
    tables: Collection[str],
    made_by: str,
) -> None:
    """Write the population, and the demand that happened; home care is covered only since it is recorded."""
    made: dict[str, Columns] = {}
    coverage = []
    if "population" in tables:
        made["population"] = population(lives.people, ids)
        known = Period(start=FIRST_DAY, end=REGISTERS_AS_AT)
        coverage.append(Coverage(table="population", period=known))
    if "demand" in tables and would_be:
        made["demand"] = demand([as_lived(lives, each) for each in would_be], ids)
        coverage += [_demand_covered(event) for event in dict.fromkeys(each.event for each in would_be)]
    if made:
        write_store(
            folder / LINKING_BODY,
            body=LINKING_BODY,
            name=LINKING_BODY_NAME,
            id_space=ID_SPACE,
            coverage=coverage,
            tables=made,
            made_by=made_by,
            demonstration=True,
            key=FINGERPRINT,
        )
        keep_demo_key(folder / LINKING_BODY)


def _demand_covered(event: str) -> Coverage:
    start = HOME_CARE_RECORDED_FROM if event == "home_care_hour" else FIRST_DAY
    return Coverage(table="demand", event=event, period=Period(start=start, end=LAST_DAY_OF_DEMAND))
