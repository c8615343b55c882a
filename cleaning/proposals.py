"""A document's own tables as evidence for each other, where no official list is in force.

A code that is not printed, or a name that cannot be read with certainty, may stand in another table
of the document. It is proposed in a finding; the row itself stays as it is. Codes that follow from
an equal name are inferred before (`cleaning.hierarchy`); here are names that are nearly equal.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cleaning.levels import RANK
from cleaning.nomenclature import Nomenclature, Official, similarity
from cleaning.official import SAME_NAME, is_doubted, printed_code
from tables.model import CleanRow, CleanTable, Finding

#: Similarity from which a doubtful name may be the one another table prints for its code.
MISREAD = 60.0


@dataclass(frozen=True)
class _Witness:
    """What one table surely prints: names with their codes, and where."""

    table: CleanTable
    names: Nomenclature
    rows: dict[str, CleanRow]


def proposals(tables: Sequence[CleanTable]) -> None:
    """Add a finding for each code or name that another table of the document proposes."""
    witnesses = [_witness(table) for table in tables]
    for table in tables:
        others = [witness for witness in witnesses if witness.table is not table]
        own = {row.kode for row in table.rows}
        for row in table.rows:
            if row.level in RANK and row.text("uraian") and row.kode_resmi is None:
                table.findings += [*_codes(table, row, others, own), *_names(table, row, others)]


def _witness(table: CleanTable) -> _Witness:
    rows = [row for row in table.rows if row.level in RANK and _sure(row)]
    times = Counter(printed_code(row) for row in table.rows)
    once = {printed_code(row): row for row in rows if times[printed_code(row)] == 1}
    entries = (Official(code, row.text("uraian"), row.level) for code, row in once.items())
    return _Witness(table, Nomenclature("", tuple(entries)), once)


def _sure(row: CleanRow) -> bool:
    cells = (row.entries.get(name) for name in ("kode", "uraian"))
    return bool(printed_code(row)) and all(cell and not is_doubted(cell) for cell in cells)


def _codes(
    table: CleanTable, row: CleanRow, others: Sequence[_Witness], own: set[str | None]
) -> Iterator[Finding]:
    """The code that other tables print for nearly this name, where they agree on one."""
    if table.use("kode") is None or row.kode is not None or is_doubted(row.entries["uraian"]):
        return
    found = {
        entry.kode: (witness, entry)
        for witness in others
        for entry in witness.names.near(row.text("uraian"), row.level, SAME_NAME)
    }
    if len(found) == 1 and not set(found) & own:
        ((code, (witness, entry)),) = found.items()
        yield Finding(
            aturan="kode_usulan",
            kelas="belum_jelas",
            tingkat="info",
            uraian=f"“{row.text('uraian')}” tidak berkode; {_place(witness, code)} mencetak kode "
            f"{code} untuk “{entry.nama}”.",
            kind=table.kind,
            tabel=table.tabel,
            baris=row.baris,
            kolom="kode",
            halaman=row.page,
            bukti=_evidence(witness, code, entry),
        )


def _names(table: CleanTable, row: CleanRow, others: Sequence[_Witness]) -> Iterator[Finding]:
    """The name that another table surely prints for the code of a doubtful name."""
    code, name = printed_code(row), row.entries["uraian"]
    if not code or not is_doubted(name):
        return
    for witness in others:
        entry = witness.names.by_code(code)
        likely = similarity(name.text, entry.nama) if entry else 0
        if entry and MISREAD <= likely < 100:
            yield Finding(
                aturan="nama_usulan",
                kelas="ekstraksi",
                tingkat="info",
                uraian=f"“{name.text}” tidak terbaca dengan pasti; {_place(witness, entry.kode)} "
                f"mencetak “{entry.nama}” untuk kode {code}.",
                kind=table.kind,
                tabel=table.tabel,
                baris=row.baris,
                kolom="uraian",
                halaman=name.cell.page if name.cell else row.page,
                bukti=_evidence(witness, entry.kode, entry),
            )
            return


def _place(witness: _Witness, code: str) -> str:
    return f"Tabel {witness.table.tabel or witness.table.kind} halaman {witness.rows[code].page}"


def _evidence(witness: _Witness, code: str, entry: Official) -> dict[str, object]:
    row = witness.rows[code]
    return {
        "tabel": witness.table.tabel,
        "baris": row.baris,
        "kolom": "kode",
        "halaman": row.page,
        "nilai": code,
        "nama": entry.nama,
    }
