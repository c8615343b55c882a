"""Scanned variants whose rules were once seen wrongly: the same cells as on the exported page."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.variants.content import Typing
from tests.variants.grids import differences
from tests.variants.hunt import Scan
from tests.variants.make import variant
from tests.variants.style import Style

ROWS = 20
CASES = {
    # "Pagu Indikatif Rp" over two columns, a stem where the rule between them would be.
    "a_stem_in_a_merged_heading": ("ubah_pair", 9023, None, "light", 200),
    # Two fine rules that a scanner sees as one grey band.
    "double_rules": ("tc33_short", 3, Style(paper="A4", rules="double"), "light", 150),
    "dotted_rules": ("ubah_pair", 5, Style(paper="A4", rules="dotted"), "light", 150),
    "worn_rules": ("tc33_short", 8, Style(paper="A4"), "medium", 200),
}


@pytest.mark.parametrize("name", CASES)
def test_the_cells_of_the_exported_page(name: str, tmp_path: Path) -> None:
    form, seed, how, level, dpi = CASES[name]
    v = variant(form, seed, size=ROWS, how=how, figures=Typing() if how else None)
    counts, told = differences(v, Scan(level, dpi, seed), tmp_path)
    assert counts["tables"] > 0
    assert not told
