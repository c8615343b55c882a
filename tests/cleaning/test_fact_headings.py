"""A heading of another year is told; one that may name it is not."""

from __future__ import annotations

import pytest
from said import BODY, CHANGE, COVER, DECREES, table, wrong, years

from tables.model import CleanTable


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("TABEL 3.5\nTARGET INDIKATOR PADA RENJA PERANGKAT DAERAH\nTAHUN 2022", (2, 2022, 2023)),
        ("BAB III RENCANA KERJA TAHUN 2024", (2, 2024, 2023)),
        ("3.2. Tujuan dan Sasaran Renja Dinas Tahun\n2022 dan lain-lain", (2, 2022, 2023)),
        ("Rencana Kerja Dinas Tahun 2021 ........ 12", (2, 2021, 2023)),
        ("TABEL 3.1 RENCANA PROGRAM TAHUN 2023 DAN PRAKIRAAN MAJU TAHUN 2023", (2, 2023, 2024)),
        ("Landasan hukum penyusunan Renja Dinas Tahun 2022 adalah : 1. UU", (2, 2022, 2023)),
    ],
)
def test_a_heading_of_another_year_is_found(text: str, expected: tuple[int, int, int]) -> None:
    (finding,) = wrong(COVER, text)

    assert years([finding]) == [expected]
    assert (finding.kelas, finding.tingkat) == ("sumber", "sedang")
    assert str(expected[1]) in finding.uraian


def test_a_sentence_is_not_called_a_heading() -> None:
    text = "1.2. Landasan Hukum\nPerubahan Renja Dinas Tahun 2022 antara lain : 1. UU"
    (finding,) = wrong(COVER, text)

    assert finding.uraian.startswith("Kalimat pembuka")


@pytest.mark.parametrize(
    "text",
    [
        "TABEL 3.5\nTARGET INDIKATOR PADA RENJA PERANGKAT DAERAH\nTAHUN 2023",
        "TABEL 3.1 RENCANA PROGRAM TAHUN 2023 DAN PRAKIRAAN MAJU TAHUN 2024",
        "2.1 Evaluasi Pelaksanaan Renja Tahun 2021 dan Capaian Renstra",
        "2.2 Evaluasi Pelaksanaan Renja Tahun 2022",
        "Tabel 2.2 Alokasi Anggaran Dinas Tahun 2021",
        "Tabel 2.1 Target dan Realisasi Renja Tahun 2021",
        "Tabel 2.1 Realisasi Kinerja Program, Kegiatan dan Sub Kegiatan menurut Renja Tahun 2021",
        "2.4. Review terhadap Rancangan Awal RKPD Tahun 2022",
        "BAB II EVALUASI RENJA TAHUN 2019",
        "1.20 Penyusunan Renja Tahun 2024",
        "14. Peraturan Bupati Nomor ..... Tahun 2021 tentang Rencana Kerja Tahun 2022",
        "KEPUTUSAN KEPALA DINAS\nNOMOR 2\nTENTANG PEMBENTUKAN TIM RENJA TAHUN 2024\nMenimbang",
        "BAB II CAPAIAN RENSTRA TAHUN 2019",
        "Tabel 3.3 Indikator Kinerja (Permendagri Nomor 86 Tahun 2017)",
        "Renja Tahun 2022 telah dilaksanakan dengan baik.",
        "Landasan hukum adalah : Peraturan Bupati tentang Renja Tahun 2021",
    ],
)
def test_headings_may_rightly_name_other_years(text: str) -> None:
    assert wrong(COVER, BODY, text) == []


def test_a_header_repeated_on_the_pages_of_a_table_is_no_running_head() -> None:
    head = "Renja Perangkat Daerah Tahun 2022\nisi\nisi\nisi\nisi"
    made = table("evaluasi_renja", "")
    made.pages = [2, 3, 4, 5]

    assert wrong(COVER, *[head] * 4, tables=(made,)) == []
    assert years(wrong(COVER, *[head] * 4)) == [(2, 2022, 2023)]


def test_a_whole_caption_of_another_year_is_told_once() -> None:
    text = "TABEL 3.1 RENCANA PROGRAM TAHUN 2021 DAN PRAKIRAAN MAJU TAHUN 2022"

    assert years(wrong(COVER, text)) == [(2, 2021, 2023)]


def test_a_change_evaluates_its_own_first_months() -> None:
    said = "BAB II. EVALUASI RENJA PD TAHUN 2023 SAMPAI DENGAN TRIWULAN II\n" * 2
    other = "BAB II. EVALUASI RENJA PD TAHUN 2022 SAMPAI DENGAN TRIWULAN II"

    assert years(wrong(CHANGE, said, other)) == [(3, 2022, 2023)]
    assert wrong(CHANGE, said, other.replace(" SAMPAI DENGAN TRIWULAN II", "")) == []
    assert wrong(COVER, said, other) == []


def test_the_heading_of_the_enacting_decree_counts() -> None:
    assert years(wrong(COVER, DECREES.format(year=2024))) == [(2, 2024, 2023)]
    assert wrong(COVER, DECREES.format(year=2023)) == []


def test_columns_of_the_evaluated_renja_name_one_year() -> None:
    def made(realised: str) -> CleanTable:
        return table(
            "evaluasi_renja",
            "EVALUASI TERHADAP HASIL RENJA PERIODE JANUARI S.D JUNI 2023",
            target_renja_k="Target Renja OPD Tahun 2023",
            realisasi_renja_rp=f"Realisasi Renja yang dievaluasi ({realised})",
            realisasi_renstra_lalu_k="Realisasi s/d tahun lalu (2019 s/d 2022)",
        )

    (finding,) = wrong(CHANGE, tables=(made("2022"),))
    assert years([finding]) == [(2, 2022, 2023)]
    assert (finding.kind, finding.kolom) == ("evaluasi_renja", "realisasi_renja_rp")
    assert wrong(CHANGE, tables=(made("2023"),)) == []


def test_columns_of_a_plan_name_its_year_and_the_next() -> None:
    def made(title: str, target: int, forward: int) -> CleanTable:
        return table(
            "indikator_kinerja",
            title,
            target_sebelum=f"TARGET TAHUN {target} SEBELUM",
            target=f"TARGET TAHUN {target} SETELAH",
            target_maju=f"PRAKIRAAN {forward}",
        )

    title = "INDIKATOR KINERJA PADA PERUBAHAN RENJA TAHUN 2023"
    assert years(wrong(CHANGE, tables=(made(title, 2022, 2023),))) == [
        (2, 2022, 2023),
        (2, 2023, 2024),
    ]
    assert wrong(CHANGE, tables=(made(title, 2023, 2024),)) == []
    # The caption itself is of another year: that is told once.
    other = wrong(CHANGE, tables=(made(title.replace("2023", "2022"), 2022, 2023),))
    assert years(other) == [(2, 2022, 2023)]


def test_a_recap_reaches_the_running_year_its_columns_name() -> None:
    def made(reach: int) -> CleanTable:
        return table(
            "evaluasi_renja",
            f"Rekapitulasi Evaluasi Hasil Renja dan Pencapaian Renstra s/d Tahun {reach}",
            target_renja_k="Target Renja tahun 2014",
            target_berjalan_k="Target Renja thn 2015",
            realisasi_renstra_k="Realisasi s/d tahun berjalan (2015)",
        )

    assert years(wrong("", tables=(made(2016),))) == [(2, 2016, 2015)]
    assert wrong("", tables=(made(2015),)) == []


def test_a_heading_read_by_ocr_is_not_held_against_the_source() -> None:
    (finding,) = wrong(COVER, "BAB III RENCANA KERJA TAHUN 2024", reader="ocr")

    assert (finding.kelas, finding.tingkat) == ("belum_jelas", "info")
