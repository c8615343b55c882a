"""PDF user space and the displayed page are two views of one place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.scan.space import Frame
from tables.model import Box

POINTS = st.floats(-1000, 1000)


@given(st.sampled_from([0, 90, 180, 270]), POINTS, POINTS)
def test_there_and_back(rotation: int, x: float, y: float) -> None:
    frame = Frame(10, 20, 605, 862, rotation)
    assert frame.on_display(*frame.in_user_space(x, y)) == pytest.approx((x, y))


@pytest.mark.parametrize(
    ("rotation", "corner"), [(0, (0, 842)), (90, (0, 0)), (180, (595, 0)), (270, (842, 595))]
)
def test_the_lower_left_corner(rotation: int, corner: tuple[float, float]) -> None:
    frame = Frame(10, 20, 605, 862, rotation)
    assert frame.on_display(10, 20) == corner


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_box_stays_upright(rotation: int) -> None:
    box = Frame(0, 0, 595, 842, rotation).box_on_display((100, 200, 160, 210))
    sides = (10, 60) if rotation in (90, 270) else (60, 10)
    assert isinstance(box, Box)
    assert (box.width, box.height) == sides
