"""Ruling lines of a straightened page to the same grids an exported page gives.

Lines come first: where a rule lies is told by all it runs through together. Which edges between
its crossings are drawn is told after, see ``edges``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from extractors.grid import Grid, grids
from extractors.rules import Rules, Segment, merge
from extractors.scan.edges import LETTERS, WHOLE, Lines, ruled
from extractors.scan.marks import SAYS_LESS, Counts, Floats, Marks, Run
from extractors.scan.straighten import WORK_DPI, Flat, resized

_SHORTEST = 30  # pixels of a run that may be a rule
_BRIDGE = 25  # pixels of a gap in it
_DENSE = 0.35  # share of it to be seen over 31 pixels
_NEAR = 6  # pixels within which rules meet
_STICKS_OUT = 14  # pixels by which rules reach over the outer rule where a side is open
_APART = 9  # pixels between two rules; closer ones are a double rule
_INSET = 3  # pixels left out beside a crossing
_MEETING = 6  # pixels beside a crossing, where text keeps away
_FEW = 30  # pixels close to crossings that say little
_AT_CROSSINGS = 0.15  # of the page's usual contrast, for a line, close to crossings
_NEEDED = 0.5  # contrast all along, where rules are whole; less of it where they are broken
_ENOUGH = 10.0  # pixels' full contrast beyond what is needed, for a line to be one
_FIRST_GUESS = 0.5  # usual contrast of a rule
_SHORT, _LONG = 15, 90  # least pixels of a line where rules are whole, and where they are broken


def ruling(flat: Flat) -> list[Grid]:
    """Every ruled table of the page, top to bottom, in points of the straightened page."""
    small = resized(flat.image, min(WORK_DPI / flat.dpi, 1.0))
    scale = 72 / flat.dpi * flat.image.shape[1] / small.shape[1]
    across, down = Marks(small), Marks(np.ascontiguousarray(small.T))
    found: list[Grid] = []
    for table in _tables(across, down):
        found += grids(_segments(table, scale))
    return sorted(found, key=lambda g: (g.ys[0], g.xs[0]))


@dataclass(slots=True)
class _Table:
    """Lines of one table in pixels, and which edges between crossings are ruled.

    Attributes:
        across: [line in ys][interval of xs]; ``down``: [line in xs][interval of ys].
    """

    xs: Lines
    ys: Lines
    across: NDArray[np.bool_]
    down: NDArray[np.bool_]


def _tables(across: Marks, down: Marks) -> list[_Table]:
    tables = []
    level = across.runs(_SHORTEST, _BRIDGE, _DENSE)
    for upright in _side_by_side(down.runs(_SHORTEST, _BRIDGE, _DENSE)):
        table = _table(across, down, level, upright)
        if table is not None:
            tables.append(table)
    return tables


def _side_by_side(runs: list[Run]) -> list[list[Run]]:
    """Vertical runs in groups that no empty strip across the page parts."""
    groups: list[list[Run]] = []
    last = 0
    for run in sorted(runs, key=lambda r: r.start):
        if not groups or run.start > last + _NEAR:
            groups.append([])
            last = 0
        groups[-1].append(run)
        last = max(last, run.end)
    return groups


def _distinct(runs: list[Run]) -> Lines:
    """Positions of runs, the longest of those closer than ``_APART`` each time."""
    kept: Lines = []
    for run in sorted(runs, key=lambda r: r.start - r.end):
        if all(abs(run.at - other) >= _APART for other in kept):
            kept.append(run.at)
    return sorted(kept)


def _table(across: Marks, down: Marks, level: list[Run], upright: list[Run]) -> _Table | None:
    """Horizontal lines from the vertical ones, those again from the horizontal ones."""
    xs = _distinct(upright)
    left, right = xs[0] - 2 * _NEAR, xs[-1] + 2 * _NEAR
    top = min(run.start for run in upright) - 2 * _NEAR
    bottom = max(run.end for run in upright) + 2 * _NEAR
    for _ in range(2):
        if len(xs) < 2:
            return None
        ys = _lines(across, xs, top, bottom)
        if len(ys) < 2:
            return None
        xs = _lines(down, ys, left, right)
    if len(xs) < 2:
        return None
    ys, xs = _open_sides(ys, xs, upright), _open_sides(xs, ys, level)
    rows, columns = ruled(across, xs, ys, upright=False), ruled(down, ys, xs, upright=True)
    table = _trimmed(_Table(xs, ys, rows, columns))
    for outer in (table.across, table.down):
        outer[0] = outer[-1] = True
    return table


def _trimmed(table: _Table) -> _Table:
    """The table without outer lines to which fewer than two rules lead.

    A line of letters may look like a rule, and one of their stems like another that ends on it.
    """
    down, across = table.down.sum(axis=0), table.across.sum(axis=0)
    rows = np.flatnonzero(down >= min(2, max(1, down.max())))
    columns = np.flatnonzero(across >= min(2, max(1, across.max())))
    if not rows.size or not columns.size:
        return table
    top, bottom, left, right = rows[0], rows[-1] + 1, columns[0], columns[-1] + 1
    return _Table(
        table.xs[left : right + 1],
        table.ys[top : bottom + 1],
        table.across[top : bottom + 1, left:right],
        table.down[left : right + 1, top:bottom],
    )


def _open_sides(lines: Lines, crossing: Lines, runs: list[Run]) -> Lines:
    """The lines, and where the rules crossing them stick out over the outer ones."""
    sticking: tuple[Lines, Lines] = ([], [])
    for run in runs:
        if min(abs(run.at - place) for place in crossing) <= _NEAR:
            if run.start < lines[0] - _STICKS_OUT and run.end > lines[0]:
                sticking[0].append(run.start)
            if run.end > lines[-1] + _STICKS_OUT and run.start < lines[-1]:
                sticking[1].append(run.end)
    before, after = (
        [int(np.median(ends))] if 2 * len(ends) >= len(crossing) else [] for ends in sticking
    )
    return [*before, *lines, *after]


def _lines(marks: Marks, cuts: Lines, first: int, last: int) -> Lines:
    """Rows of pixels between ``first`` and ``last`` that hold a rule over some run of stretches."""
    first, last = max(first, 0), min(last, len(marks.image))
    stretches, crossings = _stretches(marks, cuts, slice(first, last))
    usual, lines = _FIRST_GUESS, []
    least = (_SHORT, min(_LONG, (cuts[-1] - cuts[0]) // 2))
    for _ in range(3):
        score, share, meeting, length = _best_run(stretches, crossings, _NEEDED * usual**2)
        score[(meeting < _AT_CROSSINGS * usual) | (length < least[usual < WHOLE])] = 0
        lines = _peaks(score, _ENOUGH)
        if not lines:
            break
        strongest = sorted(lines, key=lambda y: -score[y])[: max(4, len(lines) // 2)]
        usual = float(np.median(share[strongest]))
    return [y + first for y in lines]


def _stretches(marks: Marks, cuts: Lines, rows: slice) -> tuple[Counts, Counts]:
    """What is seen between crossings, and of that close to the crossings."""
    a, b = np.array(cuts[:-1]) + _INSET, np.array(cuts[1:]) - _INSET
    b = np.maximum(b, a + 1)
    near = np.minimum(_MEETING, (b - a) // 2)
    close = marks.count(a, a + near, lasting=True).plus(marks.count(b - near, b, lasting=True))
    return marks.count(a, b, lasting=True).pick(rows), close.pick(rows)


def _best_run(
    stretches: Counts, crossings: Counts, needed: float
) -> tuple[Floats, Floats, Floats, Floats]:
    """For each row of pixels the run of stretches with most contrast beyond ``needed``.

    Returns by how many pixels, the mean contrast over that run and close to its crossings, and
    the run's length. Beside letters more is needed, and says less.
    """
    beside = stretches.seen - LETTERS * stretches.lettered
    gain = stretches.contrast - needed * stretches.open + SAYS_LESS * beside
    parts = np.stack(
        [
            gain,
            stretches.weighted * stretches.weight,
            stretches.weight,
            crossings.contrast,
            crossings.open,
        ]
    )
    rows = len(gain)
    best, share, meeting, length = (np.zeros(rows, np.float32) for _ in range(4))
    sums = np.zeros((len(parts), rows), np.float32)
    for n in range(gain.shape[1]):
        sums += parts[:, :, n]
        sums[:, sums[0] <= 0] = 0
        better = sums[0] > best
        best[better], length[better] = sums[0, better], sums[2, better]
        share[better] = sums[1, better] / sums[2, better]
        few = np.maximum(_FEW - sums[4, better], 0)  # too few to tell: the rest counts as seen
        meeting[better] = (sums[3, better] + few) / (sums[4, better] + few)
    return best, share, meeting, length


def _peaks(score: Floats, least: float) -> Lines:
    """Places of the highest scores, none closer than ``_APART`` to a higher one."""
    kept: Lines = []
    for y in np.argsort(-score, kind="stable"):
        if score[y] < least:
            break
        if all(abs(int(y) - other) >= _APART for other in kept):
            kept.append(int(y))
    return sorted(kept)


def _segments(table: _Table, scale: float) -> Rules:
    """The ruled edges as rules, in points."""
    horizontal = [
        Segment(y * scale, a * scale, b * scale)
        for y, row in zip(table.ys, table.across, strict=True)
        for a, b, drawn in zip(table.xs, table.xs[1:], row, strict=False)
        if drawn
    ]
    vertical = [
        Segment(x * scale, a * scale, b * scale)
        for x, column in zip(table.xs, table.down, strict=True)
        for a, b, drawn in zip(table.ys, table.ys[1:], column, strict=False)
        if drawn
    ]
    return Rules(merge(horizontal), merge(vertical))
