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
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Rows = dict[int, list[list[str]]]
Reader = Callable[[str, list[int] | None], Rows]


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


# What each contender imports before its clock starts.
READERS: dict[str, tuple[Reader, tuple[str, ...]]] = {
    "pdfplumber": (read_pdfplumber, ("pdfplumber",)),
    "tabula": (read_tabula, ("tabula",)),
    "camelot": (read_camelot, ("camelot",)),
    "img2table": (read_img2table, ("img2table.document",)),
    "renja": (read_renja, ("camelot", "cleaning.document", "extractors.document")),
}


def _texts(cells: Any) -> list[str]:
    return [str(cell or "") for cell in cells]


def main(name: str, pdf: str, pages: str, out: str) -> None:
    """Read, and write what the module's docstring says."""
    reader, modules = READERS[name]
    for module in modules:
        importlib.import_module(module)
    wanted = None if pages == "all" else [int(page) for page in pages.split(",")]
    start = time.perf_counter()
    rows = reader(pdf, wanted)
    seconds = time.perf_counter() - start
    Path(out).write_text(json.dumps({"seconds": seconds, "rows": rows}), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
