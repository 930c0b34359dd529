"""From candidates to matched pairs, and what each member of a pair used."""

from dataclasses import dataclass

import numpy as np

from proventive.evaluation.designs.matched_cohort.choosing import chosen_pairs
from proventive.evaluation.designs.matched_cohort.inputs import NEVER, CohortInputs, Persons, Text
from proventive.evaluation.designs.matched_cohort.planned import matching_of
from proventive.evaluation.designs.matched_cohort.windows import Days
from proventive.evaluation.methods.arrays import Booleans, Floats, Integers, totals
from proventive.evaluation.methods.clusters import Components, components_of_people


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchedCohort:
    """Participants who have a match, and the people matched to them: one or several each; who was not matched."""

    inputs: CohortInputs
    matched: Booleans  # of everybody who joined
    participants: Persons
    comparators: Persons
    of: Integers  # the participant of each comparator
    joins_later: Booleans  # whether the comparator joined within the follow-up
    clusters: Components  # of participants

    def __len__(self) -> int:
        return len(self.participants)

    def matched_ids(self) -> Text:
        """Local ids of the participants who have a match: those for whom the estimate speaks."""
        return self.inputs.names[self.participants.person]

    @property
    def weights(self) -> Floats:
        """Of each comparator: all those of one participant count as one together."""
        return 1 / self.number_of_matches()[self.of]

    def number_of_matches(self) -> Floats:
        """How many comparators each participant has."""
        return totals(self.of, np.ones(len(self.of)), len(self))

    def mean_of_matches(self, values: Floats) -> Floats:
        """For each participant the mean over those matched to them; ``values`` are of comparators."""
        return totals(self.of, values, len(self)) / self.number_of_matches()

    def use(self, window: Days) -> tuple[Floats, Floats]:
        """Use in a window, of participants and (the mean) of those matched to them."""
        return self.groups(self.inputs.use.within(window))

    def groups(self, values: Floats) -> tuple[Floats, Floats]:
        """Values given by row of people, of participants and (the mean) of those matched to them."""
        return values[self.participants.seen], self.mean_of_matches(values[self.comparators.seen])

    def times_used(self) -> Integers:
        """How often each person who serves as comparator does so."""
        return np.unique(self.comparators.person, return_counts=True)[1]


def match(inputs: CohortInputs) -> MatchedCohort:
    """Choose the pairs, as the plan has it. Raises ValueError where its distance cannot be had."""
    taken = chosen_pairs(inputs, matching_of(inputs.question.objective.plan))
    rows, of = _in_order_of_choice(inputs.pair_participant[taken])
    matched = np.zeros(len(inputs.joined), dtype=bool)
    matched[rows] = True
    participants, comparators = inputs.joined.at(rows), inputs.pair_comparator.at(taken)
    later = inputs.joins_later_on[taken]
    return MatchedCohort(
        inputs=inputs,
        matched=matched,
        participants=participants,
        comparators=comparators,
        of=of,
        joins_later=(later < NEVER) & (later - comparators.joined_day <= inputs.windows.follow_up.last),
        clusters=_clusters(participants, comparators, of),
    )


def _in_order_of_choice(participant: Integers) -> tuple[Integers, Integers]:
    """Each participant once, in the order in which they first got a match; and which of them each pair has."""
    rows, first, of = np.unique(participant, return_index=True, return_inverse=True)
    order = np.argsort(first)
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    return rows[order], place[of]


def _clusters(participants: Persons, comparators: Persons, of: Integers) -> Components:
    """The component of people to which each participant belongs, with all who are matched to them."""
    linked = components_of_people(participants.person[of], comparators.person)
    of_participant = np.zeros(len(participants), dtype=np.int64)
    of_participant[of] = linked.of_pair
    return Components(
        of_pair=of_participant,
        number=linked.number,
        largest=int(np.bincount(of_participant).max(initial=0)),
    )
