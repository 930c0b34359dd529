"""Is what was handed over the answer to the plan that is held here?"""

from datetime import date

from proventive.agreement.document import Agreement
from proventive.agreement.hashes import agreement_hash, as_document, seal_hash
from proventive.agreement.seals import Seal
from proventive.evaluation.handing_over.nouns import HandedOver, PlanAnswered, SealKept
from proventive.quantities import AgreementError, Period, StaleResult, canonical_hash


def plan_of(agreement: Agreement, sealed: tuple[Seal, ...]) -> PlanAnswered:
    """The plan of an agreement as a file names it, with the seals given to it."""
    return PlanAnswered(
        agreement=agreement.id,
        hash=seal_hash(agreement),
        parts=parts_of(agreement),
        seals=tuple(SealKept(party=one.party, on=one.on, hash=one.hash) for one in sealed),
    )


def parts_of(agreement: Agreement) -> dict[str, str]:
    """The hash of each objective and payment term, and of the seed."""
    document = as_document(agreement)
    parts = {
        part["id"]: canonical_hash(part) for key in ("objectives", "payment") for part in document.get(key, [])
    }
    return {**parts, "seed": canonical_hash(document.get("seed", []))}


def verify(
    handed: HandedOver, agreement: Agreement, sealed: tuple[Seal, ...], *, as_at: date, period: Period
) -> None:
    """Raise AgreementError where the plan or its seals are others than here, StaleResult where the day is."""
    if handed.plan.agreement != agreement.id:
        raise AgreementError(
            f"This finding is of “{handed.plan.agreement}”, not of “{agreement.id}”. Nothing was settled on it. "
            "Name the folder of its own agreement."
        )
    if handed.plan.hash != seal_hash(agreement):
        raise AgreementError(
            f"This finding answers another plan than the one that is held here. "
            f"{differences(handed.plan, agreement)} An answer to one plan settles no other. "
            "Nothing was settled. Agree which version both sides sealed, and have it evaluated again."
        )
    here = {(one.party, one.on, one.hash) for one in sealed}
    unknown = [one for one in handed.plan.seals if (one.party, one.on, one.hash) not in here]
    if unknown:
        told = " and ".join(f"“{one.party}” on {one.on}" for one in unknown)
        raise AgreementError(
            f"Where this finding was made the plan was sealed by {told}; seals.yaml here does not say so. One "
            "of the two was changed. Nothing was settled. Compare both files, and put the missing line back."
        )
    if (handed.as_at, handed.period) != (as_at, period):
        raise StaleResult(
            f"This finding is as at {handed.as_at}, about {handed.period.start} to {handed.period.end}; you "
            f"settle as at {as_at}, about {period.start} to {period.end}. Figures of two days do not go together. "
            f"Settle with --as-at {handed.as_at}, or ask for a finding as at {as_at}."
        )


def differences(there: PlanAnswered, agreement: Agreement) -> str:
    """Which parts of two plans differ, by their ids."""
    here = parts_of(agreement)
    changed = sorted(id for id in here.keys() & there.parts.keys() if here[id] != there.parts[id])
    told = (
        ("It differs in", changed),
        ("Only here stands", sorted(here.keys() - there.parts.keys())),
        ("Only there stands", sorted(there.parts.keys() - here.keys())),
    )
    sentences = [f"{words} {', '.join(f'“{id}”' for id in ids)}." for words, ids in told if ids]
    return " ".join(sentences) or f"Which part differs is not said (here {agreement_hash(agreement)[:12]}…)."


def seals_apart(handed: HandedOver, sealed: tuple[Seal, ...]) -> str:
    """What is sealed here and was not yet where the finding was made; "" where both say the same."""
    there = {(one.party, one.on) for one in handed.plan.seals}
    later = [one for one in sealed if (one.party, one.on) not in there]
    told = " and ".join(f"“{one.party}” on {one.on}" for one in later)
    return (
        f"Here the plan is sealed by {told} too; where the finding was made that was not on record."
        if told
        else ""
    )
