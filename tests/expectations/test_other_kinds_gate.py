"""Kinds without figures, without codes and with NIHIL pass the gate; a broken one does not."""

from __future__ import annotations

import documents as make
import pyarrow as pa
import pytest

from cleaning.frames import frames
from expectations.gate import judge
from tables.model import CleanRow, CleanTable, Column, ColumnUse, Entry, Level
from tables.spec import specs


def table(kind: str, level: Level, **texts: str | int) -> CleanTable:
    """One row; numbers become number cells."""
    entries: dict[str, Entry] = {
        name: make.words(value) if isinstance(value, str) else make.number(value)
        for name, value in texts.items()
    }
    types = specs()[kind].types
    uses = [
        ColumnUse(name, Column(i, i * 10, i * 10 + 10, (name,)), types[name])
        for i, name in enumerate(entries)
    ]
    row = CleanRow(baris=1, page=1, level=level, entries=entries)
    return CleanTable(kind, "9.9", "Tabel 9.9", [1], uses, [row])


KINDS = [
    table("indikator_definisi", "program", uraian="Program", indikator="Indeks", rumus="a\nb"),
    table("indikator_kinerja", "indikator", no="1", indikator="Indeks", target=4),
    table("indikator_kinerja", "lainnya", indikator="NIHIL"),
    table("review_rkpd", "program", awal_uraian="Program", awal_pagu=5, analisis_pagu=6),
    table("usulan", "lainnya", uraian="Pelatihan", volume=3, satuan="orang"),
    table("rencana_kerja", "lainnya", uraian="NIHIL"),
]


@pytest.mark.parametrize("one", KINDS, ids=lambda one: f"{one.kind} {one.rows[0].level}")
def test_every_kind_passes(one: CleanTable) -> None:
    verdict = judge(frames(make.document(one), "0.1"))

    assert verdict.success
    assert verdict.failures == []


def test_a_row_without_a_level_does_not() -> None:
    made = frames(make.document(KINDS[1]), "0.1")
    records = [{**row, "level": "indeks"} for row in made["indikator_kinerja"].to_pylist()]
    made["indikator_kinerja"] = pa.Table.from_pylist(
        records, schema=made["indikator_kinerja"].schema
    )

    failures = judge(made).failures

    assert [f.folder for f in failures if f.severity == "critical"] == ["indikator_kinerja"]
