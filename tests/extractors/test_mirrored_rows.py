"""Rows of mirrored halves that the page end cuts, in one half or in both."""

from __future__ import annotations

from pathlib import Path

import pytest
from reading import rows, stitched
from typeset import Grid, Page

HEADER = ["Program/Kegiatan", "Lokasi", "Pagu Indikatif"] * 2 + ["Catatan Analisis"]
NUMBERS = [str(n) for n in range(1, 8)]
WIDTHS = (110, 90, 70) * 2 + (80,)
CAPTION = (40.0, 40.0, "Tabel T-C.31 Review terhadap Rancangan Awal RKPD Tahun 2024")
NAME = "Peningkatan sarana UPTD Balai"  # fills its column: the next word does not fit
SHORT = "Rapat"


def read(folder: Path, last: list[str], first: list[str]) -> list[list[str]]:
    before = ["Program Sarana", "", "", "Program Sarana", "", "", ""]
    one = Page([Grid([HEADER, NUMBERS, before, last], WIDTHS)], [CAPTION])
    table = stitched(folder, one, Page([Grid([first, before], WIDTHS)]))
    assert table.kind == "review_rkpd"
    return rows(table)[1:-1]


def test_a_name_cut_in_both_halves_goes_on(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        [NAME, "Serang", "1.000", NAME, "Serang", "2.000", ""],
        ["Margawati", "", "", "Lembang", "", "", ""],
    )

    (row,) = found
    assert (row[0], row[3]) == (f"{NAME}\nMargawati", f"{NAME}\nLembang")
    assert (row[2], row[5]) == ("1.000", "2.000")


def test_a_name_cut_in_the_only_half_it_has_goes_on(tmp_path: Path) -> None:
    found = read(tmp_path, ["", "", "", NAME, "", "", ""], ["", "", "", "Margawati", "", "", ""])

    assert [row[3] for row in found] == [f"{NAME}\nMargawati"]


@pytest.mark.parametrize(
    ("last", "first"),
    [
        # There was room for the word: another row.
        ([SHORT, "", "1", SHORT, "", "2", ""], ["Margawati", "", "", "Lembang", "", "", ""]),
        # It has a figure of its own.
        ([NAME, "", "1", NAME, "", "2", ""], ["Margawati", "", "3", "Lembang", "", "4", ""]),
    ],
)
def test_a_row_of_its_own_stays_one(tmp_path: Path, last: list[str], first: list[str]) -> None:
    assert read(tmp_path, last, first) == [last, first]
