"""Comparisons as the Arrow tables that lie in ``clean/lintas_tahun``."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import pyarrow as pa

from tables.schema import schema
from years.model import Comparison, Side

FOLDER = "lintas_tahun"


def frames(comparisons: Iterable[Comparison]) -> dict[int, pa.Table]:
    """By plan year of the later document; the same comparisons give the same tables."""
    records: dict[int, list[dict[str, Any]]] = {}
    for comparison in comparisons:
        made = record(comparison)
        records.setdefault(made["tahun"], []).append(made)
    return {
        year: pa.Table.from_pylist(rows, schema=schema(FOLDER))
        for year, rows in sorted(records.items())
    }


def record(comparison: Comparison) -> dict[str, Any]:
    """One row of ``lintas_tahun``."""
    a, b, line = comparison.a, comparison.b, comparison.line
    both = a.nilai is not None and b.nilai is not None
    return {
        "tahun": max(a.document.tahun, b.document.tahun),
        "pemda": b.document.pemda,
        "perangkat_daerah": b.document.perangkat_daerah,
        "aturan": comparison.aturan,
        "level": line.level if line else None,
        "kode": (line.kode or None) if line else None,
        "uraian": line.uraian if line else None,
        "kolom": b.kolom or a.kolom or None,
        **_side("a", a),
        **_side("b", b),
        "selisih": _exact(b.nilai - a.nilai) if both else None,  # type: ignore[operator]
        "status": comparison.status,
        "kelas": comparison.kelas or None,
        "tingkat": comparison.tingkat or None,
        "uraian_temuan": comparison.uraian or None,
    }


def _side(name: str, side: Side) -> dict[str, Any]:
    line = side.line
    return {
        f"dokumen_{name}": side.document.dokumen_id,
        f"tahun_{name}": side.document.tahun,
        f"tabel_{name}": line.tabel if line else None,
        f"baris_{name}": line.baris if line else None,
        f"halaman_{name}": line.halaman if line else None,
        f"kolom_{name}": side.kolom or None,
        f"nilai_{name}": None if side.nilai is None else _exact(side.nilai),
    }


def _exact(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.0001"))
