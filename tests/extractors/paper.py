"""Pages as a scanner sees them, straight, with the grid they were ruled by."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pdfplumber
import pypdfium2
from typeset import Grid as Ruled
from typeset import Page, write

from extractors.grid import Grid, grids
from extractors.rules import page_rules
from extractors.scan.model import Gray


def printed(pdf: Path, number: int, dpi: int) -> tuple[Gray, list[Grid]]:
    """The image of one page of an exported PDF and its ruled grids."""
    with pypdfium2.PdfDocument(pdf) as document:
        image = document[number - 1].render(scale=dpi / 72, grayscale=True).to_numpy()
    with pdfplumber.open(pdf) as plumber:
        page = plumber.pages[number - 1]
        found = grids(page_rules([*page.lines, *page.rects, *page.curves]))
    return np.ascontiguousarray(image.reshape(image.shape[:2])), found


def table(folder: Path, ruled: Ruled, dpi: int = 200) -> tuple[Gray, list[Grid]]:
    """One table on a page of its own."""
    return printed(write(folder / "page.pdf", Page([ruled])), 1, dpi)


def worn(image: Gray, *, blur: float = 0.9, noise: float = 8.0, fade: float = 0.7) -> Gray:
    """Softer, paler and grainier, but as straight as before."""
    soft = cv2.GaussianBlur(image, (0, 0), blur).astype(np.float32)
    grain = np.random.default_rng(7).normal(0, noise, image.shape)
    return np.asarray(np.clip(245 - (255 - soft) * fade + grain, 0, 255), np.uint8)


def bilevel(image: Gray) -> Gray:
    """Black and white only."""
    return np.where(image > 150, 255, 0).astype(np.uint8)
