"""Reads a user's list of the official nomenclature: CSV in any of the common shapes.

Three shapes are understood: a code and a name a line; the parts of the code in columns of their own
(``urusan, bidang urusan, program, kegiatan, sub kegiatan`` and a name); and a line for a whole
branch with ``kode …`` and ``nama …`` of every level. Comma, semicolon or tab; UTF-8 or
Windows-1252.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from cleaning.codes import Scheme, canonical, dotted, level_of
from cleaning.levels import name_key
from cleaning.nomenclature import Nomenclature, Official
from tables.errors import UsageError
from tables.knowledge import TABLES, knowledge
from tables.model import Level

#: Lists write codes whole; packed and unpadded ones are understood as well.
_WHOLE = Scheme("penuh", "2", packed=True)
#: A code whose fourth part is neither 1 (province) nor 2: the annexes themselves have a few.
_ODD = re.compile(r"((?:\w+\.){3})([03-9])(\..+)")


@dataclass
class Parsed:
    """What a file holds.

    Attributes:
        columns: our name of a column -> its header in the file.
        ignored: headers of the columns not used.
        versions: entries by version, in the file's order.
        problems: ``line 12: …``, one for each line that cannot be used.
        notes: the same for lines that are used although they are odd.
    """

    columns: dict[str, str]
    ignored: list[str]
    versions: dict[str, dict[str, Official]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def lists(self) -> list[Nomenclature]:
        return [Nomenclature(name, tuple(found.values())) for name, found in self.versions.items()]


@dataclass(frozen=True)
class _Line:
    """One entry as printed, before it is checked."""

    number: int
    kode: str
    kode_lain: str
    nama: str
    level: str
    satuan: str
    versi: str


def parse(path: Path, version: str = "") -> Parsed:
    """Read a list.

    Args:
        version: name of this version where the file has no such column; the file's name without
            suffix where it is empty.

    Raises:
        UsageError: the file cannot be read, or has no columns for code and name; the message says
            which columns are missing and which were found.
    """
    rows = _table(path)
    headers = next(rows, (0, []))[1]
    columns = _columns(headers)
    used = set(columns.values())
    parsed = Parsed(
        {name: headers[place] for name, place in columns.items()},
        [header for place, header in enumerate(headers) if place not in used and header],
    )
    for number, cells in rows:
        if any(cell.strip() for cell in cells):
            for line in _lines(number, cells, columns, version or path.stem):
                _add(parsed, line)
    if not parsed.versions and not parsed.problems:
        raise UsageError(f"{path}: no line below the header", remedy="Is it the right file?")
    return parsed


def _table(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Lines with their number; a cell may hold line breaks."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}", remedy="Check the name.") from error
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    if "\0" in text:
        raise UsageError(
            f"{path}: not a text file", remedy="Save the sheet as CSV, then import it."
        )
    first = text.split("\n", 1)[0]
    mark = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    begins = 1
    try:
        for cells in reader:
            yield begins, cells
            begins = reader.line_num + 1
    except csv.Error as error:
        raise UsageError(f"{path}, line {begins}: {error}", remedy="Mend the file.") from error


@cache
def _known() -> Mapping[str, Any]:
    found: Mapping[str, Any] = knowledge(TABLES / "nomenklatur.yaml")
    return found


def _plain(header: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", header.lower()))


def _columns(headers: Sequence[str]) -> dict[str, int]:
    """Our names -> places: ``kode, nama, …``, or ``kode program, nama program, …``.

    Raises:
        UsageError: code or name is missing.
    """
    plain = [_plain(header) for header in headers]
    branch = {
        f"{what} {level}": plain.index(f"{what} {word}")
        for what in ("kode", "nama")
        for level, words in _known()["cabang"].items()
        for word in words
        if f"{what} {word}" in plain
    }
    if any(f"nama {level}" in branch and f"kode {level}" in branch for level in _known()["cabang"]):
        return branch | _first(plain, ("versi",))
    found = _first(plain, tuple(_known()["kolom"]))
    if "kode" not in found and "kode_lain" in found:
        found["kode"] = found.pop("kode_lain")
    if "kode" not in found:
        found |= {
            f"bagian {level}": plain.index(word)
            for level, words in _known()["cabang"].items()
            for word in words
            if word in plain
        }
    missing = [] if "nama" in found else ["nama"]
    if "kode" not in found and "bagian urusan" not in found:
        missing = ["kode", *missing]
    if missing:
        listed = ", ".join(header for header in headers if header) or "none"
        raise UsageError(
            f"no column for {' and '.join(missing)}; columns found: {listed}",
            remedy="Name the columns kode, nama and, where there are any, level, satuan, versi.",
        )
    return found


def _first(plain: Sequence[str], names: Sequence[str]) -> dict[str, int]:
    """For each name the column its most specific pattern fits; no column twice."""
    found: dict[str, int] = {}
    for name in names:
        for pattern in _known()["kolom"][name]:
            fit = [n for n, text in enumerate(plain) if re.search(pattern, text)]
            free = [n for n in fit if n not in found.values()]
            if name not in found and free:
                found[name] = free[0]
    return found


def _lines(
    number: int, cells: Sequence[str], columns: Mapping[str, int], version: str
) -> Iterator[_Line]:
    def cell(name: str) -> str:
        place = columns.get(name, len(cells))
        return " ".join(cells[place].split()) if place < len(cells) else ""

    versi = cell("versi") or version
    levels = [level for level in _known()["cabang"] if f"nama {level}" in columns]
    for level in levels:
        if cell(f"kode {level}") or cell(f"nama {level}"):
            kode, nama = cell(f"kode {level}"), cell(f"nama {level}")
            yield _Line(number, kode, "", nama, level, "", versi)
    if not levels:
        parts = [cell(f"bagian {level}") for level in _known()["cabang"]]
        kode = cell("kode") or ".".join(part.strip(".") for part in parts if part)
        yield _Line(
            *(number, kode, cell("kode_lain"), cell("nama")),
            *(cell("level"), cell("satuan"), versi),
        )


def _add(parsed: Parsed, line: _Line) -> None:
    """Check a line and keep its entry, or say what is wrong with it."""
    kode, level = _code(line.kode)
    other, other_level = _code(line.kode_lain)
    nama = line.nama.removeprefix(line.kode).strip()
    said = _said(line.level)
    wrong = ""
    if not kode:
        wrong = "no code"
    elif level is None:
        wrong = f"{line.kode!r} is no code of the nomenclature since 2020"
    elif not nama:
        wrong = f"{kode} has no name"
    elif line.level and said is None:
        wrong = f"level {line.level!r} is not known"
    elif line.level and said != level:
        wrong = f"{kode} is a {level}, but the line says {said}"
    elif other and other_level != level:
        wrong = f"{line.kode_lain!r} is no second code of {kode}"
    if wrong or level is None:
        parsed.problems.append(f"line {line.number}: {wrong}")
        return
    if _ODD.fullmatch(kode):
        parsed.notes.append(f"line {line.number}: {kode} is neither a province's nor a regency's")
    entries = parsed.versions.setdefault(line.versi, {})
    entry = Official(kode, nama, level, line.satuan, other if other != kode else "")
    before = entries.setdefault(kode, entry)
    if name_key(before.nama) != name_key(nama):
        parsed.problems.append(f"line {line.number}: {kode} is also {before.nama!r}")


def _code(printed: str) -> tuple[str, Level | None]:
    """Canonical code and its level; ``None`` where it is no code of the nomenclature."""
    plain = dotted(printed)
    odd = _ODD.fullmatch(plain)
    code = canonical(odd[1] + "2" + odd[3] if odd else plain, _WHOLE) or ""
    level = level_of(code)
    if odd and level is not None:
        parts = code.split(".")
        code = ".".join((*parts[:3], odd[2], *parts[4:]))
    return code, level


def _said(level: str) -> Level | None:
    known = _known()["level"].items()
    return next((name for name, words in known if _plain(level) in words), None)
