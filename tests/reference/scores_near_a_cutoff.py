"""Two hundred small data sets with a score and a cutoff at 0, the same on every machine (uniform numbers).

Among them: scores without ties, with ties, whole numbers only, few people, scores mostly on one side, outcomes in
whole numbers.
"""

import numpy as np

SETS = 200
DECIMALS = (6, 6, 1, 0, 2)


def scored_people(number: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Outcome, score and take-up of one data set."""
    draw = np.random.default_rng(number)
    people = 40 + (number % 8) * 40
    kind = number % len(DECIMALS)
    score = np.round(draw.random(people) * 20 - 10, DECIMALS[kind])
    if kind == 4:
        score = np.round(np.abs(score) - 3, 2)
    bent = 1 + 0.3 * score + 0.02 * score**2 - 0.004 * score**3
    outcome = np.round(bent + 2 * (score >= 0) + (draw.random(people) - 0.5) * 3, 4)
    if number % 7 == 0:
        outcome = np.round(outcome)
    return outcome, score, ((score >= 0) ^ (draw.random(people) < 0.15)).astype(float)


def clusters_of(number: int) -> np.ndarray:
    """The cluster of each person of one data set: some 3 people in each, or some 8."""
    people = 40 + (number % 8) * 40
    draw = np.random.default_rng([number, 1])
    return np.floor(draw.random(people) * people / (3 if number % 2 else 8)).astype(int)
