"""Levels, codes and parents of a table's rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from cleaning.codes import Scheme, canonical, decide_scheme, is_valid, level_of, parent_of, segments
from cleaning.levels import RANK, Names, levels, money_heads, name_key
from cleaning.scanned import is_scanned
from tables.model import CleanRow, CleanTable, Entry, Finding, Level
from tables.spec import TableSpec, specs


def assign_all(tables: Sequence[CleanTable]) -> None:
    """Run :func:`assign` on every table of a document, each knowing the codes of the others."""
    for table in tables:
        assign(table, specs()[table.kind])
    known = names(tables)
    for table in tables:
        assign(table, specs()[table.kind], known)


def names(tables: Sequence[CleanTable]) -> Names:
    """Row names with the levels and codes they are printed with."""
    found: dict[str, set[tuple[Level, str]]] = {}
    for table in tables:
        carriers = Counter(row.kode for row in table.rows if row.kode_status == "cetak")
        for row in table.rows:
            key = name_key(row.text("uraian"))
            once = carriers[row.kode] == 1  # a code printed twice is wrong in one of the two
            if key and once and row.kode and is_valid(row.kode):
                found.setdefault(key, set()).add((row.level, row.kode))
    return found


def assign(table: CleanTable, spec: TableSpec, known: Names | None = None) -> None:
    """Fill ``level``, ``parent``, ``kode`` and all other codes of the rows.

    The rows are changed in place, findings about codes replace earlier ones of this function;
    running it twice gives the same result. A code that is not printed is inferred where another
    row carries the same name on the same level, or where the codes of the children agree.

    Args:
        known: :func:`names` of the document's tables; ``None``: only this table's own.
    """
    rows = table.rows
    printed = [_printed(row) for row in rows]
    scheme = decide_scheme(printed, [table.title, *(row.text("uraian") for row in rows)])
    for row, code in zip(rows, printed, strict=True):
        row.kode_cetak = _as_printed(row, code)
        row.kode = canonical(code, scheme)
        row.kode_status = "cetak" if row.kode else "tidak_ada"
    coded = scheme.style != "lama"
    found = levels(rows, spec, coded, known or {})
    for row, level in zip(rows, found, strict=True):
        row.level = level
    parents(rows, spec)
    if coded:
        _infer(rows, known or names([table]))
    _carry(rows)
    table.findings = [f for f in table.findings if not f.aturan.startswith("kode_")]
    table.findings += _doubts(table, scheme)


def _printed(row: CleanRow) -> str:
    entry = row.entries.get("kode")
    if entry is None:
        return ""
    raw = _raw(entry)
    if "\t" in raw:  # columns of their own: a line break inside one is a wrapped part
        return " ".join(re.sub(r"\s*\n\s*", "", part) for part in raw.split("\t")).strip()
    return raw.strip()


def _raw(entry: Entry) -> str:
    """The code as it stands in its cell; of a scanned or corrected one the one that was chosen."""
    if entry.cell is None or is_scanned(entry.cell) or entry.status == "dikoreksi":
        return entry.text
    return entry.cell.text


def _as_printed(row: CleanRow, code: str) -> str | None:
    """The code on one line: parts in columns of their own are parted by dots."""
    entry = row.entries.get("kode")
    if not code:
        return None
    raw = _raw(entry) if entry and entry.cell else code
    return re.sub(r"\s*\n\s*", "", raw).replace("\t", ".")


def parents(rows: list[CleanRow], spec: TableSpec) -> None:
    """Parent = the nearest row above of a higher level.

    An indicator line belongs to the row it stands under; if both it and that row carry money it
    is a line of its own and adds into the level above, unless its money is the sum of the lines
    below it (a kegiatan whose name was lost).
    """
    open_rows: list[CleanRow] = []
    lines = [row.level == "indikator" for row in rows]
    heads = money_heads(rows, spec, lines, lines)
    head: CleanRow | None = None
    for i, row in enumerate(rows):
        row.parent = None
        rank = RANK.get(row.level)
        if rank is not None:
            open_rows = [r for r in open_rows if RANK[r.level] < rank]
            row.parent = open_rows[-1].baris if open_rows else None
            if open_rows and _heading_lost(rows, i, open_rows[-1]):
                row.parent = None
            open_rows.append(row)
            head = None
        elif row.level == "indikator" and open_rows:
            if i in heads:
                head = row
            row.parent = _indicator_parent(row, open_rows, head, spec)


def _heading_lost(rows: list[CleanRow], i: int, above: CleanRow) -> bool:
    """Whether row ``i`` belongs to a heading that is not there, not to the row above it.

    Its code lies in another branch, and no later row goes back to the branch of ``above``; where
    one does, only this code is wrong (``4.1.2.3`` between ``4.1.1.2`` and ``4.1.1.5``).
    """
    if _inside(rows[i], above) is not False:
        return False
    for row in rows[i + 1 :]:
        if RANK.get(row.level, 9) <= RANK[above.level]:
            break
        if row.level == rows[i].level and _inside(row, above):
            return False
    return True


def _inside(row: CleanRow, above: CleanRow) -> bool | None:
    """Whether the row's code lies below the other's; ``None`` where the codes cannot tell."""
    if not (row.kode and above.kode and is_valid(row.kode) and is_valid(above.kode)):
        return None
    branch = segments(above.kode)
    return segments(row.kode)[: len(branch)] == branch


def _indicator_parent(
    row: CleanRow, open_rows: list[CleanRow], head: CleanRow | None, spec: TableSpec
) -> int | None:
    above = open_rows[-1]
    both = any(row.value(name) and above.value(name) for name in spec.sums)
    if not both:
        return above.baris
    if row is head:
        programs = [r for r in open_rows if RANK[r.level] < RANK["kegiatan"]]
        return (programs or open_rows)[-1].baris
    if head is not None:
        return head.baris
    uppers = [r for r in open_rows if RANK[r.level] < RANK[above.level]]
    return uppers[-1].baris if uppers else None


def _infer(rows: list[CleanRow], known: Names) -> None:
    by_number = {row.baris: row for row in rows}
    taken = {row.kode for row in rows}
    for row in rows:  # by name, upper levels first because a parent's code chooses among several
        if row.kode is None and row.level in RANK:
            parent = by_number.get(row.parent or 0)
            code = _code_by_name(row, parent, known)
            _adopt(row, None if code in taken else code)
            taken.add(row.kode)
    for row in reversed(rows):
        if row.kode is None and row.level in RANK:
            children = [r for r in rows if r.parent == row.baris and r.level in RANK]
            codes = [parent_of(child.kode) for child in children if child.kode]
            if len(set(codes)) == 1 and len(codes) * 2 >= len(children):
                _adopt(row, codes[0])


def _code_by_name(row: CleanRow, parent: CleanRow | None, known: Names) -> str | None:
    codes = {
        code for level, code in known.get(name_key(row.text("uraian")), ()) if level == row.level
    }
    if parent is not None and parent.kode:
        inside = {code for code in codes if parent_of(code) == parent.kode}
        codes = inside or codes
    return codes.pop() if len(codes) == 1 else None


def _adopt(row: CleanRow, code: str | None) -> None:
    if code is not None:
        row.kode, row.kode_status = code, "disimpulkan"


def _carry(rows: list[CleanRow]) -> None:
    """Codes of the levels above; an indicator line carries the code of the row it stands under."""
    above: dict[Level, str | None] = {}
    current: CleanRow | None = None
    for row in rows:
        rank = RANK.get(row.level)
        if rank is not None:
            above = {level: code for level, code in above.items() if RANK[level] < rank}
            if row.parent is None and row.kode:
                above = _own_branch(row.kode)
            above[row.level] = row.kode
            current = row
        elif row.level == "indikator" and current is not None and row.kode is None:
            _adopt(row, current.kode)
        inside = rank is not None or row.level == "indikator"
        row.program_kode = above.get("program") if inside else None
        row.kegiatan_kode = above.get("kegiatan") if inside else None
        row.sub_kegiatan_kode = above.get("sub_kegiatan") if inside else None


def _own_branch(kode: str) -> dict[Level, str | None]:
    """The levels above a code, read from the code itself."""
    above: dict[Level, str | None] = {}
    upper = parent_of(kode)
    while upper is not None:
        level = level_of(upper)
        if level is not None:
            above[level] = upper
        upper = parent_of(upper)
    return above


def _doubts(table: CleanTable, scheme: Scheme) -> list[Finding]:
    """Codes that do not fit their scheme or stand inside another branch."""
    found = []
    open_rows: list[CleanRow] = []
    for row in table.rows:
        rank = RANK.get(row.level)
        if rank is None:
            continue
        open_rows = [r for r in open_rows if RANK[r.level] < rank]
        above = open_rows[-1] if open_rows else None
        open_rows.append(row)
        if scheme.style == "lama" or row.kode is None or row.kode_status != "cetak":
            continue
        if not is_valid(row.kode):
            text = f"Kode {row.kode_cetak} tidak sesuai dengan susunan kode tabel ini."
            found.append(_doubt(table, row, "kode_janggal", text, above))
        elif above is not None and _inside(row, above) is False:
            lost = "; judul di atasnya mungkin tidak tercetak" if row.parent is None else ""
            text = f"Kode {row.kode} tercetak di bawah {above.level} {above.kode}{lost}."
            found.append(_doubt(table, row, "kode_salah_induk", text, above))
    return found


def _doubt(
    table: CleanTable, row: CleanRow, rule: str, text: str, above: CleanRow | None
) -> Finding:
    return Finding(
        aturan=rule,
        kelas="sumber",
        tingkat="info",
        uraian=text,
        kind=table.kind,
        tabel=table.tabel,
        baris=row.baris,
        kolom="kode",
        halaman=row.page,
        bukti={"kode_cetak": row.kode_cetak, "induk": above.kode if above else None},
    )
