"""Who the parties are, what each pays, and that every id means one thing."""

from collections.abc import Iterator
from decimal import Decimal

from proventive.agreement.document import Agreement
from proventive.agreement.hashes import named
from proventive.agreement.payment.wording import percent
from proventive.agreement.pointing import fault, place_of
from proventive.reading.faults import Fault
from proventive.reference import Reference


def id_used_twice(agreement: Agreement, reference: Reference) -> Iterator[Fault]:
    """Figures are named by these ids, so one id names one thing."""
    first: dict[str, str] = {}
    for id, path in named(agreement):
        if id in first:
            before = place_of(agreement, f"{first[id]}/id")
            yield fault(
                agreement,
                "id-used-twice",
                f"{path}/id",
                what=f"The id “{id}” is used twice{f'; the first is in {before}' if before else ''}.",
                why="Parties, objectives, obligations, payment terms and value lines share one list of ids, by "
                "which every figure is named.",
                do="Give one of the two another id, and use it wherever that one is meant.",
            )
        first.setdefault(id, path)


def nobody_provides(agreement: Agreement, reference: Reference) -> Iterator[Fault]:
    if not agreement.with_role("provides"):
        yield fault(
            agreement,
            "no-provider",
            "parties",
            what="No party has the role “provides”.",
            why="A promise needs somebody who makes it.",
            do="Add “provides” to the roles of the body that runs the service.",
        )


def nobody_pays(agreement: Agreement, reference: Reference) -> Iterator[Fault]:
    if agreement.payment and not agreement.with_role("pays"):
        yield fault(
            agreement,
            "no-payer",
            "parties",
            what="There are payment terms, and no party has the role “pays”.",
            why="What is owed must be owed by somebody.",
            do="Add “pays” to the roles of the body that pays, and its share if there are several.",
        )


def shares(agreement: Agreement, reference: Reference) -> Iterator[Fault]:
    """Shares stand at all payers or at none that is alone, and add up to 100%."""
    for number, party in enumerate(agreement.parties):
        if party.share is None:
            continue
        path = f"parties/{number}/share"
        if "pays" not in party.roles:
            yield fault(
                agreement,
                "share-without-paying",
                path,
                what=f"“{party.id}” has a share of what is paid, and not the role “pays”.",
                why="It cannot be told whether this body owes a share.",
                do="Add “pays” to its roles, or delete the share.",
            )
    yield from shares_of_payers(agreement)


def shares_of_payers(agreement: Agreement) -> Iterator[Fault]:
    payers = [(number, party) for number, party in enumerate(agreement.parties) if "pays" in party.roles]
    given = [party.share for _, party in payers if party.share is not None]
    if not given and len(payers) <= 1:
        return
    for number, party in payers:
        if party.share is None:
            yield fault(
                agreement,
                "payer-without-share",
                f"parties/{number}",
                what=f"“{party.id}” pays, and its share is not said, while several bodies pay.",
                why="What is owed is split between those who pay.",
                do="Write its share, such as “share: 40%”. The shares of all who pay add up to 100%.",
            )
    total = sum(given, Decimal(0))
    if len(given) == len(payers) and total != 1:
        yield fault(
            agreement,
            "shares-do-not-add-up",
            f"parties/{payers[-1][0]}/share",
            what=f"The shares of those who pay add up to {percent(total, beside=Decimal(1))}, not 100%.",
            why="The rest would be owed by nobody, or something would be paid twice.",
            do="Change the shares so that they add up to 100%.",
        )


PARTY_CLAUSES = (id_used_twice, nobody_provides, nobody_pays, shares)
