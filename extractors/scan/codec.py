"""A read page as bytes and back: what the cache keeps, and what page processes hand over.

Compressed JSON and not pickle: a cache may lie where others can write. Floats survive exactly, so
a page from the cache is the same as one just read.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import asdict
from typing import Any

from extractors.grid import Grid, Region
from extractors.scan.model import LineReading, PageMap, ScannedPage
from tables.model import Box


def encode(page: ScannedPage) -> bytes:
    """The page as compressed JSON.

    Raises:
        ValueError: a number in it is not finite.
    """
    text = json.dumps(asdict(page), ensure_ascii=False, allow_nan=False, default=_plain)
    return zlib.compress(text.encode("utf-8", "surrogatepass"))


def _plain(value: Any) -> Any:
    """A NumPy scalar as Python's own."""
    try:
        return value.item()
    except AttributeError:
        raise TypeError(f"{type(value).__name__} in a read page") from None


def decode(data: bytes) -> ScannedPage:
    """What `encode` was given.

    Raises:
        ValueError: these are not the bytes of a page.
    """
    try:
        raw = json.loads(zlib.decompress(data).decode("utf-8", "surrogatepass"))
        return ScannedPage(
            number=raw["number"],
            sha256=raw["sha256"],
            map=_map(**raw["map"]),
            grids=[_grid(**grid) for grid in raw["grids"]],
            lines=[_line(**line) for line in raw["lines"]],
            notes=tuple(raw["notes"]),
        )
    except (zlib.error, KeyError, TypeError, RecursionError) as error:
        raise ValueError(f"not a page: {error!r}") from error


def _map(turn: int, width: float, height: float, **lists: Any) -> PageMap:
    return PageMap(turn, width, height, **{name: tuple(values) for name, values in lists.items()})


def _grid(regions: list[dict[str, int]], **raw: Any) -> Grid:
    return Grid(regions=[Region(**region) for region in regions], **raw)


def _line(box: list[float], others: list[str], **raw: Any) -> LineReading:
    return LineReading(box=Box(*box), others=tuple(others), **raw)
