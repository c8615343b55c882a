"""Official codes and names beside the printed ones.

With a list in force (`cleaning.nomenclature`) a row is matched by its code, else by its exact name,
else by the nearest name. Where the printed code or name differs from the list, that is a finding of
class ``sumber``; rows whose code is not printed get the official one beside them and no finding.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cleaning.codes import is_valid, parent_of, segments
from cleaning.levels import RANK
from cleaning.nomenclature import Nomenclature, Official, of_tier, similarity
from tables.model import CleanRow, CleanTable, Entry, Facts, Finding, Level
from tables.spec import specs

#: Similarity from which a differing name is the code's own name, misspelt or shortened. Measured
#: on the sample against the list of 2021: such names have 88 to 99, names under the code of
#: another entry 36 to 51.
VARIANT = 85.0
#: … from which a name stands for an entry whose code the row does not have. Of 400 official names
#: with one slip of the keys 398 are found at 95, with two 380, none wrongly; 62 of the 1,999 names
#: of sub kegiatan are this near to another one, 354 at 90.
SAME_NAME = 95.0
#: Rows, and share of all named rows, that must agree before a list is taken to be the document's.
ENOUGH = 3
MOST = 0.5
_BARE: tuple[Level, ...] = ("program", "kegiatan", "sub_kegiatan")


@dataclass(frozen=True)
class _Lists:
    """The list a document is read with.

    Attributes:
        one: the version that fits best.
        every: all versions in force: what one of them allows is no finding.
        tier: ``1`` for a province's document, ``2`` for a regency's or city's; ``""`` unknown.
        branch: urusan and bidang of the document's codes; empty where none is printed.
    """

    one: Nomenclature
    every: Sequence[Nomenclature]
    tier: str
    branch: tuple[str, ...]


def name_officially(
    tables: Sequence[CleanTable], lists: Sequence[Nomenclature], facts: Facts
) -> str:
    """Fill ``kode_resmi`` and ``nama_resmi`` of the rows; adds findings to the tables.

    Args:
        lists: the versions in force; the one that fits the document best is used.
        facts: the local government's name tells whose nomenclature applies.

    Returns:
        The version used; ``""`` where none fits.
    """
    rows = [row for table in tables for row in _named(table)]
    tier = _tier(rows, facts)
    one = _fitting(rows, lists, tier)
    if one is None:
        return ""
    known = _Lists(one, lists, tier, _branch(rows))
    for table in tables:
        for row in _named(table):
            found = _settle(table, row, known)
            if found is not None:
                table.findings.append(found)
        if not specs()[table.kind].hierarchy:
            _settle_bare(table, known)
    return one.versi


def _settle_bare(table: CleanTable, known: _Lists) -> None:
    """A table whose rows tell no level (Tabel 3.2): exact names alone, on whatever level."""
    for row in table.rows:
        if row.level in RANK or not row.text("uraian"):
            continue
        found = [e for level in _BARE for e in known.one.by_name(row.text("uraian"), level)]
        fit = of_tier(found, known.tier)
        _adopt(row, fit[0].at(known.branch) if len(fit) == 1 else None)


def _named(table: CleanTable) -> Iterator[CleanRow]:
    """Rows of the levels a nomenclature has, with a name."""
    return (row for row in table.rows if row.level in RANK and row.text("uraian"))


def printed_code(row: CleanRow) -> str:
    """The row's code where it is printed and one of the nomenclature since 2020; else ``""``."""
    known = row.kode_status == "cetak" and row.kode is not None and is_valid(row.kode)
    return row.kode or "" if known else ""


def _tier(rows: Iterable[CleanRow], facts: Facts) -> str:
    parts = [segments(printed_code(row)) for row in rows]
    printed = Counter(each[3] for each in parts if len(each) > 4)
    if printed:
        return printed.most_common(1)[0][0]
    name = facts.pemda.lower()
    if name.startswith("provinsi"):
        return "1"
    return "2" if name.startswith(("kabupaten", "kota")) else ""


def _branch(rows: Iterable[CleanRow]) -> tuple[str, ...]:
    found = Counter(segments(printed_code(row))[:2] for row in rows)
    return next((b for b, _ in found.most_common() if len(b) == 2 and b[0] != "X"), ())


def _fitting(
    rows: Sequence[CleanRow], lists: Sequence[Nomenclature], tier: str
) -> Nomenclature | None:
    """The version most rows agree with, if enough do; of equals the last by name."""
    best, most = None, max(ENOUGH, MOST * len(rows))
    for each in sorted(lists, key=lambda one: one.versi):
        agreed = sum(_agrees(row, each, tier) for row in rows)
        if agreed >= most:
            best, most = each, agreed
    return best


def _agrees(row: CleanRow, one: Nomenclature, tier: str) -> bool:
    code, name = printed_code(row), row.text("uraian")
    if code:
        found = one.by_code(code)
        return found is not None and similarity(name, found.nama) >= VARIANT
    return bool(tier and of_tier(one.by_name(name, row.level), tier))


def _settle(table: CleanTable, row: CleanRow, known: _Lists) -> Finding | None:
    """Give a row its official code and name; tell where the printed ones differ from them."""
    code, name = printed_code(row), row.text("uraian")
    if not code:
        _adopt(row, _by_name(table, row, known))
        return None
    found = known.one.by_code(code)
    if found is not None and similarity(name, found.nama) >= VARIANT:
        _adopt(row, found)
        return _other_spelling(table, row, found, known)
    meant = _by_name(table, row, known)
    if meant is not None:
        _adopt(row, meant)
        return _other_code(table, row, found, meant, known)
    if found is None:
        lost = known.one.knows_branch(code)
        return _other_code(table, row, None, None, known) if lost else None
    if code not in (found.kode, found.kode_lain):
        return None  # two and four digits need not mean the same sub kegiatan
    _adopt(row, found)
    return _other_spelling(table, row, found, known)


def _by_name(table: CleanTable, row: CleanRow, known: _Lists) -> Official | None:
    """The one entry with the row's name, else with one that is nearly the same."""
    name, level = row.text("uraian"), row.level
    branch = segments(printed_code(row))[:2]
    branch = branch if len(branch) == 2 else known.branch
    for entries in (known.one.by_name(name, level), known.one.near(name, level, SAME_NAME)):
        fit = [e.at(branch) for e in of_tier(entries, known.tier)] if known.tier else []
        if len(fit) > 1:
            above = _parent_code(table, row)
            fit = [e for e in fit if parent_of(e.kode) == above]
        if fit:
            return fit[0] if len(fit) == 1 else None
    return None


def _parent_code(table: CleanTable, row: CleanRow) -> str | None:
    parent = next((r for r in table.rows if r.baris == row.parent), None)
    return (parent.kode_resmi or parent.kode) if parent else None


def _adopt(row: CleanRow, entry: Official | None) -> None:
    if entry is not None:
        row.kode_resmi, row.nama_resmi = entry.in_width_of(row.kode or ""), entry.nama


def _other_spelling(
    table: CleanTable, row: CleanRow, entry: Official, known: _Lists
) -> Finding | None:
    name, code = row.text("uraian"), printed_code(row)
    versions = (one.by_code(code) for one in known.every)
    if any(each and similarity(name, each.nama) == 100 for each in versions):
        return None
    text = f"Nama “{name}” berbeda dari nama resmi kode {code}, yaitu “{entry.nama}”."
    return _finding(table, row, entry, known, rule="nama_tidak_resmi", column="uraian", text=text)


def _other_code(
    table: CleanTable,
    row: CleanRow,
    found: Official | None,
    meant: Official | None,
    known: _Lists,
) -> Finding | None:
    """The printed code belongs to another entry (``found``) or to none."""
    name, code = row.text("uraian"), printed_code(row)
    versions = (one.by_code(code) for one in known.every)
    if any(each and similarity(name, each.nama) >= VARIANT for each in versions):
        return None
    whose = f"milik “{found.nama}”" if found else "tidak ada di nomenklatur"
    text = f"Kode {code} pada “{name}” {whose}"
    if meant is not None:
        same = similarity(name, meant.nama) == 100
        whom = "nama itu" if same else f"nama terdekat, “{meant.nama}”,"
        text += f"; kode resmi {whom} {meant.in_width_of(code)}"
    text += "."
    return _finding(table, row, meant, known, rule="kode_tidak_resmi", column="kode", text=text)


def _finding(
    table: CleanTable,
    row: CleanRow,
    entry: Official | None,
    known: _Lists,
    *,
    rule: str,
    column: str,
    text: str,
) -> Finding | None:
    """``None`` where the reading of code or name is in doubt."""
    cells = [row.entries.get("kode"), row.entries.get("uraian")]
    if any(entry is not None and is_doubted(entry) for entry in cells):
        return None
    code = printed_code(row)
    evidence: dict[str, object] = {
        "kode_cetak": row.kode_cetak,
        "nama_cetak": row.text("uraian"),
        "versi": known.one.versi,
    }
    if entry is not None:
        evidence["kode_resmi"], evidence["nama_resmi"] = entry.in_width_of(code), entry.nama
        evidence["kemiripan"] = str(round(similarity(row.text("uraian"), entry.nama)))
    own = row.entries.get(column)
    page = own.cell.page if own and own.cell else row.page
    return Finding(
        aturan=rule,
        kelas="sumber",
        tingkat="info",
        uraian=text,
        kind=table.kind,
        tabel=table.tabel,
        baris=row.baris,
        kolom=column,
        halaman=page,
        bukti=evidence,
    )


def is_doubted(entry: Entry) -> bool:
    """Whether a text may be printed otherwise than it was read."""
    cell = entry.cell
    seen_twice = cell is None or (cell.second is None and not cell.doubt)
    return entry.status not in ("cetak", "kosong") or not seen_twice
