"""Where running text contradicts a table or itself: each rule fires, and keeps quiet."""

from __future__ import annotations

from decimal import Decimal

import narrative_text as make
import pytest

PLAIN = (
    "Pada kegiatan Administrasi Umum terdapat penurunan anggaran sebesar Rp. 16.621.180,- dari "
    "pagu murni sebesar Rp. 412.984.680,- menjadi Rp. 396.363.500,-."
)
PROGRAM = (
    "Untuk Program Perekonomian dari pagu murni sebesar Rp. 909.999.010,- menjadi Rp. "
    "854.528.325,- sehingga mengalami penurunan sebesar Rp. 55.470.685,- (6,10%)."
)
BUDGET = (
    "Dengan pagu anggaran sebesar Rp. 58.622.444.721,- realisasi anggaran sebesar "
    "Rp 26.567.129.102,- atau 45,32% pada semester pertama."
)


@pytest.mark.parametrize("text", [PLAIN, PROGRAM, BUDGET])
def test_what_the_tables_print_is_told_without_a_finding(text: str) -> None:
    amounts, findings = make.read(text)

    assert findings == []
    money = [a for a in amounts if a.satuan == "rp"]
    assert {a.status for a in money} == {"cocok"}
    assert all(a.cell and a.nilai == abs(a.cell.nilai or 0) for a in money)


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("26.567.129.102", "26.267.129.102", "nominal_mirip"),
        ("412.984.680", "512.333.999", "nominal_beda"),
        ("412.984.680", "412.680", "nominal_kurang_kelompok"),
        ("396.363.500", "396.,363.500", "nominal_rusak"),
        ("396.363.500", "396.363500", "nominal_rusak"),
    ],
)
def test_an_amount_that_is_not_the_tables(old: str, new: str, rule: str) -> None:
    text = BUDGET if old in BUDGET else PLAIN

    _, findings = make.read(text.replace(old, new))

    (found,) = [f for f in findings if f.aturan == rule]
    assert found.halaman == 9
    assert found.tercetak == (None if rule == "nominal_rusak" else Decimal(new.replace(".", "")))
    assert found.seharusnya == Decimal(old.replace(".", ""))
    assert found.kelas == "sumber"
    assert found.bukti["sel"]


def test_a_difference_that_is_none_of_its_amounts() -> None:
    assert make.read(PROGRAM, tables=[])[1] == []

    (found,) = make.read(PROGRAM.replace("55.470.685", "55.407.685"), tables=[])[1]

    assert found.aturan == "selisih_teks"
    assert (found.tercetak, found.seharusnya) == (55_407_685, 55_470_685)


def test_a_difference_between_two_changes_is_nobodys() -> None:
    text = (
        "Belanja pegawai dari pagu Rp. 10.000.100,- menjadi Rp. 12.000.100,- dan belanja barang "
        "dari pagu Rp. 20.000.100,- menjadi Rp. 25.000.100,- dengan penambahan sebesar "
        "Rp. 7.000.000,-."
    )
    assert make.rules(text) == []


def test_of_two_differences_neither_is_the_changes() -> None:
    text = (
        "Terdapat penambahan anggaran sebesar Rp. 500.000.000,- dan pengurangan sebesar Rp. "
        "200.000.000,- dari pagu murni Rp. 3.000.000.000,- menjadi Rp. 3.300.000.000,-."
    )
    assert make.rules(text) == []


@pytest.mark.parametrize("word", ["penambahan", "kenaikan"])
def test_a_cut_that_is_told_as_a_rise(word: str) -> None:
    (found,) = make.read(PLAIN.replace("penurunan", word))[1]

    assert found.aturan == "arah_teks"
    assert (found.tercetak, found.seharusnya) == (16_621_180, -16_621_180)


def test_a_change_that_is_denied() -> None:
    assert make.rules(PLAIN.replace("terdapat penurunan", "tidak terdapat penurunan")) == [
        "arah_teks"
    ]


@pytest.mark.parametrize(
    "text",
    [
        # another kegiatan's; what is denied first is told after the turn
        "Beberapa kegiatan tidak mengalami penyusutan anggaran, tetapi secara umum terdapat "
        "penurunan sebesar Rp. 16.621.180,- dari pagu sebesar Rp. 412.984.680,- menjadi "
        "Rp. 396.363.500,-.",
        # part of a name
        "Program Penurunan Stunting dari pagu sebesar Rp. 396.363.500,- menjadi "
        "Rp. 412.984.680,- pada tahun ini.",
    ],
)
def test_words_that_speak_of_no_direction(text: str) -> None:
    assert make.rules(text) == []


def test_sub_kegiatan_that_went_another_way() -> None:
    text = (
        f"{PLAIN[:-1]} hal ini karena pengurangan pada sub kegiatan Fasilitasi Kunjungan Tamu, "
        "Penyediaan Bahan Logistik dan Pengadaan Mebel."
    )

    found = make.read(text)[1]

    assert [f.aturan for f in found] == ["arah_sub_kegiatan"] * 2
    assert [f.seharusnya for f in found] == [1_120_920, 0]


def test_sub_kegiatan_that_did_not_stay() -> None:
    text = (
        f"{PLAIN[:-1]} sedangkan sub kegiatan Pengadaan Mebel dan Penyediaan Bahan Logistik masih "
        "tetap tidak terdapat penambahan maupun pengurangan."
    )
    assert make.rules(text) == ["arah_sub_kegiatan"]


def test_sub_kegiatan_listed_as_they_went() -> None:
    text = (
        f"{PLAIN[:-1]} hal ini karena pengurangan pada sub kegiatan Fasilitasi Kunjungan Tamu dan "
        "terdapat penambahan anggaran pada sub kegiatan Penyediaan Bahan Logistik, sedangkan sub "
        "kegiatan Pengadaan Mebel tetap tidak terdapat penambahan."
    )
    assert make.rules(text) == []


def test_a_percent_that_is_not_that_of_its_change() -> None:
    (found,) = make.read(PROGRAM.replace("6,10%", "7,10%"))[1]

    assert found.aturan == "persen_teks"
    assert (found.tercetak, found.seharusnya) == (Decimal("7.10"), Decimal("6.10"))


def test_a_percent_that_is_not_that_of_its_budget() -> None:
    text = "Dari pagu anggaran Rp. 2.893.500.000,- terealisasi Rp. 3.240.293.513,- ({}) saja."

    assert make.rules(text.format("111,99%")) == []
    assert make.rules(text.format("112 persen")) == []
    assert make.rules(text.format("101,99%")) == []  # "dari pagu" may be a change's


def test_a_percent_of_two_amounts() -> None:
    text = "Dengan pagu anggaran Rp. 2.893.500.000,- realisasinya Rp. 3.240.293.513,- ({})."

    assert make.rules(text.format("111,99%")) == []
    assert make.rules(text.format("101,99%")) == ["persen_teks"]
    assert make.rules(text.format("101,99%").replace("Dengan", "Rp. 5.000.000,- dan")) == []


def test_a_percent_that_only_the_table_explains() -> None:
    _, findings = make.read(BUDGET.replace("26.567.129.102", "26.267.129.102"))

    (found,) = [f for f in findings if f.aturan == "persen_hanya_tabel"]
    assert (found.tercetak, found.seharusnya) == (Decimal("45.32"), Decimal("44.81"))


def test_rows_counted_and_printed() -> None:
    said = "Renja ini terdiri dari {} program, {} kegiatan dan {} sub kegiatan prioritas daerah."

    assert make.rules(said.format(2, 2, 3)) == []
    assert make.rules(said.format(2, 2, 4)) == ["jumlah_baris_teks"]
    assert make.rules(said.format(7, 8, 9)) == []  # of something else
    assert make.rules("Tahun 2019 " + said.format(2, 2, 4)) == []
    assert make.rules("Semula dalam Renja murni " + said.format(2, 2, 4)) == []


def test_a_number_in_figures_and_in_words() -> None:
    text = "Renja ini memuat 6 (enam) program dan 37 ({}) kegiatan prioritas pada tahun berjalan."

    assert make.rules(text.format("tiga puluh tujuh")) == []
    assert make.rules(text.format("tiga puluh delapan")) == ["terbilang_beda"]


def test_a_sum_told_with_its_parts() -> None:
    text = (
        "Dengan total anggaran Rp {} terdiri dari belanja langsung sebesar Rp. 6.922.244.863,00 "
        "dan belanja tidak langsung sebesar Rp 7.597.600.000,00."
    )

    assert make.rules(text.format("14.519.844.863,00")) == []
    assert make.rules(text.format("14.591.844.863,00")) == ["rincian_teks"]


# What the text speaks of


def test_the_heading_names_what_this_kegiatan_is() -> None:
    below = PLAIN.replace("kegiatan Administrasi Umum", "kegiatan ini")
    wrong = below.replace("412.984.680", "512.333.999")

    assert "nominal_beda" in make.rules("1.2. Kegiatan Administrasi Umum", wrong)
    assert "nominal_beda" not in make.rules("2.3 Isu Penting", wrong)
    assert "nominal_beda" not in make.rules(
        "1.2. Kegiatan Administrasi Umum", "BAB III RENCANA KERJA", wrong
    )


def test_another_years_budget_is_not_compared_with_the_plan() -> None:
    text = PLAIN.replace("412.984.680", "512.333.999")
    assert "nominal_beda" not in make.rules(text.replace("Pada", "Dibanding tahun 2021 pada"))


def test_the_upper_rows_amounts_told_beside_a_lower_rows_name() -> None:
    text = PLAIN.replace("terdapat", "pada sub kegiatan Fasilitasi Kunjungan Tamu terdapat")
    assert make.rules(text) == []


def test_rounded_amounts_contradict_nothing() -> None:
    assert make.rules(PLAIN.replace("412.984.680", "412.984.000")) == ["selisih_teks"]
    assert make.rules(BUDGET.replace("Rp 26.567.129.102,-", "Rp 26,5 miliar")) == []


def test_what_ocr_read_accuses_nobody() -> None:
    findings = make.read(BUDGET.replace("26.567.129.102", "26.267.129.102"), ocr=True)[1]

    assert findings
    assert {f.kelas for f in findings} == {"belum_jelas"}
    rusak = make.read(PLAIN.replace("396.363.500", "396.,363.500"), ocr=True)[1]
    assert [f.kelas for f in rusak if f.aturan == "nominal_rusak"] == ["ekstraksi"]


def test_a_doubtful_cell_accuses_nobody() -> None:
    table = make.plan()
    table.rows[1].entries["pagu_sebelum"].status = "ditandai"

    findings = make.read(PLAIN.replace("412.984.680", "512.333.999"), tables=[table])[1]

    assert [f.kelas for f in findings if f.aturan == "nominal_beda"] == ["belum_jelas"]
