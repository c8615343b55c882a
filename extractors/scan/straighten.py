"""Straighten a page image: upright, level, flat, evenly lit.

Tilt and waves are measured on a reduced copy, from the rules first and from lines of text where
there are none; then every pixel is moved once.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np

from extractors.scan.model import Gray, PageMap
from extractors.scan.waves import Floats, ridges, spread, waves

Matrix = tuple[float, float, float, float, float, float]

WORK_DPI = 150.0  # rules are looked for on a copy this coarse
PAPER = 250  # grey of the paper once the light is even
_BACKGROUND_DPI = 50.0
_DARKEST = 0.35  # of the page's usual light: darker paper is a shadow or a black edge, not paper
_MOST_TILT = 6.0  # degrees
_LEVEL = 0.06  # degrees; less is left as it is
_POINTS = 60_000  # rule pixels that vote for a tilt


@dataclass(frozen=True, slots=True)
class Flat:
    """A page as if printed anew: 0 ink … ``PAPER`` paper, rules level and plumb.

    ``map`` leads back to the page as displayed.
    """

    image: Gray
    dpi: float
    map: PageMap


def straighten(image: Gray, dpi: float, turn: int = 0) -> Flat:
    """Turn ``image`` (as displayed) clockwise by ``turn`` degrees, then make it level and flat."""
    upright = np.ascontiguousarray(np.rot90(image, -turn // 90))
    even = even_light(upright, dpi)
    small = resized(even, min(WORK_DPI / dpi, 1.0))
    ratio = upright.shape[1] / small.shape[1]
    tilt = _tilt(small)
    matrix = _matrix(tilt, small.shape[1], small.shape[0])
    level = _moved(small, matrix, None, None) if any(tilt) else small
    down = waves(level)
    right = waves(np.ascontiguousarray(level.T))
    points = 72 / dpi * ratio
    page_map = PageMap(
        turn,
        upright.shape[1] * 72 / dpi,
        upright.shape[0] * 72 / dpi,
        _scaled(matrix, points),
        _mean(down, points),
        _mean(right, points),
    )
    if any(tilt) or down is not None or right is not None:
        even = _moved(even, _scaled(matrix, ratio), _times(down, ratio), _times(right, ratio))
    return Flat(even, dpi, page_map)


def resized(image: Gray, factor: float) -> Gray:
    """The image reduced by averaging; unchanged for factors near 1."""
    if factor > 0.99:
        return image
    return cast(Gray, cv2.resize(image, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA))


def even_light(image: Gray, dpi: float) -> Gray:
    """Divide by the paper's own light, so that paper is ``PAPER`` everywhere.

    Shaded cells count as paper; large dark areas (scanner edges) do not.
    """
    small = cv2.resize(
        image,
        None,
        fx=_BACKGROUND_DPI / dpi,
        fy=_BACKGROUND_DPI / dpi,
        interpolation=cv2.INTER_AREA,
    )
    light = cv2.dilate(small, np.ones((7, 7), np.uint8))
    light = cv2.GaussianBlur(cv2.medianBlur(light, 15), (0, 0), 7)
    light = np.maximum(light, _DARKEST * float(np.percentile(light, 90))).astype(np.float32)
    light = cv2.resize(light, image.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return cast(Gray, cv2.divide(image, np.maximum(light, 1), scale=PAPER, dtype=cv2.CV_8U))


def _tilt(image: Gray) -> tuple[float, float]:
    """(down per pixel to the right, right per pixel down): how horizontal and vertical lines lean.

    The two differ where the scanner's feed sheared the page; each serves for both where only one
    kind of line is there to be seen.
    """
    rows, sure_h = _lean(ridges(image), image.shape)
    columns, sure_v = _lean(ridges(np.ascontiguousarray(image.T)), image.shape[::-1])
    if not sure_h and not sure_v:
        rows, sure_h = _lean(_text(image), image.shape)
    if not sure_h:
        rows = -columns if sure_v else 0.0
    if not sure_v:
        columns = -rows
    if abs(rows + columns) < math.tan(math.radians(0.12)):  # no shear worth the name
        rows = (rows - columns) / 2
        columns = -rows
    least = math.tan(math.radians(_LEVEL))
    return (rows, columns) if max(abs(rows), abs(columns)) >= least else (0.0, 0.0)


def _text(image: Gray) -> Floats:
    """Ink, for pages without rules: lines of text are level too."""
    return np.asarray(np.maximum(PAPER - 60.0 - image, 0.0), np.float32)


def _lean(marks: Floats, shape: tuple[int, ...]) -> tuple[float, bool]:
    """The slope along which marks line up best, and whether that was clear."""
    every = marks.ravel()
    strong = np.partition(every, -_POINTS)[-_POINTS] if every.size > _POINTS else 0
    y, at = np.nonzero(marks > max(float(strong), 10.0))
    if len(y) < 0.5 * shape[1]:
        return 0.0, False
    weight = np.minimum(marks[y, at], 60.0)
    x = at - shape[1] / 2
    margin = int(shape[1] * math.tan(math.radians(_MOST_TILT)) / 2) + 2

    def score(degrees: float) -> float:
        place = np.round(y - x * math.tan(math.radians(degrees))).astype(np.intp) + margin
        line = np.bincount(place, weights=weight, minlength=shape[0] + 2 * margin)
        return float((line * line).sum())

    coarse = np.arange(-_MOST_TILT, _MOST_TILT + 0.01, 0.1)
    scores = np.array([score(a) for a in coarse])
    best = float(coarse[int(scores.argmax())])
    fine = np.arange(best - 0.12, best + 0.121, 0.02)
    degrees = float(fine[int(np.argmax([score(a) for a in fine]))])
    return math.tan(math.radians(degrees)), bool(scores.max() > 1.5 * np.median(scores))


def _matrix(tilt: tuple[float, float], width: int, height: int) -> Matrix:
    """Level pixels to pixels of the tilted image, turning about its middle."""
    rows, columns = tilt
    across, down = 1 / math.hypot(1, rows), 1 / math.hypot(1, columns)
    a, d = across, rows * across
    b, e = columns * down, down
    x, y = width / 2, height / 2
    return (a, b, x - a * x - b * y, d, e, y - d * x - e * y)


def _scaled(matrix: Matrix, factor: float) -> Matrix:
    a, b, c, d, e, f = matrix
    return (a, b, c * factor, d, e, f * factor)


def _times(field: Floats | None, factor: float) -> Floats | None:
    return None if field is None else field * np.float32(factor)


def _mean(field: Floats | None, factor: float) -> tuple[float, ...]:
    """The bands' mean: exact enough to find a place on the page again."""
    return () if field is None else tuple(float(v) * factor for v in field.mean(axis=0))


def _moved(image: Gray, matrix: Matrix, down: Floats | None, right: Floats | None) -> Gray:
    """The image whose pixel (x, y) lies at ``matrix`` × (x + right(x, y), y + down(x, y))."""
    height, width = image.shape
    a, b, c, d, e, f = matrix
    if down is None and right is None:
        turned = cv2.warpAffine(
            image,
            np.array([[a, b, c], [d, e, f]]),
            (width, height),
            flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_REPLICATE,
        )
        return np.asarray(turned, np.uint8)
    x = np.broadcast_to(np.arange(width, dtype=np.float32), image.shape)
    y = np.broadcast_to(np.arange(height, dtype=np.float32)[:, None], image.shape)
    if right is not None:
        x = x + spread(right, height, width).T
    if down is not None:
        y = y + spread(down, width, height)
    map_x = np.float32(a) * x + np.float32(b) * y + np.float32(c)
    map_y = np.float32(d) * x + np.float32(e) * y + np.float32(f)
    moved = cv2.remap(image, map_x, map_y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(moved, np.uint8)
