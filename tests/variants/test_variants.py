"""Variants that were once read wrongly, each as small as it can be and right to the last figure."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from extractors.document import extract
from extractors.triage import triage
from tables.spec import OTHER
from tests.variants.content import Typing
from tests.variants.hunt import read
from tests.variants.judge import Verdict
from tests.variants.make import variant
from tests.variants.style import Style
from tests.variants.typeset import typeset

DOT, COMMA = Typing(), Typing(locale="us")
CENTS = Typing(cents=True)
WIDE = Style(paper="A3", size=5.2)

CASES = {
    # Last page of a table that prints counts only: few amounts, long lines, no header.
    "counts_only_page": ("tc29_k", 1, Style(paper="A4", repeat_header=False), COMMA),
    "rp_glued": ("ubah_pair", 2, Style(number_row="formulas"), Typing(cents=True, rp="Rp")),
    # Target and Anggaran under Sebelum and Setelah are no K and Rp readings of one column.
    "before_and_after_blocks": ("ubah_block", 3, Style(number_row="none"), COMMA),
    "sipd_prakiraan_maju": ("sipd", 4, Style(paper="A3"), DOT),
    "sipd_deep_header": ("sipd_deep", 5, WIDE, DOT),
    # Excel sets text at the bottom of merged cells.
    "merged_names_at_bottom": ("tc33", 6, Style(merge_lines=True, valign="bottom"), DOT),
    "shifted_without_header": ("ubah_pair", 7, Style(shift=20.0, repeat_header=False), DOT),
    "dotted_rules": ("tc33_short", 8, Style(rules="dotted"), DOT),
    "heading_under_header": ("ubah_semula", 9, Style(groups=True, number_row="none"), DOT),
    "no_rules_between_rows": ("ubah_murni", 11, Style(between="none"), DOT),
    "codes_without_rules_between": ("ubah_block", 9864, Style(between="some"), COMMA),
    "wrapped_amounts": ("ubah_pair", 13, Style(paper="A4", landscape=False, tight=0.4), CENTS),
    "broken_leaf_headers": ("semester", 14, Style(paper="A4", number_row="before"), DOT),
    "turned_page": ("e81", 15, Style(paper="A3", size=5.2, rotate=True), DOT),
    "word_borders_in_pieces": ("e81_long", 16, Style(paper="A3", size=5.2, rules="pieces"), DOT),
}

# Not all of these can be read: what cannot must be flagged or missing, never wrong.
HARD = {
    "group_rules_text_at_bottom": ("tc33", 12, Style(between="kegiatan", valign="bottom"), DOT),
    "group_rules_text_in_middle": (
        "sipd_ri",
        17,
        replace(WIDE, between="kegiatan", valign="middle"),
        DOT,
    ),
    "names_over_their_neighbour": ("ubah_pair", 18, Style(paper="A4", overflow=True), DOT),
    "columns_on_two_pages": ("semester", 19, Style(spill=True), DOT),
}


@pytest.mark.parametrize("name", HARD)
def test_nothing_wrong_in_silence(name: str, tmp_path: Path) -> None:
    form, seed, how, figures = HARD[name]
    verdict = read(variant(form, seed, how=how, figures=figures), tmp_path)
    assert not verdict.crash, verdict.crash
    assert not verdict.silent
    assert verdict.right > 0


@pytest.mark.parametrize(
    ("form", "seed"), [("tc29_k", 6062), ("e81", 6540), ("sipd_ri", 6467), ("semester", 6206)]
)
def test_the_right_half_of_a_wide_table_is_named(form: str, seed: int, tmp_path: Path) -> None:
    """Its columns are kept as printed, and nobody is left to think that they are not there."""
    halves = variant(form, seed)
    assert halves.style.spill
    path = tmp_path / "halves.pdf"
    typeset(halves, path)
    seen = triage(path)
    tables, _ = extract(path, seen, workers=1)
    forms = [t for t in tables if t.kind != OTHER]
    told = {f.halaman for t in forms for f in t.findings if f.aturan == "lanjutan_tidak_terbaca"}
    assert told == {forms[-1].pages[-1] + 1}
    assert told <= {page for t in tables if t.kind == OTHER for page in t.pages}


@pytest.fixture(scope="module", params=CASES, ids=list(CASES))
def verdict(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Verdict:
    form, seed, how, figures = CASES[request.param]
    folder: Path = tmp_path_factory.mktemp(request.param)
    return read(variant(form, seed, how=how, figures=figures), folder)


def test_every_row_and_no_other(verdict: Verdict) -> None:
    assert not verdict.crash, verdict.crash
    assert (verdict.found, verdict.extra) == (verdict.rows, 0), verdict.wrong


def test_every_figure(verdict: Verdict) -> None:
    assert not verdict.silent
    assert not verdict.unmapped
    assert verdict.right == verdict.numbers > 0, verdict.wrong


def test_every_text_and_code(verdict: Verdict) -> None:
    assert verdict.texts_right == verdict.texts > 0, verdict.wrong
    assert verdict.codes_right == verdict.codes, verdict.wrong
