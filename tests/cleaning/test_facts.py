"""What a document says about itself."""

from __future__ import annotations

import pytest
from said import BODY, COVER, DECREES, facts, pages, table, wrong, years

from cleaning.facts import find_facts
from cleaning.facts.decree import tidy_number
from tables.model import CleanTable, Facts


def test_the_cover_says_it_all() -> None:
    said = facts(COVER, BODY)

    assert said == Facts(2023, "Kota Serang", "Sekretariat Daerah", "renja", tahun_evaluasi=2022)
    assert {f.nama: f.halaman for f in said.evidence} == {
        "tahun": 1,
        "pemda": 1,
        "perangkat_daerah": 1,
        "jenis_dokumen": 1,
        "tahun_evaluasi": 2,
    }
    assert all(0.5 < fact.keyakinan <= 1 for fact in said.evidence)


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


@pytest.mark.parametrize(
    ("cover", "tahun"),
    [
        ("RENCANA KERJA (RENJA)\n2023\nDINAS", 2023),
        ("RENCANA KERJA\nKECAMATAN CIPOCOK JAYA\nKOTA SERANG\n2024", 2024),
        ("LAPORAN EVALUASI RENJA TRIWULAN III TAHUN 2022", 2022),
        ("RENCANA STRATEGIS DINAS\nTAHUN 2018-2023", 0),
        ("LAPORAN REALISASI ANGGARAN\nUntuk tahun yang berakhir sampai dengan Desember 2022", 0),
    ],
)
def test_a_cover_names_the_year_in_many_ways(cover: str, tahun: int) -> None:
    assert facts(cover).tahun == tahun


def test_a_running_head_left_over_from_last_year_is_not_our_year() -> None:
    head = "Renja Dinas Kesehatan Kota Serang Tahun 2022"
    body = "satu\ndua\ntiga\nempat\nlima Renja Dinas Kesehatan Tahun 2023.\nenam\ntujuh\nhal"

    texts = (COVER, *(f"{head}\n{body} {page}" for page in range(6)))

    assert facts(*texts).tahun == 2023
    assert years(wrong(*texts)) == [(2, 2022, 2023)]


def test_a_decree_below_the_cover_does_not_change_the_year() -> None:
    decree = (
        "KEPUTUSAN KEPALA DINAS\nNOMOR 1\nTENTANG PENETAPAN RENCANA KERJA TAHUN 2024\nMenimbang"
    )

    said = facts(f"{COVER}\n{decree}" + "\nkata" * 300)

    assert (said.tahun, said.nomor_sk) == (2023, "1")


def test_the_plan_follows_the_running_year_of_its_evaluation() -> None:
    """T-C.29: column 9 is of the year before the plan's, columns 6 and 7 of the one before that."""
    made = table(
        "evaluasi_renja",
        "Rekapitulasi Evaluasi Hasil Pelaksanaan Renja",
        target_renja_k="Target Renja SKPD tahun 2014",
        target_berjalan_k="Target Program (Renja SKPD thn 2015)",
    )

    said = facts("Target Renja SKPD tahun 2014", tables=(made,))

    assert (said.tahun, said.tahun_evaluasi) == (2016, 2014)


def test_years_of_the_form_count_from_the_plan() -> None:
    made = table(
        "evaluasi_renja",
        "Pencapaian Renstra s.d. Tahun 2015 (tahun berjalan)",
        target_renja_k="Target Renja OPD tahun (n- 2)",
    )

    said = facts("", tables=(made,))

    assert (said.tahun, said.tahun_evaluasi) == (2016, 2014)


def test_a_document_without_a_year_gets_a_finding() -> None:
    found, findings = find_facts(pages("Rencana Kerja"), [])

    assert found.tahun == 0
    assert [f.aturan for f in findings] == ["tahun_tidak_ada"]
    assert find_facts(pages(COVER), [])[1] == []


@pytest.mark.parametrize(
    ("text", "pemda"),
    [
        ("Renja Dinas Kesehatan Provinsi Jawa Barat Tahun 2016", "Provinsi Jawa Barat"),
        ("RENJA DINAS KESEHATAN KABUPATEN LEBAK TAHUN 2016", "Kabupaten Lebak"),
        ("Renja Setda Kota Tangerang Selatan Tahun 2023", "Kota Tangerang Selatan"),
        ("PERATURAN BUPATI LEBAK NOMOR 3", "Kabupaten Lebak"),
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
        ("RENJA DINAS ESDM PROVINSI JAWA BARAT", "Dinas Energi dan Sumber Daya Mineral"),
        ("RENJA SEKRETARIAT DPRD KOTA SERANG", "Sekretariat DPRD"),
        ("RENJA INSPEKTORAT KOTA SERANG", "Inspektorat"),
        ("RENJA RSUD Dr. SOETOMO PROVINSI JAWA TIMUR", "RSUD Dr. Soetomo"),
        ("RENJA BAPPEDA KOTA SERANG", "Badan Perencanaan Pembangunan Daerah"),
        ("RENJA DINAS PENANAMAN MODAL DAN\nPELAYANAN TERPADU SATU PINTU\nKOTA SERANG",
         "Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu"),
        ("Nama OPD : BADAN PEMBERDAYAAN DESA Lembar 1", "Badan Pemberdayaan Desa"),
        ("Belanja kendaraan dinas operasional lapangan", ""),
    ],
)  # fmt: skip
def test_agency(text: str, agency: str) -> None:
    assert facts(text).perangkat_daerah == agency


def test_an_agency_is_spelled_as_the_document_mostly_does() -> None:
    title = table("rencana_kerja", "DINAS ENERGI SUMBER DAYA MINERAL TAHUN 2016")
    letter = "Dinas Energi dan Sumber Daya Mineral\n" * 3

    assert facts(letter, tables=(title,)).perangkat_daerah == "Dinas Energi dan Sumber Daya Mineral"


def test_a_running_head_outweighs_names_in_passing() -> None:
    head = "Renja Dinas Kesehatan Kota Serang Tahun 2023"
    text = "BAB I\nPENDAHULUAN\n" + "Dinas Pendidikan Kota Bogor\n" * 9 + "satu\ndua\ntiga\n"

    said = facts(*(f"{head}\n{text}" for _ in range(4)))

    assert (said.perangkat_daerah, said.pemda) == ("Dinas Kesehatan", "Kota Serang")


@pytest.mark.parametrize(
    ("cover", "kind"),
    [
        ("PERUBAHAN RENCANA KERJA (RENJA) TAHUN 2023", "renja_perubahan"),
        ("RENJA PERUBAHAN TAHUN 2023", "renja_perubahan"),
        ("RENCANA KERJA TAHUN 2023", "renja"),
        ("RENCANA STRATEGIS 2019-2023", "renstra"),
        ("RENJA-P 2023 DINAS KESEHATAN", "renja_perubahan"),
        ("LAPORAN EVALUASI RENJA TRIWULAN III TAHUN 2022", "evaluasi"),
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
def test_tables_tell_the_kind_where_no_page_does(made: CleanTable, kind: str) -> None:
    assert facts("", tables=(made,)).jenis_dokumen == kind


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("mengacu pada Renstra Dinas Kesehatan Tahun 2019-2023", "2019-2023"),
        ("Rencana Strategis (Renstra) Tahun 2019 – 2023 menjadi acuan", "2019-2023"),
        ("Renstra Perangkat Daerah 2018 s.d. 2023", "2018-2023"),
        ("RPJMD Tahun 2019-2023", ""),
        ("Renstra sebagai penjabaran RPJMD Tahun 2019-2023", ""),
        ("Realisasi Renstra OPD Tahun lalu (2019 s/d 2022)", ""),
        ("Renstra disusun. Anggaran 2019-2023", ""),
    ],
)
def test_renstra_period(text: str, period: str) -> None:
    assert facts(COVER, text).periode_renstra == period


def test_a_renstra_that_has_ended_is_not_ours() -> None:
    found, findings = find_facts(pages(COVER, "Capaian Renstra Tahun 2008 - 2013"), [])

    assert found.periode_renstra == ""
    assert [(f.aturan, f.halaman) for f in findings] == [("periode_renstra_lewat", 2)]

    both = "Capaian Renstra Tahun 2013 - 2018. Renstra Tahun 2019 - 2023"
    found, findings = find_facts(pages(COVER, both), [])
    assert (found.periode_renstra, findings) == ("2019-2023", [])


def test_the_decree_that_enacts_the_plan_is_told_from_others() -> None:
    said = facts(COVER, DECREES.format(year=2023))

    assert (said.nomor_sk, said.tanggal_sk) == ("98/021-SETDA/2023", "2023-08-20")
    assert [f.halaman for f in said.evidence if f.nama.endswith("_sk")] == [2, 2]


def test_a_regulation_may_enact_the_plans_of_all_agencies() -> None:
    text = (
        "PERATURAN BUPATI LEBAK\nNOMOR 45 TAHUN 2022\nTENTANG\n"
        "RENCANA KERJA PERANGKAT DAERAH TAHUN 2023\nMenimbang"
    )

    said = facts(COVER, text)

    assert (said.nomor_sk, said.tanggal_sk) == ("45 Tahun 2022", "")


@pytest.mark.parametrize(
    "subject",
    ["RENCANA KERJA PEMERINTAH DAERAH TAHUN 2023", "PEDOMAN PENYUSUNAN RENCANA KERJA TAHUN 2023"],
)
def test_other_decrees_enact_nothing_of_ours(subject: str) -> None:
    text = f"PERATURAN BUPATI LEBAK\nNOMOR 45 TAHUN 2022\nTENTANG\n{subject}\nMenimbang"

    assert facts(COVER, text).nomor_sk == ""


def test_a_decree_without_a_number_gets_a_finding() -> None:
    text = DECREES.format(year=2023).replace("98/ 021-SETDA/\n2023", "     / 021-SETDA/ 2023")

    found, findings = find_facts(pages(COVER, text), [])

    assert (found.nomor_sk, found.tanggal_sk) == ("", "2023-08-20")
    assert [(f.aturan, f.halaman) for f in findings] == [("nomor_sk_kosong", 2)]


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("188.45/ 12 /KEP/ 2023", "188.45/12/KEP/2023"),
        ("45 TAHUN 2022", "45 Tahun 2022"),
        (": 050 - 12 TAHUN 2022", "050-12 Tahun 2022"),
        ("TAHUN 2023", ""),
        ("/ KPTS / 2023", ""),
        ("050/    /2023", ""),
        ("", ""),
    ],
)
def test_numbers_of_decrees(printed: str, number: str) -> None:
    assert tidy_number(printed) == number


# What the user states


def test_stated_facts_go_before_printed_ones() -> None:
    found, findings = find_facts(pages(COVER), [], {"tahun": 2024, "nomor_sk": "1/X/2023"})

    assert (found.tahun, found.nomor_sk, found.pemda) == (2024, "1/X/2023", "Kota Serang")
    assert {f.nama: f.sumber for f in found.evidence}["tahun"] == "sidecar"
    assert [(f.aturan, f.kolom, f.tercetak, f.seharusnya) for f in findings] == [
        ("sidecar_berbeda", "tahun", 2023, 2024)
    ]


def test_stated_facts_that_agree_are_no_finding() -> None:
    assert find_facts(pages(COVER), [], {"tahun": 2023, "pemda": "Kota Serang"})[1] == []


def test_a_stated_year_does_not_make_the_headings_wrong() -> None:
    found = find_facts(pages(COVER, "BAB III RENCANA KERJA TAHUN 2023"), [], {"tahun": 2024})[1]

    assert [f.aturan for f in found] == ["sidecar_berbeda"]


def test_a_stated_year_stands_in_where_none_is_printed() -> None:
    found, findings = find_facts(pages("Laporan"), [], {"tahun": 2022})

    assert (found.tahun, findings) == (2022, [])
