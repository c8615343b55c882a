"""The yardstick of scans: every verdict, the tables, and that what is missing is skipped."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from documents import SHA, document, number, plan

from benchmarks import reliability, scan_peers, scanned, scans
from benchmarks.corpus import SAMPLE
from benchmarks.judge import SCORE, Judged, Judgement, Verdict, judge, numbers
from benchmarks.process import Reading
from benchmarks.scanned import Condition, Document, Run
from cleaning.frames import frames
from flows.store import stage
from tables.model import CleanTable, Finding

needs_score = pytest.mark.skipif(not SCORE.is_file(), reason=f"no scorer at {SCORE}")
META = {"kind": "rencana_kerja", "sha256": SHA, "pages": [1, 2], "scale_rp": 1, "locale": "id"}
PRINTED = [
    ("Baris 1", "12", "100", "160", "60"),
    ("Baris 2", "12", "60", "100", "40"),
    ("Baris 3", "12", "20", "70", "50"),
    ("Baris 4", "12", "40", "30", "(10)"),
    ("Baris 5", "12", "40", "60", "20"),
    ("Baris 6", "12", "40", "60", "20"),
]
COLUMNS = ("uraian", "target", "pagu_sebelum", "pagu", "perubahan")


def truth() -> list[dict[str, str]]:
    return [dict(zip(COLUMNS, row, strict=True)) for row in PRINTED]


def judged(folder: Path, table: CleanTable, printed: list[dict[str, str]]) -> Judgement:
    stage(frames(document(table), "test"), folder, {})
    return judge(folder, printed, META)


def verdicts(judgement: Judgement) -> list[tuple[str, str, Verdict]]:
    return [(f.row, f.column, f.verdict) for f in judgement.figures if f.verdict != "right"]


@needs_score
def test_all_right(tmp_path: Path) -> None:
    made = judged(tmp_path, plan(), truth())

    assert verdicts(made) == []
    assert (made.rows, made.rows_found, made.rows_extra) == (6, 6, 0)
    assert made.numbers == made.count("right") == 24
    assert (made.texts, made.texts_right) == (6, 6)
    assert made.flagged == 0 < made.cells


@needs_score
def test_every_verdict(tmp_path: Path) -> None:
    table, printed = plan(), truth()
    entries = [row.entries for row in table.rows]
    entries[0]["pagu"] = number(161)
    entries[1]["pagu"] = number(101, status="ditandai", rule="satu_bacaan")
    entries[2]["pagu"] = number(None)
    printed[3]["pagu"] = ""  # 30 is invented
    printed[4]["pagu"] = "-"  # a dash is 0 or null, not 60
    table.rows[4].entries["pagu"] = number(0, status="nol_strip")
    table.findings.append(
        Finding("x", "ekstraksi", "sedang", "?", baris=2, kolom="pagu",
                bukti={"kemungkinan": ["100", "101"]})
    )  # fmt: skip

    made = judged(tmp_path, table, printed)

    assert verdicts(made) == [
        ("Baris 1", "pagu", "silent"),
        ("Baris 2", "pagu", "flagged"),
        ("Baris 3", "pagu", "null"),
        ("Baris 4", "pagu", "silent"),
    ]
    assert (made.numbers, made.count("right"), made.flagged) == (22, 19, 1)
    told = "\n".join(scans.details(made))
    assert "SILENT | p1 | Baris 1 | pagu | printed '160' | got 161" in told
    assert "perhaps ['100', '101']" in told


@needs_score
def test_rows_lost_and_invented(tmp_path: Path) -> None:
    printed = truth()
    printed[5] = {"uraian": "Tidak ada", **dict.fromkeys(COLUMNS[1:], "777")}

    made = judged(tmp_path, plan(), printed)

    assert (made.rows, made.rows_found, made.rows_extra) == (6, 5, 1)
    assert list(scans.details(made)) == ["no row | p0 | Tidak ada | 4 numbers"]


@needs_score
def test_percents_of_money_are_not_in_its_scale() -> None:
    row = {"uraian": "Baris", "realisasi_renja_rp": "1.500", "capaian_renja_rp": "48,5"}

    assert numbers(row, {**META, "scale_rp": 1000}) == [Decimal(1500000), Decimal("48.5")]


@needs_score
def test_damage_is_what_the_raw_text_says(tmp_path: Path) -> None:
    table = plan()
    for entries, value, status in ((table.rows[0].entries, 160, "diperbaiki"),
                                   (table.rows[1].entries, 100, "ditandai")):  # fmt: skip
        misread = number(999)
        misread.value, misread.status = Decimal(value), status  # type: ignore[assignment]
        entries["pagu"] = misread

    made = judged(tmp_path, table, truth())
    (line,) = reliability.repair([run_of(made)])

    assert sum(f.damaged for f in made.figures) == 2
    assert line == ["light 200 dpi", "24", "2", "100.00 %", "100.00 %", "0"]


def run_of(judgement: Judgement, seconds: float = 4.0) -> Run:
    made = Document("plan", Path("plan.pdf"), Path("plan.csv"), "sample")
    return Run(made, Condition("light", 200), judgement, seconds, 2)


def figure(verdict: Verdict, wanted: int | None, status: str, sure: float = 0.9) -> Judged:
    cell: dict[str, Any] = {"teks": "1", "keyakinan": sure, "status": status}
    value = None if wanted is None else Decimal(wanted)
    damaged = verdict != "right"
    return Judged(1, "Baris", "pagu", "1", value, Decimal(1), damaged, verdict, cell)


def test_repair_counts_what_was_damaged_and_what_was_changed() -> None:
    some = [figure("right", 1, "cetak"), figure("silent", 2, "diperbaiki"),
            figure("flagged", 3, "ditandai"), figure("null", 4, "tidak_terbaca"),
            figure("silent", None, "diperbaiki")]  # fmt: skip

    assert reliability.repair([run_of(Judgement(figures=some))]) == [
        ["light 200 dpi", "4", "3", "66.66 %", "0.00 %", "2"]
    ]


def test_reliability_bins() -> None:
    some = [figure("right", 1, "cetak", sure) for sure in (1.0, 1.0, 0.95, 0.96)]
    some += [figure("silent", 1, "cetak", 0.97), figure("silent", None, "cetak", 0.2)]

    assert reliability.reliability(some) == [
        ["0 – 0.5", "1", "0.200", "0", "0.00 %"],
        ["0.95 – 0.98", "3", "0.960", "2", "66.66 %"],
        ["1", "2", "1.000", "2", "100.00 %"],
    ]


def test_totals_are_of_the_same_condition() -> None:
    run = run_of(Judgement(rows=2, rows_found=1, cells=10, flagged=1,
                           figures=[figure("right", 1, "cetak")]))  # fmt: skip

    (total,) = scans.totals([run, run])

    assert total == ["**all**", "light 200 dpi", "2/4", "0", "2/2 = 100.00 %", "0", "10.00 %",
                     "–", "2.0"]  # fmt: skip
    assert scans.totals([run]) == []


def test_a_share_is_never_rounded_up_to_all() -> None:
    assert scans.share(99_999, 100_000) == "99.99 %"


def conditions(*arguments: str, as_is: bool = False) -> list[str]:
    parser = argparse.ArgumentParser()
    scans.add_arguments(parser)
    return [str(c) for c in scans.conditions(parser.parse_args(arguments), as_is)]


def test_conditions() -> None:
    asked = ("--levels", "light,as is", "--dpi", "150,200", "--turns", "0,90")

    assert conditions(*asked) == ["as is", "light 150 dpi", "light 150 dpi turned 90°",
                                  "light 200 dpi", "light 200 dpi turned 90°"]  # fmt: skip
    assert conditions(*asked, as_is=True) == ["as is"]


def test_a_degraded_document_is_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanned, "KEPT", tmp_path)
    table = truth_file(tmp_path, pages=[10, 11])

    first = scanned.degraded(table, Condition("light", 50))
    written = first.stat().st_mtime_ns
    again = scanned.degraded(table, Condition("light", 50))
    other = scanned.degraded(table, Condition("light", 50, turn=90))

    assert first == again != other
    assert first.stat().st_mtime_ns == written
    with pypdfium2.PdfDocument(first) as made:
        assert len(made) == 2
    assert [row["halaman"] for row in table.rows(9)] == ["2"]


def truth_file(folder: Path, pages: Sequence[int]) -> Document:
    path = folder / "t.csv"
    path.write_text('uraian,pagu,halaman\nBaris 1,"1.500",11\n', "utf-8")
    path.with_suffix(".meta.json").write_text(
        f'{{"kind": "rencana_kerja", "pages": {list(pages)}, "scale_rp": 1, "locale": "id"}}',
        "utf-8",
    )
    return Document("t", SAMPLE, path, "sample")


@needs_score
def test_peers_are_judged_by_what_numbers_mean() -> None:
    total = scan_peers.Score()
    printed = [[Decimal(50), Decimal(1500000)], [Decimal("7.5")], [Decimal(50)]]
    output = {1: [["50.00", "Program", "1.500.\n000"], ["7,5 1.234"]], 2: [["x50|"]]}

    total.add(printed, Reading(3.0, output), "id", 2)

    assert (total.numbers, total.anywhere) == (4, 4)
    assert (total.rows, total.in_row) == (3, 2)  # 7,5 stands in a cell with another number
    assert total.seconds == 3.0


@needs_score
def test_missing_peers_are_skipped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(scanned, "KEPT", tmp_path)
    monkeypatch.setattr(scan_peers, "OWN", ("tesseract_block",))
    monkeypatch.setattr(scan_peers, "documents", lambda _: [truth_file(tmp_path, [10, 10])])

    assert scan_peers.main(["--python", str(tmp_path / "none"), "--levels", "clean",
                            "--dpi", "100"]) == 0  # fmt: skip

    said = capsys.readouterr()
    assert "Tesseract, whole page as a block" in said.out
    assert said.err.count("skipped: ") == 4
    assert sys.executable not in said.err


def test_a_missing_scorer_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for module in (scans, scan_peers):
        monkeypatch.setattr(module, "SCORE", tmp_path / "none.py")

    assert scans.main([]) == scan_peers.main([]) == 0
    assert capsys.readouterr().err.count("skipped: no scorer") == 2
