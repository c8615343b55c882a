"""The page as ink on paper: how much darker than its surroundings each pixel is, without rules."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.grid import Grid
from extractors.scan.model import Gray

Mask = NDArray[np.uint8]
Profile = NDArray[np.float64]

# In points.
PAPER = 8.0  # window in which some paper shows between strokes, also in bold print
SOFTEN = 0.10  # blur before deciding what is ink: grain goes, strokes stay
SOFTEN_MORE = 0.24  # … on a grainy page
RULE_REACH = 1.3  # rules lie this near to the edge found for them
RULE_FRINGE = 0.3  # soft border of a rule
RULE_THICK = 2.0
STEP = 48.0  # a rule is straight over this length

INK = 0.38  # of the darkness of print: darker than this is ink
GRAINY = 0.045  # of the darkness of print: grain above this needs more softening
FAINT_RULE = 0.12  # share of the darkness of print
MIN_SPAN = 36  # grey levels: print fainter than this cannot be told from dirt


@dataclass(slots=True)
class Sheet:
    """One straightened page.

    Attributes:
        contrast: how many grey levels darker than the paper around it each pixel is.
        soft: the same without grain.
        mask: 1 where there is ink.
        span: darkness of the page's print in grey levels.
        scale: pixels per point.
        noise: standard deviation of the grain in grey levels.
    """

    contrast: Gray
    soft: Gray
    mask: Mask
    span: float
    scale: float
    noise: float

    def px(self, points: float) -> int:
        """``points`` as a whole number of pixels, at least 1."""
        return max(1, round(points * self.scale))


def lay(image: Gray, dpi: float, grids: list[Grid]) -> Sheet:
    """The sheet of a flat page ``image`` (dark on light) without the rules of its ``grids``."""
    scale = dpi / 72
    contrast = _contrast(image, scale)
    noise = _noise(image)
    soft = _soften(contrast, max(0.5, SOFTEN * scale))
    span = _span(soft, noise)
    if noise > GRAINY * span:
        soft = _soften(contrast, max(0.7, SOFTEN_MORE * scale))
        span = _span(soft, noise)
    mask = (soft > INK * span).astype(np.uint8)
    sheet = Sheet(contrast, soft, mask, span, scale, noise)
    for grid in grids:
        _erase_rules(sheet, grid)
    return sheet


def _contrast(image: Gray, scale: float) -> Gray:
    """Darkness against the paper around; shading behind the print counts as paper."""
    height, width = image.shape
    # The paper is looked for on a small copy, whose pixels have no grain.
    small = cv2.resize(
        image, (round(width / scale), round(height / scale)), interpolation=cv2.INTER_AREA
    )
    side = 2 * round(PAPER / 2) + 1
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    paper = cv2.blur(paper, (5, 5))
    paper = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.subtract(paper, image), np.uint8)


def _soften(contrast: Gray, sigma: float) -> Gray:
    return np.asarray(cv2.GaussianBlur(contrast, (0, 0), sigma), np.uint8)


def _noise(image: Gray) -> float:
    """Grain of the image, from the median of its second differences."""
    steps = cv2.Laplacian(image[::2, ::2], cv2.CV_32F)
    return float(np.median(np.abs(steps)) / 0.6745 / 4.47)


def _span(soft: Gray, noise: float) -> float:
    """Darkness of the print: the upper range of what is clearly darker than paper and grain."""
    dark = soft[soft > max(MIN_SPAN, 4 * noise)]
    return float(np.percentile(dark, 75)) if dark.size > 50 else 255.0


def _erase_rules(sheet: Sheet, grid: Grid) -> None:
    """Paint the rules along the grid's edges as paper, letters that touch them left standing."""
    rows, columns = len(grid.ys) - 1, len(grid.xs) - 1
    owner = np.full((rows + 2, columns + 2), -1)
    owner[1:-1, 1:-1] = grid.owner
    xs = [round(x * sheet.scale) for x in grid.xs]
    ys = [round(y * sheet.scale) for y in grid.ys]
    for c, x in enumerate(xs):
        for r0, r1 in _runs(owner[1:-1, c] != owner[1:-1, c + 1]):
            _erase(sheet, x, ys[r0], ys[r1], upright=True)
    for r, y in enumerate(ys):
        for c0, c1 in _runs(owner[r, 1:-1] != owner[r + 1, 1:-1]):
            _erase(sheet, y, xs[c0], xs[c1], upright=False)


def _runs(flags: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Half-open runs of true."""
    steps = np.flatnonzero(np.diff(np.concatenate(([0], flags.astype(np.int8), [0]))))
    return list(zip(steps[::2].tolist(), steps[1::2].tolist(), strict=True))


def _erase(sheet: Sheet, at: int, start: int, end: int, *, upright: bool) -> None:
    """Take one rule out of the sheet; ``at`` is its place, ``start`` and ``end`` in pixels.

    It is followed in steps, because a straightened page still waves by a pixel or two. Where a
    step shows little of it, the rule as a whole says where it runs.
    """
    layers = (sheet.mask, sheet.soft, sheet.contrast)
    mask, soft, contrast = (layer.T for layer in layers) if upright else layers
    margin = sheet.px(RULE_REACH) + sheet.px(RULE_FRINGE) + 2
    top = max(0, at - margin)
    rows = slice(top, min(mask.shape[0], at + margin + 1))
    start, end = max(0, start - 2), min(mask.shape[1], end + 3)
    if end - start < 3:
        return
    whole = _level(soft[rows, start:end], sheet.span)
    steps = max(1, round((end - start) / (STEP * sheet.scale)))
    cuts = np.linspace(start, end, steps + 1).round().astype(int).tolist()
    for a, b in pairwise(cuts):
        level = whole + _level(soft[rows, a:b], sheet.span)
        found = _rule(level, at - top, sheet)
        if found is not None:
            gone = _drawn(mask[rows, a:b], *found, sheet.px(RULE_FRINGE))
            for layer in (mask, soft, contrast):
                layer[rows, a:b][gone] = 0


def _level(strip: Gray, span: float) -> Profile:
    """How much like a rule each row is: dark along most of it, as no line of letters is."""
    dark = np.minimum(strip, span) / span
    return np.asarray(0.5 * np.percentile(dark, 35, axis=1) + 0.25 * dark.mean(axis=1))


def _rule(level: Profile, middle: int, sheet: Sheet) -> tuple[int, int] | None:
    """First and last+1 row of the rule near row ``middle``, if one is to be seen."""
    reach = sheet.px(RULE_REACH)
    first = max(0, middle - reach)
    peak = first + int(level[first : middle + reach + 1].argmax())
    if level[peak] < FAINT_RULE:
        return None
    top, bottom = peak, peak + 1
    while bottom - top < sheet.px(RULE_THICK):
        above = level[top - 1] if top > 0 else 0.0
        below = level[bottom] if bottom < len(level) else 0.0
        if max(above, below) < 0.5 * level[peak]:
            break
        if above >= below:
            top -= 1
        else:
            bottom += 1
    return top, bottom


def _drawn(mask: Mask, top: int, bottom: int, fringe: int) -> NDArray[np.bool_]:
    """Pixels of the rule in rows ``top`` to ``bottom``: not those of a letter that crosses it."""
    gone = np.zeros(mask.shape, bool)
    above = mask[max(0, top - fringe - 1)] > 0
    below = mask[min(mask.shape[0] - 1, bottom + fringe)] > 0
    gone[top:bottom] = ~(above & below)
    gone[max(0, top - fringe) : top] = ~above
    gone[bottom : bottom + fringe] = ~below
    return gone
