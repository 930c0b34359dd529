"""The plain words of :mod:`proventive.quantities.words`, by the name that this chapter knows."""

from proventive.quantities.words import as_decimal, day_in_words, in_words, things

__all__ = ["as_decimal", "day_in_words", "in_words", "things"]
