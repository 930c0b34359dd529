"""What each key of an agreement says, and an example of it: for messages, the spreadsheet and the JSON Schema.

A help text completes the sentence “this key says …”.
"""

WORDS = {
    "Agreement": "agreement",
    "AtLeast": "minimum",
    "Amends": "amendment",
    "CoProduction": "co-production obligation",
    "Delivered": "obligation",
    "Discounting": "discounting",
    "EffectOnEveryoneWhoJoined": "payment term",
    "Expects": "expectation",
    "Matching": "matching",
    "FixedTerm": "payment term",
    "Given": "set of invented facts",
    "GivenPerson": "invented person",
    "Gross": "set of deductions",
    "GrossLine": "value line",
    "HoursByPeopleServed": "promise of hours",
    "Input": "input",
    "Levels": "set of three levels",
    "NetLine": "value line",
    "Objective": "objective",
    "Party": "party",
    "PaysFrom": "threshold",
    "PerPersonImproved": "payment term",
    "Period": "period",
    "Plan": "plan",
    "Source": "source",
    "Target": "target",
    "ValueMap": "value map",
    "WorkedExample": "worked example",
}

ID = ("by what name other parts of the agreement, and every figure, refer to it", "less-loneliness")
LABEL = ("how readers of the pack call it", "Less loneliness")
OWNER = ("who answers for it", "operations manager")
SERVES = ("which outcomes of the framework it serves", "[nhwo-2, nhwo-9]")
SOURCE = ("where it comes from, and how far it may be trusted", "{title: A report, status: published}")
ALSO_PAID = ("whether a change that another agreement also pays for is paid here too", "no")
FOLLOW_UP = ("at which follow-up it is judged; the last, unless it is said", "12 months")
CAP = ("the most that the term pays", "60000 GBP a year")
UNIT_VALUE = ("what one unit is worth, or which reference fact says so", "94.00 GBP")
VALUE_TYPE = ("what kind of value it is: fiscal, economic or social", "fiscal")
PAYER = ("to whom it is worth that: the id of a party, or words", "NHS board")
CASHABILITY = ("whether the money can be taken out of a budget", "capacity released")

HELP: dict[str, dict[str, tuple[str, str]]] = {
    "Agreement": {
        "proventive": ("which version of this format the file is written in", "1"),
        "title": ("how readers call the service or programme", "Strathearn Falls and Friendship Service"),
        "id": ("by what short name records refer to the agreement", "strathearn-falls"),
        "kind": ("what it is: contract, service level agreement or grant", "contract"),
        "about": ("in a sentence or two, what it is about; and so if anything in it is invented", "Help at home."),
        "parties": (
            "who promises, pays, directs and provides",
            "[{id: our-charity, name: Our Charity, roles: [provides]}]",
        ),
        "term": ("on which day it starts, and on which day it ends", "{start: 2025-04-01, end: 2028-03-31}"),
        "framework": ("in whose framework of outcomes the results are told", "scotland-nhwo"),
        "price_base": ("in the prices of which financial year worth is told", "2025-26"),
        "seed": (
            "where chance starts, so that everybody gets the same figures; the first day is a good choice",
            "20250401",
        ),
        "settle_every": ("whether it is settled every year, or once for the whole term", "year"),
        "objectives": (
            "which changes are promised",
            "[{id: less-loneliness, lower: loneliness, plan: {design: before-after}}]",
        ),
        "obligations": (
            "which conduct is promised",
            "[{id: co-production, hours_by_people_served: {at_least: 10%}}]",
        ),
        "payment": ("what is paid, and for what", "[{id: core, fixed: 15000 GBP, every: month}]"),
        "worked_examples": (
            "what both parties expect the terms to pay, for a few invented facts",
            "[{given: {core: {times: 12}}, owed: {core: 180000 GBP}}]",
        ),
        "value": ("how worth is reckoned", "{discounting: {schedule: hmt-2026, first_year: not discounted}}"),
        "amends": ("which version this one amends, and why", "{hash: 3f9a..., reason: more people than expected}"),
    },
    "Party": {
        "id": ("by what registered name it is known, such as its org-id", "GB-CHC-0000000"),
        "name": ("what it is called", "Our Charity"),
        "roles": (
            "what it does here: directs, signs, pays, provides, hosts, subcontracts, preventive partner",
            "[signs, pays]",
        ),
        "share": ("which share of the payments it bears; the shares of all who pay add up to 100%", "60%"),
        "legal_form": ("its legal form", "SCIO"),
        "does": ("what it does for the service", "befriending"),
        "paid": ("what it receives", "6000 GBP a year"),
    },
    "Period": {
        "start": ("its first day", "2025-04-01"),
        "end": ("its last day", "2028-03-31"),
    },
    "Objective": {
        "id": ID,
        "label": LABEL,
        "reduce": ("which use of public services becomes less", "emergency_admission"),
        "lower": ("which score becomes lower", "loneliness"),
        "raise": ("which score becomes higher", "wellbeing"),
        "measured_by": ("on which instrument it is measured", "ucla3"),
        "target": ("how much change is promised", "{fewer_than_comparison: 15%}"),
        "among": ("among whom", "participants"),
        "serves": SERVES,
        "owner": OWNER,
        "plan": (
            "how it will be measured, fixed before the data are seen",
            "{design: before-after, follow_up: 6 months}",
        ),
    },
    "Target": {
        "fewer_than_comparison": ("by which share there are fewer than there would have been anyway", "15%"),
        "points": ("by how many points the score changes", "1 point"),
        "by": ("by which day it is reached", "2027-03-31"),
    },
    "Levels": {
        "low": ("the least that counts as kept", "10%"),
        "median": ("what is expected", "15%"),
        "high": ("what would be very good", "20%"),
    },
    "Plan": {
        "design": ("by which design the change is measured", "matched-cohort"),
        "follow_up": ("how long after joining people are followed; one or several", "12 months"),
        "baseline": ("which months before joining are compared", "months 24 to 13 before"),
        "match_on": ("on what similar people are found", "[age, sex, use.last_3_months]"),
        "matching": ("how they are chosen, where not by the default", "{distance: propensity, ratio: 2}"),
        "area": ("of which area the counts are, where no records of people exist", "S08000030"),
        "comparison": ("with which areas it is compared, where none had the service", "S08000031"),
        "starts": ("on which day the service started in the area", "2018-04-01"),
        "wash_in": ("how many months from the start are left out, while the service settles in", "2 months"),
        "errors": (
            "how the months of one area are taken to follow on one another: each on the last, or in any way that "
            "dies out",
            "fixed-b",
        ),
        "adoptions": (
            "to which areas the service came one after another, and when",
            "S08000030 from 2018-04-01",
        ),
        "compare_with": (
            "with which areas those with the service are compared: never treated, or not yet treated as well",
            "not yet treated",
        ),
        "adjust_for": ("on the earlier counts of which events areas have to be alike", "ae_attendance"),
        "cutoff": ("which score decides who is offered the service", "20"),
        "offered": ("on which side of that score the service is offered: at or above, or below", "at or above"),
        "clustered_by": ("whose use may go together where a score decides: that of people of one site", "site"),
        "expects": ("what the plan expects to find, from which its power is reckoned", "{people: 1500}"),
    },
    "Matching": {
        "distance": ("by what a pair is near: use, propensity or mahalanobis", "propensity"),
        "exact": ("which of match_on are held alike; the others enter the distance", "[sex, age]"),
        "caliper": ("how far apart a pair may lie, in the terms of the distance", "0.2"),
        "ratio": ("how many similar people each participant may have", "2"),
        "order": ("greedy (nearest pair first) or optimal (smallest sum of distances)", "optimal"),
    },
    "Expects": {
        "people": ("how many people are expected to join", "1500"),
        "baseline": ("how much use is expected without the service", "1.0 a year"),
        "dispersion": ("how much more the counts vary than chance alone would make them", "1.6"),
        "source": ("where these expectations come from", "last year's referrals"),
    },
    "CoProduction": {
        "id": ("by what name other parts of the agreement, and every figure, refer to it", "co-production"),
        "label": ("how readers of the pack call it", "Run with the people it serves"),
        "owner": OWNER,
        "serves": SERVES,
        "hours_by_people_served": (
            "which share of the hours of delivery the people served give, and how they are paid",
            "{at_least: 10%, paid: living wage}",
        ),
        "seats_deciding": ("how many seats they hold where things are decided", "{at_least: 2}"),
    },
    "HoursByPeopleServed": {
        "at_least": ("the smallest share that keeps the promise", "10%"),
        "paid": ("how the hours are paid", "living wage"),
    },
    "AtLeast": {"at_least": ("the smallest number that keeps the promise", "2")},
    "Delivered": {
        "id": ("by what name other parts of the agreement, and every figure, refer to it", "apprentices"),
        "label": ("how readers of the pack call it", "Apprentices"),
        "owner": OWNER,
        "serves": SERVES,
        "community_benefit": ("which community benefit is delivered", "apprenticeship_start"),
        "reporting": ("which report is delivered", "yearly report"),
        "fair_work": ("which promise of fair work is kept", "living wage for all staff"),
        "step_down": ("which stepping down of support is delivered", "people who need no more visits"),
        "count": ("how many are delivered", "{at_least: 4}"),
        "due": ("by which day", "2026-03-31"),
    },
    "FixedTerm": {
        "id": ("by what name worked examples and statements refer to it", "core"),
        "fixed": ("how much is paid each time, whatever happens", "15000 GBP"),
        "every": ("how often it is paid: month, quarter, year or once", "month"),
    },
    "PerPersonImproved": {
        "id": ("by what name worked examples and statements refer to it", "lonely"),
        "per_person_improved": ("for which objective it pays", "less-loneliness"),
        "by": ("by how much a person must improve to count", "1 point"),
        "rate": ("what is paid for each person", "240 GBP"),
        "follow_up": FOLLOW_UP,
        "cap": CAP,
        "also_paid_elsewhere": ALSO_PAID,
    },
    "EffectOnEveryoneWhoJoined": {
        "id": ("by what name worked examples and statements refer to it", "demand"),
        "effect_on_everyone_who_joined": ("for which objective it pays", "fewer-admissions"),
        "rate": ("what is paid for each unit avoided", "400 GBP per admission avoided"),
        "pays_from": (
            "from which effect on it pays, and on what that is judged",
            "{effect: 5%, judged_on: lower bound}",
        ),
        "follow_up": FOLLOW_UP,
        "cap": CAP,
        "unmatched": ("how people without a similar comparator count: no effect, or as matched", "no effect"),
        "also_paid_elsewhere": ALSO_PAID,
    },
    "PaysFrom": {
        "effect": ("from which effect on the term pays", "5%"),
        "judged_on": ("which number must reach it: lower bound or point estimate", "lower bound"),
        "then": ("whether all the effect is paid then, or what is above threshold", "all"),
        "if_unclear": ("what is paid where there is no interval: nothing, or as measured", "nothing"),
        "if_more_die": (
            "what is paid where more of those who joined died than of the comparison: nothing, or as measured",
            "nothing",
        ),
    },
    "WorkedExample": {
        "given": ("the invented facts, by objective or fixed term", "{core: {times: 12}}"),
        "owed": ("what is then owed, by payment term, to the penny", "{core: 180000 GBP}"),
        "note": ("what the example shows", "Below the threshold nothing is paid."),
    },
    "Given": {
        "people": ("how many people joined", "200"),
        "observed": ("how many units were observed", "166"),
        "counterfactual": ("how many there would have been anyway", "200"),
        "effect": ("the effect as a share, where it is not to be reckoned from the two", "17%"),
        "low": ("the lower end of its interval", "7%"),
        "high": ("the upper end of its interval", "27%"),
        "more_died": ("whether more of those who joined died than of the comparison", "no"),
        "persons": (
            "invented persons and how they improved",
            "[{person: a, started: 2025-05-01, improved_by: 2 points}]",
        ),
        "times": ("how often a fixed sum fell due", "12"),
    },
    "GivenPerson": {
        "person": ("an invented name", "a"),
        "started": ("on which day the person joined", "2025-05-01"),
        "improved_by": ("by how many points the person improved; less than 0 where worse", "2 points"),
        "elsewhere": ("on which day the person joined under another agreement", "2025-06-01"),
    },
    "ValueMap": {
        "inputs": (
            "what goes in: money, time and goods",
            "[{id: grant, who: the council, what: grant, amount: 24375 GBP}]",
        ),
        "lines": (
            "which outcomes are valued, and how",
            "[{id: beds, objective: fewer-admissions, unit_value: 94.00 GBP, type: fiscal, payer: NHS board, "
            "cashability: capacity released}]",
        ),
        "discounting": ("how later years are discounted", "{schedule: hmt-2026, first_year: not discounted}"),
        "source": (
            "where lines come from that name no source of their own",
            "{title: A report, status: published}",
        ),
    },
    "Input": {
        "id": ("by what name figures refer to it", "volunteers"),
        "who": ("whose input it is", "volunteers"),
        "what": ("what goes in", "3,000 hours"),
        "amount": ("what it is worth", "18000 GBP"),
    },
    "GrossLine": {
        "id": ("by what name figures refer to it", "fewer-falls"),
        "stakeholder": ("whose outcome it is", "residents"),
        "outcome": ("what changed for them", "fewer falls"),
        "indicator": ("by what it was told", "admissions"),
        "quantity": ("how many; less than 0 where it became worse", "7"),
        "unit_value": UNIT_VALUE,
        "type": VALUE_TYPE,
        "payer": PAYER,
        "cashability": CASHABILITY,
        "gross": (
            "what to take off, and for how long it lasts",
            "{deadweight: 0%, displacement: 0%, attribution: 5%, drop_off: 50%, years: 1}",
        ),
        "source": SOURCE,
    },
    "Gross": {
        "deadweight": ("which share would have happened anyway", "10%"),
        "displacement": ("which share only moved from elsewhere", "0%"),
        "attribution": ("which share is owed to others", "5%"),
        "drop_off": ("by which share it becomes less each later year", "10%"),
        "years": ("for how many years it lasts", "1"),
        "starts": ("whether it starts in the period of activity, or in the period after", "in the period after"),
    },
    "NetLine": {
        "id": ("by what name figures refer to it", "beds"),
        "objective": ("the effect on which objective is valued", "fewer-admissions"),
        "unit_value": UNIT_VALUE,
        "type": VALUE_TYPE,
        "payer": PAYER,
        "cashability": CASHABILITY,
    },
    "Discounting": {
        "schedule": ("by which published schedule of rates", "hmt-2026"),
        "first_year": ("whether the first year is discounted once, or not discounted", "not discounted"),
    },
    "Source": {
        "title": ("what the publication is called", "A guide to Social Return on Investment"),
        "publisher": ("who published it", "The SROI Network"),
        "where": ("where in it the fact stands", "page 64"),
        "status": ("how it is known: published, provisional, secondary, assumed or recalled", "published"),
        "url": ("where it can be read", "https://www.example.org/report"),
        "licence": ("under which licence", "OGL v3"),
        "note": ("what else a reader should know", "figures rounded by the publisher"),
    },
    "Amends": {
        "hash": ("the hash of the version that is amended, which “proventive check --json” prints", "3f9a1c..."),
        "reason": ("why it was amended", "more people than expected"),
    },
}


def noun_in_words(noun: type | None) -> str:
    """How a message calls a noun: “payment term”."""
    return WORDS[noun.__name__] if noun else "mapping"


def help_of(noun: type | None, key: str) -> str:
    """What a key says."""
    return HELP[noun.__name__][key][0] if noun else "what is promised"


def told(noun: type | None, key: str) -> str:
    """What a key says, and an example of it, for somebody who fills it in."""
    says = help_of(noun, key)
    return f"{says[0].upper()}{says[1:]}. For example: {example_of(noun, key)}"


def example_of(noun: type | None, key: str) -> str:
    """An example of a key's value, as a document writes it."""
    return HELP[noun.__name__][key][1] if noun and key in HELP[noun.__name__] else "..."
