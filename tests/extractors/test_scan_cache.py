"""Read pages come back from disk as they were, or not at all."""

from __future__ import annotations

import ast
import os
import re
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.grid import Grid, Region
from extractors.scan import cache as module
from extractors.scan.cache import OUTSIDE, Cache, readers_version
from extractors.scan.codec import decode, encode
from extractors.scan.model import LineReading, PageMap, ScannedPage
from tables.model import Box

SHA = "ab" * 32
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
TEXTS = st.text(st.characters(), max_size=12)
LINES = st.builds(
    LineReading,
    box=st.builds(Box, NUMBERS, NUMBERS, NUMBERS, NUMBERS),
    text=TEXTS,
    confidence=NUMBERS,
    size=NUMBERS,
    table=st.integers(-1, 9),
    cell=st.integers(-1, 9),
    kind=st.sampled_from(["ink", "dash"]),
    second=st.none() | TEXTS,
    others=st.lists(TEXTS, max_size=3).map(tuple),
)


def page(lines: list[LineReading] | None = None, sha256: str = SHA, **more: object) -> ScannedPage:
    grid = Grid([0.0, 10.5, 20.1], [3.0, 9.0], [Region(0, 1, 0, 1), Region(0, 1, 1, 2)], [[0, 1]])
    where = PageMap(90, 842.0, 595.3, (1.0, 0.01, -2.0, -0.01, 1.0, 3.0), (0.0, 0.5), (0.1,))
    read = ScannedPage(3, sha256, where, [grid], lines or [], ("one note",))
    for name, value in more.items():
        setattr(read, name, value)
    return read


@given(st.lists(LINES, max_size=4))
def test_nothing_is_lost_on_the_way(lines: list[LineReading]) -> None:
    assert decode(encode(page(lines))) == page(lines)


def test_numpy_scalars_are_numbers() -> None:
    numbers = np.array([1, 2, 3, 4], np.float32)
    line = LineReading(Box(*numbers), "7", numbers[0], numbers[1], table=np.int64(2))
    (read,) = decode(encode(page([line]))).lines
    assert read == LineReading(Box(1.0, 2.0, 3.0, 4.0), "7", 1.0, 2.0, table=2)
    assert type(read.table) is int


def test_what_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        encode(page([LineReading(Box(0, 0, 1, 1), "7", float("nan"), 9.0)]))


@pytest.mark.parametrize(
    "data",
    [b"", b"PK", encode(page())[:-9], *map(zlib.compress, (b"7", b"[]", b"{}", b"\xff", b'"a"'))],
)
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError):
        decode(data)


def test_an_entry_is_found_again(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    assert cache.get(SHA) is None
    cache.put(page())
    assert Cache(tmp_path).get(SHA) == page()
    assert cache.get("cd" * 32) is None
    assert len(list(tmp_path.rglob("*.page"))) == 1


@pytest.mark.parametrize("damage", [b"", b"\0" * 100, b"not a page"])
def test_a_damaged_entry_is_as_good_as_none(tmp_path: Path, damage: bytes) -> None:
    cache = Cache(tmp_path)
    cache.put(page())
    (entry,) = tmp_path.rglob("*.page")
    entry.write_bytes(damage)
    assert cache.get(SHA) is None
    cache.put(page())
    assert cache.get(SHA) == page()


def test_a_cache_that_cannot_be_written_is_no_trouble(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    cache = Cache(tmp_path / "file" / "below")
    cache.put(page())
    assert cache.get(SHA) is None
    cache.sweep()


def test_other_code_has_other_entries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Cache(tmp_path).put(page())
    seen = {readers_version()}
    for name in module._LIBRARIES:
        installed = module._installed
        monkeypatch.setattr(
            module, "_installed", lambda n, name=name, was=installed: "9" if n == name else was(n)
        )
        seen.add(readers_version.__wrapped__())
    assert len(seen) == len(module._LIBRARIES) + 1
    monkeypatch.setattr(module, "readers_version", lambda: "other")
    assert Cache(tmp_path).get(SHA) is None


def test_all_code_a_reading_depends_on_is_in_the_version() -> None:
    used = set()
    folder = Path(module.__file__).parent
    for path in folder.glob("*.py"):
        if path.stem == "assemble":
            continue  # puts readings in order when they are made
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and node.module:
                used.update(re.findall(r"^extractors\.(?!scan\b)(\w+)", node.module))
    assert {"grid"} <= used <= set(OUTSIDE)


def test_what_was_not_used_for_longest_goes_first(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    names = [f"{n:02}" * 32 for n in range(6)]
    for age, name in enumerate(names):
        cache.put(page(sha256=name))
        os.utime(tmp_path / readers_version() / f"{name}.page", (age, age))
    assert cache.get(names[0])  # used just now
    size = sum(path.stat().st_size for path in tmp_path.rglob("*.page"))
    cache.sweep(size)
    assert all(map(cache.get, names))
    for age, name in enumerate(names[1:]):
        os.utime(tmp_path / readers_version() / f"{name}.page", (age, age))
    cache.sweep(size // 2)
    assert [name for name in names if cache.get(name)] == [names[0], *names[4:]]
