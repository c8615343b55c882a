"""Reads one PDF for `renja tables` and `renja read`, without Prefect and without the gate."""

from __future__ import annotations

import csv
import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows import corrections, places, worker
from flows.gate import load
from flows.inbox import fingerprint
from flows.run import cache_of, cores, read_document
from flows.version import version_in_force
from tables.errors import FileVanished, OutputError, UsageError
from tables.schema import FIXED

if TYPE_CHECKING:
    import pyarrow as pa


class Document:
    """One document's frames, as they would be published."""

    def __init__(self, frames: dict[str, pa.Table]) -> None:
        self._frames = frames

    def findings(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self._frames["temuan"].to_pylist()
        return found

    def table(self, wanted: str) -> pa.Table:
        """Rows of the table with this number or kind; of the only one where none is named.

        Raises:
            UsageError: no such table, or the choice is not clear; the message lists what there is.
        """
        tables = {
            (kind, number): frame.filter([n == number for n in frame["tabel"].to_pylist()])
            for kind, frame in self._frames.items()
            if kind not in FIXED
            for number in dict.fromkeys(frame["tabel"].to_pylist())
        }
        chosen = [key for key in tables if not wanted or wanted in key]
        if len(chosen) != 1:
            listed = ", ".join(f"{number} ({kind})" for kind, number in tables) or "none"
            problem = f"no table {wanted}" if wanted and not chosen else "choose with --table"
            raise UsageError(f"{problem}; found: {listed}", remedy="See `renja tables FILE`.")
        return tables[chosen[0]]


@contextmanager
def opened(
    file: Path, timeout: float, memory: int, cache: bool = True
) -> Iterator[tuple[dict[str, Any], Document]]:
    """Read ``file`` in a worker.

    Yields:
        The summary (`flows.pipeline.summarise`) and the document.

    Raises:
        DocumentError: the PDF cannot be read.
    """
    if not file.is_file():
        raise FileVanished(f"{file}: no such file", remedy="Check the name.")
    worker.warm(["flows.pipeline"])
    shelf = corrections.Shelf(places.CORRECTIONS)
    decided = [str(path) for path in shelf.files(file, fingerprint(file).sha256)]
    known = {
        "cache": cache_of(cache),
        "lists": str(places.nomenclature()),
        "decided": decided,
    }
    with tempfile.TemporaryDirectory(prefix="renja-") as folder:
        summary = worker.run(
            partial(read_document, memory=memory << 20, **known),
            *(str(file.absolute()), folder, version_in_force(), cores()),
            timeout=timeout,
            memory=memory << 20,
        )
        yield summary, Document(load(Path(folder)))


def write_table(table: pa.Table, form: str, output: Path | None) -> None:
    """Write as ``csv``, ``json`` (one list) or ``parquet``, decimals in full.

    Raises:
        UsageError: Parquet to a terminal.
        OutputError: the file cannot be written.
    """
    if form == "parquet" and output is None and sys.stdout.isatty():
        raise UsageError("Parquet is not for a terminal", remedy="Name a file with --output.")
    try:
        if output is None:
            _write(table, form, sys.stdout.buffer)
        else:
            with output.open("wb") as stream:
                _write(table, form, stream)
    except OSError as error:
        raise OutputError(f"cannot write {output or 'to stdout'}: {error.strerror}") from error


def _write(table: pa.Table, form: str, stream: Any) -> None:
    import io

    import pyarrow.parquet as pq

    if form == "parquet":
        pq.write_table(table, stream, compression="zstd")
        return
    text = io.StringIO(newline="")
    if form == "csv":
        writer = csv.DictWriter(text, table.column_names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(table.to_pylist())
    else:
        # Decimals as text: JSON numbers would pass through floats in most readers.
        json.dump(table.to_pylist(), text, indent=1, ensure_ascii=False, default=str)
        text.write("\n")
    stream.write(text.getvalue().encode())
    stream.flush()
