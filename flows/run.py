"""One run: what there is to read, and the processes that read and judge it.

The processes start before Prefect has loaded (`Run.start`): on two cores the first PDF is about
read and judged when the flow asks for it. Prefect still decides what is done: a document it
holds a result for is not started.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any

from flows import corrections, inbox, places, store, worker
from flows.gate import Gate
from flows.inbox import Source
from flows.version import version_in_force
from tables.errors import DocumentError, OutputError

Progress = Callable[[Source, int, int], None]
TIMEOUT = 900.0
MEMORY = 2048
_waiting: Run | None = None


def cores() -> int:
    """Processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class Settings:
    """Where results go and what a document may cost: seconds, MiB of memory.

    ``cache``: scanned pages that were read before are not read again. ``corrections``: the folder
    with what people decided on cells.
    """

    clean: Path = places.CLEAN
    quarantine: Path = places.QUARANTINE
    reports: Path = places.REPORTS
    workers: int = field(default_factory=cores)
    force: bool = False
    timeout: float = TIMEOUT
    memory: int = MEMORY
    cache: bool = True
    corrections: Path = places.CORRECTIONS


@dataclass(frozen=True, slots=True)
class Judged:
    """A staged document: its summary (`flows.pipeline.read_document`) and the gate's verdict."""

    summary: dict[str, Any]
    verdict: dict[str, Any]


class Run:
    """Documents to read, each file content once, and the processes for it.

    Attributes:
        sources: what is to be read, sorted by path.
        copies: further files with the same content, by SHA-256.
        failures: files that could not even be hashed.
    """

    def __init__(
        self, paths: Iterable[Path], settings: Settings, on_progress: Progress | None = None
    ) -> None:
        """Raises :class:`UsageError` where a path does not exist or there is no PDF."""
        self.settings = settings
        self.version = version_in_force()
        self.sources: list[Source] = []
        self.copies: dict[str, list[Path]] = {}
        self.failures: dict[Path, DocumentError] = {}
        self._on_progress = on_progress
        self._lock = threading.Lock()
        self._reading: dict[str, Future[Judged]] = {}
        self._gate: Gate | None = None
        self._threads: ThreadPoolExecutor | None = None
        self._hash(inbox.find(paths))
        self._shelf = corrections.Shelf(settings.corrections)
        self._shared = min(max(1, len(self.sources)), settings.workers)
        self._work = self._private_folder()

    def _hash(self, paths: Iterable[Path]) -> None:
        """Of copies the first counts, or the first beside which facts are stated."""
        found: list[Source] = []
        for path in paths:
            try:
                found.append(inbox.fingerprint(path))
            except DocumentError as error:
                self.failures[path] = error
        first: dict[str, Source] = {}
        for source in sorted(found, key=lambda source: not source.sidecar):
            first.setdefault(source.sha256, source)
        self.sources = [source for source in found if first[source.sha256] is source]
        for source in found:
            if first[source.sha256] is not source:
                self.copies.setdefault(source.sha256, []).append(source.path)

    @staticmethod
    def _private_folder() -> Path:
        root = places.state() / "work"
        try:
            root.mkdir(parents=True, exist_ok=True)
            store.sweep(root)
            # The name is of the store's form, so that a later run knows whether we still live.
            name = f"{store.TEMPORARY}-run-{os.getpid()}-"
            return Path(tempfile.mkdtemp(prefix=name, dir=root))
        except OSError as error:
            raise OutputError(
                f"cannot write {root}: {error.strerror}",
                remedy="Free some disk space, or point RENJA_STATE at a folder you may write to.",
            ) from error

    def key(self, source: Source) -> str:
        """Names content, what is stated and corrected of it, file name, code and destination.

        Same key: nothing to do.
        """
        stated = [source.sidecar, corrections.fingerprint(self.corrections(source))]
        parts = [source.sha256, *stated, source.path.name, self.version]
        parts += [str(f.resolve()) for f in (self.settings.clean, self.settings.quarantine)]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    def corrections(self, source: Source) -> list[Path]:
        """Files with what people decided on the document, or on an earlier edition of it."""
        others = [other.sha256 for other in self.sources]
        return self._shelf.files(source.path, source.sha256, others)

    def folder(self, source: Source) -> Path:
        """Where the document is staged."""
        return self._work / source.dokumen_id

    def aside(self, name: str) -> Path:
        """A further private folder that goes when the run ends."""
        return self._work / name

    def start(self) -> None:
        """Start reading all documents Prefect has no result for; does not wait."""
        done = places.results()
        todo = [s for s in self.sources if self.settings.force or not (done / self.key(s)).exists()]
        if not todo:
            return
        self._shared = min(len(todo), self.settings.workers)
        worker.warm(["flows.pipeline"])
        self._gate = Gate()
        for source in todo:
            self._begin(source)

    def _begin(self, source: Source) -> Future[Judged]:
        with self._lock:
            if self._threads is None:
                self._threads = ThreadPoolExecutor(self._shared, thread_name_prefix="reader")
            if source.sha256 not in self._reading:
                self._reading[source.sha256] = self._threads.submit(self._read, source)
            return self._reading[source.sha256]

    def _read(self, source: Source) -> Judged:
        tell = self._on_progress
        memory = self.settings.memory << 20
        cache, lists = cache_of(self.settings.cache), str(places.nomenclature())
        decided = [str(path) for path in self.corrections(source)]
        job = partial(read_document, memory=memory, cache=cache, lists=lists, decided=decided)
        summary = worker.run(
            job,
            str(source.path),
            str(self.folder(source)),
            self.version,
            max(1, self.settings.workers // self._shared),
            source.sha256,
            timeout=self.settings.timeout,
            memory=memory,
            on_progress=partial(_forward, tell, source) if tell else None,
        )
        return Judged(summary, self.gate().judge(self.folder(source)))

    def read(self, source: Source) -> Judged:
        """The document, once it is staged and judged; done again where that failed before.

        Raises:
            DocumentError, OutputError: as `flows.pipeline.read_document` and `flows.worker.run`.
            GateDiedError: the judging process died.
        """
        future = self._begin(source)
        try:
            return future.result()
        except BaseException:
            with self._lock:
                self._reading.pop(source.sha256, None)
            raise

    @property
    def data_docs(self) -> Path:
        """What the gate checked, for the browser."""
        return self.settings.reports / "data_docs"

    @property
    def judged(self) -> bool:
        """Whether this run judged anything."""
        return self._gate is not None

    def gate(self) -> Gate:
        """The judging process."""
        with self._lock:
            self._gate = self._gate or Gate()
            return self._gate

    def __enter__(self) -> Run:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        if self._threads is not None:
            self._threads.shutdown(wait=kind is None, cancel_futures=True)
        if self._gate is not None:
            self._gate.close()
        shutil.rmtree(self._work, ignore_errors=True)


@contextmanager
def handed_over(run: Run) -> Iterator[None]:
    """Let the flow called inside have ``run``, whose processes are already at work."""
    global _waiting  # noqa: PLW0603 - a flow's parameters are JSON, so it cannot be one of them
    _waiting = run
    try:
        yield
    finally:
        _waiting = None


def taken(paths: Iterable[Path], settings: Settings) -> Run:
    """The run handed over, or a new one, started; the caller closes it."""
    if _waiting is not None:
        return _waiting
    run = Run(paths, settings)
    run.start()
    return run


def read_document(*args: Any, **named: Any) -> dict[str, Any]:
    """`flows.pipeline.read_document`, imported in the worker: the readers are slow to load."""
    from flows import pipeline

    return pipeline.read_document(*args, **named)


def cache_of(wanted: bool) -> str | None:
    """The folder with scanned pages read before, where they are wanted."""
    return str(places.pages()) if wanted else None


def _forward(tell: Progress, source: Source, message: dict[str, Any]) -> None:
    tell(source, int(message["done"]), int(message["pages"]))
