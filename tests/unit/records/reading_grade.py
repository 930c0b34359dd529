"""How hard a message is to read as it is printed, and the words that none may have."""

import re

BANNED = re.compile(r"\b(invalid|illegal|forbidden|please|sorry)\b", re.IGNORECASE)
HARDEST = 6.0
GLOSSARY = (  # terms that are explained once, and what stands in braces
    r"spreadsheets?|formulas?|headings?|columns?|agreements?|identifiers?|mapping|decimals?|digits?|import(?:ed)?|"
    r"characters?|delimiters?|encodings?|questionnaires?|quotation|CHI|NHS|UTF-8|CSV|XLSX|ODS|Parquet|Excel|"
    r"computer|program|memory|million|passwords?|\{[^}]*\}|“[^”]*”|#REF!|--\w+"
)
LABEL = re.compile(r"^ *(?:Why it matters|Why|What to do|Where|Note): *")


def printed(text: str) -> str:
    """A message as it is printed, its heading and every line of it: each ends a sentence. The words that name the
    parts are left out, which would make it look easier."""
    lines = [LABEL.sub("", line).strip() for line in text.splitlines()]
    return " ".join(line if line.endswith((".", "!", "?", ":")) else f"{line}." for line in lines if line)


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
