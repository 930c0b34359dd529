"""Every step of the engine in plain Python: slow, short, and written from what the step says it gives.

``ORACLE`` holds a function for each step; it takes the record tables as known (lists of dicts), the rows kept by
earlier steps, and the parameters, and gives tuples in the order of the step's columns.
"""

from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal
from hashlib import md5
from math import fmod

EPOCH = date(2000, 1, 1)
NEVER = 99999
ORACLE = {}


def step(name, columns):
    """Register the oracle of a step, with the names of its columns."""

    def register(function):
        ORACLE[name] = (columns.split(), function)
        return function

    return register


def number(day):
    return (day - EPOCH).days


def months(day):
    return day.year * 12 + day.month


def rest(value, by):
    """The remainder as every engine has it: it takes the sign of what is divided."""
    return int(fmod(value, by))


def tie(text):
    return md5(text.encode()).hexdigest()


def inside(day, p):
    return p["first_day"] <= day <= p["last_day"]


def last(value):
    """For an order in which what is missing comes last."""
    return (value is None, value if value is not None else 0)


# ---- records ----


@step("records/active_days", "person_id on_date agreements among_them")
def active_days(t, k, p):
    days = {
        (row["person_id"], row["on_date"])
        for table in ("contacts", "contributions")
        for row in t[table]
        if row["agreement"] is None and inside(row["on_date"], p)
    }
    rows = []
    for person, day in days:
        under = {
            row["agreement"]
            for row in t["referrals"]
            if row["person_id"] == person
            and row["started_on"] is not None
            and row["started_on"] <= day
            and (row["ended_on"] is None or row["ended_on"] >= day)
        }
        if under:
            rows.append((person, day, len(under), int(p["agreement"] in under)))
    return rows


@step("records/seats_deciding", "under_agreement over_all")
def seats_deciding(t, k, p):
    among = {(row["person_id"], row["on_date"]) for row in k["active_days"] if row["among_them"]}
    deciding = [
        row
        for row in t["contributions"]
        if row["role"] == "decide" and row["given_by"] == "person served" and inside(row["on_date"], p)
    ]
    under = {
        row["person_id"]
        for row in deciding
        if row["agreement"] == p["agreement"]
        or (row["agreement"] is None and (row["person_id"], row["on_date"]) in among)
    }
    return [(len(under), len({row["person_id"] for row in deciding}))]


@step("records/people_counted", "served_under_agreement served joined_under_agreement joined")
def people_counted(t, k, p):
    served = {
        (row["person_id"], row["agreement"])
        for row in t["referrals"]
        if row["started_on"] is not None
        and row["started_on"] <= p["last_day"]
        and (row["ended_on"] is None or row["ended_on"] >= p["first_day"])
    } | {(row["person_id"], row["agreement"]) for row in t["contacts"] if inside(row["on_date"], p)}
    joined = {key for key, day in first_starts(t).items() if inside(day, p)}
    return [tuple(count for pairs in (served, joined) for count in under_and_over(pairs, p))]


def under_and_over(pairs, p):
    under = {person for person, agreement in pairs if agreement == p["agreement"]}
    return len(under), len({person for person, _ in pairs})


def first_starts(t):
    """The first day on which each person started under each agreement."""
    first = {}
    for row in t["referrals"]:
        if row["started_on"] is not None:
            key = row["person_id"], row["agreement"]
            first[key] = min(first.get(key, row["started_on"]), row["started_on"])
    return first


@step("records/time_spent", "what who role under_agreement split_over times minutes")
def time_spent(t, k, p):
    active = {(row["person_id"], row["on_date"]): row for row in k["active_days"]}
    spent = [("contact", row["delivered_by"], "", row) for row in t["contacts"]]
    spent += [("contribution", row["given_by"], row["role"], row) for row in t["contributions"]]
    groups = defaultdict(lambda: [0, 0])
    for what, who, role, row in spent:
        if not inside(row["on_date"], p):
            continue
        under, split = int(row["agreement"] == p["agreement"]), 1
        if row["agreement"] is None:
            day = active.get((row["person_id"], row["on_date"]))
            under, split = (day["among_them"], day["agreements"]) if day else (0, 1)
        group = groups[(what, who, role, under, split)]
        group[0] += 1
        group[1] += row["minutes"]
    return [(*key, *totals) for key, totals in sorted(groups.items())]


@step("records/people_served", "person_id started_on")
def people_served(t, k, p):
    return sorted((who, day) for (who, agreement), day in first_starts(t).items() if agreement == p["agreement"])


@step("records/money_moved", "direction under_agreement amount")
def money_moved(t, k, p):
    groups = defaultdict(Decimal)
    for row in t["finance"]:
        if inside(row["on_date"], p):
            direction = "out" if row["amount"] < 0 else "in"
            groups[(direction, int(row["agreement"] == p["agreement"]))] += abs(row["amount"])
    return [(*key, amount) for key, amount in sorted(groups.items())]


# ---- outturn ----


@step("outturn/joined", "person_id started_on")
def joined(t, k, p):
    return [(who, day) for who, day in people_served(t, k, p) if inside(day, p)]


@step("outturn/delivered", "obligation quantity deliveries")
def delivered(t, k, p):
    rows = [
        row["quantity"]
        for row in t["deliverables"]
        if row["agreement"] == p["agreement"]
        and row["obligation"] == p["obligation"]
        and inside(row["on_date"], p)
    ]
    return [(p["obligation"], sum(rows, Decimal(0)), len(rows))] if rows else []


# ---- evaluation ----


@step(
    "evaluation/reported_results",
    "period_start period_end design unit people observed counterfactual effect low high source",
)
def reported_results(t, k, p):
    names, _ = ORACLE["evaluation/reported_results"]
    rows = [
        row
        for row in t["reported"]
        if row["agreement"] == p["agreement"]
        and row["objective"] == p["objective"]
        and row["period_start"] >= p["first_day"]
        and row["period_end"] <= p["last_day"]
    ]
    rows.sort(
        key=lambda row: (-number(row["period_end"]), -number(row["period_start"]), row["source"], row["design"])
    )
    return [tuple(row[name] for name in names) for row in rows]


@step("evaluation/area_months", "period_start period_end counted")
def area_months(t, k, p):
    return sorted(
        (row["period_start"], row["period_end"], row["count"])
        for row in t["area_series"]
        if row["area_code"] == p["area"] and row["event"] == p["event"] and row["period_end"] <= p["last_day"]
    )


@step("evaluation/areas_side_by_side", "area_code period_start period_end counted out_of")
def areas_side_by_side(t, k, p):
    return sorted(
        (row["area_code"], row["period_start"], row["period_end"], row["count"], row["denominator"] or 0)
        for row in t["area_series"]
        if row["event"] == p["event"]
        and p["first_day"] <= row["period_start"]
        and row["period_end"] <= p["last_day"]
    )


@step("evaluation/joiners", "person_id agreed joined_on joined_day")
def joiners(t, k, p):
    refused = {row["person_id"] for row in t["people"] if row["consent"] in ("no", "withdrawn")}
    return [
        (f"not agreed {who}" if who in refused else who, int(who not in refused), day, number(day))
        for who, day in people_served(t, k, p)
    ]


@step("evaluation/use_days", "person_id day quantity")
def use_days(t, k, p):
    days = Counter()
    for row in t["demand"]:
        if row["event"] == p["event"]:
            days[(row["person_id"], number(row["on_date"]))] += row["quantity"]
    return [(*key, quantity) for key, quantity in days.items()]


@step(
    "evaluation/residents",
    "person_id sex frailty simd_decile birth_months first_day last_day died_day "
    "sex_stratum deprivation_stratum frailty_stratum",
)
def residents(t, k, p):
    rows = []
    for row in t["population"]:
        died = NEVER if row["died_on"] is None else number(row["died_on"])
        moved = NEVER if row["resident_to"] is None else number(row["resident_to"])
        decile = row["simd_decile"]
        year, month = map(int, str(row["birth_month"]).split("-")[:2])
        rows.append(
            (
                row["person_id"],
                row["sex"],
                row["frailty"],
                decile,
                year * 12 + month,
                number(row["resident_from"]),
                min(died, moved),
                died,
                row["sex"] if p["by_sex"] else "",
                (0 if decile is None else decile + decile % 2) if p["by_deprivation"] else 0,
                (row["frailty"] or "not known") if p["by_frailty"] else "",
            )
        )
    return rows


@step(
    "evaluation/participants",
    "person_id joined_day joined_months sex frailty simd_decile birth_months last_day died_day "
    "sex_stratum deprivation_stratum frailty_stratum standing",
)
def participants(t, k, p):
    living = {row["person_id"]: row for row in k["residents"]}
    rows = []
    for row in k["joiners"]:
        if not inside(row["joined_on"], p):
            continue
        life = living.get(row["person_id"])
        if not row["agreed"]:
            standing = "no-consent"
        elif life is None:
            standing = "not-linked"
        elif life["last_day"] < row["joined_day"]:
            standing = "not-resident"
        elif life["first_day"] > row["joined_day"] - p["history"]:
            standing = "short-history"
        else:
            standing = "eligible"
        names = ORACLE["evaluation/participants"][0][3:-1]
        told = tuple(life[name] if life else None for name in names)
        rows.append((row["person_id"], row["joined_day"], months(row["joined_on"]), *told, standing))
    return rows


@step(
    "evaluation/who_joined",
    "person_id joined_day joined_months sex frailty simd_decile birth_months last_day died_day standing",
)
def who_joined(t, k, p):
    names = ORACLE["evaluation/who_joined"][0]
    rows = sorted(k["participants"], key=lambda row: (tie(row["person_id"]), row["person_id"]))
    return [tuple(row[name] for name in names) for row in rows]


@step("evaluation/people_alike", "participant comparator joined_day months_apart_in_age")
def people_alike(t, k, p):
    joined_day = {row["person_id"]: row["joined_day"] for row in k["joiners"]}
    strata = ("sex_stratum", "deprivation_stratum", "frailty_stratum")
    rows = []
    for one in k["participants"]:
        for other in k["residents"] if one["standing"] == "eligible" else ():
            day = one["joined_day"]
            alike = all(one[name] == other[name] for name in strata)
            there = other["first_day"] <= day - p["history"] and other["last_day"] >= day
            not_yet = joined_day.get(other["person_id"], NEVER) > day
            ages = [one["joined_months"] - who["birth_months"] for who in (other, one)]
            same_age = ages[0] - rest(ages[0], 60) == ages[1] - rest(ages[1], 60)
            if alike and there and not_yet and (same_age or not p["by_age"]):
                apart = abs(other["birth_months"] - one["birth_months"])
                rows.append((one["person_id"], other["person_id"], day, apart))
    return rows


@step("evaluation/use_before", "person_id joined_day last_3_months prior_9_months")
def use_before(t, k, p):
    looked_at = {
        (row["person_id"], row["joined_day"]) for row in k["participants"] if row["standing"] == "eligible"
    }
    looked_at |= {(row["comparator"], row["joined_day"]) for row in k["people_alike"]}
    rows = []
    for person, day in looked_at:
        used = [row for row in k["use_days"] if row["person_id"] == person and day - p["year"] <= row["day"] < day]
        recent = sum(row["quantity"] for row in used if row["day"] >= day - p["recent"])
        if used:
            rows.append((person, day, recent, sum(row["quantity"] for row in used) - recent))
    return rows


@step(
    "evaluation/candidates", "participant comparator joined_day months_apart_in_age apart_recent apart_prior tie"
)
def candidates(t, k, p):
    before = {
        (row["person_id"], row["joined_day"]): (row["last_3_months"], row["prior_9_months"])
        for row in k["use_before"]
    }
    that_day = Counter(row["joined_day"] for row in k["participants"] if row["standing"] == "eligible")
    near = defaultdict(list)
    for row in k["people_alike"]:
        own = before.get((row["participant"], row["joined_day"]), (0, 0))
        other = before.get((row["comparator"], row["joined_day"]), (0, 0))
        recent, prior = (abs(mine - theirs) for mine, theirs in zip(own, other, strict=True))
        near_recent = not p["by_recent"] or recent * 5 <= own[0]
        if near_recent and (not p["by_prior"] or prior <= 1 or prior * 5 <= own[1]):
            mark = tie(f"{row['participant']} {row['comparator']}")
            near[row["participant"]].append((recent, prior, row["months_apart_in_age"], mark, row))
    rows = []
    for pairs in near.values():
        pairs.sort(key=lambda pair: pair[:4])
        kept = max(that_day[pairs[0][4]["joined_day"]] * p["ratio"], p["at_least"])
        for recent, prior, age, mark, row in pairs[:kept]:
            rows.append((row["participant"], row["comparator"], row["joined_day"], age, recent, prior, mark))
    return rows


@step(
    "evaluation/candidate_pairs",
    "participant comparator joined_day sex frailty simd_decile birth_months last_day died_day joins_later_on",
)
def candidate_pairs(t, k, p):
    living = {row["person_id"]: row for row in k["residents"]}
    joined_day = {row["person_id"]: row["joined_day"] for row in k["joiners"]}
    order = ("apart_recent", "apart_prior", "months_apart_in_age", "tie", "participant", "comparator")
    rows = sorted(k["candidates"], key=lambda row: tuple(row[name] for name in order))
    names = ORACLE["evaluation/candidate_pairs"][0][3:-1]
    return [
        (
            *(row[name] for name in ("participant", "comparator", "joined_day")),
            *(living[row["comparator"]][name] for name in names),
            joined_day.get(row["comparator"], NEVER),
        )
        for row in rows
    ]


@step("evaluation/index_dates", "person_id index_day")
def index_dates(t, k, p):
    own = {
        (row["person_id"], row["joined_day"])
        for row in k["participants"]
        if row["standing"] not in ("no-consent", "not-linked")
    }
    return list(own | {(row["comparator"], row["joined_day"]) for row in k["candidates"]})


@step("evaluation/use_around_joining", "person_id joined_day days_from_joining quantity")
def use_around_joining(t, k, p):
    living = {row["person_id"]: row for row in k["residents"]}
    rows = []
    for person, day in index_dates(t, k, p):
        for row in k["use_days"] if person in living else ():
            from_joining = row["day"] - day
            seen = row["person_id"] == person and row["day"] <= living[person]["last_day"]
            if seen and -p["before"] <= from_joining < p["after"]:
                rows.append((person, day, from_joining, row["quantity"]))
    return sorted(rows)


@step("evaluation/not_joined", "person_id day age_months sex frailty simd_decile last_day")
def not_joined(t, k, p):
    firsts = {
        row["joined_on"].replace(day=1): months(row["joined_on"])
        for row in k["joiners"]
        if inside(row["joined_on"], p)
    }
    joined_day = {row["person_id"]: row["joined_day"] for row in k["joiners"]}
    rows = []
    for first, month in firsts.items():
        day = number(first)
        for row in k["residents"]:
            there = row["first_day"] <= day - p["history"] and row["last_day"] >= day
            if there and joined_day.get(row["person_id"], NEVER) > day:
                told = (row["sex"], row["frailty"], row["simd_decile"], row["last_day"])
                rows.append((row["person_id"], day, month - row["birth_months"], *told))
    return rows


@step("evaluation/use_of_others", "last_3_months prior_9_months earlier people after")
def use_of_others(t, k, p):
    patterns = defaultdict(lambda: [0, 0])
    for one in k["not_joined"]:
        day = one["day"]
        used = [row for row in k["use_days"] if row["person_id"] == one["person_id"]]

        def within(first, end, used=used):
            return sum(row["quantity"] for row in used if first <= row["day"] <= end)

        recent = within(day - p["recent"], day - 1)
        prior = within(day - p["year"], day - p["recent"] - 1)
        earlier = within(day - p["earlier_from"], day - p["earlier_to"])
        after = within(day, min(day + p["follow_up"] - 1, one["last_day"]))
        pattern = patterns[(recent, prior, earlier)]
        pattern[0] += 1
        pattern[1] += after
    return [(*key, *totals) for key, totals in sorted(patterns.items())]


@step("evaluation/covariates_of_others", "sex frailty simd_decile age_months people")
def covariates_of_others(t, k, p):
    groups = Counter(
        (row["sex"], row["frailty"], row["simd_decile"] or 0, row["age_months"] - rest(row["age_months"], 12))
        for row in k["not_joined"]
    )
    rows = [(*key, people) for key, people in groups.items()]
    return sorted(rows, key=lambda row: (row[0], (row[1] is None, row[1] or ""), row[2], row[3]))


SUMS = "pairs recent prior recent_recent recent_prior prior_prior after recent_after prior_after"


@step("evaluation/pairs_of_periods", f"person_id {SUMS}")
def pairs_of_periods(t, k, p):
    sums = {}
    for one in k["not_joined"]:
        recent, prior, after = around(k, p, one["person_id"], one["day"], one["last_day"])
        held = (1, recent, prior, recent**2, recent * prior, prior**2, after, recent * after, prior * after)
        before = sums.get(one["person_id"], (0,) * len(held))
        sums[one["person_id"]] = tuple(map(sum, zip(before, held, strict=True)))
    return [(person, *held) for person, held in sums.items()]


def around(k, p, person, day, last_day):
    """Use in the last 3 months, in the 9 before those, and in the 12 after, of one person around a day."""
    used = [(row["day"] - day, row["quantity"]) for row in k["use_days"] if row["person_id"] == person]
    recent = sum(many for at, many in used if -p["recent"] <= at < 0)
    prior = sum(many for at, many in used if -p["year"] <= at < -p["recent"])
    return recent, prior, sum(many for at, many in used if 0 <= at < p["year"] and day + at <= last_day)


@step("evaluation/pairs_counted", f"{SUMS} people")
def pairs_counted(t, k, p):
    apart = {row["person_id"] for row in k["participants"] if row["standing"] == "eligible"}
    alike = Counter(
        tuple(row[name] for name in SUMS.split()) for row in k["pairs_of_periods"] if row["person_id"] not in apart
    )
    return [(*sums, people) for sums, people in sorted(alike.items())]


@step(
    "evaluation/use_before_and_after",
    f"person_id joined_day standing died moved use_recent use_prior use_after {SUMS}",
)
def use_before_and_after(t, k, p):
    sums = {row["person_id"]: tuple(row[name] for name in SUMS.split()) for row in k["pairs_of_periods"]}
    rows = []
    for one in k["participants"]:
        end, used = one["joined_day"] + p["year"], (0, 0, 0)
        died = one["died_day"] is not None and one["died_day"] < end
        moved = one["last_day"] is not None and one["last_day"] < min(end - 1, one["died_day"])
        if one["standing"] == "eligible":
            used = around(k, p, one["person_id"], one["joined_day"], one["last_day"])
        told = (one["person_id"], one["joined_day"], one["standing"], int(died), int(moved))
        rows.append((*told, *used, *sums.get(one["person_id"], (0,) * len(SUMS.split()))))
    return sorted(rows, key=lambda row: (tie(row[0]), row[0]))


@step("evaluation/score_near", "person_id total")
def score_near(t, k, p):
    rows = []
    for one in k["joiners"]:
        if not inside(one["joined_on"], p):
            continue
        scores = []
        for row in t["assessments"]:
            from_joining = number(row["on_date"]) - one["joined_day"]
            asked = row["person_id"] == one["person_id"] and row["instrument"] == p["instrument"]
            if asked and p["from_day"] <= from_joining <= p["to_day"]:
                scores.append((abs(from_joining - p["day"]), row["on_date"], row["total"]))
        rows.append((one["person_id"], min(scores)[2] if scores else None))
    return sorted(rows, key=lambda row: (tie(row[0]), row[0]))


# ---- demand ----


@step("demand/person_months", "person_id months event quantity pence")
def person_months(t, k, p):
    panel = Counter()
    for row in t["demand"]:
        day = row["on_date"]
        panel[(row["person_id"], months(day), row["event"], day.year - (day.month < 4))] += row["quantity"]
    prices = price_list(k)
    return [
        (person, month, event, quantity, None if (event, year) not in prices else quantity * prices[(event, year)])
        for (person, month, event, year), quantity in panel.items()
    ]


def price_list(k):
    return {(row["event"], int(row["financial_year"])): int(row["pence"]) for row in k["unit_costs"]}


@step("demand/use_by_month", "months event people quantity pence without_cost")
def use_by_month(t, k, p):
    groups = defaultdict(list)
    for row in k["person_months"]:
        groups[(row["months"], row["event"])].append(row)
    told = []
    for key, rows in sorted(groups.items()):
        priced = [row["pence"] for row in rows if row["pence"] is not None]
        quantity = sum(row["quantity"] for row in rows)
        told.append((*key, len(rows), quantity, sum(priced) if priced else None, len(rows) - len(priced)))
    return told


@step("evaluation/allocated", "person_id arm how cluster score day standing died started before after")
def allocated(t, k, p):
    living = {row["person_id"]: row for row in t["population"]}
    refused = {row["person_id"] for row in t["people"] if row["consent"] in ("no", "withdrawn")}
    rows = []
    for row in t["allocations"]:  # the key allows one row for a person under an agreement
        person, day = row["person_id"], number(row["on_date"])
        if row["agreement"] != p["agreement"] or not inside(row["on_date"], p):
            continue
        life, end = living.get(person), day + p["follow_up"]
        died, moved = (
            NEVER if life is None or life[name] is None else number(life[name])
            for name in ("died_on", "resident_to")
        )
        standing = "followed"
        if person in refused:
            standing = "no-consent"
        elif life is None:
            standing = "not-linked"
        elif number(life["resident_from"]) > day - p["before"]:
            standing = "short-history"
        elif moved < end - 1 and died > moved:
            standing = "moved-away"
        used = [
            (number(one["on_date"]) - day, one["quantity"])
            for one in t["demand"]
            if one["person_id"] == person and one["event"] == p["event"]
        ]
        started = any(
            one["person_id"] == person
            and one["agreement"] == p["agreement"]
            and one["started_on"] is not None
            and number(one["started_on"]) < end
            for one in t["referrals"]
        )
        rows.append(
            (person, row["arm"], row["how"], row["cluster"] or "", row["score"], day, standing,
             int(died < end), int(started),
             sum(quantity for since, quantity in used if -p["before"] <= since < 0),
             sum(quantity for since, quantity in used if 0 <= since < p["follow_up"]))
        )  # fmt: skip
    return sorted(rows, key=lambda row: (tie(row[0]), row[0]))


def seen_between(t, person):
    """First and last day of somebody whose use may be looked at; nobody else has any."""
    living = {row["person_id"]: row for row in t["population"]}
    refused = {row["person_id"] for row in t["people"] if row["consent"] in ("no", "withdrawn")}
    if person not in living or person in refused:
        return NEVER, -1
    life = living[person]
    ends = [number(life[name]) for name in ("resident_to", "died_on") if life[name] is not None]
    return number(life["resident_from"]), min([NEVER, *ends])


@step("evaluation/wedge_people", "person_id cluster arm how turn first_seen last_seen died started")
def wedge_people(t, k, p):
    died = {row["person_id"]: number(row["died_on"]) for row in t["population"] if row["died_on"] is not None}
    rows = []
    for row in t["allocations"]:
        if row["agreement"] != p["agreement"] or not inside(row["on_date"], p):
            continue
        person = row["person_id"]
        began = [
            number(one["started_on"])
            for one in t["referrals"]
            if one["person_id"] == person and one["agreement"] == p["agreement"] and one["started_on"] is not None
        ]
        rows.append(
            (person, row["cluster"] or "", row["arm"], row["how"], number(row["on_date"]),
             *seen_between(t, person), died.get(person, NEVER), min(began, default=NEVER))
        )  # fmt: skip
    return sorted(rows, key=lambda row: (tie(row[0]), row[0]))


@step("evaluation/wedge_use", "cluster day quantity")
def wedge_use(t, k, p):
    used = Counter()
    for row in t["allocations"]:
        if row["agreement"] != p["agreement"] or not inside(row["on_date"], p) or row["cluster"] is None:
            continue
        first, last = seen_between(t, row["person_id"])
        for one in t["demand"]:
            day = number(one["on_date"])
            wanted = one["person_id"] == row["person_id"] and one["event"] == p["event"]
            if wanted and first <= day <= last and p["from_day"] <= day <= p["to_day"]:
                used[row["cluster"], day] += one["quantity"]
    return [(site, day, quantity) for (site, day), quantity in sorted(used.items())]


@step("demand/exposure", "person_id index_day last_day days_at_risk left_by")
def exposure(t, k, p):
    living = {row["person_id"]: row for row in t["population"]}
    rows = []
    for one in k["index_dates"]:
        life, day = living.get(one["person_id"]), one["index_day"]
        if life is None:
            continue
        died, moved = (NEVER if life[name] is None else number(life[name]) for name in ("died_on", "resident_to"))
        gone = min(died, moved)
        left = "followed"
        if gone < day + p["days"]:
            left = "died" if died <= moved else "moved away"
        rows.append((one["person_id"], day, gone, max(0, min(p["days"], gone - day + 1)), left))
    return rows


@step("demand/aligned_use", "person_id index_day span event quantity pence")
def aligned_use(t, k, p):
    prices = price_list(k)
    groups = {}
    for one in k["exposure"]:
        for row in t["demand"]:
            day = row["on_date"]
            if row["person_id"] != one["person_id"] or number(day) > one["last_day"]:
                continue
            for window in k["windows"]:
                if int(window["first_day"]) <= number(day) - one["index_day"] <= int(window["last_day"]):
                    key = one["person_id"], one["index_day"], int(window["span"]), row["event"]
                    price = prices.get((row["event"], day.year - (day.month < 4)))
                    quantity, pence = groups.get(key, (0, 0))
                    pence = None if price is None or pence is None else pence + row["quantity"] * price
                    groups[key] = quantity + row["quantity"], pence
    return [(*key, *totals) for key, totals in sorted(groups.items())]
