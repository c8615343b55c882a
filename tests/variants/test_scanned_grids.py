"""Scanned variants whose rules were once seen wrongly: the same cells as on the exported page."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.variants.content import Typing
from tests.variants.grids import differences
from tests.variants.hunt import Scan
from tests.variants.make import variant
from tests.variants.style import Style

PLAIN = Style(paper="A4")
CASES = {
    # "Pagu Indikatif Rp" over two columns, a stem where the rule between them would be.
    "a_stem_in_a_merged_heading": ("ubah_pair", 9023, None, "light", 200),
    # Two fine rules that a scanner sees as one grey band.
    "double_rules": ("ubah_semula", 9011, None, "light", 200),
    "double_rules_coarse": ("tc33_short", 3, Style(paper="A4", rules="double"), "light", 150),
    "dotted_rules": ("sipd", 9013, None, "light", 200),
    "dotted_rules_coarse": ("ubah_pair", 5, Style(paper="A4", rules="dotted"), "light", 150),
    "worn_rules": ("tc33_short", 8, PLAIN, "medium", 200),
}


@pytest.mark.parametrize("name", CASES)
def test_the_cells_of_the_exported_page(name: str, tmp_path: Path) -> None:
    form, seed, how, level, dpi = CASES[name]
    counts, told = differences(
        variant(form, seed, how=how, figures=Typing() if how else None),
        Scan(level, dpi, seed),
        tmp_path,
    )
    assert counts["tables"] > 0
    assert not told
