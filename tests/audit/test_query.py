"""SQL over clean folders: views as in the contract, nothing written, answers in every form."""

from __future__ import annotations

import csv
import io
import json
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from published import Published
from typer.testing import CliRunner

from audit.address import Address
from audit.query import ask, views
from flows.cli import app
from tables.errors import OutputError, UsageError
from tables.schema import schema


def run(published: Published, *arguments: str | Path) -> Any:
    asked = ["query", *map(str, arguments), "--clean", str(published.clean)]
    return CliRunner().invoke(app, asked)


@pytest.mark.parametrize("name", views())
def test_every_folder_is_a_view(published: Published, name: str) -> None:
    """Also those of kinds of table that no document has."""
    answer = ask(published.clean, f"from {name}")
    assert set(answer.column_names) >= {field.name for field in schema(name)} | {"tahun"}
    there = sum(
        pq.read_metadata(path).num_rows for path in published.clean.glob(f"{name}/*/*.parquet")
    )
    assert answer.num_rows == there
    assert (there == 0) is not (published.clean / name).exists()


def test_the_year_comes_from_the_path(published: Published, tmp_path: Path) -> None:
    shutil.copytree(published.clean / "dokumen", tmp_path / "dokumen")
    (path,) = tmp_path.glob("dokumen/*/*.parquet")
    other = tmp_path / "dokumen" / "tahun=2025" / path.name
    other.parent.mkdir()
    shutil.copyfile(path, other)
    years = ask(tmp_path, "select tahun, typeof(tahun) as t from dokumen order by tahun")
    assert years.to_pylist() == [{"tahun": y, "t": "SMALLINT"} for y in (2023, 2025)]


def test_money_stays_exact(published: Published) -> None:
    told = ask(
        published.clean,
        "select target_renja_rp as rp from evaluasi_renja where level = 'program' order by baris",
    )
    assert told["rp"].to_pylist()[0] == Decimal("41458265013.00")


@pytest.mark.parametrize(
    "sql",
    [
        "copy sel to 'out.csv'",
        "create table t as from sel",
        "drop view sel",
        "attach 'other.db'",
        "install httpfs",
        "set threads = 1",
        "from sel; from temuan",
        "from sel; drop view sel",
        "-- nothing",
    ],
)
def test_only_one_statement_that_reads(
    published: Published, sql: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match="one statement that reads"):
        ask(published.clean, sql)
    assert list(tmp_path.iterdir()) == []


def test_what_is_wrong_with_a_query_is_said(published: Published, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match='"kolum" not found') as caught:
        ask(published.clean, "select kolum from sel")
    assert "lists the views" in caught.value.remedy
    with pytest.raises(UsageError, match="syntax error"):
        ask(published.clean, "selec")
    with pytest.raises(UsageError, match="is not a folder"):
        ask(tmp_path / "nowhere", "from sel")


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "sel" / "tahun=2023" / "x.parquet"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"PAR1 and no more, but long enough to look at")
    with pytest.raises(UsageError, match=r"sel.*cannot be read"):
        ask(tmp_path, "from sel")


def test_a_folder_with_a_quote_in_its_name(published: Published, tmp_path: Path) -> None:
    odd = tmp_path / "it's"
    shutil.copytree(published.clean / "dokumen", odd / "dokumen")
    assert ask(odd, "select count(*) as n from dokumen").to_pylist() == [{"n": 1}]


def test_links_are_those_of_the_report(published: Published) -> None:
    sql = "select *, tautan(kind, tabel, baris, kolom) as link from ({})"
    cells = ask(published.clean, sql.format("select kind, tabel, baris, kolom from sel"))
    for cell in cells.to_pylist():
        link = cell.pop("link")
        assert link == Address(**cell).anchor
    odd = "select 'lain' as kind, 'T-C.29 (2)/é' as tabel, 3 as baris, 'x_50%' as kolom"
    (line,) = ask(published.clean, sql.format(odd)).to_pylist()
    assert line["link"] == Address("lain", "T-C.29 (2)/é", 3, "x_50%").anchor


SUM = "select tabel, sum(pagu) as pagu from rencana_kerja where level = 'program' group by tabel"


def test_forms(published: Published, tmp_path: Path) -> None:
    total = ask(published.clean, SUM)["pagu"].to_pylist()[0]
    shown = run(published, SUM)
    assert shown.exit_code == 0, shown.output
    assert str(total) in shown.stdout
    (line,) = csv.DictReader(io.StringIO(run(published, SUM, "--csv").stdout))
    assert line == {"tabel": "3.1", "pagu": str(total)}
    assert json.loads(run(published, SUM, "--json").stdout) == [line]
    for name in ("out.parquet", "out.csv", "out.json"):
        assert run(published, SUM, "--output", tmp_path / name).stdout == ""
    assert pq.read_table(tmp_path / "out.parquet")["pagu"].to_pylist() == [total]
    assert (tmp_path / "out.csv").read_text() == f"tabel,pagu\n3.1,{total}\n"
    assert json.loads((tmp_path / "out.json").read_text()) == [line]


def test_without_sql_the_views_are_listed(published: Published) -> None:
    listed = {line["view"]: line for line in json.loads(run(published, "--json").stdout)}
    assert list(listed) == views()
    assert listed["rencana_kerja"]["rows"] == 89
    assert "pagu_maju" in listed["rencana_kerja"]["columns"].split(", ")


def test_long_answers_are_cut_on_the_terminal(published: Published) -> None:
    shown = run(published, "select baris from sel")
    cells = ask(published.clean, "select count(*) as n from sel")["n"].to_pylist()[0]
    assert f"{cells - 200} more rows" in shown.stderr


def test_wrong_outputs(published: Published, tmp_path: Path) -> None:
    assert isinstance(run(published, SUM, "--csv", "--json").exception, UsageError)
    named = run(published, SUM, "--output", tmp_path / "out.xlsx")
    assert isinstance(named.exception, UsageError)
    (tmp_path / "file").touch()
    unwritable = run(published, SUM, "--output", tmp_path / "file" / "out.csv")
    assert isinstance(unwritable.exception, OutputError)


def test_the_database_fetches_nothing(published: Published) -> None:
    settings = ask(
        published.clean,
        "select name, value from duckdb_settings() where name like 'auto%known_extensions'",
    )
    assert {line["value"] for line in settings.to_pylist()} == {"false"}
