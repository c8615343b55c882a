"""Turns a :class:`CleanDocument` into the Arrow tables of the data contract.

Nothing is dropped here. A column without a canonical name (``x_…``) has its cells in ``sel`` and
its header in ``dokumen.tabel``. A value with more decimals than its column holds is rounded half
to even and becomes ``diperbaiki`` by rule ``pembulatan``; one too large for its column is left
out of the row and becomes ``ditandai`` by rule ``di_luar_batas``. Both get a finding, and ``sel``
keeps the raw text. No time stamp is written: the same document gives the same bytes.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from pathlib import PurePath
from typing import Any

import pyarrow as pa

from cleaning.naming import output_names
from cleaning.printed import headers
from tables.model import Amount, CleanDocument, CleanRow, CleanTable, Entry, Facts, Finding
from tables.schema import FIXED, MONEY, NUMBER, TEXT, schema
from tables.spec import OTHER, specs

Records = list[dict[str, Any]]
DOUBTFUL = ("ditandai", "tidak_terbaca")
NEEDS_OCR = ("scanned", "scanned_with_text", "garbage_text")
NUMERIC = ("kinerja", "uang", "persen")
HEADERS = "renja_kolom"  # metadata key of tables whose columns have no names of their own


def frames(document: CleanDocument, version: str) -> dict[str, pa.Table]:
    """One Arrow table for each kind that has rows, and ``sel``, ``temuan``, ``dokumen``.

    Args:
        document: what one PDF gave.
        version: of the pipeline, written to ``dokumen.versi_pipeline``.

    Returns:
        By folder; the frame of kind ``lain`` has the printed headers as JSON in its metadata.

    Raises:
        KeyError: a table is of a kind that has no spec.
    """
    rows: dict[str, Records] = {}
    cells: Records = []
    findings: list[Finding] = []
    tables = _with_unique_names(document.tables)
    for table in tables:
        fitted, notes = _fit(table)
        rows.setdefault(table.kind, []).extend(_row(document, fitted, row) for row in fitted.rows)
        cells.extend(_cells(document, fitted))
        findings.extend([*fitted.findings, *notes])
    findings.extend(document.findings)
    records = {kind: some for kind, some in sorted(rows.items()) if some}
    records["sel"] = cells
    records["temuan"] = _findings(document, findings)
    records["narasi"] = [_amount(document, amount) for amount in document.narrative]
    records["dokumen"] = [_document(document, tables, records, version)]
    made = {
        folder: pa.Table.from_pylist(some, schema=schema(folder))
        for folder, some in records.items()
    }
    if OTHER in made:
        made[OTHER] = made[OTHER].replace_schema_metadata({HEADERS: _json(headers(tables))})
    return made


def _with_unique_names(tables: Iterable[CleanTable]) -> list[CleanTable]:
    """Tables in output order, each with a ``tabel`` no other table of its kind has."""
    ordered = sorted(tables, key=lambda t: t.kind)
    named = []
    for table, name in zip(ordered, output_names(ordered), strict=True):
        findings = [replace(f, kind=table.kind, tabel=name) for f in table.findings]
        named.append(replace(table, tabel=name, findings=findings))
    return named


# Fitting exact values into the columns' decimals


@dataclass(frozen=True)
class _Decimals:
    """What a decimal column holds: digits before and after the point."""

    integer: int
    places: int

    def round(self, value: Decimal) -> Decimal | None:
        """``value`` at this scale, ``None`` where it does not fit."""
        if not value.is_finite() or abs(value) >= Decimal(10) ** self.integer:
            return None
        with localcontext() as exact:
            exact.prec = 60
            rounded = value.quantize(Decimal(1).scaleb(-self.places), ROUND_HALF_EVEN)
        return rounded if abs(rounded) < Decimal(10) ** self.integer else None


# Both must fit `sel.nilai`, which has four decimals.
_CELL = _Decimals(NUMBER.precision - NUMBER.scale, NUMBER.scale)
_MONEY = _Decimals(_CELL.integer, MONEY.scale)


def _types(table: CleanTable) -> dict[str, str]:
    """Column name -> type: of the spec, then of the printed columns without a canonical name."""
    types = dict(specs()[table.kind].types)
    for use in table.columns:
        types.setdefault(use.name, use.type)
    return types


def _fit(table: CleanTable) -> tuple[CleanTable, list[Finding]]:
    """The table with every value at its column's scale, and a finding for each one changed."""
    types = _types(table)
    notes: list[Finding] = []
    fitted_rows = []
    for row in table.rows:
        entries = {}
        for name, entry in row.entries.items():
            decimals = _MONEY if types.get(name) == "uang" else _CELL
            entries[name] = fitted = _fit_entry(entry, decimals)
            if fitted.value != entry.value:
                notes.append(_note(table, row, name, entry, fitted))
        fitted_rows.append(replace(row, entries=entries))
    return replace(table, rows=fitted_rows), notes


def _fit_entry(entry: Entry, decimals: _Decimals) -> Entry:
    if entry.value is None:
        return entry
    value = decimals.round(entry.value)
    if value is None:
        return replace(entry, value=None, status="ditandai", rule="di_luar_batas", confidence=0.0)
    if value != entry.value and entry.status not in DOUBTFUL:
        return replace(entry, value=value, status="diperbaiki", rule="pembulatan")
    return replace(entry, value=value)


def _note(table: CleanTable, row: CleanRow, name: str, entry: Entry, fitted: Entry) -> Finding:
    lost = fitted.value is None
    return Finding(
        aturan="di_luar_batas" if lost else "pembulatan",
        kelas="ekstraksi" if lost else "belum_jelas",
        tingkat="sedang" if lost else "info",
        uraian=(
            "The value is too large for its column and was left out; it is probably misread."
            if lost
            else "The value has more decimals than its column holds and was rounded half to even."
        ),
        kind=table.kind,
        tabel=table.tabel,
        baris=row.baris,
        kolom=name,
        halaman=row.page,
        bukti={"nilai": entry.value, "ditulis": fitted.value},
    )


# Rows and cells


def _identity(document: CleanDocument) -> dict[str, Any]:
    facts = document.facts
    return {
        "dokumen_id": document.triage.dokumen_id,
        "tahun": facts.tahun,
        "pemda": facts.pemda or None,
        "perangkat_daerah": facts.perangkat_daerah or None,
        "jenis_dokumen": facts.jenis_dokumen,
    }


def _row(document: CleanDocument, table: CleanTable, row: CleanRow) -> dict[str, Any]:
    spec = specs()[table.kind]
    numbers = {name: row.value(name) for name in spec.numbers}
    texts = TEXT if spec.contract_text else [n for n in spec.types if n not in numbers]
    return {
        **_identity(document),
        "kind": table.kind,
        "tabel": table.tabel,
        "baris": row.baris,
        "halaman": row.page,
        "level": row.level,
        **{name: row.text(name) if name in row.entries else None for name in texts},
        **numbers,
        **(_codes(row) if spec.hierarchy else {}),
        "status": _worst(entry.status for entry in row.entries.values()),
        "satuan_baku": row.satuan_baku,
        "kode_resmi": row.kode_resmi,
        "nama_resmi": row.nama_resmi,
    }


def _codes(row: CleanRow) -> dict[str, Any]:
    return {
        "kode": row.kode,
        "kode_cetak": row.kode_cetak,
        "kode_status": row.kode_status,
        "program_kode": row.program_kode,
        "kegiatan_kode": row.kegiatan_kode,
        "sub_kegiatan_kode": row.sub_kegiatan_kode,
    }


def _worst(statuses: Iterable[str]) -> str:
    """Row status of its cells. A joined number (``digabung``) is how it was set, not a repair;
    a person's decision (``dikoreksi``) counts as one.
    """
    found = set(statuses)
    if found & set(DOUBTFUL):
        return "ditandai"
    return "diperbaiki" if found & {"diperbaiki", "dikoreksi"} else "bersih"


def _cells(document: CleanDocument, table: CleanTable) -> Records:
    """One record for each entry; a text column with nothing printed has none."""
    types = _types(table)
    order = {name: place for place, name in enumerate(types)}
    records = []
    for row in table.rows:
        for name in sorted(row.entries, key=lambda n: (order.get(n, len(order)), n)):
            entry = row.entries[name]
            if types.get(name) in NUMERIC or entry.cell or entry.text or entry.value is not None:
                records.append(_cell(document, table, row, name, entry))
    return records


def _cell(
    document: CleanDocument, table: CleanTable, row: CleanRow, name: str, entry: Entry
) -> dict[str, Any]:
    cell = entry.cell
    box = cell.box if cell else (None, None, None, None)
    return {
        "dokumen_id": document.triage.dokumen_id,
        "kind": table.kind,
        "tabel": table.tabel,
        "baris": row.baris,
        "kolom": name,
        "halaman": cell.page if cell else row.page,
        **dict(zip(("x0", "y0", "x1", "y1"), box, strict=True)),
        "teks": cell.text if cell else None,
        "nilai": entry.value,
        "pembaca": cell.reader if cell else None,
        "teks_kedua": cell.second if cell else None,
        "keyakinan": entry.confidence,
        "status": entry.status,
        "aturan": entry.rule or (cell.doubt if cell else "") or None,
    }


# Running text


def _amount(document: CleanDocument, amount: Amount) -> dict[str, Any]:
    cell, box = amount.cell, amount.box or (None, None, None, None)
    return {
        **_identity(document),
        "nomor": amount.nomor,
        "halaman": amount.halaman,
        "kalimat": amount.kalimat,
        "teks": amount.teks,
        "nilai": _shown(amount.nilai),
        "satuan": amount.satuan,
        "peran": amount.peran or None,
        **dict(zip(("x0", "y0", "x1", "y1"), box, strict=True)),
        "keyakinan": amount.keyakinan,
        "status": amount.status,
        "tabel_kind": cell.kind if cell else None,
        "tabel": cell.tabel if cell else None,
        "baris": cell.baris if cell else None,
        "kolom": cell.kolom if cell else None,
        "nilai_tabel": _shown(cell.nilai) if cell else None,
    }


# Findings and the document


def _findings(document: CleanDocument, findings: list[Finding]) -> Records:
    """Findings in reading order; amounts at the columns' scale, their difference consistent."""
    records = []
    for finding in findings:
        printed = _shown(finding.tercetak)
        recomputed = _shown(finding.seharusnya)
        records.append(
            {
                "dokumen_id": document.triage.dokumen_id,
                "kind": finding.kind or None,
                "tabel": finding.tabel or None,
                "baris": finding.baris,
                "kolom": finding.kolom or None,
                "halaman": finding.halaman,
                "aturan": finding.aturan,
                "kelas": finding.kelas,
                "tingkat": finding.tingkat,
                "tercetak": printed,
                "seharusnya": recomputed,
                "selisih": _minus(printed, recomputed),
                "uraian": finding.uraian,
                "bukti": _json(finding.bukti),
            }
        )
    return sorted(records, key=_reading_order)


def _shown(value: Decimal | None) -> Decimal | None:
    return None if value is None else _CELL.round(value)


def _minus(printed: Decimal | None, recomputed: Decimal | None) -> Decimal | None:
    return None if printed is None or recomputed is None else _shown(printed - recomputed)


def _reading_order(record: dict[str, Any]) -> list[tuple[bool, Any]]:
    names = ("kind", "tabel", "baris", "kolom", "halaman", "aturan", "uraian", "bukti")
    return [(record[name] is not None, record[name]) for name in names]


def _document(
    document: CleanDocument, tables: list[CleanTable], records: dict[str, Records], version: str
) -> dict[str, Any]:
    triage = document.triage
    kinds = Counter(page.kind for page in triage.pages)
    unread = any(page.kind in NEEDS_OCR and page.reader != "ocr" for page in triage.pages)
    return {
        **_identity(document),
        "sha256": triage.sha256,
        "berkas": PurePath(triage.path).name,
        "ukuran": triage.size,
        "jumlah_halaman": len(triage.pages),
        "status": _status(records, unread),
        "halaman": _json(dict(kinds)),
        "tabel": _json([_summary(table) for table in tables]),
        "jumlah_baris": sum(len(some) for kind, some in records.items() if kind not in FIXED),
        "jumlah_sel": len(records["sel"]),
        "sel_ditandai": sum(cell["status"] in DOUBTFUL for cell in records["sel"]),
        "jumlah_temuan": len(records["temuan"]),
        "versi_pipeline": version,
        **_more_facts(document.facts),
        "versi_nomenklatur": document.nomenclature or None,
    }


def _more_facts(facts: Facts) -> dict[str, Any]:
    """The facts that only ``dokumen`` has, null where unknown, and how sure each fact is."""
    names = ("tahun_evaluasi", "periode_renstra", "nomor_sk", "tanggal_sk")
    known = [{**asdict(fact), "keyakinan": round(fact.keyakinan, 2)} for fact in facts.evidence]
    return {**{name: getattr(facts, name) or None for name in names}, "fakta": _json(known)}


def _status(records: dict[str, Records], unread: bool) -> str:
    """``bersih`` only where no cell is doubtful and no finding doubts the reading."""
    if not any(kind not in FIXED for kind in records):
        return "perlu_ocr" if unread else "tanpa_tabel"
    doubtful_cell = any(cell["status"] in DOUBTFUL for cell in records["sel"])
    doubted = any(f["kelas"] == "ekstraksi" and f["tingkat"] != "info" for f in records["temuan"])
    return "ditandai" if doubtful_cell or doubted else "bersih"


def _summary(table: CleanTable) -> dict[str, Any]:
    return {
        "kind": table.kind,
        "tabel": table.tabel,
        "judul": table.title,
        "halaman": table.pages,
        "jumlah_baris": len(table.rows),
        "kolom": [
            {
                "nama": use.name,
                "cetak": list(use.column.header),
                "nomor": use.column.number,
                "rumus": use.column.formula,
                "jenis": use.type,
                "lokal": use.locale,
                "skala": use.scale,
            }
            for use in table.columns
        ],
    }


def _json(value: object) -> str:
    """Keys sorted, decimals as plain strings: stable text for equal values."""
    return json.dumps(
        value, sort_keys=True, ensure_ascii=False, allow_nan=False, default=_json_value
    )


def _json_value(value: object) -> object:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, (set, frozenset)):
        return sorted(value, key=str)
    raise TypeError(f"a finding's evidence holds {type(value).__name__}, which JSON cannot")
