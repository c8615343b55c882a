"""Are a grid's rules there to be seen? Lines of letters one above the other can look like rules."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import cv2
import numpy as np

from extractors.grid import Grid
from extractors.scan.blobs import find_blobs, letter_size
from extractors.scan.model import Gray
from extractors.scan.sheet import Mask, Sheet, lay

PALE = 0.2  # of the darkness of print: rules are at least so dark
WIDE = 1.5  # points around a border in which its rule lies
# Font sizes over which a rule goes on and no letter's stroke (upright) or word (level) does …
UPRIGHT, LEVEL = 2.2, 5.5
# Dots so many points apart are a rule where they go on over so many font sizes: more than lines of
# print whose strokes happen to stand under each other.
DOTS, DOTTED = 1.6, 6.0
# … and the share of the borders on which such pieces are to be seen. Broken, faint rules of a bad
# scan: 0.37 and more upright, 0.06 and more level; letters: 0.00.
ENOUGH_UPRIGHT, ENOUGH_LEVEL = 0.15, 0.4


def with_rules(image: Gray, dpi: float, grids: Sequence[Grid]) -> list[Grid]:
    """The grids of a straightened page that are ruled; for the others no rule is printed."""
    if not grids:
        return []
    sheet = lay(image, dpi, [])
    height = letter_size(find_blobs(sheet.mask), 2.5 * sheet.scale, 30 * sheet.scale)
    dark = (sheet.soft > PALE * sheet.span).astype(np.uint8)
    upright = _pieces(dark, UPRIGHT * height, DOTTED * height, sheet)
    level = _pieces(np.ascontiguousarray(dark.T), LEVEL * height, DOTTED * height, sheet)
    return [
        grid
        for grid in grids
        if _share(upright, grid.xs, grid.ys, _owner(grid), sheet.scale) > ENOUGH_UPRIGHT
        or _share(level, grid.ys, grid.xs, _owner(grid).T, sheet.scale) > ENOUGH_LEVEL
    ]


def _pieces(dark: Mask, length: float, dotted: float, sheet: Sheet) -> Mask:
    """What is dark, or dotted, over so many pixels downwards, widened to both sides."""
    dots = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, _upright(sheet.px(DOTS)))
    solid = cv2.morphologyEx(dark, cv2.MORPH_OPEN, _upright(length))
    row = cv2.morphologyEx(dots, cv2.MORPH_OPEN, _upright(dotted))
    long = np.asarray(cv2.max(solid, row), np.uint8)
    return np.asarray(cv2.dilate(long, _upright(2 * sheet.px(WIDE) + 1).T), np.uint8)


def _upright(length: float) -> Mask:
    return np.ones((max(3, round(length)), 1), np.uint8)


def _owner(grid: Grid) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    """Region of each place, -1 all around."""
    owner = np.full((len(grid.ys) + 1, len(grid.xs) + 1), -1)
    owner[1:-1, 1:-1] = grid.owner
    return owner


def _share(
    pieces: Mask,
    across: Sequence[float],
    along: Sequence[float],
    owner: np.ndarray[tuple[int, int], np.dtype[np.int64]],
    scale: float,
) -> float:
    """Share of the borders at ``across``, between two regions, on which ``pieces`` lie."""
    seen = length = 0
    for i, at in enumerate(across):
        column = min(round(at * scale), pieces.shape[1] - 1)
        for j, (start, stop) in enumerate(pairwise(along)):
            if owner[j + 1, i] != owner[j + 1, i + 1]:
                part = pieces[round(start * scale) : round(stop * scale), column]
                seen, length = seen + int(part.sum()), length + part.size
    return seen / length if length else 0.0
