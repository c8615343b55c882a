"""What looks like a contradiction and is none: each of these once was a wrong finding."""

from __future__ import annotations

from forms_by_hand import PLAN, Change, Texts, cell, evaluation, plan, shown, table

from cleaning.document import clean
from tables.model import CleanDocument, Finding, PageInfo, Table, Triage

SUB, KEGIATAN, PROGRAM = 3, 2, 1


def read(*tables: Table) -> CleanDocument:
    seen = Triage("x.pdf", "0" * 64, 1, (PageInfo(1, 842, 595, 0, "exported", "Renja Tahun 2023"),))
    return clean(seen, list(tables), [])


def found(made: Table, *rules: str) -> list[Finding]:
    return [f for f in read(made).tables[0].findings if f.aturan in rules]


def test_decimals_that_the_sheet_does_not_show() -> None:
    """1 of 1 printed as 50 %: half a document, in a column that elsewhere shows decimals."""
    half: Change = {
        (SUB, "target_renja_k"): "1",
        (SUB, "realisasi_renja_k"): "1",
        (SUB, "capaian_renja_k"): "50,00",
        (SUB, "realisasi_renstra_k"): "13",
        (SUB, "capaian_renstra_k"): "27,08",
    }
    column = "capaian_renja_k"
    assert column in {f.kolom for f in found(evaluation(half), "rumus_baris")}
    shows: Change = {(4, "realisasi_renja_k"): "2,5", (4, "capaian_renja_k"): "83,33"}
    assert column not in {f.kolom for f in found(evaluation({**half, **shows}), "rumus_baris")}


def test_a_lost_sign_is_told_where_it_is_lost_only() -> None:
    told = found(plan({(SUB, "perubahan"): "7.912.100"}), "tanda_hilang", "jumlah_anak")
    assert [(f.aturan, f.baris) for f in told] == [("tanda_hilang", SUB)]


def test_a_total_row_may_add_percents_up() -> None:
    """Senseless, and yet no average that is wrong."""
    closing: Texts = {"uraian": "JUMLAH SELURUH PROGRAM", "capaian_renja_rp": "200"}
    second = {"kode": "4.01.02", "uraian": "PROGRAM KEDUA", "capaian_renja_rp": "100,00"}
    assert not found(evaluation(more=[second, closing]), "rata_rata")
    closing["uraian"] = "JUMLAH DAN RATA-RATA SELURUH PROGRAM"
    assert len(found(evaluation(more=[second, closing]), "rata_rata")) == 1


def test_a_letter_spaced_total_is_a_total() -> None:
    amounts = {"pagu_sebelum": shown(726_013_000), "pagu": shown(745_840_400),
               "perubahan": shown(19_827_400)}  # fmt: skip
    made = plan(more=[{"uraian": "T O T A L  B E L A N J A", **amounts}])
    assert read(made).tables[0].rows[-1].level == "total"
    assert not found(made, "jumlah_anak", "jumlah_total")


def test_a_program_with_two_lines_of_money_adds_neither_up() -> None:
    """One line for each source of funds, below one name: the total adds both."""
    names = ("Program Peningkatan Produksi", "Program Pengembangan Sarana")
    rows: list[Texts] = []
    for name in names:
        rows.append({"uraian": name, "pagu_sebelum": shown(5_000_000), "pagu": shown(4_000_000)})
        rows.append({"pagu_sebelum": shown(7_000_000), "pagu": shown(6_000_000)})
    closing = {"uraian": "Jumlah", "pagu_sebelum": shown(24_000_000), "pagu": shown(20_000_000)}
    header = {name: PLAN[name] for name in ("uraian", "pagu_sebelum", "pagu")}
    made = table("rencana_kerja", "2.3", header, [*rows, closing])
    assert not found(made, "jumlah_anak", "jumlah_total", "anak_terlewat")
    wrong = table("rencana_kerja", "2.3", header, [*rows, closing | {"pagu": shown(21_000_000)}])
    assert [f.kolom for f in found(wrong, "jumlah_total")] == ["pagu"]


def test_an_empty_cell_in_a_formula_is_said_and_not_clear() -> None:
    (told,) = found(plan({(SUB, "pagu_sebelum"): None}), "rumus_baris")
    assert told.kelas == "belum_jelas"
    assert "pagu_sebelum yang kosong" in told.uraian


def test_sums_of_rows_with_unsure_codes_claim_nothing() -> None:
    """A scanned code that the engines read differently may move its row to another parent."""
    wrong: Change = {(KEGIATAN, "pagu"): cell(shown(1_000_000_000), scanned=True)}
    assert found(plan(wrong, scanned=True), "jumlah_anak", "anak_terlewat", "anak_ganda")
    unsure = cell("4.01.01.2.01.02", scanned=True, second="4.07.07.2.07.02", confidence=0.4)
    made = plan({**wrong, (4, "kode"): unsure}, scanned=True)
    sums = found(made, "jumlah_anak", "anak_terlewat", "anak_ganda")
    assert KEGIATAN not in {f.baris for f in sums}


def test_a_row_printed_over_another_is_nobodys_parent() -> None:
    wrong: Change = {(KEGIATAN, "pagu"): shown(1_000)}
    assert KEGIATAN in {f.baris for f in found(plan(wrong), "jumlah_anak")}
    over = cell("Program lain Perencanaan dan Evaluasi", doubt="teks_bertumpuk")
    told = found(plan({**wrong, (KEGIATAN, "uraian"): over}), "jumlah_anak")
    assert KEGIATAN not in {f.baris for f in told}


def test_a_sum_is_not_blamed_for_a_term_that_is_not_the_sum_of_its_own_rows() -> None:
    """The kegiatan is wrong; its program adds up as soon as it is not."""
    right = plan()
    assert not found(right, "jumlah_anak", "anak_terlewat", "anak_ganda")
    told = found(plan({(KEGIATAN, "pagu"): shown(1_000)}), "jumlah_anak", "anak_terlewat")
    rows = {f.baris: f for f in told if f.kolom == "pagu"}
    assert (rows[KEGIATAN].kelas, rows[KEGIATAN].tingkat) == ("sumber", "sedang")
    assert (rows[PROGRAM].aturan, rows[PROGRAM].tingkat) == ("jumlah_anak", "info")
    assert "hanya bila" in rows[PROGRAM].uraian
    assert "seharusnya" not in rows[PROGRAM].uraian


def test_a_doubtful_reading_is_not_told_as_what_is_printed() -> None:
    unsure = cell(shown(1_000_000_000), scanned=True, confidence=0.4)
    told = found(plan({(SUB, "pagu"): unsure}, scanned=True), "rumus_baris", "jumlah_anak")
    assert told
    assert {f.kelas for f in told} == {"ekstraksi"}
    assert all(f.uraian.startswith("Menurut bacaan yang belum pasti, ") for f in told)
    assert not any("tercetak" in f.uraian for f in told)
