"""Characters to pieces of text, and what is written in one go."""

from __future__ import annotations

from typing import Any

import pytest

from extractors.fragments import Fragment, fragments, number_blocks, tags_tell_cells

SIZE = 10.0


def chars(text: str, x: float = 0, bottom: float = 20, **more: Any) -> list[dict[str, Any]]:
    """Characters five points wide on one baseline."""
    return [
        {
            "text": letter, "x0": x + 5 * i, "x1": x + 5 * i + 5, "top": bottom - SIZE,
            "bottom": bottom, "size": SIZE, "upright": True, "mcid": None, "fontname": "Helvetica",
            **more,
        }
        for i, letter in enumerate(text)
    ]  # fmt: skip


def read(*groups: list[dict[str, Any]], rules: tuple[float, ...] = ()) -> list[str]:
    found = fragments([c for group in groups for c in group], [(x, 0, 100) for x in rules])
    return [f.text for f in found]


def test_characters_on_a_line_are_one_fragment() -> None:
    (found,) = fragments(chars("Rp 1.500"), [])

    assert (found.text, found.box) == ("Rp 1.500", (0, 10, 40, 20))


@pytest.mark.parametrize("shift", [0.0, 0.2])
def test_a_fake_bold_is_read_once(shift: float) -> None:
    assert read(chars("TOTAL", 0), chars("TOTAL", shift)) == ["TOTAL"]


def test_equal_digits_in_different_places_are_all_read() -> None:
    assert read(chars("1.000.000"), chars("1.000.000", bottom=40)) == ["1.000.000"] * 2


def test_a_gap_is_a_missing_space_and_a_wide_gap_ends_the_fragment() -> None:
    assert read(chars("Sub"), chars("Kegiatan", 18)) == ["Sub Kegiatan"]
    assert read(chars("Sub"), chars("Kegiatan", 30)) == ["Sub", "Kegiatan"]


def test_a_rule_in_a_small_gap_ends_the_fragment() -> None:
    cells = chars("100"), chars("250", 19)

    assert read(*cells) == ["100 250"]
    assert read(*cells, rules=(17,)) == ["100", "250"]


def test_a_rule_through_a_word_does_not_cut_it() -> None:
    assert read(chars("meluap"), rules=(15,)) == ["meluap"]


def test_another_baseline_starts_another_fragment() -> None:
    assert read(chars("atas"), chars("bawah", 20, bottom=26)) == ["atas", "bawah"]


def test_tags_end_a_fragment_unless_the_characters_touch() -> None:
    assert read(chars("10", mcid=1), chars("Dok", 13, mcid=2)) == ["10", "Dok"]
    assert read(chars("Kegi", mcid=1), chars("atan", 20, mcid=2)) == ["Kegiatan"]


def test_blanks_are_dropped_at_the_ends_and_remembered() -> None:
    (found,) = fragments(chars(" dua "), [])

    assert (found.text, found.spaced) == ("dua", True)
    assert fragments(chars("   "), []) == []


def piece(text: str, y: float, order: int, mcid: int | None = None) -> Fragment:
    found = fragments(chars(text, bottom=y, mcid=mcid), [])[0]
    found.order = order
    return found


def blocks(items: list[Fragment], columns: list[int], tagged: bool = False) -> list[int]:
    number_blocks(items, columns, tagged)
    return [item.block for item in items]


def test_lines_following_each_other_in_a_column_are_one_block() -> None:
    lines = [piece("satu", 20, 0), piece("dua", 32, 1), piece("tiga", 44, 2)]

    assert blocks(lines, [0, 0, 0]) == [0, 0, 0]
    assert blocks(lines, [0, 1, 0]) == [0, 1, 2]


def test_a_jump_up_or_far_down_starts_a_block() -> None:
    assert blocks([piece("satu", 80, 0), piece("dua", 20, 1)], [0, 0]) == [0, 1]
    assert blocks([piece("satu", 20, 0), piece("dua", 60, 1)], [0, 0]) == [0, 1]


def test_trusted_tags_are_the_blocks() -> None:
    lines = [piece("satu", 20, 0, 7), piece("lain", 32, 1, 8), piece("dua", 60, 2, 7)]

    assert blocks(lines, [0, 0, 0], tagged=True) == [0, 1, 0]


def test_one_tag_over_the_whole_page_tells_no_cells() -> None:
    assert tags_tell_cells([piece("a", 20, i, mcid=i) for i in range(20)])
    assert not tags_tell_cells([piece("a", 20, i, mcid=0) for i in range(20)])
    assert not tags_tell_cells([piece("a", 20, i) for i in range(20)])
