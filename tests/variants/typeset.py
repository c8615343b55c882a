"""Prints a form's rows as a PDF in a style, and says what it printed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from tests.variants.content import Line
from tests.variants.forms import CODE, MONEY, PERCENT, WORK, Leaf
from tests.variants.layout import LEAD, PAD, Box, header_cells, sides, wrap
from tests.variants.make import Variant
from tests.variants.pen import BOLD, Pen
from tests.variants.style import PAPER

BOTTOM = 40.0


@dataclass
class _Slice:
    """Part of a row on one page: the lines of each column."""

    row: int
    lines: list[list[str]]
    height: float
    first: bool
    last: bool


class _Setter:
    def __init__(self, v: Variant, path: Path) -> None:
        self.v, self.s = v, v.style
        width, height = PAPER[self.s.paper]
        if self.s.landscape:
            width, height = height, width
        self.width, self.height = width, height
        # As displayed: reportlab itself turns the sheet of a page that is turned.
        self.canvas = Canvas(str(path), pagesize=(width, height), invariant=1)
        self.pen = Pen(self.canvas, height, self.s)
        self.leaves = self._physical(v.form.leaves)
        self.page = 0
        self.halves = [self.leaves]
        if self.s.spill:
            middle = len(self.leaves) // 2
            while (
                self.leaves[middle].number == self.leaves[middle - 1].number
                or self.leaves[middle].path[0] == self.leaves[middle - 1].path[0]
            ):
                middle += 1
            self.halves = [self.leaves[:middle], self.leaves[middle:]]

    def _physical(self, leaves: tuple[Leaf, ...]) -> list[Leaf]:
        """Printed columns: the code column may be five narrow ones."""
        found = []
        for leaf in leaves:
            if leaf.type == CODE and self.s.split_code:
                found += [
                    replace(leaf, name=f"kode#{n}", weight=w)
                    for n, w in enumerate((0.6, 0.8, 0.8, 1.1, 1.2))
                ]
            else:
                tight = 1 - self.s.tight if leaf.type == MONEY else 1
                found.append(replace(leaf, weight=leaf.weight * tight))
        return found

    def texts(self, row: Line, leaf: Leaf) -> str:
        if leaf.name.startswith("kode#"):
            parts = row.kode.split(".") if row.kode else []
            whole = [*parts[:3], ".".join(parts[3:5]), *parts[5:]]
            n = int(leaf.name[5:])
            return whole[n] if n < len(whole) else ""
        return row.texts.get(leaf.name, "")

    # pages

    def run(self) -> None:
        """All pages; a table too wide for the paper has its right half on pages after the left."""
        for n, half in enumerate(self.halves):
            self.leaves = half
            self._table(first=n == 0)
        self.canvas.save()

    def _table(self, first: bool) -> None:
        self._start_page()
        y = self._title(36.0) if first else 36.0
        y = self._header(y)
        queue = list(range(len(self.v.rows)))
        room = self.height - BOTTOM
        done: list[_Slice] = []
        while queue:
            n = queue.pop(0)
            piece = self._whole(n)
            while True:
                if y + piece.height <= room:
                    done.append(piece)
                    y += piece.height
                    break
                head, tail = self._cut(piece, room - y)
                if head is not None:
                    done.append(head)
                    piece = tail
                self._flush(done)
                done = []
                y = self._next_page()
                if self.s.extra_column:
                    piece = self._whole(n)
        self._flush(done)
        self._after(y)

    def _start_page(self) -> None:
        self.page += 1
        if self.s.rotate:
            self.canvas.setPageRotation(90)
            self.canvas.translate(self.height, 0)
            self.canvas.rotate(90)
        if self.s.watermark:
            self.pen.watermark(self.width)
        shift = self.s.shift if self.page > 1 else 0.0
        leaves = list(self.leaves)
        if self.s.extra_column and self.page > 1 and not self.v.form.has("keterangan"):
            leaves.append(Leaf("keterangan", ("Keterangan",), "teks", 1.6))
        self.shown = leaves
        self.xs = sides([leaf.weight for leaf in leaves], 28 + shift, self.width - 40 + shift)
        self.body_top = 0.0

    def _next_page(self) -> float:
        self._running()
        self.canvas.showPage()
        self._start_page()
        if self.s.repeat_header:
            return self._header(30.0)
        self.body_top = 30.0
        return 30.0

    def _running(self) -> None:
        if self.s.running:
            self.pen.text(28, 24, f"Renja Tahun {self.v.form.year}", 7)
            self.pen.text(self.width - 60, self.height - BOTTOM + 9, f"II - {self.page}", 7)
        else:
            self.pen.text(self.width / 2, self.height - 18, str(self.page), 8)

    def _title(self, y: float) -> float:
        if self.s.title_inside:
            return y
        for line in self.v.form.title:
            self.pen.text(self.width / 2 - stringWidth(line, self.s.font, 9) / 2, y, line, 9)
            y += 12
        if any(leaf.type == MONEY for leaf in self.leaves):
            y += 6
        return y

    def _header(self, y: float) -> float:
        s = self.s
        paths = [(leaf.path if leaf.path else ("",)) for leaf in self.shown]
        cells, depth = header_cells(self._one_code(paths))
        heights = [0.0] * depth
        wrapped = []
        for r0, r1, c0, c1, text in cells:
            found = wrap(text, self.xs[c1] - self.xs[c0] - 2 * PAD, BOLD[s.font], s.size)
            wrapped.append(found)
            need = (len(found) * s.size * LEAD + 2 * PAD) / (r1 - r0)
            for r in range(r0, r1):
                heights[r] = max(heights[r], need)
        boxes = []
        if s.title_inside:
            text = " ".join(self.v.form.title)
            boxes.append(Box(self.xs[0], y, self.xs[-1], y + 14, [text], "center", "middle"))
            y += 14
        numbers = s.number_row if self.v.form.leaves[0].number else "none"
        gap = 11.0 if numbers == "before" and self._has_measures() else 0.0
        tops = [y]
        for r, height in enumerate(heights):
            if gap and r == depth - 1:
                tops[-1] += gap
            tops.append(tops[-1] + height)
        if gap:
            boxes += self._numbers(tops[depth - 1] - gap, tops[depth - 1])
        for (r0, r1, c0, c1, _), found in zip(cells, wrapped, strict=True):
            top, end = tops[r0], tops[r1]
            if gap and r1 == depth and r0 < depth - 1:
                end = tops[depth - 1] - gap
            boxes.append(
                Box(
                    self.xs[c0],
                    top,
                    self.xs[c1],
                    end,
                    found,
                    "center",
                    "middle",
                    True,
                    s.header_fill,
                    column=c0,
                )
            )
            if gap and r1 == depth and r0 < depth - 1:
                boxes.append(Box(self.xs[c0], tops[depth - 1], self.xs[c1], tops[depth]))
        y = tops[-1]
        if numbers != "none" and not gap:
            boxes += self._numbers(y, y + 11)
            y += 11
        self.pen.boxes(boxes, self.xs[0], self.xs[-1])
        self.body_top = y
        return y

    def _has_measures(self) -> bool:
        return any(leaf.name.endswith("_rp") for leaf in self.shown)

    def _one_code(self, paths: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
        """The five code columns have one header cell."""
        return [
            (*p, "") if leaf.name.startswith("kode#") else p
            for p, leaf in zip(paths, self.shown, strict=True)
        ]

    def _numbers(self, y0: float, y1: float) -> list[Box]:
        boxes, c = [], 0
        while c < len(self.shown):
            leaf, d = self.shown[c], c + 1
            while d < len(self.shown) and self.shown[d].number == leaf.number:
                d += 1
            text = str(leaf.number or len(self.v.form.leaves) + 1)
            if leaf.formula and self.s.number_row == "formulas":
                text = f"{text}={leaf.formula}"
            found = wrap(text, self.xs[d] - self.xs[c] - 1, self.s.font, 4.4)
            if len(found) > 1:
                found = [str(leaf.number)]
            boxes.append(
                Box(self.xs[c], y0, self.xs[d], y1, found, "center", "middle", column=c, size=4.4)
            )
            c = d
        return boxes

    # rows

    def _whole(self, n: int) -> _Slice:
        row, found = self.v.rows[n], []
        for i, leaf in enumerate(self.shown):
            width = self.xs[i + 1] - self.xs[i] - 2 * PAD
            text = self.texts(row, leaf)
            if row.level == "sasaran":
                found.append([text] if text and leaf.name == "uraian" else [])
            elif leaf.name == "uraian" and (self.s.clip or self.s.overflow) and not self.s.cut_rows:
                found.append([text] if text else [])
            elif (
                self.s.unit_apart and leaf.type == WORK and " " in text and self._fits(text, width)
            ):
                found.append([text])
            else:
                found.append(wrap(text, width, self._font(row), self.s.size))
        deepest = max(1, *map(len, found))
        gap = 8.0 if self.s.spacers and row.level == "program" and n else 0.0
        return _Slice(n, found, deepest * self.s.size * LEAD + 2 * PAD + 1 + gap, True, True)

    def _fits(self, text: str, width: float) -> bool:
        return bool(stringWidth(text, self.s.font, self.s.size) + 3 < width)

    def _cut(self, piece: _Slice, room: float) -> tuple[_Slice | None, _Slice]:
        """Head and tail where rows may be cut and two lines at least fit."""
        lead = self.s.size * LEAD
        fit = int((room - 2 * PAD - 1) / lead)
        if not self.s.cut_rows or self.s.valign != "top" or fit < 2 or self.s.extra_column:
            return None, piece
        head = [ls[:fit] for ls in piece.lines]
        tail = [ls[fit:] for ls in piece.lines]
        if not any(tail):
            return None, piece
        depth = max(map(len, tail))
        return (
            _Slice(piece.row, head, room, piece.first, False),
            _Slice(piece.row, tail, depth * lead + 2 * PAD + 1, False, piece.last),
        )

    def _font(self, row: Line) -> str:
        return BOLD[self.s.font] if self.s.bold_program and row.level == "program" else self.s.font

    def _flush(self, done: list[_Slice]) -> None:
        """Print a page's rows."""
        y, boxes = self.body_top, []
        tops = []
        for piece in done:
            gap = (
                8.0
                if self.s.spacers
                and self.v.rows[piece.row].level == "program"
                and piece.row
                and piece.first
                else 0.0
            )
            if gap:
                boxes += [
                    Box(self.xs[i], y, self.xs[i + 1], y + gap, column=i)
                    for i in range(len(self.shown))
                ]
            tops.append((y + gap, y + piece.height))
            y += piece.height
        for k in range(len(done)):
            boxes += [b for i in range(len(self.shown)) if (b := self._cell(done, tops, k, i))]
        if self.s.column_major:
            boxes.sort(key=lambda b: (b.column, b.y0))
        self.pen.boxes(boxes, self.xs[0], self.xs[-1])

    def _cell(
        self, done: list[_Slice], tops: list[tuple[float, float]], k: int, i: int
    ) -> Box | None:
        """The cell of a row and column; none where a merged cell above covers it."""
        leaf, row = self.shown[i], self.v.rows[done[k].row]
        y0, y1 = tops[k]
        if row.level == "sasaran":
            texts = [self.texts(row, Leaf("uraian", (), "teks", 1.0))]
            return None if i else Box(self.xs[0], y0, self.xs[-1], y1, texts, bold=True)
        joins = self._joins(leaf)
        if joins and k and self._continues(done, k, joins):
            return None
        j = k + 1
        while joins and j < len(done) and self._continues(done, j, joins):
            y1 = tops[j][1]
            j += 1
        box = Box(self.xs[i], y0, self.xs[i + 1], y1, done[k].lines[i], column=i)
        box.align = {MONEY: self.s.money_align, PERCENT: "right", WORK: "center"}.get(
            leaf.type, "left"
        )
        box.valign = self.s.valign
        box.bold = self._font(row) != self.s.font
        box.fill = self.s.program_fill and row.level == "program"
        box.clip = self.s.clip and leaf.name == "uraian"
        if self.s.between == "some" and leaf.name.split("#")[0] in ("no", "sasaran", "kode"):
            box.top, box.bottom = k == 0, j == len(done)
        if self.s.between == "none":
            box.top, box.bottom = k == 0, j == len(done)
        if self.s.between == "kegiatan":
            level = row.level
            after = self.v.rows[done[j].row].level if j < len(done) else "program"
            box.top = level in ("program", "kegiatan", "total") or k == 0
            box.bottom = after in ("program", "kegiatan", "total")
        return box

    def _joins(self, leaf: Leaf) -> str:
        names = leaf.name in ("no", "uraian", "kode", "pagu", "lokasi") or leaf.name.startswith(
            "kode#"
        )
        if leaf.name == "sasaran" and self.s.merge_sasaran:
            return "program"
        return "lines" if names and self.s.merge_lines and self.s.between == "all" else ""

    def _continues(self, done: list[_Slice], k: int, joins: str) -> bool:
        level = self.v.rows[done[k].row].level
        return (
            level not in ("program", "total", "sasaran")
            if joins == "program"
            else level == "indikator"
        )

    def _after(self, y: float) -> None:
        self._running()
        if self.s.signature and y + 70 < self.height - 20:
            x = self.width - 200
            for n, text in enumerate(
                (
                    "Kota Contoh, 12 Juli 2023",
                    "KEPALA DINAS,",
                    "",
                    "Drs. CONTOH, M.Si",
                    "NIP. 19700101 199003 1 001",
                )
            ):
                self.pen.text(x, y + 20 + 9 * n, text, 7)
        if self.s.second_table and y + 130 < self.height:
            top = y + 90
            small = [
                Box(40 + 90 * c, top + 12 * r, 130 + 90 * c, top + 12 * r + 12, [t])
                for r, line in enumerate(
                    (("Nama", "Jabatan", "Paraf"), ("Andi", "Kasubag", "1"), ("Budi", "Kabag", "2"))
                )
                for c, t in enumerate(line)
            ]
            self.pen.boxes(small, 40, 310)
        self.canvas.showPage()


def typeset(v: Variant, path: Path) -> None:
    """Write the variant's PDF."""
    _Setter(v, path).run()
