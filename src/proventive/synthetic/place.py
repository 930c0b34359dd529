"""A synthetic place with a known truth: two stores of records, and the truth beside them."""

from collections.abc import Callable, Collection
from pathlib import Path

from proventive.quantities import Period, UserError, years_of
from proventive.synthetic.events import (
    ADMISSIONS,
    GP_CONTACTS,
    OTHER_AE,
    WouldBe,
    attendances_with,
    would_be_events,
)
from proventive.synthetic.home_care import would_be_home_care
from proventive.synthetic.ids import local_ids
from proventive.synthetic.lives import live, truth_of
from proventive.synthetic.people import People, draw_people
from proventive.synthetic.stores import (
    LINKED_TABLES,
    PROVIDERS_TABLES,
    write_linking_store,
    write_providers_store,
)
from proventive.synthetic.timeline import REGISTERS_AS_AT, SERVICES_START
from proventive.synthetic.truth import Truth, write_truth

TABLES = (*PROVIDERS_TABLES, *LINKED_TABLES)
EVENTS = ("emergency_admission", "ae_attendance", "gp_contact", "home_care_hour")
FEWEST = 1_000


def simulate_place(
    to: Path | str,
    *,
    seed: int,
    people: int = 40_000,
    tables: Collection[str] = TABLES,
    events: Collection[str] = EVENTS,
    effect: float = 1.0,
    progress: Callable[[str], None] | None = None,
) -> Truth:
    """Make a place in the folder ``to``: ``records/<body>/`` for two bodies, and ``truth/``.

    People join services because their recent use is high, so that a plain before-after misleads; what joining
    changed is known, person by person. ``tables`` and ``events`` make only some of the record tables and demand
    events; the same seed gives the same rows whatever else is made. ``effect`` scales what the services avoid:
    with 0 it is a place in which nothing works. Everything is invented.

    Raises UserError where the place would be too small, or a table or an event is not one that it has.
    """
    _can_be_made(people, tables, events)
    tell = progress or (lambda line: None)
    folder = Path(to)
    ids = local_ids(people)
    tell(f"Drawing {people:,} invented people and the services that they would use")
    everyone = draw_people(seed, people)
    admissions = would_be_events(everyone, ADMISSIONS)
    would_be = tuple(each for each in _would_be(everyone, admissions, events) if each.event in events)
    tell("Following who joins, and how joiners would have fared under usual care")
    lives = live(everyone, admissions, effect=effect)
    truth = truth_of(lives, would_be, ids)
    tell("Writing the records, and the truth beside them")
    made_by = f"simulate_place, seed {seed}, {people} people" + ("" if effect == 1 else f", effect {effect}")
    records = folder / "records"
    write_providers_store(records, lives, ids, tables=tables, made_by=made_by)
    write_linking_store(records, lives, would_be, ids, tables=tables, made_by=made_by)
    write_truth(truth, folder / "truth", periods=years_of(Period(start=SERVICES_START, end=REGISTERS_AS_AT)))
    return truth


def _can_be_made(people: int, tables: Collection[str], events: Collection[str]) -> None:
    if people < FEWEST:
        raise UserError(
            f"A place of {people:,} people is too small: hardly anybody in it would join a service. "
            f"Choose {FEWEST:,} people or more."
        )
    for what, asked, held in (("table", tables, TABLES), ("event", events, EVENTS)):
        if unknown := sorted(set(asked) - set(held)):
            raise UserError(
                f"The synthetic place has no {what} “{unknown[0]}”, so nothing can be made of it. "
                f"Choose among: {', '.join(held)}."
            )


def _would_be(people: People, admissions: WouldBe, events: Collection[str]) -> tuple[WouldBe, ...]:
    """The events asked for. Some A&E attendances end in an admission, and are avoided with it."""
    made = [admissions]
    if "ae_attendance" in events:
        made += [attendances_with(people, admissions), would_be_events(people, OTHER_AE)]
    if "gp_contact" in events:
        made.append(would_be_events(people, GP_CONTACTS))
    if "home_care_hour" in events:
        made.append(would_be_home_care(people))
    return tuple(made)
