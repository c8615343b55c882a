"""A page as an image: the pixels the scanner made, as the page is displayed."""

from __future__ import annotations

import hashlib
import math
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2 as pdfium
from pypdfium2 import raw

from extractors.scan.model import Gray

LEAST_DPI, MOST_DPI = 150.0, 300.0
UNKNOWN_DPI = 200.0  # for pages drawn without a picture worth the name
MOST_PIXELS = 60e6  # larger sheets are rendered coarser
_SHARE = 0.2  # pictures of one resolution covering this share of the page tell the scanner's


@dataclass(frozen=True, slots=True)
class PageImage:
    """One page as displayed (``/Rotate`` applied).

    Attributes:
        gray: 0 black … 255 white, rows top to bottom.
        dpi: pixels per inch of page.
        sha256: of the pixels and their resolution.
    """

    gray: Gray
    dpi: float
    sha256: str


def render(path: Path, number: int) -> PageImage:
    """Page ``number`` (1-based) of the PDF at ``path``, at its scan's own resolution.

    The resolution is kept within ``LEAST_DPI`` and ``MOST_DPI``: recognisers gain nothing above,
    and below it letters are enlarged smoothly.

    Raises:
        pypdfium2.PdfiumError: the document or the page cannot be opened.
    """
    with pdfium.PdfDocument(path) as document:
        page = document[number - 1]
        try:
            width, height = page.get_size()
            dpi = _resolution(page, width * height)
            gray = _draw(page, max(1, round(width * dpi / 72)), max(1, round(height * dpi / 72)))
        finally:
            page.close()
    digest = hashlib.sha256(f"{gray.shape} {dpi:.3f} ".encode())
    digest.update(gray.tobytes())
    return PageImage(gray, dpi, digest.hexdigest())


def _resolution(page: Any, area: float) -> float:
    """Pixels per inch to render at; ``area`` is the page's, in square points."""
    covered: dict[int, float] = defaultdict(float)
    exact: dict[int, float] = {}
    for picture in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]):
        width, height = picture.get_px_size()
        space = _area(picture)
        if space > 0 and width * height > 0:
            dpi = 72 * math.sqrt(width * height / space)
            covered[round(dpi)] += space
            exact[round(dpi)] = dpi
    known = [exact[dpi] for dpi, space in covered.items() if space >= _SHARE * area]
    dpi = min(max(max(known, default=UNKNOWN_DPI), LEAST_DPI), MOST_DPI)
    return min(dpi, 72 * math.sqrt(MOST_PIXELS / area))


def _area(picture: Any) -> float:
    """Square points a picture covers, the forms it stands in taken into account."""
    area, item = 1.0, picture
    while item is not None:
        a, b, c, d, *_ = item.get_matrix().get()
        area *= abs(a * d - b * c)
        item = item.container
    return area


def _draw(page: Any, width: int, height: int) -> Gray:
    """The page fitted to exactly so many pixels: one of the scan's to one of ours."""
    bitmap = pdfium.PdfBitmap.new_native(width, height, raw.FPDFBitmap_Gray)
    bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, height)
    flags = raw.FPDF_ANNOT | raw.FPDF_GRAYSCALE
    raw.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, flags)
    pixels = np.array(bitmap.to_numpy(), dtype=np.uint8).reshape(height, width)
    bitmap.close()
    return pixels
