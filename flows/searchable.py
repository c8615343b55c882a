"""`renja searchable`: a copy of one PDF whose scanned pages can be searched and copied from."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from flows import worker
from flows.run import cache_of, cores
from tables.errors import FileVanished, OcrMissing, OutputError, UsageError

Told = dict[str, Any]


def searchable(
    file: Path, output: Path | None, timeout: float, memory: int, *, cache: bool = True
) -> tuple[Path, Told]:
    """Write the copy; by default to ``<name>-searchable.pdf`` beside the original.

    Args:
        timeout, memory: seconds and MiB the document may take.
        cache: do not read scanned pages again that were read before.

    Returns:
        Where the copy is, and what was done, see `make`.

    Raises:
        UsageError: the copy would replace the original.
        DocumentError: the PDF cannot be read, or the OCR engines are missing.
        OutputError: the copy cannot be written.
    """
    if not file.is_file():
        raise FileVanished(f"{file}: no such file", remedy="Check the name.")
    output = output or file.with_name(f"{file.stem}-searchable.pdf")
    if output.exists() and output.samefile(file):
        raise UsageError(f"{output} is the original", remedy="Name another file with --output.")
    worker.warm(["flows.pipeline"])
    job = partial(make, memory=memory << 20, cache=cache_of(cache))
    told: Told = worker.run(
        job,
        *(str(file.absolute()), str(output.absolute()), cores()),
        timeout=timeout,
        memory=memory << 20,
    )
    return output, told


def make(path: str, output: str, workers: int, *, memory: int, cache: str | None) -> Told:
    """Read the scanned pages and write the copy, whole or not at all. Runs in a worker.

    Returns:
        ``pages`` of the document; numbers of the pages ``read``, of those ``unread``, and of
        those whose old text layer is still there (``layered``).
    """
    from extractors.scan.pages import scanned
    from extractors.scan.searchable import How, write
    from extractors.triage import triage
    from flows.pipeline import read_scans

    source = Path(path)
    seen = triage(source)
    read, failures = read_scans(source, seen, workers, memory, cache)
    for finding in failures:
        if finding.aturan == "ocr_tidak_terpasang":
            raise OcrMissing(str(finding.bukti["galat"]))
    with _whole(Path(output)) as temporary:
        if read:
            done = write(source, temporary, read)
        else:
            shutil.copyfile(source, temporary)
            done = {}
    return {
        "pages": len(seen.pages),
        "read": sorted(number for number, how in done.items() if how is not How.kept),
        "unread": [p.number for p in scanned(seen) if done.get(p.number, How.kept) is How.kept],
        "layered": sorted(number for number, how in done.items() if how is How.added),
    }


@contextmanager
def _whole(output: Path) -> Iterator[Path]:
    """A name to write to; the file appears as ``output`` once it is complete."""
    temporary = output.with_name(f".{output.name}.{os.getpid()}")
    try:
        try:
            yield temporary
            with temporary.open("rb") as written:
                os.fsync(written.fileno())
            os.replace(temporary, output)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(f"cannot write {output}: {error.strerror or error}") from error
