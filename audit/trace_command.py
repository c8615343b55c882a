"""``renja trace``: finds the cells asked for, tells of them, and draws their places."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from audit import pages, tell
from audit.address import Address
from audit.library import Entry, Library
from audit.texts import Language, texts
from audit.trace import Tracer, Way
from tables.errors import DocumentError, OutputError, UsageError

_DPI = 200
_AROUND = 40.0  # points of the page shown around the cell


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line names, see `audit.trace.Tracer.find`."""

    document: str
    table: str
    row: int | None
    column: str
    kode: str


def trace(
    library: Library,
    asked: Asked,
    *,
    output: Path | None,
    reports: Path,
    pdfs: Iterable[Path],
    language: Language,
    as_json: bool,
) -> None:
    """Print the ways of the cells asked for and draw their places.

    Args:
        output: PNG for the picture; below ``reports/trace/`` where none is named.
        pdfs: files and folders the PDF is looked for in.

    Raises:
        UsageError: no such document, table, row or column; several cells and one file to write.
        DocumentError: the PDF is not found or cannot be drawn; all else was printed before.
        OutputError: the picture cannot be written.
    """
    entry = library.find(asked.document)
    tracer = Tracer(entry, library.frames(entry))
    found = tracer.find(asked.table, asked.row, asked.column, asked.kode)
    if output is not None and len(found) > 1:
        listed = "; ".join(tell.title(address, language) for address in found)
        raise UsageError(
            f"one file for {len(found)} pictures: {listed}",
            remedy="Name one of them with --table and --row, or leave out --output.",
        )
    told: list[dict[str, Any]] = []
    problem: DocumentError | None = None
    for address in found:
        file = output or reports / "trace" / tell.file_name(entry.dokumen_id, address)
        picture: Path | None = None
        try:
            # What hinders one picture hinders all: the file is gone, or is no PDF any more.
            if problem is None:
                picture = _draw(library, tracer, address, pdfs, file)
        except DocumentError as error:
            problem = error
        ways = [tracer.way(at) for at in _cells(tracer, address)]
        if as_json:
            picture_name = None if picture is None else str(picture)
            told += [{**tell.as_json(way, language), "picture": picture_name} for way in ways]
        else:
            placeless = picture is None and problem is None
            whole_row = not address.kolom
            _print(ways, entry, picture, language, whole_row=whole_row, placeless=placeless)
    if as_json:
        whole = {"document": tell.about_document(entry), "cells": told}
        print(json.dumps(whole, indent=1, ensure_ascii=False))
    if problem is not None:
        raise problem


def _cells(tracer: Tracer, address: Address) -> list[Address]:
    return [address] if address.kolom else tracer.cells_of_row(*address[:3])


def _draw(
    library: Library, tracer: Tracer, address: Address, pdfs: Iterable[Path], file: Path
) -> Path | None:
    """The picture of a cell, or of a row where no column is named; ``None`` without a place."""
    place = tracer.place(address) if address.kolom else tracer.place_of_row(*address[:3])
    if place is None:
        return None
    pdf = library.pdf(tracer.entry, pdfs)
    turned = tracer.turns.get(place.page, 0)
    _write(file, pages.crop(pdf, place.page, place.box, _DPI, _AROUND, turned=turned))
    return file


def _print(
    ways: list[Way],
    entry: Entry,
    picture: Path | None,
    language: Language,
    *,
    whole_row: bool,
    placeless: bool,
) -> None:
    if whole_row:
        lines = tell.row_in_words(ways, entry, language)
    else:
        lines = tell.in_words(ways[0], entry, language)
    for line in lines:
        print(line)
    if picture is not None:
        print(tell.labelled(texts("trace", language)["gambar"], str(picture)))
    elif placeless:
        print(texts("trace", language)["tanpa_gambar"])
    print()


def _write(file: Path, contents: bytes) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(contents)
    except OSError as error:
        raise OutputError(f"cannot write {file}: {error.strerror}") from error
