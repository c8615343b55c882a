"""A document's frames as the plain model that a report shows: dicts and lists, ready for JSON.

Decimals are text throughout, so that no amount passes through floats. Boxes are points on the
page as displayed, origin top left, rounded to a tenth.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from audit.address import Address
from audit.evidence import evidence, kinds_of, named
from audit.library import Entry
from audit.report.figures import plain
from audit.report.states import state
from audit.tell import shown
from audit.trace import AMOUNT, TEXT, Tracer
from audit.turned import turns

if TYPE_CHECKING:
    import pyarrow as pa

Model = dict[str, Any]
Record = dict[str, Any]
_GRADES = {"kritis": 0, "sedang": 1, "info": 2}
_TEXT_COLUMNS = (AMOUNT, "satuan", "peran", "status", "kalimat")
_FACTS = ("nama", "nilai", "halaman", "keyakinan", "sumber", "kutipan")
_KEPT = (
    *("dokumen_id", "sha256", "berkas", "ukuran", "jumlah_halaman", "tahun", "pemda"),
    *("perangkat_daerah", "jenis_dokumen", "status", "jumlah_baris", "jumlah_sel"),
    *("sel_ditandai", "jumlah_temuan", "versi_pipeline", "tahun_evaluasi", "periode_renstra"),
    *("nomor_sk", "tanggal_sk"),
)


def collect(entry: Entry, frames: dict[str, pa.Table]) -> Model:
    """Everything a report shows of a document but its pictures.

    Returns:
        ``document``: its card, facts and why it is in quarantine. ``tables``: columns and rows,
        running text last. ``findings``: by the rupiah they are about, largest first. ``pages``:
        what each page holds, by its number.
    """
    tracer = Tracer(entry, frames)
    lines = frames["temuan"].to_pylist()
    naming: defaultdict[Address, list[Record]] = defaultdict(list)
    for line in lines:
        if (address := named(line)) is not None:
            naming[address].append(line)
    cells = _by_row(tracer.cells)
    tables = [
        _table(key, rows, _printed(entry, key), cells.get(key, {}), naming)
        for key, rows in tracer.tables.items()
    ]
    money = _money(tables) | _amounts(tracer)
    kinds = kinds_of(tracer.tables)
    findings = sorted((_finding(line, money, kinds) for line in lines), key=_weight)
    return {
        "document": _document(entry),
        "tables": tables,
        "findings": findings,
        "pages": _pages(tables, findings, turns(tracer.cells, entry.tables), _last(entry)),
    }


def _document(entry: Entry) -> Record:
    facts = json.loads(entry.about.get("fakta") or "[]")
    return {
        **{name: entry.about.get(name) for name in _KEPT},
        "nama": entry.name,
        "karantina": entry.quarantined,
        "sebab": [_failure(failure) for failure in entry.why().get("failures", [])],
        "fakta": [{name: fact.get(name) for name in _FACTS} for fact in facts],
        "macam_halaman": json.loads(entry.about.get("halaman") or "{}"),
    }


def _failure(failure: Record) -> Record:
    """An expectation that failed, in the words of the gate."""
    names = ("severity", "folder", "expectation", "column", "count", "detail")
    return {name: failure.get(name) for name in names}


# Tables


def _by_row(cells: dict[Address, Record]) -> dict[tuple[str, str], dict[int, dict[str, Record]]]:
    found: dict[tuple[str, str], dict[int, dict[str, Record]]] = {}
    for (kind, tabel, baris, kolom), cell in cells.items():
        found.setdefault((kind, tabel), {}).setdefault(baris, {})[kolom] = cell
    return found


def _printed(entry: Entry, key: tuple[str, str]) -> Record:
    return next((t for t in entry.tables if (t["kind"], t["tabel"]) == key), {})


def _table(
    key: tuple[str, str],
    rows: dict[int, Record],
    printed: Record,
    cells: dict[int, dict[str, Record]],
    naming: dict[Address, list[Record]],
) -> Record:
    columns = _columns(key, printed, cells)
    names = [column["name"] for column in columns]
    made = []
    for number, row in rows.items():
        own = cells.get(number, {})
        made.append(
            {
                "n": number,
                "p": row["halaman"],
                "level": row.get("level"),
                "kode": row.get("kode"),
                "nama": row.get("uraian") or row.get("indikator") or row.get("teks"),
                **_repeated(key, row),
                "c": [
                    _cell(row, name, own.get(name), naming.get(Address(*key, number, name), []))
                    for name in names
                ],
            }
        )
    return {
        "kind": key[0],
        "tabel": key[1],
        "judul": printed.get("judul") or "",
        "halaman": printed.get("halaman") or sorted({row["p"] for row in made}),
        "columns": columns,
        "rows": made,
    }


def _repeated(key: tuple[str, str], row: Record) -> Record:
    """Of an amount in running text: the table cell it repeats, or must."""
    if key[0] != TEXT or row["baris"] is None:
        return {}
    return {"cell": [row["tabel_kind"], row["tabel"] or "", row["baris"], row["kolom"]]}


def _columns(
    key: tuple[str, str], printed: Record, cells: dict[int, dict[str, Record]]
) -> list[Record]:
    """Columns in the order they are printed, then those of cells without a printed one."""
    if key[0] == TEXT:
        return [_column(n, "kinerja" if n == AMOUNT else "teks") for n in _TEXT_COLUMNS]
    found: dict[str, Record] = {}
    for column in printed.get("kolom", ()):
        found.setdefault(
            column["nama"],
            {
                "name": column["nama"],
                "head": [shown(level) for level in column["cetak"]],
                "number": column["nomor"],
                "formula": column["rumus"],
                "type": column["jenis"],
            },
        )
    for row in cells.values():
        for name in row:
            found.setdefault(name, _column(name))
    return list(found.values())


def _column(name: str, type_: str = "teks") -> Record:
    """A column that is not printed."""
    return {"name": name, "head": [], "number": "", "formula": "", "type": type_}


def _cell(row: Record, name: str, cell: Record | None, findings: list[Record]) -> list[Any] | None:
    """Value, state, page, box, raw text, status, second reading, confidence, rule, reader.

    ``None`` where there is nothing to tell; the value alone where no cell was read.
    """
    value = row.get(name)
    if cell is None:
        if value is None and not findings:
            return None
        return [_text(value), state(None, findings)]
    if value is None:
        value = cell["nilai"]
    if value is None and name not in row:
        value = cell["teks"] and shown(cell["teks"])  # a column without a name in the contract
    if cell["x0"] is None and value is None and not findings and cell["status"] == "kosong":
        return None
    box = [round(cell[edge], 1) for edge in ("x0", "y0", "x1", "y1")] if cell["x0"] else None
    return [
        *(_text(value), state(cell["status"], findings), cell["halaman"], box),
        *(cell["teks"], cell["status"], cell["teks_kedua"], cell["keyakinan"]),
        *(cell["aturan"], cell["pembaca"]),
    ]


def _text(value: Any) -> str | None:
    if isinstance(value, Decimal):
        return plain(value)
    return None if value is None else str(value)


# Findings


def _money(tables: Iterable[Record]) -> set[tuple[Any, ...]]:
    """(kind, tabel, kolom) of the columns that hold rupiah."""
    return {
        (table["kind"], table["tabel"], column["name"])
        for table in tables
        for column in table["columns"]
        if column["type"] == "uang"
    }


def _amounts(tracer: Tracer) -> set[tuple[Any, ...]]:
    """(kind, tabel, baris) of the amounts in running text that are rupiah."""
    rows = tracer.tables.get((TEXT, ""), {})
    return {(TEXT, "", number) for number, row in rows.items() if row["satuan"] == "rp"}


def _finding(line: Record, money: set[tuple[Any, ...]], kinds: dict[str, str]) -> Record:
    kind, tabel, kolom = line["kind"] or "", line["tabel"] or "", line["kolom"] or ""
    rule = json.loads(line["bukti"] or "{}").get("rumus")
    used = evidence(line, kinds)
    column = line["baris"] if kind == TEXT else kolom
    # What is said of a column's header, as a year in it, is no amount of its cells.
    of_cells = line["baris"] is not None or bool(used)
    return {
        **{"kind": kind, "tabel": tabel, "baris": line["baris"], "kolom": kolom},
        **{name: line[name] for name in ("halaman", "aturan", "kelas", "tingkat", "uraian")},
        **{name: plain(line[name]) for name in ("tercetak", "seharusnya", "selisih")},
        "uang": of_cells and (kind, tabel, column) in money,
        "rumus": str(rule or ""),
        "sel": [
            {
                "a": list(each.address) if each.address else None,
                **{"nilai": each.nilai, "halaman": each.halaman, "uraian": each.uraian},
            }
            for each in used
        ],
    }


def _weight(finding: Record) -> tuple[Any, ...]:
    """Rupiah first, the largest difference first; then by severity and place."""
    amount = abs(Decimal(finding["selisih"])) if finding["uang"] and finding["selisih"] else None
    place = finding["halaman"] or 0, finding["kind"], finding["tabel"], finding["baris"] or 0
    return (amount is None, -(amount or 0), _GRADES.get(finding["tingkat"], 3), *place)


# Pages


def _last(entry: Entry) -> int:
    return int(entry.about["jumlah_halaman"])


def _pages(
    tables: list[Record], findings: list[Record], turned: dict[int, int], last: int
) -> list[Record]:
    """Each page: the turn clockwise that puts it upright, its findings, and if it holds cells."""
    found = Counter(finding["halaman"] for finding in findings)
    holding = {c[2] for t in tables for r in t["rows"] for c in r["c"] if c and len(c) > 2}
    return [
        {
            "n": number,
            "turn": -turned.get(number, 0) % 360,
            "findings": found[number],
            "cells": number in holding,
        }
        for number in range(1, last + 1)
    ]
