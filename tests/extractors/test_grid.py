"""From rules to cells: open sides, merged cells, odd shapes."""

from __future__ import annotations

import pytest

from extractors.grid import Grid, Region, grids
from extractors.rules import Rules, Segment

XS, YS = (0.0, 50.0, 100.0, 150.0), (0.0, 20.0, 40.0, 60.0)


def full() -> Rules:
    """A ruled table of three by three cells."""
    return Rules([Segment(y, 0, 150) for y in YS], [Segment(x, 0, 60) for x in XS])


def without(rules: Rules, *, horizontal: float = -1, vertical: float = -1) -> Rules:
    return Rules(
        [s for s in rules.horizontal if s.at != horizontal],
        [s for s in rules.vertical if s.at != vertical],
    )


def only(rules: Rules) -> Grid:
    (grid,) = grids(rules)
    return grid


def test_every_cell_of_a_full_grid_is_its_own() -> None:
    grid = only(full())

    assert (grid.xs, grid.ys) == (list(XS), list(YS))
    assert grid.regions == [Region(r, r + 1, c, c + 1) for r in range(3) for c in range(3)]


@pytest.mark.parametrize("missing", [{"horizontal": 0.0}, {"horizontal": 60.0},
                                     {"vertical": 0.0}, {"vertical": 150.0}])  # fmt: skip
def test_an_outer_rule_that_was_not_drawn_is_closed(missing: dict[str, float]) -> None:
    grid = only(without(full(), **missing))

    assert (grid.xs, grid.ys) == (list(XS), list(YS))
    assert len(grid.regions) == 9


def test_all_outer_rules_missing() -> None:
    inner = Rules(
        [Segment(20, 0, 150), Segment(40, 0, 150)], [Segment(50, 0, 60), Segment(100, 0, 60)]
    )

    grid = only(inner)

    assert (grid.xs, grid.ys, len(grid.regions)) == (list(XS), list(YS), 9)


def test_cells_without_a_rule_between_them_are_merged() -> None:
    rules = full()
    rules.vertical[1] = Segment(50, 20, 60)  # the first two cells of the top row
    rules.horizontal[2] = Segment(40, 0, 100)  # the lower two cells of the last column

    grid = only(rules)

    assert Region(0, 1, 0, 2) in grid.regions
    assert Region(1, 3, 2, 3) in grid.regions
    assert len(grid.regions) == 7


def test_cells_in_the_shape_of_an_l_stay_rectangles() -> None:
    rules = full()
    rules.vertical[1] = Segment(50, 20, 60)  # top left and its right neighbour
    rules.horizontal[1] = Segment(20, 50, 150)  # top left and its lower neighbour

    grid = only(rules)

    owned = [grid.owner[r][c] for r in range(3) for c in range(3)]
    for number, region in enumerate(grid.regions):
        area = (region.r1 - region.r0) * (region.c1 - region.c0)
        assert owned.count(number) == area
    assert grid.owner[0][0] == grid.owner[0][1] != grid.owner[1][0]


def test_a_rule_drawn_over_half_a_cell_divides_it_and_a_stub_does_not() -> None:
    rules = full()
    rules.vertical[1] = Segment(50, 5, 60)  # three quarters of the top cell
    assert len(only(rules).regions) == 9
    rules.vertical[1] = Segment(50, 16, 60)  # a stub sticking into it
    assert len(only(rules).regions) == 8


def test_two_tables_come_from_top_to_bottom() -> None:
    below = [Segment(s.at + 100, s.start, s.end) for s in full().horizontal]
    beside = [Segment(s.at, s.start + 100, s.end + 100) for s in full().vertical]
    both = Rules([*below, *full().horizontal], [*beside, *full().vertical])

    assert [grid.ys[0] for grid in grids(both)] == [0, 100]


def test_a_frame_around_text_is_no_table() -> None:
    frame = Rules(
        [Segment(0, 0, 150), Segment(60, 0, 150)], [Segment(0, 0, 60), Segment(150, 0, 60)]
    )

    assert grids(frame) == []
    assert grids(Rules([Segment(0, 0, 150)], [])) == []


def test_places_are_found() -> None:
    grid = only(full())

    assert (grid.row_at(30), grid.column_at(75)) == (1, 1)
    assert grid.owner[1][1] == 4
    assert grid.region_box(grid.regions[4]) == (50, 20, 100, 40)
