"""What one table quotes from another: found by the figures themselves, and only then judged."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from forms_by_hand import PLAN, cell, evaluation, named, plan, shown, table

from cleaning.document import clean
from tables.errors import SpecError
from tables.links import Side, _check, links
from tables.model import Finding, PageInfo, Table, Triage

FIRST = 263_187_500
SUB = 3
REVIEW = {
    "no": ("No",),
    "awal_uraian": ("Rancangan Awal RKPD", "Program/Kegiatan"),
    "awal_pagu": ("Rancangan Awal RKPD", "Pagu Indikatif"),
    "analisis_uraian": ("Hasil Analisis Kebutuhan", "Program/Kegiatan"),
    "analisis_pagu": ("Hasil Analisis Kebutuhan", "Kebutuhan Dana"),
}


def told(*tables: Table) -> list[Finding]:
    """Findings of table against table."""
    seen = Triage("x.pdf", "0" * 64, 1, (PageInfo(1, 842, 595, 0, "exported", "Renja Tahun 2023"),))
    document = clean(seen, list(tables), [])
    found = [f for t in document.tables for f in t.findings]
    return [f for f in found if f.aturan.endswith("_antar_tabel")]


def off(*rows: int) -> dict[tuple[int, str], str]:
    """The evaluation's budgets of these rows are others than the plan's."""
    return {(row, "target_renja_rp"): shown(1_000_000 + row) for row in rows}


def in_year(year: int) -> Table:
    """The evaluation of another year's Renja."""
    made = evaluation(off(SUB))
    made.columns = [
        replace(c, header=tuple(text.replace("2023", str(year)) for text in c.header))
        for c in made.columns
    ]
    return made


def test_a_difference_is_told_with_both_cells() -> None:
    (found,) = told(evaluation({(SUB, "target_renja_rp"): shown(FIRST - 7)}), plan())
    assert (found.tercetak, found.seharusnya, found.selisih) == (FIRST - 7, FIRST, -7)
    assert (found.kind, found.tabel, found.baris, found.halaman) == (
        "evaluasi_renja",
        "2.1",
        SUB,
        1,
    )
    assert found.bukti["sel"] == [
        {"tabel": "2.1", "baris": SUB, "kolom": "target_renja_rp", "halaman": 1,
         "nilai": str(FIRST - 7)},
        {"tabel": "3.1", "baris": SUB, "kolom": "pagu_sebelum", "halaman": 2, "nilai": str(FIRST)},
    ]  # fmt: skip
    assert "263.187.493" in found.uraian
    assert "halaman 2 tercetak 263.187.500" in found.uraian


def test_which_column_is_quoted_is_seen_in_the_figures() -> None:
    """An evaluation that quotes the plan after its change is judged by that."""
    after = {row: plan().rows[row - 1].cells[list(PLAN).index("pagu")].text for row in range(1, 10)}
    quoted = {(row, "target_renja_rp"): text for row, text in after.items()}
    assert not told(evaluation(quoted), plan())
    (found,) = told(evaluation({**quoted, (SUB, "target_renja_rp"): shown(FIRST)}), plan())
    assert found.seharusnya == Decimal(255_275_400)


def test_tables_that_hardly_agree_do_not_quote_each_other() -> None:
    assert not told(evaluation(off(2, 3, 4)), plan())


def test_another_years_evaluation_is_not_compared() -> None:
    assert told(in_year(2023), plan())
    assert not told(in_year(2022), plan())


def test_a_doubtful_figure_accuses_nobody() -> None:
    unsure = cell(shown(FIRST - 7), second=shown(FIRST), doubt="bacaan_berbeda")
    assert not told(evaluation({(SUB, "target_renja_rp"): unsure}), plan())


@pytest.mark.parametrize(
    "name", ["Penyusunan  dokumen perencanaan", "Penyusunan Dokumen Perencanan"]
)
def test_a_row_without_code_is_known_by_its_name(name: str) -> None:
    quoting = evaluation({(SUB, "target_renja_rp"): shown(FIRST - 7)})
    assert told(quoting, plan({(SUB, "kode"): None, (SUB, "uraian"): name}))


def test_a_code_with_another_name_is_not_the_same_row() -> None:
    quoting = evaluation({(SUB, "target_renja_rp"): shown(FIRST - 7)})
    assert not told(quoting, plan({(SUB, "uraian"): "Belanja Hibah Organisasi Masyarakat"}))


def test_two_indicators_with_the_same_words_are_not_told_apart() -> None:
    change = {(SUB, "target_renja_k"): "13"}
    twin = {"indikator": "Jumlah hasil Penyusunan Dokumen Perencanaan", "satuan": "Dokumen"}
    assert told(evaluation(change), plan())
    doubled = plan()
    extra = table("rencana_kerja", "3.1", PLAN, [twin | {"target_sebelum": "8"}], page=2).rows[0]
    doubled.rows.insert(SUB, extra)
    assert not told(evaluation(change), doubled)


def review(draft: int, analysis: int) -> Table:
    """The review of the draft RKPD, which has the plan's budgets; the first of them are given."""
    rows = []
    for n, row in enumerate(plan().rows, 1):
        texts = [c.text for c in row.cells.values()]
        name, after = texts[1], row.cells[list(PLAN).index("pagu")].text
        halves = (shown(draft), shown(analysis)) if n == SUB else (after, shown(n * 1_000_003))
        rows.append({"awal_uraian": name, "awal_pagu": halves[0], "analisis_uraian": name,
                     "analisis_pagu": halves[1]})  # fmt: skip
    return table("review_rkpd", "2.9", REVIEW, rows)


def test_of_the_reviews_halves_the_one_the_plan_keeps_to_is_compared() -> None:
    assert not told(review(255_275_400, 1), plan())
    (found,) = told(review(255_275_999, 1), plan())
    assert (found.kolom, found.tercetak) == ("awal_pagu", 255_275_999)
    assert "Penyusunan Dokumen Perencanaan" in found.uraian


def test_findings_are_those_of_the_quoting_table() -> None:
    assert "beda_pagu_antar_tabel" in named(evaluation(off(SUB)), plan())


def test_every_link_names_columns_of_its_kinds() -> None:
    assert {"evaluasi_renja", "review_rkpd"} <= {link.quoting.kind for link in links()}
    with pytest.raises(SpecError, match="has no column pagu_lain"):
        _check(Side("rencana_kerja", "pagu_lain", "target"))


INDICATORS = {
    "no": ("No",),
    "indikator": ("Indikator Kinerja",),
    "satuan": ("Satuan",),
    "capaian": ("Capaian Kinerja",),
    "target_sebelum": ("Target Tahun 2022", "Sebelum Perubahan"),
    "target": ("Target Tahun 2023", "Setelah Perubahan"),
    "target_maju": ("Prakiraan Maju Target Tahun 2024",),
}


def indicators(number: str, last: str, year: int = 2023) -> Table:
    """Three indicators; the target of the last is this, in the column of that year."""
    header = INDICATORS | {"target": (f"Target Tahun {year}", "Setelah Perubahan")}
    names = ("Indeks Reformasi Birokrasi", "Indeks Kepuasan Masyarakat", "Nilai Evaluasi AKIP")
    rows = [
        {"no": str(n), "indikator": name, "satuan": "Angka", "capaian": "50,1",
         "target_sebelum": "60,2", "target": target, "target_maju": target}
        for n, (name, target) in enumerate(zip(names, ("62,5", "80,5", last), strict=True), 1)
    ]  # fmt: skip
    return table("indikator_kinerja", number, header, rows)


def test_an_indicator_printed_for_one_year_in_two_tables() -> None:
    """Tabel 3.4 prints as the next year's target what 3.3 prints as this year's."""
    assert not told(indicators("3.3", "67,2", 2024), indicators("3.4", "67,2"))
    (found,) = told(indicators("3.3", "67,2", 2024), indicators("3.4", "67,9"))
    assert (found.tabel, found.kolom) == ("3.4", "target_maju")
    assert (found.tercetak, found.seharusnya) == (Decimal("67.9"), Decimal("67.2"))
    assert not told(indicators("3.3", "67,2", 2025), indicators("3.4", "67,9"))
