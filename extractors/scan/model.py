"""What passes between the steps that read a scanned page.

Coordinates are points (1/72 inch) on the straightened, upright page image, origin top left, unless
said otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from extractors.grid import Grid
from tables.model import Box

Gray = NDArray[np.uint8]
Alternatives = tuple[tuple[tuple[str, float], ...], ...]


class Reading(NamedTuple):
    """What one engine makes of one line.

    Attributes:
        confidence: 0–1, of the least certain character.
        alternatives: for each character the likely ones with their probability, best first;
            empty where the engine does not tell.
    """

    text: str
    confidence: float
    alternatives: Alternatives = ()


@dataclass(frozen=True, slots=True)
class LineReading:
    """One line of ink, read by both engines.

    Attributes:
        table: index of the grid it stands in, -1 outside of all.
        cell: index of the region in that grid, -1 outside.
        kind: a dash is told by its shape, not read.
        text: the first engine's reading; ``UNREADABLE`` where neither engine sees a character.
        confidence: 0–1, how sure the readings together make it.
        second: the second engine's text where it differs, ``""`` where it saw nothing,
            ``None`` where it agrees.
        others: further readings an engine itself gave or weighed, best first.
        size: letter height as a font size, in points.
    """

    box: Box
    text: str
    confidence: float
    size: float
    table: int = -1
    cell: int = -1
    kind: Literal["ink", "dash"] = "ink"
    second: str | None = None
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PageMap:
    """From the straightened, upright image back to the page as displayed.

    Attributes:
        turn: clockwise quarter turn (0, 90, 180, 270) that makes the displayed page upright.
        width, height: of the upright page, in points.
        matrix: 2×3, upright straightened points to upright points before straightening.
        shift_y: at equal steps over the width, how far down straightening found the paper waved
            (points, added to y before ``matrix``); empty where it was flat.
        shift_x: the same over the height, sideways.
    """

    turn: int
    width: float
    height: float
    matrix: tuple[float, float, float, float, float, float] = (1, 0, 0, 0, 1, 0)
    shift_y: tuple[float, ...] = ()
    shift_x: tuple[float, ...] = ()


@dataclass(slots=True)
class ScannedPage:
    """One scanned page, read.

    Attributes:
        sha256: of the page's image, which the reading depends on alone.
        notes: what a reader of the result should know, one sentence each.
    """

    number: int
    sha256: str
    map: PageMap
    grids: list[Grid] = field(default_factory=list)
    lines: list[LineReading] = field(default_factory=list)
    notes: tuple[str, ...] = ()
