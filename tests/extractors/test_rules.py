"""Rules from whatever a producer drew: thin rectangles, strips, strokes, dashes."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import pytest
import typeset

from extractors.plumber import read_pages
from extractors.rules import Rules, Segment, merge, page_rules

BLACK, GREY, BLUE = (0.0,), (0.8,), (0.7, 0.8, 0.95)


def rect(x0: float, top: float, x1: float, bottom: float, **more: Any) -> dict[str, Any]:
    given = {"stroke": False, "linewidth": 1, "non_stroking_color": BLACK, **more}
    return {"object_type": "rect", "x0": x0, "x1": x1, "top": top, "bottom": bottom, **given}


def line(x0: float, top: float, x1: float, bottom: float) -> dict[str, Any]:
    return {**rect(x0, top, x1, bottom), "object_type": "line", "stroke": True}


ACROSS = Rules([Segment(10.25, 0, 100)], [])
DOWN = Rules([], [Segment(10.25, 0, 100)])
NOTHING = Rules([], [])


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (rect(0, 10, 100, 10.5), ACROSS),
        (rect(10, 0, 10.5, 100), DOWN),
        (line(0, 10.25, 100, 10.25), ACROSS),
        (rect(0, 9.25, 100, 11.25), ACROSS),
        (rect(0, 9.25, 100, 11.25, non_stroking_color=(0, 0, 0, 1)), ACROSS),
        (rect(0, 9.25, 100, 11.25, non_stroking_color=None), ACROSS),
        # A border in the colour of the shading still ends rows; a thicker strip is shading.
        (rect(0, 9.85, 100, 10.65, non_stroking_color=BLUE), ACROSS),
        (rect(0, 9.25, 100, 11.25, non_stroking_color=BLUE), NOTHING),
        (rect(0, 9.25, 100, 11.25, non_stroking_color=(0.2, 0.1, 0, 0)), NOTHING),
        (rect(0, 10, 100, 30, non_stroking_color=GREY), NOTHING),
        (rect(0, 10, 100, 30), NOTHING),
        (rect(0, 10, 2, 10.5), NOTHING),
    ],
)
def test_one_object(item: dict[str, Any], expected: Rules) -> None:
    assert page_rules([item]) == expected


def test_a_stroked_rectangle_has_four_sides() -> None:
    box = rect(10, 20, 110, 70, stroke=True)

    assert page_rules([box]) == Rules(
        [Segment(20, 10, 110), Segment(70, 10, 110)], [Segment(10, 20, 70), Segment(110, 20, 70)]
    )


def test_a_rectangle_stroked_without_a_line_width_is_seen() -> None:
    # PDF's default width is 1, which pdfminer calls 0; and a width of 0 is a hairline.
    assert page_rules([rect(10, 20, 110, 70, stroke=True, linewidth=0)]) != NOTHING


def test_touching_pieces_are_one_rule_and_distant_ones_are_two() -> None:
    assert merge([Segment(5, 0, 50), Segment(5, 52, 90)]) == [Segment(5, 0, 90)]
    assert merge([Segment(5, 0, 50), Segment(5, 60, 90)]) == [Segment(5, 0, 50), Segment(5, 60, 90)]


def test_a_double_rule_is_one_where_its_longer_line_is() -> None:
    ((at, start, end),) = merge([Segment(5, 0, 90), Segment(6.5, 0, 30)])

    assert at == pytest.approx(5.375)
    assert (start, end) == (0, 90)


def test_neighbouring_rules_are_not_one() -> None:
    assert len(merge([Segment(5, 0, 90), Segment(8, 0, 90)])) == 2


@pytest.mark.parametrize("rules", get_args(typeset.Rules))
def test_every_way_of_drawing_gives_the_same_grid(rules: typeset.Rules, tmp_path: Path) -> None:
    grid = typeset.Grid(
        rows=[
            [typeset.Cell("Uraian", fill="lightblue"), typeset.Cell("Target", across=2), None],
            ["Program", "1", "2"],
            [typeset.Cell("", across=3, fill="lightgrey"), None, None],
            ["Kegiatan", "3", "4"],
        ],
        widths=(120, 60, 60),
        rules=rules,
    )
    path = typeset.write(tmp_path / "table.pdf", typeset.Page([grid]))

    ((_, tables),) = read_pages(path, [1])

    assert [round(x) for x in tables[0].xs] == [40, 160, 220, 280]
    assert [round(y) for y in tables[0].ys] == [60, 72, 84, 96, 108]
    spans = {(c.r0, c.c0, c.c1) for c in tables[0].cells}
    assert {(0, 1, 3), (1, 1, 2), (1, 2, 3), (2, 0, 3)} <= spans
