"""``clean/lintas_tahun``: written where it changed, gone with its documents, kept out if broken."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from documents import cell, document, money_row, plan
from typer.testing import CliRunner

from audit.library import Library
from cleaning.frames import frames
from flows import store, years
from flows.cli import app
from tables.errors import UsageError
from tables.model import CleanDocument, Entry

PLACE = "lintas_tahun/tahun=2024/kota-serang--sekretariat-daerah.parquet"


def planned(
    tahun: int, sha: str, *, agency: str = "Sekretariat Daerah", more: int = 0
) -> CleanDocument:
    """A plan with its forecast; 2024's ceilings are what 2023 forecast."""
    rows = [
        money_row(n, "sub_kegiatan", f"4.01.01.2.09.{n:04d}", 10 * n, (tahun - 2000) * n)
        for n in range(1, 5)
    ]
    for row in rows:
        row.entries["pagu_maju"] = Entry(
            cell("maju"), value=Decimal((tahun - 1999) * row.baris + more)
        )
    made = document(plan(rows=rows), tahun=tahun, jenis_dokumen="renja", perangkat_daerah=agency)
    told = replace(made.triage, sha256=sha * 64, path=f"/inbox/renja-{tahun}.pdf")
    return replace(made, triage=told)


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    for tahun, sha in ((2023, "a"), (2024, "b")):
        publish(tmp_path / "clean", planned(tahun, sha))
    publish(tmp_path / "clean", planned(2024, "c", agency="Dinas Kesehatan"))
    return tmp_path / "clean"


def publish(clean: Path, made: CleanDocument) -> None:
    staged = clean.parent / "staged" / made.triage.dokumen_id
    store.stage(frames(made, "1"), staged, {})
    store.publish(staged, clean, made.facts.tahun, made.triage.dokumen_id)


def good(_contents: bytes, _name: str) -> dict[str, Any]:
    return {"success": True}


def bad(_contents: bytes, name: str) -> dict[str, Any]:
    return {"success": False, "name": name}


def written(clean: Path, judge: years.Judge = good, **more: Any) -> list[years.Written]:
    return years.compare_all(clean, clean.parent / "quarantine", judge, **more)


def test_an_agency_with_two_years_is_compared(clean: Path) -> None:
    (made,) = written(clean)
    assert (made["status"], made["tahun"], made["figures"]) == ("written", 2024, {"cocok": 4})
    assert made["documents"] == ["a" * 16, "b" * 16]
    table = pq.read_table(clean / PLACE, partitioning=None)
    assert "tahun" not in table.column_names  # the partition alone says it
    assert set(pq.read_table(clean / "lintas_tahun")["tahun"].to_pylist()) == {2024}
    assert not list(clean.glob(".tmp*"))


def test_the_real_suite_takes_what_is_written(clean: Path) -> None:
    (made,) = written(clean, years.judge)
    assert made["status"] == "written"


def test_a_second_run_judges_and_writes_nothing(clean: Path) -> None:
    written(clean)
    before = (clean / PLACE).stat().st_mtime_ns
    (made,) = written(clean, bad)
    assert made["status"] == "unchanged"
    assert (clean / PLACE).stat().st_mtime_ns == before


def test_the_same_documents_give_the_same_bytes(clean: Path, tmp_path: Path) -> None:
    written(clean)
    other = tmp_path / "other" / "clean"
    for tahun, sha in ((2024, "b"), (2023, "a")):
        publish(other, planned(tahun, sha))
    written(other)
    assert (other / PLACE).read_bytes() == (clean / PLACE).read_bytes()


def test_what_fails_goes_to_quarantine_and_comes_back(clean: Path) -> None:
    written(clean)
    publish(clean, planned(2023, "a", more=1))  # its forecasts changed
    (made,) = written(clean, bad)
    aside = clean.parent / "quarantine" / PLACE
    assert made["status"] == "quarantined"
    assert not (clean / PLACE).exists()
    assert json.loads(aside.with_suffix(".why.json").read_text())["success"] is False
    pq.read_table(io.BytesIO(aside.read_bytes()))
    written(clean)
    assert (clean / PLACE).exists()
    assert not list(aside.parent.iterdir())


def test_a_withdrawn_document_takes_its_comparisons_along(clean: Path) -> None:
    written(clean)
    for path in clean.glob(f"*/tahun=2023/{'a' * 16}.parquet"):
        path.unlink()
    assert written(clean, only={"a" * 16}) == []
    assert not (clean / PLACE).exists()


def test_an_agency_that_is_gone_is_removed(clean: Path) -> None:
    written(clean)
    for path in clean.glob("*/tahun=*/*.parquet"):
        if path.stem in ("a" * 16, "b" * 16):
            path.unlink()
    written(clean)
    assert not (clean / PLACE).exists()


def test_only_the_agencies_of_some_documents(clean: Path) -> None:
    assert written(clean, only={"c" * 16}) == []
    assert len(written(clean, only={"b" * 16})) == 1


def test_a_document_without_a_name_or_year_is_left_out(clean: Path) -> None:
    publish(clean, planned(0, "e"))
    publish(clean, planned(2025, "f", agency=""))
    (made,) = written(clean)
    assert made["documents"] == ["a" * 16, "b" * 16]


@pytest.mark.parametrize("wanted", ["a" * 16, "a" * 6, "renja-2023.pdf", "renja-2023"])
def test_a_document_is_found_by_id_or_name(clean: Path, wanted: str) -> None:
    assert Library(clean).find(wanted).dokumen_id == "a" * 16


def test_one_that_is_not_there_or_not_clear_is_said_so(clean: Path) -> None:
    with pytest.raises(UsageError, match="is not in"):
        Library(clean).find("renja-1999.pdf")
    with pytest.raises(UsageError, match=r"may be c{16} .*b{16} "):
        Library(clean).find("renja-2024")  # two agencies have a file of that name


def run(*arguments: str) -> Any:
    return CliRunner().invoke(app, list(arguments), catch_exceptions=False)


def test_compare_shows_what_differs(clean: Path) -> None:
    publish(clean, planned(2025, "9"))
    done = run("compare", "9" * 16, "a" * 16, f"--clean={clean}")
    assert done.exit_code == 0
    assert "Renja 2023 (renja-2023.pdf) → Renja 2025" in done.output
    told = json.loads(run("compare", "a" * 16, "b" * 16, f"--clean={clean}", "--json").output)
    assert told["rules"] == {"prakiraan_maju_beda": {"cocok": 4}}
    assert {figure["nilai_a"] for figure in told["figures"] if figure["kolom"] == "pagu"} == {
        f"{24 * n}.0000" for n in range(1, 5)
    }


def test_compare_wants_two_documents(clean: Path) -> None:
    with pytest.raises(UsageError, match="one document"):
        run("compare", "a" * 16, "renja-2023", f"--clean={clean}")


def test_years_tells_and_exits_by_what_it_wrote(
    clean: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = f"--clean={clean}", f"--quarantine={clean.parent / 'quarantine'}"
    done = run("years", *where)
    assert done.exit_code == 0
    assert "Sekretariat Daerah, Kota Serang" in done.output
    (clean / PLACE).unlink()
    monkeypatch.setattr(years, "judge", bad)
    assert run("years", *where, "--json").exit_code == 3


def test_the_flow_ends_failed_where_something_is_in_quarantine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from flows import across_years

    made = {"pemda": "P", "perangkat_daerah": "D", "tahun": 2024, "status": "quarantined"}
    made |= {"figures": {"cocok": 1}, "documents": [], "findings": {}}
    monkeypatch.setattr(years, "compare_all", lambda *_: [made])
    monkeypatch.setattr(across_years, "tell", lambda _: None)
    state = across_years.across_years.fn("clean", "quarantine")
    assert (state.name, state.message) == ("Failed", "1 agency compared, 1 in quarantine")


@pytest.fixture(autouse=True)
def _no_prefect_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path / "prefect"))


def test_arrow_reads_all_years_as_one_table(clean: Path) -> None:
    publish(clean, planned(2025, "9"))
    written(clean)
    table = pq.read_table(clean / "lintas_tahun")
    assert set(table["tahun"].to_pylist()) == {2024, 2025}
    assert table.schema.field("nilai_a").type == pa.decimal128(20, 4)
