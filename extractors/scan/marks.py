"""Where a straightened page shows something that could be part of a ruling line.

Everything is in pixels of the reduced copy (see ``straighten.WORK_DPI``). Only level rules are
looked for: hand in the transposed image for upright ones.
"""

from __future__ import annotations

from typing import Any, NamedTuple, TypeVar, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.scan.model import Gray

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]
Places = NDArray[np.intp]
Pixels = TypeVar("Pixels", NDArray[np.uint8], NDArray[np.float32])

PAPER = 250
SAYS_LESS = 0.4  # weight of a pixel beside letters
_DARK = 140  # solid ink
_SOLID = 20  # pixels a thick or double rule is solid for; no letter's bar is
_GREY, _BAND = 190, 60  # the same for the two fine rules that a scanner sees as one grey band
_THICK = 9  # pixels; what is thicker is no rule
_FULL = 40.0  # grey levels of contrast beyond which darker tells nothing more
_LEAST_NOISE = 2.0  # grey levels
_SEEN = (14.0, 3.5)  # grey levels, and deviations of the noise, by which a pixel is surely darker
_SIDES = range(3, 9)  # pixels above and below where the rest of a letter stands
_INK = 170  # of letters, pale ones included
_ASIDE = 4  # pixels above and below a line to which letters reach that stand across it
_STEP = 16  # grey levels by which both sides of a rule may differ
_DOTS = 5  # pixels from dot to dot of a dotted rule, at most
_LASTING = 15  # pixels over which a rule goes on and letters do not
_LETTER = 13  # pixels; longer level ink is no letter's
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
    """

    contrast: Floats
    open: Floats
    seen: Floats
    lettered: Floats

    def pick(self, rows: Any) -> Counts:
        """The same for some rows of pixels."""
        return Counts(*(part[rows] for part in self))

    def plus(self, other: Counts) -> Counts:
        return Counts(*(a + b for a, b in zip(self, other, strict=True)))

    @property
    def share(self) -> Floats:
        """Mean contrast of open pixels."""
        share = self.contrast / np.maximum(self.open, 1)
        return np.asarray(share, np.float32)

    @property
    def weight(self) -> Floats:
        return self.open + np.float32(SAYS_LESS) * self.lettered

    @property
    def weighted(self) -> Floats:
        """Mean contrast of all pixels, those beside letters weighing less."""
        sums = self.contrast + np.float32(SAYS_LESS) * self.seen
        weighted = sums / np.maximum(self.weight, 1)
        return np.asarray(weighted, np.float32)


class Marks:
    """What speaks for level rules, pixel by pixel.

    Attributes:
        image: with thick and double rules redrawn as thin ones.
        noise: standard deviation of an open pixel's contrast where there is no rule.
    """

    def __init__(self, image: Gray) -> None:
        self.image = _thinned(image)
        grey = self.image.astype(np.float32)
        contrast = _contrast(grey)
        is_open = _open(self.image)
        quiet = contrast[is_open]
        noise = 1.48 * float(np.median(np.abs(quiet))) if quiet.size else 0.0
        self.noise = max(noise, _LEAST_NOISE) / _FULL
        contrast = np.clip(contrast / _FULL, -1, 1)
        lasting = opened(cv2.blur(contrast, (_DOTS, 1)), 1, _LASTING) + self.noise
        lasting = np.minimum(contrast, lasting)
        self._seen = _surely_darker(grey)
        self._sums = [
            _sums(part)
            for part in (np.where(is_open, contrast, 0), is_open, self._seen & ~is_open, ~is_open)
        ]
        self._lasting = _sums(np.where(is_open, lasting, 0))

    def count(self, starts: Places, ends: Places, *, lasting: bool = False) -> Counts:
        """For each row of pixels and each stretch of columns.

        With ``lasting`` only contrast that goes on over more than a letter counts.
        """
        contrast, *others = self._sums
        first = self._lasting if lasting else contrast
        return Counts(*(sums[:, ends] - sums[:, starts] for sums in (first, *others)))

    def runs(self, length: int, gap: int, share: float) -> list[Run]:
        """Rows of pixels marked along at least ``length``, gaps bridged."""
        seen = cv2.dilate(self._seen.astype(np.float32), np.ones((3, 1)))
        mask = (cv2.blur(seen, (31, 1)) > share).astype(np.uint8)
        mask = opened(closed(mask, 1, gap), 1, length)
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

    def inked(self, y: int, start: int, end: int) -> tuple[float, float]:
        """Shares of ``start`` to ``end`` with ink in row ``y``, and both above and below it.

        A rule is inked all along, however close letters stand. Letters on both its sides are rare;
        those of one cell that stand across a line are on both.
        """
        first, last, inside = y - _ASIDE, y + _ASIDE + 1, np.s_[start + 3 : end - 2]
        ink = self.image[max(first, 0) : last, inside] < _INK
        if len(ink) < last - first or not ink.size:
            return 0.0, 0.0
        rows = ink.mean(axis=1)
        sides = _ASIDE - 1  # rows to either side that a rule does not fill
        along = rows[sides:-sides].max()
        return float(along), float(min(rows[:sides].mean(), rows[-sides:].mean()))


def _contrast(grey: Floats) -> Floats:
    """How much darker pixels are than what lies above and below, less where that differs."""
    up, down = (_down(grey, 2) + _down(grey, 3)) / 2, (_down(grey, -2) + _down(grey, -3)) / 2
    step = np.abs(cv2.blur(up - down, (9, 1)))  # the edge of a shading is no rule
    contrast: Floats = (up + down) / 2 - grey - np.maximum(step - _STEP, 0) / 2
    return contrast


def opened(image: Pixels, height: int, width: int) -> Pixels:
    """Without what a box of so many pixels does not fit in."""
    box = np.ones((height, width), np.uint8)
    return cast(Pixels, cv2.morphologyEx(image, cv2.MORPH_OPEN, box))


def closed(image: Pixels, height: int, width: int) -> Pixels:
    """With the gaps filled that a box of so many pixels does not fit in."""
    box = np.ones((height, width), np.uint8)
    return cast(Pixels, cv2.morphologyEx(image, cv2.MORPH_CLOSE, box))


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


def _open(image: Gray) -> Mask:
    """Pixels above and below which no ink stands but that of level rules."""
    ink = (image < _INK).astype(np.uint8)
    ink &= ~opened(ink, 1, _LETTER)
    near = np.zeros_like(ink)
    for by in _SIDES:
        near |= _down(ink, by) | _down(ink, -by)
    is_open: Mask = closed(near, 1, _BETWEEN) == 0
    return is_open


def _thinned(image: Gray) -> Gray:
    """Thick and double rules redrawn as thin ones, so that every rule looks alike."""
    dark, grey = ((image < level).astype(np.uint8) for level in (_DARK, _GREY))
    solid = opened(dark, 1, _SOLID) | opened(grey, 1, _BAND)
    thick = opened(closed(solid, 5, 1), 4, 1)
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
