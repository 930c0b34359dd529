"""Diagnostics as objects: what was looked at, what was seen, and whether it passed.

A check takes plain results of methods and gives a CheckResult; ``passed`` is None where it only informs. Each
names the designs to which it belongs. Limits stand beside the check that uses them, with their source, or the
word “assumed”.
"""

DECISIVE = frozenset(
    {
        "balance",
        "earlier year",
        "estimates agree",
        "deaths",
        "response",
        "followed up and not",
        "autocorrelation",
        "carried forward",
        "months before",
        "steady before",
        "same slope before",
        "drawn by lot",
        "order kept",
        "steady effect",
        "the line decided",
        "no crowding at the line",
        "no heap at the line",
        "alike at the line",
        "seen to the end",
        "fit before the start",
        "placebo areas",
        "one area left out",
        "earlier start",
        "changed alike before",
        "areas that began together",
        "imported estimate",
    }
)
"""The checks on which a comparison rests: if one of them fails, the evidence is graded one level lower."""

LOWERS_THE_GRADE = DECISIVE | {"trends that differ"}
"""These do, and one that asks how much the answer would bear: failing it takes nothing from what was found, so
that the direction may still be told as likely, but the evidence is weaker."""
