"""What a certificate says, as plain data: counts, sums, doubts, contradictions and hashes.

Decimals are text throughout. The same files give the same content, but for the time it was made.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from audit.address import Address
from audit.certificate.reconcile import reconcile
from audit.evidence import named
from audit.export.sheets import by_rupiah
from audit.fingerprint import Fingerprint, fingerprint
from audit.library import Entry
from audit.report.figures import plain
from audit.tell import shown
from audit.trace import TEXT, Record, Tracer
from cleaning.frames import DOUBTFUL
from tables.spec import NUMERIC, specs

if TYPE_CHECKING:
    import pyarrow as pa

FORMAT = 1
LISTED = 25  # contradictions listed one by one
_FACTS = (
    *("dokumen_id", "sha256", "berkas", "ukuran", "jumlah_halaman", "tahun", "pemda"),
    *("perangkat_daerah", "jenis_dokumen", "nomor_sk", "tanggal_sk", "tahun_evaluasi"),
)
_FINDING = ("tabel", "kind", "baris", "kolom", "halaman", "aturan", "tingkat", "uraian")
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
    return {
        "format": FORMAT,
        "dokumen": {
            **{name: entry.about[name] for name in _FACTS},
            "nama": entry.name,
            "karantina": entry.quarantined,
            "macam_halaman": json.loads(entry.about["halaman"] or "{}"),
        },
        "jumlah": _counts(entry, tracer),
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
        "sumber": _source(entry, findings),
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


def _counts(entry: Entry, tracer: Tracer) -> Record:
    cells = [cell for at, cell in tracer.cells.items() if at.kind != TEXT]
    numeric = {
        (kind, name)
        for kind in {at.kind for at in tracer.cells}
        if kind in specs()
        for name, type_ in specs()[kind].types.items()
        if type_ in NUMERIC
    }
    printed = [
        cell
        for at, cell in tracer.cells.items()
        if (at.kind, at.kolom) in numeric and cell["x0"] is not None
    ]
    return {
        "halaman": entry.about["jumlah_halaman"],
        "tabel": len(entry.tables),
        "baris": entry.about["jumlah_baris"],
        "sel": len(cells),
        "status": dict(sorted(Counter(cell["status"] for cell in cells).items())),
        "angka": len(printed),
        "angka_sama": sum(cell["keyakinan"] == 1 for cell in printed),
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


def _source(entry: Entry, findings: list[Record]) -> Record:
    """Contradictions of the document: how many, of how many rupiah, and the largest."""
    told = by_rupiah(entry, [line for line in findings if line["kelas"] == "sumber"])
    money = [line for line, is_money in told if is_money]
    amounts = [abs(line["selisih"]) for line in money]
    return {
        "banyak": len(told),
        "uang": len(money),
        "jumlah": plain(sum(amounts, Decimal(0))),
        "terbesar": [
            {
                **{name: line[name] for name in _FINDING},
                **{n: plain(line[n]) for n in ("tercetak", "seharusnya", "selisih")},
            }
            for line in money[:LISTED]
        ],
    }
