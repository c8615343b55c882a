"""Characters to text fragments and blocks, in content order.

A *fragment* is a run of characters on one baseline within one column. A *block* is what the
content stream writes in one go: fragments of one marked-content id or lines following each other
in one column. Content order is what keeps clipped and overlapping cell texts apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from tables.model import Box

SPACE = 0.18  # gap, in font sizes, that is a missing space
TOUCH = 0.12  # gap, in font sizes, of characters that touch
BREAK = 1.0  # gap, in font sizes, that ends a fragment
BASELINE = 0.35  # vertical shift, in font sizes, that ends a fragment
LEADING = 2.0  # line distance, in font sizes, that ends a block


@dataclass(slots=True)
class Fragment:
    """Characters standing together. ``order`` is their place in the content stream.

    On scanned pages ``second``, ``others`` and ``confidence`` are as in :class:`tables.model.Cell`.
    """

    text: str
    box: Box
    size: float
    order: int
    mcid: int | None = None
    bold: bool = False
    spaced: bool = False  # a blank follows in the content: the line was broken between words
    mid_word: bool = False  # … and here it was broken inside a word
    block: int = -1
    reader: str = "pdfplumber"
    second: str | None = None
    others: tuple[str, ...] = ()
    confidence: float = 1.0

    @property
    def middle(self) -> float:
        return (self.box.y0 + self.box.y1) / 2

    @property
    def centre(self) -> float:
        return (self.box.x0 + self.box.x1) / 2


@dataclass(slots=True)
class _Run:
    chars: list[dict[str, Any]] = field(default_factory=list)


def fragments(
    chars: Iterable[dict[str, Any]], vertical: list[tuple[float, float, float]]
) -> list[Fragment]:
    """Fragments of a page in content order, blank ones left out.

    Args:
        chars: pdfplumber characters in content order.
        vertical: vertical rules as (x, top, bottom); a rule standing in a gap ends a fragment.
    """
    runs: list[_Run] = []
    seen: set[tuple[str, int, int]] = set()
    cuts = sorted(vertical)
    for char in chars:
        if not char["text"].strip() and (not runs or not runs[-1].chars):
            continue
        if char["text"].strip():
            # The same glyph printed twice in one place is a fake bold.
            spot = (char["text"], round(char["x0"] * 2), round(char["top"] * 2))
            if spot in seen:
                continue
            seen.add(spot)
        if not runs or not _continues(runs[-1].chars[-1], char, cuts):
            if not char["text"].strip():
                continue
            runs.append(_Run())
        runs[-1].chars.append(char)
    found = [_fragment(run.chars, order) for order, run in enumerate(runs)]
    return [f for f in found if f.text]


def _continues(
    last: dict[str, Any], char: dict[str, Any], cuts: list[tuple[float, float, float]]
) -> bool:
    size = max(last["size"], char["size"], 1.0)
    gap = char["x0"] - last["x1"]
    if last["upright"] != char["upright"]:
        return False
    if not char["upright"]:
        return bool(abs(char["x0"] - last["x0"]) < size * BASELINE)
    if abs(char["bottom"] - last["bottom"]) > BASELINE * size:
        return False
    # Print drivers start a new tag inside a word: only there does a fragment go on over tags.
    tagged = last.get("mcid") != char.get("mcid")
    if tagged and not -TOUCH * size <= gap <= TOUCH * size:
        return False
    if not -0.6 * size <= gap <= BREAK * size:
        return False
    middle = (char["top"] + char["bottom"]) / 2
    a, b = last["x1"] - 0.25 * size, char["x0"] + 0.25 * size
    apart = tagged or gap > SPACE * size or not last["text"].strip()
    return not (apart and any(a <= x <= b and top <= middle <= bottom for x, top, bottom in cuts))


def _fragment(chars: list[dict[str, Any]], order: int) -> Fragment:
    spaced = bool(chars) and not chars[-1]["text"].strip()
    while chars and not chars[-1]["text"].strip():
        chars = chars[:-1]
    if not chars:
        return Fragment("", Box(0, 0, 0, 0), 1.0, order)
    text, last = "", None
    for char in chars:
        if last is not None and char["upright"]:
            gap = char["x0"] - last["x1"]
            if gap > SPACE * char["size"] and not text.endswith(" ") and char["text"] != " ":
                text += " "
        text += char["text"]
        last = char
    box = Box(
        min(c["x0"] for c in chars),
        min(c["top"] for c in chars),
        max(c["x1"] for c in chars),
        max(c["bottom"] for c in chars),
    )
    fonts = Counter(str(c.get("fontname", "")) for c in chars)
    bold = "bold" in fonts.most_common(1)[0][0].lower()
    return Fragment(text.strip(), box, chars[0]["size"], order, chars[0].get("mcid"), bold, spaced)


def tags_tell_cells(items: list[Fragment]) -> bool:
    """Does marked content separate cells here? Not where one id covers much of the page."""
    ids = Counter(f.mcid for f in items)
    ids.pop(None, None)
    if not ids:
        return False
    return ids.most_common(1)[0][1] <= max(12, 0.1 * len(items)) and len(ids) >= 0.2 * len(items)


def number_blocks(items: list[Fragment], columns: list[int], tagged: bool) -> None:
    """Give every fragment its block number; ``columns`` is the grid column each one starts in.

    With trusted tags a block is a marked-content id; without, it is a run of fragments in content
    order that stay in one column and go on at most one line further down.
    """
    block, last, last_column = -1, None, -1
    ids: dict[int, int] = {}
    for item, column in zip(items, columns, strict=True):
        if tagged and item.mcid is not None:
            if item.mcid not in ids:
                block += 1
                ids[item.mcid] = block
            item.block = ids[item.mcid]
        else:
            if last is None or column != last_column or not _next_line(last, item):
                block += 1
            item.block = block
        last, last_column = item, column


def _next_line(last: Fragment, item: Fragment) -> bool:
    drop = item.box.y1 - last.box.y1
    return -0.5 * item.size <= drop <= LEADING * max(item.size, last.size)
