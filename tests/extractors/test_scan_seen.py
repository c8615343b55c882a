"""Grids are kept where their rules are printed, and only there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from paper import bilevel, table, worn
from typeset import Grid as Ruled

from extractors.grid import Grid, Region
from extractors.scan.model import Gray
from extractors.scan.seen import with_rules

DPI = 200
RULED = Ruled([["1", "Uraian"], ["2", "Jumlah"], ["3", "Total"]], [60, 120], [16, 16, 16])


def broken(image: Gray) -> Gray:
    """Half of every rule is missing, in pieces of some letters' length."""
    chance = np.random.default_rng(5).random((image.shape[0] // 30 + 1, image.shape[1] // 30 + 1))
    holes = cv2.resize(chance, image.shape[::-1], interpolation=cv2.INTER_NEAREST) < 0.45
    return np.where(holes, np.uint8(255), image)


@pytest.mark.parametrize("wear", [np.asarray, worn, bilevel, broken])
def test_ruled_grids_are_kept(tmp_path: Path, wear: Callable[[Gray], Gray]) -> None:
    image, grids = table(tmp_path, RULED, DPI)
    assert with_rules(wear(image), DPI, grids) == grids


def test_lines_of_letters_are_no_rules() -> None:
    image = np.full((700, 900), 250, np.uint8)
    for k in range(12):
        cv2.putText(
            image, "lilin dan kain lilit halim", (100, 100 + 40 * k),
            cv2.FONT_HERSHEY_SIMPLEX, 1.0, 0, 2, cv2.LINE_AA,
        )  # fmt: skip
    xs, ys = [36.0, 72.0, 108.0, 200.0], [25.0 + 14.4 * k for k in range(12)]
    regions = [Region(r, r + 1, c, c + 1) for r in range(11) for c in range(3)]
    grid = Grid(xs, ys, regions, [[3 * r + c for c in range(3)] for r in range(11)])
    assert with_rules(image, DPI, [grid]) == []


def test_no_grid_is_no_grid() -> None:
    assert with_rules(np.full((60, 60), 250, np.uint8), DPI, []) == []
