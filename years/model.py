"""The documents, rows and results this room works with."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

import pyarrow as pa

from tables.spec import specs
from years.names import Agency, agency

#: Levels whose rows are the same thing in every year's document.
LEVELS = ("urusan", "bidang_urusan", "program", "kegiatan", "sub_kegiatan", "indikator", "total")
#: Of these, rows that are worth a word where a document lacks them.
NAMED = ("urusan", "bidang_urusan", "program", "kegiatan", "sub_kegiatan")
KINDS = ("evaluasi_renja", "rencana_kerja")
_CALLED = {"renja_perubahan": "Perubahan Renja", "evaluasi": "Evaluasi Renja"}
DOUBTFUL = ("ditandai", "tidak_terbaca")
Status = Literal["cocok", "beda", "tak_berpasangan"]


@dataclass(frozen=True, slots=True)
class Line:
    """One row of one document's table; ``values`` in rupiah or the row's unit, nulls left out.

    A further indicator of a row is a row of its own, with its parent's code and itself as name.
    """

    tabel: str
    baris: int
    halaman: int
    level: str
    kode: str
    uraian: str
    indikator: str
    satuan: str
    values: Mapping[str, Decimal] = field(default_factory=dict)
    doubtful: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Document:
    """What this room needs of one published document.

    Attributes:
        evaluated: year its evaluation is of; 0 where the document does not say.
        periode: of the Renstra, e.g. ``2019-2023``; ``""`` where it does not say.
        lines: kind -> rows of `LEVELS`.
        scales: (kind, tabel, column) -> rupiah of one printed unit where that is not 1.
    """

    dokumen_id: str
    berkas: str
    agency: Agency | None
    pemda: str
    perangkat_daerah: str
    tahun: int
    jenis: str
    evaluated: int
    periode: str
    lines: Mapping[str, list[Line]]
    scales: Mapping[tuple[str, str, str], int]

    @property
    def edition(self) -> tuple[int, bool]:
        """Plan year, and the perubahan after the first plan."""
        return self.tahun, self.jenis == "renja_perubahan"

    @property
    def name(self) -> str:
        """E.g. ``Perubahan Renja 2023``."""
        return f"{_CALLED.get(self.jenis, 'Renja')} {self.tahun}"


def document(frames: Mapping[str, pa.Table]) -> Document:
    """A document from its published frames (kinds, ``sel`` and ``dokumen``, ``tahun`` included)."""
    (about,) = frames["dokumen"].to_pylist()
    doubtful = _doubtful(frames["sel"])
    return Document(
        dokumen_id=about["dokumen_id"],
        berkas=about["berkas"],
        agency=agency(about["pemda"], about["perangkat_daerah"]),
        pemda=about["pemda"] or "",
        perangkat_daerah=about["perangkat_daerah"] or "",
        tahun=about["tahun"],
        jenis=about["jenis_dokumen"],
        evaluated=about.get("tahun_evaluasi") or 0,
        periode=about.get("periode_renstra") or "",
        lines={kind: _lines(kind, frames[kind], doubtful) for kind in KINDS if kind in frames},
        scales=_scales(about["tabel"]),
    )


def _doubtful(cells: pa.Table) -> dict[tuple[str, str, int], set[str]]:
    found: dict[tuple[str, str, int], set[str]] = {}
    wanted = ["kind", "tabel", "baris", "kolom", "status"]
    for cell in cells.select(wanted).to_pylist():
        if cell["status"] in DOUBTFUL:
            place = (cell["kind"], cell["tabel"], cell["baris"])
            found.setdefault(place, set()).add(cell["kolom"])
    return found


def _lines(
    kind: str, frame: pa.Table, doubtful: Mapping[tuple[str, str, int], set[str]]
) -> list[Line]:
    numbers = specs()[kind].numbers
    return [
        Line(
            tabel=row["tabel"],
            baris=row["baris"],
            halaman=row["halaman"],
            level=row["level"],
            kode=row["kode"] or "",
            uraian=row["uraian"] or (row["level"] == "indikator" and row["indikator"]) or "",
            indikator=row["indikator"] or "",
            satuan=row["satuan"] or "",
            values={n: row[n] for n in numbers if row.get(n) is not None},
            doubtful=frozenset(doubtful.get((kind, row["tabel"], row["baris"]), ())),
        )
        for row in frame.to_pylist()
        if row["level"] in LEVELS
    ]


def _scales(tables: str) -> dict[tuple[str, str, str], int]:
    described: Iterable[dict[str, Any]] = json.loads(tables)
    return {
        (table["kind"], table["tabel"], column["nama"]): column["skala"]
        for table in described
        for column in table["kolom"]
        if column.get("skala", 1) != 1
    }


@dataclass(frozen=True, slots=True)
class Side:
    """Where one of two figures stands: a document, and the row and columns there if any."""

    document: Document
    line: Line | None = None
    kolom: str = ""
    nilai: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """One figure of the later document (``b``) beside what it repeats of the earlier (``a``)."""

    aturan: str
    a: Side
    b: Side
    status: Status
    kelas: str = ""
    tingkat: str = ""
    uraian: str = ""

    @property
    def line(self) -> Line | None:
        """The row as the later document names it."""
        return self.b.line or self.a.line
