"""From what a person typed about a cell to a line of its corrections file."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from audit.address import Address
from audit.library import Entry
from audit.report.figures import plain
from audit.trace import Tracer, Way
from cleaning.numbers import parse
from tables.correction import Action, Anchor, Correction, fingerprint
from tables.model import Box
from tables.spec import NUMERIC, specs

MOST_NAME, MOST_REASON, MOST_TEXT = 100, 500, 1000
_LARGEST = Decimal(10) ** 16  # what a column of the contract holds
_PLACES = {"uang": 2}
_ANY_PLACES = 4


class Refused(ValueError):
    """What was typed cannot be used; ``str()`` is the name of a text that says why."""


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds. ``scale``: rupiah of one printed unit."""

    type: str
    scale: int

    @property
    def numeric(self) -> bool:
        return self.type in NUMERIC


@dataclass(frozen=True, slots=True)
class Typed:
    """The form as sent."""

    action: Action
    name: str
    reason: str
    value: str = ""
    nothing: bool = False
    should_be: str = ""


def column_of(entry: Entry, address: Address) -> Column:
    """What the column of a cell holds, as it was read."""
    for table in entry.tables:
        if (table["kind"], table["tabel"]) == (address.kind, address.tabel):
            for column in table["kolom"]:
                if column["nama"] == address.kolom:
                    return Column(column["jenis"], int(column["skala"]))
    return Column(specs()[address.kind].types.get(address.kolom, "teks"), 1)


def number(text: str, column: Column) -> Decimal:
    """A figure typed as the page prints it, with dots for thousands: in whole rupiah if money.

    Raises:
        Refused: it is no plain number of that form, or has more digits than the column holds.
    """
    # Of money dots are for thousands whatever follows; behind a comma may be any decimals.
    read = parse(text, type="kinerja" if "," in text else "uang", locale="id")
    plainly = read.status in ("cetak", "nol_strip") and not read.rule
    decimals = read.rule == "tiga_desimal" and "," in text
    if not (plainly or decimals) or read.unit not in ("", "%") or read.value is None:
        raise Refused("salah_angka")
    value = read.value * column.scale
    exponent = value.normalize().as_tuple().exponent
    places = -exponent if isinstance(exponent, int) else 0
    if places > _PLACES.get(column.type, _ANY_PLACES) or abs(value) >= _LARGEST:
        raise Refused("salah_digit")
    return value


def words(text: str) -> str:
    """A text on one line.

    Raises:
        Refused: it is empty, or too long.
    """
    folded = " ".join(text.split())
    if not folded or len(folded) > MOST_TEXT:
        raise Refused("salah_teks")
    return folded


def now_read(way: Way, column: Column) -> str | None:
    """The value a cell has, as a line of corrections writes it."""
    if column.numeric:
        return plain(way.cell.get("nilai") if way.cell else way.value)
    value = way.row.get("kode_cetak") if way.address.kolom == "kode" else way.value
    return None if value is None else str(value)


def anchor_of(tracer: Tracer, address: Address) -> tuple[Anchor, str]:
    """What the cell is found by again, and the fingerprint of its row.

    Raises:
        Refused: nothing at all is printed in its row.
    """
    row = [
        (at, tracer.cells[at])
        for at in tracer.cells_of_row(*address[:3])
        if tracer.cells[at]["x0"] is not None and tracer.cells[at]["teks"] is not None
    ]
    wanted = (address.kolom, "uraian")
    row.sort(key=lambda pair: wanted.index(pair[0].kolom) if pair[0].kolom in wanted else 2)
    if not row:
        raise Refused("salah_baris_kosong")
    at, cell = row[0]
    box = Box(*(round(cell[edge], 2) for edge in ("x0", "y0", "x1", "y1")))
    sidik = fingerprint((other.kolom, printed["teks"]) for other, printed in row)
    return Anchor(at.kolom, cell["halaman"], box, cell["teks"]), sidik


def decision(tracer: Tracer, address: Address, typed: Typed, berkas: str) -> Correction:
    """The line that says what a person decided on a cell.

    Args:
        berkas: how the PDF is called, see `flows.corrections.name_of`.

    Raises:
        Refused: something typed cannot be used.
    """
    way = tracer.way(address)
    column = column_of(tracer.entry, address)
    before = now_read(way, column)
    after, should_be = before, None
    if typed.action == "koreksi":
        after = _value(typed, column)
        if after == before and way.cell.get("status") not in ("ditandai", "tidak_terbaca"):
            raise Refused("salah_sama")
    elif typed.action == "galat_sumber" and typed.should_be.strip():
        should_be = plain(number(typed.should_be, column)) if column.numeric else None
    if typed.action != "koreksi" and not column.numeric and after is None:
        raise Refused("salah_teks")
    anchor, sidik = anchor_of(tracer, address)
    return Correction(
        **_signed(typed.name, typed.reason, tracer.entry.sha256, berkas),
        aksi=typed.action,
        kind=address.kind,
        tabel=address.tabel,
        baris=address.baris,
        kolom=address.kolom,
        uraian=str(way.row.get("uraian") or ""),
        anchor=anchor,
        sidik=sidik,
        teks=way.cell.get("teks"),
        teks_kedua=way.cell.get("teks_kedua"),
        lama=before,
        baru=after,
        seharusnya=should_be,
    )


def undo(line: Correction, name: str, reason: str) -> Correction:
    """The line that takes another one out of force.

    Raises:
        Refused: name or reason is missing.
    """
    signed = _signed(name, reason, line.sha256, line.berkas)
    return Correction(**signed, aksi="batal", batal=line.id)


def _value(typed: Typed, column: Column) -> str | None:
    if not column.numeric:
        return words(typed.value)
    if typed.nothing:
        return None
    return plain(number(typed.value, column))


def _signed(name: str, reason: str, sha256: str, berkas: str) -> dict[str, Any]:
    """Who, when and why."""
    who, why = " ".join(name.split()), " ".join(reason.split())
    if not who or len(who) > MOST_NAME:
        raise Refused("salah_nama")
    if not why or len(why) > MOST_REASON:
        raise Refused("salah_alasan")
    when = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    signed = {"id": secrets.token_hex(8), "waktu": when, "oleh": who, "alasan": why}
    return {**signed, "sha256": sha256, "berkas": berkas}


def typed(form: Mapping[str, str]) -> Typed:
    """The fields of the form.

    Raises:
        Refused: no action is chosen.
    """
    action = form.get("aksi", "")
    for known in ("terima", "koreksi", "galat_sumber"):
        if action == known:
            return Typed(
                known,
                form.get("oleh", ""),
                form.get("alasan", ""),
                form.get("nilai", ""),
                form.get("hampa") == "ya",
                form.get("seharusnya", ""),
            )
    raise Refused("salah_aksi")


def called(pdf: Path | None, entry: Entry) -> str:
    """How the PDF is called in a line."""
    from flows.corrections import name_of

    return name_of(pdf) if pdf is not None else entry.berkas
