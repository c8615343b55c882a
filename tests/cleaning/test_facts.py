"""What a document says about itself."""

from __future__ import annotations

import pytest

from cleaning.facts import find_facts
from tables.model import Column, Facts, PageInfo, Table

COVER = "RENCANA KERJA\nSEKRETARIAT DAERAH KOTA SERANG\nTAHUN 2023"
BODY = "Evaluasi pelaksanaan Renja Tahun 2022 dibahas lebih dahulu."


def facts(*texts: str, tables: tuple[Table, ...] = ()) -> Facts:
    pages = tuple(PageInfo(n, 595, 842, 0, "exported", t) for n, t in enumerate(texts, start=1))
    return find_facts(pages, list(tables))[0]


def table(kind: str, title: str, *headers: str) -> Table:
    columns = [Column(i, 0, 0, (text,)) for i, text in enumerate(headers)]
    return Table(kind, "2.1", title, [2], columns, [])


def test_the_cover_says_it_all() -> None:
    assert facts(COVER, BODY) == Facts(2023, "Kota Serang", "Sekretariat Daerah", "renja")


def test_the_plan_year_is_later_than_the_years_evaluated() -> None:
    body = "Rencana Kerja Tahun 2023\n" * 3 + "Evaluasi Renja Tahun 2022\n" * 4

    assert facts(COVER, body).tahun == 2023


@pytest.mark.parametrize(
    ("title", "tahun"),
    [
        ("Rumusan Rencana Program dan Kegiatan Tahun 2016 dan Prakiraan Maju Tahun 2017", 2016),
        ("PRIORITAS DAN PLAFON ANGGARAN SEMENTARA PERUBAHAN TAHUN 2016", 2016),
    ],
)
def test_a_table_alone_names_its_year(title: str, tahun: int) -> None:
    assert facts("", tables=(table("rencana_kerja", title),)).tahun == tahun


def test_a_document_without_a_year_gets_a_finding() -> None:
    pages = (PageInfo(1, 595, 842, 0, "exported", "Rencana Kerja"),)

    found, findings = find_facts(pages, [])

    assert found.tahun == 0
    assert [f.aturan for f in findings] == ["tahun_tidak_ada"]
    assert find_facts((PageInfo(1, 595, 842, 0, "exported", COVER),), [])[1] == []


@pytest.mark.parametrize(
    ("text", "pemda"),
    [
        ("Renja Dinas Kesehatan Provinsi Jawa Barat Tahun 2016", "Provinsi Jawa Barat"),
        ("RENJA DINAS KESEHATAN KABUPATEN LEBAK TAHUN 2016", "Kabupaten Lebak"),
        ("Renja Setda Kota Tangerang Selatan Tahun 2023", "Kota Tangerang Selatan"),
        ("Renja Tahun 2023", ""),
    ],
)
def test_government(text: str, pemda: str) -> None:
    assert facts(text).pemda == pemda


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("Renja Dinas Energi dan Sumber Daya Mineral Provinsi Jawa Barat",
         "Dinas Energi dan Sumber Daya Mineral"),
        ("RENJA DINAS KESEHATAN KABUPATEN LEBAK", "Dinas Kesehatan"),
        ("Renja Kecamatan Cipocok Jaya Kota Serang", "Kecamatan Cipocok Jaya"),
        ("Belanja kendaraan dinas operasional lapangan", ""),
    ],
)  # fmt: skip
def test_agency(text: str, agency: str) -> None:
    assert facts(text).perangkat_daerah == agency


@pytest.mark.parametrize(
    ("cover", "kind"),
    [
        ("PERUBAHAN RENCANA KERJA (RENJA) TAHUN 2023", "renja_perubahan"),
        ("RENJA PERUBAHAN TAHUN 2023", "renja_perubahan"),
        ("RENCANA KERJA TAHUN 2023", "renja"),
        ("RENCANA STRATEGIS 2019-2023", "renstra"),
        ("Laporan", "lain"),
    ],
)
def test_kind_of_document(cover: str, kind: str) -> None:
    assert facts(cover).jenis_dokumen == kind


@pytest.mark.parametrize(
    ("made", "kind"),
    [
        (table("rencana_kerja", "", "Program/Kegiatan", "Pagu"), "renja"),
        (table("rencana_kerja", "", "Program/Kegiatan", "Pagu Sebelum"), "renja_perubahan"),
        (table("evaluasi_renja", "", "Program/Kegiatan"), "evaluasi"),
    ],
)  # fmt: skip
def test_tables_tell_the_kind_where_no_page_does(made: Table, kind: str) -> None:
    assert facts("", tables=(made,)).jenis_dokumen == kind
