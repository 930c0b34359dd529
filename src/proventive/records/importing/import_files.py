"""Files that people sent come in: good rows go on, bad rows come back with what to fix. All or nothing."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path

from proventive.engine import DeclaredTable, open_embedded
from proventive.engine.duck import DuckEngine
from proventive.engine.kept_apart import keep_found
from proventive.engine.several_answers import Answers, answer_by_answer, in_all, set_apart
from proventive.engine.sheet_parts import Known, SheetPart
from proventive.engine.staging import stage_codes
from proventive.engine.taking_in import (
    Taken,
    faulty_rows,
    open_standing,
    start_faults,
    take_in,
    write_standing,
)
from proventive.quantities import NotFound, RecordsError, canonical_hash
from proventive.quantities.words import in_quotes
from proventive.records.bringing_in import bring_in
from proventive.records.declarations import TABLES, declarations
from proventive.records.identity import keep
from proventive.records.importing.deciding import Asked, decided
from proventive.records.importing.decisions_told import what_is_told
from proventive.records.importing.door import Judged, admit_people, bar_erased, identities_of, judge_areas
from proventive.records.importing.imported import Imported, PartAccount, left_out
from proventive.records.importing.mapping import SheetMapping, TableMapping
from proventive.records.importing.mapping_file import mapping_text, read_mapping, save_mapping
from proventive.records.importing.messages import (
    DoorWords,
    Message,
    letter,
    messages_of,
    of_note,
    told,
    told_once,
)
from proventive.records.importing.parts import in_order, parts_of, split_of
from proventive.records.importing.perhaps_a_slip import perhaps_a_slip
from proventive.records.importing.questions import Ask, Question, Undecided, to_no_question, told_together
from proventive.records.importing.sheets import SentSheet, check_unchanged, on_rows, sent_sheets, values_of
from proventive.records.importing.to_fix import write_to_fix
from proventive.records.importing.wording import Words
from proventive.records.known_codes import known_codes
from proventive.records.leftovers import SPILL, alone
from proventive.records.manifest import Manifest, SourceAccount, TableFile, write_manifest
from proventive.records.store import TABLE_FILES, TO_FIX

Progress = Callable[[str], None]

NONE_SPLIT = Answers(rows=0, answers=0, most=1)
MEMORY = "120MB"  # of the engine; what does not fit is spilled within the store
BREAKING = {
    "spreadsheet error": "spreadsheet error",
    "formula without result": "no result",
    "merged": "merged cells",
    "cut at 255": "cut short",
    "cut at 32767": "cut short",
}


def import_files(
    files: Iterable[Path | str],
    *,
    store: Path | str,
    agreement: str | None = None,
    tables: Iterable[str] = (),
    mapping: Path | str | None = None,
    answers: Mapping[str, str] | None = None,
    ask: Ask | None = None,
    as_at: date | None = None,
    to_fix: Path | str | None = None,
    replace_standing: bool = False,
    progress: Progress | None = None,
) -> Imported:
    """Bring the rows of files into a store, whatever the files call their columns.

    ``agreement``: the id that rows without one belong to. ``tables``: what the sheets are, where that is not to be
    proposed. ``mapping``: the file of a mapping to use. ``answers``: by the id of a question. ``ask``: asks what
    is still open; without it Undecided is raised, with all questions at once. ``as_at``: dates after it are told.
    ``to_fix``: where the rows that were set aside are written (None: ``to-fix/`` in the store).
    ``replace_standing``: rows that contradict what stands take its place. The same files again change nothing.

    Raises Undecided, FaultsFound where a file cannot be read, NotFound, and RecordsError where the store is in use
    or cannot be written. Nothing was brought in then.
    """
    folder = Path(store).resolve()
    said = Asked(
        answers=answers or {},
        tables=tuple(tables),
        mapping=None if mapping is None else read_mapping(Path(mapping)),
        ask=ask,
        agreement=agreement,
    )
    check_tables(said.tables)
    paths = [Path(file).resolve() for file in files]
    try:
        with alone(folder):
            desk = Desk(
                folder=folder,
                present=bring_in(folder),
                engine=open_embedded(
                    folders=[folder, *{file.resolve().parent for file in paths}],
                    spill=folder / SPILL,
                    memory_limit=MEMORY,
                ),
                to_fix=Path(to_fix) if to_fix is not None else folder / TO_FIX,
                as_at=as_at,
                replace_standing=replace_standing,
                progress=progress,
            )
            try:
                return desk.bring(paths, said)
            finally:
                desk.engine.close()
    except OSError as error:
        raise RecordsError(
            f"The records cannot be written to {folder} ({error.strerror or type(error).__name__}). Nothing was "
            "brought in. Check that you may write to the folder and that the disk is not full, and run it again."
        ) from error


def check_tables(tables: tuple[str, ...]) -> None:
    for table in tables:
        if table not in TABLES:
            raise NotFound(
                f"“{table}” is not one of our tables. Rows in it would never be read. Name one of: "
                f"{in_quotes(TABLES)}."
            )


@dataclass(kw_only=True)
class Desk:
    """One import at work: the store as it stands, the engine, and what was found so far."""

    folder: Path
    present: Manifest
    engine: DuckEngine
    to_fix: Path
    as_at: date | None
    replace_standing: bool
    progress: Progress | None
    keeps_people: bool = False
    accounts: list[PartAccount] = field(default_factory=list)
    sources: list[SourceAccount] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    fix_files: list[Path] = field(default_factory=list)
    fingerprint: str = ""
    opened: set[str] = field(default_factory=set)
    changed: set[str] = field(default_factory=set)

    def bring(self, files: list[Path], said: Asked) -> Imported:
        sheets, notes = sent_sheets(files)
        self.fingerprint = self.present.key
        mapped = self.decide(sheets, said)
        for sent, mapping in mapped:
            words = on_rows(self.engine, sent, partial(self.take, sent, mapping), there=len(mapped) == 1)
            self.return_rows(sent, words)
        check_unchanged(sheets)
        saved = tuple(save_mapping(self.folder, mapping) for _, mapping in mapped)
        manifest = self.commit()  # last, so that whatever cannot be written leaves the records as they are
        return Imported(
            manifest=manifest,
            accounts=tuple(self.accounts),
            messages=tuple(self.messages),
            notes=(
                *(str(note) for note in notes),
                *(line for sent, m in mapped for line in what_is_told(sent, m)),
                *self.told,
            ),
            mappings=saved,
            to_fix=tuple(self.fix_files),
            changed=manifest.tables != self.present.tables,
        )

    def decide(self, sheets: list[SentSheet], said: Asked) -> list[tuple[SentSheet, SheetMapping]]:
        """Every sheet with its mapping; raises Undecided with all questions of all sheets."""
        mapped: list[tuple[SentSheet, SheetMapping]] = []
        open_questions: list[tuple[str, Question]] = []
        asked: dict[str, set[str]] = {}
        drafts: list[Path] = []
        for sent in sheets:
            self.tell(f"{sent.sheet.place}: reading")
            values = values_of(self.engine, sent.headings)
            earlier = [mapping for _, mapping in mapped]
            decision = on_rows(self.engine, sent, partial(decided, self.folder, sent, values, said, earlier))
            open_questions.extend((sent.named, question) for question in decision.questions)
            asked.setdefault(sent.named, set()).update(decision.asked)
            if decision.questions and decision.draft and all(table.columns for table in decision.mapping.tables):
                drafts.append(save_mapping(self.folder, decision.mapping))
            self.told.extend(decision.told)
            mapped.append((sent, decision.mapping))
        unused = to_no_question(said.answers, asked)
        if open_questions:
            questions = told_together(open_questions, sheets=len(sheets))
            raise Undecided(questions, drafts[0] if drafts else None, unused)
        self.told.extend(unused)
        return mapped

    def take(self, sent: SentSheet, mapping: SheetMapping) -> dict[str, Words]:
        """Check a sheet and merge its good rows into what stands. Gives words for what is wrong with others."""
        start_faults(self.engine)
        words: dict[str, Words] = {}
        if not mapping.tables:
            self.accounts.append(left_out(sent))
        parts = parts_of(mapping, sent.headings, values_of(self.engine, sent.headings))
        of_other_sheets, self.messages = self.messages, []
        for mapped, part in zip(in_order(mapping), parts, strict=True):
            self.open(part.table)
            self.take_part(sent, mapping, part, mapped, words)
        self.messages = of_other_sheets + told_once(self.messages)
        return words

    def open(self, table: DeclaredTable) -> None:
        wanted = [table] if "person_id" not in table.names else [declarations()["people"], table]
        for each in wanted:
            if each.name not in self.opened:
                file = self.present.table(each.name)
                open_standing(self.engine, each, None if file is None else self.folder / file.file)
                self.opened.add(each.name)

    def take_part(
        self,
        sent: SentSheet,
        mapping: SheetMapping,
        part: SheetPart,
        mapped: TableMapping,
        words: dict[str, Words],
    ) -> None:
        """Take one of our tables from the sheet: at once, or an answer at a time where rows are split."""
        replaces = mapped.when_newer == "replace"
        split, answers = split_of(mapped), NONE_SPLIT
        if split is None:
            taken, judged = self.take_rows(sent, part, replaces, words)
            at_door = list(self.told_at_door(sent, part, judged, words))
        else:
            answers = set_apart(self.engine, part, split)
            each: list[Taken] = []
            for shown in answer_by_answer(self.engine, part, split, answers.most):
                of_answer, found = self.take_rows(sent, shown, replaces, words)
                if not each:  # all rows have a first answer
                    judged, at_door = found, list(self.told_at_door(sent, shown, found, words))
                each.append(of_answer)
            taken = in_all(self.engine, part, each)
        self.account_for(sent, mapping, part, taken, answers, judged)
        self.messages.extend(messages_of(taken, part.table, sent.headings, sent.sheet.place, words))
        self.messages.extend(at_door)

    def take_rows(
        self, sent: SentSheet, part: SheetPart, replaces: bool, words: dict[str, Words]
    ) -> tuple[Taken, list[Judged]]:
        """Check the rows in the engine, and merge what is good into what stands."""
        judged = [judge_areas(self.engine, part)]
        if part.identified:
            identities = identities_of(self.folder, self.fingerprint)
            self.fingerprint = identities.keys.fingerprint
            judged.append(admit_people(self.engine, part, identities))
        for each in judged:
            words |= each.words
        codes = known_codes(self.present.store)
        listed = {c.name: codes[c.codes_from] for c in part.table.columns if c.codes_from is not None}
        stage_codes(self.engine, listed)
        taken = take_in(
            self.engine,
            part,
            sent.source,
            breaking=BREAKING,
            known=Known(
                codes=frozenset(listed),
                as_at=self.as_at,
                barred=bar_erased(self.engine, part, self.folder, self.fingerprint),
            ),
            replace=replaces or self.replace_standing,
            amend=self.replace_standing,
        )
        if part.identified:
            keep_found(self.engine, part, all_go_on=not taken.set_aside)
            self.keeps_people = True
        return taken, judged

    def told_at_door(
        self, sent: SentSheet, part: SheetPart, judged: list[Judged], words: dict[str, Words]
    ) -> Iterable[Message]:
        """What is told of rows that go on: of identifiers, areas, agreements and people."""
        for column, note in (note for each in judged for note in each.notes):
            yield of_note(column, note, part, sent.headings, sent.sheet.place, words)
        yield from perhaps_a_slip(self.engine, self.folder, sent, part)

    def account_for(
        self,
        sent: SentSheet,
        mapping: SheetMapping,
        part: SheetPart,
        taken: Taken,
        answers: Answers,
        judged: list[Judged],
    ) -> None:
        if taken.accepted or taken.completed or taken.replaced:
            self.changed.add(part.table.name)
        account = PartAccount(
            source=str(sent.sheet.place),
            table=part.table.name,
            rows=taken.rows + answers.rows - answers.answers,
            accepted=taken.accepted,
            set_aside=taken.set_aside,
            merged=taken.merged,
            ignored=sum(count for _, count, _ in taken.ignored),
            completed=taken.completed,
            replaced=taken.replaced,
            split=answers.rows,
            became=answers.answers,
        )
        self.accounts.append(account)
        areas = "; ".join(each.editions for each in judged if each.editions)
        self.sources.append(source_account(sent, mapping, account, areas))
        self.told.extend(f"{sent.sheet.place}: area codes: {each.editions}." for each in judged if each.editions)
        self.tell(str(account))

    def return_rows(self, sent: SentSheet, at_door: DoorWords) -> None:
        """Write the rows that were set aside as the sender's own sheet."""
        name = f"{sent.file.stem}{f' {sent.sheet.name}' if sent.sheet.name else ''} to fix.xlsx"
        file = self.to_fix / "".join("-" if sign in '\\/:*?"<>|' else sign for sign in name)
        rows = (
            (number, cells, what_to_fix(faults, sent.headings, at_door))
            for number, cells, faults in faulty_rows(self.engine, len(sent.headings))
        )
        if write_to_fix(file, sent.sheet.name or sent.file.stem, sent.headings, rows):
            self.fix_files.append(file)

    def commit(self) -> Manifest:
        """Write what changed, and the manifest last of all: until then nothing has."""
        if self.keeps_people:
            keep(self.engine, identities_of(self.folder, self.fingerprint))
        (self.folder / TABLE_FILES).mkdir(exist_ok=True)
        written = {name: self.table_file(declarations()[name]) for name in declarations() if name in self.changed}
        tables = tuple(
            file for name in declarations() if (file := written.get(name) or self.present.table(name)) is not None
        )
        known = {(source.name, source.table, source.mapping) for source in self.present.sources}
        sources = [s for s in self.sources if (s.name, s.table, s.mapping) not in known or s.accepted]
        manifest = replace(
            self.present, tables=tables, sources=(*self.present.sources, *sources), key=self.fingerprint
        )
        if manifest != self.present:
            write_manifest(self.folder, manifest)
        return manifest

    def table_file(self, table: DeclaredTable) -> TableFile:
        written = write_standing(self.engine, table, self.folder / TABLE_FILES)
        return TableFile(
            table=table.name, file=f"{TABLE_FILES}/{written.file.name}", hash=written.hash, rows=written.rows
        )

    def tell(self, line: str) -> None:
        if self.progress is not None:
            self.progress(line)


def source_account(sent: SentSheet, mapping: SheetMapping, account: PartAccount, areas: str) -> SourceAccount:
    return SourceAccount(
        name=sent.source,
        table=account.table,
        hash=sent.hash,
        rows=account.rows,
        accepted=account.accepted,
        set_aside=account.set_aside,
        merged=account.merged,
        ignored=account.ignored,
        split=account.split,
        became=account.became,
        imported=True,
        mapping=canonical_hash(mapping_text(mapping))[:12],
        areas=areas,
    )


def what_to_fix(faults: list[dict[str, object]], headings: tuple[str, ...], at_door: DoorWords) -> str:
    """All that is wrong with a row, one line each: what, and what to do."""
    lines = []
    for each in faults:
        position = int(str(each["position"]))
        table = declarations()[str(each["table_name"])]
        words = told(str(each["column_name"]), str(each["fault"]), position, table, headings, at_door)
        place = letter(position, headings)
        lines.append(f"{f'Column {place}: ' if place else ''}{words.what}. {words.do}")
    return "\n".join(dict.fromkeys(lines))
