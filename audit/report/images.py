"""Pictures of a document's pages that together stay below a size."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from audit.pages import Drawn, Picture, View, draw
from tables.errors import DocumentError

#: Bytes of all pictures; base64 makes a third more of them and the report stays below 15 MB.
BUDGET = 9_000_000
_SHARP, _PLAIN = 150.0, 100.0  # dots per inch of pages with cells, and of the others
_COARSEST = 50.0  # of pages with cells; below it nothing can be read
_TRIES = 3
_QUALITY = 50


@dataclass(slots=True)
class Images:
    """Pictures by page; ``failed`` says why there is none, ``left_out`` lists those for size."""

    pictures: dict[int, Picture] = field(default_factory=dict)
    failed: dict[int, str] = field(default_factory=dict)
    left_out: list[int] = field(default_factory=list)


def images(pdf: Path, pages: Iterable[int], wanted: set[int], budget: int = BUDGET) -> Images:
    """Draw pages, coarser where that is needed to stay below the budget.

    Args:
        pages: all of them, counted from 1.
        wanted: those with cells: drawn finer, and kept where not all can be.
        budget: bytes of all pictures.

    Raises:
        DocumentError: the PDF cannot be opened.
    """
    listed, scale = list(pages), 1.0
    for _ in range(_TRIES):
        drawn = _draw(pdf, listed, wanted, scale)
        size = sum(picture.path.stat().st_size for picture in drawn.pictures.values())
        if size <= budget or _SHARP * scale <= _COARSEST:
            break
        # Bytes grow a little slower than dots per inch: aim somewhat lower than that.
        scale = max(scale * 0.9 * budget / size, _COARSEST / _SHARP)
    return _kept(drawn, wanted, budget)


def _draw(pdf: Path, pages: list[int], wanted: set[int], scale: float) -> Drawn:
    views = [
        View(
            page,
            dpi=round((_SHARP if page in wanted else _PLAIN) * scale),
            form="webp",
            quality=_QUALITY,
        )
        for page in pages
    ]
    return draw(pdf, views)


def _kept(drawn: Drawn, wanted: set[int], budget: int) -> Images:
    """As many pictures as the budget allows, pages with cells first."""
    made = Images(failed={view.page: _reason(why) for view, why in drawn.failed.items()})
    left = budget
    for view in sorted(drawn.pictures, key=lambda view: (view.page not in wanted, view.page)):
        picture = drawn.pictures[view]
        size = picture.path.stat().st_size
        if size <= left:
            made.pictures[view.page] = picture
            left -= size
        else:
            made.left_out.append(view.page)
    made.pictures = dict(sorted(made.pictures.items()))
    made.left_out.sort()
    return made


def _reason(error: DocumentError) -> str:
    return error.message
