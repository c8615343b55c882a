"""One scanned page from its image to lines in cells, step by step."""

from __future__ import annotations

from pathlib import Path

from extractors.scan.engines import engines
from extractors.scan.lines import read_lines
from extractors.scan.model import ScannedPage
from extractors.scan.render import render
from extractors.scan.ruling import ruling
from extractors.scan.seen import with_rules
from extractors.scan.straighten import straighten
from extractors.scan.upright import turn_of


def read_scan(path: Path, number: int) -> ScannedPage:
    """Page ``number`` (1-based) of the PDF at ``path``, read from its image alone.

    Raises:
        OcrMissing: the engines are not installed.
        pypdfium2.PdfiumError: the page cannot be opened.
    """
    readers = engines()
    image = render(path, number)
    turn = turn_of(image.gray, image.dpi, readers.first.judge)
    flat = straighten(image.gray, image.dpi, turn)
    grids = with_rules(flat.image, flat.dpi, ruling(flat))
    lines = read_lines(flat.image, flat.dpi, grids, readers)
    return ScannedPage(number, image.sha256, flat.map, grids, lines)
