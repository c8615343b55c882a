"""Connected pieces of ink, and how they make up lines."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.scan.model import Gray

Indices = NDArray[np.int64]

DARK = 128  # grey level of ink in a crop

# In font sizes.
LETTER = (0.32, 1.5)  # height of what can be a letter by itself
ONE_LINE = 0.5  # letters whose middles are no further apart stand on one line
BESIDE = 0.45  # dots and commas are this near to a letter …
ABOVE = 0.25  # … and dots of letters this far above it
MARK = 0.014  # square font sizes: a dot, a dash
STROKE = 0.2  # width of a minus
PITCH = 1.15  # usual distance of lines
BAR = (0.35, 0.85)  # an upright stroke: width by height at most, share of its box that is ink
GAP = 1.0  # paper this wide parts a line into pieces, as it does on exported pages


@dataclass(frozen=True, slots=True)
class Blobs:
    """Pieces of ink that hang together.

    Attributes:
        labels: for each pixel its blob's index + 1, 0 on paper.
        boxes: left, top, right, bottom in pixels, ends exclusive; one row a blob.
        area: pixels of each.
    """

    labels: NDArray[np.int32]
    boxes: NDArray[np.int64]
    area: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.area)

    @property
    def heights(self) -> NDArray[np.int64]:
        return np.asarray(self.boxes[:, 3] - self.boxes[:, 1])

    def union(self, members: Indices) -> tuple[int, int, int, int]:
        boxes = self.boxes[members]
        x0, y0 = boxes[:, :2].min(axis=0).tolist()
        x1, y1 = boxes[:, 2:].max(axis=0).tolist()
        return x0, y0, x1, y1


def find_blobs(mask: NDArray[np.uint8]) -> Blobs:
    """The blobs of a mask (1 is ink)."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    stats = stats[1:].astype(np.int64)
    boxes = np.stack(
        (stats[:, 0], stats[:, 1], stats[:, 0] + stats[:, 2], stats[:, 1] + stats[:, 3]), axis=1
    )
    area = np.asarray(stats[:, cv2.CC_STAT_AREA], np.int64)
    return Blobs(np.asarray(labels, np.int32), boxes, area)


def letter_size(blobs: Blobs, smallest: float, largest: float) -> float:
    """Height of the page's digits and capitals in pixels; limits are what a letter may measure."""
    heights = blobs.heights
    letters = heights[(heights >= smallest) & (heights <= largest)]
    if not letters.size:
        return (smallest + largest) / 4
    return float(np.percentile(letters, 65))


def cluster(blobs: Blobs, members: Indices, em: float) -> list[Indices]:
    """Lines of text, top to bottom, each with its blobs from left to right.

    Letters make the lines; what hangs together over several lines joins the nearest, and so do
    dots, commas and strokes if they stand beside a letter: others are dirt and left out. Without
    any letter everything that is more than a dot is one line.
    """
    heights = blobs.heights[members]
    middles = (blobs.boxes[members, 1] + blobs.boxes[members, 3]) / 2
    em = _local_size(heights, em)
    letters = (heights >= LETTER[0] * em) & (heights <= LETTER[1] * em)
    spots = middles[letters].tolist()
    for i in np.flatnonzero(heights > LETTER[1] * em):
        spots += _slices(blobs.boxes[members[i]], em)
    if not spots:
        marks = members[blobs.area[members] >= MARK * em**2]
        return [_left_to_right(blobs, marks)] if marks.size else []
    bands = line_middles(sorted(spots), em)
    lines: list[list[int]] = [[] for _ in bands]
    large = members[heights >= LETTER[0] * em]
    for i, middle in zip(members.tolist(), middles.tolist(), strict=True):
        nearest = min(range(len(bands)), key=lambda b: abs(bands[b] - middle))
        if blobs.boxes[i, 3] - blobs.boxes[i, 1] >= LETTER[0] * em or _beside(blobs, i, large, em):
            lines[nearest].append(i)
    return [_left_to_right(blobs, np.asarray(line)) for line in lines if line]


def _beside(blobs: Blobs, small: int, letters: Indices, em: float) -> bool:
    """Does something small stand where a mark of one of these letters' words would?"""
    box, boxes = blobs.boxes[small], blobs.boxes[letters]
    reach = BESIDE * em
    if box[2] - box[0] > STROKE * em:
        reach = GAP * em  # a minus or a bullet stands further away
    return bool(
        (
            (boxes[:, 0] < box[2] + reach)
            & (boxes[:, 2] > box[0] - reach)
            & (boxes[:, 1] < box[3] + ABOVE * em)
            & (boxes[:, 3] > box[1] - ABOVE * em)
        ).any()
    )


def _local_size(heights: NDArray[np.int64], em: float) -> float:
    """Font size of these letters where it differs from the page's."""
    tall = heights[(heights >= LETTER[0] * em) & (heights <= 4 * em)]
    if not tall.size:
        return em
    own = float(np.percentile(tall, 60)) / 0.66  # between small letters and capitals
    return own if own > 1.3 * em or own < 0.7 * em else em


def _slices(box: NDArray[np.int64], em: float) -> list[float]:
    """Middles of the lines that something this tall runs over."""
    top, bottom = int(box[1]), int(box[3])
    count = max(1, round((bottom - top) / (PITCH * em)))
    step = (bottom - top) / count
    return [top + step * (i + 0.5) for i in range(count)]


def line_middles(spots: list[float], em: float) -> list[float]:
    """Middles of lines, from the sorted middles of letters."""
    groups = [[spots[0]]]
    for spot in spots[1:]:
        if spot - float(np.median(groups[-1])) <= ONE_LINE * em:
            groups[-1].append(spot)
        else:
            groups.append([spot])
    return [float(np.median(group)) for group in groups]


def _left_to_right(blobs: Blobs, members: Indices) -> Indices:
    return np.asarray(members[np.argsort(blobs.boxes[members, 0], kind="stable")])


def pieces(blobs: Blobs, line: Indices, em: float) -> list[Indices]:
    """A line's blobs, parted where the paper between them is wide."""
    found, start = [], 0
    reach = int(blobs.boxes[line[0], 2])
    for k in range(1, len(line)):
        if blobs.boxes[line[k], 0] - reach > GAP * em:
            found.append(line[start:k])
            start = k
        reach = max(reach, int(blobs.boxes[line[k], 2]))
    return [*found, line[start:]]


def upright_strokes(crop: Gray) -> int:
    """How many strokes a crop of one line shows if it shows nothing else, as in III; 0 if it does.

    Engines made for words are at a loss with these.
    """
    blobs = find_blobs((crop < DARK).astype(np.uint8))
    tall = blobs.heights > 0.5 * crop.shape[0]
    boxes, heights = blobs.boxes[tall], blobs.heights[tall]
    if not heights.size or blobs.area[~tall].sum() > BAR[0] * blobs.area[tall].mean():
        return 0
    widths = boxes[:, 2] - boxes[:, 0]
    alike = heights.max() - heights.min() <= 0.15 * heights.max()
    solid = (blobs.area[tall] > BAR[1] * widths * heights).all()
    narrow = (widths < BAR[0] * heights).all()
    return len(heights) if alike and solid and narrow else 0
