"""The whole way on the sample: CLI, Prefect, readers, gate, Parquet; and what a run leaves."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from conftest import SAMPLE, Bench, Finished

NAME = SAMPLE.name
ID = "cb3f4c8eda815297"
KINDS = ["evaluasi_renja", "indikator_definisi", "indikator_kinerja", "rencana_kerja"]


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Prefect's database and results of the runs in this file alone."""
    return tmp_path_factory.mktemp("state")


@pytest.fixture(scope="module")
def bench(new_bench: Callable[..., Bench], own: Path) -> Bench:
    files = {NAME: SAMPLE.read_bytes(), "z-copy.pdf": SAMPLE.read_bytes()}
    return new_bench(files, state=own)


@pytest.fixture(scope="module")
def first(bench: Bench) -> Finished:
    """A first run, with no server and no Prefect database."""
    return bench.ingest()


@pytest.fixture(scope="module")
def written(bench: Bench, first: Finished) -> dict[str, bytes]:
    assert first.code == 0, first.err
    return bench.contents()


def test_every_kind_is_written_in_its_place(written: dict[str, bytes]) -> None:
    folders = sorted([*KINDS, "dokumen", "narasi", "sel", "temuan"])
    assert sorted(written) == [f"{folder}/tahun=2023/{ID}.parquet" for folder in folders]


def test_figures_arrive_exactly(bench: Bench, written: dict[str, bytes]) -> None:
    """The program's line of Tabel 2.1, as printed on page 10."""
    table = pd.read_parquet(bench.clean / f"evaluasi_renja/tahun=2023/{ID}.parquet")
    program = table[table.level == "program"].iloc[0]
    assert program.kode == "4.01.01"
    assert str(program.target_renstra_rp) == "209098843326.00"
    assert str(program.realisasi_renstra_rp) == "139871094666.00"
    assert len(table) == truth_rows("2.1")


def truth_rows(number: str) -> int:
    path = Path(__file__).parents[1] / "samples" / f"{SAMPLE.stem}.tabel-{number}.truth.csv"
    with path.open(encoding="utf-8") as stream:
        return sum(1 for _ in csv.DictReader(stream))


def test_duckdb_reads_the_partitions(bench: Bench, written: dict[str, bytes]) -> None:
    files = bench.clean / "rencana_kerja" / "**" / "*.parquet"
    query = (
        f"select tahun, count(*) from read_parquet('{files}', hive_partitioning=true) group by 1"
    )
    assert duckdb.sql(query).fetchall() == [(2023, truth_rows("3.1"))]


def test_the_report_says_what_was_done(first: Finished, bench: Bench) -> None:
    made = first.documents[NAME]
    assert (made["status"], made["cached"], made["pages"]) == ("written", False, 38)
    assert made["dokumen_id"] == ID
    assert sorted(made["rows"]) == KINDS
    assert first.report["summary"] == "1 written, 1 duplicate"
    saved = json.loads((bench.home / "reports/ingest.json").read_text())
    assert saved == first.report


def test_the_same_content_is_read_once(first: Finished) -> None:
    copy = first.documents["z-copy.pdf"]
    assert (copy["status"], copy["dokumen_id"], copy["files"]) == ("duplicate", ID, [])


def test_the_manifest_names_the_file(bench: Bench, first: Finished) -> None:
    with (bench.inbox / "manifest.csv").open(encoding="utf-8") as stream:
        lines = {line["file"]: line for line in csv.DictReader(stream)}
    line = lines[f"2023/{NAME}"]
    assert (line["bytes"], line["pages"]) == (str(SAMPLE.stat().st_size), "38")
    assert line["sha256"].startswith(ID)
    assert (bench.inbox / "2023" / NAME).read_bytes() == SAMPLE.read_bytes()


def test_data_docs_show_what_was_checked(bench: Bench, first: Finished) -> None:
    docs = bench.home / "reports/data_docs"
    assert NAME in (docs / "index.html").read_text()
    assert (docs / ID / "evaluasi_renja.html").is_file()


def test_prefect_knows_the_run(own: Path, first: Finished) -> None:
    with sqlite3.connect(own / "prefect/prefect.db") as database:
        states = database.execute("select distinct state_type from flow_run").fetchall()
        artifacts = {key for (key,) in database.execute("select key from artifact")}
    assert states == [("COMPLETED",)]
    assert {"ingest-summary", "ingest-findings"} <= artifacts


def test_nothing_is_left_in_the_workshop(own: Path, first: Finished) -> None:
    assert list((own / "work").iterdir()) == []


def test_a_second_run_reads_nothing(bench: Bench, written: dict[str, bytes]) -> None:
    stamps = {path: path.stat().st_mtime_ns for path in bench.clean.rglob("*.parquet")}
    again = bench.ingest()
    assert again.code == 0
    assert [made["cached"] for made in again.report["documents"] if made["rows"]] == [True]
    assert {path: path.stat().st_mtime_ns for path in bench.clean.rglob("*.parquet")} == stamps
    assert bench.contents() == written


def test_forced_it_writes_the_same_bytes(bench: Bench, written: dict[str, bytes]) -> None:
    again = bench.ingest("--force")
    assert again.code == 0
    assert not any(made["cached"] for made in again.report["documents"])
    assert bench.contents() == written


def test_lost_files_are_made_again(bench: Bench, written: dict[str, bytes]) -> None:
    (bench.clean / f"sel/tahun=2023/{ID}.parquet").unlink()
    again = bench.ingest()
    assert again.code == 0
    assert bench.contents() == written
