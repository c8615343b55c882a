"""From ruling lines to a grid of cells: open sides closed, missing rules giving merged cells."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from extractors.rules import Rules, Segment
from tables.model import Box

TOUCH = 3.0  # rules this close meet
SAME_EDGE = 2.0  # grid positions closer than this are one
COVERED = 0.5  # share of a cell's edge that must be ruled
OPEN_SIDE = 4.0  # rules sticking out this far show an undrawn border


@dataclass(frozen=True, slots=True)
class Region:
    """A merged cell: row and column span (end exclusive) of its grid."""

    r0: int
    r1: int
    c0: int
    c1: int


@dataclass(slots=True)
class Grid:
    """A ruled table on one page: sorted edges, and which region holds each elementary cell."""

    xs: list[float]
    ys: list[float]
    regions: list[Region]
    owner: list[list[int]]

    @property
    def box(self) -> Box:
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    def region_box(self, region: Region) -> Box:
        return Box(self.xs[region.c0], self.ys[region.r0], self.xs[region.c1], self.ys[region.r1])

    def row_at(self, y: float) -> int:
        """Band that holds ``y``; -1 above, ``len(ys) - 1`` below the grid."""
        return bisect_right(self.ys, y) - 1

    def column_at(self, x: float) -> int:
        return bisect_right(self.xs, x) - 1


def grids(rules: Rules) -> list[Grid]:
    """Every ruled table of a page, from top to bottom. Fewer than two columns is no table."""
    found = [_grid(h, v) for h, v in _components(rules)]
    return sorted((g for g in found if g is not None), key=lambda g: (g.ys[0], g.xs[0]))


def _components(rules: Rules) -> list[tuple[list[Segment], list[Segment]]]:
    """Groups of rules that touch each other."""
    horizontal, vertical = rules.horizontal, rules.vertical
    parent = list(range(len(horizontal) + len(vertical)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, h in enumerate(horizontal):
        for j, v in enumerate(vertical):
            if _meet(h, v):
                parent[root(i)] = root(len(horizontal) + j)
    groups: dict[int, tuple[list[Segment], list[Segment]]] = {}
    for i, h in enumerate(horizontal):
        groups.setdefault(root(i), ([], []))[0].append(h)
    for j, v in enumerate(vertical):
        groups.setdefault(root(len(horizontal) + j), ([], []))[1].append(v)
    return list(groups.values())


def _meet(h: Segment, v: Segment) -> bool:
    return h.start - TOUCH <= v.at <= h.end + TOUCH and v.start - TOUCH <= h.at <= v.end + TOUCH


def _grid(horizontal: list[Segment], vertical: list[Segment]) -> Grid | None:
    if len(horizontal) < 2 or len(vertical) < 2:
        return None
    horizontal, vertical = _close(horizontal, vertical)
    xs, ys = _edges(vertical), _edges(horizontal)
    if len(xs) < 3 or len(ys) < 2:
        return None
    regions, owner = _regions(xs, ys, horizontal, vertical)
    return Grid(xs, ys, regions, owner)


def _close(
    horizontal: list[Segment], vertical: list[Segment]
) -> tuple[list[Segment], list[Segment]]:
    """Add the outer rules that were not drawn, where the inner ones stick out."""
    left = min(s.start for s in horizontal)
    right = max(s.end for s in horizontal)
    top = min(s.start for s in vertical)
    bottom = max(s.end for s in vertical)
    h, v = list(horizontal), list(vertical)
    if min(s.at for s in h) - top > OPEN_SIDE:
        h.append(Segment(top, left, right))
    if bottom - max(s.at for s in h) > OPEN_SIDE:
        h.append(Segment(bottom, left, right))
    if min(s.at for s in v) - left > OPEN_SIDE:
        v.append(Segment(left, top, bottom))
    if right - max(s.at for s in v) > OPEN_SIDE:
        v.append(Segment(right, top, bottom))
    return h, v


def _edges(segments: list[Segment]) -> list[float]:
    edges: list[float] = []
    for segment in sorted(segments):
        if not edges or segment.at - edges[-1] > SAME_EDGE:
            edges.append(segment.at)
    return edges


def _ruled(edges: list[float], along: list[float], segments: list[Segment]) -> list[list[bool]]:
    """For each edge and each interval along it: is it covered by a rule?"""
    ruled = [[False] * (len(along) - 1) for _ in edges]
    for i, edge in enumerate(edges):
        pieces = [s for s in segments if abs(s.at - edge) <= SAME_EDGE]
        for k in range(len(along) - 1):
            a, b = along[k], along[k + 1]
            covered = sum(max(0.0, min(b, s.end) - max(a, s.start)) for s in pieces)
            ruled[i][k] = covered >= COVERED * (b - a)
    return ruled


def _regions(
    xs: list[float], ys: list[float], horizontal: list[Segment], vertical: list[Segment]
) -> tuple[list[Region], list[list[int]]]:
    """Elementary cells without a rule between them belong to one region, kept rectangular."""
    rows, columns = len(ys) - 1, len(xs) - 1
    below = _ruled(ys, xs, horizontal)
    right = _ruled(xs, ys, vertical)
    # Runs of cells in a row without a vertical rule between them …
    runs: list[list[tuple[int, int]]] = []
    for r in range(rows):
        row_runs, start = [], 0
        for c in range(1, columns + 1):
            if c == columns or right[c][r]:
                row_runs.append((start, c))
                start = c
        runs.append(row_runs)
    # … grow downwards while the next row has the same run and no rule lies between.
    owner = [[-1] * columns for _ in range(rows)]
    regions: list[Region] = []
    for r in range(rows):
        for c0, c1 in runs[r]:
            if owner[r][c0] >= 0:
                continue
            r1 = r + 1
            while r1 < rows and (c0, c1) in runs[r1] and not any(below[r1][c0:c1]):
                r1 += 1
            for rr in range(r, r1):
                for cc in range(c0, c1):
                    owner[rr][cc] = len(regions)
            regions.append(Region(r, r1, c0, c1))
    return regions, owner
