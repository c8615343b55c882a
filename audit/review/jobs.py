"""Runs the real `renja reprocess` on one document, and tells how far it is."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

from tables.errors import UsageError

_COMMAND = ("-c", "from flows.cli import main; main()")
_GRACE = 5  # seconds a stopped run has to end
_TAIL = 2000  # characters of what went wrong that are shown
_LISTED = 200


@dataclass(frozen=True, slots=True)
class Folders:
    """Where a run reads and writes."""

    clean: Path
    quarantine: Path
    reports: Path
    corrections: Path

    def arguments(self) -> list[str]:
        return [
            part
            for name in ("clean", "quarantine", "reports", "corrections")
            for part in (f"--{name}", str(getattr(self, name).absolute()))
        ]


@dataclass(slots=True)
class Job:
    """One run; ``result`` is known when it ended.

    Attributes:
        changes: lines of the report on changed figures.
        error: what it said on stderr where it failed.
    """

    dokumen_id: str
    process: subprocess.Popen[bytes]
    output: Path
    started: float = field(default_factory=time.monotonic)
    seconds: float = 0.0
    code: int | None = None
    result: dict[str, Any] = field(default_factory=dict)
    changes: list[dict[str, Any]] = field(default_factory=list)
    error: str = ""

    @property
    def running(self) -> bool:
        return self.code is None

    def progress(self) -> tuple[int, int]:
        """Pages done and pages in all; zeros before the document is open."""
        with contextlib.suppress(OSError, ValueError):
            lines = (self.output / "err").read_text("utf-8", "replace").splitlines()
            told = [json.loads(line) for line in lines if line.startswith('{"done"')]
            if told:
                return int(told[-1]["done"]), int(told[-1]["pages"])
        return 0, 0


class Jobs:
    """At most one run at a time; the last one of each document is remembered."""

    def __init__(self, folders: Folders, command: Sequence[str] = _COMMAND) -> None:
        self._folders = folders
        self._command = tuple(command)
        self._jobs: dict[str, Job] = {}
        self._lock = Lock()
        self._home = tempfile.TemporaryDirectory(prefix="renja-review-")

    def start(self, dokumen_id: str, pdf: Path) -> Job:
        """Begin to reprocess a document.

        Raises:
            UsageError: another run is at work.
        """
        with self._lock:
            if any(self._poll(job).running for job in self._jobs.values()):
                raise UsageError("another document is being reprocessed")
            output = Path(tempfile.mkdtemp(dir=self._home.name))
            asked = ["reprocess", str(pdf), "--json", *self._folders.arguments()]
            with (output / "out").open("wb") as out, (output / "err").open("wb") as err:
                process = subprocess.Popen(
                    [sys.executable, *self._command, *asked],
                    stdin=subprocess.DEVNULL,
                    stdout=out,
                    stderr=err,
                    env={**os.environ, "RENJA_PROGRESS": "lines"},
                    start_new_session=True,
                )
            self._jobs[dokumen_id] = job = Job(dokumen_id, process, output)
            return job

    def of(self, dokumen_id: str) -> Job | None:
        """The document's last run."""
        with self._lock:
            job = self._jobs.get(dokumen_id)
            return self._poll(job) if job else None

    def busy(self) -> bool:
        with self._lock:
            return any(self._poll(job).running for job in self._jobs.values())

    def _poll(self, job: Job) -> Job:
        if not job.running:
            return job
        job.seconds = time.monotonic() - job.started
        code = job.process.poll()
        if code is not None:
            self._finish(job)
            job.code = code
        return job

    def _finish(self, job: Job) -> None:
        try:
            report = json.loads((job.output / "out").read_text("utf-8"))
            (job.result,) = (made for made in report["documents"])
        except (OSError, ValueError, KeyError):
            job.error = (job.output / "err").read_text("utf-8", "replace")[-_TAIL:]
            return
        if job.result["error"]:
            job.error = f"{job.result['error']['message']}\n→ {job.result['error']['remedy']}"
        job.changes = self._changed(job)

    def _changed(self, job: Job) -> list[dict[str, Any]]:
        """Figures the run changed, by its own report; none where nothing was done again."""
        files = sorted(
            (self._folders.reports / "changes").glob("*.json"), key=lambda p: p.stat().st_mtime_ns
        )
        if job.result.get("cached") or not files:
            return []
        changes = json.loads(files[-1].read_text("utf-8"))["changes"]
        return [c for c in changes if c["dokumen_id"] == job.dokumen_id][:_LISTED]

    def close(self) -> None:
        """Stop what still runs; what it wrote is whole."""
        with self._lock:
            for job in self._jobs.values():
                if job.process.poll() is None:
                    _stop(job.process)
            self._home.cleanup()


def _stop(process: subprocess.Popen[bytes]) -> None:
    for sign in (signal.SIGINT, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, sign)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(_GRACE)
            return
