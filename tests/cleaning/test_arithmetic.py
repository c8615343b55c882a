"""The source errors of the sample and of real documents are named, and nothing else is changed."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from decimal import Decimal

import pytest
from truth_table import PRINTED_21, PRINTED_BPMPD, REAL, SAMPLE_21, SAMPLE_31, load

from cleaning.arithmetic import check, confirm
from cleaning.hierarchy import assign_all
from cleaning.resolve import resolve
from tables.model import Box, Cell, CleanTable, Entry, Finding
from tables.spec import specs

real = pytest.mark.skipif(not REAL.is_dir(), reason="the real documents are not here")


@pytest.fixture
def sample() -> tuple[CleanTable, CleanTable]:
    tables = [load(SAMPLE_21, PRINTED_21)[0], load(SAMPLE_31)[0]]
    assign_all(tables)
    return tables[0], tables[1]


def findings(table: CleanTable, rule: str, name: str = "", column: str = "") -> list[Finding]:
    rows = {row.baris: row.text("uraian") for row in table.rows}
    return [
        f
        for f in check(table, specs()[table.kind])
        if f.aturan == rule and rows.get(f.baris or 0, "").startswith(name) and column in f.kolom
    ]


def test_the_omitted_first_child_is_named(sample: tuple[CleanTable, CleanTable]) -> None:
    found = findings(sample[0], "anak_terlewat", "Pelaksanaan Administrasi Pembangunan")
    assert {f.kolom for f in found} == {"target_renstra_rp", "realisasi_renstra_lalu_rp"}
    target = next(f for f in found if f.kolom == "target_renstra_rp")
    assert (target.tercetak, target.seharusnya) == (3275805744, 4225372028)
    assert "Fasilitasi Penyusunan Program Pembangunan" in target.uraian
    assert target.bukti["anak"] == [
        {"baris": (target.baris or 0) + 1, "kolom": "target_renstra_rp", "nilai": "949566284"}
    ]
    assert (target.kelas, target.tingkat) == ("sumber", "sedang")


def test_16_is_not_8_plus_14_at_penyediaan_gaji(sample: tuple[CleanTable, CleanTable]) -> None:
    (found,) = findings(
        sample[0], "rumus_baris", "Penyediaan Gaji dan Tunjangan ASN", "realisasi_renstra_k"
    )
    assert found.tercetak == Decimal("11.97")
    assert found.seharusnya is not None
    assert abs(found.seharusnya - 48) < Decimal("0.01")
    assert "8+14" in found.uraian


def test_16_is_8_plus_14_in_every_money_row(sample: tuple[CleanTable, CleanTable]) -> None:
    assert not findings(sample[0], "rumus_baris", column="_rp")


def test_averages_of_the_closing_rows(sample: tuple[CleanTable, CleanTable]) -> None:
    (found,) = findings(sample[0], "rata_rata", "JUMLAH DAN RATA-RATA", "capaian_renja_k")
    assert (found.tercetak, found.seharusnya) == (Decimal("60.53"), Decimal("49.79"))
    assert not findings(sample[0], "rata_rata", "JUMLAH DAN RATA-RATA", "_rp")  # ratios: right


def test_the_lost_sign_and_the_difference(sample: tuple[CleanTable, CleanTable]) -> None:
    for rule in ("tanda_hilang", "rumus_baris"):
        (found,) = findings(sample[1], rule, "PROGRAM PENUNJANG", "perubahan")
        assert (found.tercetak, found.seharusnya) == (3108164024, -3178186274)
        assert found.kelas == "sumber"
    (only_sign,) = findings(sample[1], "tanda_hilang", "Perencanaan Penganggaran")
    assert only_sign.tercetak == 16621180
    assert not findings(sample[1], "rumus_baris", "Perencanaan Penganggaran")


def test_the_amount_typed_with_commas(sample: tuple[CleanTable, CleanTable]) -> None:
    """Read as 425.056.675; the parent's SUM skipped it as text."""
    (skipped,) = findings(sample[1], "anak_terlewat", "Penataan Organisasi", "pagu_maju")
    assert skipped.selisih == -425056675
    assert "pemisah asing" in skipped.uraian


def test_a_cell_with_two_measures_is_told() -> None:
    table, _ = load(SAMPLE_31)
    assign_all([table])
    row = next(r for r in table.rows if "target" in r.entries)
    row.entries["target"].rule = "dua_ukuran"
    (found,) = findings(table, "dua_ukuran")
    assert (found.baris, found.tercetak) == (row.baris, row.value("target"))


def test_checking_changes_no_value(sample: tuple[CleanTable, CleanTable]) -> None:
    for table in sample:
        before = copy.deepcopy(table)
        spec = specs()[table.kind]
        check(table, spec)
        confirm(table, spec)
        resolve(table.rows[3], spec.sums[0], [Decimal(1), Decimal(2)], table)
        assert table == before


def test_evidence_is_json(sample: tuple[CleanTable, CleanTable]) -> None:
    for table in sample:
        for finding in check(table, specs()[table.kind]):
            assert json.loads(json.dumps(finding.bukti)) == finding.bukti
            assert finding.uraian.endswith(".")
            assert finding.bukti


def test_a_rule_most_rows_break_is_told_once(sample: tuple[CleanTable, CleanTable]) -> None:
    """Column 17 (K) of kegiatan rows is 60 % of its formula throughout."""
    (found,) = findings(sample[0], "rumus_tidak_berlaku")
    assert found.kolom == "capaian_renstra_k"
    assert "kegiatan" in found.uraian


@pytest.mark.real
@real
def test_an_inverted_formula_is_told_once() -> None:
    table, _ = load(REAL / "bpmpd-rekap-evaluasi-renja-2014__p1-2.csv", PRINTED_BPMPD)
    assign_all([table])
    (found,) = check(table, specs()[table.kind])
    assert found.aturan == "rumus_terbalik"
    assert (found.bukti["berlaku"], found.bukti["diperiksa"], found.bukti["cocok"]) == (1, 17, 16)


@pytest.mark.real
@real
def test_a_table_without_errors_has_no_findings_and_is_proven_whole() -> None:
    table, _ = load(REAL / "esdm-usulan-rkpd-perubahan-scan__p3-5.csv")
    assign_all([table])
    assert check(table, specs()[table.kind]) == []
    assert len(confirm(table, specs()[table.kind])) == 225


def edited(table: CleanTable, baris: int, column: str, **changes: object) -> None:
    row = next(row for row in table.rows if row.baris == baris)
    for name, value in changes.items():
        setattr(row.entries[column], name, value)


def money_rows(table: CleanTable, column: str) -> list[int]:
    proven = confirm(table, specs()[table.kind])
    return [baris for baris, name in sorted(proven) if name == column]


def test_every_proven_cell_betrays_a_wrong_digit(sample: tuple[CleanTable, CleanTable]) -> None:
    """The check can fail: one digit off in any proven cell breaks a further identity."""
    table = sample[0]
    spec = specs()[table.kind]
    before = len(check(table, spec))
    for baris in money_rows(table, "target_renja_rp")[::7]:
        row = next(r for r in table.rows if r.baris == baris)
        value = row.value("target_renja_rp") or Decimal(0)
        edited(table, baris, "target_renja_rp", value=value + 100000)
        assert len(check(table, spec)) > before, row.text("uraian")
        assert (baris, "target_renja_rp") not in confirm(table, spec)
        edited(table, baris, "target_renja_rp", value=value)


def test_a_doubtful_reading_is_not_called_a_source_error(
    sample: tuple[CleanTable, CleanTable],
) -> None:
    table = sample[0]
    row = next(r for r in table.rows if r.text("uraian") == "Penyediaan Gaji dan Tunjangan ASN")
    doubts: list[Callable[[Entry], None]] = [
        lambda e: setattr(e, "status", "ditandai"),
        lambda e: setattr(e, "confidence", 0.5),
        lambda e: setattr(e, "cell", Cell(1, Box(0, 0, 0, 0), "11,97", doubt="pembaca_berbeda")),
    ]
    for doubt in doubts:
        entry = row.entries["realisasi_renstra_k"]
        saved = copy.copy(entry)
        doubt(entry)
        (found,) = findings(table, "rumus_baris", "Penyediaan Gaji", "realisasi_renstra_k")
        assert found.kelas == "ekstraksi"
        row.entries["realisasi_renstra_k"] = saved


def test_the_right_one_of_two_readings_is_found(sample: tuple[CleanTable, CleanTable]) -> None:
    table = sample[0]
    row = next(r for r in table.rows if r.text("uraian") == "Penyediaan Gaji dan Tunjangan ASN")
    right = row.value("target_renja_rp")
    assert right == 18997443657
    wrong = Decimal(18997443651)
    for unread in (wrong, None):
        edited(table, row.baris, "target_renja_rp", value=unread)
        assert resolve(row, "target_renja_rp", [wrong, right], table) == right
        assert resolve(row, "target_renja_rp", [wrong, wrong + 1], table) is None
        assert row.value("target_renja_rp") == unread


def test_nothing_is_resolved_where_no_identity_speaks(
    sample: tuple[CleanTable, CleanTable],
) -> None:
    table = sample[1]
    row = next(r for r in table.rows if r.text("uraian").startswith("Pelaksanaan Medical"))
    assert row.parent is None
    assert resolve(row, "pagu_maju", [Decimal(1), Decimal(2)], table) is None


def test_thousands_may_miss_by_one_unit_and_no_more(
    sample: tuple[CleanTable, CleanTable],
) -> None:
    table, _ = load(SAMPLE_31)
    for row in table.rows:
        for entry in row.entries.values():
            if entry.value is not None:
                entry.value = entry.value * 1000
    table.columns = [
        type(use)(use.name, use.column, use.type, use.locale, 1000 if use.type == "uang" else 1)
        for use in table.columns
    ]
    assign_all([table])
    row = next(r for r in table.rows if r.text("uraian").startswith("Penyediaan Gaji"))
    right = row.value("perubahan") or Decimal(0)
    edited(table, row.baris, "perubahan", value=right + 1000)
    assert not findings(table, "rumus_baris", "Penyediaan Gaji")
    edited(table, row.baris, "perubahan", value=right + 2000)
    assert findings(table, "rumus_baris", "Penyediaan Gaji")


def test_an_empty_table_has_nothing_to_say() -> None:
    table = CleanTable("evaluasi_renja", "2.1", "", [1], [], [])
    spec = specs()["evaluasi_renja"]
    assign_all([table])
    assert check(table, spec) == []
    assert confirm(table, spec) == set()
