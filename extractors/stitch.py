"""Pages to tables: which ruled tables go on over the page end, and their rows put together."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from extractors.bands import heading_row, rows_of
from extractors.header import Header, Leaf, find_header, kind_of, mapped_share, plain
from extractors.page import PageTable
from tables.model import Cell, Column, Finding, Row, Table
from tables.spec import TableSpec, fold, vocabulary

_CAPTION = re.compile(
    r"\b(?:tabel|tabe l|formulir|form)\b\.?\s*((?:t-?\s?c\.?\s?-?\s?\d+|e\.?\s?\d+|[ivx]+|\d+)"
    r"(?:\s?[.\-]\s?(?:[ivx]+|\d+))*)(?!\w)",
    re.I,
)
_FIGURE = re.compile(r"(?:Rp\.?\s*)?[-(]?\d[\d.,]*\)?\s*%?")
SAME_COLUMNS = 0.75  # share of header paths two pages must have in common
SIDE = 0.06  # how far the sides of a continued table may shift, in table widths
LONE_ROWS = 0.05  # rows holding just this one column, of all, for them to be the exception
TITLE_LINES = 5
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

    @property
    def sides(self) -> tuple[float, float]:
        return self.columns[0].x0, self.columns[-1].x1


def caption_number(text: str) -> str:
    """``2.1`` of ``TABEL. 2.1``, ``II.1``, ``T-C.29``; ``""`` without a caption."""
    match = _CAPTION.search(text)
    return re.sub(r"\s", "", match[1]).rstrip(".-").upper() if match else ""


class Stitcher:
    """Takes pages in order and puts their tables together."""

    def __init__(self) -> None:
        self._done: list[_Open] = []
        self._current: _Open | None = None

    @property
    def open_page(self) -> int:
        """Last page of the table that may go on; 0 where none is open."""
        return self._current.pages[-1] if self._current else 0

    def feed(self, page: int, tables: list[PageTable]) -> bool:
        """Add a page's ruled tables; true where some of them belong to a table of a known kind."""
        added = [self._add(page, table) for table in tables]
        return any(added)

    def tables(self) -> list[Table]:
        return [_finish(t) for t in self._done]

    def _add(self, page: int, table: PageTable) -> bool:
        current = self._current
        header = find_header(table)
        if header is None or not any(leaf.path for leaf in header.leaves):
            if current is None or not _goes_on(current, table, page):
                _mind_the_rest(current, table, page, None)
                return False
            # Some tables repeat only the row of column numbers.
            first = header.end if header else 0
            _append(current, table, first, _spans_by_place(current, table))
            return True
        title = _title(table, header)
        if current and _same_header(current, header) and not _other_caption(current, title):
            _append(current, table, header.end, _spans_by_header(current, table, header))
            return True
        spec, _ = kind_of(header, title)
        self._current = None
        if spec is None:
            _mind_the_rest(current, table, page, header)
            return False
        self._current = _start(spec, title, header)
        self._done.append(self._current)
        spans = _spans_by_header(self._current, table, header)
        _append(self._current, table, header.end, spans)
        return True


def stitch(pages: dict[int, list[PageTable]]) -> list[Table]:
    """Tables of known kinds over all pages, in page order."""
    stitcher = Stitcher()
    for page in sorted(pages):
        stitcher.feed(page, pages[page])
    return stitcher.tables()


def _title(table: PageTable, header: Header) -> str:
    lines = [*table.above[-TITLE_LINES:], *header.title]
    for n, line in enumerate(lines):
        if _CAPTION.search(line):
            return "\n".join(lines[n:])
    return "\n".join(lines)


def _other_caption(current: _Open, title: str) -> bool:
    number = caption_number(title)
    return bool(number) and number != current.number


def _start(spec: TableSpec, title: str, header: Header) -> _Open:
    columns = [
        Column(i, leaf.x0, leaf.x1, leaf.path, leaf.number, leaf.formula)
        for i, leaf in enumerate(header.leaves)
    ]
    text = next(c for c in spec.columns if c.name == spec.required[0])
    scores = [text.score(" > ".join(fold(t) for t in c.header)) for c in columns]
    heading = max(range(len(columns)), key=lambda i: (scores[i], -i))
    return _Open(spec, caption_number(title), title, columns, [], heading)


def _path_key(path: tuple[str, ...]) -> str:
    return re.sub(r"[\s>]", "", fold("".join(path)))


def _same_header(current: _Open, header: Header) -> bool:
    ours = {_path_key(c.header) for c in current.columns}
    theirs = {_path_key(leaf.path) for leaf in header.leaves}
    return len(ours & theirs) >= SAME_COLUMNS * max(len(ours), len(theirs))


def _goes_on(current: _Open, table: PageTable, page: int) -> bool:
    """A table without a header goes on from the page before if its sides stand where they did."""
    if page - current.pages[-1] not in (0, 1) or caption_number("\n".join(table.above)):
        return False
    x0, x1 = current.sides
    width = x1 - x0
    scale = (table.xs[-1] - table.xs[0]) / width
    moved = [x0 + (x - table.xs[0]) / scale for x in table.xs[1:-1]]
    inner = [x for x in moved if _near_any(x, current.columns, SIDE * width / 4)]
    return (
        abs(scale - 1) <= SIDE
        and abs(table.xs[0] - x0) <= 4 * SIDE * width
        and len(inner) >= 0.5 * (len(current.columns) - 1)
    )


def _mind_the_rest(
    current: _Open | None, table: PageTable, page: int, header: Header | None
) -> None:
    """A page of figures that follows an open table and is not read may be more of it.

    Wide tables are printed in halves, the right columns on pages after the left ones: such a page
    has no header, or one of this form's own wording, and no caption.
    """
    if current is None or page != current.pages[-1] + 1:
        return
    if caption_number("\n".join(table.above)):
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
                uraian=f"Halaman {page} memuat tabel angka tanpa judul sesudah tabel ini yang "
                "tidak dikenali; mungkin lanjutannya (kolom kanan atau baris berikut).",
            )
        )


def _near_any(x: float, columns: list[Column], tolerance: float) -> bool:
    return any(abs(x - c.x0) <= tolerance or abs(x - c.x1) <= tolerance for c in columns)


def _spans_by_place(current: _Open, table: PageTable) -> list[int]:
    """Table column of each grid column, by where it stands (shifted pages are moved back)."""
    x0, x1 = current.sides
    shift, scale = table.xs[0], (x1 - x0) / (table.xs[-1] - table.xs[0])
    spans = []
    for a, b in zip(table.xs, table.xs[1:], strict=False):
        left, right = x0 + (a - shift) * scale, x0 + (b - shift) * scale
        overlaps = [min(right, c.x1) - max(left, c.x0) for c in current.columns]
        best = max(range(len(overlaps)), key=lambda i: overlaps[i])
        spans.append(best if overlaps[best] > 0 else -1)
    return spans


def _spans_by_header(current: _Open, table: PageTable, header: Header) -> list[int]:
    """Table column of each grid column, by header identity; a new header adds a column."""
    spans = [-1] * (len(table.xs) - 1)
    taken: set[int] = set()
    for leaf in header.leaves:
        key = _path_key(leaf.path)
        matches = [
            c.index for c in current.columns if c.index not in taken and _path_key(c.header) == key
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
            current.columns.append(
                Column(index, leaf.x0, leaf.x1, leaf.path, leaf.number, leaf.formula)
            )
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
        if not (leaf or any(_path_key((t,)) == _path_key((text,)) for t in column.header)):
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
    if any(_starts_low(c.text) for i, c in row.cells.items() if i >= current.heading):
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


def _finish(table: _Open) -> Table:
    return Table(
        kind=table.spec.kind,
        number=table.number,
        title=table.title,
        pages=table.pages,
        columns=table.columns,
        rows=table.rows,
        findings=table.findings,
    )
