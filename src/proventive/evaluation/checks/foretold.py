"""How far can what is foretold of people who joined be trusted? Nothing here makes it a comparison."""

from proventive.evaluation.finding import CheckResult

DESIGNS = ("before-after-on-demand",)
LEAST_LOOKED_UP = 0.8
"""Assumed, as for the matched cohort: with more than a fifth left out, it does not speak for those who joined."""


def looked_up(*, looked_up: int, joined: int) -> CheckResult:
    """How many who joined could be looked up for a whole year before."""
    return CheckResult(
        name="looked up",
        passed=looked_up >= LEAST_LOOKED_UP * joined,
        text=f"The use of {looked_up:,} of the {joined:,} people who joined can be seen for the year before. The "
        "others did not agree, were not found, or came too late into the records.",
        designs=DESIGNS,
    )


def had_not_joined(*, people: int, pairs: int, mean: float, mean_of_joined: float, unit: str) -> CheckResult:
    """From whom the expectation comes, and how unlike those who joined they are."""
    return CheckResult(
        name="people who had not joined",
        passed=None,
        text=f"What is to be expected is told from {pairs:,} pairs of years in {people:,} people, before any of "
        f"them joined. They had used {mean:.2f} {unit} in the year before, and those who joined "
        f"{mean_of_joined:.2f}. They may differ in age, frailty or need that use does not show; nothing here "
        "allows for that.",
        designs=DESIGNS,
    )


def one_period(change: float | None, unit: str) -> CheckResult:
    """The least change to expect: one period alone takes need to stand still."""
    text = (
        "One period alone foretells nothing: use varies no more than chance makes it."
        if change is None
        else f"If need stood still, chance alone would bring a change of {change:+.2f} {unit} (a gamma-Poisson of "
        "one period). Need moves, so more is to be expected: this is a lower bound of the fall, and says nothing "
        "for the service."
    )
    return CheckResult(name="lower bound of the expected fall", passed=None, text=text, designs=DESIGNS)


def left(*, died: int, moved: int, looked_up: int) -> CheckResult:
    """How many died or moved away: use ends there, and a fall through deaths is no success."""
    return CheckResult(
        name="died or moved away",
        passed=None,
        text=f"{died:,} of the {looked_up:,} people died within the year after joining and {moved:,} moved away. "
        "Use is counted until then, so that a part of any fall is theirs; no comparison tells whether more died "
        "than would have.",
        designs=DESIGNS,
    )


def false_falls() -> CheckResult:
    """What simulation says of this design where nothing works."""
    return CheckResult(
        name="where nothing works",
        passed=None,
        text="In simulated places where people join on recent use and the service does nothing, this design "
        "showed a clear fall beyond what was to be expected in at most 1% of places; but in 55% where healthier "
        "people joined than their use showed. Where frailer people joined it showed a clear rise in 58%, which "
        "would hide a true fall. Nothing here tells which of these a real place is.",
        designs=DESIGNS,
    )
