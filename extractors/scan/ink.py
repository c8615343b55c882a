"""Where there is ink, and what shape it has: lines of text, dashes, nothing.

All of it is decided from the image. A cell is empty because nothing is printed in it, not because
an engine read nothing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.grid import Grid
from extractors.scan.blobs import Blobs, cluster, find_blobs, letter_size, pieces
from extractors.scan.cuts import cut_joined
from extractors.scan.model import Gray
from extractors.scan.prose import runs_of_text
from extractors.scan.sheet import Sheet, lay
from tables.model import Box

EDGE = 8.0  # points: no text is printed so near to the edge of a sheet

# In font sizes.
CAPITAL = 0.72  # height of capitals and digits
MARGIN = 0.22  # paper left beside the ink of a crop
HALO = 0.06  # soft border of a letter
FOREIGN = 2.5  # taller ink that runs over several cells is no letter: stamps, signatures
PICTURE = 6.0  # taller ink outside of tables: logos, stamps; wider and taller anywhere: photos …
STROKE = (2.0, 10.0)  # ink longer than this and so much longer than wide is a line, not a letter
DASH = (0.14, 1.2)  # shortest and longest dash
DASH_THICK = 0.28
DASH_SHAPE = 1.2  # a dash is wider than high by this factor
LONE = 0.32  # ink smaller than this is dirt where nothing else is printed
RULE_PIECE = 0.2  # thickness of what may be left of a rule …
BORDER = (0.12, 0.25)  # … this near to where it ran, beside (a 1 may stand nearly there), above
TORN = 0.28  # paper between figures of neighbouring cells, the rule with it, is wider than this
STAMPED = 0.15  # square font sizes: a stamp that covers more of a cell may hide something
SPOT = 0.012  # square font sizes: a full stop, or what coarse scanning left of a dash
SPECK = 0.006  # square font sizes: less ink than this is dirt
# Shares.
SPOT_IS_DASH = 0.4
SOLID = 0.18  # … if so much of their box is ink: less is a frame, or the ring of a stamp
PAD = 0.10  # of a line's height: paper above and below it in its crop
FAINT = 0.55  # of the page's darkness: crops are not stretched beyond this
STAMP = 0.7  # of the page's darkness: foreign ink is paler
CUT = 0.12  # of a letter's height: less of it beyond the cell's border does not matter


@dataclass(frozen=True, slots=True)
class InkLine:
    """A run of ink on one line of one cell.

    Attributes:
        box: tight, in points.
        crop: the line alone on white paper, free of rules; grey levels stretched to 0–255.
        size: letter height as a font size, in points.
        table, cell: grid and region index, -1 outside of all.
        clear: 0–1, how sure its shape makes what ``kind`` says.
        harmed: foreign ink runs through it, or it is cut by or runs over the cell's border.
    """

    box: Box
    crop: Gray
    size: float
    table: int = -1
    cell: int = -1
    kind: Literal["ink", "dash"] = "ink"
    clear: float = 1.0
    harmed: bool = False


def find_ink(image: Gray, dpi: float, grids: list[Grid]) -> list[InkLine]:
    """Every line of ink of a straightened page, cell by cell, then outside of the tables.

    Args:
        image: dark on light, even light.
        grids: in points of ``image``; text over their rules is freed of them.
    """
    sheet = lay(image, dpi, grids)
    blobs = find_blobs(sheet.mask)
    em = letter_size(blobs, 2.5 * sheet.scale, 30 * sheet.scale) / CAPITAL
    if cut_joined(sheet, blobs, grids, em):
        blobs = find_blobs(sheet.mask)
    page = _Page(sheet, blobs, grids, em)
    places = page.places()
    if page.foreign.any():
        # Stamps are paler than print: what is as dark as print stands under or over them.
        over = np.concatenate(([False], page.foreign))[blobs.labels]
        sheet.mask[over & (sheet.soft < STAMP * sheet.span)] = 0
        page = _Page(sheet, find_blobs(sheet.mask), grids, em, stamp=over, pictures=page.pictures)
        places = page.places()
    found = []
    for place in sorted({*places, *page.stamped}, key=lambda p: (p[0] < 0, p)):
        lines = page.lines(place, np.asarray(places[place], int)) if place in places else []
        if not lines and place in page.stamped:
            lines = [page.under_stamp(place)]
        found += lines
    return page.mark_torn(found)


Place = tuple[int, int, int]  # grid, region, run outside of tables


class _Page:
    """The blobs of one page on their way to lines; ``em`` is the usual font size in pixels."""

    def __init__(
        self,
        sheet: Sheet,
        blobs: Blobs,
        grids: list[Grid],
        em: float,
        *,
        stamp: NDArray[np.bool_] | None = None,
        pictures: Sequence[list[int]] = (),
    ) -> None:
        self.sheet, self.blobs, self.grids, self.em = sheet, blobs, grids, em
        self.pictures = [*pictures, *self._pictures()]
        self.stamp = np.zeros_like(sheet.mask, bool) if stamp is None else stamp
        self.edges = [
            (
                [x * sheet.scale for x in grid.xs],
                [y * sheet.scale for y in grid.ys],
            )
            for grid in grids
        ]
        self.foreign = np.zeros(len(blobs), bool)
        self.stamped = set(self._stamped()) if self.stamp.any() else set()

    def _stamped(self) -> Iterator[Place]:
        """Cells with some of a stamp in them."""
        for g, grid in enumerate(self.grids):
            for r in range(len(grid.regions)):
                x0, y0, x1, y1 = self._inside(g, r)
                if self.stamp[y0:y1, x0:x1].sum() > STAMPED * self.em**2:
                    yield g, r, 0

    def _inside(self, g: int, r: int) -> tuple[int, int, int, int]:
        """A region's box in pixels."""
        (xs, ys), region = self.edges[g], self.grids[g].regions[r]
        return int(xs[region.c0]), int(ys[region.r0]), int(xs[region.c1]), int(ys[region.r1])

    def places(self) -> dict[Place, list[int]]:
        """Which blobs stand where; foreign ones stand nowhere."""
        blobs = self.blobs
        found: dict[Place, list[int]] = defaultdict(list)
        outside = []
        self.foreign = self._in_pictures()
        for i in np.flatnonzero(~self.foreign).tolist():
            x0, y0, x1, y1 = blobs.boxes[i].tolist()
            tall = y1 - y0 > FOREIGN * self.em
            home = self._home((x0 + x1) / 2, (y0 + y1) / 2)
            if tall and self._crosses(x0, y0, x1, y1):
                self.foreign[i] = True
            elif home is not None:
                found[(*home, 0)].append(i)
            elif y1 - y0 > PICTURE * self.em:
                self.foreign[i] = True
            elif not self._marginal(x0, y0, x1, y1):
                outside.append(i)
        for run, members in enumerate(self._runs(outside)):
            found[(-1, -1, run)] = members
        return found

    def _pictures(self) -> list[list[int]]:
        """Boxes of photos and logos: large and solid ink."""
        boxes, heights = self.blobs.boxes, self.blobs.heights
        widths = boxes[:, 2] - boxes[:, 0]
        large = np.minimum(widths, heights) > PICTURE * self.em
        solid = self.blobs.area > SOLID * widths * heights
        found: list[list[int]] = boxes[large & solid].tolist()
        return found

    def _in_pictures(self) -> NDArray[np.bool_]:
        """Which blobs are part of a picture."""
        boxes = self.blobs.boxes
        x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
        inside = np.zeros(len(self.blobs), bool)
        for x0, y0, x1, y1 in self.pictures:
            inside |= (x0 <= x) & (x < x1) & (y0 <= y) & (y < y1)
        return inside

    def _marginal(self, x0: float, y0: float, x1: float, y1: float) -> bool:
        """Ink outside of tables that is no text: a line, or what the scanner saw of the edge."""
        height, width = self.sheet.mask.shape
        edge = EDGE * self.sheet.scale
        short, long = sorted((x1 - x0, y1 - y0))
        return (
            (long > STROKE[0] * self.em and long > STROKE[1] * short)
            or x1 < edge or x0 > width - edge or y1 < edge or y0 > height - edge
        )  # fmt: skip

    def _home(self, x: float, y: float) -> tuple[int, int] | None:
        for g, (xs, ys) in enumerate(self.edges):
            if xs[0] <= x < xs[-1] and ys[0] <= y < ys[-1]:
                row, column = bisect_right(ys, y) - 1, bisect_right(xs, x) - 1
                return g, self.grids[g].owner[row][column]
        return None

    def _crosses(self, x0: float, y0: float, x1: float, y1: float) -> bool:
        """Does this box reach into more than one cell?"""
        slack = CUT * self.em
        corners = [
            self._home(x, y) for x in (x0 + slack, x1 - slack) for y in (y0 + slack, y1 - slack)
        ]
        return len(set(corners)) > 1

    def _runs(self, members: list[int]) -> list[list[int]]:
        """Blobs outside of tables by lines of running text, top to bottom."""
        found = runs_of_text(self.blobs, np.asarray(members, int), self.em, self.sheet.mask.shape)
        return sorted(found, key=lambda run: float(self.blobs.boxes[run, 1].min()))

    def lines(self, place: Place, members: NDArray[np.int64]) -> list[InkLine]:
        """Lines and dashes one cell's (or run's) blobs make, in reading order."""
        solid = members[self.blobs.area[members] >= SPECK * self.em**2]
        lines = cluster(self.blobs, solid, self.em) if solid.size else []
        found = []
        for line in lines:
            band = self.blobs.union(line)
            for piece in pieces(self.blobs, line, max(self.em, (band[3] - band[1]))):
                ink = self._line(place, piece, band, len(lines) == 1 and piece.size == line.size)
                if ink is not None:
                    found.append(ink)
        return found

    def _line(
        self, place: Place, piece: NDArray[np.int64], band: tuple[int, int, int, int], alone: bool
    ) -> InkLine | None:
        x0, y0, x1, y1 = self.blobs.union(piece)
        scale = self.sheet.scale
        box = Box(x0 / scale, y0 / scale, x1 / scale, y1 / scale)
        if piece.size <= 2 and self._hugs_border(place, (x0, y0, x1, y1)):
            return None
        dash = self._dash(piece) if alone else None
        if dash is not None:
            # A stamp may have taken figures with it and left a speck.
            stamped = place in self.stamped
            crop = self._crop(piece, band)
            return InkLine(box, crop, self.em / scale, *place[:2], "dash", dash, stamped)
        if alone and max(x1 - x0, y1 - y0) < LONE * self.em:
            return None
        size = float(np.percentile(self.blobs.heights[piece], 92)) / CAPITAL
        harmed = self._harmed(place, piece, (x0, band[1], x1, band[3]))
        return InkLine(box, self._crop(piece, band), size / scale, *place[:2], "ink", 1.0, harmed)

    def _hugs_border(self, place: Place, box: tuple[int, int, int, int]) -> bool:
        """A thin stroke along a border with nothing beside it: a piece of a broken rule."""
        if place[0] < 0:
            return False
        x0, y0, x1, y1 = box
        left, top, right, bottom = self._inside(place[0], place[1])
        thin = RULE_PIECE * self.em
        middle = ((x0 + x1) / 2, (y0 + y1) / 2)
        beside = min(abs(middle[0] - left), abs(middle[0] - right)) / self.em
        above = min(abs(middle[1] - top), abs(middle[1] - bottom)) / self.em
        lying = y1 - y0 <= thin and above < BORDER[1]
        standing = x1 - x0 <= thin and beside < BORDER[0]
        return lying or standing

    def _dash(self, piece: NDArray[np.int64]) -> float | None:
        """How clearly these blobs are one short flat stroke, ``None`` if they are not."""
        if piece.size != 1:
            return None
        x0, y0, x1, y1 = self.blobs.boxes[piece[0]].tolist()
        width, height = x1 - x0, y1 - y0
        if (
            max(width, height) < LONE * self.em
            and width * height >= SPOT * self.em**2
            and self._dark(piece[0]) > 0.8
        ):
            shape = width / height
            return min(1.0, shape / 1.6) if shape >= DASH_SHAPE else SPOT_IS_DASH
        if not DASH[0] * self.em <= width <= DASH[1] * self.em:
            return None
        if height > max(2, DASH_THICK * self.em) or width < DASH_SHAPE * height:
            return None
        clear = min(1.0, self._dark(piece[0]) / 0.8) * min(1.0, width / height / 1.6)
        return clear if clear > 0.6 else None

    def _dark(self, blob: int) -> float:
        """Darkest spot of a blob as a share of the page's darkness."""
        x0, y0, x1, y1 = self.blobs.boxes[blob].tolist()
        return float(self.sheet.soft[y0:y1, x0:x1].max() / self.sheet.span)

    def _harmed(
        self, place: Place, piece: NDArray[np.int64], box: tuple[int, int, int, int]
    ) -> bool:
        if place in self.stamped:
            return True
        if place[0] < 0:
            x0, y0, x1, y1 = box
            return bool(self.stamp[y0:y1, x0:x1].any())
        left, top, right, bottom = self._inside(place[0], place[1])
        x0, y0, x1, y1 = self.blobs.union(piece)
        slack = CUT * self.em
        return x0 < left - slack or x1 > right + slack or y0 < top - slack or y1 > bottom + slack

    def under_stamp(self, place: Place) -> InkLine:
        """A cell of which nothing but a stamp is to be seen: what is printed there is not known."""
        x0, y0, x1, y1 = self._inside(place[0], place[1])
        scale = self.sheet.scale
        crop = np.asarray(255 - self.sheet.contrast[y0:y1, x0:x1], np.uint8)
        box = Box(x0 / scale, y0 / scale, x1 / scale, y1 / scale)
        return InkLine(box, crop, self.em / scale, *place[:2], harmed=True)

    def mark_torn(self, lines: list[InkLine]) -> list[InkLine]:
        """Mark neighbours whose ink nearly meets across a border: one figure printed over it?"""
        ends: dict[tuple[int, float], list[int]] = defaultdict(list)
        for i, line in enumerate(lines):
            if line.table >= 0:
                region = self.grids[line.table].regions[line.cell]
                ends[line.table, region.c1].append(i)
        torn: set[int] = set()
        gap = TORN * self.em / self.sheet.scale
        for i, line in enumerate(lines):
            if line.table < 0:
                continue
            region = self.grids[line.table].regions[line.cell]
            for j in ends[line.table, region.c0]:
                other = lines[j]
                level = min(line.box.y1, other.box.y1) - max(line.box.y0, other.box.y0)
                near = line.box.x0 - other.box.x1 < gap
                if near and level > 0.5 * min(line.box.height, other.box.height):
                    torn |= {i, j}
        return [replace(line, harmed=True) if i in torn else line for i, line in enumerate(lines)]

    def _crop(self, piece: NDArray[np.int64], band: tuple[int, int, int, int]) -> Gray:
        """The piece alone, with paper around, as high as its line."""
        x0, _, x1, _ = self.blobs.union(piece)
        y0, y1 = band[1], band[3]
        short = CAPITAL * self.em - (y1 - y0)
        if short > 0:
            y0, y1 = y0 - int(short / 2), y1 + int(short / 2)
        up = max(1, round(PAD * (y1 - y0)))
        side = max(2, round(MARGIN * self.em))
        window = (x0 - side, y0 - up, x1 + side, y1 + up)
        contrast = _cut(self.sheet.contrast, window).astype(np.float32)
        labels = _cut(self.blobs.labels, window)
        halo = 2 * max(1, round(HALO * self.em)) + 1
        own = np.isin(labels, piece + 1)
        other = ((labels > 0) & ~own).astype(np.uint8)
        contrast[(cv2.dilate(other, np.ones((halo, halo), np.uint8)) > 0) & ~own] = 0
        stamp = _cut(self.stamp, window)
        if stamp.any():
            pale = min(STAMP * self.sheet.span, float(np.median(contrast[stamp])))
            contrast = np.maximum(contrast - pale, 0)
        span = max(float(np.percentile(contrast, 99.5)), FAINT * self.sheet.span, 1.0)
        return np.asarray(255 - np.clip(contrast * (255 / span), 0, 255), np.uint8)


def _cut(array: NDArray[Any], window: tuple[int, int, int, int]) -> NDArray[Any]:
    """``array`` inside ``window``; what lies beyond its border is 0."""
    x0, y0, x1, y1 = window
    height, width = array.shape
    inner = array[max(0, y0) : min(height, y1), max(0, x0) : min(width, x1)]
    above, left = max(0, -y0), max(0, -x0)
    below, right = max(0, y1 - height), max(0, x1 - width)
    return np.pad(inner, ((above, below), (left, right)))
