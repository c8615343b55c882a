"""Every contradiction of the sample that was found by eye is a finding with its page and amounts.

The list is from reading the document against itself; page and amounts are as printed there. It
must be met whole: a rule that loses one of them is broken.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

import pytest
from truth import SAMPLE_PDF

from cleaning.document import clean
from extractors.document import extract
from extractors.triage import triage
from tables.model import CleanDocument, Finding


class Known(NamedTuple):
    """A contradiction: its rule and place; amounts as text, ``""`` where there is none."""

    rule: str
    tabel: str
    page: int
    column: str
    printed: str = ""
    meant: str = ""
    says: str = ""


TABEL_21 = [
    # The first child is left out of its parent's sums.
    Known("anak_terlewat", "2.1", 14, "target_renstra_rp", "3275805744", "4225372028",
          "Fasilitasi Penyusunan Program Pembangunan"),
    Known("anak_terlewat", "2.1", 14, "realisasi_renstra_lalu_rp", "1247392430", "1371672430",
          "Fasilitasi Penyusunan Program Pembangunan"),
    Known("jumlah_anak", "2.1", 14, "realisasi_renstra_rp", "1425686180", "1549966180"),
    # 155 million more than the three lines below.
    Known("jumlah_anak", "2.1", 13, "realisasi_renja_rp", "4311783614", "4156783614"),
    Known("jumlah_anak", "2.1", 13, "realisasi_renstra_rp", "21595032268", "21440032268"),
    # Penyediaan Gaji: 16 = 8 + 14 does not hold.
    Known("rumus_baris", "2.1", 10, "realisasi_renstra_k", "11.97", "48.0004", "Penyediaan Gaji"),
    # The closing rows are no averages of what they speak of.
    Known("rata_rata", "2.1", 14, "capaian_renja_k", "41.39", "40.6388", "RATA-RATA CAPAIAN SUB"),
    Known("rata_rata", "2.1", 14, "capaian_renstra_k", "75.21", "76.3496", "RATA-RATA CAPAIAN SUB"),
    Known("rata_rata", "2.1", 14, "capaian_renja_k", "51.22", "51.1139"),
    Known("rata_rata", "2.1", 14, "capaian_renstra_k", "48.27", "46.2994"),
    Known("rata_rata", "2.1", 14, "capaian_renja_k", "60.53", "49.79", "JUMLAH DAN RATA-RATA"),
    Known("rata_rata", "2.1", 14, "capaian_renstra_k", "48.16", "44.9367", "JUMLAH DAN RATA-RATA"),
    # 17 of the programs is 60 % of its formula, of the kegiatan throughout.
    Known("rumus_baris", "2.1", 10, "capaian_renstra_k", "57", "95"),
    Known("rumus_baris", "2.1", 12, "capaian_renstra_k", "38.49", "64.15"),
    Known("rumus_baris", "2.1", 13, "capaian_renstra_k", "39.32", "65.53"),
    Known("rumus_tidak_berlaku", "2.1", 10, "capaian_renstra_k", says="2 dari 18 baris kegiatan"),
    # Tenders: 16 is not 8 + 14.
    Known("rumus_baris", "2.1", 14, "realisasi_renstra_k", "118.43", "162.662"),
    Known("rumus_baris", "2.1", 14, "realisasi_renstra_k", "462.35", "498.995"),
    Known("rumus_baris", "2.1", 14, "realisasi_renstra_k", "50", "331"),
    Known("rumus_baris", "2.1", 14, "realisasi_renstra_k", "54.38", "67"),
    Known("rumus_baris", "2.1", 14, "capaian_renstra_k", "90", "151.0574"),
    # A code of program 02 inside program 01, and the same code for another kegiatan.
    Known("kode_salah_induk", "2.1", 10, "kode", says="4.01.02.2.03"),
    Known("kode_dua_nama", "2.1", 13, "kode", says="Fasilitasi dan Koordinasi Hukum"),
    Known("potongan_diragukan", "2.1", 13, "target_renstra_k", says="292 5"),
]  # fmt: skip

TABEL_31 = [
    # The lost minus sign of program 1, and the difference it should show.
    Known("tanda_hilang", "3.1", 30, "perubahan", "3108164024", "-3178186274"),
    Known("rumus_baris", "3.1", 30, "perubahan", "3108164024", "-3178186274"),
    Known("tanda_hilang", "3.1", 30, "perubahan", "16621180", "-16621180"),
    Known("tanda_hilang", "3.1", 33, "perubahan", "115605000", "-115605000"),
    Known("tanda_hilang", "3.1", 33, "perubahan", "37335432", "-37335432"),
    # Typed with commas, so that the sheet's SUM skipped it.
    Known("format_asing", "3.1", 32, "pagu_maju", "425056675", says="425,056,675"),
    Known("anak_terlewat", "3.1", 32, "pagu_maju", "948727675", "1373784350", "pemisah asing"),
    # An amount that slid into the target column, and the row whose amount it is.
    Known("potongan_diragukan", "3.1", 33, "target_sebelum", says="113.28 1.630"),
    Known("jumlah_anak", "3.1", 33, "pagu_sebelum", "170283500", "663971435"),
    Known("rumus_baris", "3.1", 33, "perubahan", "10634568", "504322503"),
    # Kegiatan whose sub kegiatan, and programs whose kegiatan, are not printed.
    Known("jumlah_anak", "3.1", 32, "pagu", "3648081996", "2659213025"),
    Known("jumlah_anak", "3.1", 30, "pagu", "38280078739", "37656646538"),
    Known("jumlah_anak", "3.1", 33, "pagu", "2551408842", "1529134328"),
    Known("kode_salah_induk", "3.1", 32, "kode", says="4.01.01.2.11.03"),
    Known("kode_dua_nama", "3.1", 32, "kode", says="4.01.01.2.13.03"),
]  # fmt: skip

BETWEEN_TABLES = [
    Known("beda_pagu_antar_tabel", "2.1", 13, "target_renja_rp", "663971435", "170283500",
          "Tabel 3.1 halaman 33"),
    Known("beda_target_antar_tabel", "2.1", 10, "target_renja_k", "3", "6", "Penatausahaan"),
    Known("beda_target_antar_tabel", "2.1", 10, "target_renja_k", "65", "55", "Sosialisasi"),
    Known("beda_target_antar_tabel", "2.1", 11, "target_renja_k", "1", "100", "Mesin Lainnya"),
    Known("beda_target_antar_tabel", "2.1", 11, "target_renja_k", "79", "95"),
    Known("baris_tak_berpasangan", "2.1", 12, "uraian", says="PROGRAM PEMERINTAHAN DAN KESEJAH"),
    Known("baris_tak_berpasangan", "2.1", 14, "uraian", says="Pengelolaan Pengadaan Barang"),
    Known("baris_tak_berpasangan", "2.1", 11, "uraian", says="Pemeliharaan Mebel"),
]  # fmt: skip

KNOWN = [*TABEL_21, *TABEL_31, *BETWEEN_TABLES]


@pytest.fixture(scope="module")
def sample() -> CleanDocument:
    seen = triage(SAMPLE_PDF)
    return clean(seen, *extract(SAMPLE_PDF, seen))


def told(sample: CleanDocument) -> list[Finding]:
    return [*sample.findings, *(f for table in sample.tables for f in table.findings)]


def is_it(known: Known, finding: Finding) -> bool:
    place = (finding.aturan, finding.tabel, finding.halaman, finding.kolom)
    wanted = (known.rule, known.tabel, known.page, known.column)
    return place == wanted and all(
        not text or value == Decimal(text)
        for text, value in ((known.printed, finding.tercetak), (known.meant, finding.seharusnya))
    ) and known.says in finding.uraian  # fmt: skip


@pytest.mark.parametrize("known", KNOWN, ids=lambda k: f"{k.rule}-{k.page}-{k.printed or k.says}")
def test_it_is_found_with_page_and_amounts(known: Known, sample: CleanDocument) -> None:
    found = [f for f in told(sample) if is_it(known, f)]
    assert len(found) == 1, f"{len(found)} findings"


def test_a_lost_sign_is_not_told_again_of_its_parent(sample: CleanDocument) -> None:
    """-98.005.000 is the sum of its lines once the sign of one of them is put back."""
    sums = [f for f in told(sample) if f.aturan == "jumlah_anak" and f.kolom == "perubahan"]
    assert Decimal(-98005000) not in {f.tercetak for f in sums}


def test_amounts_both_tables_print_alike_are_no_finding(sample: CleanDocument) -> None:
    found = [f for f in told(sample) if f.aturan == "beda_pagu_antar_tabel"]
    assert len(found) == 1
    assert (found[0].bukti["berlaku"], found[0].bukti["diperiksa"]) == (67, 68)
