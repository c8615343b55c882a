"""A table as boxes on pages: column sides, header cells, row heights, page ends."""

from __future__ import annotations

from dataclasses import dataclass, field

from reportlab.pdfbase.pdfmetrics import stringWidth

PAD = 2.0
LEAD = 1.18


@dataclass
class Box:
    """A printed cell: sides, its lines of text, and how they stand in it."""

    x0: float
    y0: float
    x1: float
    y1: float
    lines: list[str] = field(default_factory=list)
    align: str = "left"
    valign: str = "top"
    bold: bool = False
    fill: bool = False
    clip: bool = False
    column: int = 0
    top: bool = True  # a rule above
    bottom: bool = True
    size: float = 0.0  # of its text; 0: the table's


def wrap(text: str, width: float, font: str, size: float) -> list[str]:
    """Lines no wider than ``width``; a word too long for a line is broken where it is full."""
    lines: list[str] = []
    line = ""
    for whole in text.split():
        word = whole
        trial = f"{line} {word}" if line else word
        if stringWidth(trial, font, size) <= width:
            line = trial
            continue
        if line:
            lines.append(line)
        while stringWidth(word, font, size) > width and len(word) > 1:
            n = len(word)
            while n > 1 and stringWidth(word[:n], font, size) > width:
                n -= 1
            lines.append(word[:n])
            word = word[n:]
        line = word
    if line:
        lines.append(line)
    return lines


def sides(weights: list[float], left: float, right: float) -> list[float]:
    """Column edges."""
    total, xs = sum(weights), [left]
    for weight in weights:
        xs.append(xs[-1] + weight * (right - left) / total)
    return xs


def header_cells(paths: list[tuple[str, ...]]) -> tuple[list[tuple[int, int, int, int, str]], int]:
    """(row0, row1, column0, column1, text) of a merged header, and its depth.

    Equal texts side by side under the same parents are one cell. A group of less than full depth
    has a high top cell; a leaf of less than its group's depth reaches down.
    """
    depth = max(map(len, paths))
    deepest: dict[str, int] = {}
    for path in paths:
        deepest[path[0]] = max(deepest.get(path[0], 1), len(path))
    found = []
    for level in range(depth):
        c = 0
        while c < len(paths):
            path, d = paths[c], c + 1
            if level >= len(path):
                c += 1
                continue
            leaf = level == len(path) - 1
            while not leaf and d < len(paths) and len(paths[d]) > level + 1:
                if paths[d][: level + 1] != path[: level + 1]:
                    break
                d += 1
            drop = depth - deepest[path[0]]
            top = level + drop if level else 0
            found.append((top, depth if leaf else level + drop + 1, c, d, path[level]))
            c = d
    return found, depth
