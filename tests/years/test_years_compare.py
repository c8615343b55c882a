"""What documents of several years say of each other: each rule fires, and keeps still."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from agency_documents import changed, document, earlier, later, line, without

from tables.errors import SpecError
from tables.rules import rules
from years.checks import checks, parse
from years.compare import across
from years.frames import frames
from years.model import Comparison, Document


def findings(*documents: Document) -> list[Comparison]:
    return [c for c in across(documents) if c.status != "cocok"]


def rules_of(found: list[Comparison]) -> Counter[str]:
    return Counter(c.aturan for c in found)


def test_years_that_agree_have_no_findings() -> None:
    found = across([later(), earlier()])
    assert [c for c in found if c.status != "cocok"] == []
    assert Counter(c.aturan for c in found if c.b.kolom.endswith(("_rp", "pagu"))) == {
        "target_evaluasi_beda": 6,
        "realisasi_lalu_beda": 6,
        "target_renstra_beda": 6,
        "prakiraan_maju_beda": 6,
    }


@pytest.mark.parametrize(
    ("kind", "column", "rule", "kelas", "tingkat"),
    [
        ("evaluasi_renja", "target_renja_rp", "target_evaluasi_beda", "sumber", "sedang"),
        ("evaluasi_renja", "realisasi_renstra_lalu_rp", "realisasi_lalu_beda", "sumber", "sedang"),
        ("evaluasi_renja", "target_renstra_rp", "target_renstra_beda", "sumber", "sedang"),
        ("evaluasi_renja", "realisasi_renstra_lalu_k", "realisasi_lalu_beda", "sumber", "info"),
        ("rencana_kerja", "pagu", "prakiraan_maju_beda", "belum_jelas", "info"),
    ],
)
def test_one_changed_figure_is_one_finding(
    kind: str, column: str, rule: str, kelas: str, tingkat: str
) -> None:
    (found,) = findings(earlier(), changed(later(), kind, 3, **{column: 7}))
    assert (found.aturan, found.kelas, found.tingkat) == (rule, kelas, tingkat)
    assert found.b.line is not None
    assert (found.b.line.baris, found.b.kolom, found.b.nilai) == (3, column, 7)
    assert "Perubahan Renja 2023 hal. 8" in found.uraian
    assert "Renja 2024 hal. 8" in found.uraian


def test_a_program_is_graver() -> None:
    first, second = (
        replace(
            d, lines={k: [replace(row, level="program") for row in v] for k, v in d.lines.items()}
        )
        for d in (earlier(), changed(later(), "evaluasi_renja", 1, target_renstra_rp=1))
    )
    (found,) = findings(first, second)
    assert found.tingkat == "kritis"


def test_less_than_a_rupiah_is_nothing() -> None:
    second = changed(later(), "evaluasi_renja", 1, target_renstra_rp="10000000.78")
    assert findings(earlier(), second) == []
    assert findings(earlier(), changed(later(), "evaluasi_renja", 1, target_renstra_rp=10000001))


def test_tables_in_thousands_agree_to_the_thousand() -> None:
    scale = {("evaluasi_renja", "2.1", "target_renstra_rp"): 1000}
    second = changed(later(), "evaluasi_renja", 1, target_renstra_rp=10_000_400)
    assert findings(earlier(scales=scale), second) == []


def test_a_doubtful_cell_accuses_nobody() -> None:
    second = changed(later(), "evaluasi_renja", 2, target_renstra_rp=1)
    row = replace(second.lines["evaluasi_renja"][1], doubtful=frozenset({"target_renstra_rp"}))
    rows = [row if r.baris == 2 else r for r in second.lines["evaluasi_renja"]]
    (found,) = findings(earlier(), replace(second, lines={**second.lines, "evaluasi_renja": rows}))
    assert (found.kelas, found.tingkat) == ("ekstraksi", "info")


def test_the_plan_before_the_change_may_be_what_is_evaluated() -> None:
    second = later()
    for n in range(1, 7):
        second = changed(second, "evaluasi_renja", n, target_renja_rp=n * 1_000_000)
    second = changed(second, "evaluasi_renja", 6, target_renja_rp=6_600_000)  # of the wrong column
    (found,) = [c for c in findings(earlier(), second) if c.aturan == "target_evaluasi_beda"]
    assert found.a.kolom == "pagu_sebelum"
    assert (found.a.nilai, found.b.nilai) == (6_000_000, 6_600_000)


def test_plan_and_evaluation_may_be_files_of_their_own() -> None:
    first = earlier()
    copy = replace(changed(first, "evaluasi_renja", 2, target_renja_rp=7), dokumen_id="f" * 16)
    plan = replace(first, lines={"rencana_kerja": first.lines["rencana_kerja"]})
    evaluation = replace(copy, lines={"evaluasi_renja": copy.lines["evaluasi_renja"]})
    assert rules_of(findings(plan, evaluation)) == {"target_evaluasi_beda": 1}
    assert findings(first, copy) == []  # that is for each document to say of itself


def test_realisasi_of_t_c_29_counts_in_the_running_year() -> None:
    first = earlier()
    for n in range(1, 7):
        first = changed(first, "evaluasi_renja", n, realisasi_renstra_rp=n * 6_500_000)
    found = [c for c in across([first, later()]) if c.aturan == "realisasi_lalu_beda"]
    money = [c for c in found if c.b.kolom.endswith("_rp")]
    assert {c.status for c in money} == {"cocok"}
    assert {c.a.kolom for c in money} == {"realisasi_renstra_lalu_rp + realisasi_renja_rp"}


def test_the_evaluated_year_off_by_one_is_one_finding() -> None:
    (found,) = findings(earlier(), later(evaluated=2022))
    assert found.aturan == "tahun_evaluasi_lain"
    assert "menyebut tahun 2022" in found.uraian
    assert "rencana tahun 2023" in found.uraian


def test_an_evaluation_that_names_no_year_is_told_by_its_figures() -> None:
    assert findings(earlier(), later(evaluated=0)) == []


def test_a_renamed_sub_kegiatan_is_told_once_and_compared() -> None:
    name = "Penyusunan Dokumen Renja Perangkat Daerah"
    second = changed(later(), "evaluasi_renja", 1, uraian=name)
    found = findings(earlier(), changed(second, "rencana_kerja", 1, uraian=name))
    assert rules_of(found) == {"nama_baris_berubah": 2}  # in each of the two tables
    assert {c.tingkat for c in found} == {"info"}


def test_a_recoded_sub_kegiatan_is_told_and_compared() -> None:
    second = changed(later(), "evaluasi_renja", 1, kode="4.01.03.2.05.0009")
    found = findings(earlier(), changed(second, "rencana_kerja", 1, kode="4.01.03.2.05.0009"))
    assert rules_of(found) == {"kode_baris_berubah": 2}


def test_a_dropped_row_is_told() -> None:
    found = findings(earlier(), without(later(), "rencana_kerja", 4))
    assert [(c.aturan, c.status, c.a.nilai) for c in found] == [
        ("baris_satu_dokumen", "tak_berpasangan", Decimal(4_800_000))
    ]
    assert "tidak ada dalam rencana Renja 2024" in found[0].uraian


def test_an_amount_left_out_is_told() -> None:
    second = later()
    row = second.lines["evaluasi_renja"][2]
    values = {n: v for n, v in row.values.items() if n != "target_renstra_rp"}
    rows = [
        replace(r, values=values) if r.baris == 3 else r for r in second.lines["evaluasi_renja"]
    ]
    (found,) = findings(earlier(), replace(second, lines={**second.lines, "evaluasi_renja": rows}))
    assert (found.aturan, found.status) == ("target_renstra_beda", "tak_berpasangan")


def test_another_renstra_period_is_not_compared() -> None:
    second = later(periode="2024-2026")
    for n in range(1, 7):
        second = changed(second, "evaluasi_renja", n, target_renstra_rp=n)
    assert findings(earlier(periode="2019-2023"), second) == []
    assert rules_of(findings(earlier(periode="2024-2026"), second))["target_renstra_beda"] == 6


def test_figures_on_another_basis_are_no_contradictions() -> None:
    second = later()
    for n in range(1, 7):
        second = changed(second, "evaluasi_renja", n, target_renstra_rp=n)
    found = findings(earlier(), second)
    assert rules_of(found) == {"target_renstra_beda": 6, "dasar_berbeda": 1}
    assert {c.tingkat for c in found} == {"info"}


def test_nothing_in_common_is_told_once_a_check() -> None:
    rows = [line(n, kode=f"9.{n}", uraian=f"Lain {'abcdefg'[n] * 30}", pagu=1) for n in range(1, 5)]
    found = findings(earlier(), document(2024, {"rencana_kerja": rows}))
    assert [(c.aturan, c.tingkat) for c in found] == [("dasar_berbeda", "info")]
    assert "tidak memuat satu baris pun" in found[0].uraian


def test_the_first_plan_and_its_perubahan() -> None:
    rows = [line(n, pagu=n * 1_000_000) for n in range(1, 7)]
    first = document(2023, {"rencana_kerja": rows})
    assert rules_of(findings(first, earlier())) == {}
    first = changed(first, "rencana_kerja", 2, pagu=5)
    assert rules_of(findings(first, earlier()))["pagu_semula_beda"] == 1


def test_years_apart_and_without_a_year_are_left_alone() -> None:
    gap = replace(later(evaluated=2029, periode="x"), tahun=2030)
    assert across([replace(earlier(), periode="y"), gap]) == []
    assert across([replace(earlier(), tahun=0), later()]) == []


def test_measures_of_other_units_are_not_compared() -> None:
    second = changed(later(), "evaluasi_renja", 1, satuan="Laporan", realisasi_renstra_lalu_k=99)
    assert findings(earlier(), second) == []


def test_frames_lie_in_the_later_year_and_are_stable() -> None:
    documents = [earlier(), changed(later(), "rencana_kerja", 2, pagu=5)]
    made = frames(across(documents))
    assert list(made) == [2024]
    assert made[2024].equals(frames(across(documents[::-1]))[2024])
    (row,) = [r for r in made[2024].to_pylist() if r["status"] == "beda"]
    assert (row["nilai_a"], row["nilai_b"]) == (2_400_000, 5)
    assert row["selisih"] == 5 - 2_400_000


def test_every_check_has_its_rule_and_known_columns() -> None:
    known = {name for name, rule in rules().items() if rule.area == "lintas_tahun"}
    assert {check.aturan for check in checks()} <= known


@pytest.mark.parametrize(
    "change",
    [
        {"jarak": "windu"},
        {"warna": 1},
        {"calon": [{"kolom": {"pagu": "pagu_dulu"}, "sebutan": {"a": "x", "b": "y"}}]},
        {"calon": [{"kolom": {"pagu": "pagu"}, "sebutan": {"a": "x"}}]},
    ],
)
def test_a_bad_check_says_so(change: dict[str, Any]) -> None:
    good = {
        "jarak": "tahun",
        "a": "rencana_kerja",
        "b": "rencana_kerja",
        "calon": [{"kolom": {"pagu": "pagu_maju"}, "sebutan": {"a": "x", "b": "y"}}],
    }
    assert parse("contoh", good).candidates
    with pytest.raises(SpecError, match="contoh"):
        parse("contoh", good | change)
