"""What a certificate says, as plain data: counts, sums, doubts, contradictions and hashes.

Decimals are text throughout. The same files give the same content, but for the time it was made.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from audit.address import Address
from audit.certificate.reconcile import reconcile
from audit.evidence import named
from audit.fingerprint import Fingerprint, fingerprint
from audit.library import Entry
from audit.report.collect import collect
from audit.report.figures import plain
from audit.report.summary import Counts, count
from audit.tell import shown
from audit.trace import TEXT, Record, Tracer
from cleaning.frames import DOUBTFUL

if TYPE_CHECKING:
    import pyarrow as pa

FORMAT = 1
LISTED = 25  # contradictions listed one by one
_FACTS = (
    *("dokumen_id", "sha256", "berkas", "ukuran", "jumlah_halaman", "tahun", "pemda"),
    *("perangkat_daerah", "jenis_dokumen", "nomor_sk", "tanggal_sk", "tahun_evaluasi"),
)
_FINDING = (
    *("tabel", "kind", "baris", "kolom", "halaman", "aturan", "tingkat", "uraian"),
    *("tercetak", "seharusnya", "selisih"),
)
_CELL = ("kind", "tabel", "baris", "kolom")
Content = dict[str, Any]


def content(
    entry: Entry, frames: dict[str, pa.Table], now: datetime, decided: dict[str, str] | None = None
) -> Content:
    """A document's certificate without signatures.

    Args:
        frames: as `audit.library.Library.frames` gives them.
        now: when it is made, with its time zone.
        decided: SHA-256 by name of the files with people's decisions, as they are now.

    Returns:
        ``dokumen``, ``jumlah``, ``tabel`` (each with its doubts), ``terbuka`` (doubts in all),
        ``hitungan`` and ``total`` (`audit.certificate.reconcile`), ``sumber`` (contradictions by
        rupiah), ``narasi``, ``sidik`` (`audit.fingerprint`), ``koreksi_menunggu`` (decisions that
        are not in the figures yet), ``dibuat``, ``tanda_tangan``.
    """
    tracer = Tracer(entry, frames)
    findings = frames["temuan"].to_pylist()
    checked, totals = reconcile(entry, frames)
    tables, made = _tables(tracer, findings), fingerprint(entry)
    model = collect(entry, frames)
    counts = count(model)
    return {
        "format": FORMAT,
        "dokumen": {
            **{name: entry.about[name] for name in _FACTS},
            "nama": entry.name,
            "karantina": entry.quarantined,
            "macam_halaman": json.loads(entry.about["halaman"] or "{}"),
        },
        "jumlah": _counts(entry, tracer, counts),
        "tabel": tables,
        "terbuka": sum(table["sel_diragukan"] + table["temuan_terbuka"] for table in tables),
        "hitungan": [asdict(one) for one in checked],
        "total": [
            {
                **{name: getattr(one, name) for name in ("kind", "tabel", "kolom", "baris")},
                **{"banyak": one.banyak, "berlaku": one.berlaku},
                **{n: plain(getattr(one, n)) for n in ("jumlah", "tercetak", "selisih")},
            }
            for one in totals
        ],
        "sumber": _source(model["findings"], counts),
        "narasi": dict(Counter(frames[TEXT]["status"].to_pylist())) if TEXT in frames else {},
        "sidik": made.to_json(),
        "koreksi_menunggu": made.koreksi != (decided or {}),
        "dibuat": stamp(now),
        "tanda_tangan": [],
    }


def stamp(now: datetime) -> str:
    """``2026-03-01T08:15:00Z``."""
    return now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def figures(made: Content) -> str:
    """One hash of what is certified, see `audit.fingerprint.Fingerprint.figures`."""
    return Fingerprint.from_json(made["sidik"]).figures


def _counts(entry: Entry, tracer: Tracer, counts: Counts) -> Record:
    statuses = Counter(cell["status"] for at, cell in tracer.cells.items() if at.kind != TEXT)
    return {
        "halaman": entry.about["jumlah_halaman"],
        "tabel": len(entry.tables),
        "baris": entry.about["jumlah_baris"],
        "sel": statuses.total(),
        "status": dict(sorted(statuses.items())),
        **{"angka": counts.figures, "angka_sama": counts.agreed},
    }


def _tables(tracer: Tracer, findings: list[Record]) -> list[Record]:
    """Each table with its cells and doubts; running text, then what is about no table, last."""
    doubtful = {at for at, cell in tracer.cells.items() if cell["status"] in DOUBTFUL}
    open_ = [line for line in findings if is_open(line) and named(line) not in doubtful]
    printed = {(table["kind"], table["tabel"]): table for table in tracer.entry.tables}
    made = []
    for key in sorted({*printed, *tracer.tables}, key=lambda key: _order(key, printed)):
        cells = [cell for at, cell in tracer.cells.items() if at[:2] == key]
        about = printed.get(key, {})
        made.append(
            {
                **dict(zip(("kind", "tabel"), key, strict=True)),
                "judul": shown(about.get("judul") or ""),
                "halaman": about.get("halaman") or [],
                "baris": len(tracer.tables.get(key, {})),
                "sel": len(cells),
                **_doubts(key, doubtful, open_),
                "diperbaiki": sum(cell["status"] == "diperbaiki" for cell in cells),
                "dikoreksi": sum(cell["status"] == "dikoreksi" for cell in cells),
            }
        )
    elsewhere = [line for line in open_ if _key(line) not in {*printed, *tracer.tables}]
    if elsewhere:
        nothing = dict.fromkeys(("baris", "sel", "sel_diragukan", "diperbaiki", "dikoreksi"), 0)
        rest = {"kind": "", "tabel": "", "judul": "", "halaman": [], **nothing}
        made.append({**rest, "temuan_terbuka": len(elsewhere)})
    return made


def _order(key: tuple[str, str], printed: dict[tuple[str, str], Record]) -> tuple[bool, int]:
    return (key[0] == TEXT, list(printed).index(key) if key in printed else 0)


def _key(line: Record) -> tuple[str, str]:
    return line["kind"] or "", line["tabel"] or ""


def _doubts(key: tuple[str, str], doubtful: set[Address], open_: list[Record]) -> Record:
    return {
        "sel_diragukan": sum(at[:2] == key for at in doubtful),
        "temuan_terbuka": sum(_key(line) == key for line in open_),
    }


def is_open(line: Record) -> bool:
    """Whether a finding still asks for a person: it doubts the reading or leaves it open."""
    return bool(line["kelas"] != "sumber" and line["tingkat"] != "info")


def _source(findings: list[Record], counts: Counts) -> Record:
    """Contradictions of the document: how many, of how many rupiah, the largest, one a cell."""
    of_cell: dict[tuple[Any, ...], Record] = {}
    for line in findings:
        if line["kelas"] == "sumber" and line["uang"] and line["selisih"]:
            of_cell.setdefault(tuple(line[name] for name in _CELL), line)
    cells, total, _ = counts.rupiah
    return {
        "banyak": counts.classes.get("sumber", 0),
        **{"uang": cells, "jumlah": plain(total)},
        "terbesar": [
            {name: line[name] for name in _FINDING} for line in [*of_cell.values()][:LISTED]
        ],
    }
