"""What does it do to the comparison that people who refuse are linked to nothing?"""

from proventive.evaluation.finding import CheckResult

DESIGNS = ("matched-cohort", "before-after-on-demand")


def refusals(*, refused: int) -> tuple[CheckResult, ...]:
    """That people who were given the service and did not agree may stand among those compared with; nothing where
    nobody refused. No number stands in it, so that it may leave a secure place as it is."""
    if not refused:
        return ()
    text = (
        "Some who joined did not agree that their record is used. They are counted, and their record is linked to "
        "nothing, wherever the records lie: not even to leave them out. So some of the people compared with may "
        "have had the service too. As far as that is so, what the service changed is told too small rather than "
        "too large, for better or worse."
    )
    return (CheckResult(name="refusals", passed=None, text=text, designs=DESIGNS),)
