"""Stands in for the OCR engines in a whole run, so that they can be told to fail.

A ``sitecustomize`` that imports this module puts it into every process of the run. The folder in
``FAKE_OCR`` holds ``calls`` (a line for every page read) and, where a test wants it, ``fail``
(numbers of pages that raise) and ``missing`` (a package that is not there).
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

HOME = Path(os.environ["FAKE_OCR"])


def read_scan(path: Path, number: int) -> Any:
    """One line of text, and no table."""
    from extractors.scan.model import LineReading, PageMap, ScannedPage
    from extractors.scan.render import render
    from tables.errors import OcrMissing
    from tables.model import Box

    with (HOME / "calls").open("a") as calls:
        calls.write(f"{number}\n")
    if (HOME / "missing").exists():
        raise OcrMissing("no tesserocr")
    if (HOME / "fail").exists() and str(number) in (HOME / "fail").read_text().split():
        raise RuntimeError("the engine broke")
    line = LineReading(Box(100, 100, 260, 109), f"Halaman {number} terbaca", 0.9, 9.0)
    where = PageMap(0, 595, 842)
    return ScannedPage(number, render(path, number).sha256, where, [], [line])


page = ModuleType("extractors.scan.page")
page.read_scan = read_scan  # type: ignore[attr-defined]
sys.modules[page.__name__] = page
