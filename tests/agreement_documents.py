"""Generated agreement documents, valid in form: what a hypothesis test takes in."""

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

IDS = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9.,:_%#'\"&é-]{0,11}", fullmatch=True)
PROSE = (
    st.text(
        alphabet=st.characters(
            exclude_categories=("Cs", "Cc", "Cn"), exclude_characters="\ufeff\u2028\u2029\ufffe\uffff"
        ),
        min_size=1,
        max_size=30,
    )
    | st.sampled_from(
        [
            "no",
            "=1+1",
            "_x0041_",
            "a: b, c",
            "# x",
            "[draft] x",
            "'q' and 'r'",
            "007",
            "{}",
            "#N/A",
            "1e5",
            "a\nb\n",
            "a\rb",
            "a\u2028b",
        ]
    )
).filter(lambda text: text.strip())
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31)).map(str)
SHARES = st.integers(0, 1000).map(lambda tenths: f"{Decimal(tenths) / 10}%")
ANY_SHARES = st.integers(-500, 1000).map(lambda tenths: f"{Decimal(tenths) / 10}%")
NUMBERS = st.decimals(0, 10**6, places=2) | st.integers(0, 10**9).map(Decimal)
AMOUNTS = st.decimals(0, 10**7, places=2).map(lambda amount: f"{amount} GBP")
MONTHS = st.integers(1, 60).map(lambda months: f"{months} months")
RATES = st.builds("{} per {}".format, AMOUNTS, st.sampled_from(["admission avoided", "hour", "person"]))
CAPS = st.builds("{} {}".format, AMOUNTS, st.sampled_from(["a year", "over the agreement"]))
UNKNOWN = PROSE.map(lambda why: {"unknown": why})
STATUSES = st.sampled_from(["published", "recalled"])
SOURCES = st.fixed_dictionaries({"title": PROSE, "status": STATUSES}, optional={"where": PROSE})


def levels(one):
    return one | st.fixed_dictionaries({"low": one, "median": one, "high": one})


def lists(items, **sizes):
    return st.lists(items, max_size=3, **sizes)


ROLES = st.sampled_from(["signs", "pays", "preventive partner"])
PARTIES = st.fixed_dictionaries(
    {
        "id": IDS,
        "name": PROSE,
        "roles": ROLES | lists(ROLES, min_size=1),
    },
    optional={"share": SHARES, "does": PROSE, "paid": RATES},
)
PLANS = st.fixed_dictionaries(
    {"design": PROSE},
    optional={
        "follow_up": MONTHS | lists(MONTHS),
        "baseline": st.just("months 24 to 13 before"),
        "match_on": lists(IDS) | IDS,
        "starts": DAYS,
        "wash_in": MONTHS,
        "errors": st.sampled_from(["AR(1)-REML", "fixed-b"]),
        "adoptions": lists(st.builds("{} from {}".format, IDS, DAYS)),
        "compare_with": st.sampled_from(["never treated", "not yet treated"]),
        "cutoff": NUMBERS,
        "offered": st.sampled_from(["at or above", "below"]),
        "clustered_by": st.just("site"),
        "expects": st.fixed_dictionaries(
            {}, optional={"people": st.integers(0, 999).map(Decimal), "dispersion": NUMBERS}
        ),
    },
)
TARGETS = st.fixed_dictionaries(
    {"fewer_than_comparison": levels(SHARES)}, optional={"by": DAYS}
) | st.fixed_dictionaries({"points": levels(NUMBERS)})
OBJECTIVES = st.sampled_from(["reduce", "lower", "raise"]).flatmap(
    lambda verb: st.fixed_dictionaries(
        {"id": IDS, verb: PROSE, "plan": PLANS},
        optional={"label": PROSE, "target": TARGETS, "serves": lists(IDS), "owner": PROSE},
    )
)
OBLIGATIONS = st.fixed_dictionaries(
    {"id": IDS, "hours_by_people_served": st.fixed_dictionaries({"at_least": SHARES}, optional={"paid": PROSE})}
) | st.fixed_dictionaries(
    {"id": IDS, "community_benefit": PROSE, "count": NUMBERS.map(lambda number: {"at_least": number})},
    optional={"due": DAYS},
)
TERMS = (
    st.fixed_dictionaries({"id": IDS, "fixed": AMOUNTS, "every": st.sampled_from(["month", "once"])})
    | st.fixed_dictionaries(
        {"id": IDS, "per_person_improved": IDS, "by": NUMBERS, "rate": AMOUNTS | RATES | UNKNOWN},
        optional={"cap": CAPS, "follow_up": MONTHS, "also_paid_elsewhere": st.sampled_from(["yes", "no"])},
    )
    | st.fixed_dictionaries(
        {
            "id": IDS,
            "effect_on_everyone_who_joined": IDS,
            "rate": RATES | UNKNOWN,
            "pays_from": st.fixed_dictionaries(
                {"effect": SHARES, "judged_on": st.sampled_from(["lower bound", "point estimate"])}
            ),
        },
        optional={"cap": CAPS, "unmatched": st.sampled_from(["no effect", "as matched"])},
    )
)
GIVEN = st.fixed_dictionaries(
    {},
    optional={
        "people": st.integers(0, 999).map(Decimal),
        "observed": NUMBERS,
        "low": ANY_SHARES,
        "persons": lists(st.fixed_dictionaries({"person": IDS, "started": DAYS, "improved_by": NUMBERS})),
    },
)
EXAMPLES = st.fixed_dictionaries(
    {
        "given": st.dictionaries(IDS, GIVEN, max_size=2),
        "owed": st.dictionaries(IDS, AMOUNTS | st.just("unknown"), max_size=2),
    },
    optional={"note": PROSE},
)
LINES = st.fixed_dictionaries(
    {
        "id": IDS,
        "objective": IDS,
        "unit_value": AMOUNTS | IDS.map(lambda fact: {"fact": fact}),
        "type": st.sampled_from(["fiscal", "social"]),
        "payer": PROSE,
        "cashability": st.just("capacity released"),
    }
) | st.fixed_dictionaries(
    {
        "id": IDS,
        "stakeholder": PROSE,
        "outcome": PROSE,
        "quantity": st.integers(-99, 99).map(Decimal),
        "unit_value": AMOUNTS,
        "type": st.just("economic"),
        "payer": PROSE,
        "cashability": st.just("not cashable"),
        "gross": st.fixed_dictionaries(
            dict.fromkeys(("deadweight", "displacement", "attribution", "drop_off"), SHARES)
            | {"years": st.integers(1, 9).map(Decimal)}
        ),
    },
    optional={"source": SOURCES},
)
VALUE_MAPS = st.fixed_dictionaries(
    {"discounting": st.fixed_dictionaries({"schedule": IDS, "first_year": st.just("not discounted")})},
    optional={
        "inputs": lists(st.fixed_dictionaries({"id": IDS, "who": PROSE, "what": PROSE, "amount": AMOUNTS})),
        "lines": lists(LINES),
        "source": SOURCES,
    },
)
DOCUMENTS = st.fixed_dictionaries(
    {
        "proventive": st.just(Decimal(1)),
        "title": PROSE,
        "id": IDS,
        "kind": st.sampled_from(["contract", "service level agreement", "grant"]),
        "parties": lists(PARTIES),
        "term": st.tuples(DAYS, DAYS).map(sorted).map(lambda days: {"start": days[0], "end": days[1]}),
        "price_base": st.integers(1990, 2098).map(lambda year: f"{year}-{(year + 1) % 100:02d}"),
        "seed": st.integers(0, 10**9).map(Decimal),
    },
    optional={
        "about": PROSE,
        "framework": IDS,
        "settle_every": st.sampled_from(["year", "term"]),
        "objectives": lists(OBJECTIVES),
        "obligations": lists(OBLIGATIONS),
        "payment": lists(TERMS),
        "worked_examples": lists(EXAMPLES),
        "value": VALUE_MAPS,
        "amends": st.fixed_dictionaries({"hash": IDS, "reason": PROSE}),
    },
)
