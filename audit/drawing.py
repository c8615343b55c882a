"""Draws pages of a PDF to picture files. Runs in a killable worker; see `audit.pages`."""

from __future__ import annotations

import io
import json
import math
import os
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
from PIL import Image, ImageChops, ImageDraw
from pypdfium2 import raw

from audit.pages import View
from flows.worker import extend, report
from tables.errors import DamagedPdf, EncryptedPdf, FileVanished, OutputError
from tables.model import Box

MOST_PIXELS = 40e6  # larger pictures are drawn coarser
OUTLINE = (213, 94, 0)  # vermilion of Okabe and Ito: told from black and white by everybody


def draw(path: str, views: Sequence[tuple[View, str]], seconds: float) -> None:
    """Draw each view to its file, and what it shows to a ``.json`` beside it (`audit.pages`).

    Tells its parent ``{"pages": count}`` once the PDF is open, and ``{"error": message or ""}``
    after each view. Every view may take ``seconds``, however long those before it took.

    Raises:
        DocumentError: the PDF cannot be opened.
        OutputError: a picture cannot be written.
    """
    document = _open(path)
    report({"pages": len(document)})
    extend(seconds)
    for view, file in views:
        started = time.monotonic()
        try:
            _draw(document, view, Path(file))
        except pdfium.PdfiumError as error:
            report({"error": f"page {view.page} cannot be drawn: {error}"})
        else:
            report({"error": ""})
        extend(time.monotonic() - started)


def _open(path: str) -> Any:
    try:
        return pdfium.PdfDocument(path)
    except FileNotFoundError as error:
        raise FileVanished(f"{path} is not there any more") from error
    except pdfium.PdfiumError as error:
        if "assword" in str(error):
            raise EncryptedPdf(f"{path} needs a password") from error
        raise DamagedPdf(f"{path} cannot be opened: {error}") from error


def _draw(document: Any, view: View, file: Path) -> None:
    if not 1 <= view.page <= len(document):
        raise pdfium.PdfiumError(f"there are {len(document)} pages")
    page = document[view.page - 1]
    try:
        width, height = page.get_size()
        shown = _shown(view, width, height)
        dpi = min(view.dpi, 72 * math.sqrt(MOST_PIXELS / (shown.width * shown.height)))
        image, place = _picture(page, shown, dpi / 72)
    finally:
        page.close()
    if view.outlined and view.box is not None:
        _outline(image, view.box, place, dpi / 72)
    if view.turned:
        image = image.rotate(view.turned, expand=True)
    about = {
        "page": view.page,
        "page_width": width,
        "page_height": height,
        "pixels": list(image.size),
        "dpi": dpi,
        "box": [edge * 72 / dpi for edge in place],
    }
    _save(image, view, file)
    _whole(file.with_suffix(".json"), json.dumps(about).encode())


def _shown(view: View, width: float, height: float) -> Box:
    """The part of the page to draw, at least a point wide and high."""
    if view.box is None:
        return Box(0, 0, width, height)
    x0, x1 = sorted((view.box.x0, view.box.x1))
    y0, y1 = sorted((view.box.y0, view.box.y1))
    x0 = min(max(x0 - view.margin, 0), width - 1)
    y0 = min(max(y0 - view.margin, 0), height - 1)
    x1 = max(min(x1 + view.margin, width), x0 + 1)
    y1 = max(min(y1 + view.margin, height), y0 + 1)
    return Box(x0, y0, x1, y1)


def _picture(page: Any, shown: Box, scale: float) -> tuple[Image.Image, tuple[int, int, int, int]]:
    """The pixels of a part of the page, and that part in pixels of the page."""
    left, top = math.floor(shown.x0 * scale), math.floor(shown.y0 * scale)
    right, bottom = math.ceil(shown.x1 * scale), math.ceil(shown.y1 * scale)
    width, height = page.get_size()
    bitmap = pdfium.PdfBitmap.new_native(right - left, bottom - top, raw.FPDFBitmap_BGR)
    bitmap.fill_rect((255, 255, 255, 255), 0, 0, right - left, bottom - top)
    whole = round(width * scale), round(height * scale)
    raw.FPDF_RenderPageBitmap(bitmap, page, -left, -top, *whole, 0, raw.FPDF_ANNOT)
    image = bitmap.to_pil().copy()
    bitmap.close()
    return image, (left, top, right, bottom)


def _outline(image: Image.Image, box: Box, place: tuple[int, ...], scale: float) -> None:
    """A line around the box, outside it, so that it hides nothing of what stands in it."""
    pen = ImageDraw.Draw(image)
    left, top = math.floor(box.x0 * scale) - place[0], math.floor(box.y0 * scale) - place[1]
    right, bottom = math.ceil(box.x1 * scale) - place[0], math.ceil(box.y1 * scale) - place[1]
    for away in range(1, max(2, round(1.5 * scale)) + 1):
        pen.rectangle((left - away, top - away, right + away, bottom + away), outline=OUTLINE)


def _save(image: Image.Image, view: View, file: Path) -> None:
    stream = io.BytesIO()
    plain = image.convert("L") if _colourless(image) else image
    if view.form == "png":
        if view.colours:
            plain = plain.quantize(view.colours, dither=Image.Dither.NONE)
        plain.save(stream, "PNG", dpi=(view.dpi, view.dpi))
    else:
        plain.save(stream, view.form.upper(), quality=view.quality)
    _whole(file, stream.getvalue())


def _colourless(image: Image.Image) -> bool:
    red, green, blue = image.split()
    return all(
        ImageChops.difference(one, other).getbbox() is None
        for one, other in ((red, green), (green, blue))
    )


def _whole(file: Path, contents: bytes) -> None:
    """The file appears complete or not at all, whoever else draws the same."""
    try:
        handle, temporary = tempfile.mkstemp(dir=file.parent, prefix=".", suffix=file.suffix)
        with open(handle, "wb") as stream:
            stream.write(contents)
        os.replace(temporary, file)
    except OSError as error:
        raise OutputError(f"cannot write {file}: {error.strerror or error}") from error
