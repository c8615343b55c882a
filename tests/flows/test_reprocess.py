"""Reprocessing tells which figures changed; quarantine and new editions through the whole way."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from conftest import Bench

NAME = "short.pdf"


@pytest.fixture(scope="module")
def bench(served_bench: Callable[..., Bench], excerpt: Callable[[list[int]], bytes]) -> Bench:
    """A bench whose document has been published."""
    bench = served_bench({NAME: excerpt([0, 9])})
    assert bench.ingest().code == 0
    return bench


def published(bench: Bench, kind: str) -> Path:
    (path,) = (bench.clean / kind).glob("tahun=*/*.parquet")
    return path


def replace_cell(path: Path, row: int, column: str, value: object) -> object:
    """Change one cell of a Parquet file; returns what was there."""
    table = pq.read_table(path, partitioning=None)
    values = table[column].to_pylist()
    old, values[row] = values[row], value
    place = table.column_names.index(column)
    changed = table.set_column(
        place, table.field(column), pa.array(values, table.field(column).type)
    )
    pq.write_table(changed, path, compression="zstd")
    return old


def reports(bench: Bench) -> list[Path]:
    return sorted((bench.home / "reports/changes").glob("*.json"))


def test_nothing_changed_nothing_told(bench: Bench) -> None:
    run = bench.ingest(command="reprocess")
    assert run.code == 0
    assert run.documents[NAME]["cached"]
    assert reports(bench) == []


def test_changed_figures_are_told_old_and_new(bench: Bench) -> None:
    """As if an older pipeline had read one figure otherwise."""
    before = bench.contents()
    path = published(bench, "evaluasi_renja")
    right = replace_cell(path, 2, "target_renstra_rp", Decimal("1.00"))
    replace_cell(published(bench, "dokumen"), 0, "versi_pipeline", "0.0.1+old")
    assert right not in (None, Decimal("1.00"))

    run = bench.ingest("--force", command="reprocess")
    assert run.code == 0
    assert bench.contents() == before
    (told,) = reports(bench)
    report = json.loads(told.read_text())
    document = run.documents[NAME]["dokumen_id"]
    (change,) = report["changes"]
    assert change == {
        "dokumen_id": document,
        "kind": "evaluasi_renja",
        "tabel": "2.1",
        "baris": 3,
        "kolom": "target_renstra_rp",
        "lama": "1.00",
        "baru": str(right),
    }
    (line,) = report["documents"]
    assert (line["version_before"], line["changes"]) == ("0.0.1+old", 1)
    with told.with_suffix(".csv").open(encoding="utf-8", newline="") as stream:
        assert list(csv.DictReader(stream)) == [{k: str(v) for k, v in change.items()}]


def test_a_new_edition_takes_the_place_of_the_old(
    bench: Bench, excerpt: Callable[[list[int]], bytes]
) -> None:
    old = published(bench, "dokumen").stem
    (bench.inbox / "2023" / NAME).write_bytes(excerpt([0, 9, 10]))
    run = bench.ingest(command="reprocess")
    assert run.code == 0
    new = run.documents[NAME]["dokumen_id"]
    assert new != old
    assert {Path(name).stem for name in bench.contents()} == {new}
    (line,) = json.loads(reports(bench)[-1].read_text())["documents"]
    assert (line["dokumen_id"], line["dokumen_id_before"]) == (new, old)
    assert line["changes"] > 0  # the second page's rows are new


def test_what_fails_the_gate_goes_to_quarantine(bench: Bench) -> None:
    """The verdict is put in the gate's mouth; everything around it is the real run."""
    script = (
        "from flows.gate import Gate; judge = Gate.judge\n"
        "def fail(self, folder):\n"
        "    verdict = judge(self, folder)\n"
        "    return {**verdict, 'success': False, 'failures': [{'expectation': 'unique'}]}\n"
        "Gate.judge = fail\n"
        "from flows.cli import main; main()\n"
    )
    arguments = ["ingest", bench.inbox, "--force", *bench.folders()]
    run = subprocess.run(
        [sys.executable, "-c", script, *map(str, arguments)],
        env=bench.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 3, run.stderr
    assert f"{NAME}: in quarantine" in run.stderr
    (why,) = (bench.home / "quarantine").glob("*/why.json")
    assert json.loads(why.read_text())["failures"] == [{"expectation": "unique"}]
    assert bench.contents() == {}
    assert list(why.parent.glob("evaluasi_renja/tahun=*/*.parquet"))
    # Read rightly, it leaves quarantine again.
    assert bench.ingest("--force").code == 0
    assert published(bench, "evaluasi_renja").is_file()
    assert not why.parent.exists()
