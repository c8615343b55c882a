"""The header of a table: where it ends, which leaf columns it names, and the number row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from statistics import mode

from extractors.page import GridCell, PageTable
from tables.model import MID_WORD, Box, Column
from tables.spec import TableSpec, fold, header_path, mend, specs, vocabulary
from tables.wording import mend_header, tidy_formula, tidy_number

_NUMBER = re.compile(r"^\(?(\d{1,2})\)?\.?$")
_FORMULA = re.compile(r"^\(?(\d{1,2})\)?=(.+)$")
_TAIL = re.compile(r"(?=.*[*/+%()-])(?=.*\d)[^\W\d_]?[^A-Za-z]+")
_AMOUNT = re.compile(r"\d{1,3}([.,]\d{3}){1,}|\d{5,}")
HEADER_BANDS = 14  # a header does not reach further down than this


@dataclass(frozen=True, slots=True)
class Leaf:
    """A leaf column of one page: its span of grid columns and the header texts above it."""

    c0: int
    c1: int
    x0: float
    x1: float
    path: tuple[str, ...]
    number: str = ""
    formula: str = ""
    scanned: bool = False

    def column(self, index: int) -> Column:
        """The table's column that this leaf begins."""
        return Column(index, self.x0, self.x1, self.path, self.number, self.formula, self.scanned)


@dataclass(frozen=True, slots=True)
class Header:
    """``end`` is the first body band; ``start`` the first header band (title bands above it)."""

    start: int
    end: int
    leaves: tuple[Leaf, ...]
    title: tuple[str, ...] = ()


def plain(text: str) -> str:
    """Header or cell text on one line; words broken inside are joined."""
    return re.sub(r"\s+", " ", text.replace(MID_WORD + "\n", "").replace(MID_WORD, "")).strip()


def scanned(cell: GridCell) -> bool:
    """Whether a cell was read from a scan, where wording may be a letter off."""
    return any(part.reader == "ocr" for part in cell.parts)


def wording(cell: GridCell) -> str:
    """A header cell's text on one line, form words of scans as they are meant."""
    text = plain(cell.text)
    return mend_header(text) if scanned(cell) else text


def find_header(table: PageTable) -> Header | None:
    """The header at the top of a page's table, or ``None`` where the table goes on from before."""
    rows = [_filled(table, r) for r in range(min(len(table.ys) - 1, HEADER_BANDS))]
    start = _skip_title(table, rows)
    number_row = next(
        (r for r in range(start, len(rows)) if is_number_row(rows[r]) and _led_up(rows[start:r])),
        None,
    )
    if number_row is not None:
        end = min(_below(rows[number_row]), number_row + 3)
    else:
        end = _header_by_words(rows, start, len(table.xs) - 1)
        if end == start:
            return None
    while end < len(rows) and rows[end] and _is_leaf_row(rows[end]):
        end += 1
    leaves = leaves_of(table, start, end, number_row)
    title = tuple(wording(c) for r in range(start) for c in rows[r])
    return Header(start, end, leaves, title)


def _below(numbers: list[GridCell]) -> int:
    """The band below a number row; of a scan, which may miss a rule, where most of it ends."""
    ends = [cell.r1 for cell in numbers]
    return mode(ends) if any(map(scanned, numbers)) else max(ends)


def _led_up(above: list[list[GridCell]]) -> bool:
    """Do the bands above a number row read as a header? Data above it would be lost with it."""
    texts = [fold(wording(c)) for row in above for c in row]
    if any(_AMOUNT.search(t) for t in texts):
        return False
    known = sum(map(is_header_wording, texts))
    return not texts or known >= 3 or known >= 0.4 * len(texts)


def _filled(table: PageTable, r: int) -> list[GridCell]:
    return [c for c in table.row(r) if c.parts]


def _skip_title(table: PageTable, rows: list[list[GridCell]]) -> int:
    """Bands above the header with only a caption running across the table, or a scan's specks."""
    width = len(table.xs) - 1
    start = 0
    while start < len(rows) and (
        not rows[start] or _runs_across(rows[start], width) or _specks(rows[start])
    ):
        start += 1
    return start if start < len(rows) else 0


def _specks(cells: list[GridCell]) -> bool:
    """What little ink of a scan reads as a character or two, in one cell of a whole band."""
    return len(cells) == 1 and scanned(cells[0]) and not re.search(r"\w\w", cells[0].text)


def _runs_across(cells: list[GridCell], width: int) -> bool:
    """One text over (nearly) all columns."""
    return len(cells) == 1 and cells[0].c1 - cells[0].c0 >= 0.8 * width


def is_number_row(cells: list[GridCell]) -> bool:
    """A row of column numbers, ``1 2 3 …`` with formulas such as ``15=14/9*100``."""
    ordered = sorted(cells, key=lambda c: c.c0)
    numbers = [n for cell in ordered for n, _ in _numbers(cell)]
    words = sum(1 for cell in ordered if not _numbers(cell) and not _tail(cell))
    if len(numbers) < 3 or words > 0.2 * len(numbers) or min(numbers) > 3:
        return False
    if not _numbers(ordered[0]):
        return False  # a row that begins with words is a row of the table
    rising = sum(1 for a, b in pairwise(numbers) if b > a)
    return rising >= 0.75 * (len(numbers) - 1) and len(set(numbers)) > 0.8 * len(numbers)


def _numbers(cell: GridCell) -> list[tuple[int, str]]:
    """Column numbers in a cell of the number row, with their formulas; [] where it holds words."""
    printed = plain(cell.text)
    if scanned(cell):
        printed = tidy_formula(" ".join(map(tidy_number, printed.split())))
    packed = re.sub(r"\s+", "", printed)
    if scanned(cell) and re.fullmatch(r"\d{1,2}=", packed):
        return [(int(packed[:-1]), "")]  # the rest was taken for a cell of its own, see `_tail`
    if match := _FORMULA.match(packed):
        return [(int(match[1]), match[2])] if not re.search(r"[A-Za-z]{2,}", packed) else []
    found = []
    for token in printed.split():
        match = _NUMBER.match(token)
        if not match:
            return []
        found.append((int(match[1]), ""))
    return found


def _is_leaf_row(cells: list[GridCell]) -> bool:
    """Only K and Rp (or their like), twice at least."""
    words = vocabulary()
    texts = [fold(mend(wording(c))) for c in cells]
    return len(texts) >= 2 and all(
        words.kinerja_leaf.search(t) or words.anggaran_leaf.search(t) for t in texts
    )


def _header_by_words(rows: list[list[GridCell]], start: int, width: int) -> int:
    """End of the header where no number row shows it: bands made of header wording."""
    end = start
    for r in range(start, len(rows)):
        if r > start and _runs_across(rows[r], width):
            break  # a heading of the first rows
        texts = [fold(mend(wording(c))) for c in rows[r]]
        if any(_AMOUNT.search(t) for t in texts):
            break
        known = sum(1 for t in texts if is_header_wording(t))
        if texts and known >= max(0.6 * len(texts), 2 if r == start else 1):
            end = max(r + 1, end)
        elif texts:
            break
    return max([end, *(c.r1 for r in range(start, end) for c in rows[r] if c.r1 <= end + 3)])


def is_header_wording(folded: str) -> bool:
    """Does some spec use this wording in a header?"""
    words = vocabulary()
    if words.kinerja_leaf.search(folded) or words.anggaran_leaf.search(folded):
        return True
    return len(folded) < 120 and any(
        any(column.score(folded) for column in spec.columns) or spec.heads_half(folded)
        for spec in specs().values()
    )


def leaves_of(table: PageTable, start: int, end: int, number_row: int | None) -> tuple[Leaf, ...]:
    """Leaf columns of the header in bands ``start`` to ``end``, left to right.

    Args:
        number_row: the band of column numbers, whose texts are no header.
    """
    width = len(table.xs) - 1
    above: list[list[GridCell]] = [[] for _ in range(width)]
    numbered: list[tuple[float, float, int, str]] = []
    for cell in sorted(table.cells, key=lambda c: (c.r0, c.c0)):
        if not cell.parts or cell.r0 >= end or cell.r0 < start:
            continue
        if number_row is not None and cell.r0 == number_row and _numbers(cell):
            numbered += _placed_numbers(table, cell)
            continue
        if cell.r0 == number_row and numbered and _tail(cell):
            x0, _, counted, begun = numbered[-1]
            numbered[-1] = (x0, table.xs[cell.c1], counted, begun + plain(cell.text))
            continue
        if cell.r0 == number_row and scanned(cell) and not re.search(r"[a-z]{3}", cell.text, re.I):
            continue  # a number nobody read is no header
        for piece in _under_one(table, cell, above):
            for c in range(piece.c0, piece.c1):
                above[c].append(piece)
    leaves: list[Leaf] = []
    c = 0
    while c < width:
        d = c + 1
        while d < width and [id(x) for x in above[d]] == [id(x) for x in above[c]]:
            d += 1
        if d - c > 1 and above[c] and (split := _two_in_one(table, above[c][-1], c, d)):
            leaves += split
            c = d
            continue
        x0, x1 = table.xs[c], table.xs[d]
        hits = [(str(n), f) for a, b, n, f in numbered if a < x1 - 1 and b > x0 + 1]
        number, formula = hits[0] if hits else ("", "")
        path = tuple(wording(cell) for cell in above[c])
        leaves.append(
            Leaf(c, d, x0, x1, path, number, formula, any(scanned(cell) for cell in above[c]))
        )
        c = d
    return tuple(leaves)


def _under_one(table: PageTable, cell: GridCell, above: list[list[GridCell]]) -> list[GridCell]:
    """A scanned header cell by what stands above it.

    No header cell stands below two others: where one seems to, the rule between was not seen, and
    ``(Rp) K`` is the Rp of one column and the K of the next.
    """
    groups = [
        list(columns)
        for _, columns in groupby(range(cell.c0, cell.c1), lambda c: [id(x) for x in above[c]])
    ]
    if len(groups) < 2 or not scanned(cell) or not all(above[g[0]] for g in groups):
        return [cell]
    sides = [(table.xs[g[0]], table.xs[g[-1] + 1]) for g in groups]
    parts = sorted(cell.parts, key=lambda part: part.box.x0)
    places = [next((n for n, (a, b) in enumerate(sides) if a <= p.centre < b), 0) for p in parts]
    if len(parts) == 1:  # one line of print: its words in their order
        words = parts[0].text.split()
        parts = [replace(parts[0], text=word) for word in words]
        places = list(range(len(words)))
    if len(parts) < len(groups) or sorted(set(places)) != list(range(len(groups))):
        return [cell]
    return [
        GridCell(
            *(cell.r0, cell.r1, group[0], group[-1] + 1),
            Box(a, cell.box.y0, b, cell.box.y1),
            [part for part, place in zip(parts, places, strict=True) if place == n],
        )
        for n, (group, (a, b)) in enumerate(zip(groups, sides, strict=True))
    ]


def _tail(cell: GridCell) -> bool:
    """The rest of a formula that a rule of a scan cuts in two: no words, no number of its own."""
    return scanned(cell) and _TAIL.fullmatch(plain(cell.text)) is not None


def _two_in_one(table: PageTable, cell: GridCell, c: int, d: int) -> list[Leaf]:
    """``No   Kode`` in one header cell over several columns: one leaf each, cut between them."""
    parts = sorted(cell.parts, key=lambda f: f.box.x0)
    if len(parts) != 2 or abs(parts[0].middle - parts[1].middle) > parts[0].size:
        return []
    texts = [mend_header(plain(p.text)) if p.reader == "ocr" else plain(p.text) for p in parts]
    if not all(is_header_wording(fold(text)) for text in texts):
        return []
    between = (parts[0].box.x1 + parts[1].box.x0) / 2
    cut = min(range(c + 1, d), key=lambda i: abs(table.xs[i] - between))
    return [
        Leaf(a, b, table.xs[a], table.xs[b], (text,), scanned=scanned(cell))
        for a, b, text in ((c, cut, texts[0]), (cut, d, texts[1]))
    ]


def _placed_numbers(table: PageTable, cell: GridCell) -> list[tuple[float, float, int, str]]:
    """(x0, x1, number, formula); numbers sharing a merged cell stand where they are printed."""
    numbers = _numbers(cell)
    if len(numbers) == 1:
        number, formula = numbers[0]
        return [(table.xs[cell.c0], table.xs[cell.c1], number, formula)]
    parts = sorted(cell.parts, key=lambda f: f.box.x0)
    if len(parts) != len(numbers):
        return []
    return [(part.box.x0, part.box.x1, n, f) for part, (n, f) in zip(parts, numbers, strict=True)]


def kind_of(header: Header, title: str) -> tuple[TableSpec | None, int]:
    """The spec a header and its title fit best, with the score; ``None`` where nothing fits."""
    folded_title = fold(title)
    words = fold(" ".join(" ".join(leaf.path) for leaf in header.leaves))
    best: tuple[TableSpec | None, int, float] = (None, 0, 0.0)
    for spec in specs().values():
        titled = any(p.search(folded_title) for p in spec.locate.titles) or any(
            p.search(folded_title) for p in spec.locate.numbers
        )
        refused = any(p.search(folded_title) for p in spec.locate.not_titles)
        worded = all(any(w in words for w in group) for group in spec.locate.header)
        score = 3 * titled + 2 * worded - 3 * refused
        share = mapped_share(spec, header)
        fits = share >= 0.4 and _names_rows(spec, header)
        other = any(p.search(words) for p in spec.locate.not_header)
        if score >= 2 and (score, share) > best[1:] and fits and not other:
            best = (spec, score, share)
    return best[:2]


def _names_rows(spec: TableSpec, header: Header) -> bool:
    """Without the columns the spec requires, figures would belong to nobody."""
    paths = [spec.half_of(header_path(leaf.path))[1] for leaf in header.leaves]
    needed = (c for c in spec.columns if c.name in spec.required)
    return all(any(c.score(path) for path in paths) for c in needed)


def mapped_share(spec: TableSpec, header: Header) -> float:
    """Share of named leaf columns that some column of the spec recognises."""
    paths = (" > ".join(fold(t) for t in leaf.path) for leaf in header.leaves if leaf.path)
    named = [spec.half_of(path)[1] for path in paths]
    if not named:
        return 0.0
    return sum(1 for path in named if any(c.score(path) for c in spec.columns)) / len(named)


def heading_of(spec: TableSpec, paths: Sequence[tuple[str, ...]]) -> int:
    """Which of the columns with these header paths names the rows."""
    folded = [spec.half_of(" > ".join(fold(t) for t in path))[1] for path in paths]
    for name in spec.heading:
        column = next(c for c in spec.columns if c.name == name)
        scores = [column.score(path) for path in folded]
        if any(scores):
            return scores.index(max(scores))
    return 0
