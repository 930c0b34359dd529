"""The pages of the reference that are made from the declarations the program itself reads. Run by ``make docs``.

Each page is a pure function of what is declared, so a test can hold the page that stands here to it.
"""

import inspect
import json
import types
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import typer.main
from ruamel.yaml import YAML

from proventive.agreement.document import Agreement
from proventive.agreement.help import HELP, WORDS
from proventive.agreement.nouns import keys_of
from proventive.agreement.written import AsMapping, Kinds, OneOrLevels, OneOrMore, Phrase
from proventive.cli import app
from proventive.engine import DeclaredColumn, DeclaredTable
from proventive.evaluation.handing_over import finding_schema
from proventive.quantities import InternalError, Source, Unknown, UserError
from proventive.records import declarations
from proventive.records.measures import Measure, measures
from proventive.reference import Fact, Published, Reference, open_reference

HERE = Path(__file__).parent
FROM_HERE = (
    "<!-- What follows is made by make.py from what the program declares: change that, and run “make docs”. -->"
)


def pages() -> dict[str, str]:
    """Every page, by its name: what was written by hand above the line, and what is made below it."""
    made = {
        "agreement.md": agreement(),
        "command-line.md": command_line(),
        "facts.md": facts(open_reference()),
        "finding.md": finding(finding_schema()),
        "how-proventive-counts.md": counting(measures(), counting_cases()),
        "records.md": records(declarations()),
    }
    return {name: page((HERE / name).read_text(encoding="utf-8"), parts) for name, parts in made.items()}


def main() -> None:
    """Write the pages beside this file."""
    for name, text in pages().items():
        (HERE / name).write_text(text, encoding="utf-8", newline="\n")


# What every page is made of


def page(before: str, parts: Iterable[str]) -> str:
    by_hand = before.partition(FROM_HERE)[0].strip()
    return "\n\n".join([by_hand, FROM_HERE, *(part.strip("\n") for part in parts)]) + "\n"


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join("| " + " | ".join(cell(text) for text in line) + " |" for line in lines)


def cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def sentence(text: str) -> str:
    text = text.strip()
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('.', '?')) else '.'}" if text else ""


def code(text: str) -> str:
    return f"`{text}`"


def listed(words: Iterable[str]) -> str:
    return ", ".join(words)


# A finding that is handed over


def finding(schema: Mapping[str, Any]) -> Iterator[str]:
    """The keys of the file, noun by noun, and its JSON Schema."""
    nouns = {"HandedOver": schema, **schema["$defs"]}
    for name in ("HandedOver", "PlanAnswered", "HandedFinding", "HandedCheck", "HandedTable", "HandedFigure"):
        noun = nouns[name]
        needed = noun.get("required", ())
        rows = (
            (code(key), "yes" if key in needed else "", sentence(form.get("description", "")))
            for key, form in noun["properties"].items()
        )
        words = noun.get("description", "") if name != "HandedOver" else "The whole file."
        yield f"## {words.partition(':')[0].partition('.')[0]}"
        yield table(("Key", "Needed", "What it says"), rows)
    yield "## JSON Schema"
    yield f"```json\n{json.dumps(schema, indent=1, ensure_ascii=False)}\n```"


# The agreement


Keys = Mapping[str, Any]
"""The keys of a noun, with the annotation of each."""


def agreement() -> Iterator[str]:
    """A section for each noun of the document."""
    return (noun_section(noun, keys) for noun, keys in nouns_met().items())


def nouns_met() -> dict[type, Keys]:
    """Every noun of the document, in the order in which a reader meets it."""
    met: dict[type, Keys] = {}

    def meet(noun: type, keys: Keys) -> None:
        if noun not in met:
            met[noun] = keys
            for hint in keys.values():
                for inner, its_keys in nouns_in(hint):
                    meet(inner, its_keys)

    meet(Agreement, keys_of(Agreement))
    return met


def nouns_in(hint: Any) -> Iterator[tuple[type, Keys]]:
    """The nouns that stand in an annotation, with their keys."""
    if get_origin(hint) is Annotated:
        inner, *hooks = get_args(hint)
        for hook in hooks:
            if isinstance(hook, Phrase):
                return
            if isinstance(hook, AsMapping):
                yield hook.noun, {**hook.required, **hook.optional}
                return
            if isinstance(hook, OneOrLevels):
                yield hook.levels.noun, {**hook.levels.required, **hook.levels.optional}
                return
            if isinstance(hook, Kinds):
                yield from ((kind, keys_of(kind)) for kind in hook.telling)
                return
        yield from nouns_in(inner)
    elif is_dataclass(hint) and isinstance(hint, type):
        yield hint, keys_of(hint)
    else:
        for part in get_args(hint):
            yield from nouns_in(part)


def title_of(noun: type) -> str:
    """A heading for a noun; where several share a word, with the key that tells them apart."""
    word = sentence(WORDS[noun.__name__]).rstrip(".")
    if sum(other == WORDS[noun.__name__] for other in WORDS.values()) == 1:
        return word
    first = {"FixedTerm": "fixed", "GrossLine": "gross", "NetLine": "objective"}
    telling = {"PerPersonImproved": "per_person_improved"} | first
    return f"{word} with {telling.get(noun.__name__, 'effect_on_everyone_who_joined')}"


def anchor(noun: type) -> str:
    return "#" + title_of(noun).lower().replace(" ", "-")


def noun_section(noun: type, keys: Keys) -> str:
    one_of = getattr(noun, "exactly_one", ())
    rows = [
        (
            code(key),
            sentence(HELP[noun.__name__][key][0]),
            how_written(hint),
            code(HELP[noun.__name__][key][1]),
            needed(noun, key, one_of),
        )
        for key, hint in keys.items()
    ]
    return "\n\n".join(
        part
        for part in (
            f"## {title_of(noun)}",
            about(noun),
            table(("Key", "What it says", "How it is written", "For example", "Needed"), rows),
        )
        if part
    )


def about(noun: type) -> str:
    """What a noun is, from its own docstring; nothing where it has none of its own."""
    words = inspect.getdoc(noun) or ""
    return "" if words.startswith(f"{noun.__name__}(") else words.replace("``", "`")


def needed(noun: type, key: str, one_of: Sequence[str]) -> str:
    if key in one_of:
        return "one of these"
    declared = {field.name.rstrip("_"): field for field in fields(noun)}[key]
    given = declared.default is not MISSING or declared.default_factory is not MISSING
    if not given:
        return "yes"
    default = declared.default
    return f"no; else “{default}”" if isinstance(default, str) and default else "no"


def how_written(hint: Any) -> str:
    """How a key's value is written, in words."""
    if get_origin(hint) is Annotated:
        inner, *hooks = get_args(hint)
        for hook in hooks:
            if isinstance(hook, Phrase):
                return hook.wanted
            if isinstance(hook, AsMapping):
                return linked(hook.noun)
            if isinstance(hook, OneOrLevels):
                return f"{how_written(hook.one)}, or {linked(hook.levels.noun)}"
            if isinstance(hook, Kinds):
                return " or ".join(linked(kind) for kind in hook.telling)
            if isinstance(hook, OneOrMore):
                return f"one or a list: {how_written(get_args(inner)[0])}"
        return how_written(inner)
    origin = get_origin(hint)
    if origin is Literal:
        return "one of: " + listed(str(word) for word in get_args(hint))
    if origin in (types.UnionType, Union):
        return " or ".join(how_written(part) for part in get_args(hint) if part is not types.NoneType)
    if origin is tuple:
        return f"a list: {how_written(get_args(hint)[0])}"
    if is_dataclass(hint) and isinstance(hint, type):
        return linked(hint)
    return f"by id: {how_written(get_args(hint)[1])}"  # a mapping


def linked(noun: type) -> str:
    return f"[{title_of(noun).lower()}]({anchor(noun)})"


# The record tables


# What is counted, and how


CASES = HERE.parents[1] / "tests" / "spec" / "counting.yaml"


def counting_cases() -> list[dict[str, Any]]:
    """The cases that the tests run: tables in, numbers out."""
    cases: list[dict[str, Any]] = YAML(typ="safe", pure=True).load(CASES.read_text(encoding="utf-8"))
    return cases


def counting(declared: Mapping[str, Measure], cases: list[dict[str, Any]]) -> Iterator[str]:
    """Each measure with its date and rule, then the cases that people argue about."""
    yield "## Measures"
    yield "`proventive records counts` tells them. “Adds up” says what happens over people and over time."
    rows = [(one.heading, one.counts_by, one.adds_up, sentence(one.rule)) for one in declared.values()]
    yield table(("Measure", "Counts by", "Adds up", "Rule"), rows)
    yield "## Cases"
    yield (
        "What people argue about when they count. Each case is run by the tests. Where no period is given it is "
        "1 April 2024 to 31 March 2025, under agreement `a`."
    )
    for case in cases:
        yield from counting_case(case)


def counting_case(case: Mapping[str, Any]) -> Iterator[str]:
    yield f"### {case['asks']}"
    period = " The period is {} to {}.".format(*case["period"]) if "period" in case else ""
    yield f"The complaint: {case['complaint']}.{period}"
    for name, text in case["tables"].items():
        lines = [[part.strip() for part in line.split("|")] for line in text.strip().splitlines()]
        yield f"`{name}`"
        yield table(lines[0], lines[1:])
    yield table(("Told", "Number"), [(code(id), str(number)) for id, number in case["gives"].items()])


def records(tables: Mapping[str, DeclaredTable]) -> Iterator[str]:
    """A section for each record table."""
    return (record_section(one) for one in tables.values())


def record_section(declared: DeclaredTable) -> str:
    known = (
        f"{code(declared.cut_by)} ({declared.column(declared.cut_by).heading})" if declared.cut_by else "always"
    )
    lines = [
        f"One row is {declared.one_row_is}.",
        f"No two rows have the same {listed(code(name) for name in declared.key)}. {declared.twice}",
        f"Known from: {known}.",
    ]
    rows = [
        (
            column.heading,
            code(column.name),
            kind_of(column),
            " ".join(part for part in (sentence(column.help), *limits_of(column)) if part),
            "yes" if column.required else "no",
        )
        for column in declared.columns
    ]
    return "\n\n".join(
        (
            f"## {declared.name}",
            "\n".join(lines),
            table(("Heading", "Name", "Kind", "What it holds", "Needed"), rows),
        )
    )


def kind_of(column: DeclaredColumn) -> str:
    words = {
        "text": "text",
        "date": "day",
        "month": "month",
        "integer": "whole number",
        "code": "word from a list",
    }
    return words.get(column.type, f"number, {column.places} decimal places at most")


def limits_of(column: DeclaredColumn) -> Iterator[str]:
    """What is accepted in a column, beside its kind."""
    if column.codes:
        told = (code(word) if word == label else f"{code(word)} ({label})" for word, label in column.codes)
        yield f"One of: {listed(told)}."
    if column.codes_from:
        yield f"One of the [{column.codes_from}](facts.md#{column.codes_from})."
    if column.low is not None and column.high is not None:
        yield f"From {column.low:,} to {column.high:,}."
    if column.not_before:
        yield f"Not before {code(column.not_before)}."
    if column.known_from and column.known_from != column.name:
        yield f"Seen from {code(column.known_from)} on."
    if column.personal:
        yield "Personal: never shown in a message."


# The facts


def facts(reference: Reference) -> tuple[str, ...]:
    """A section for each kind of fact."""
    return (
        events(reference),
        instruments(reference),
        frameworks(reference),
        scales(reference),
        schedules(reference),
        "## Quantities\n\nA value holds on its own days only: nothing is carried forward or back.",
        *(quantity(reference.facts[id]) for id in sorted(reference.facts)),
    )


def cited(source: Source) -> str:
    """Title, publisher, place, status, licence, address and note of a source."""
    parts = [str(source), source.url, f"licence: {source.licence}" if source.licence else "", source.note]
    return "; ".join(part for part in parts if part)


def events(reference: Reference) -> str:
    rows = [
        (code(event.id), event.label, event.counted_by, cited(event.source)) for event in reference.events.values()
    ]
    intro = "Uses of a public service that an agreement may promise to reduce (`reduce: emergency_admission`)."
    return f"## Events\n\n{intro}\n\n" + table(("Id", "What it is", "Counted by", "Source"), rows)


def published(figure: Published | Unknown) -> str:
    if isinstance(figure, Unknown):
        return str(figure)
    return f"{figure.value} ({cited(figure.source)})"


def instruments(reference: Reference) -> str:
    rows = [
        (
            code(one.id),
            one.label,
            f"{one.low} to {one.high}, {one.better} is better",
            one.scored,
            f"not known: {one.reliable_change.unknown}"
            if isinstance(one.reliable_change, Unknown)
            else f"{one.reliable_change} points ({cited(one.reliable_change_source or one.source)})",
            *(published(figure) for figure in (one.important_change, one.population_mean, one.retest)),
            cited(one.source),
        )
        for one in reference.instruments.values()
    ]
    intro = (
        "Questionnaires on which an outcome may be measured (`measured_by: ucla3`). Only total scores are held, "
        "never the wording\nof a question. *Reliable change* is the change of one person's score beyond which it "
        "is more than the error of the\nquestionnaire. *Important change* is the smallest one that people "
        "themselves call better. The mean of people in general and\nthe correlation of two scores tell how far a "
        "low score comes back by itself."
    )
    headings = (
        "Id",
        "Name",
        "Scores",
        "How it is scored",
        "Reliable change",
        "Important change",
        "Mean of people",
        "Two scores",
        "Source",
    )
    return f"## Instruments\n\n{intro}\n\n" + table(headings, rows)


def frameworks(reference: Reference) -> str:
    told = [
        f"### {one.id}: {one.label}\n\nEdition: {one.edition}. Source: {cited(one.source)}.\n\n"
        + table(("Outcome", "What it is"), [(code(outcome.code), outcome.label) for outcome in one.outcomes])
        for one in reference.frameworks.values()
    ]
    return "\n\n".join(
        ["## Frameworks", "Lists of outcomes in which results are told (`framework`, `serves`).", *told]
    )


def scales(reference: Reference) -> str:
    told = []
    for one in reference.scales.values():
        placed = [
            (
                level.level,
                sentence(level.meaning),
                sentence(level.next_step),
                listed(code(design) for design, name in one.designs.items() if name == level.level),
            )
            for level in one.levels
        ]
        told.append(
            f"### {one.label}\n\nEdition: {one.edition}. Source: {cited(one.source)}.\n\n"
            + table(("Level", "What it means", "To be surer", "Designs that can reach it"), placed)
        )
    intro = "Scales of evidence, weakest level first. Editions disagree; each is held, and they are never merged."
    return "\n\n".join(["## Scales", intro, *told])


def schedules(reference: Reference) -> str:
    rows = [
        (
            code(one.id),
            f"{one.label}; {one.edition}",
            "; ".join(f"{band.rate * 100:.2f}% in years {band.first} to {band.last}" for band in one.bands),
            cited(one.source),
        )
        for one in reference.schedules.values()
    ]
    intro = "By how much later years are discounted (`discounting: {schedule: hmt-2026, ...}`)."
    return f"## Schedules\n\n{intro}\n\n" + table(("Id", "What it is", "Rates a year", "Source"), rows)


def quantity(fact: Fact) -> str:
    review = f" To be looked at again by {fact.review_by}." if fact.review_by else ""
    sources = "; ".join(dict.fromkeys(cited(value.source) for value in fact.values))
    rows = [(str(value.start), str(value.end), format(value.value, "f")) for value in fact.values]
    return (
        f"### {fact.id}\n\n{sentence(fact.description)} Unit: {fact.unit}.{review}\n\nSource: {sources}.\n\n"
        + table(("From", "To", "Value"), rows)
    )


# The command line


EXIT_CODES = """
## Exit codes

A program that calls Proventive can tell from the exit code what happened. With `--json` an error is printed as
JSON too: its kind, exit code, message and, for an agreement, every fault with its place.
"""


def command_line() -> tuple[str, ...]:
    """A section for each verb, and the exit codes."""
    return (*verbs(), EXIT_CODES, exit_codes())


def verbs() -> Iterator[str]:
    """A section for each verb, in the order in which an agreement meets them."""
    commands = commands_by_name()
    order = ["new", "check", "seal", "run", "open", "evaluate", "value", "settle", "pack", "explain", "demo"]
    for name in [*order, *(name for name in commands if name not in order)]:
        yield verb(name, commands[name])


def commands_by_name() -> dict[str, Any]:
    """Every command by what is typed after “proventive”."""
    found: dict[str, Any] = {}
    for name, command in typer.main.get_command(app).commands.items():  # type: ignore[attr-defined]
        inner = getattr(command, "commands", None)
        found |= {f"{name} {sub}": one for sub, one in inner.items()} if inner else {name: command}
    return found


def verb(name: str, command: Any) -> str:
    arguments = [one for one in command.params if not one.opts[0].startswith("-")]
    options = [one for one in command.params if one.opts[0].startswith("-")]
    usage = " ".join(
        ["proventive", name]
        + [one.metavar if one.required else f"[{one.metavar}]" for one in arguments]
        + [typed(one) if one.required else f"[{typed(one)}]" for one in options]
    )
    rows = [
        (code(one.metavar if one in arguments else typed(one)), said(one), "yes" if one.required else "no")
        for one in (*arguments, *options)
    ]
    shown = table(("", "What it says", "Needed"), rows) if rows else ""
    return "\n\n".join(part for part in (f"## {name}", command.help, f"```sh\n{usage}\n```", shown) if part)


def typed(option: Any) -> str:
    word = {str: "TEXT", int: "NUMBER"}.get(type(option.default), "NUMBER")
    return option.opts[0] if option.is_flag else f"{option.opts[0]} {option.metavar or word}"


def said(option: Any) -> str:
    default = option.default
    shown = f" Else: {default}." if default not in (None, False, "") and not option.required else ""
    return sentence(option.help or "") + shown


def exit_codes() -> str:
    known = [(0, "It was done."), (1, "Another thing that you can mend; the message says what.")]
    known.append((2, "The command itself was mistyped: a verb, an option or a day."))
    kinds = [error for error in UserError.__subclasses__() if error.__module__ == UserError.__module__]
    known += [(error.exit_code, sentence(inspect.getdoc(error) or "")) for error in kinds]
    known.append((InternalError.exit_code, sentence(inspect.getdoc(InternalError) or "")))
    return table(("Code", "What happened"), [(str(number), words) for number, words in sorted(known)])


if __name__ == "__main__":
    main()
