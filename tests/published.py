"""The sample read and published once for all tests, and what they need to look at it."""

from __future__ import annotations

import fcntl
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:  # every test session imports this file: what is heavy comes when it is needed
    from audit.library import Entry, Library
    from audit.trace import Tracer


@dataclass(frozen=True)
class Published:
    """A home with ``clean/`` in it, and the PDF it was made of."""

    home: Path
    pdf: Path

    @property
    def clean(self) -> Path:
        return self.home / "clean"

    @property
    def library(self) -> Library:
        from audit.library import Library

        return Library(self.clean, self.home / "quarantine")

    @property
    def entry(self) -> Entry:
        (entry,) = self.library.documents()
        return entry

    def tracer(self) -> Tracer:
        from audit.trace import Tracer

        return Tracer(self.entry, self.library.frames(self.entry))


def publish(pdf: Path, home: Path) -> None:
    """Read a PDF into ``home/clean`` as a run does, without Prefect and without the gate."""
    from flows.pipeline import read_document
    from flows.store import publish as place
    from flows.version import pipeline_version

    staged = home / "staged"
    made = read_document(str(pdf), str(staged), pipeline_version(), 1)
    place(staged, home / "clean", made["tahun"], made["dokumen_id"])


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """The sample; parallel test processes share one reading of it."""
    from truth import SAMPLE_PDF

    base = tmp_path_factory.getbasetemp()
    home = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "published"
    home.mkdir(exist_ok=True)
    with (home / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home / "done").exists():
            publish(SAMPLE_PDF, home)
            (home / "done").touch()
    return Published(home, SAMPLE_PDF)


@pytest.fixture
def own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A state folder of the test's own: pictures are drawn anew."""
    folder = tmp_path / "state"
    monkeypatch.setenv("RENJA_STATE", str(folder))
    return folder
