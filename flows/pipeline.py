"""What is done to one PDF, from its bytes to staged Parquet. Runs inside a killable worker.

Nothing but small JSON leaves the worker; the figures stay in the files it stages.
"""

from __future__ import annotations

import json
import math
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from cleaning.document import clean
from cleaning.frames import frames
from extractors.document import extract
from extractors.scan import pages as scans
from extractors.scan.assemble import with_text
from extractors.scan.model import ScannedPage
from extractors.triage import triage
from flows import corrections, nomenclature, sidecar
from flows.store import provenance, stage
from flows.worker import extend, report
from tables.errors import DocumentError
from tables.model import Finding, Triage
from tables.schema import FIXED

Summary = dict[str, Any]
#: Bytes of a document's memory that are not for the processes that read its scanned pages.
_OURS = 400 * 1024**2


def read_document(
    path: str,
    folder: str,
    version: str,
    workers: int,
    sha256: str | None = None,
    *,
    memory: int = 2048 * 1024**2,
    cache: str | None = None,
    lists: str | None = None,
    decided: Sequence[str] = (),
) -> Summary:
    """Read one PDF and stage its frames in ``folder``.

    Args:
        folder: private folder of this document, laid out by `flows.store.stage`.
        version: written as ``versi_pipeline``.
        workers: processes to read pages with.
        sha256: what the file must hash to, where it was hashed before.
        memory: bytes the document may take in all.
        cache: folder with scanned pages read before; read pages are added to it.
        lists: folder with the official nomenclature in force, see `flows.nomenclature`.
        decided: files with what people decided on cells, see `flows.corrections`.

    Returns:
        The document's part of the run summary, see `summarise`; ``seconds`` it took, of which
        ``ocr_seconds`` for the ``ocr_pages`` that were read as scans; how many scanned pages are
        ``unread``; the name of the ``sidecar`` that stated facts; and the lines of corrections
        that were ``broken``.

    Raises:
        DocumentError: the PDF or its sidecar cannot be read, or it changed since it was hashed.
        OutputError: the frames could not be written.
    """
    started = time.monotonic()
    source = Path(path)
    seen = triage(source)
    if sha256 is not None and seen.sha256 != sha256:
        raise DocumentError(
            f"{path}: the file changed while it was being read",
            remedy="Wait until it is copied completely, then run the command again.",
        )
    beside = sidecar.read(source)
    report({"done": 0, "pages": len(seen.pages)})
    begun = time.monotonic()
    read, failures = read_scans(source, seen, workers, memory, cache)
    ocr = {
        "ocr_pages": len(read),
        "ocr_seconds": round(time.monotonic() - begun, 2),
        "unread": len(scans.scanned(seen)) - len(read),
    }
    seen = with_text(seen, read)
    found, findings = extract(source, seen, _progress, workers, read)
    official = nomenclature.load(Path(lists)) if lists else []
    files = [Path(file) for file in decided]
    people = corrections.read(files)
    cleaned = clean(
        seen,
        found,
        [*failures, *findings, *people.findings()],
        official,
        beside.facts if beside else {},
        corrections=people.lines,
    )
    made = frames(cleaned, version)
    told = beside.told if beside else None
    versions = [one.versi for one in official]
    about = provenance(seen.sha256, version, told, versions, corrections.told(files))
    stage(made, Path(folder), about)
    spent = {**ocr, "seconds": round(time.monotonic() - started, 2)}
    stated = {"sidecar": told["berkas"] if told else None, "broken": people.problems}
    return {**summarise(made), **stated, **spent}


def read_scans(
    path: Path, seen: Triage, workers: int, memory: int, cache: str | None
) -> tuple[dict[int, ScannedPage], list[Finding]]:
    """The scanned pages; for each the worker is given the time it may take more.

    Args:
        memory, cache: as of `read_document`.
    """
    memory = max(memory - _OURS, 1)
    pages = len(scans.scanned(seen))
    extend(scans.TIMEOUT * math.ceil(pages / scans.at_once(workers, memory)))
    folder = Path(cache) if cache else None
    return scans.read_scans(path, seen, workers, _progress, folder, memory=memory)


def _progress(done: int, pages: int) -> None:
    report({"done": done, "pages": pages})


def summarise(made: dict[str, pa.Table]) -> Summary:
    """What the run tells of one document, as JSON: counts and names, no figures.

    ``tables``, ``facts`` and ``page_kinds`` are what ``dokumen`` says; ``rows`` counts by kind,
    ``findings`` by severity, ``rules`` by severity and rule.
    """
    (document,) = made["dokumen"].to_pylist()
    findings = made["temuan"].select(["tingkat", "aturan"]).to_pylist()
    return {
        "dokumen_id": document["dokumen_id"],
        "pages": document["jumlah_halaman"],
        "tahun": document["tahun"],
        "pemda": document["pemda"],
        "perangkat_daerah": document["perangkat_daerah"],
        "jenis_dokumen": document["jenis_dokumen"],
        "reading": document["status"],
        "facts": json.loads(document["fakta"]),
        "page_kinds": json.loads(document["halaman"]),
        "tables": json.loads(document["tabel"]),
        "rows": {k: t.num_rows for k, t in made.items() if k not in FIXED},
        "cells": document["jumlah_sel"],
        "flagged": document["sel_ditandai"],
        "findings": dict(sorted(Counter(f["tingkat"] for f in findings).items())),
        "rules": dict(sorted(Counter(f"{f['tingkat']}: {f['aturan']}" for f in findings).items())),
    }
