"""Mirrored halves, columns of single years, and headers that promise what the cells do not hold."""

from __future__ import annotations

import pytest

from cleaning.headers import map_columns
from tables.model import Box, Cell, Column, Row, Table
from tables.spec import specs

NAME = "Program/Kegiatan"


def mapped(
    kind: str, headers: list[tuple[str, ...]], rows: list[list[str]] | None = None
) -> tuple[list[str], list[str]]:
    """Names of the columns, and the rules of the findings."""
    columns = [Column(i, i * 50.0, i * 50.0 + 50, path) for i, path in enumerate(headers)]
    box = Box(0, 0, 50, 10)
    printed = [
        Row(1, box, {i: Cell(1, box, text) for i, text in enumerate(row) if text})
        for row in rows or []
    ]
    uses, findings = map_columns(Table(kind, "", "", [1], columns, printed), specs()[kind])
    return [use.name for use in uses], [f.aturan for f in findings]


def test_halves_are_told_by_the_headers_over_them() -> None:
    half = [(NAME,), ("Lokasi",), ("Indikator Kinerja",), ("Target Capaian",), ("Pagu Indikatif",)]
    left = [("Rancangan Awal RKPD", *path) for path in half]
    right = [("Hasil Analisis Kebutuhan", *path) for path in half]

    names, rules = mapped("review_rkpd", [("No",), *left, *right, ("Catatan Penting",)])

    columns = ["uraian", "lokasi", "indikator", "target", "pagu"]
    assert names == [
        "no", *(f"awal_{c}" for c in columns), *(f"analisis_{c}" for c in columns), "catatan",
    ]  # fmt: skip
    assert rules == []


def test_halves_without_a_header_are_the_columns_printed_twice() -> None:
    half = [("NO",), (NAME,), ("Lokasi",), ("Pagu Indikatif",)]

    names, _ = mapped("review_rkpd", [*half, *half, ("Catatan Analisis",)])

    columns = ["no", "uraian", "lokasi", "pagu"]
    assert names == [
        *(f"awal_{c}" for c in columns),
        *(f"analisis_{c}" for c in columns),
        "catatan",
    ]


def test_a_half_that_is_missing_is_told() -> None:
    names, rules = mapped("review_rkpd", [("RKPD", NAME), ("RKPD", "Lokasi")])

    assert names == ["awal_uraian", "awal_lokasi"]
    assert rules == ["kolom_hilang"]


YEARS = {
    "in words": (
        [
            "Tahun 2014 (thn n-2)",
            "Tahun 2015 (thn n-1)",
            "Tahun 2016 (thn n)",
            "Tahun 2017 (thn n+1)",
        ],
        ["Tahun 2014 (thn n-2)"],
        ["Tahun 2016 (thn n)", "Tahun 2017 (thn n+1)"],
    ),
    "as years": (["2014", "2015", "2016", "2017"], ["2014"], ["2016", "2017"]),
}


@pytest.mark.parametrize(("targets", "realised", "expected"), YEARS.values(), ids=YEARS)
def test_years_count_from_the_plan(
    targets: list[str], realised: list[str], expected: list[str]
) -> None:
    headers = [("Indikator",)]
    headers += [("Target Renstra SKPD", year) for year in targets]
    headers += [("Realisasi Capaian", year) for year in realised]
    headers += [("Proyeksi", year) for year in expected]

    names, rules = mapped("indikator_kinerja", headers)

    assert names == [
        "indikator",
        *(f"target_renstra_{year}" for year in ("min2", "min1", "n", "plus1")),
        "realisasi_min2", "proyeksi_n", "proyeksi_plus1",
    ]  # fmt: skip
    assert rules == []


def test_without_projections_the_last_realised_year_is_the_one_before_the_plan() -> None:
    names, _ = mapped(
        "indikator_kinerja",
        [("Indikator",), ("Target Renstra", "2021"), ("Realisasi", "2020"), ("Realisasi", "2021")],
    )

    assert names == ["indikator", "target_renstra_min1", "realisasi_min2", "realisasi_min1"]


def test_years_that_nothing_places_get_no_name() -> None:
    names, rules = mapped("indikator_kinerja", [("Indikator",), ("Target Renstra", "2021")])

    assert names == ["indikator", "x_target_renstra_2021"]
    assert rules == ["kolom_tak_dikenal"]


URUSAN = [("No",), ("Urusan",), ("Kinerja",), ("Indikator",), ("Satuan",)]


def test_figures_are_no_indicators_whatever_the_header_says() -> None:
    names, rules = mapped(
        "indikator_kinerja",
        URUSAN,
        [["1", "Indeks kepuasan", "Angka", "55.33", "Angka"], ["2", "Nilai", "Angka", "78", ""]],
    )

    assert names == ["no", "indikator", "kinerja", "x_indikator", "satuan"]
    assert rules == ["isi_bukan_judul"]


def test_an_indicator_with_words_keeps_its_column() -> None:
    names, rules = mapped(
        "indikator_kinerja",
        URUSAN,
        [
            ["1", "Pendidikan", "Mutu", "Angka partisipasi", "%"],
            ["2", "", "", "Rata-rata", "Tahun"],
        ],
    )

    assert names == ["no", "bidang_urusan", "kinerja", "indikator", "satuan"]
    assert rules == []


def test_the_year_after_a_realisation_is_the_plan_itself() -> None:
    names, _ = mapped(
        "indikator_kinerja", [("Indikator",), ("Capaian Kinerja 2021",), ("Target 2022",)]
    )

    assert names == ["indikator", "capaian", "target"]


def test_of_two_targets_the_later_is_the_prakiraan_maju() -> None:
    names, _ = mapped("indikator_kinerja", [("Indikator",), ("Target 2022",), ("Target 2023",)])

    assert names == ["indikator", "target", "target_maju"]


def test_a_plan_after_the_change_is_known_where_its_upper_header_was_not_read() -> None:
    headers = [("Indikator",), ("Target Tahun 2022", "Sebelum Perubahan")]
    headers += [("Tahun 2022", "Setelah Perubahan"), ("Target 2023",)]

    names, _ = mapped("indikator_kinerja", headers)

    assert names == ["indikator", "target_sebelum", "target", "target_maju"]


def test_targets_of_several_years_are_not_guessed_at() -> None:
    headers = [("Indikator",), ("Target 2021",), ("Target 2022",), ("Target 2023",)]

    names, rules = mapped("indikator_kinerja", headers)

    assert names == ["indikator", "x_target_2021", "x_target_2022", "x_target_2023"]
    assert rules == ["kolom_tak_dikenal"] * 3
