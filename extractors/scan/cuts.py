"""Letters of two lines that touch: cut apart where the least ink joins them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from extractors.grid import Grid
from extractors.scan.blobs import LETTER, Blobs, line_middles
from extractors.scan.sheet import Sheet

# In font sizes.
TALL = (1.1, 2.5)  # two letters on top of each other: taller than one, lower than a stamp
SIDE = 0.4  # ink on both sides of a border that is more than a letter reaching over it
AROUND = 4.0  # letters this near tell where lines run
RULE = 0.15  # the cut lies this near to the border
WAIST = 0.35  # of a blob's ink a row: less of it joins two lines


def cut_joined(sheet: Sheet, blobs: Blobs, grids: Sequence[Grid], em: float) -> bool:
    """Cut the sheet's mask where letters of two lines or two rows touch.

    Returns:
        Whether anything was cut, and ``blobs`` are out of date.
    """
    heights = blobs.heights
    tall = np.flatnonzero((heights > TALL[0] * em) & (heights <= TALL[1] * em))
    edges = [([x * sheet.scale for x in g.xs], [y * sheet.scale for y in g.ys]) for g in grids]
    done = False
    for i in tall.tolist():
        places = [*_borders(blobs, i, grids, edges, em), *_between(blobs, i, em)]
        for start, stop in places or _waist(blobs, i, em):
            _cut(sheet, blobs, i, start, stop)
            done = True
    return done


def _borders(
    blobs: Blobs,
    i: int,
    grids: Sequence[Grid],
    edges: Sequence[tuple[list[float], list[float]]],
    em: float,
) -> Iterator[tuple[int, int]]:
    """Rows of pixels around the borders between two cells that a blob reaches far across."""
    x0, y0, x1, y1 = blobs.boxes[i].tolist()
    for grid, (xs, ys) in zip(grids, edges, strict=True):
        column = int(np.searchsorted(xs, (x0 + x1) / 2)) - 1
        if not 0 <= column < len(xs) - 1:
            continue
        for r in range(1, len(ys) - 1):
            far = y0 + SIDE * em < ys[r] < y1 - SIDE * em
            if far and grid.owner[r - 1][column] != grid.owner[r][column]:
                yield int(ys[r] - RULE * em), int(ys[r] + RULE * em) + 1


def _between(blobs: Blobs, i: int, em: float) -> Iterator[tuple[int, int]]:
    """Rows between the lines of letters around a blob, where it stands in both."""
    x0, y0, x1, y1 = blobs.boxes[i].tolist()
    boxes, heights = blobs.boxes, blobs.heights
    letters = (heights >= LETTER[0] * em) & (heights <= TALL[0] * em)
    near = (boxes[:, 0] < x1 + AROUND * em) & (boxes[:, 2] > x0 - AROUND * em)
    middles = (boxes[:, 1] + boxes[:, 3]) / 2
    inside = middles[letters & near & (middles > y0) & (middles < y1)]
    if inside.size:
        for above, below in pairwise(line_middles(sorted(inside.tolist()), em)):
            yield int(above), int(below) + 1


def _waist(blobs: Blobs, i: int, em: float) -> Iterator[tuple[int, int]]:
    """Rows inside a blob where there is much less ink than in the others."""
    x0, y0, x1, y1 = blobs.boxes[i].tolist()
    ink = (blobs.labels[y0:y1, x0:x1] == i + 1).sum(axis=1)
    side = round(SIDE * em)
    inner = ink[side : len(ink) - side]
    if inner.size and inner.min() < WAIST * np.median(ink):
        row = y0 + side + int(inner.argmin())
        yield row, row + 1


def _cut(sheet: Sheet, blobs: Blobs, i: int, start: int, stop: int) -> None:
    """Take the row with the least of a blob's ink, nearest to the middle, out of the mask."""
    x0, y0, x1, y1 = blobs.boxes[i].tolist()
    start, stop = max(start, y0 + 1), min(stop, y1 - 1)
    if stop <= start:
        return
    own = blobs.labels[start:stop, x0:x1] == i + 1
    away = np.abs(np.arange(start, stop) - (start + stop - 1) / 2)
    row = int((own.sum(axis=1) + away / len(away)).argmin())
    sheet.mask[start + row, x0:x1][own[row]] = 0
