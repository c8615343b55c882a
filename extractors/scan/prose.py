"""Running text: which pieces of ink outside of tables stand on one line."""

from __future__ import annotations

from collections import defaultdict

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.scan.blobs import LETTER, Blobs, Indices

# In font sizes.
REACH = 0.7  # letters this far to both sides of a letter stand on its line
LARGEST = 2.0  # a larger letter reaches no further than one of this size
MARK_BESIDE = 0.6  # a mark stands this near to letters of its line …
MARK_ABOVE = 0.35  # … and this far above or below them
LEADER = 0.22  # dots that reach each other with this …
DOTS = 4  # … so many in a row, lead to a page number and are no text


def runs_of_text(
    blobs: Blobs, members: Indices, em: float, shape: tuple[int, ...]
) -> list[list[int]]:
    """Blobs of each line of text; a wide gap, as between columns of text, parts a line.

    Letters make the lines, marks join the line they stand at. Marks by themselves are no text.

    Args:
        members: of ``blobs``, those to sort.
        em: usual font size in pixels.
        shape: of the page in pixels.
    """
    heights = blobs.heights[members]
    letters, marks = members[heights >= LETTER[0] * em], members[heights < LETTER[0] * em]
    large = np.minimum(1.4 * blobs.heights[letters], LARGEST * em)
    runs = _chains(blobs, letters, REACH * np.maximum(em, large), em, shape)
    if runs and marks.size:
        dotted = _chains(blobs, marks, np.full(len(marks), LEADER * em), em, shape)
        single = [i for chain in dotted if len(chain) < DOTS for i in chain]
        _add_marks(blobs, runs, single, em)
    return runs


def _chains(
    blobs: Blobs, members: Indices, reach: NDArray[np.float64], em: float, shape: tuple[int, ...]
) -> list[list[int]]:
    """Blobs that meet when each is drawn out sideways by its reach, at half its height."""
    step = max(1, int(em / 6))
    canvas = np.zeros((shape[0] // step + 2, shape[1] // step + 2), np.uint8)
    cores = {}
    for i, far in zip(members.tolist(), reach.tolist(), strict=True):
        x0, y0, x1, y1 = blobs.boxes[i].tolist()
        top, bottom = (int((y0 * w + y1 * (1 - w)) / step) for w in (0.75, 0.25))
        left, right = int(max(0, x0 - far) / step), int((x1 + far) / step)
        canvas[top : bottom + 1, left : right + 1] = 1
        cores[i] = ((top + bottom) // 2, int((x0 + x1) / 2 / step))
    _, labels = cv2.connectedComponents(canvas)
    chains: dict[int, list[int]] = defaultdict(list)
    for i, (y, x) in cores.items():
        chains[int(labels[y, x])].append(i)
    return list(chains.values())


def _add_marks(blobs: Blobs, runs: list[list[int]], marks: list[int], em: float) -> None:
    """Dots, commas, dashes to the letters they stand nearest to."""
    owner = np.concatenate([np.full(len(run), k) for k, run in enumerate(runs)])
    boxes = blobs.boxes[np.concatenate([np.asarray(run) for run in runs])].astype(float)
    for i in marks:
        x0, y0, x1, y1 = blobs.boxes[i].tolist()
        aside = np.maximum(np.maximum(boxes[:, 0] - x1, x0 - boxes[:, 2]), 0)
        above = np.maximum(np.maximum(boxes[:, 1] - y1, y0 - boxes[:, 3]), 0)
        near = (aside <= MARK_BESIDE * em) & (above <= MARK_ABOVE * em)
        if near.any():
            # A dot belongs under its own letter rather than beside those of the next line.
            distance = np.where(near, aside + 2 * above, np.inf)
            runs[int(owner[int(distance.argmin())])].append(i)
