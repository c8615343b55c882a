"""Which edges between the crossings of a table's lines are ruled.

Each edge is weighed by itself, then with its neighbours: a faint scan shows only part of every
rule, and a merged cell lacks exactly one.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extractors.scan.marks import SAYS_LESS, Counts, Floats, Marks, Places

Lines = list[int]

LETTERS = 0.55  # share of a line of letters that may look like a rule
WHOLE = 0.85  # usual contrast where rules are not broken
_PIECE = 40  # pixels over which a rule is straight
_DRIFT = 6  # pixels a rule may leave its line
_BEND = 4.0  # pixels' full contrast a step aside costs
_FEW = 8  # open pixels of an edge; fewer tell little
_FAINT = (0.6, 0.2)  # of the usual contrast, for an edge, where rules are whole and where broken
_CLEAR = 3.3  # deviations of the noise, for the same
_CERTAIN = 6.0  # log odds for an edge seen well
_MISSING = 10.0  # log odds against one not seen where rules are whole
_GAP = 15  # pixels not seen that say as much as one log odd, where they are broken
_BESIDE_LETTERS = (2.0, 1.0)  # log odds against a rule not seen there, whole and broken
_ALONG = 1.2  # log odds an edge takes from either neighbour on its line …
_BESIDE = 0.7  # … and on the lines beside it …
_TRUST = 0.5  # … half of it where rules are whole
_HABIT = 4.0  # log odds from its whole line and row, where rules are broken


class Strokes(NamedTuple):
    """Log odds that strokes passing through an edge take from it: of each, and the most."""

    each: float
    most: float


# Feet of letters reach the line below; nothing but missing rules lets letters run over to the side.
ROWS, COLUMNS = Strokes(1.0, 2.0), Strokes(2.5, 4.0)


def ruled(marks: Marks, cuts: Lines, lines: Lines, strokes: Strokes) -> NDArray[np.bool_]:
    """[line][interval between cuts]: is there a rule?

    Where rules are whole, an edge not seen is none, whatever its neighbours say; where they are
    broken, the neighbours tell, unless ink crosses.
    """
    sight, whole = _sight(marks, cuts, lines, strokes)
    trust, habit = (_TRUST, 0.0) if whole else (1.0, _HABIT)
    belief = sight
    for _ in range(6):
        tendency = np.tanh(belief / 2)
        along = np.pad(tendency, ((0, 0), (1, 1)), mode="edge")
        beside = np.pad(tendency, ((1, 1), (0, 0)), mode="edge")
        neighbours = _ALONG * (along[:, :-2] + along[:, 2:]) + _BESIDE * (beside[:-2] + beside[2:])
        means = np.minimum(tendency.mean(axis=1)[:, None], tendency.mean(axis=0)[None, :])
        belief = sight + trust * neighbours + habit * np.maximum(means, 0) ** 4
    return np.asarray(belief > 0)


def _sight(
    marks: Marks, cuts: Lines, lines: Lines, strokes: Strokes
) -> tuple[NDArray[np.float64], bool]:
    """Log odds that an edge is ruled, from its own pixels: [line][interval]; are rules whole?"""
    starts, ends, first = _pieces(cuts)
    every = marks.count(starts, ends)
    at = _tracks(every.contrast + np.float32(SAYS_LESS) * every.seen, lines)
    counts = Counts(
        *(np.add.reduceat(np.take_along_axis(part, at, 0), first, axis=1) for part in every)
    )
    usual, whole = _usual(counts)
    sight = _open_pixels(counts, usual, whole, marks.noise)
    # Beside letters a rule must be seen to go on and on.
    beside = (counts.seen / np.maximum(counts.lettered, 1) - LETTERS) / 0.25
    least = _BESIDE_LETTERS[0 if whole else 1]
    sight += np.clip(beside, -least, 2) * np.minimum(counts.lettered / 12, 2)
    for i, j in np.argwhere((sight < 0) | (counts.open < _FEW)):
        crossed = marks.crossed(int(at[i, first[j]]), cuts[j] + 2, cuts[j + 1] - 2)
        sight[i, j] -= min(crossed * strokes.each, strokes.most)
    return sight, whole


def _usual(counts: Counts) -> tuple[float, bool]:
    """The contrast of most rules, and whether all are seen about as well."""
    share = counts.share
    plain = share[(counts.open >= _FEW) & (share > _FAINT[1])]
    if not plain.size:
        return 1.0, False
    usual = float(np.median(plain))
    return usual, bool(np.percentile(plain, 10) > WHOLE * usual)


def _open_pixels(counts: Counts, usual: float, whole: bool, noise: float) -> NDArray[np.float64]:
    """Log odds from pixels without letters. A faint rule must still stand out of the noise."""
    least = np.maximum(
        _FAINT[0 if whole else 1] * usual, _CLEAR * noise / np.sqrt(np.maximum(counts.open, 1))
    )
    clear = counts.share / least - 1
    missing = _MISSING if whole else np.minimum(1 + counts.open / _GAP, _MISSING)
    odds = np.where(clear < 0, np.maximum(clear, -1) * missing, np.minimum(clear * 4, _CERTAIN))
    return np.asarray(odds * np.minimum(counts.open / _FEW, 1), np.float64)


def _pieces(cuts: Lines) -> tuple[Places, Places, Places]:
    """Intervals between cuts in short pieces: starts, ends, and each interval's first piece."""
    starts: list[int] = []
    ends: list[int] = []
    first: list[int] = []
    for cut, following in pairwise(cuts):
        a, b = cut + 2, max(following - 2, cut + 3)
        places = np.linspace(a, b, (b - a) // _PIECE + 2).astype(int).tolist()
        first.append(len(starts))
        starts += places[:-1]
        ends += places[1:]
    return np.array(starts), np.array(ends), np.array(first)


def _tracks(score: Floats, lines: Lines) -> Places:
    """Where each line runs, as no page is quite flat: [line][piece] the row of pixels.

    The path with the highest score that moves by a row from piece to piece at the most, and stays
    nearer to its own line than to the next.
    """
    steps = np.arange(-_DRIFT, _DRIFT + 1)
    middle = np.array(lines)
    apart = np.diff(middle, prepend=-100, append=len(score) + 100)
    reach = (np.minimum(apart[:-1], apart[1:]) - 1) // 2
    rows = middle[:, None] + steps
    value = score[np.clip(rows, 0, len(score) - 1)]  # [line][step][piece]
    value[(np.abs(steps) > reach[:, None]) | (rows < 0) | (rows >= len(score))] = -np.inf
    total = value[:, :, 0]
    came: list[Places] = []
    for n in range(1, value.shape[2]):
        wide = np.pad(total, ((0, 0), (1, 1)), constant_values=-np.inf)
        moves = np.stack([wide[:, 1:-1], wide[:, :-2] - _BEND, wide[:, 2:] - _BEND])
        came.append(np.arange(len(steps)) + np.array([0, -1, 1])[moves.argmax(axis=0)])
        total = moves.max(axis=0) + value[:, :, n]
    path = [total.argmax(axis=1)]
    for before in reversed(came):
        path.append(before[np.arange(len(lines)), path[-1]])
    return np.asarray(np.take_along_axis(rows, np.stack(path[::-1], axis=1), axis=1))
