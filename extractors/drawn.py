"""What a page draws, from pdfplumber's layout: characters and ruling shapes, and no more.

pdfplumber's own ``page.objects`` resolves and copies every attribute of every character, which is a
good part of the time a page takes; here only what the readers look at is taken. Coordinates are
points from the top left of the page as displayed, as there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from pdfminer.layout import LTChar, LTContainer, LTCurve, LTLine, LTRect

Item = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Drawn:
    """Characters in content order; lines, rectangles and curves."""

    chars: list[Item] = field(default_factory=list)
    shapes: list[Item] = field(default_factory=list)


def drawn(page: Any) -> Drawn:
    """Everything a pdfplumber page draws."""
    found = Drawn()
    left, top = page.mediabox[:2]
    base = page.height + top
    for item in _leaves(page.layout):
        box = {
            "x0": item.x0 + left,
            "x1": item.x1 + left,
            "top": base - item.y1,
            "bottom": base - item.y0,
        }
        if isinstance(item, LTChar):
            found.chars.append({**box, **_char(item)})
        elif isinstance(item, LTCurve):
            found.shapes.append({**box, **_shape(item)})
    return found


def _leaves(container: Iterable[Any]) -> Iterator[Any]:
    for item in container:
        if isinstance(item, LTContainer):
            yield from _leaves(item)
        else:
            yield item


def _char(item: Any) -> Item:
    return {
        "text": item.get_text(),
        "size": item.size,
        "upright": item.upright,
        "matrix": item.matrix,
        "fontname": item.fontname,
        "mcid": getattr(item, "mcid", None),
    }


def _shape(item: Any) -> Item:
    kind = "line" if isinstance(item, LTLine) else "rect" if isinstance(item, LTRect) else "curve"
    return {
        "object_type": kind,
        "stroke": item.stroke,
        "non_stroking_color": item.non_stroking_color,
    }
