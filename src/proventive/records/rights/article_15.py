"""What a person is told beside the records themselves: UK GDPR, Article 15(1).

https://www.legislation.gov.uk/eur/2016/679/article/15
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from proventive.quantities.words import day_in_words
from proventive.records.declarations import declarations

NOT_WRITTEN = "This is not written down in the records. Ask us."
REPORTS = "Reports made of these records hold counts of people, and no record of one person."
MAY_ASK = (
    "You may ask us to correct it, to erase it, or to use it for less.",
    "You may object to how it is used.",
    "You may complain to the Information Commissioner: https://ico.org.uk/make-a-complaint/",
)

Rows = Sequence[Mapping[str, str]]
Beside = dict[str, tuple[str, ...]]
"""Lines under a heading."""


def beside(people: Rows, shared_with: Iterable[str]) -> Beside:
    """Why it is held, for how long, who has been given it, and what may be asked. ``people``: their rows in the
    table of people, under the headings that people know."""
    until = [day_in_words(date.fromisoformat(day)) for day in said(people, "keep_until")]
    return {
        "What we use it for": said(people, "purpose") or (NOT_WRITTEN,),
        "What allows us to hold it": (*said(people, "lawful_basis"), *said(people, "health_condition"))
        or (NOT_WRITTEN,),
        "How long we keep it": tuple(f"Until {day}." for day in until) or (NOT_WRITTEN,),
        "Who has been given it": (*(tuple(shared_with) or (NOT_WRITTEN,)), REPORTS),
        "Where it came from": ("Each row says which file it came from.",),
        "What you may ask": MAY_ASK,
    }


def said(people: Rows, name: str) -> tuple[str, ...]:
    """What the rows say in a column, each once; a code by its label."""
    column = next(column for column in declarations()["people"].columns if column.name == name)
    labels = dict(column.codes)
    values = dict.fromkeys(row[column.heading] for row in people if row[column.heading])
    return tuple(labels.get(value, value) for value in values)
