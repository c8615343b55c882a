"""Which way the columns of a row go says how a page lies."""

from __future__ import annotations

from typing import Any

import pytest

from audit.address import Address
from audit.turned import turns

COLUMNS = ("kode", "uraian", "pagu")
TABLE = {"kind": "lain", "tabel": "1", "kolom": [{"nama": name} for name in COLUMNS]}
Cells = dict[Address, dict[str, Any]]


def laid(step: tuple[int, int], page: int = 1, rows: int = 3) -> Cells:
    """Rows of three cells, each ``step`` from the one before."""
    cells = {}
    for baris in range(1, rows + 1):
        for place, name in enumerate(COLUMNS):
            x, y = 300 + step[0] * place + 7 * baris, 300 + step[1] * place + 9 * baris
            box = {"x0": x, "y0": y, "x1": x + 20, "y1": y + 8}
            cells[Address("lain", "1", baris, name)] = {"halaman": page, **box}
    return cells


@pytest.mark.parametrize(
    ("step", "turn"), [((50, 0), 0), ((0, 50), 90), ((-50, 0), 180), ((0, -50), 270), ((50, 9), 0)]
)
def test_the_way_columns_go(step: tuple[int, int], turn: int) -> None:
    assert turns(laid(step), [TABLE]) == {1: turn}


def test_cells_below_each_other_do_not_turn_a_page() -> None:
    """As where a row was cut into lines: most neighbours must say the same."""
    cells = laid((50, 0), rows=3)
    cells[Address("lain", "1", 1, "pagu")].update(y0=600, y1=608, x0=350, x1=370)
    cells[Address("lain", "1", 2, "pagu")].update(y0=600, y1=608, x0=350, x1=370)
    cells[Address("lain", "1", 3, "pagu")].update(y0=600, y1=608, x0=350, x1=370)
    cells[Address("lain", "1", 3, "uraian")].update(y0=500, y1=508, x0=330, x1=340)
    assert turns(cells, [TABLE]) == {1: 0}


def test_pages_are_judged_alone() -> None:
    cells = laid((50, 0)) | {
        at._replace(baris=at.baris + 10): cell for at, cell in laid((0, 50), page=2).items()
    }
    assert turns(cells, [TABLE]) == {1: 0, 2: 90}


def test_cells_without_a_place_or_alone_say_nothing() -> None:
    cells = laid((0, 50), rows=1)
    for at in list(cells)[1:]:
        cells[at] |= dict.fromkeys(("x0", "y0", "x1", "y1"))
    assert turns(cells, [TABLE]) == {}
