"""Sets small tables as PDF in the ways real producers do: the traps of design, made on the spot.

A :class:`Grid` is a table: rows of cells, ``None`` where a cell above or left reaches over. What
is drawn (and what is not) is chosen by ``rules`` and ``missing``; texts are written in the order
of the rows, each cell in one go, as word processors do. Coordinates are points from the top left
of the page as displayed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = 842.0, 595.0  # A4 landscape as displayed
SIZE, LEADING = 7.0, 8.5
PADDING = 2.0
TAB = 30.0

Rules = Literal["lines", "thin rects", "pieces", "stroked rects", "dashes"]
Side = Literal["top", "bottom", "left", "right", "inner vertical", "inner horizontal"]


@dataclass(frozen=True)
class Cell:
    """A cell of a grid.

    Attributes:
        across, down: grid columns and rows it reaches over.
        tops: distance of each line below the cell's top; by default lines follow each other.
        left: distance of its text from the cell's left side.
        fill: colour painted over the whole cell before anything is written.
        twice: every glyph printed twice in one place: a fake bold.
    """

    text: str = ""
    across: int = 1
    down: int = 1
    tops: tuple[float, ...] = ()
    left: float = PADDING
    fill: str = ""
    twice: bool = False


@dataclass(frozen=True)
class Grid:
    """A table on a page; ``tagged`` gives every cell a marked-content id of its own."""

    rows: Sequence[Sequence[Cell | str | None]]
    widths: Sequence[float]
    heights: Sequence[float] = ()
    x: float = 40.0
    y: float = 60.0
    rules: Rules = "lines"
    missing: frozenset[Side] = frozenset()
    tagged: bool = False

    @property
    def xs(self) -> list[float]:
        return [self.x + sum(self.widths[:i]) for i in range(len(self.widths) + 1)]

    @property
    def ys(self) -> list[float]:
        heights = self.heights or [12.0] * len(self.rows)
        return [self.y + sum(heights[:i]) for i in range(len(heights) + 1)]

    def cells(self) -> Iterator[tuple[Cell, float, float, float, float]]:
        """Every cell with its left, top, right and bottom."""
        xs, ys = self.xs, self.ys
        for r, row in enumerate(self.rows):
            for c, given in enumerate(row):
                if given is not None:
                    cell = given if isinstance(given, Cell) else Cell(given)
                    yield cell, xs[c], ys[r], xs[c + cell.across], ys[r + cell.down]


@dataclass(frozen=True)
class Page:
    """A page of grids, and lines of text as (left, top, text)."""

    grids: Sequence[Grid] = ()
    texts: Sequence[tuple[float, float, str]] = ()
    rotated: bool = False


def write(path: Path, *pages: Page) -> Path:
    """Write the pages as a PDF and return its path."""
    canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT), invariant=True)
    for page in pages:
        if page.rotated:
            # Reportlab turns the media box too; what is displayed at (X, Y) stands at (H - Y, X).
            canvas.setPageRotation(90)
            canvas.transform(0, 1, -1, 0, HEIGHT, 0)
        tags = iter(range(10_000))
        for left, top, text in page.texts:
            _line(canvas, left, top, text)
        for grid in page.grids:
            for cell, x0, y0, x1, y1 in grid.cells():
                if cell.fill:
                    canvas.setFillColor(cell.fill)
                    canvas.rect(x0, HEIGHT - y1, x1 - x0, y1 - y0, stroke=0, fill=1)
                    canvas.setFillColor("black")
            _rules(canvas, grid)
            for cell, x0, y0, _, _ in grid.cells():
                _text(canvas, cell, x0, y0, next(tags) if grid.tagged else None)
        canvas.showPage()
    canvas.save()
    return path


def _text(canvas: Any, cell: Cell, x0: float, y0: float, tag: int | None) -> None:
    if tag is not None:
        canvas._code.append(f"/P <</MCID {tag}>> BDC")
    for n, line in enumerate(cell.text.split("\n")):
        top = y0 + (cell.tops[n] if cell.tops else 2.0 + n * LEADING)
        for _ in range(2 if cell.twice else 1):
            _line(canvas, x0 + cell.left, top, line)
    if tag is not None:
        canvas._code.append("EMC")


def _line(canvas: Any, left: float, top: float, text: str) -> None:
    """One line; what follows a ``\\t`` stands at the next tab stop, without a blank between."""
    canvas.setFont("Helvetica", SIZE)
    for n, piece in enumerate(text.split("\t")):
        if piece:
            canvas.drawString(left + n * TAB, HEIGHT - top - SIZE, piece)


def _rules(canvas: Any, grid: Grid) -> None:
    for x0, y0, x1, y1 in sorted(_edges(grid)):
        if grid.rules == "lines":
            canvas.line(x0, HEIGHT - y0, x1, HEIGHT - y1)
        elif grid.rules == "thin rects":
            _thin(canvas, x0, y0, x1, y1)
        elif grid.rules == "pieces":
            # Word: a small square at every corner and a bar between them.
            _thin(canvas, x0, y0, x0, y0)
            _thin(canvas, x1, y1, x1, y1)
            _thin(canvas, *_shorter(x0, y0, x1, y1))
        elif grid.rules == "dashes":
            for piece in _dashes(x0, y0, x1, y1):
                _thin(canvas, *piece)
    if grid.rules == "stroked rects":
        canvas.setLineWidth(0.7)
        for _, x0, y0, x1, y1 in grid.cells():
            canvas.rect(x0, HEIGHT - y1, x1 - x0, y1 - y0, stroke=1, fill=0)


def _edges(grid: Grid) -> set[tuple[float, float, float, float]]:
    """Sides of all cells as (x0, y0, x1, y1), without the missing ones."""
    left, right, top, bottom = grid.xs[0], grid.xs[-1], grid.ys[0], grid.ys[-1]
    found = set()
    for _, x0, y0, x1, y1 in grid.cells():
        for y in (y0, y1):
            side: Side = "top" if y == top else "bottom" if y == bottom else "inner horizontal"
            if side not in grid.missing:
                found.add((x0, y, x1, y))
        for x in (x0, x1):
            side = "left" if x == left else "right" if x == right else "inner vertical"
            if side not in grid.missing:
                found.add((x, y0, x, y1))
    return found


def _thin(canvas: Any, x0: float, y0: float, x1: float, y1: float) -> None:
    """A filled rectangle half a point thick around a line."""
    width, height = x1 - x0 + 0.5, y1 - y0 + 0.5
    canvas.rect(x0 - 0.25, HEIGHT - y1 - 0.25, width, height, stroke=0, fill=1)


def _shorter(x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
    if y0 == y1:
        return x0 + 0.5, y0, x1 - 0.5, y1
    return x0, y0 + 0.5, x1, y1 - 0.5


def _dashes(
    x0: float, y0: float, x1: float, y1: float
) -> Iterator[tuple[float, float, float, float]]:
    """Dashes of 4 points with 2 points between them."""
    length = x1 - x0 if y0 == y1 else y1 - y0
    for start in range(0, int(length), 6):
        end = min(start + 4, length)
        yield (x0 + start, y0, x0 + end, y1) if y0 == y1 else (x0, y0 + start, x1, y0 + end)
