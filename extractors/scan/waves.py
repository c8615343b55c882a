"""How a level page image still waves: paper is rarely flat, and a feed rarely straight.

Everything is in pixels of the reduced copy (see ``straighten.WORK_DPI``). Rules are followed from
the middle of the page to both sides, in several bands one below the other, because a page that is
bent at its foot may be flat at its head.
"""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.scan.model import Gray

Floats = NDArray[np.float32]

_BANDS = 4
_STRIPS = 24  # in which a band is measured from left to right
_RULE = 41  # pixels over which a rule goes on and a line of letters does not
_CLEAR = 1.0  # energy of a strip's profile over the whole page; one with less shows no rules
_FEW = 0.35  # … of a band: a few rules do
_REACH = 4  # pixels a wave may move from one strip to the next
_STEADY = 0.35  # pixels; strips scattered more around their curve followed no rule
_FLAT = 0.4  # pixels; smaller waves are left as they are
_MOST = 18.0  # pixels; more is no wave but a mistake


def waves(image: Gray) -> Floats | None:
    """How far down the rows of a level image lie: [band][place], at the bands' middles.

    Places are ``_STRIPS`` + 1 equal steps over the width. ``None`` where the page is flat.
    """
    marks = np.asarray(np.minimum(ridges(image, _RULE), 60.0) / 60, np.float32)
    page = _wave(marks, _CLEAR)
    edges = np.linspace(0, len(marks), _BANDS + 1).astype(int)
    bands = [_wave(marks[a:b], _FEW) for a, b in pairwise(edges)]
    rest = np.zeros(_STRIPS + 1, np.float32) if page is None else page
    field = np.stack([rest if band is None else band for band in bands])
    return field if float(np.abs(field).max()) >= _FLAT else None


def spread(field: Floats, width: int, height: int) -> Floats:
    """The waves at every pixel of a page of ``width`` × ``height``, still in their own unit."""
    places = np.linspace(0, width, field.shape[1])
    curves = np.stack([np.interp(np.arange(width), places, curve) for curve in field])
    middles = (np.arange(len(field)) + 0.5) * height / len(field)
    rows = np.arange(height)
    weights = np.stack([np.interp(rows, middles, unit) for unit in np.eye(len(field))], axis=1)
    return np.asarray(weights.astype(np.float32) @ curves.astype(np.float32), np.float32)


def ridges(image: Gray, reach: int = 9) -> Floats:
    """How much darker than both sides (2 px up and down) a pixel is, along ``reach`` pixels.

    For horizontal rules; hand in the transposed image for vertical ones. Negative values are 0.
    """
    along = np.asarray(cv2.blur(image.astype(np.float32), (reach, 1)), np.float32)
    side = np.full_like(along, -1.0)
    side[2:-2] = np.minimum(along[4:], along[:-4])
    return np.asarray(np.maximum(side - along, 0.0), np.float32)


def _wave(marks: Floats, clear: float) -> Floats | None:
    """One curve for a band of the page; ``None`` where it shows too few rules to tell."""
    width = marks.shape[1] // _STRIPS
    profiles = [_profile(marks[:, i * width : (i + 1) * width]) for i in range(_STRIPS)]
    strength = np.array([float((p * p).sum()) for p in profiles])
    first = _STRIPS // 2 - 3
    middle = first + int(strength[first : first + 6].argmax())
    if strength[middle] < clear:
        return None
    shifts = np.full(_STRIPS, np.nan)
    shifts[middle] = 0.0
    for order in (range(middle + 1, _STRIPS), range(middle - 1, -1, -1)):
        known, now = profiles[middle].copy(), 0.0
        for i in order:
            if strength[i] < clear:
                continue
            moved, likeness = _shift(known, profiles[i], now)
            if likeness > 0.4 * min(float((known * known).sum()), strength[i]):
                now = shifts[i] = moved
                known = 0.75 * known + 0.25 * _rolled(profiles[i], -moved)
    return _smooth(shifts)


def _profile(strip: Floats) -> Floats:
    """How much of each row is marked, a little blurred."""
    share = strip.mean(axis=1, keepdims=True)
    return np.asarray(cv2.GaussianBlur(share, (1, 9), 1.2), np.float32).ravel()


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
    place = np.arange(len(profile))
    return np.asarray(np.interp(place - shift, place, profile), np.float32)


def _smooth(shifts: NDArray[np.float64]) -> Floats | None:
    """A smooth curve through the strips that could be measured, at the strips' ends."""
    known = np.flatnonzero(~np.isnan(shifts))
    if len(known) < 6:
        return None
    for _ in range(2):  # the second time without what lies off the first curve
        places = (known + 0.5) / _STRIPS
        curve = np.polynomial.Polynomial.fit(places, shifts[known], 4 if len(known) > 10 else 2)
        off = np.abs(curve(places) - shifts[known])
        near = off <= max(1.0, 3 * float(np.median(off)))
        if near.sum() < 6:
            break
        known = known[near]
    if float(np.median(off)) > _STEADY:
        return None
    ends = np.clip(np.linspace(0, 1, _STRIPS + 1), places[0], places[-1])
    wave = np.asarray(curve(ends), np.float32)
    return wave if float(np.abs(wave).max()) <= _MOST else None
