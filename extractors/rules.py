"""Ruling lines of a page, from whatever the producer drew them with.

Word and Excel draw rules as thin filled rectangles and shading as thick ones; LibreOffice strokes
lines; print drivers stroke rectangles. All become horizontal and vertical :class:`Segment` lists,
each rule once, pieces of one rule joined.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

# Thicknesses in points. Coloured strips up to HAIRLINE are cell borders drawn in the shading's
# colour (they still end rows); thicker coloured ones are shading, only dark ones are rules.
HAIRLINE = 1.0
THICK_RULE = 2.5
MIN_LENGTH = 3.0  # of a rule; shorter pieces are dots of a dotted one
SAME_RULE = 1.6  # two rules closer than this are one (double rules, borders of two cells)
GAP = 3.0  # pieces of one rule further apart than this stay apart


class Segment(NamedTuple):
    """A rule: its position across, and where it starts and ends along."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Rules:
    """Horizontal rules (``at`` is y) and vertical rules (``at`` is x), sorted and merged."""

    horizontal: list[Segment]
    vertical: list[Segment]


def page_rules(objects: Iterable[dict[str, Any]]) -> Rules:
    """Rules among pdfplumber's lines, rects and curves of a page."""
    horizontal: list[Segment] = []
    vertical: list[Segment] = []
    for item in objects:
        x0, x1, y0, y1 = item["x0"], item["x1"], item["top"], item["bottom"]
        width, height = x1 - x0, y1 - y0
        if _is_rule(item, min(width, height)):
            dot = max(width, height) < MIN_LENGTH
            if width >= height or (dot and width > 0.5 * height):
                horizontal.append(Segment((y0 + y1) / 2, x0, x1))
            if height > width or (dot and height > 0.5 * width):
                vertical.append(Segment((x0 + x1) / 2, y0, y1))
        elif item["object_type"] == "rect" and item.get("stroke"):
            horizontal += [Segment(y0, x0, x1), Segment(y1, x0, x1)]
            vertical += [Segment(x0, y0, y1), Segment(x1, y0, y1)]
    return Rules(_long(merge(horizontal)), _long(merge(vertical)))


def _long(segments: list[Segment]) -> list[Segment]:
    """Dots and dashes that did not join to a rule are none."""
    return [s for s in segments if s.end - s.start >= MIN_LENGTH]


def _is_rule(item: dict[str, Any], thickness: float) -> bool:
    if item["object_type"] == "line":
        return thickness <= THICK_RULE
    if thickness <= HAIRLINE:
        return True
    return thickness <= THICK_RULE and _is_dark(item.get("non_stroking_color"))


def _is_dark(color: Any) -> bool:
    """Gray and RGB near black; CMYK with much black."""
    if color is None:
        return True
    parts = color if isinstance(color, (tuple, list)) else (color,)
    numbers = [p for p in parts if isinstance(p, (int, float))]
    if len(numbers) == 4:
        return bool(numbers[3] > 0.6 or min(numbers[:3]) > 0.6)
    return bool(numbers) and max(numbers) < 0.45


def merge(segments: list[Segment]) -> list[Segment]:
    """One segment a rule: positions within SAME_RULE are one rule, its touching pieces join."""
    merged: list[Segment] = []
    for group in _by_position(segments):
        length = sum(s.end - s.start for s in group) or 1.0
        at = sum(s.at * (s.end - s.start) for s in group) / length
        start, end = None, 0.0
        for piece in sorted(group, key=lambda s: s.start):
            if start is None:
                start, end = piece.start, piece.end
            elif piece.start <= end + GAP:
                end = max(end, piece.end)
            else:
                merged.append(Segment(at, start, end))
                start, end = piece.start, piece.end
        if start is not None:
            merged.append(Segment(at, start, end))
    return sorted(merged)


def _by_position(segments: list[Segment]) -> Iterable[list[Segment]]:
    group: list[Segment] = []
    for segment in sorted(segments):
        if group and segment.at - group[0].at > SAME_RULE:
            yield group
            group = []
        group.append(segment)
    if group:
        yield group
