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
from numpy.typing import NDArray

from extractors.scan.model import Gray, PageMap

Floats = NDArray[np.float32]

WORK_DPI = 150.0  # rules are looked for on a copy this coarse
PAPER = 250  # grey of the paper once the light is even
_BACKGROUND_DPI = 50.0
_DARKEST = 0.35  # of the page's usual light: darker paper is a shadow or a black edge, not paper
_MOST_TILT = 6.0  # degrees
_LEVEL = 0.06  # degrees; less is left as it is
_POINTS = 60_000  # rule pixels that vote for a tilt
_STRIPS = 24  # in which waves are measured
_RULE = 41  # pixels over which a rule goes on and a line of letters does not
_CLEAR = 1.0  # energy of a strip's profile; one with less shows no rules
_REACH = 4  # pixels a wave may move from one strip to the next
_STEADY = 0.35  # pixels; strips scattered more around their curve followed no rule
_FLAT = 0.4  # pixels; smaller waves are left as they are
_MOST_WAVE = 0.12  # inches; more is no wave but a mistake


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
    wave_y = _wave(level)
    wave_x = _wave(np.ascontiguousarray(level.T))
    points = 72 / dpi * ratio
    page_map = PageMap(
        turn,
        upright.shape[1] * 72 / dpi,
        upright.shape[0] * 72 / dpi,
        _scaled(matrix, points),
        _nodes(wave_y, points),
        _nodes(wave_x, points),
    )
    if any(tilt) or wave_y is not None or wave_x is not None:
        even = _moved(
            even, _scaled(matrix, ratio), _stretch(wave_y, ratio), _stretch(wave_x, ratio)
        )
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


def ridges(image: Gray, reach: int = 9) -> Floats:
    """How much darker than both sides (2 px up and down) a pixel is, along ``reach`` pixels.

    For horizontal rules; hand in the transposed image for vertical ones. Negative values are 0.
    """
    along = cv2.blur(image.astype(np.float32), (reach, 1))
    side = np.full_like(along, -1.0)
    side[2:-2] = np.minimum(along[4:], along[:-4])
    return cast(Floats, np.maximum(side - along, 0.0))


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
    fine = _middle_best(coarse, scores) + np.arange(-0.12, 0.121, 0.02)
    degrees = _middle_best(fine, np.array([score(a) for a in fine]))
    return math.tan(math.radians(degrees)), bool(scores.max() > 1.5 * np.median(scores))


def _middle_best(angles: NDArray[np.float64], scores: NDArray[np.float64]) -> float:
    """The angle with the highest score; of several alike the middle one.

    Tilts of less than a pixel over the page's width all score the same.
    """
    return float(np.median(angles[scores == scores.max()]))


def _matrix(
    tilt: tuple[float, float], width: int, height: int
) -> tuple[float, float, float, float, float, float]:
    """Level pixels to pixels of the tilted image, turning about its middle."""
    rows, columns = tilt
    across, down = 1 / math.hypot(1, rows), 1 / math.hypot(1, columns)
    a, d = across, rows * across
    b, e = columns * down, down
    x, y = width / 2, height / 2
    return (a, b, x - a * x - b * y, d, e, y - d * x - e * y)


def _scaled(
    matrix: tuple[float, float, float, float, float, float], factor: float
) -> tuple[float, float, float, float, float, float]:
    a, b, c, d, e, f = matrix
    return (a, b, c * factor, d, e, f * factor)


def _wave(image: Gray) -> Floats | None:
    """How far down (pixels) the rows of a level image lie in each of ``_STRIPS`` + 1 places.

    Follows the rules from the middle of the page to both sides. ``None`` where they are level.
    """
    marks = np.minimum(ridges(image, _RULE), 60.0) / 60
    width = image.shape[1] // _STRIPS
    profiles = [
        cv2.GaussianBlur(marks[:, i * width : (i + 1) * width].mean(axis=1), (1, 9), 1.2).ravel()
        for i in range(_STRIPS)
    ]
    strength = np.array([float((p * p).sum()) for p in profiles])
    middle = _STRIPS // 2 + int(strength[_STRIPS // 2 - 3 : _STRIPS // 2 + 3].argmax()) - 3
    if strength[middle] < _CLEAR:
        return None
    shifts = np.full(_STRIPS, np.nan)
    shifts[middle] = 0.0
    for order in (range(middle + 1, _STRIPS), range(middle - 1, -1, -1)):
        known, now = profiles[middle].copy(), 0.0
        for i in order:
            if strength[i] < _CLEAR:
                continue
            moved, likeness = _shift(known, profiles[i], now)
            if likeness > 0.4 * min(float((known * known).sum()), strength[i]):
                now = shifts[i] = moved
                known = 0.75 * known + 0.25 * _rolled(profiles[i], -moved)
    return _smooth(shifts)


def _shift(known: Floats, profile: Floats, near: float) -> tuple[float, float]:
    """How far down ``profile`` lies against ``known``, looked for near ``near``; the likeness."""
    steps = [round(near) + s for s in range(-_REACH, _REACH + 1)]
    values = [float((np.roll(profile, -s) * known).sum()) for s in steps]
    best = int(np.argmax(values))
    exact = float(steps[best])
    if 0 < best < len(steps) - 1:
        low, top, high = values[best - 1 : best + 2]
        bend = low - 2 * top + high
        exact += 0.5 * (low - high) / bend if bend < 0 else 0.0
    return exact, values[best]


def _rolled(profile: Floats, shift: float) -> Floats:
    place = np.arange(len(profile), dtype=np.float32)
    return np.asarray(np.interp(place - shift, place, profile), np.float32)


def _smooth(shifts: NDArray[np.float64]) -> Floats | None:
    """A smooth curve through the strips that could be measured, at the strips' ends."""
    known = np.flatnonzero(~np.isnan(shifts))
    if len(known) < 6:
        return None
    places = (known + 0.5) / _STRIPS
    curve = np.polynomial.Polynomial.fit(places, shifts[known], 4 if len(known) > 10 else 2)
    off = np.abs(curve(places) - shifts[known])
    near = off <= max(1.0, 3 * float(np.median(off)))
    if near.sum() >= 6 and not near.all():
        known, places = known[near], places[near]
        curve = np.polynomial.Polynomial.fit(places, shifts[known], 4 if len(known) > 10 else 2)
        off = np.abs(curve(places) - shifts[known])
    if float(np.median(off)) > _STEADY:
        return None
    ends = np.clip(np.linspace(0, 1, _STRIPS + 1), places[0], places[-1])
    wave = curve(ends).astype(np.float32)
    largest = float(np.abs(wave).max())
    return wave if _FLAT <= largest <= _MOST_WAVE * WORK_DPI else None


def _stretch(wave: Floats | None, factor: float) -> Floats | None:
    return None if wave is None else wave * np.float32(factor)


def _nodes(wave: Floats | None, factor: float) -> tuple[float, ...]:
    return () if wave is None else tuple(float(v) * factor for v in wave)


def _moved(
    image: Gray,
    matrix: tuple[float, float, float, float, float, float],
    wave_y: Floats | None,
    wave_x: Floats | None,
) -> Gray:
    """The image whose pixel (x, y) is found at ``matrix`` × (x + wave_x(y), y + wave_y(x))."""
    height, width = image.shape
    a, b, c, d, e, f = matrix
    if wave_y is None and wave_x is None:
        direct = np.array([[a, b, c], [d, e, f]])
        flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
        level = cv2.warpAffine(
            image, direct, (width, height), flags=flags, borderMode=cv2.BORDER_REPLICATE
        )
        return cast(Gray, level)
    x, y = np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32)
    down = _spread(wave_y, width)
    right = _spread(wave_x, height)
    map_x = (a * x + b * down + c)[None, :] + (a * right + b * y)[:, None]
    map_y = (d * x + e * down + f)[None, :] + (d * right + e * y)[:, None]
    return cast(
        Gray,
        cv2.remap(
            image,
            map_x.astype(np.float32),
            map_y.astype(np.float32),
            cv2.INTER_CUBIC,
            borderMode=cv2.BORDER_REPLICATE,
        ),
    )


def _spread(wave: Floats | None, length: int) -> Floats:
    """The wave at every pixel of ``length``."""
    if wave is None:
        return np.zeros(length, np.float32)
    places = np.linspace(0, length, len(wave))
    return np.interp(np.arange(length), places, wave).astype(np.float32)
