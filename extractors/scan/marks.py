"""Where a straightened page shows something that could be part of a ruling line.

Everything is in pixels of the reduced copy (see ``straighten.WORK_DPI``). Only level rules are
looked for: hand in the transposed image for upright ones.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.scan.model import Gray

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]
Places = NDArray[np.intp]

PAPER = 250
SAYS_LESS = 0.4  # weight of a pixel beside letters
_DARK = 140  # solid ink
_SOLID = 20  # pixels a thick or double rule is solid for; no letter's bar is
_THICK = 9  # pixels; what is thicker is no rule
_FULL = 40.0  # grey levels of contrast beyond which darker tells nothing more
_LEAST_NOISE = 2.0  # grey levels
_SEEN = (14.0, 3.5)  # grey levels, and deviations of the noise, by which a pixel is surely darker
_SIDES = range(3, 9)  # pixels above and below where the rest of a letter stands
_INK = 170  # of letters, pale ones included
_LETTER = 13  # pixels; longer level ink is no letter's
_TALLEST = 35  # pixels; ink more upright than this is no letter's
_LARGEST = 24  # pixels; larger strokes are a stamp's or a signature's
_WELL = 2  # pixels by which a letter reaches over a line that crosses it
_WORD = 3  # pixels that join the letters of a word
_BETWEEN = 7  # pixels between the letters of a word


class Run(NamedTuple):
    """A row of pixels, and from where to where it is marked."""

    at: int
    start: int
    end: int


class Counts(NamedTuple):
    """What stretches of pixel rows show: arrays [row][stretch].

    Attributes:
        contrast: sum over open pixels of how much darker they are than their sides, 1 the most.
        open: pixels without letters above and below.
        seen: pixels beside letters that are surely darker than their sides.
        lettered: pixels beside letters.
        crossed: open pixels through which a letter stands; no rule runs there.
    """

    contrast: Floats
    open: Floats
    seen: Floats
    lettered: Floats
    crossed: Floats

    def pick(self, rows: Any) -> Counts:
        """The same for some rows of pixels."""
        return Counts(*(part[rows] for part in self))

    def plus(self, other: Counts) -> Counts:
        return Counts(*(a + b for a, b in zip(self, other, strict=True)))

    @property
    def share(self) -> Floats:
        """Mean contrast of open pixels."""
        return np.asarray(self.contrast / np.maximum(self.open, 1), np.float32)

    @property
    def weight(self) -> Floats:
        return np.asarray(self.open + SAYS_LESS * self.lettered, np.float32)

    @property
    def weighted(self) -> Floats:
        """Mean contrast of all pixels, those beside letters weighing less."""
        sums = self.contrast + SAYS_LESS * self.seen
        return np.asarray(sums / np.maximum(self.weight, 1), np.float32)


class Marks:
    """What speaks for level rules, pixel by pixel.

    Attributes:
        image: with thick and double rules redrawn as thin ones.
        noise: standard deviation of an open pixel's contrast where there is no rule.
    """

    def __init__(self, image: Gray, *, upright: bool = False) -> None:
        """``upright``: the image is transposed, so that words run across its rows."""
        self.image = _thinned(image)
        grey = self.image.astype(np.float32)
        sides = [_down(grey, by) for by in (2, -2, 3, -3)]
        contrast = (sides[0] + sides[1] + sides[2] + sides[3]) / 4 - grey
        ink = _letters(self.image)
        crossed = _crossed(ink, _WORD if upright else 1)
        beside = _beside(ink) & ~crossed
        quiet = contrast[~(beside | crossed)]
        noise = 1.48 * float(np.median(np.abs(quiet))) if quiet.size else 0.0
        self.noise = max(noise, _LEAST_NOISE) / _FULL
        contrast = np.where(beside | crossed, 0, np.clip(contrast / _FULL, -1, 1))
        self._seen = _surely_darker(grey)
        parts = (contrast, ~beside, self._seen & beside, beside, crossed)
        self._sums = [_sums(part) for part in parts]

    def count(self, starts: Places, ends: Places) -> Counts:
        """For each row of pixels and each stretch of columns."""
        return Counts(*(sums[:, ends] - sums[:, starts] for sums in self._sums))

    def runs(self, length: int, gap: int, share: float) -> list[Run]:
        """Rows of pixels marked along at least ``length``, gaps bridged."""
        seen = cv2.dilate(self._seen.astype(np.float32), np.ones((3, 1)))
        dense = np.asarray(cv2.blur(seen, (31, 1)) > share, np.uint8)
        mask = cv2.morphologyEx(dense, cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8))
        mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
        _, labels, boxes, _ = cv2.connectedComponentsWithStats(mask, connectivity=4)
        found = []
        for n, (x, y, width, height, _) in enumerate(boxes[1:].tolist(), 1):
            box = np.s_[y : y + height, x : x + width]
            part = self._seen[box] & (labels[box] == n)
            along = np.flatnonzero(part.any(axis=0))
            if along.size:
                at = y + int(part.sum(axis=1).argmax())
                found.append(Run(at, x + int(along[0]), x + int(along[-1]) + 1))
        return found


def _surely_darker(grey: Floats) -> Mask:
    """Pixels, smoothed along, darker than each of those 2 and 3 above and below."""
    along = cv2.blur(grey, (3, 1))
    sides = [_down(along, by) for by in (2, -2, 3, -3)]
    side = np.minimum(np.minimum(sides[0], sides[1]), np.minimum(sides[2], sides[3]))
    contrast = side - np.minimum(along, np.minimum(_down(along, 1), _down(along, -1)))
    middle = float(np.median(contrast))
    spread = 1.48 * float(np.median(np.abs(contrast - middle)))
    darker: Mask = contrast > max(_SEEN[0], middle + _SEEN[1] * spread)
    return darker


def _letters(image: Gray) -> Gray:
    """1 where there is ink but that of level or upright rules."""
    ink = np.asarray(image < _INK, np.uint8)
    level = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, _LETTER), np.uint8))
    upright = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((_TALLEST, 1), np.uint8))
    rules = cv2.max(level, cv2.dilate(upright, np.ones((1, 3), np.uint8)))
    return np.asarray(ink - cv2.min(rules, ink), np.uint8)


def _beside(ink: Gray) -> Mask:
    """Pixels above or below which the rest of a letter stands."""
    near = np.zeros_like(ink)
    for by in _SIDES:
        near |= _down(ink, by) | _down(ink, -by)
    near = np.asarray(
        cv2.morphologyEx(near, cv2.MORPH_CLOSE, np.ones((1, _BETWEEN), np.uint8)), np.uint8
    )
    return near > 0


def _crossed(ink: Gray, gap: int) -> Mask:
    """Pixels with ink of one letter, or of one word with ``gap`` bridged, well above and below."""
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((gap, 1), np.uint8))
    _, _, boxes, _ = cv2.connectedComponentsWithStats(joined)
    crossed = np.zeros(ink.shape, bool)
    for x, y, width, height, _ in boxes[1:].tolist():
        if height >= 2 * _WELL + 1 and min(width, height) <= _LARGEST:
            crossed[y + _WELL : y + height - _WELL, x : x + width] = True
    return crossed


def _thinned(image: Gray) -> Gray:
    """Thick and double rules redrawn as thin ones, so that every rule looks alike."""
    dark = (image < _DARK).astype(np.uint8)
    solid = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((1, _SOLID), np.uint8))
    solid = cv2.morphologyEx(solid, cv2.MORPH_CLOSE, np.ones((5, 1), np.uint8))
    thick = cv2.morphologyEx(solid, cv2.MORPH_OPEN, np.ones((4, 1), np.uint8))
    _, _, boxes, _ = cv2.connectedComponentsWithStats(thick)
    thin = image.copy()
    for x, y, width, height, _ in boxes[1:].tolist():
        if height <= _THICK and width >= _SOLID:
            thin[max(y - 1, 0) : y + height + 1, x : x + width] = PAPER
            middle = y + height // 2
            thin[middle - 1 : middle + 1, x : x + width] = 0
    return thin


def _sums(part: NDArray[Any]) -> Floats:
    """Running sums along each row, from 0."""
    sums = np.zeros((part.shape[0], part.shape[1] + 1), np.float32)
    np.cumsum(part, axis=1, out=sums[:, 1:])
    return sums


def _down(image: NDArray[Any], by: int) -> NDArray[Any]:
    """The image moved down by some rows (up for negative numbers), edges repeated."""
    if by > 0:
        return np.concatenate([np.repeat(image[:1], by, axis=0), image[:-by]])
    return np.concatenate([image[-by:], np.repeat(image[-1:], -by, axis=0)])
