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
#: What people decided on single cells; ``RENJA_CORRECTIONS`` moves it.
CORRECTIONS = Path(os.environ.get("RENJA_CORRECTIONS") or ROOT / "corrections")


def state() -> Path:
    """Folder for what runs keep for later ones; ``RENJA_STATE`` moves it."""
    return Path(os.environ.get("RENJA_STATE") or ROOT / ".renja")


def pages() -> Path:
    """Scanned pages read before."""
    return state() / "pages"


def nomenclature() -> Path:
    """Official lists in force, see `renja nomenklatur`; ``RENJA_NOMENKLATUR`` moves them."""
    return Path(os.environ.get("RENJA_NOMENKLATUR") or state() / "nomenklatur")


def lists(folder: Path) -> list[Path]:
    """The lists in that folder, one file a version; none where it is missing."""
    return sorted(path for path in folder.glob("*.csv") if not path.name.startswith("."))


def results() -> Path:
    """What Prefect remembers of documents already done."""
    return state() / "results"
