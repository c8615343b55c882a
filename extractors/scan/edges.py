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
_PLAIN = 0.2  # contrast of an edge that is certainly ruled
_MANY = 12  # pixels beside letters that tell as much as letters can
# Log odds an edge takes from either neighbour on its line, from those on the lines beside it, and,
# where rules are broken, at most from its whole line and row.
_ALONG, _BESIDE, _HABIT = 0.75, 0.25, 12.0
_WORST = 0.5  # contrast left to the palest rules, of the usual, where most are hardly to be seen
_VANISHED = (3.0, 0.4)  # log odds against an edge not seen, for the root of its pixels: best, worst
# Log odds from letters on both sides of an upright edge: none of them there, the share of it they
# take, the most; and how much of that counts for level edges, which feet of letters reach over.
_ASTRIDE, _LEVEL = (1.1, 46.0, 3.8), 0.6


class Odds(NamedTuple):
    """What makes an edge a rule.

    Attributes:
        least: contrast of a rule, of the usual, and in deviations of the noise …
        seen: … and log odds for one as much clearer again, and the most.
        missed: log odds against an edge without contrast, at most.
        beside: share of pixels beside letters that are as dark as a rule's, how much more or less
            of them is one log odd, and the most log odds against.
    """

    least: tuple[float, float]
    seen: tuple[float, float]
    missed: float
    beside: tuple[float, float, float]


#: Fitted on scanned variants of the forms (`tests.variants`), whose rules are known.
_ODDS_WHOLE = Odds((0.5, 3.3), (4.0, 6.0), 10.0, (0.8, 0.1, 2.0))
_ODDS_BROKEN = Odds((0.32, 1.5), (1.7, 6.0), 4.3, (0.45, 0.5, 0.9))


class Sight(NamedTuple):
    """What the page shows of each edge, [line][interval], and of its rules in general.

    Attributes:
        counts: of the edges' pixels.
        along, astride: shares of each edge with ink on it, and with ink on both its sides.
        usual: contrast of most rules.
        steady: contrast of the palest tenth of them, of the usual.
        noise: of `Marks`.
    """

    counts: Counts
    along: Floats
    astride: Floats
    usual: float
    steady: float
    noise: float

    @property
    def whole(self) -> bool:
        """Are all rules seen about as well?"""
        return self.steady > WHOLE

    @property
    def broken(self) -> float:
        """How broken the rules are, 0 to 1."""
        return float(np.clip((1 - self.steady) / (1 - _WORST), 0, 1))


def ruled(marks: Marks, cuts: Lines, lines: Lines, *, upright: bool) -> NDArray[np.bool_]:
    """[line][interval between cuts]: is there a rule?

    Where rules are whole, an edge not seen is none, whatever its neighbours say; the more they are
    broken, the more the neighbours tell, unless letters stand across.

    Args:
        upright: the lines are columns' (``marks`` and all else of the transposed image).
    """
    sight = _sight(marks, cuts, lines)
    belief = own = _own_odds(sight, upright)
    habit = 0.0 if sight.whole else _HABIT * sight.broken
    for _ in range(6):
        tendency = np.tanh(belief / 2)
        along = np.pad(tendency, ((0, 0), (1, 1)), mode="edge")
        beside = np.pad(tendency, ((1, 1), (0, 0)), mode="edge")
        neighbours = _ALONG * (along[:, :-2] + along[:, 2:]) + _BESIDE * (beside[:-2] + beside[2:])
        means = np.minimum(tendency.mean(axis=1)[:, None], tendency.mean(axis=0)[None, :])
        belief = own + neighbours + habit * np.maximum(means, 0) ** 4
    return np.asarray(belief > 0)


def _sight(marks: Marks, cuts: Lines, lines: Lines) -> Sight:
    starts, ends, first = _pieces(cuts)
    every = marks.count(starts, ends)
    at = _tracks(every.contrast + np.float32(SAYS_LESS) * every.seen, lines)
    counts = Counts(
        *(np.add.reduceat(np.take_along_axis(part, at, 0), first, axis=1) for part in every)
    )
    along, astride = (np.zeros(counts.open.shape, np.float32) for _ in range(2))
    for i, j in np.argwhere(counts.lettered > 0):
        along[i, j], astride[i, j] = marks.inked(int(at[i, first[j]]), cuts[j], cuts[j + 1])
    plain = counts.share[(counts.open >= _FEW) & (counts.share > _PLAIN)]
    if not plain.size:
        return Sight(counts, along, astride, 1.0, 0.0, marks.noise)
    usual = float(np.median(plain))
    steady = float(np.percentile(plain, 10)) / usual
    return Sight(counts, along, astride, usual, steady, marks.noise)


def _own_odds(sight: Sight, upright: bool) -> NDArray[np.float64]:
    """Log odds that an edge is ruled, from its own pixels.

    What is not seen beside letters says less, the more of the edge is open.
    """
    odds, counts = (_ODDS_WHOLE if sight.whole else _ODDS_BROKEN), sight.counts
    lettered = counts.lettered / np.maximum(counts.lettered + counts.open, 1)
    share = counts.seen / np.maximum(counts.lettered, 1)
    if sight.whole:
        share = np.maximum(share, sight.along)
    usual, spread, most = odds.beside
    beside = np.clip((share - usual) / spread, -most, 2) * np.minimum(counts.lettered / _MANY, 2)
    none, each, against = _ASTRIDE
    astride = np.clip(none - each * sight.astride, -against, none) * np.clip((1 - share) * 10, 0, 1)
    astride *= np.minimum(counts.lettered / _MANY, 1) * np.sqrt(lettered)
    return np.asarray(
        _open_pixels(sight, odds)
        + np.where(beside < 0, beside * lettered, beside)
        + astride * (1.0 if upright else _LEVEL)
    )


def _open_pixels(sight: Sight, odds: Odds) -> NDArray[np.float64]:
    """Log odds from pixels without letters. A faint rule must still stand out of the noise."""
    counts = sight.counts
    of_usual, of_noise = odds.least
    least = np.maximum(
        of_usual * sight.usual, of_noise * sight.noise / np.sqrt(np.maximum(counts.open, 1))
    )
    clear = counts.share / least - 1
    # The longer an edge, the less likely it is that a broken rule left nothing of it to be seen.
    best, worst = _VANISHED
    growth = np.inf if sight.whole else best + (worst - best) * sight.broken
    missed = np.minimum(growth * np.sqrt(np.maximum(counts.open, 1)), odds.missed)
    each, most = odds.seen
    found = np.where(clear < 0, np.maximum(clear, -1) * missed, np.minimum(clear * each, most))
    return np.asarray(found * np.minimum(counts.open / _FEW, 1), np.float64)


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
