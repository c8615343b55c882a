"""One table of a document against another: what is said twice must be said alike.

Which column quotes which is not assumed: of the links in ``tables/links.yaml`` the one that most
rows follow is taken, and only where nearly all do are the others findings. Tables that print
different years are not compared, nor are figures whose reading is in doubt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cleaning.claims import sure
from cleaning.doublets import Told, doublets
from cleaning.pairing import Pairs, likeness, paired, paired_by_name, plain, planned
from cleaning.typing_notes import short_name, shown
from tables.links import Link, Side, links
from tables.model import CleanRow, CleanTable, Entry, Finding
from tables.rules import severity
from tables.spec import specs

FOLLOW = Decimal("0.8")  # share of paired rows whose amounts agree, before others are findings
FOLLOW_MEASURES = Decimal("0.5")  # the same of targets: that money agrees has proven the link
ENOUGH = 5  # paired rows with figures
MET = Decimal("0.6")  # share of a table's rows found in the other, before the rest is missing
SAME_INDICATOR = 80  # of 100
SAME_UNIT = 75
LISTED = 30
_YEAR = re.compile(r"20\d\d")


@dataclass(frozen=True)
class Quote:
    """Two tables, the link their amounts follow, and their common rows."""

    left: CleanTable
    right: CleanTable
    link: Link
    pairs: Pairs
    agreed: int
    compared: int


def cross_findings(tables: Sequence[CleanTable]) -> list[Told]:
    """Every contradiction between two tables of one document, each with the table it is told of.

    Amounts must be equal to the rupiah, or to the coarser of the two scales.
    """
    found: list[Told] = []
    for left in tables:
        for right in tables:
            quote = _quote(left, right)
            if quote is not None:
                found += [*_amounts(quote), *_measures(quote), *_totals(quote), *_absent(quote)]
            found += _indicators(left, right)
    return [*found, *doublets(tables)]


# --- which column quotes which -------------------------------------------------------------


def _quote(left: CleanTable, right: CleanTable) -> Quote | None:
    """The link that most paired rows follow, ``None`` where the tables do not quote each other."""
    fitting = [link for link in links() if _possible(link, left, right)]
    if not fitting:
        return None
    whole = paired(left, right) if _leveled(left, right) else []
    best: Quote | None = None
    for link in fitting:
        names = link.quoting.name, link.quoted.name
        pairs = whole or paired_by_name(left, right, names)
        agreed, compared = _share(link, pairs)
        enough = compared >= ENOUGH and agreed >= FOLLOW * compared
        if enough and (best is None or agreed * best.compared > best.agreed * compared):
            best = Quote(left, right, link, pairs, agreed, compared)
    return best


def _leveled(*tables: CleanTable) -> bool:
    return all(specs()[table.kind].hierarchy for table in tables)


def _possible(link: Link, left: CleanTable, right: CleanTable) -> bool:
    kinds = link.quoting.kind, link.quoted.kind
    if not link.quoting.money or kinds != (left.kind, right.kind):
        return False
    mine, theirs = _years(left, link.quoting.money), _years(right, link.quoted.money)
    present = left.use(link.quoting.money) and right.use(link.quoted.money)
    return bool(present) and (not mine or not theirs or bool(mine & theirs))


def _years(table: CleanTable, column: str) -> set[str]:
    """Years the column's header names; of a plan else the first its title names."""
    use = table.use(column)
    named = set(_YEAR.findall(" ".join(use.column.header))) if use else set()
    if not named and table.kind != "evaluasi_renja":
        named = set(_YEAR.findall(table.title)[:1])
    return named


def _share(link: Link, pairs: Pairs) -> tuple[int, int]:
    """In how many paired rows the amounts agree, and in how many both are printed."""
    both = [
        (mine, theirs)
        for a, b in pairs
        if (mine := a.value(link.quoting.money)) is not None
        and (theirs := b.value(link.quoted.money)) is not None
        and (mine or theirs)
    ]
    return sum(abs(mine - theirs) < 1 for mine, theirs in both), len(both)


# --- what differs --------------------------------------------------------------------------


def _amounts(quote: Quote) -> Iterator[Told]:
    """Amounts of one row that differ between the tables."""
    mine, theirs = quote.link.quoting.money, quote.link.quoted.money
    step = max(_scale(quote.left, mine), _scale(quote.right, theirs))
    for a, b in quote.pairs:
        one, other = _sure(a, mine), _sure(b, theirs)
        if one is not None and other is not None and abs(one - other) >= step:
            yield _difference("beda_pagu_antar_tabel", quote, (a, mine, one), (b, theirs, other))


def _measures(quote: Quote) -> Iterator[Told]:
    """Targets of one indicator, in one unit, that differ between the tables."""
    mine, theirs = quote.link.quoting.measure, quote.link.quoted.measure
    if quote.left.use(mine) is None or quote.right.use(theirs) is None:
        return
    both = [
        (a, b, one, other)
        for a, b in _same_indicator(quote)
        if (one := _sure(a, mine)) is not None and (other := _sure(b, theirs)) is not None
    ]
    agreed = sum(one == other for _, _, one, other in both)
    if len(both) < ENOUGH or agreed < FOLLOW_MEASURES * len(both):
        return
    for a, b, one, other in both:
        if one != other:
            yield _difference("beda_target_antar_tabel", quote, (a, mine, one), (b, theirs, other))


def _same_indicator(quote: Quote) -> Iterator[tuple[CleanRow, CleanRow]]:
    """Paired rows, and their further indicator lines, that print one indicator in one unit."""
    for a, b in quote.pairs:
        mine, theirs = _lines(quote.left, a), _lines(quote.right, b)
        for line in mine:
            alike = [other for other in theirs if _alike(line, other, quote.link)]
            back = [other for other in mine if alike and _alike(other, alike[0], quote.link)]
            if len(alike) == len(back) == 1:
                yield line, alike[0]


def _lines(table: CleanTable, row: CleanRow) -> list[CleanRow]:
    """The row and the indicator lines that follow it."""
    lines = [row]
    for other in table.rows[row.baris :]:
        if other.level != "indikator":
            break
        lines.append(other)
    return lines


def _alike(one: CleanRow, other: CleanRow, link: Link) -> bool:
    texts = one.text(link.quoting.indicator), other.text(link.quoted.indicator)
    units = one.text("satuan"), other.text("satuan")
    return (
        all(map(plain, texts))
        and likeness(*texts) >= SAME_INDICATOR
        and (units[0].strip() == units[1].strip() or likeness(*units) >= SAME_UNIT)
    )


def _indicators(left: CleanTable, right: CleanTable) -> Iterator[Told]:
    """Targets of indicators that two tables print for one year, where no money tells the link."""
    for link in links():
        kinds = link.quoting.kind, link.quoted.kind
        if link.quoting.money or kinds != (left.kind, right.kind) or left is right:
            continue
        mine, theirs = link.quoting.measure, link.quoted.measure
        if not _years(left, mine) & _years(right, theirs):
            continue
        names = link.quoting.indicator, link.quoted.indicator
        both = [
            (a, b, one, other)
            for a, b in paired_by_name(left, right, names)
            if _alike(a, b, link)
            and (one := _sure(a, mine)) is not None
            and (other := _sure(b, theirs)) is not None
        ]
        agreed = sum(one == other for _, _, one, other in both)
        quote = Quote(left, right, link, [(a, b) for a, b, _, _ in both], agreed, len(both))
        for a, b, one, other in both if agreed >= FOLLOW_MEASURES * len(both) else ():
            if one != other:
                rule = "beda_target_antar_tabel"
                yield _difference(rule, quote, (a, mine, one), (b, theirs, other))


def _totals(quote: Quote) -> Iterator[Told]:
    """Grand totals that differ though every row's amount is the same in both tables."""
    mine, theirs = quote.link.quoting.money, quote.link.quoted.money
    ends = _total(quote.left, mine), _total(quote.right, theirs)
    if ends[0] is None or ends[1] is None:
        return
    one, other = _sure(ends[0], mine), _sure(ends[1], theirs)
    if one is not None and other is not None and abs(one - other) >= 1:
        rule = "beda_total_antar_tabel"
        yield _difference(rule, quote, (ends[0], mine, one), (ends[1], theirs, other))


def _total(table: CleanTable, column: str) -> CleanRow | None:
    """The last row of all that is a grand total of the column."""
    totals = [r for r in table.rows if r.level == "total" and r.value(column) is not None]
    return totals[-1] if totals else None


def _absent(quote: Quote) -> Iterator[Told]:
    """Programs, kegiatan and sub kegiatan that one table prints and the other does not."""
    if not _leveled(quote.left, quote.right):
        return
    met = {a.baris for a, _ in quote.pairs}, {b.baris for _, b in quote.pairs}
    sides = (
        (quote.left, met[0], quote.link.quoting, quote.right),
        (quote.right, met[1], quote.link.quoted, quote.left),
    )
    for table, found, side, other in sides:
        rows = planned(table)
        if not rows or len(found) < MET * len(rows):
            continue
        missing = [row for row in rows if row.baris not in found and not _printed(row, other)]
        lost = {row.baris for row in missing}
        for row in missing:
            if row.parent not in lost:
                below = _below(row, [r for r in missing if r is not row])
                yield _missing(row, len(below), table, other, side)


def _below(row: CleanRow, rows: Sequence[CleanRow]) -> set[int]:
    """Which of some rows, in table order, stand below a row."""
    found = {row.baris}
    for other in rows:
        if other.parent in found:
            found.add(other.baris)
    return found - {row.baris}


def _printed(row: CleanRow, table: CleanTable) -> bool:
    """Whether a table prints the row's name after all, on another level or more than once."""
    name = row.text("uraian")
    return any(likeness(name, other.text("uraian")) >= SAME_INDICATOR for other in planned(table))


# --- wording and evidence ------------------------------------------------------------------


def _sure(row: CleanRow, column: str) -> Decimal | None:
    """The row's value where nothing about its reading is in doubt."""
    entry = row.entries.get(column) or Entry(None)
    return entry.value if sure(entry) else None


def _scale(table: CleanTable, column: str) -> int:
    use = table.use(column)
    return use.scale if use else 1


Read = tuple[CleanRow, str, Decimal]


def _difference(rule: str, quote: Quote, mine: Read, theirs: Read) -> Told:
    row, column, one = mine
    other_row, other_column, other = theirs
    use = quote.left.use(column)
    return quote.left, Finding(
        aturan=rule,
        kelas="sumber",
        tingkat=severity(rule, row.level, use.type if use else "", column),
        uraian=f"{column} pada {_called(row, rule, quote.link.quoting)} di "
        f"{_where(quote.left, row)} tercetak {shown(one)}, sedangkan {other_column} di "
        f"{_where(quote.right, other_row)} tercetak {shown(other)}.",
        kind=quote.left.kind,
        tabel=quote.left.tabel,
        baris=row.baris,
        kolom=column,
        halaman=_page(row, column),
        tercetak=one,
        seharusnya=other,
        bukti={
            "sel": [_cell(quote.left, *mine), _cell(quote.right, *theirs)],
            "sumber": quote.link.source,
            "berlaku": quote.agreed,
            "diperiksa": quote.compared,
        },
    )


def _called(row: CleanRow, rule: str, side: Side) -> str:
    """The row by its name; of a target by its indicator as well."""
    named, indicator = row.text(side.name), row.text(side.indicator)
    name = short_name(row) if side.name == "uraian" else named or indicator
    told = rule == "beda_target_antar_tabel" and indicator and named
    return f"{name} (“{indicator}”)" if told else name


def _missing(row: CleanRow, below: int, table: CleanTable, other: CleanTable, side: Side) -> Told:
    rule = "baris_tak_berpasangan"
    more = f" dengan {below} baris di bawahnya" if below else ""
    return table, Finding(
        aturan=rule,
        kelas="sumber",
        tingkat=severity(rule, row.level),
        uraian=f"{short_name(row)}{more} tercetak di {_where(table, row)}, tetapi tidak di "
        f"{_name(other)}.",
        kind=table.kind,
        tabel=table.tabel,
        baris=row.baris,
        kolom="uraian",
        halaman=row.page,
        tercetak=row.value(side.money),
        bukti={"sel": [_cell(table, row, side.money, row.value(side.money))],
               "tidak_ada_di": {"tabel": other.tabel, "halaman": other.pages[:LISTED]}},
    )  # fmt: skip


def _cell(
    table: CleanTable, row: CleanRow, column: str, value: Decimal | None
) -> dict[str, object]:
    return {
        "tabel": table.tabel,
        "baris": row.baris,
        "kolom": column,
        "halaman": _page(row, column),
        "nilai": None if value is None else format(value, "f"),
    }


def _page(row: CleanRow, column: str) -> int:
    entry = row.entries.get(column)
    return entry.cell.page if entry and entry.cell else row.page


def _name(table: CleanTable) -> str:
    return f"Tabel {table.tabel}" if table.tabel else f"tabel di halaman {table.pages[0]}"


def _where(table: CleanTable, row: CleanRow) -> str:
    return f"{_name(table)} halaman {row.page}" if table.tabel else f"tabel di halaman {row.page}"
