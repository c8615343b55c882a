"""SQL over what is published: a DuckDB view for each folder of the contract, by its name.

The database lives in memory and nothing can be written: only statements that read are run.
``tahun`` comes from the path and is a column of every view. A folder without files is an empty
view, so that a query does not depend on what kinds of table happen to be there. The macro
``tautan(kind, tabel, baris, kolom)`` gives the end of a link to a cell in its document's report.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tables.errors import UsageError

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

ACROSS = "lintas_tahun"
_OFFLINE: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
#: As `audit.address.Address.anchor`.
_LINK = """
create macro tautan(kind, tabel, baris, kolom) as '#sel=' || url_encode(kind) || '/'
    || url_encode(coalesce(tabel, '')) || '/' || baris || '/' || url_encode(kolom)
"""
_PIPE = 160  # characters of a line where there is no terminal to say


def views() -> list[str]:
    """Names of the views: kinds of table, then the folders every document has."""
    from tables.schema import FIXED
    from tables.spec import specs

    return [*specs(), *FIXED, ACROSS]


@contextmanager
def connected(clean: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database with the views over ``clean``; nothing is fetched from anywhere.

    Raises:
        UsageError: there is no such folder, or one of its files cannot be read.
    """
    import duckdb

    if not clean.is_dir():
        raise UsageError(
            f"{clean} is not a folder", remedy="Run `renja ingest` first, or name another --clean."
        )
    with duckdb.connect(config=_OFFLINE.copy()) as connection:
        for name in views():
            with _explained(duckdb.Error, f"{clean / name} cannot be read"):
                _view(connection, clean, name)
        connection.execute(_LINK)
        yield connection


def _view(connection: duckdb.DuckDBPyConnection, clean: Path, name: str) -> None:
    folder = clean.absolute() / name
    if any(folder.glob("tahun=*/*.parquet")):
        files = str(folder / "tahun=*" / "*.parquet").replace("'", "''")
        connection.execute(
            f"create view {name} as select * from read_parquet('{files}', "
            "hive_partitioning = true, hive_types = {'tahun': smallint}, union_by_name = true)"
        )
    else:
        connection.register(name, _empty(name))


def _empty(name: str) -> pa.Table:
    import pyarrow as pa

    from tables.schema import schema

    fields = [field for field in schema(name) if field.name != "tahun"]
    return pa.schema([*fields, pa.field("tahun", pa.int16())]).empty_table()


def ask(clean: Path, sql: str) -> pa.Table:
    """The answer to one statement that reads.

    Raises:
        UsageError: it is not one, or it is wrong; the message is DuckDB's.
    """
    import duckdb

    with connected(clean) as connection, _explained(duckdb.Error, "DuckDB says"):
        statements = connection.extract_statements(sql)
        kinds = [statement.type.name for statement in statements]
        if kinds != ["SELECT"]:
            found = ", ".join(kinds) or "nothing"
            raise UsageError(
                f"one statement that reads is wanted, this is {found}",
                remedy="Write a SELECT; results are written with --output.",
            )
        return connection.sql(statements[0]).to_arrow_table()


def overview(clean: Path) -> pa.Table:
    """The views, how many rows each has, and its columns."""
    import duckdb
    import pyarrow as pa

    with connected(clean) as connection, _explained(duckdb.Error, f"{clean} cannot be read"):
        lines = []
        for name in views():
            columns = [line[0] for line in connection.execute(f"describe {name}").fetchall()]
            (rows,) = connection.execute(f"select count(*) from {name}").fetchall()[0]
            lines.append({"view": name, "rows": rows, "columns": ", ".join(columns)})
    return pa.Table.from_pylist(lines)


def query(
    clean: Path, sql: str, *, form: str = "", output: Path | None = None, most: int = 200
) -> None:
    """Answer on the terminal, on stdout as ``csv`` or ``json``, or in a file.

    Args:
        sql: one statement; what there is to ask where it is empty.
        output: ``.parquet``, ``.csv`` or ``.json``.
        most: rows of a table on the terminal.

    Raises:
        UsageError: the statement or the file's name cannot be used.
        OutputError: the file cannot be written.
    """
    from flows.single import write_table

    if output is not None:
        form = form or output.suffix.removeprefix(".")
        if form not in ("parquet", "csv", "json"):
            raise UsageError(
                f"cannot write {output.name}: of which form?",
                remedy="Name a file ending in .parquet, .csv or .json.",
            )
    answer = ask(clean, sql) if sql.strip() else overview(clean)
    if form:
        write_table(answer, form, output)
    else:
        show(answer, most)


def show(answer: pa.Table, most: int) -> None:
    """A table for people; rows beyond ``most`` are counted only."""
    from rich.console import Console
    from rich.table import Table

    table = Table(header_style="bold")
    for name, column in zip(answer.column_names, answer.columns, strict=True):
        table.add_column(name, justify=_side(column.type), overflow="fold")
    for row in answer.slice(0, most).to_pylist():
        table.add_row(*map(written, row.values()))
    console = Console()
    if not console.is_terminal:
        console.width = _PIPE
    console.print(table)
    if answer.num_rows > most:
        print(f"{answer.num_rows - most} more rows: --csv, --json or --output", file=sys.stderr)


def written(value: Any) -> str:
    """A value as the terminal shows it: decimals in full, nothing for null."""
    return "" if value is None else str(value)


def _side(type_: Any) -> Any:
    import pyarrow as pa

    number = pa.types.is_integer(type_) or pa.types.is_floating(type_) or pa.types.is_decimal(type_)
    return "right" if number else "left"


@contextmanager
def _explained(kind: type[Exception], what: str) -> Iterator[None]:
    try:
        yield
    except kind as error:
        raise UsageError(
            f"{what}: {error}",
            remedy="`renja query` alone lists the views and their columns.",
        ) from error
