"""One line of a corrections file: what a person decided on one cell, and how to find the cell.

A line names its cell twice. Its address (``kind, tabel, baris, kolom``) is what people read; what
identifies it when rows shift is its anchor: a printed cell with page, box and raw text, the cell
itself or, where nothing is printed in it, another one of its row. Nothing is ever taken out of a
file: an undo is a line of its own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from decimal import Decimal, InvalidOperation
from hashlib import sha256 as _sha256
from typing import Any, Literal, get_args

from tables.model import Box

Action = Literal[
    "terima",  # the reading is what is printed
    "koreksi",  # something else is printed than was read
    "galat_sumber",  # it was read rightly, and the document is wrong
    "batal",  # undo of an earlier line
]
ACTIONS: tuple[Action, ...] = get_args(Action)
MOST_TEXT = 20_000  # characters of any text of a line
_FORMS = {
    "id": r"[0-9a-f]{8,32}",
    "waktu": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ",
    "oleh": r".*\S.*",
    "alasan": r".*\S.*",
    "sha256": r"[0-9a-f]{64}",
    "aksi": "|".join(ACTIONS),
}
_MAY_LACK = ("anchor", "teks", "teks_kedua", "lama", "baru", "seharusnya")
_BY_HAND = ("id", "waktu", "oleh", "alasan", "sha256", "berkas")


@dataclass(frozen=True, slots=True)
class Anchor:
    """A printed cell: box in points on the page as displayed, raw text as in ``sel.teks``."""

    kolom: str
    halaman: int
    kotak: Box
    teks: str


@dataclass(frozen=True, slots=True)
class Correction:
    """One decision.

    Attributes:
        waktu: UTC, ``2026-03-01T08:15:00Z``.
        sha256: of the PDF the person looked at.
        berkas: its name, with its folders below ``raw_pdfs`` where it lies in one.
        uraian: name of the row, for people and for pointing at a changed edition's row.
        anchor: what the cell is found by.
        sidik: of the row's printed cells (`fingerprint`): tells rows apart that share the anchor.
        teks: raw text of the cell, ``None`` where nothing is printed in it.
        teks_kedua: the second reading where it differed.
        lama: the value before, a decimal (rupiah, whatever the scale) or a text; ``None``: null.
        baru: the value from now on, likewise.
        seharusnya: of ``galat_sumber``: what it should be, where the person knows.
        batal: of ``batal``: the id of the line that no longer counts.
    """

    id: str
    waktu: str
    oleh: str
    alasan: str
    sha256: str
    berkas: str
    aksi: Action
    kind: str = ""
    tabel: str = ""
    baris: int = 0
    kolom: str = ""
    uraian: str = ""
    anchor: Anchor | None = None
    sidik: str = ""
    teks: str | None = None
    teks_kedua: str | None = None
    lama: str | None = None
    baru: str | None = None
    seharusnya: str | None = None
    batal: str = ""

    @property
    def dokumen_id(self) -> str:
        return self.sha256[:16]

    def line(self) -> str:
        """As JSON on one line, without what it does not need."""
        usual = {field.name: field.default for field in fields(self)}
        told = {name: value for name, value in asdict(self).items() if value != usual[name]}
        if self.aksi == "batal":
            told = {name: told[name] for name in (*_BY_HAND, "aksi", "batal")}
        return json.dumps(told, ensure_ascii=False)


def fingerprint(cells: Iterable[tuple[str, str]]) -> str:
    """Of a row: its printed cells as (kolom, raw text), in any order."""
    told = json.dumps(sorted(cells), ensure_ascii=False)
    return _sha256(told.encode()).hexdigest()[:16]


def active(lines: Iterable[Correction]) -> list[Correction]:
    """The decisions that count, in order; an undone undo leaves what it undid in force."""
    undone: set[str] = set()
    found = []
    for line in reversed(list(lines)):  # an undo is about what stands before it
        if line.id in undone:
            continue
        if line.aksi == "batal":
            undone.add(line.batal)
        else:
            found.append(line)
    return found[::-1]


def parse(text: str) -> Correction:
    """One line of a file.

    Raises:
        ValueError: it is none; the message says what is wrong with it.
    """
    try:
        raw = json.loads(text)
    except ValueError as error:
        raise ValueError(f"not JSON: {error}") from None
    if not isinstance(raw, dict):
        raise ValueError("not a JSON object")
    known = {field.name for field in fields(Correction)}
    if unknown := sorted(set(raw) - known):
        raise ValueError(f"unknown fields {', '.join(unknown)}")
    if missing := [name for name in (*_BY_HAND, "aksi") if name not in raw]:
        raise ValueError(f"without {', '.join(missing)}")
    anchor = raw.pop("anchor", None)
    try:
        line = Correction(**raw, anchor=None if anchor is None else _anchor(anchor))
    except (TypeError, KeyError) as error:
        raise ValueError(f"fields that do not fit: {error}") from None
    if problem := _problem(line):
        raise ValueError(problem)
    return line


def _anchor(raw: dict[str, Any]) -> Anchor:
    box = [float(edge) for edge in raw["kotak"]]
    return Anchor(str(raw["kolom"]), int(raw["halaman"]), Box(*box), str(raw["teks"]))


def _problem(line: Correction) -> str:
    """What cannot be in it; ``""`` where nothing is wrong."""
    problems = [_misfit(field.name, getattr(line, field.name)) for field in fields(Correction)]
    if any(problems):
        return "; ".join(filter(None, problems))
    if line.aksi == "batal":
        return "" if line.batal else "batal names no line"
    if not (line.kind and line.kolom and line.baris > 0 and line.anchor):
        return "no cell is named (kind, tabel, baris, kolom, anchor)"
    return ""


def _misfit(name: str, value: object) -> str:
    """What is wrong with the value of a field; ``""`` where nothing is."""
    wanted = {"baris": int, "anchor": Anchor}.get(name, str)
    if type(value) is not wanted and not (value is None and name in _MAY_LACK):
        return f"{name} is {value!r}"
    if isinstance(value, str) and len(value) > MOST_TEXT:
        return f"{name} is longer than {MOST_TEXT} characters"
    if name in _FORMS and not re.fullmatch(_FORMS[name], str(value), re.S):
        return f"{name} is {value!r}"
    return ""


def decimal(text: str | None) -> Decimal | None:
    """A value of a line as a number.

    Raises:
        ValueError: it is none.
    """
    if text is None:
        return None
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise ValueError(f"{text!r} is no decimal") from None
    if not value.is_finite():
        raise ValueError(f"{text!r} is no decimal")
    return value
