"""Two years of one agency through the real command: they reconcile; planted errors are found."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from tests.story import carry
from tests.story.typeset import write

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "raw_pdfs" / "2023" / f"{carry.SAMPLE}.pdf"
RENJA = Path(sys.executable).with_name("renja")
#: Column of the second year's Tabel 2.1 -> level and code of the row, rupiah too many, rule.
PLANTED = {
    "target_renja_rp": ("sub_kegiatan", "4.01.01.2.06.0004", 1_000_000, "target_evaluasi_beda"),
    "realisasi_renstra_lalu_rp": ("kegiatan", "4.01.01.2.07", -9_000, "realisasi_lalu_beda"),
    "target_renstra_rp": ("program", "4.01.03", 1, "target_renstra_beda"),
}


class Years:
    """Folders of their own and the real command."""

    def __init__(self, home: Path, state: Path) -> None:
        self.inbox, self.clean, self._home = home / "in", home / "clean", home
        self.inbox.mkdir(parents=True)
        shutil.copy(SAMPLE, self.inbox)
        kept = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT")}
        self._environment = kept | {"RENJA_STATE": str(state)}

    def run(self, *arguments: str | Path) -> Any:
        done = subprocess.run(
            [RENJA, *map(str, arguments), "--json"],
            env=self._environment,
            cwd=self._home,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def ingest(self) -> dict[str, Any]:
        folders = [f"--{name}={self._home / name}" for name in ("clean", "quarantine", "reports")]
        report = self.run("ingest", self.inbox, *folders)
        return {Path(made["file"]).name: made for made in report["documents"]}

    def compared(self) -> list[dict[str, Any]]:
        paths = list(self.clean.glob("lintas_tahun/tahun=*/*.parquet"))
        assert [path.relative_to(self.clean).as_posix() for path in paths] == [
            "lintas_tahun/tahun=2024/kota-serang--sekretariat-daerah.parquet"
        ]
        return pq.read_table(paths[0], partitioning=None).to_pylist()


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("state")


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory, state: Path) -> Years:
    """The sample and the year after it, ingested."""
    made = Years(tmp_path_factory.mktemp("years"), state)
    write(carry.document(), made.inbox / "renja-2024.pdf")
    outcomes = made.ingest()
    assert {outcome["status"] for outcome in outcomes.values()} == {"written"}
    assert outcomes["renja-2024.pdf"]["tahun"] == 2024
    assert outcomes["renja-2024.pdf"]["flagged"] == 0
    return made


def test_the_second_year_is_read_as_it_was_printed(years: Years) -> None:
    for kind, printed in (("evaluasi_renja", carry.evaluation()), ("rencana_kerja", carry.plan())):
        (path,) = (years.clean / kind).glob("tahun=2024/*.parquet")
        rows = pq.read_table(path, partitioning=None).to_pylist()
        assert len(rows) == len(printed)
        for row, line in zip(rows, printed, strict=True):
            for name in row.keys() & line.keys():
                if isinstance(row[name], Decimal):
                    assert row[name] == carry.read(line[name]), (row["baris"], name)


def test_two_years_reconcile_to_the_rupiah(years: Years) -> None:
    found = years.compared()
    assert [row["uraian_temuan"] for row in found if row["status"] != "cocok"] == []
    assert all(row["selisih"] == 0 for row in found if row["kolom"].endswith(("_rp", "pagu")))
    money = Counter(row["aturan"] for row in found if row["kolom"].endswith(("_rp", "pagu")))
    evaluated = [line for line in carry.sample("2.1") if line["target_renstra_rp"]]
    planned = [line for line in carry.sample("3.1") if line["pagu_maju"]]
    assert money == {
        "realisasi_lalu_beda": len(evaluated),
        "target_renstra_beda": len(evaluated),
        "prakiraan_maju_beda": len(planned),
        # What the sample evaluates is in its plan by name; four of the plan's rows have none.
        "target_evaluasi_beda": sum(bool(line["uraian"]) for line in planned),
    }


def test_comparing_again_writes_nothing(years: Years) -> None:
    before = {path: path.stat().st_mtime_ns for path in years.clean.rglob("*.parquet")}
    (made,) = years.run("years", f"--clean={years.clean}")
    assert made["status"] == "unchanged"
    assert made["figures"].keys() == {"cocok"}
    assert {path: path.stat().st_mtime_ns for path in years.clean.rglob("*.parquet")} == before


def test_compare_says_the_same(years: Years) -> None:
    told = years.run("compare", "renja-2024", SAMPLE, f"--clean={years.clean}")
    assert [document["tahun"] for document in told["documents"]] == [2023, 2024]
    assert len(told["figures"]) == len(years.compared())
    assert {status for counts in told["rules"].values() for status in counts} == {"cocok"}


def test_three_planted_errors_are_found_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, state: Path
) -> None:
    lines = carry.evaluation()
    errors, expected = {}, {}
    for column, (level, kode, more, rule) in PLANTED.items():
        places = [(n["level"], n["kode"]) for n in lines]
        place = places.index((level, kode))
        right = carry.read(lines[place][column])
        assert right is not None
        errors["2.1", place, column] = carry.show(right + more)
        expected[rule] = (kode, column, right, right + more, more)
    years = Years(tmp_path_factory.mktemp("planted"), state)
    write(carry.document(errors), years.inbox / "renja-2024.pdf")
    years.ingest()
    found = [row for row in years.compared() if row["status"] != "cocok"]
    names = ("kode", "kolom", "nilai_a", "nilai_b", "selisih")
    assert {row["aturan"]: tuple(row[n] for n in names) for row in found} == expected
    assert len(found) == len(PLANTED)
    assert {row["kelas"] for row in found} == {"sumber"}
    assert {row["tingkat"] for row in found} == {"kritis", "sedang"}
    for row in found:
        assert f"hal. {row['halaman_a']}" in row["uraian_temuan"]
        assert f"hal. {row['halaman_b']}" in row["uraian_temuan"]
