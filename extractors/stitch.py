"""Pages to tables: which ruled tables go on over the page end, and their rows put together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace

from extractors.bands import heading_row, rows_of
from extractors.captions import TITLE_LINES, caption_number, line_key, title_of
from extractors.header import Header, Leaf, find_header, heading_of, kind_of, mapped_share, plain
from extractors.other import OtherTable, OtherTables
from extractors.page import PageTable
from extractors.places import path_key, same_header, spans_by_place, stands_alike
from tables.model import Cell, Column, Finding, Row, Table
from tables.spec import TableSpec, fold, header_path, vocabulary

_FIGURE = re.compile(r"(?:Rp\.?\s*)?[-(]?\d[\d.,]*\)?\s*%?")
SAME_EDGES = 0.5  # share of a table's inner edges that its continuation has
LONE_ROWS = 0.05  # rows holding just this one column, of all, for them to be the exception
OWN_TEXT = 3  # lines above a grid; with more it is a table of its own
MANY_FIGURES = 8  # figures on a page that could be the rest of a table
HALF_KNOWN = 0.5  # share of its header the form must know for a page to be the rest of its table


@dataclass(slots=True)
class _Open:
    """A table being stitched."""

    spec: TableSpec
    number: str
    title: str
    columns: list[Column]
    pages: list[int]
    heading: int
    rows: list[Row] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def finish(self) -> Table:
        return Table(
            kind=self.spec.kind,
            number=self.number,
            title=self.title,
            pages=self.pages,
            columns=self.columns,
            rows=self.rows,
            findings=self.findings,
        )


class Stitcher:
    """Takes pages in order and puts their tables together."""

    def __init__(self, running: AbstractSet[str] = frozenset()) -> None:
        """``running``: lines of the pages' heads and feet, see :class:`OtherTables`."""
        self._done: list[_Open | OtherTable] = []
        self._current: _Open | None = None
        self._running = running
        self._others = OtherTables(running)

    @property
    def open_page(self) -> int:
        """Last page of the table that may go on; 0 where none is open."""
        return self._current.pages[-1] if self._current else 0

    def feed(self, page: int, tables: list[PageTable]) -> bool:
        """Add a page's ruled tables; true where some of them belong to a table of a known kind."""
        known = False
        for table in tables:
            if self._add(page, table):
                known = True
            else:
                self._add_other(page, table)
        return known

    def tables(self) -> list[Table]:
        """All tables so far, in the order in which they begin."""
        return [t.finish() for t in self._done]

    def _add_other(self, page: int, table: PageTable) -> None:
        begun = self._others.add(page, table)
        if begun is not None:
            self._done.append(begun)

    def _add(self, page: int, table: PageTable) -> bool:
        current = self._current
        header = find_header(table)
        above = [line for line in table.above if line_key(line) not in self._running]
        if header is None or not any(leaf.path for leaf in header.leaves):
            if current is None or not _goes_on(current, table, page):
                _mind_the_rest(current, table, page, None, above)
                return False
            # Some tables repeat only the row of column numbers.
            first = header.end if header else 0
            _append(current, table, first, spans_by_place(current.columns, table))
            return True
        title = title_of([*above[-TITLE_LINES:], *header.title])
        if current and _repeated(current, header, title):
            _append(current, table, header.end, _spans_by_header(current, table, header))
            return True
        spec, _ = kind_of(header, title)
        self._current = None
        if spec is None:
            _mind_the_rest(current, table, page, header, above)
            return False
        self._current = _start(spec, title, header)
        self._done.append(self._current)
        spans = _spans_by_header(self._current, table, header)
        _append(self._current, table, header.end, spans)
        self._current.rows += _nothing(self._current, table)
        return True


def stitch(pages: dict[int, list[PageTable]]) -> list[Table]:
    """Tables over all pages, in page order."""
    stitcher = Stitcher()
    for page in sorted(pages):
        stitcher.feed(page, pages[page])
    return stitcher.tables()


def _nothing(current: _Open, table: PageTable) -> list[Row]:
    """The word NIHIL below a header without rows: it is the table's one row."""
    said = " ".join(f.text for f in table.tail)
    if current.rows or not vocabulary().nihil.search(fold(said)):
        return []
    return [heading_row(table.page, table.tail, current.heading)]


def _repeated(current: _Open, header: Header, title: str) -> bool:
    """The open table's header once more, under no other caption."""
    number = caption_number(title)
    return same_header(current.columns, header.leaves) and number in ("", current.number)


def _start(spec: TableSpec, title: str, header: Header) -> _Open:
    columns = [leaf.column(i) for i, leaf in enumerate(header.leaves)]
    heading = heading_of(spec, [c.header for c in columns])
    return _Open(spec, caption_number(title), title, columns, [], heading)


def _goes_on(current: _Open, table: PageTable, page: int) -> bool:
    """A table without a header goes on from the page before if its sides stand where they did."""
    if page - current.pages[-1] not in (0, 1) or caption_number("\n".join(table.above)):
        return False
    return stands_alike(current.columns, table, SAME_EDGES)


def _mind_the_rest(
    current: _Open | None,
    table: PageTable,
    page: int,
    header: Header | None,
    above: Sequence[str],
) -> None:
    """A page of figures that follows an open table and is not read may be more of it.

    Wide tables are printed in halves, the right columns on pages after the left ones: such a page
    has no header, or one of this form's own wording, and no caption or text of its own.
    """
    if current is None or page != current.pages[-1] + 1:
        return
    if caption_number("\n".join(table.above)) or len(above) > OWN_TEXT:
        return
    if header and header.leaves and mapped_share(current.spec, header) < HALF_KNOWN:
        return
    lines = (line for cell in table.cells for line in cell.text.split("\n"))
    if sum(1 for line in lines if _FIGURE.fullmatch(line)) >= MANY_FIGURES:
        current.findings.append(
            Finding(
                aturan="lanjutan_tidak_terbaca",
                kelas="ekstraksi",
                tingkat="sedang",
                halaman=page,
                uraian=f"Halaman {page} memuat tabel angka yang tidak dikenali, tepat sesudah "
                "tabel ini; mungkin lanjutannya (kolom kanan atau baris berikut).",
            )
        )


def _spans_by_header(current: _Open, table: PageTable, header: Header) -> list[int]:
    """Table column of each grid column, by header identity; a new header adds a column."""
    spans = [-1] * (len(table.xs) - 1)
    taken: set[int] = set()
    for leaf in header.leaves:
        key = path_key(leaf.path)
        matches = [
            c.index for c in current.columns if c.index not in taken and path_key(c.header) == key
        ]
        if matches:
            middle = (leaf.x0 + leaf.x1) / 2
            index = min(
                matches,
                key=lambda i: abs((current.columns[i].x0 + current.columns[i].x1) / 2 - middle),
            )
        elif (place := _column_in_place(current, leaf, taken)) is not None:
            index = place
        else:
            index = len(current.columns)
            current.columns.append(leaf.column(index))
        taken.add(index)
        for c in range(leaf.c0, leaf.c1):
            spans[c] = index
    return spans


def _column_in_place(current: _Open, leaf: Leaf, taken: set[int]) -> int | None:
    """The column standing where a scanned leaf does, whose wording may have been misread."""
    middle = (leaf.x0 + leaf.x1) / 2
    here = [c.index for c in current.columns if c.x0 <= middle <= c.x1 and c.index not in taken]
    return here[0] if here and leaf.scanned else None


def _append(current: _Open, table: PageTable, first: int, spans: list[int]) -> None:
    rows = rows_of(table, first, spans, current.columns, current.heading)
    rows = [row for row in rows if not _repeats_header(current, row)]
    if table.lead and table.page in current.pages:
        rows.insert(0, heading_row(table.page, table.lead, current.heading))
    if rows and current.rows and current.pages[-1] < table.page and _cut_row(current, rows[0]):
        _join(current.rows[-1], rows[0])
        rows = rows[1:]
    current.rows += rows
    if table.page not in current.pages:
        current.pages.append(table.page)


def _repeats_header(current: _Open, row: Row) -> bool:
    """A header row printed again in mid-table: every cell says what its column's header says."""
    words = vocabulary()
    told = 0
    for index, cell in row.cells.items():
        text = fold(plain(cell.text))
        leaf = words.kinerja_leaf.search(text) or words.anggaran_leaf.search(text)
        column = current.columns[index]
        if not (leaf or any(path_key((t,)) == path_key((text,)) for t in column.header)):
            return False
        told += 1
    return told >= 2


def _cut_row(current: _Open, row: Row) -> bool:
    """Is the first row of a page the rest of the last row of the page before?

    The rest of a row holds only text, in columns where the last row holds text that stops for want
    of room; and it lacks what a row of its own would have: a number or code before its name, or,
    where only one column goes on, anything else.
    """
    last = current.rows[-1]
    if not row.cells or not set(row.cells) <= set(last.cells):
        return False
    total = current.heading in row.cells and _is_total(row.cells[current.heading].text)
    if total or any(re.search(r"\d{3}", c.text) for c in row.cells.values()):
        return False
    low = any(_starts_low(c.text) for i, c in row.cells.items() if i >= current.heading)
    if low or (current.spec.halves and _cut_halves(current, row)):
        return True
    if not all(_out_of_room(current.columns[i], last.cells[i], c) for i, c in row.cells.items()):
        return False
    if current.heading in row.cells:
        keyed = "\t" in last.cells[current.heading].text or any(
            c.index in last.cells for c in current.columns if c.index < current.heading
        )
        return keyed and not any(i < current.heading for i in row.cells)
    alike = sum(1 for r in current.rows if set(r.cells) == set(row.cells))
    return alike < LONE_ROWS * len(current.rows)


def _cut_halves(current: _Open, row: Row) -> bool:
    """In mirrored halves: names that stopped for want of room, and no figure told of them.

    One half alone goes on where the row before has no other cell either.
    """
    last, names = current.rows[-1], _names(current) & set(row.cells)
    if not names or any(re.search(r"\d", c.text) for c in row.cells.values()):
        return False
    if not all(_out_of_room(current.columns[i], last.cells[i], row.cells[i]) for i in names):
        return False
    return len(row.cells) > 1 or set(last.cells) == set(row.cells)


def _names(current: _Open) -> set[int]:
    """The columns that name the rows: in mirrored halves one each."""
    named = [current.spec.half_of(header_path(c.header))[1] for c in current.columns]
    return {i for i, path in enumerate(named) if path == named[current.heading]}


def _is_total(text: str) -> bool:
    """A total or an average is a row of its own, however little it holds."""
    levels, folded = vocabulary().levels, fold(plain(text))
    return any(levels[name].search(folded) for name in ("total", "rata_rata"))


def _starts_low(text: str) -> bool:
    return text.lstrip("-• \t")[:1].islower()


def _out_of_room(column: Column, before: Cell, after: Cell) -> bool:
    """The first word after the page end would not have fitted on the last line before it."""
    lines = [line for line in before.text.replace("\t", "\n").split("\n") if line]
    words = after.text.split()
    if not lines or not words:
        return False
    glyph = before.box.width / max(len(line) for line in lines)
    return (len(lines[-1]) + 1 + len(words[0])) * glyph > 0.85 * (column.x1 - column.x0)


def _join(last: Row, rest: Row) -> None:
    for index, cell in rest.cells.items():
        before = last.cells[index]
        seconds = (before.second, cell.second)
        last.cells[index] = replace(
            before,
            text=f"{before.text}\n{cell.text}",
            second=None
            if seconds == (None, None)
            else "\n".join(c.text if c.second is None else c.second for c in (before, cell)),
            confidence=min(before.confidence, cell.confidence),
            others=(
                *(f"{other}\n{cell.text}" for other in before.others),
                *(f"{before.text}\n{other}" for other in cell.others),
            ),
        )
