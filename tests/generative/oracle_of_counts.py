"""The steps that count people, time and staff, in plain Python: written from what each says that it gives."""

from oracle import first_starts, inside, last, months, number, step


def under(rows, p):
    return [row for row in rows if row["agreement"] == p["agreement"]]


def is_active(row, day):
    started = row["started_on"] is not None and row["started_on"] <= day
    return started and (row["ended_on"] is None or row["ended_on"] >= day)


def served_in(t, p):
    """The people served under the agreement, by their referrals alone."""
    return {
        row["person_id"]
        for row in under(t["referrals"], p)
        if row["started_on"] is not None
        and row["started_on"] <= p["last_day"]
        and (row["ended_on"] is None or row["ended_on"] >= p["first_day"])
    }


def agreed(t, person):
    return all(row["consent"] not in ("no", "withdrawn") for row in t["people"] if row["person_id"] == person)


def time_is_over(t, person, day):
    return any(
        row["keep_until"] is not None and row["keep_until"] < day
        for row in t["people"]
        if row["person_id"] == person
    )


def tally(values):
    counted = {}
    for value in values:
        counted[value] = counted.get(value, 0) + 1
    return counted


@step("records/active_on", "under_agreement over_all")
def active_on(t, k, p):
    active = [row for row in t["referrals"] if is_active(row, p["day"])]
    return [(len({row["person_id"] for row in under(active, p)}), len({row["person_id"] for row in active}))]


@step("records/joined_by_month", "months people")
def joined_by_month(t, k, p):
    firsts = [day for (_, agreement), day in first_starts(t).items() if agreement == p["agreement"]]
    return sorted(tally(months(day) for day in firsts if day <= p["last_day"]).items())


@step("records/contacts_each", "contacts people")
def contacts_each(t, k, p):
    among = {(row["person_id"], row["on_date"]) for row in k["active_days"] if row["among_them"]}
    met = tally(
        row["person_id"]
        for row in t["contacts"]
        if inside(row["on_date"], p)
        and (
            row["agreement"] == p["agreement"]
            or (row["agreement"] is None and (row["person_id"], row["on_date"]) in among)
        )
    )
    return sorted(tally(met.get(person, 0) for person in served_in(t, p) | set(met)).items())


@step("records/waits", "days referrals")
def waits(t, k, p):
    started = [row for row in under(t["referrals"], p) if row["started_on"] is not None]
    days = [
        number(row["started_on"]) - number(row["referred_on"]) for row in started if inside(row["started_on"], p)
    ]
    return sorted(tally(days).items())


@step("records/latest_status", "status reason people")
def latest_status(t, k, p):
    latest = {}
    for row in under(t["referrals"], p):
        standing = latest.get(row["person_id"])
        if row["referred_on"] <= p["day"] and (standing is None or row["referred_on"] > standing["referred_on"]):
            latest[row["person_id"]] = row
    told = []
    for row in latest.values():
        if row["ended_on"] is not None and row["ended_on"] < p["day"]:
            told.append(("ended", row["end_reason"]))
        else:
            told.append(("active" if is_active(row, p["day"]) else "waiting", None))
    return sorted(((*key, count) for key, count in tally(told).items()), key=lambda row: (row[0], last(row[1])))


@step(
    "records/staff_counted",
    "at_start at_end stayed started has_left served_before_at_end served_before_started",
)
def staff_counted(t, k, p):
    def there(day):
        return {
            row["staff_id"]
            for row in t["workforce"]
            if row["started_on"] <= day and (row["left_on"] is None or row["left_on"] >= day)
        }

    first, end = there(p["first_day"]), there(p["last_day"])
    started = {row["staff_id"] for row in t["workforce"] if inside(row["started_on"], p)}
    left = {row["staff_id"] for row in t["workforce"] if row["left_on"] is not None and inside(row["left_on"], p)}
    before = {row["staff_id"] for row in t["workforce"] if row["lived_experience"] == "yes"}
    sets = (first, end, first & end, started, left - end, end & before, started & before)
    return [tuple(len(found) for found in sets)]


@step("records/served_then_staff", "linked became_staff")
def served_then_staff(t, k, p):
    joined = {person: day for (person, agreement), day in first_starts(t).items() if agreement == p["agreement"]}
    starts = {}
    for row in t["workforce"]:
        if row["person_id"] is not None:
            starts.setdefault(row["person_id"], []).append(row["started_on"])
    at_work = {person: min(days) for person, days in starts.items()}
    became = [each for each, day in at_work.items() if inside(day, p) and each in joined and joined[each] < day]
    return [(len(at_work), len(became))]


@step("records/gave_time", "role people first_time")
def gave_time(t, k, p):
    started = {person: day for (person, agreement), day in first_starts(t).items() if agreement == p["agreement"]}
    given = {}
    for row in t["contributions"]:
        if row["person_id"] in started and started[row["person_id"]] <= row["on_date"]:
            given.setdefault((row["role"], row["person_id"]), []).append(row["on_date"])
    rows = {}
    for (role, _), days in given.items():
        if any(inside(day, p) for day in days):
            people, firsts = rows.get(role, (0, 0))
            rows[role] = people + 1, firsts + (min(days) >= p["first_day"])
    return sorted((role, *counts) for role, counts in rows.items())


@step("records/carers_reached", "under_agreement over_all")
def carers_reached(t, k, p):
    carers = {row["person_id"] for row in t["people"] if row["role"] == "unpaid carer"}
    served = {
        (row["person_id"], row["agreement"])
        for row in t["referrals"]
        if row["started_on"] is not None
        and row["started_on"] <= p["last_day"]
        and (row["ended_on"] is None or row["ended_on"] >= p["first_day"])
    } | {(row["person_id"], row["agreement"]) for row in t["contacts"] if inside(row["on_date"], p)}
    reached = {(person, agreement) for person, agreement in served if person in carers}
    ours = {person for person, agreement in reached if agreement == p["agreement"]}
    return [(len(ours), len({person for person, _ in reached}))]


@step("records/reach", "characteristic of_group living served")
def reach(t, k, p):
    served = served_in(t, p) | {row["person_id"] for row in under(t["contacts"], p) if inside(row["on_date"], p)}
    groups = {}
    for row in t["population"]:
        gone = [day for day in (row["resident_to"], row["died_on"]) if day is not None and day < p["last_day"]]
        if row["resident_from"] <= p["last_day"] and not gone:
            decile = None if row["simd_decile"] is None else str(row["simd_decile"])
            for key in (("deprivation", decile), ("frailty", row["frailty"]), ("sex", row["sex"])):
                living, reached = groups.get(key, (0, 0))
                groups[key] = living + 1, reached + (row["person_id"] in served)
    told = [(*key, *counts) for key, counts in groups.items()]
    return sorted(told, key=lambda row: (row[0], last(row[1])))


def nearest(t, p, person, day, near):
    """The score nearest to a day; of two equally near the earlier, then the lower."""
    found = [
        (abs(number(row["on_date"]) - day), row["on_date"], row["total"])
        for row in t["assessments"]
        if row["person_id"] == person
        and row["instrument"] == p["instrument"]
        and abs(number(row["on_date"]) - day) <= near
    ]
    return min(found)[2] if found else None


@step("records/held_after", "person_id at_joining at_end after_it")
def held_after(t, k, p):
    rows = []
    for person in {row["person_id"] for row in under(t["referrals"], p)}:
        theirs = [
            row for row in under(t["referrals"], p) if row["person_id"] == person and row["started_on"] is not None
        ]
        ends = [row["ended_on"] for row in theirs]
        if not ends or None in ends or not inside(max(ends), p) or not agreed(t, person):
            continue
        start, end = number(min(row["started_on"] for row in theirs)), number(max(ends))
        wanted = ((start, p["near"]), (end, p["near"]), (end + p["day"], p["near_after"]))
        rows.append((person, *(nearest(t, p, person, day, near) for day, near in wanted)))
    return sorted(rows)


@step("records/follow_ups", "person_id instrument moment due_day to_day filled_in")
def follow_ups(t, k, p):
    rows = []
    for (person, agreement), joined in first_starts(t).items():
        if agreement != p["agreement"] or not agreed(t, person):
            continue
        gone = [
            number(row["ended_on"])
            for row in under(t["referrals"], p)
            if row["person_id"] == person
            and row["started_on"] is not None
            and row["ended_on"] is not None
            and row["end_reason"] in ("died", "moved")
        ]
        for asked in k["asked"]:
            first, due, end = (number(joined) + int(asked[name]) for name in ("from_day", "day", "to_day"))
            if gone and min(gone) < due:
                continue
            filled = any(
                row["person_id"] == person
                and row["instrument"] == asked["instrument"]
                and first <= number(row["on_date"]) <= end
                for row in t["assessments"]
            )
            rows.append((person, asked["instrument"], asked["moment"], due, end, int(filled)))
    return sorted(rows, key=lambda row: (row[3], row[0], row[1], row[2]))


@step("records/not_seen", "person_id last_met")
def not_seen(t, k, p):
    rows = []
    active = [row for row in under(t["referrals"], p) if is_active(row, p["day"])]
    for person in {row["person_id"] for row in active}:
        started = min(row["started_on"] for row in active if row["person_id"] == person)
        met = [
            row["on_date"] for row in t["contacts"] if row["person_id"] == person and row["on_date"] <= p["day"]
        ]
        if started < p["since"] and (not met or max(met) < p["since"]):
            rows.append((person, max(met) if met else None))
    return sorted(rows, key=lambda row: (last(row[1] and number(row[1])), row[0]))


@step("records/kept_too_long", "person_id keep_until")
def kept_too_long(t, k, p):
    over = {}
    for row in t["people"]:
        if row["keep_until"] is not None and row["keep_until"] < p["day"]:
            over[row["person_id"]] = min(row["keep_until"], over.get(row["person_id"], row["keep_until"]))
    return sorted(over.items(), key=lambda one: (one[1], one[0]))


@step("records/goals_counted", "goals people rated reached")
def goals_counted(t, k, p):
    latest = {}
    for row in t["goals"]:
        if inside(row["set_on"], p):
            rated = -1 if row["rated_on"] is None else number(row["rated_on"])
            key = (rated, row["set_on"], -1 if row["rating"] is None else row["rating"])
            standing = latest.get((row["person_id"], row["goal"]))
            if standing is None or key > standing[0]:
                latest[row["person_id"], row["goal"]] = key, row["rating"]
    ratings = [rating for _, rating in latest.values()]
    people = len({person for person, _ in latest})
    return [(len(ratings), people, sum(rating is not None for rating in ratings), ratings.count(10))]


@step("records/journal_counted", "stage entries barriers")
def journal_counted(t, k, p):
    rows = [row for row in under(t["journal"], p) if inside(row["on_date"], p)]
    entries = tally(row["stage"] for row in rows)
    barriers = tally(row["stage"] for row in rows if row["barrier"] is not None)
    return sorted((stage, count, barriers.get(stage, 0)) for stage, count in entries.items())


@step("records/cohort", "person_id joined_on agreed time_is_over")
def cohort(t, k, p):
    firsts = ((day, who) for (who, agreement), day in first_starts(t).items() if agreement == p["agreement"])
    return [(who, day, int(agreed(t, who)), int(time_is_over(t, who, p["day"]))) for day, who in sorted(firsts)]


@step("records/cohort_allocations", "person_id on_date arm how cluster agreed time_is_over")
def cohort_allocations(t, k, p):
    rows = [
        (row["on_date"], row["person_id"], row["arm"], row["how"], row["cluster"] or "")
        for row in under(t["allocations"], p)
    ]
    return [
        (who, day, arm, how, site, int(agreed(t, who)), int(time_is_over(t, who, p["day"])))
        for day, who, arm, how, site in sorted(rows)
    ]
