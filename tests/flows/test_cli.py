"""The commands for one file, and that asking for help costs nothing."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from bad_pdfs import PROSE, drawn, lines
from conftest import RENJA, SAMPLE, Bench

from flows.console import page_range

HEAVY = {
    *("prefect", "great_expectations", "pandas", "pyarrow", "pdfplumber", "camelot", "duckdb"),
    *("numpy", "cv2", "onnxruntime", "rapidocr", "tesserocr", "scipy", "rapidfuzz"),
}


@pytest.fixture(scope="module")
def bench(new_bench: Callable[..., Bench]) -> Bench:
    return new_bench({})


def test_help_imports_nothing_heavy() -> None:
    script = "import sys, flows.cli; print(*{name.split('.')[0] for name in sys.modules})"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert HEAVY & set(run.stdout.split()) == set()


def test_help_is_instant() -> None:
    def once() -> float:
        started = time.perf_counter()
        subprocess.run([RENJA, "--help"], capture_output=True, check=True)
        return time.perf_counter() - started

    assert min(once() for _ in range(5)) < 0.4


def test_version(bench: Bench) -> None:
    run = bench.run("--version")
    assert (run.code, run.out.split()[0]) == (0, "renja")


def test_tables_says_what_was_found_where(bench: Bench) -> None:
    run = bench.run("tables", SAMPLE, "--json")
    assert run.code == 0, run.err
    found = json.loads(run.out)
    assert [(t["kind"], t["tabel"], t["halaman"]) for t in found["tables"]] == [
        ("evaluasi_renja", "2.1", [10, 11, 12, 13, 14]),
        ("indikator_definisi", "III.2", [35, 36]),
        ("indikator_kinerja", "3.3", [37]),
        ("indikator_kinerja", "3.4", [37]),
        ("indikator_kinerja", "3.5", [37]),
        ("rencana_kerja", "3.1", [30, 31, 32, 33, 34]),
    ]
    assert found["page_kinds"] == {"exported": 38}
    names = [column["nama"] for column in found["tables"][0]["kolom"]]
    assert {"kode", "uraian", "target_renstra_k", "target_renstra_rp"} <= set(names)


def test_tables_for_people(bench: Bench, tmp_path: Path) -> None:
    path = tmp_path / "prose.pdf"
    path.write_bytes(drawn(lines(PROSE)))
    run = bench.run("tables", path)
    assert run.code == 0, run.err
    assert "1 pages (1 exported): no table" in run.out


@pytest.fixture(scope="module")
def one_page(
    excerpt: Callable[[list[int]], bytes], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    path = tmp_path_factory.mktemp("read") / "one.pdf"
    path.write_bytes(excerpt([0, 9]))
    return path


def test_read_gives_the_same_table_in_every_format(
    bench: Bench, one_page: Path, tmp_path: Path
) -> None:
    text = bench.run("read", one_page, "--table", "2.1")
    assert text.code == 0, text.err
    rows = list(csv.DictReader(io.StringIO(text.out)))
    assert rows[0]["target_renstra_rp"] == "209098843326.00"
    assert rows[0]["kode"] == "4.01.01"

    as_json = bench.run("read", one_page, "--table", "evaluasi_renja", "--format", "json")
    assert [row["target_renstra_rp"] for row in json.loads(as_json.out)] == [
        row["target_renstra_rp"] or None for row in rows
    ]

    output = tmp_path / "out.parquet"
    written = bench.run("read", one_page, "--format", "parquet", "--output", output)
    assert (written.code, written.out) == (0, "")
    table = pq.read_table(output)
    assert [str(row["baris"]) for row in table.to_pylist()] == [row["baris"] for row in rows]


def test_read_lists_what_there_is(bench: Bench, one_page: Path) -> None:
    run = bench.run("read", one_page, "--table", "9.9")
    assert run.code == 2
    assert "no table 9.9; found: 2.1 (evaluasi_renja)" in run.err


def test_read_to_a_place_that_cannot_be_written(bench: Bench, one_page: Path) -> None:
    run = bench.run("read", one_page, "--output", one_page / "below-a-file.csv")
    assert run.code == 5
    assert "cannot write" in run.err


def test_page_range() -> None:
    assert page_range([10, 11, 12, 15, 17, 18]) == "10–12, 15, 17–18"
    assert page_range([]) == ""
