"""What is not known is a value of its own."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """A value that is not known, and why. It reaches the pack and prints as such; never 0, never dropped."""

    unknown: str

    def __post_init__(self) -> None:
        if not self.unknown.strip():
            raise ValueError("an Unknown says why the value is not known")

    def __str__(self) -> str:
        return f"not known: {self.unknown}"
