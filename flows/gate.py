"""The process that judges staged documents: Great Expectations is imported there, once.

It starts with the run, so that its slow import happens while the first PDF is being read.
"""

from __future__ import annotations

import multiprocessing
import threading
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tables.errors import RenjaError

if TYPE_CHECKING:
    import pyarrow as pa

    from expectations.gate import Verdict

_CONTEXT = multiprocessing.get_context("spawn")


class GateDiedError(OSError):
    """The judging process died; the next call has a new one."""


class Gate:
    """Calls functions one after another in one warm process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._start()

    def _start(self) -> None:
        self._served = False
        self._pipe, theirs = _CONTEXT.Pipe()
        self._process = _CONTEXT.Process(target=_serve, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()

    def call(self, function: Callable[..., Any], *args: Any) -> Any:
        """Result of a top-level function, called there.

        Raises:
            GateDiedError: the process died meanwhile.
            RenjaError: what the function raised, or a report of it.
        """
        with self._lock:
            try:
                self._pipe.send((function, args))
                outcome, value = self._pipe.recv()
            except (EOFError, OSError) as error:
                self.close()
                self._start()
                raise GateDiedError(f"the judging process died: {error!r}") from error
        self._served = True
        if outcome == "error":
            raise value
        return value

    def judge(self, folder: Path) -> dict[str, Any]:
        """Verdict on a staged document as JSON; ``success``: it may be published."""
        verdict: dict[str, Any] = self.call(judge_staged, str(folder))
        return verdict

    def write_docs(self, dokumen_id: str, folder: Path, file: str) -> None:
        """Data Docs of the document `judge` spoke on, below ``folder``."""
        self.call(write_docs, dokumen_id, str(folder), file)

    def close(self) -> None:
        """End the process: it leaves by itself when it is idle, and is killed when it is not."""
        self._pipe.close()
        if self._served:
            self._process.join(timeout=2)
        self._process.kill()
        self._process.join()


def _serve(pipe: Connection) -> None:
    import great_expectations  # noqa: F401 - slow, and wanted by every verdict

    while True:
        try:
            function, args = pipe.recv()
        except (EOFError, KeyboardInterrupt):
            return  # the run is over, or was killed
        try:
            pipe.send(("result", function(*args)))
        except RenjaError as error:
            pipe.send(("error", error))
        except Exception as error:
            trace = "".join(traceback.format_exception(error)[-3:])
            pipe.send(("error", RenjaError(f"the gate failed: {error!r}\n{trace}")))


_verdicts: dict[str, Verdict] = {}  # in the judging process: judged, without Data Docs yet


def judge_staged(folder: str) -> dict[str, Any]:
    """Judge the frames staged in ``folder``."""
    from expectations.gate import judge

    verdict = judge(load(Path(folder)))
    _verdicts[verdict.dokumen_id] = verdict
    return {**verdict.to_json(), "success": verdict.success}


def write_docs(dokumen_id: str, folder: str, file: str) -> None:
    """Data Docs of a document judged before; ``file`` is the PDF's name for the index."""
    from expectations import docs

    docs.write(_verdicts.pop(dokumen_id), Path(folder), file)


def write_docs_index(folder: str) -> None:
    """The page that leads to all documents' Data Docs."""
    from expectations import docs

    docs.index(Path(folder))


def load(folder: Path) -> dict[str, pa.Table]:
    """Read a staged document back into the frames it was made of, ``tahun`` included."""
    import pyarrow.parquet as pq

    from tables.schema import schema

    frames = {}
    for path in sorted(folder.glob("*/tahun=*/*.parquet")):
        kind, year = path.parts[-3], int(path.parts[-2].removeprefix("tahun="))
        frames[kind] = _with_year(pq.read_table(path, partitioning=None), year, schema(kind))
    return frames


def _with_year(table: pa.Table, year: int, wanted: pa.Schema) -> pa.Table:
    """The partition's year back in its place among the columns."""
    import pyarrow as pa

    if "tahun" in wanted.names:
        years = pa.array([year] * table.num_rows, wanted.field("tahun").type)
        table = table.append_column(wanted.field("tahun"), years)
    return table.select(wanted.names).cast(wanted)
