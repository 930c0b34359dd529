"""Every message of an import is plain: what, where, what to do, no scolding word, easy to read."""

import re

import pytest

from proventive.reading.sent.faults import WORDS as OF_FILES
from proventive.records.areas.reading import WORDS as OF_AREAS
from proventive.records.identity.wording import WORDS as OF_IDENTIFIERS
from proventive.records.importing.wording import IGNORED, OF_CELLS, OF_ROWS

BANNED = re.compile(r"\b(invalid|illegal|forbidden|please|sorry)\b", re.IGNORECASE)
HARDEST = 6.0
GLOSSARY = (  # terms that are explained once, and what stands in braces
    r"spreadsheets?|formulas?|headings?|columns?|agreements?|identifiers?|mapping|decimals?|digits?|import(?:ed)?|"
    r"characters?|delimiters?|encodings?|questionnaires?|quotation|CHI|NHS|UTF-8|CSV|XLSX|ODS|Parquet|Excel|"
    r"computer|program|memory|million|passwords?|\{[^}]*\}|“[^”]*”|#REF!|--\w+"
)


def messages() -> dict[str, tuple[str, str]]:
    """Every message by name: all that it says, and what it says is to be done."""
    told = {f"cell: {name}": (". ".join(words[:3]), words.do) for name, words in OF_CELLS.items()}
    told |= {f"row: {name}": (". ".join(words[:3]), words.do) for name, words in OF_ROWS.items()}
    told |= {
        f"ignored: {name}": (". ".join(words), "Nothing, if that is right.") for name, words in IGNORED.items()
    }
    told |= {f"identifier: {name}": (". ".join(words), words[1]) for name, words in OF_IDENTIFIERS.items()}
    told |= {f"area: {name}": (". ".join(words), words[2]) for name, words in OF_AREAS.items()}
    told |= {f"file: {name}": (" ".join(words[:3]), words[2]) for name, words in OF_FILES.items()}
    return told


def syllables(word: str) -> int:
    """How many syllables an English word has, by its groups of vowels; a silent e at its end is none."""
    plain = re.sub(r"[^a-z]", "", word.lower())
    groups = len(re.findall(r"[aeiouy]+", plain))
    silent = re.search(r"[^aeiouyl]e$|[^aeiouydt]ed$|[^aeiousxz]es$", plain) is not None
    return max(1, groups - silent)


def grade(text: str) -> float:
    """The grade of Flesch and Kincaid: 0.39 words a sentence + 11.8 syllables a word - 15.59 (Kincaid 1975)."""
    plain = re.sub(GLOSSARY, "it", text)
    sentences = [part for part in re.split(r"[.!?:]+(?:\s|$)", plain) if re.search(r"[A-Za-z]", part)]
    words = re.findall(r"[A-Za-z][A-Za-z'’-]*", plain)
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def test_the_grade_is_that_of_its_formula():
    assert grade("The cat sat on the mat.") == pytest.approx(0.39 * 6 + 11.8 - 15.59)
    assert syllables("made") == 1
    assert syllables("spreadsheet") == 2
    assert grade("Organisational interoperability necessitates comprehensive documentation.") > 20


@pytest.mark.parametrize("name", sorted(messages()))
def test_a_message_is_plain(name):
    text, do = messages()[name]
    assert not BANNED.search(text)
    assert do.strip(), "it says what to do"
    assert len(text) > len(do), "it says what is wrong"
    assert grade(text) <= HARDEST, round(grade(text), 1)
