"""Which way up a scanned page is, whatever its ``/Rotate`` says.

Letters of a word stand closer than lines do: that tells lying lines from standing ones. The
recogniser tells up from down, and settles what is not clear.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import cv2
import numpy as np

from extractors.scan.model import Gray
from extractors.scan.straighten import WORK_DPI, even_light, resized

Judge = Callable[[Sequence[Gray]], float]

_INK = 150
_WORD_GAP = 0.035  # inches between letters of a word, at most
_HEIGHT = (0.03, 0.25)  # inches of a line of letters
_LONG = 2.5  # times its height: a word, not a letter
_LONGEST = 14.0
_RULE = 0.35  # inches; longer straight ink is a rule
_CLEARLY = 3.0  # times as many words one way as the other
_CROPS = 10


def turn_of(image: Gray, dpi: float, judge: Judge) -> int:
    """Degrees (0, 90, 180, 270) by which to turn a page clockwise to make it upright.

    Args:
        image: the page as displayed, ``dpi`` pixels per inch.
        judge: how much crops of single lines look like upright text, 0–1.

    Returns:
        0 where the page shows no words.
    """
    page = resized(even_light(image, dpi), WORK_DPI / dpi)
    lying, standing = _words(page), _words(_turned(page, 90))
    best, choice = 0.0, 0
    for words, turns, others in ((lying, (0, 180), standing), (standing, (90, 270), lying)):
        if not words or len(others) > _CLEARLY * len(words):
            continue
        crops = _longest(words)
        for turn, back in zip(turns, (0, 180), strict=True):
            score = judge([_turned(crop, back) for crop in crops])
            if score > best:
                best, choice = score, turn
    return choice


def _turned(image: Gray, turn: int) -> Gray:
    """Clockwise by ``turn`` degrees."""
    return np.ascontiguousarray(np.rot90(image, -turn // 90))


def _words(page: Gray) -> list[Gray]:
    """Crops of the words that lie along the rows of a page."""
    ink = np.asarray(page < _INK, np.uint8)
    length = int(_RULE * WORK_DPI)
    for shape in ((1, length), (length, 1)):
        rules = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones(shape, np.uint8))
        rules = cv2.dilate(rules, np.ones((3, 3), np.uint8))
        ink = np.asarray(cv2.subtract(ink, rules), np.uint8)
    gap = np.ones((1, int(_WORD_GAP * WORK_DPI)), np.uint8)
    _, _, boxes, _ = cv2.connectedComponentsWithStats(cv2.morphologyEx(ink, cv2.MORPH_CLOSE, gap))
    low, high = (inches * WORK_DPI for inches in _HEIGHT)
    words = []
    for x, y, width, height, area in boxes[1:].tolist():
        fits = low <= height <= high and _LONG * height <= width <= _LONGEST * height
        if fits and area > 0.3 * width * height:
            words.append(page[max(y - 1, 0) : y + height + 1, max(x - 2, 0) : x + width + 2])
    return words


def _longest(words: list[Gray]) -> list[Gray]:
    """Those with the most letters."""
    return sorted(words, key=lambda w: -w.shape[1] / w.shape[0])[:_CROPS]
