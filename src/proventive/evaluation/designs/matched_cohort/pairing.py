"""From candidates to matched pairs, and what each member of a pair used."""

from dataclasses import dataclass

import numpy as np

from proventive.evaluation.designs.matched_cohort.inputs import NEVER, CohortInputs, Persons, Text
from proventive.evaluation.designs.matched_cohort.windows import Days
from proventive.evaluation.methods.arrays import Booleans, Floats, Integers
from proventive.evaluation.methods.clusters import Components, components_of_people
from proventive.evaluation.methods.matching import greedy_pairs


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchedCohort:
    """Participants and the people matched to them, in the same order; and who was not matched."""

    inputs: CohortInputs
    matched: Booleans  # of everybody who joined
    participants: Persons
    comparators: Persons
    joins_later: Booleans  # whether the comparator joined within the follow-up
    clusters: Components

    def __len__(self) -> int:
        return len(self.participants)

    def matched_ids(self) -> Text:
        """Local ids of the participants who have a match: those for whom the estimate speaks."""
        return self.inputs.names[self.participants.person]

    def use(self, window: Days) -> tuple[Floats, Floats]:
        """Use in a window, of participants and of those matched to them."""
        totals = self.inputs.use.within(window)
        return totals[self.participants.seen], totals[self.comparators.seen]

    def times_used(self) -> Integers:
        """How often each person who serves as comparator does so."""
        return np.unique(self.comparators.person, return_counts=True)[1]


def match(inputs: CohortInputs) -> MatchedCohort:
    """Choose the pairs: nearest first, a comparator once a day, again on other days."""
    participant, comparator = inputs.pair_participant, inputs.pair_comparator
    taken = greedy_pairs(participant, comparator.person, comparator.joined_day)
    matched = np.zeros(len(inputs.joined), dtype=bool)
    matched[participant[taken]] = True
    participants, comparators = inputs.joined.at(participant[taken]), comparator.at(taken)
    later = inputs.joins_later_on[taken]
    return MatchedCohort(
        inputs=inputs,
        matched=matched,
        participants=participants,
        comparators=comparators,
        joins_later=(later < NEVER) & (later - comparators.joined_day <= inputs.windows.follow_up.last),
        clusters=components_of_people(participants.person, comparators.person),
    )
