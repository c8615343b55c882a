"""``renja export``: writes a workbook, or a folder of CSV files, for each document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

from audit.export.delimited import Separator, sheet_csv, summary_csv
from audit.export.sheets import COLUMNS, FINDINGS, sheets
from audit.export.summary import summary
from audit.library import Entry, Library
from audit.texts import Language, texts
from flows.store import replace
from tables.errors import UsageError

Form = Literal["xlsx", "csv"]


def export(
    library: Library,
    names: Iterable[str],
    output: Path,
    *,
    everything: bool,
    form: Form,
    separator: Separator,
    language: Language,
) -> list[Path]:
    """Write documents into ``output``.

    Args:
        names: as `Library.find` takes them.
        everything: all documents instead.

    Returns:
        The workbooks, or the folders of CSV files.

    Raises:
        UsageError: no document is named, or there is no such document.
        OutputError: a file cannot be written.
    """
    listed = list(names)
    if bool(listed) is everything:
        raise UsageError(
            "which documents?", remedy="Name some (`renja query` lists them), or say --all."
        )
    entries = library.documents() if everything else [library.find(name) for name in listed]
    written = []
    for entry in entries:
        if form == "xlsx":
            path = output / f"{file_name(entry)}.xlsx"
            replace(path, as_workbook(library, entry, language), output)
        else:
            path = output / file_name(entry)
            for name, contents in as_csv(library, entry, language, separator):
                replace(path / name, contents, output)
        written.append(path)
    return written


def as_workbook(library: Library, entry: Entry, language: Language) -> bytes:
    """A document as one workbook."""
    from audit.export.workbook import workbook

    made = sheets(entry, library.frames(entry), language)
    title = f"{entry.name} {entry.tahun or ''}".strip()
    return workbook(title, summary(entry, made, language), made, language)


def as_csv(
    library: Library, entry: Entry, language: Language, separator: Separator
) -> Iterator[tuple[str, bytes]]:
    """A document as files: name, contents."""
    say = texts("ekspor", language)
    made = sheets(entry, library.frames(entry), language)
    own = {FINDINGS: say["berkas.temuan"].lower(), COLUMNS: say["berkas.kolom"].lower()}
    blocks = summary(entry, made, language)
    yield f"{say['berkas.ringkasan'].lower()}.csv", summary_csv(blocks, separator)
    taken: set[str] = set()
    for sheet in made:
        stem = own.get(sheet.id) or slug(sheet.id)
        while stem in taken:
            stem += "-"
        taken.add(stem)
        yield f"{stem}.csv", sheet_csv(sheet, separator)


def file_name(entry: Entry) -> str:
    """The PDF's name with the start of the document's id, which tells editions apart."""
    return f"{slug(Path(entry.berkas).stem)}-{entry.dokumen_id[:8]}"


def slug(text: str) -> str:
    """Text as a file name on any system."""
    return re.sub(r"[^\w.()-]+", "_", text).strip("._") or "_"
