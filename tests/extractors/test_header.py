"""Where a header ends, which columns it names, and the number row."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from reading import table_of
from typeset import Cell, Grid

from extractors.fragments import Fragment
from extractors.header import Header, Leaf, find_header, kind_of
from extractors.page import GridCell, PageTable
from tables.model import Box

Line = Sequence[Cell | str | None]
WIDTHS = (110, 50, 60, 50, 60, 50)
GROUPS: list[Line] = [
    [Cell("Program/Kegiatan", down=2), Cell("Target Renja SKPD 2016", across=2), None,
     Cell("Realisasi Renja SKPD 2016", across=2), None, Cell("Tingkat capaian (%)", down=2)],
    [None, "K", "Rp", "K", "Rp", None],
]  # fmt: skip
NUMBERS = ["1", "2", "3", "4", "5", "6=4/2*100"]
BODY = [["Program A", "10", "1.500.000", "5", "750.000", "50"]]


def header(tmp_path: Path, *rows: Line) -> Header:
    found = find_header(table_of(tmp_path, Grid(list(rows), WIDTHS)))
    assert found is not None
    return found


def paths(found: Header) -> list[tuple[str, ...]]:
    return [leaf.path for leaf in found.leaves]


def test_levels_of_merged_cells_become_the_path_of_each_leaf(tmp_path: Path) -> None:
    found = header(tmp_path, *GROUPS, NUMBERS, *BODY)

    assert (found.start, found.end) == (0, 3)
    assert paths(found) == [
        ("Program/Kegiatan",),
        ("Target Renja SKPD 2016", "K"),
        ("Target Renja SKPD 2016", "Rp"),
        ("Realisasi Renja SKPD 2016", "K"),
        ("Realisasi Renja SKPD 2016", "Rp"),
        ("Tingkat capaian (%)",),
    ]


def test_the_number_row_gives_numbers_and_formulas(tmp_path: Path) -> None:
    found = header(tmp_path, *GROUPS, NUMBERS, *BODY)

    assert [leaf.number for leaf in found.leaves] == ["1", "2", "3", "4", "5", "6"]
    assert [leaf.formula for leaf in found.leaves] == ["", "", "", "", "", "4/2*100"]


@pytest.mark.parametrize(
    "leaf", [("Rp K",), ("Rp", "K"), ("(Rp) K",)], ids=["one line", "two pieces", "brackets"]
)
def test_no_scanned_header_cell_stands_below_two(leaf: tuple[str, ...]) -> None:
    """The rule between the Rp of one column and the K of the next was not seen."""
    xs, ys = [0.0, 100, 130, 190, 220, 280], [0.0, 20, 30, 40]
    cells = [
        scan((0, 2, 0, 1), ("Program/Kegiatan",), xs, ys),
        scan((0, 1, 1, 3), ("Target Renja SKPD 2016",), xs, ys),
        scan((0, 1, 3, 5), ("Realisasi Renja SKPD 2016",), xs, ys),
        scan((1, 2, 1, 2), ("K",), xs, ys),
        scan((1, 2, 2, 4), leaf, xs, ys),
        scan((1, 2, 4, 5), ("Rp",), xs, ys),
        *(scan((2, 3, c, c + 1), (str(c + 1),), xs, ys) for c in range(5)),
    ]
    found = find_header(PageTable(1, xs, ys, cells))
    assert found is not None
    assert [tuple(t.strip("()") for t in path) for path in paths(found)[1:]] == [
        ("Target Renja SKPD 2016", "K"),
        ("Target Renja SKPD 2016", "Rp"),
        ("Realisasi Renja SKPD 2016", "K"),
        ("Realisasi Renja SKPD 2016", "Rp"),
    ]


def scan(
    span: tuple[int, int, int, int], texts: Sequence[str], xs: list[float], ys: list[float]
) -> GridCell:
    """A cell read from a scan, its texts side by side."""
    r0, r1, c0, c1 = span
    box = Box(xs[c0], ys[r0], xs[c1], ys[r1])
    wide = box.width / len(texts)
    parts = [
        Fragment(text, Box(box.x0 + n * wide, box.y0, box.x0 + (n + 1) * wide, box.y1), 8, n,
                 reader="ocr")
        for n, text in enumerate(texts)
    ]  # fmt: skip
    return GridCell(r0, r1, c0, c1, box, parts)


@pytest.mark.parametrize(
    ("printed", "number", "formula"),
    [
        ("8 = (7/6)", "8", "(7/6)"),
        ("10=(5+7+9)", "10", "(5+7+9)"),
        ("12=8+9+10+11", "12", "8+9+10+11"),
        ("14=6 + 12", "14", "6+12"),
        ("(7)", "7", ""),
    ],
)
def test_spellings_of_the_number_row(
    tmp_path: Path, printed: str, number: str, formula: str
) -> None:
    found = header(tmp_path, *GROUPS, [*NUMBERS[:5], printed], *BODY)

    assert (found.leaves[-1].number, found.leaves[-1].formula) == (number, formula)


def test_numbers_may_skip(tmp_path: Path) -> None:
    found = header(tmp_path, *GROUPS, ["2", "3", "7", "8", "9", "14"], *BODY)

    assert found.end == 3
    assert [leaf.number for leaf in found.leaves] == ["2", "3", "7", "8", "9", "14"]


def test_two_numbers_in_one_cell_stand_where_they_are_printed(tmp_path: Path) -> None:
    pair = Cell("4\t\t5", across=2, left=15)
    found = header(tmp_path, *GROUPS, ["1", "2", "3", pair, None, "6"], *BODY)

    assert [leaf.number for leaf in found.leaves] == ["1", "2", "3", "4", "5", "6"]


def test_one_number_over_k_and_rp_is_the_number_of_both(tmp_path: Path) -> None:
    row: Line = ["1", Cell("2", across=2), None, Cell("3", across=2), None, "4=3/2*100"]
    found = header(tmp_path, *GROUPS, row, *BODY)

    assert [leaf.number for leaf in found.leaves] == ["1", "2", "2", "3", "3", "4"]


def test_k_and_rp_below_the_number_row_belong_to_the_header(tmp_path: Path) -> None:
    top: Line = [
        "Program/Kegiatan", Cell("Target Renja", across=2), None,
        Cell("Realisasi Renja", across=2), None, "Tingkat capaian (%)",
    ]  # fmt: skip
    numbers: Line = ["1", Cell("2", across=2), None, Cell("3", across=2), None, "4"]
    found = header(tmp_path, top, numbers, ["", "K", "Rp", "K", "Rp", ""], *BODY)

    assert found.end == 3
    assert paths(found)[1:3] == [("Target Renja", "K"), ("Target Renja", "Rp")]


def test_a_header_without_a_number_row_ends_at_the_first_amount(tmp_path: Path) -> None:
    found = header(tmp_path, *GROUPS, *BODY)

    assert found.end == 2
    assert {leaf.number for leaf in found.leaves} == {""}


def test_a_caption_inside_the_table_is_its_title(tmp_path: Path) -> None:
    caption: Line = [Cell("Tabel 2.1 Evaluasi Hasil Pelaksanaan Renja", across=6), *[None] * 5]
    found = header(tmp_path, caption, *GROUPS, NUMBERS, *BODY)

    assert found.title == ("Tabel 2.1 Evaluasi Hasil Pelaksanaan Renja",)
    assert (found.start, found.end) == (1, 4)


def test_a_page_that_goes_on_has_no_header(tmp_path: Path) -> None:
    rows = [["Kegiatan B", "3", "2.500.000", "1", "750.000", "33"], *BODY]

    assert find_header(table_of(tmp_path, Grid(rows, WIDTHS))) is None


def test_small_figures_of_a_row_are_no_number_row(tmp_path: Path) -> None:
    rows = [["Program A", "1", "2", "3", "4", "5"], ["Program B", "2", "3", "4", "5", "6"]]

    assert find_header(table_of(tmp_path, Grid(rows, WIDTHS))) is None


def test_two_headings_in_one_cell_are_two_columns(tmp_path: Path) -> None:
    top: Line = [
        Cell("No\tKode", across=2),
        None,
        "Program/Kegiatan",
        "Indikator",
        "Target Renja",
        "Satuan",
    ]
    found = header(tmp_path, top, ["1", "4.01", "Program A", "Jumlah", "1.500.000", "Dok"])

    assert paths(found)[:2] == [("No",), ("Kode",)]


@pytest.mark.parametrize(
    ("title", "words", "kind"),
    [
        ("Tabel 2.1", ["Program/Kegiatan", "Target Renja", "Realisasi Renja"], "evaluasi_renja"),
        ("", ["Program/Kegiatan", "Target Renja", "Realisasi Renja"], "evaluasi_renja"),
        ("Tabel T-C.33", ["Kode", "Program/Kegiatan", "Lokasi", "Pagu"], "rencana_kerja"),
        ("", ["Program/Kegiatan", "Lokasi", "Pagu indikatif", "Sumber dana"], "rencana_kerja"),
        ("Daftar pegawai", ["Nama", "Jabatan", "Pangkat"], None),
    ],
)
def test_the_kind_is_known_by_title_or_wording(
    title: str, words: list[str], kind: str | None
) -> None:
    leaves = tuple(Leaf(i, i + 1, i * 50, i * 50 + 50, (word,)) for i, word in enumerate(words))

    spec, _ = kind_of(Header(0, 1, leaves), title)

    assert (spec.kind if spec else None) == kind


def scanned_header(tmp_path: Path, *rows: Line) -> Header:
    """The header of a page that was read by OCR."""
    table = table_of(tmp_path, Grid(list(rows), WIDTHS))
    for cell in table.cells:
        for part in cell.parts:
            part.reader = "ocr"
    found = find_header(table)
    assert found is not None
    return found


def test_a_formula_that_a_stray_rule_cuts_is_one_number(tmp_path: Path) -> None:
    found = scanned_header(tmp_path, *GROUPS, ["1", "2", "3=", "(1+2)", "5", "6=4/2*100"], *BODY)

    assert [leaf.number for leaf in found.leaves] == ["1", "2", "3", "3", "5", "6"]
    assert found.leaves[2].formula == "(1+2)"
    assert paths(found)[3] == ("Realisasi Renja SKPD 2016", "K")


def test_a_number_nobody_read_is_no_header(tmp_path: Path) -> None:
    found = scanned_header(tmp_path, *GROUPS, ["1", "2", "3", "E x", "5", "6"], *BODY)

    assert found.end == 3
    assert paths(found)[3] == ("Realisasi Renja SKPD 2016", "K")


def test_specks_above_a_scanned_header_are_no_header(tmp_path: Path) -> None:
    found = scanned_header(tmp_path, [None, "-", None, None, None, None], *GROUPS, NUMBERS, *BODY)

    assert found.start == 1
    assert paths(found)[1] == ("Target Renja SKPD 2016", "K")
