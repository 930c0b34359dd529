"""The strength of evidence, computed from the design and its checks on each named scale. Never typed in."""

from collections.abc import Mapping

from proventive.evaluation.checks import LOWERS_THE_GRADE
from proventive.evaluation.finding import Finding, Grade
from proventive.reference import Scale


def grades_of(finding: Finding, scales: Mapping[str, Scale]) -> tuple[Grade, ...]:
    """A grade on every scale that places the finding's design; scales are never merged.

    The scale says which level the design can reach. If a check has failed that lowers the grade, it is the level
    below. A finding that is not estimated has none.
    """
    if finding.status != "estimated":
        return ()
    held = [scales[id] for id in sorted(scales)]
    return tuple(grade_on(scale, finding) for scale in held if placed(finding) in scale.designs)


def placed(finding: Finding) -> str:
    """The design by which a scale places a finding: that of the publication, where a result was reported."""
    return finding.placed_as or finding.design


def failed_checks(finding: Finding) -> tuple[str, ...]:
    """The checks that failed, of those that lower the grade."""
    return tuple(
        check.name for check in finding.checks if check.passed is False and check.name in LOWERS_THE_GRADE
    )


def grade_on(scale: Scale, finding: Finding) -> Grade:
    """The grade on one scale. Its next step is to mend what failed, else what the scale asks for next."""
    names = [level.level for level in scale.levels]
    reached = names.index(scale.designs[placed(finding)])
    failed = failed_checks(finding)
    level = scale.levels[max(reached - 1, 0) if failed else reached]
    named = ", ".join(f"“{name}”" for name in failed)
    mend = f"Mend what failed among the checks: {named}." if failed else level.next_step
    return Grade(
        scale=scale.label, edition=scale.edition, level=level.level, meaning=level.meaning, next_step=mend
    )
