"""The Prefect flow ``reprocess``: read again what changed, and tell which figures did.

A document is read again where its content, its sidecar, the code or the specs changed since it
was published; ``force`` reads all.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
from collections.abc import Iterable
from dataclasses import asdict, fields
from datetime import date, datetime
from pathlib import Path
from typing import Any

from prefect import flow, get_run_logger
from prefect.client.schemas.objects import State

from flows import inbox, places
from flows.changes import Change, Row, compare, figures
from flows.ingest import TIMEZONE, ended, inbox_or, read_all, settings_of, waiting
from flows.outcome import Outcome
from flows.run import MEMORY, TIMEOUT, Run, taken
from tables.errors import OutputError

Figures = dict[str, list[Row]]


@flow(
    name="reprocess",
    description="Read again what changed; report which figures did",
    task_runner=waiting,
)
def reprocess(
    paths: list[str] | None = None,
    *,
    clean: str = str(places.CLEAN),
    quarantine: str = str(places.QUARANTINE),
    reports: str = str(places.REPORTS),
    workers: int = 0,
    force: bool = False,
    timeout: float = TIMEOUT,
    memory: int = MEMORY,
    cache: bool = True,
    corrections: str = str(places.CORRECTIONS),
) -> State[list[Outcome]]:
    """As `flows.ingest.ingest`, and ``reports/changes/<date>-<n>.json`` and ``.csv``."""
    costs = workers, timeout, memory
    folders = clean, quarantine, reports, corrections
    settings = settings_of(folders, costs, force=force, cache=cache)
    with taken(inbox_or(paths), settings) as run:
        before = _Before(run)
        outcomes = read_all(run)
        redone = [made for made in outcomes if not made["cached"] and made["dokumen_id"]]
        if redone:
            path = _write(run, before, redone, datetime.now(TIMEZONE).date())
            get_run_logger().info("what changed is in %s", path)
        return ended(outcomes)


class _Before:
    """The published files as they were, kept as links beside the staged ones."""

    def __init__(self, run: Run) -> None:
        self._root = run.aside("before")
        self._names = {new: old for old, new in inbox.replaced(run.sources).items()}
        for source in run.sources:
            name = self.name(source.sha256)
            for path in run.settings.clean.glob(f"*/tahun=*/{name}.parquet"):
                _link(path, self._root / path.relative_to(run.settings.clean))

    def name(self, sha256: str) -> str:
        """``dokumen_id`` under which the file's contents were published before."""
        return self._names.get(sha256, sha256)[:16]

    def figures(self, sha256: str) -> Figures:
        return figures(self._root, self.name(sha256))

    def version(self, sha256: str) -> str | None:
        """Pipeline that made them; ``None`` where nothing was published."""
        import pyarrow.parquet as pq

        for path in self._root.glob(f"dokumen/tahun=*/{self.name(sha256)}.parquet"):
            version = pq.read_table(path, partitioning=None)["versi_pipeline"][0].as_py()
            return str(version)
        return None


def _link(path: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(path, target)  # publishing renames over the name, so this keeps the old contents
    except OSError:
        shutil.copyfile(path, target)


def _write(run: Run, before: _Before, redone: list[Outcome], today: date) -> Path:
    """Write both reports; returns the JSON one."""
    changes: list[Change] = []
    documents: list[dict[str, Any]] = []
    for made in redone:
        sha256, old = made["sha256"], before.version(made["sha256"])
        known = old is not None and made["status"] == "written"
        new = figures(run.settings.clean, made["dokumen_id"])
        found = list(compare(before.figures(sha256), new, made["dokumen_id"])) if known else []
        changes += found
        documents.append(
            {
                "file": made["file"],
                "dokumen_id": made["dokumen_id"],
                "dokumen_id_before": before.name(sha256) if old else None,
                "version_before": old,
                "status": made["status"],
                "changes": len(found),
            }
        )
    report = {"date": today.isoformat(), "version": run.version, "documents": documents}
    return _save(run.settings.reports / "changes", today, report, changes)


def _save(folder: Path, today: date, report: dict[str, Any], changes: Iterable[Change]) -> Path:
    records = [asdict(change) for change in changes]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        number = 1
        while (path := folder / f"{today.isoformat()}-{number}.json").exists():
            number += 1
        with path.with_suffix(".csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, [field.name for field in fields(Change)])
            writer.writeheader()
            writer.writerows(records)
        text = json.dumps({**report, "changes": records}, indent=1, ensure_ascii=False)
        path.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise OutputError(f"cannot write {folder}: {error.strerror}") from error
    return path
