"""What the matched cohort gathers: arrays of people, candidate pairs, and use around joining."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from proventive.evaluation.designs.matched_cohort.windows import Days, Windows
from proventive.evaluation.methods.arrays import Floats, Integers, totals
from proventive.evaluation.methods.regression_to_the_mean import UsePairs
from proventive.evaluation.question import Question
from proventive.quantities import RecordsUsed, Unknown
from proventive.records.unit_costs import UnitCosts

Text = NDArray[np.object_]
Columns = dict[str, np.ndarray]
NEVER = 99999  # the day number that stands for “not within the records”


@dataclass(frozen=True, slots=True, kw_only=True)
class Persons:
    """People on a joining day: one entry each. Days are counted since 2000; ``seen`` is their row of use."""

    person: Integers  # numbered in one space, participants and others alike
    joined_day: Integers
    age_months: Floats  # nan where not on record
    deprivation: Floats  # decile, nan where not on record
    sex: Text
    frailty: Text
    last_day: Integers  # on which use would be seen
    died_day: Integers
    seen: Integers

    def __len__(self) -> int:
        return len(self.person)

    def at(self, rows: Integers | NDArray[np.bool_]) -> "Persons":
        """Some of them."""
        return Persons(
            person=self.person[rows], joined_day=self.joined_day[rows], age_months=self.age_months[rows],
            deprivation=self.deprivation[rows], sex=self.sex[rows], frailty=self.frailty[rows],
            last_day=self.last_day[rows], died_day=self.died_day[rows], seen=self.seen[rows],
        )  # fmt: skip

    def days_followed(self, window: Days) -> Floats:
        """Days of a window from joining on which each was alive and resident."""
        return np.clip(self.last_day - self.joined_day + 1, 0, window.length).astype(np.float64)

    def died_within(self, window: Days) -> Floats:
        """1 for those who died in a window from joining, else 0."""
        return (self.died_day - self.joined_day <= window.last).astype(np.float64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Each person on each joining day at which they are looked at, as a row; people numbered in one space."""

    names: Text  # local ids, by the number of the person
    keys: Integers  # of each row, ascending

    @classmethod
    def of(cls, everybody: Columns, pairs: Columns) -> "Seen":
        """From those who joined, and the candidates for each of them."""
        names = np.unique(np.concatenate([everybody["person_id"], pairs["comparator"]]).astype(str))
        numbered = cls(names=names, keys=np.zeros(0, dtype=np.int64))
        own = numbered.key(everybody["person_id"], everybody["joined_day"])
        other = numbered.key(pairs["comparator"], pairs["joined_day"])
        return cls(names=names, keys=np.unique(np.concatenate([own, other])))

    def __len__(self) -> int:
        return len(self.keys)

    def key(self, person: Text, joined_day: Integers) -> Integers:
        """One number for a person and a joining day."""
        return np.searchsorted(self.names, person.astype(str)) * (NEVER + 1) + joined_day

    def rows(self, person: Text, joined_day: Integers) -> Integers:
        """The row of each person on each joining day."""
        return np.searchsorted(self.keys, self.key(person, joined_day))


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """Use by day from joining: which row of people it belongs to, on which day, how much."""

    seen: Integers
    day: Integers
    quantity: Integers
    rows: int

    def within(self, window: Days) -> Floats:
        """The total of each row of people in a window."""
        inside = (self.day >= window.first) & (self.day <= window.last)
        return totals(self.seen[inside], self.quantity[inside], self.rows)

    def until(self, rows: Integers, first: int, last: Integers) -> Floats:
        """The total of each row named, from a day to its own last day; 0 where that lies before the first."""
        order = np.lexsort((self.day, self.seen))
        span = int(max(np.abs(self.day).max(initial=0), np.abs(last).max(initial=0), abs(first))) + 2
        keys = self.seen[order] * (2 * span) + self.day[order] + span
        added = np.concatenate([[0], np.cumsum(self.quantity[order])])

        def up_to(day: Integers | int) -> Integers:
            return np.asarray(added[np.searchsorted(keys, rows * (2 * span) + day + span, side="right")])

        return (up_to(np.maximum(last, first - 1)) - up_to(first - 1)).astype(np.float64)


@dataclass(frozen=True, slots=True, kw_only=True)
class UseOfEvent:
    """Use of one service by each row of people, and what it cost in pence (nan: no unit cost in force)."""

    label: str
    plural: str
    follow_up: Floats | Unknown
    earlier: Floats | Unknown  # the year that was not matched on
    pence: Floats | Unknown  # in the follow-up
    pence_earlier: Floats | Unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class AllUse:
    """Every service whose use is on record, by the id of its event; and the unit costs."""

    events: Mapping[str, UseOfEvent]
    unit_costs: UnitCosts


@dataclass(frozen=True, slots=True, kw_only=True)
class Others:
    """People who had not joined, at the first days of months: what they are like, and their use."""

    last_3_months: Floats  # use, of each pattern of use
    prior_9_months: Floats
    earlier: Floats
    after: Floats  # total of those with the pattern
    people_with_pattern: Floats
    sex: Text  # of each combination of covariates
    frailty: Text
    deprivation: Floats
    age_months: Floats
    people: Floats

    def pairs_of_periods(self) -> UsePairs:
        """Use before, by the windows that are matched on, and use after."""
        windows = np.stack([self.last_3_months, self.prior_9_months])
        patterns, of_entry = np.unique(windows, axis=1, return_inverse=True)
        of_entry = of_entry.ravel()
        return UsePairs(
            last_3_months=patterns[0],
            prior_9_months=patterns[1],
            people=totals(of_entry, self.people_with_pattern, patterns.shape[1]),
            after=totals(of_entry, self.after, patterns.shape[1]),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortInputs:
    """Everything from which the finding is estimated."""

    question: Question
    records: tuple[RecordsUsed, ...]
    windows: Windows
    earlier_unseen: Unknown | None  # why the earlier window cannot be used
    names: Text  # local ids, by the number of the person
    joined: Persons
    standing: Text  # eligible, or why not
    pair_participant: Integers  # row of ``joined`` of each candidate pair, nearest pair first
    pair_comparator: Persons  # of each candidate pair
    joins_later_on: Integers  # day on which the comparator joined later, else NEVER
    use: Use
    all_use: AllUse
    others: Others
