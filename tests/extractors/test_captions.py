"""The number and title a table is printed under."""

from __future__ import annotations

import pytest

from extractors.captions import caption_number, heading_of, is_caption, number_key, title_of


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("TABEL. 2.1", "2.1"),
        ("Tabel II.1 Evaluasi Hasil Renja", "II.1"),
        ("TABEL. III.2", "III.2"),
        ("Tabel T-C.29", "T-C.29"),
        ("TABEL T-C. 29", "T-C.29"),
        ("Tabel 2.4 T-C.29", "2.4"),
        ("Tabel 2.9.", "2.9"),
        ("Tabel 4", "4"),
        ("Tabel No. 3.1 Rumusan Rencana", "3.1"),
        ("Tabel : 3.1", "3.1"),
        ("Formulir E.81", "E.81"),
    ],
)
def test_captions_in_all_spellings(line: str, number: str) -> None:
    assert is_caption(line)
    assert caption_number(line) == number


@pytest.mark.parametrize(
    "line",
    [
        "Tabel 2.3 berikut menunjukkan capaian tahun lalu.",
        "Daftar Tabel",
        "tabel ini memuat",
        "dapat dilihat pada Tabel 2.3",
        "Formula 2.1",
        "Tabel 2.1 Evaluasi Hasil Renja ............ 9",
        "Tabel 2.1 Evaluasi Hasil Renja 12",
    ],
)
def test_sentences_are_no_captions(line: str) -> None:
    assert not is_caption(line)


def test_a_title_runs_from_the_last_caption() -> None:
    lines = ["Tabel 2.1 Lama", "dan uraian di bawahnya", "Tabel 2.2", "Pencapaian Kinerja"]

    assert title_of(lines) == "Tabel 2.2\nPencapaian Kinerja"
    assert (
        title_of(["TABEL 2.1", "Tabel T-C.29", "Evaluasi"]) == "TABEL 2.1\nTabel T-C.29\nEvaluasi"
    )
    assert title_of(["Evaluasi Renja", "Tahun 2023"]) == "Evaluasi Renja\nTahun 2023"


def test_a_heading_is_no_sentence() -> None:
    assert heading_of(["capaian tersebut adalah sebagai berikut :"]) == ""
    assert heading_of(["yang memadai.", "Laporan Realisasi Anggaran", "Tahun 2022"]) == (
        "Laporan Realisasi Anggaran\nTahun 2022"
    )


@pytest.mark.parametrize(
    ("number", "key"),
    [("III.2", "3.2"), ("IV", "4"), ("3-2", "3.2"), ("2.1", "2.1"), ("T-C.29", "T.C.29"), ("", "")],
)
def test_roman_and_arabic_numbers_are_one(number: str, key: str) -> None:
    assert number_key(number) == key
