"""What is wrong with an identifier, and what to do, in words. An identifier is never quoted."""

NOTES = frozenset({"restored", "another-sex"})
SETS_ASIDE = frozenset(
    {
        "no-identifier",
        "placeholder",
        "scientific-notation",
        "lost-leading-zero",
        "not-ten-digits",
        "check-digit",
        "no-such-day",
        "another-birth",
        "not-an-id",
    }
)

WORDS = {
    "no-identifier": ("there is no {kind}", "Fill it in. Without it the row belongs to nobody."),
    "placeholder": (
        "the {kind} is a stand-in, such as a row of nines",
        "Look up the real one. If there is none, use your own id for this person.",
    ),
    "scientific-notation": (
        "the {kind} was cut short by the spreadsheet, as in 1.01E+09",
        "Make the column text in your system's export, and export it again. Its last digits are gone.",
    ),
    "lost-leading-zero": (
        "the {kind} has nine digits: its first 0 was lost",
        "Make the column text and export it again, or let the import put the 0 back.",
    ),
    "not-ten-digits": (
        "the {kind} does not have ten digits",
        "Check it for a missing digit, or a letter O for a 0.",
    ),
    "check-digit": (
        "the {kind} fails its check digit",
        "Check it for a wrong digit, or two that changed places.",
    ),
    "no-such-day": (
        "the {kind} does not begin with a day of birth",
        "Check the first six digits. They are day, month and year.",
    ),
    "another-birth": (
        "the {kind} has another date of birth than the row",
        "Check both. One may be wrong, or the number may be another person's.",
    ),
    "another-sex": (
        "the {kind} points to another sex than the row",
        "Check that the number is this person's. You may ignore this if it is: a record of sex can change.",
    ),
    "restored": ("the {kind} had lost its first 0, and it was put back", "Nothing, if that is right."),
    "not-an-id": (
        "the id is too long, or has a sign in it that cannot be printed",
        "Use the id from your own system, of 64 letters and digits at most.",
    ),
}


def told(code: str, kind: str) -> tuple[str, str]:
    """The reason and what to do, for identifiers of a kind."""
    name = "id" if kind == "own" else kind if kind == "NHS number" else "CHI number"
    reason, do = WORDS[code]
    return reason.format(kind=name), do
