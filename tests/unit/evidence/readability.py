"""How hard a text is to read: the Flesch-Kincaid grade, counted here by plain rules.

Grade = 0.39 words a sentence + 11.8 syllables a word - 15.59 (Kincaid and others, 1975, Navy research branch
report 8-75). A number is a word of two syllables; what stands in brackets is part of its sentence.
"""

import re

WORD = re.compile(r"[A-Za-z][A-Za-z'’]*|[£−]?\d[\d,.]*\d%?|[£−]?\d%?")
SENTENCE_END = re.compile(r"[.!?](?=\s|$)")


def grade(text: str) -> float:
    """The Flesch-Kincaid grade of a text."""
    words = WORD.findall(text)
    sentences = max(1, len(SENTENCE_END.findall(text)))
    return 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def syllables(word: str) -> int:
    """Groups of vowels, less a silent e at the end; at least one."""
    if any(letter.isdigit() for letter in word):
        return 2
    plain = word.lower().replace("'", "").replace("’", "")
    count = len(re.findall(r"[aeiouy]+", plain))
    if re.search(r"[^aeiouyl]e$|[^aeiouydt]ed$|[^aeiouysxz]es$", plain) and count > 1:
        count -= 1
    return max(1, count)
