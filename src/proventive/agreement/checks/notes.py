"""Notes, kindly meant: what the founding texts ask of every agreement, and this one lacks. None stops the run.

An agreement should say how it uses the people it serves as equal partners and how it reduces demand during its
lifetime, which parts of the preventive infrastructure it builds partnerships with, and what they are paid (“How to
launch a new preventive service sector”, 25 June 2015).
"""

from collections.abc import Iterator

from proventive.agreement.document import Agreement, CoProduction, FixedTerm
from proventive.agreement.examples import about
from proventive.agreement.pointing import fault
from proventive.reading.faults import Fault

SMALL_GRANT = " For a small grant that may be all that is needed: nothing is held against it."


def notes(agreement: Agreement) -> list[Fault]:
    """What the agreement lacks, said kindly; more kindly for a grant, of which less is asked."""
    always = (no_demand_objective, no_co_production, partners)
    of_contracts = (without_owner, promise_without_number, no_value_map, payment_without_example)
    asked = always if agreement.kind == "grant" else always + of_contracts
    return [note for ask in asked for note in ask(agreement)]


def note(agreement: Agreement, code: str, path: str, *, what: str, why: str, do: str) -> Fault:
    """A note; for a grant, with the words that nothing is held against it."""
    kindly = SMALL_GRANT if agreement.kind == "grant" else ""
    return fault(agreement, code, path, what=what, why=why, do=do + kindly, stops=False)


def no_demand_objective(agreement: Agreement) -> Iterator[Fault]:
    if not any(objective.reduce for objective in agreement.objectives):
        yield note(
            agreement,
            "no-demand-objective",
            "objectives",
            what="No objective says how the service reduces demand during the agreement.",
            why="Prevention stays small as long as nobody is held to reducing demand, or paid for it.",
            do="Add an objective that reduces an event, such as emergency admissions, if the service could do so.",
        )


def no_co_production(agreement: Agreement) -> Iterator[Fault]:
    if not any(isinstance(obligation, CoProduction) for obligation in agreement.obligations):
        yield note(
            agreement,
            "no-co-production",
            "obligations",
            what="No obligation says how the people served take part as equal partners.",
            why="People who help to run a service often change more, and so does the service.",
            do="Add an obligation with a share of hours by people served, or seats where things are decided.",
        )


def partners(agreement: Agreement) -> Iterator[Fault]:
    """Which preventive partners are used, and what each is paid."""
    if not agreement.with_role("preventive partner"):
        yield note(
            agreement,
            "no-preventive-partner",
            "parties",
            what="No preventive partner is named, such as a time bank, a befriending scheme or a local "
            "co-ordinator.",
            why="The most convincing way to explain how demand will fall is to say who helps to bring it down.",
            do="Name the partners that the service builds on, what they do and what they are paid.",
        )
    for number, party in enumerate(agreement.parties):
        if "preventive partner" in party.roles and party.paid is None:
            yield note(
                agreement,
                "partner-pay-not-said",
                f"parties/{number}",
                what=f"It is not said what the preventive partner “{party.id}” is paid.",
                why="A partner that is used and not paid carries the cost of the promise.",
                do="Add what it is paid, such as “paid: 6000 GBP a year”, or “0 GBP a year” where that is so.",
            )


def without_owner(agreement: Agreement) -> Iterator[Fault]:
    for list_name, things in (("objectives", agreement.objectives), ("obligations", agreement.obligations)):
        for number, thing in enumerate(things):
            if thing.owner is None:
                yield note(
                    agreement,
                    "no-owner",
                    f"{list_name}/{number}",
                    what=f"Nobody is named as the owner of “{thing.id}”.",
                    why="Promises made by the bid team are lost after the award, unless somebody owns them.",
                    do="Add “owner” with a role, such as “operations manager”.",
                )


def promise_without_number(agreement: Agreement) -> Iterator[Fault]:
    for number, objective in enumerate(agreement.objectives):
        if objective.target is None:
            yield note(
                agreement,
                "no-target",
                f"objectives/{number}",
                what=f"“{objective.id}” is promised without a number.",
                why="It will be told what happened, and not whether the promise was kept.",
                do="Add a target, if the parties agree on one.",
            )


def no_value_map(agreement: Agreement) -> Iterator[Fault]:
    if agreement.value is None:
        yield note(
            agreement,
            "no-value-map",
            "",
            what="There is no value map, so nothing is said about what the changes are worth, and to whom.",
            why="Commissioners who see only what a service costs choose the cheapest.",
            do="Add “value” with a line for each change that has a price.",
        )


def payment_without_example(agreement: Agreement) -> Iterator[Fault]:
    tested = {id for example in agreement.worked_examples for id in example.owed}
    for number, term in enumerate(agreement.payment):
        if term.id not in tested and not isinstance(term, FixedTerm):
            yield note(
                agreement,
                "payment-without-example",
                f"payment/{number}",
                what=f"No worked example says what “{term.id}” pays for “{about(term)}”.",
                why="An example that both parties signed settles a dispute before it begins.",
                do="Add a worked example just above and one just below the point at which the term pays.",
            )
