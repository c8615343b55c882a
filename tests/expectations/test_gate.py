"""The gate passes good frames and names what is wrong with broken ones."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import documents as make
import pyarrow as pa
import pytest

from cleaning.frames import frames
from expectations import rules, suites
from expectations.gate import Failure, Verdict, judge
from tables.model import Amount, CellRef, CleanDocument, Facts
from tables.schema import schema
from tables.spec import specs

Frames = dict[str, pa.Table]


def good() -> Frames:
    document = make.document()
    document.findings = [
        make.finding(
            kind="rencana_kerja",
            tabel="3.1",
            baris=2,
            halaman=1,
            tercetak=Decimal(5),
            seharusnya=Decimal(7),
        )
    ]
    cell = CellRef("rencana_kerja", "3.1", 1, "perubahan", Decimal(-60))
    document.narrative = [
        Amount(1, 1, "naik Rp60,-", "Rp60,-", "rp", Decimal(60), status="cocok", cell=cell),
        Amount(2, 1, "atau 5 %", "5 %", "persen", Decimal(5)),
    ]
    return frames(document, "0.1")


def edit(folder: str, row: int | None = 0, **values: Any) -> Callable[[Frames], None]:
    """Overwrite cells of one row, of all rows for ``None``; sel rows: of the first number cells."""

    def change(made: Frames) -> None:
        records = made[folder].to_pylist()
        for record in records if row is None else [records[row]]:
            record.update(values)
        made[folder] = pa.Table.from_pylist(records, schema=made[folder].schema)

    return change


def edit_cells(name: str, *, count: int | None = None, **values: Any) -> Callable[[Frames], None]:
    def change(made: Frames) -> None:
        records = made["sel"].to_pylist()
        for cell in [c for c in records if c["kolom"] == name][:count]:
            cell.update(values)
        made["sel"] = pa.Table.from_pylist(records, schema=made["sel"].schema)

    return change


def both(*changes: Callable[[Frames], None]) -> Callable[[Frames], None]:
    def change(made: Frames) -> None:
        for each in changes:
            each(made)

    return change


def drop_column(folder: str, name: str) -> Callable[[Frames], None]:
    return lambda made: made.update({folder: made[folder].drop_columns([name])})


def as_type(folder: str, name: str, kind: pa.DataType) -> Callable[[Frames], None]:
    def change(made: Frames) -> None:
        place = made[folder].column_names.index(name)
        made[folder] = made[folder].set_column(place, name, made[folder][name].cast(kind))

    return change


def drop_row(folder: str, row: int) -> Callable[[Frames], None]:
    def change(made: Frames) -> None:
        keep = [i for i in range(made[folder].num_rows) if i != row]
        made[folder] = made[folder].take(keep)

    return change


def empty(folder: str) -> Callable[[Frames], None]:
    return lambda made: made.update({folder: made[folder].slice(0, 0)})


PLAN, CELL = "rencana_kerja", "sel"
# what is done to the frames -> (expectation, frame, severity) that must be among the failures
BROKEN: dict[str, tuple[Callable[[Frames], None], str, str, str]] = {
    "a column is missing": (
        drop_column(PLAN, "catatan"), "expect_arrow_types_to_match", PLAN, "critical"),
    "money is a float": (
        as_type(PLAN, "pagu", pa.float64()), "expect_arrow_types_to_match", PLAN, "critical"),
    "sel has no status": (
        drop_column(CELL, "status"), "expect_arrow_types_to_match", CELL, "critical"),
    "a kind without rows": (
        empty(PLAN), "expect_table_row_count_to_be_between", PLAN, "critical"),
    "no cells": (empty(CELL), "expect_table_row_count_to_be_between", CELL, "critical"),
    "another document's row": (
        edit(PLAN, dokumen_id="f" * 16), "expect_column_values_to_be_in_set", PLAN, "critical"),
    "another kind's row": (
        edit(PLAN, kind="evaluasi_renja"), "expect_column_values_to_be_in_set", PLAN, "critical"),
    "an unknown level": (
        edit(PLAN, level="dinas"), "expect_column_values_to_be_in_set", PLAN, "critical"),
    "no level": (edit(PLAN, level=None), "complete", PLAN, "critical"),
    "a page that is not there": (
        edit(PLAN, halaman=3), "expect_column_values_to_be_between", PLAN, "critical"),
    "a key twice": (
        edit(PLAN, 2, baris=2), "expect_compound_columns_to_be_unique", PLAN, "critical"),
    "a row is missing": (drop_row(PLAN, 3), "consecutive", PLAN, "critical"),
    "a code without a print": (edit(PLAN, kode_cetak=None), "code_status", PLAN, "critical"),
    "codes are not codes": (edit(PLAN, None, kode="4,01"), "code_shape", PLAN, "warning"),
    "a code outside its branch": (
        edit(PLAN, None, kegiatan_kode="9.99.99.2.01"), "nested_codes", PLAN, "warning"),
    "a table without any number": (
        edit(PLAN, None, target=None, pagu=None, pagu_sebelum=None, perubahan=None),
        "some_number", PLAN, "critical"),
    "an amount too large": (
        edit(PLAN, pagu=Decimal(10**15 + 1)), "within", PLAN, "warning"),
    "many amounts too large": (
        edit(PLAN, None, pagu=Decimal(10**15 + 1)), "within", PLAN, "critical"),
    "a percentage too large": (
        edit("evaluasi_renja", capaian_renja_rp=Decimal(10001)),
        "within", "evaluasi_renja", "warning"),
    "a difference that never fits": (
        edit(PLAN, None, perubahan=Decimal(7)), "identity", PLAN, "warning"),
    "parents that are no sums": (edit(PLAN, None, pagu=Decimal(7)), "children", PLAN, "warning"),
    "a cell status that is none": (
        edit_cells("pagu", status="baik"), "expect_column_values_to_be_in_set", CELL, "critical"),
    "confidence above one": (
        edit_cells("pagu", keyakinan=1.1), "expect_column_values_to_be_between", CELL, "critical"),
    "no confidence": (edit_cells("pagu", keyakinan=None), "complete", CELL, "critical"),
    "a cell twice": (
        edit_cells("pagu", kolom="target"),
        "expect_compound_columns_to_be_unique", CELL, "critical"),
    "a box upside down": (edit_cells("pagu", y0=90.0), "box_upright", CELL, "critical"),
    "a printed number got lost": (
        both(edit_cells("pagu", count=1, nilai=None), edit(PLAN, pagu=None)),
        "status_fits_value", CELL, "critical"),
    "a value without a reading": (
        edit_cells("pagu", status="tidak_terbaca", aturan="bukan_angka"),
        "status_fits_value", CELL, "critical"),
    "a silent change": (edit_cells("pagu", status="diperbaiki"), "rule_named", CELL, "critical"),
    "a doubt without a rule": (
        edit_cells("pagu", status="ditandai"), "rule_named", CELL, "warning"),
    "most numbers are unreadable": (
        both(
            edit_cells("pagu", status="tidak_terbaca", nilai=None, aturan="bukan_angka"),
            edit_cells("target", status="tidak_terbaca", nilai=None, aturan="bukan_angka"),
            edit(PLAN, None, pagu=None, target=None, status="ditandai"),
        ),
        "readable", CELL, "critical"),
    "most numbers are doubtful": (
        both(
            edit_cells("pagu", status="ditandai", aturan="bukan_angka"),
            edit_cells("target", status="ditandai", aturan="bukan_angka"),
            edit(PLAN, None, status="ditandai"),
        ),
        "readable", CELL, "warning"),
    "a row's number is not its cell's": (
        edit(PLAN, pagu=Decimal(161)), "equal", "nilai", "critical"),
    "a number without a cell": (edit(PLAN, pagu_maju=Decimal(1)), "equal", "nilai", "critical"),
    "a cell without a row": (
        edit_cells("uraian", count=1, baris=99),
        "expect_column_values_to_be_in_set", "nilai", "critical"),
    "a doubtful cell in a clean row": (
        edit_cells("pagu", count=1, status="ditandai", aturan="ungkapan"), "equal", "baris",
        "critical"),
    "a finding without a sentence": (
        edit("temuan", uraian=None), "complete", "temuan", "critical"),
    "a cell's rule nobody described": (
        edit_cells("pagu", count=1, aturan="tak_dikenal"),
        "expect_column_values_to_be_in_set", CELL, "critical"),
    "a finding by a rule nobody described": (
        edit("temuan", aturan="tak_dikenal"),
        "expect_column_values_to_be_in_set", "temuan", "critical"),
    "a finding of no class": (
        edit("temuan", kelas="lain"), "expect_column_values_to_be_in_set", "temuan", "critical"),
    "evidence that is not JSON": (
        edit("temuan", bukti="{'a': 1}"),
        "expect_column_values_to_be_json_parseable", "temuan", "critical"),
    "a difference that is wrong": (
        edit("temuan", selisih=Decimal(1)), "difference", "temuan", "critical"),
    "an amount twice": (
        edit("narasi", 1, nomor=1), "expect_column_values_to_be_unique", "narasi", "critical"),
    "an amount that stands in no sentence": (
        edit("narasi", teks="Rp61,-"), "inside", "narasi", "critical"),
    "an amount that is not its cell's": (
        edit("narasi", nilai=Decimal(61)), "amount_status", "narasi", "critical"),
    "a misprint with a value": (
        edit("narasi", 1, status="rusak"), "amount_status", "narasi", "critical"),
    "a year no plan has": (
        edit("dokumen", tahun=2510), "expect_column_values_to_be_in_set", "dokumen", "critical"),
    "a hash of another file": (
        edit("dokumen", sha256="0" * 64),
        "expect_column_values_to_match_regex", "dokumen", "critical"),
    "a wrong row count": (
        edit("dokumen", jumlah_baris=1),
        "expect_column_values_to_be_in_set", "dokumen", "critical"),
    "no version": (edit("dokumen", versi_pipeline=None), "complete", "dokumen", "critical"),
    "no findings frame": (lambda made: made.pop("temuan"), "expect_frames", "temuan", "critical"),
    "an unknown frame": (
        lambda made: made.update(lain_lain=made["sel"]), "expect_frames", "lain_lain", "critical"),
    "no document": (empty("dokumen"), "expect_frames", "dokumen", "critical"),
}  # fmt: skip


def test_good_frames_pass_every_expectation() -> None:
    verdict = judge(good())
    assert verdict.failures == []
    assert verdict.success
    assert verdict.checked > 70
    assert verdict.dokumen_id == make.ID


@pytest.mark.parametrize("name", BROKEN)
def test_broken_frames_fail(name: str) -> None:
    change, expectation, folder, severity = BROKEN[name]
    made = good()
    change(made)
    verdict = judge(made)
    found = {(f.expectation, f.folder, f.severity) for f in verdict.failures}
    assert (expectation, folder, severity) in found
    if severity == "critical":
        assert not verdict.success
    assert json.loads(json.dumps(verdict.to_json())) == verdict.to_json()


def test_every_expectation_of_every_suite_is_seen_to_fail() -> None:
    made = good()
    facts = suites.Facts(make.ID, 2, {PLAN: frozenset(specs()[PLAN].numbers)}, 7)
    for folder in (*made, "nilai", "baris"):
        for each in suites.build(folder, facts).expectations:
            name = getattr(each, "rule", None) or each.expectation_type
            seen = any(case[1] == name for case in BROKEN.values())
            assert seen or name == "expect_table_row_count_to_equal", f"{folder}: {name}"


def test_a_failure_says_where() -> None:
    made = good()
    edit(PLAN, 2, baris=2)(made)
    failures = [f for f in judge(made).failures if "unique" in f.expectation]
    sample = {"kind": PLAN, "tabel": "3.1", "baris": 2}
    column = "kind, tabel, baris"
    assert failures == [
        Failure(failures[0].expectation, "critical", column, PLAN, 2, (sample, sample))
    ]


def test_a_contradiction_of_the_source_does_not_quarantine() -> None:
    """One wrong total among right ones is a finding, and no failure at all."""
    table = make.plan()
    table.rows[0].entries["pagu"] = make.number(161)
    verdict = judge(frames(make.document(table), "0.1"))
    assert verdict.failures == []


def test_a_document_without_tables_passes() -> None:
    document = CleanDocument(make.triage(), Facts(), [])
    assert judge(frames(document, "0.1")).success


def test_an_exception_inside_an_expectation_is_critical(monkeypatch: pytest.MonkeyPatch) -> None:
    def explode(*_: Any, **__: Any) -> Any:
        raise ZeroDivisionError("bang")

    monkeypatch.setitem(rules.RULES, "nested_codes", explode)
    verdict = judge(good())
    assert {(f.expectation, f.severity) for f in verdict.failures} == {("nested_codes", "critical")}
    assert all("bang" in failure.detail for failure in verdict.failures)
    assert not verdict.success


def test_an_expectation_that_gets_lost_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    class Forgetful:
        """As Great Expectations does with a custom expectation nobody registered."""

        def __init__(self, name: str, expectations: list[Any]) -> None:
            self.name, self.expectations = name, expectations[:-1]

    monkeypatch.setattr(suites.gx, "ExpectationSuite", Forgetful)
    with pytest.raises(RuntimeError, match="expectations given"):
        suites.build("temuan", suites.Facts(make.ID, 1, {}, 0))


def test_nothing_checked_is_no_success() -> None:
    assert not Verdict(make.ID, [], checked=0).success


def test_suites_follow_the_specs() -> None:
    """Each kind checks its own formulas and sums, on the columns that hold anything."""
    filled = {kind: frozenset(spec.numbers) for kind, spec in specs().items()}
    facts = suites.Facts(make.ID, 1, filled, 1)
    for kind, spec in specs().items():
        built = suites.build(kind, facts).expectations
        sums = {e.options["column"] for e in built if getattr(e, "rule", "") == "children"}
        assert sums == set(spec.sums)
        nothing = suites.build(kind, suites.Facts(make.ID, 1, {}, 1)).expectations
        assert not [e for e in nothing if getattr(e, "rule", "") in ("children", "identity")]
    built = suites.build("evaluasi_renja", facts).expectations
    identities = {e.options["target"]: e.options["terms"] for e in built if "identity" in str(e)}
    assert identities["realisasi_renja_rp"] == {f"realisasi_tw{i}_rp": 1 for i in range(1, 5)}
    assert "capaian_renja_k" not in identities
    (plan,) = [e for e in suites.build(PLAN, facts).expectations if "identity" in str(e)]
    assert plan.options["terms"] == {"pagu": 1, "pagu_sebelum": -1}


def test_importing_the_gate_does_not_load_great_expectations() -> None:
    import subprocess
    import sys

    code = "import sys, expectations.gate; sys.exit('great_expectations' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_schema_is_checked_for_every_folder() -> None:
    facts = suites.Facts(make.ID, 1, {}, 1)
    for folder in ("sel", "temuan", "dokumen", *specs()):
        first = suites.build(folder, facts).expectations[0]
        assert first.types == [[field.name, str(field.type)] for field in schema(folder)]
