"""Where things are: the repository's folders and the state the runs keep between them."""

from __future__ import annotations

import os
from pathlib import Path

_HOME = Path(__file__).resolve().parent.parent

#: The checkout, or the current folder where the project was installed as a wheel.
ROOT = _HOME if (_HOME / "pyproject.toml").is_file() else Path.cwd()
INBOX = ROOT / "raw_pdfs"
CLEAN = ROOT / "clean"
QUARANTINE = ROOT / "quarantine"
REPORTS = ROOT / "reports"


def state() -> Path:
    """Folder for what runs keep for later ones; ``RENJA_STATE`` moves it."""
    return Path(os.environ.get("RENJA_STATE") or ROOT / ".renja")


def pages() -> Path:
    """Scanned pages read before."""
    return state() / "pages"


def results() -> Path:
    """What Prefect remembers of documents already done."""
    return state() / "results"
