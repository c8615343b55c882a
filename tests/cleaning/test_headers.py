"""Printed headers to canonical columns: wording, order, scale; nothing lost without a word."""

from __future__ import annotations

import pytest

from cleaning.headers import map_columns
from tables.model import Box, Cell, Column, ColumnUse, Finding, Row, Table
from tables.spec import specs


def mapped(
    kind: str, *headers: tuple[str, ...] | str, title: str = ""
) -> tuple[list[ColumnUse], list[Finding]]:
    paths = [h if isinstance(h, tuple) else (h,) for h in headers]
    columns = [Column(i, i * 50.0, i * 50.0 + 50, path) for i, path in enumerate(paths)]
    return map_columns(Table(kind, "", title, [1], columns, []), specs()[kind])


def names(kind: str, *headers: tuple[str, ...] | str) -> list[str]:
    return [use.name for use in mapped(kind, *headers)[0]]


PLAN = [
    ("no", "No."),
    ("no", "Nomor Urut"),
    ("kode", "KODE REKENIBG"),
    ("kode", "Kode Nomenklatur"),
    ("bidang_urusan", "BIDANG URUSAN"),
    ("sasaran", "Sasaran Daerah"),
    ("uraian", "Urusan/Bidang Urusan Pemerintahan /Program/ Kegiatan/Sub Kegiatan"),
    ("uraian", "Program, Kegiatan, dan Sub Kegiatan"),
    ("uraian", "Program / Kegiatan"),
    ("indikator", "Indikator Kinerja Programn (outcome) dan kegiatan (output) dan Sub Kegiatan"),
    ("indikator", "Indikator Program/ Kegiatan/ Sub Kegiatan"),
    ("indikator", "Tolok Ukur"),
    ("satuan", "SATUAN KINERJA"),
    ("lokasi", "Lokasi Output Kegiatan"),
    ("target", "TARGET CAPAIAN KINERJA"),
    ("target", "Target 2023"),
    ("pagu", "KEBUTUHAN DANA/PAGU INDIKTIF (RP)"),
    ("pagu", "Pagu Indikatif"),
    ("perubahan", "JUMLAH PERUBAHAN (-/+)"),
    ("perubahan", "Bertambah/(Berkurang)"),
    ("sumber_dana", "Sumber Pendanaan"),
    ("catatan", "CATATAN PENTING"),
    ("target_maju", "PRAKIRAAN MAJU RENCANA TAHUN 2024 > TARGET CAPAIAN KINERJA"),
    ("pagu_maju", "PRAKIRAAN MAJU > KEBUTUHAN DANA/PAGU INDIKATIF (RP)"),
    ("pagu_maju", "Prakiraan Maju (Rp.)"),
    ("penanggung_jawab", "PENANGGUNGJAWAB (PD DAN UNIT PD)"),
    ("penanggung_jawab", "Unit Kerja Perangkat Daerah Penanggungjawab"),
    ("keterangan", "Ket."),
]
EVALUATION = [
    ("uraian", "Urusan/Bidang Urusan Pemerintahan Daerah dan Program/Kegiatan"),
    ("target_renstra_k", "Target Renstra OPD pada tahun 2023 (Kondisi Akhir Renstra)"),
    ("target_renstra_k", "Target Renstra Perangkat Daerah (Akhir Periode Renstra)"),
    ("target_renstra_k", "Kondisi Kinerja pada akhir periode Renstra Perangkat Daerah"),
    ("realisasi_renstra_lalu_k", "Realisasi s/d Tahun Lalu"),
    ("realisasi_renstra_lalu_k", "Realisasi Capaian Kinerja Renstra SKPD s.d. Renja Tahun Lalu"),
    ("target_renja_k", "Target Kinerja dan Anggaran Renja OPD Tahun 2023"),
    ("target_renja_k", "Target Tahun Berjalan"),
    ("realisasi_tw1_k", "Realisasi Kinerja Pada Triwulan > I"),
    ("realisasi_tw2_k", "Realisasi Kinerja Pada Triwulan > II"),
    ("realisasi_tw3_k", "TW III"),
    ("realisasi_tw4_k", "Tribulan > IV"),
    ("realisasi_renja_k", "Realisasi Capaian Kinerja dan Anggaran Renja SKDP yang dievaluasi"),
    ("realisasi_renja_k", "Capaian Tahun Evaluasi"),
    ("capaian_renja_k", "Tingkat Capaian Kinerja dan realisasi Anggaran Renja PD Tahun 2022 (%)"),
    ("capaian_renja_k", "Tingkat Realisasi (%)"),
    ("realisasi_renstra_k", "Perkiraan realisasi capaian target Renstra > Realisasi Capaian"),
    ("capaian_renstra_k", "Capaian Kinerja & Anggaran Renstra OPD s.d tahun 2023 (%)"),
    ("penanggung_jawab", "Unit SKPD Penanggungjawab"),
]


@pytest.mark.parametrize(("name", "header"), PLAN)
def test_wordings_of_the_plan(name: str, header: str) -> None:
    assert names("rencana_kerja", tuple(header.split(" > "))) == [name]


@pytest.mark.parametrize(("name", "header"), EVALUATION)
def test_wordings_of_the_evaluation(name: str, header: str) -> None:
    assert names("evaluasi_renja", tuple(header.split(" > "))) == [name]


@pytest.mark.parametrize(
    ("before", "after"),
    [("SEBELUM PERUBAHAN", "SETELAH PERUBAHAN"), ("Semula", "Menjadi"), ("Murni", "Perubahan")],
)
def test_before_and_after_the_change(before: str, after: str) -> None:
    pairs = [("Pagu Indikatif", before), ("Pagu Indikatif", after)]

    assert names("rencana_kerja", "Program/Kegiatan", *pairs) == ["uraian", "pagu_sebelum", "pagu"]


@pytest.mark.parametrize(("first", "second"), [("K", "Rp"), ("Kinerja", "Anggaran"), ("K", "Rp.")])
def test_k_and_rp_are_two_readings_of_one_column(first: str, second: str) -> None:
    group = "Target Renja SKPD Tahun 2016"

    uses, _ = mapped("evaluasi_renja", "Program/Kegiatan", (group, first), (group, second))

    assert [(use.name, use.type) for use in uses[1:]] == [
        ("target_renja_k", "kinerja"),
        ("target_renja_rp", "uang"),
    ]


def test_percents_of_k_and_rp_are_percents() -> None:
    group = "Tingkat Capaian Renja (%)"

    uses, _ = mapped("evaluasi_renja", "Program/Kegiatan", (group, "K"), (group, "Rp"))

    assert [use.type for use in uses[1:]] == ["persen", "persen"]


def test_order_tells_realisations_of_the_renstra_apart() -> None:
    assert names(
        "evaluasi_renja",
        "Program/Kegiatan",
        "Realisasi Capaian Kinerja Renstra",
        "Target Renja Tahun 2016",
        "Realisasi Capaian Kinerja Renstra",
    ) == ["uraian", "realisasi_renstra_lalu_k", "target_renja_k", "realisasi_renstra_k"]


def test_the_later_of_two_years_is_the_prakiraan_maju() -> None:
    years = ("Rencana Tahun 2023", "Rencana Tahun 2024")
    headers = [(year, leaf) for year in years for leaf in ("Target", "Pagu Indikatif (Rp)")]

    assert names("rencana_kerja", "Program/Kegiatan", *headers) == [
        "uraian", "target", "pagu", "target_maju", "pagu_maju"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("leaf", "scale"),
    [
        ("Rp", 1),
        ("Rp. (000)", 1_000),
        ("Rp (Ribuan)", 1_000),
        ("Rp (x Rp 1.000)", 1_000),
        ("Rp (dlm juta)", 1_000_000),
        ("Rp (dalam jutaan)", 1_000_000),
        ("Rp (Juta)", 1_000_000),
    ],
)
def test_the_scale_is_in_the_header(leaf: str, scale: int) -> None:
    group = "Target Renja 2016"

    uses, _ = mapped("evaluasi_renja", "Program/Kegiatan", (group, "K"), (group, leaf))

    assert [(use.name, use.scale) for use in uses[1:]] == [
        ("target_renja_k", 1),
        ("target_renja_rp", scale),
    ]


def test_the_scale_of_the_group_or_the_title_is_for_money_only() -> None:
    uses, _ = mapped(
        "rencana_kerja", "Program/Kegiatan", "Target", ("Pagu Indikatif (Ribuan)", "Total")
    )
    assert [use.scale for use in uses] == [1, 1, 1000]

    uses, _ = mapped(
        "rencana_kerja", "Program/Kegiatan", "Target", "Pagu", title="Tabel 3.1 (dalam juta rupiah)"
    )
    assert [use.scale for use in uses] == [1, 1, 1_000_000]


def test_percents_are_never_scaled() -> None:
    group = "Tingkat Capaian Renja (%)"

    uses, _ = mapped("evaluasi_renja", "Program/Kegiatan", (group, "K"), (group, "Rp. (000)"))

    assert [use.scale for use in uses] == [1, 1, 1]


def test_an_unknown_column_keeps_its_data_and_is_named() -> None:
    uses, findings = mapped("rencana_kerja", "Program/Kegiatan", "Warna Map", "Pagu")

    assert [use.name for use in uses] == ["uraian", "x_warna_map", "pagu"]
    (unknown,) = [f for f in findings if f.aturan == "kolom_tak_dikenal"]
    assert (unknown.kolom, unknown.bukti["judul_kolom"]) == ("x_warna_map", ["Warna Map"])
    assert unknown.uraian.startswith("Kolom “Warna Map” tidak dikenal")


def test_a_header_read_by_ocr_is_quoted_as_a_reading() -> None:
    columns = [Column(0, 0, 9, ("Program",)), Column(1, 9, 18, ("Wama Map",), scanned=True)]
    _, findings = map_columns(
        Table("rencana_kerja", "", "", [1], columns, []), specs()["rencana_kerja"]
    )
    (unknown,) = [f for f in findings if f.kolom == "x_wama_map"]
    assert unknown.uraian.startswith("Kolom dengan judul terbaca “Wama Map” tidak dikenal")


def target_column(*texts: str) -> tuple[ColumnUse, set[str]]:
    columns = [Column(0, 0, 50, ("Program",)), Column(1, 50, 100, ("Target Kegiatan",))]
    rows = [Row(1, Box(0, 0, 9, 9), {1: Cell(1, Box(0, 0, 9, 9), text)}) for text in texts]
    table = Table("rencana_kerja", "", "", [1], columns, rows)
    uses, findings = map_columns(table, specs()["rencana_kerja"])
    return uses[1], {f.aturan for f in findings}


def test_a_target_of_words_is_kept_as_words() -> None:
    use, told = target_column("IKM Kota Bogor", "Pelaku Usaha Baru", "Alat Ukur", "12 Orang", *"aa")
    assert use.name == "target"
    use, told = target_column("IKM Kota", "Pelaku Usaha Baru", "Alat Ukur", "Pedagang", "Petani")
    assert (use.name, use.type, "isi_bukan_judul" in told) == ("x_target_kegiatan", "teks", True)


def test_a_target_of_counts_is_a_target() -> None:
    use, told = target_column("12 Orang", "1 Dokumen", "-", "#REF!", "NIHIL", "Dokumen")
    assert (use.name, "isi_bukan_judul" in told) == ("target", False)


def test_missing_columns_are_named() -> None:
    _, findings = mapped("rencana_kerja", "Program/Kegiatan", "Lokasi", "Pagu")

    (missing,) = [f for f in findings if f.aturan == "kolom_hilang"]
    assert missing.bukti["kolom"] == [
        "kode", "indikator", "target", "sumber_dana", "target_maju", "pagu_maju"
    ]  # fmt: skip
    assert (missing.kelas, missing.tingkat) == ("belum_jelas", "info")


def test_a_table_without_names_is_critical() -> None:
    _, findings = mapped("rencana_kerja", "Lokasi", "Pagu")

    (missing,) = [f for f in findings if f.aturan == "kolom_hilang"]
    assert (missing.kelas, missing.tingkat) == ("ekstraksi", "kritis")


def test_a_column_printed_twice_is_not_lost() -> None:
    uses, findings = mapped("rencana_kerja", "Program/Kegiatan", "Lokasi", "Lokasi", "Pagu")

    assert [use.name for use in uses] == ["uraian", "lokasi", "x_lokasi", "pagu"]
    assert [f.kolom for f in findings if f.aturan == "kolom_tak_dikenal"] == ["x_lokasi"]


def test_unnamed_columns_get_different_names() -> None:
    uses, _ = mapped("rencana_kerja", "Program/Kegiatan", "Warna", "Warna", "Pagu")

    assert len({use.name for use in uses}) == 4


def test_words_broken_by_a_narrow_column_are_mended() -> None:
    assert names("rencana_kerja", "Program/Kegiatan", "TARG ET CAPAI AN KINE RJA") == [
        "uraian",
        "target",
    ]


E81 = ("Target Renstra", "Realisasi Capaian Kinerja Renstra s/d Tahun Lalu", "Target Renja",
       "Triwulan > I", "Triwulan > II", "Triwulan > III", "Triwulan > IV", "Realisasi Renja",
       "Tingkat Capaian Renja (%)", "Realisasi Kinerja Renstra s/d Akhir Tahun",
       "Tingkat Capaian Renstra (%)")  # fmt: skip


def evaluation(
    illegible: dict[int, str], reader: str = "ocr", rp: dict[int, str] | None = None
) -> list[str]:
    """Names of the K columns of a form E.81 of which some headers are misread.

    Args:
        rp: headers over the Rp column alone.
    """
    paths: list[tuple[str, ...]] = [("Program/Kegiatan",)]
    for n, text in enumerate(E81):
        above = illegible.get(n, text)
        paths.append((*above.split(" > "), "K"))
        paths.append((*(rp or {}).get(n, above).split(" > "), "Rp"))
    columns = [Column(i, i * 50.0, i * 50.0 + 50, path) for i, path in enumerate(paths)]
    box = Box(0, 0, 9, 9)
    rows = [Row(1, box, {0: Cell(1, box, "Program", reader)})]
    uses, _ = map_columns(
        Table("evaluasi_renja", "", "", [1], columns, rows), specs()["evaluasi_renja"]
    )
    return [use.name for use in uses if use.name.endswith("_k")]


MISREAD = {
    0: "Ta e pta",
    8: "Trgon Dupulo",
    9: "Realisasi ApganResta",
    10: "Tingkat Capaian TahnAg",
}


def test_pairs_whose_headers_are_illegible_go_by_their_place_in_the_form() -> None:
    assert evaluation(MISREAD) == evaluation({})
    assert len(evaluation({})) == 11


def test_where_most_headers_are_illegible_places_are_not_enough() -> None:
    gone = {n: f"Xq wv {n}" for n in range(7)}
    assert "target_renstra_k" not in evaluation(gone)


def test_exported_headers_are_never_named_by_their_place() -> None:
    assert "target_renstra_k" not in evaluation(MISREAD, reader="pdfplumber")


def test_a_header_that_a_stray_rule_cuts_between_k_and_rp_is_one() -> None:
    cut = {1: "Realisasi Capaian Kin"}
    whole = evaluation({})
    assert evaluation(cut, rp={1: "erja Renstra s/d Tahun Lalu"}) == whole
    left = evaluation(cut, reader="pdfplumber", rp={1: "erja Renstra s/d Tahun Lalu"})
    assert "realisasi_renstra_lalu_k" not in left
