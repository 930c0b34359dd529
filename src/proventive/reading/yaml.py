"""YAML 1.2 files: what they say, and where. Nothing clever is read: no anchors, tags or directives."""

from collections.abc import Callable, Iterator
from pathlib import Path as FilePath
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from proventive.quantities import NotFound, Place
from proventive.reading.faults import Fault, FaultsFound
from proventive.reading.located import Located, Path, Plain, Scalar
from proventive.reading.scalars import unquoted
from proventive.reading.yaml_faults import CONTROL, syntax_fault, text_of, yaml_fault

MOST_BYTES = 1_000_000
DEEPEST = 30


def read_yaml(path: FilePath | str, *, name: str | None = None) -> Located:
    """What a YAML file says, and where. ``name`` is how places call the file, if not by its own name.

    Raises FaultsFound, with every fault that can be found, and NotFound.
    """
    path = FilePath(path)
    name = name or path.name
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise FaultsFound([yaml_fault("file-too-large", Place(file=name))])
        content = path.read_bytes()
    except OSError as error:
        raise NotFound(
            f"“{path}” cannot be opened. Without the file there is nothing to read. "
            "Check its name and folder, and that you may read it."
        ) from error
    return parse_yaml(text_of(content, name), name)


def parse_yaml(text: str, name: str, *, place: Place | None = None) -> Located:
    """What YAML text says. ``place`` stands for every place in it, where the text is the text of one cell."""
    walk = _Walk(name, place)
    try:
        plain = walk.document(YAML(typ="safe", pure=True).parse(text))
    except YAMLError as error:
        mark = where_of(error)
        walk.faults.append(syntax_fault(error, walk.place(mark), text, mark.line if mark else None))
    except (ValueError, OverflowError):  # from ruamel, at an escaped character beyond Unicode
        walk.faults.append(yaml_fault("syntax", walk.place(None)))
    if walk.faults:
        raise FaultsFound(walk.faults)
    return Located(file=name, plain=plain, values=walk.values, keys=walk.keys)


def where_of(error: YAMLError) -> Any:
    """Where the parser gave up; for a quotation mark left open, where it was opened."""
    if not isinstance(error, MarkedYAMLError):
        return None
    opened = "quoted scalar" in (error.context or "")
    return (error.context_mark if opened else None) or error.problem_mark or error.context_mark


class _Walk:
    """A walk over the events of the YAML parser, gathering places and faults."""

    def __init__(self, name: str, place: Place | None) -> None:
        self.name = name
        self.one_place = place
        self.values: dict[Path, Place] = {}
        self.keys: dict[Path, Place] = {}
        self.faults: list[Fault] = []
        self.kinds: dict[str, Callable[[Any, Iterator[Any], Path], Plain]] = {
            "ScalarEvent": self.scalar,
            "SequenceStartEvent": self.sequence,
            "MappingStartEvent": self.mapping,
        }

    def place(self, mark: Any) -> Place:
        if self.one_place or mark is None:
            return self.one_place or Place(file=self.name)
        return Place(file=self.name, line=mark.line + 1, column=mark.column + 1)

    def fault(self, code: str, event: Any) -> None:
        self.faults.append(yaml_fault(code, self.place(event.start_mark)))

    def document(self, events: Iterator[Any]) -> Plain:
        plain: Plain = None
        documents = 0
        for event in events:
            match type(event).__name__:
                case "DocumentStartEvent":
                    documents += 1
                    if documents > 1:
                        self.fault("several-documents", event)
                        return plain
                    if event.version or event.tags:
                        self.fault("directive", event)
                case "StreamStartEvent" | "StreamEndEvent" | "DocumentEndEvent":
                    pass
                case _:
                    plain = self.node(event, events, ())
        return plain

    def node(self, event: Any, events: Iterator[Any], path: Path) -> Plain:
        self.values[path] = self.place(event.start_mark)
        if type(event).__name__ == "AliasEvent":
            self.fault("alias", event)
            return None
        if event.anchor:
            self.fault("anchor", event)
        if event.ctag:
            self.fault("tag", event)
        if len(path) > DEEPEST:
            self.fault("too-deep", event)
            raise FaultsFound(self.faults)  # what stands inside is not worth the walk
        return self.kinds[type(event).__name__](event, events, path)

    def scalar(self, event: Any, events: Iterator[Any], path: Path) -> Scalar:
        if CONTROL.search(event.value):  # written as an escape, in double quotes
            self.fault("control-character", event)
        plain_style = event.style is None and event.implicit[0]
        return unquoted(event.value) if plain_style else str(event.value)

    def sequence(self, event: Any, events: Iterator[Any], path: Path) -> list[Plain]:
        items: list[Plain] = []
        while type(item := next(events)).__name__ != "SequenceEndEvent":
            items.append(self.node(item, events, (*path, len(items))))
        return items

    def mapping(self, event: Any, events: Iterator[Any], path: Path) -> dict[str, Plain]:
        entries: dict[str, Plain] = {}
        while type(key := next(events)).__name__ != "MappingEndEvent":
            if type(key).__name__ != "ScalarEvent":
                self.fault("key-is-not-a-word", key)
                raise FaultsFound(self.faults)
            if CONTROL.search(key.value):
                self.fault("control-character", key)
            if key.anchor or key.ctag:
                self.fault("anchor" if key.anchor else "tag", key)
            step = (*path, str(key.value))
            if key.value in entries:
                before = self.keys[step]
                self.faults.append(yaml_fault("duplicate-key", self.place(key.start_mark), key.value, before))
                step = (*step, "again")  # keep the places of the first
            self.keys[step] = self.place(key.start_mark)
            value = self.node(next(events), events, step)
            entries.setdefault(str(key.value), value)
        return entries
