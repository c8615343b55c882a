"""Whose numbers come out of scans? Ours and other ways of reading them, on the same pages.

    python -m benchmarks.scan_peers [--python PYTHON] [--levels clean,light] [--dpi 200]

Everybody reads the same degraded truth pages, each contender in one process and on one thread, and
everybody is judged by what the output *means*, so that ``50,00`` and ``50.00`` are the same:

* *anywhere*: a printed number comes out as a word or cell of its own somewhere in the output;
* *in its row*: all numbers of a printed row come out, in order, in one row of the output.

Both ask less of the others than of us: nobody has to know the columns, and only what we write as a
value counts for us.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from benchmarks import markdown
from benchmarks.judge import SCORE, numbers, scorer
from benchmarks.peers import PEERS_PYTHON, in_order
from benchmarks.process import ContenderError, Reading, read
from benchmarks.readers import SCAN_READERS
from benchmarks.scanned import Condition, Document, degraded, documents
from benchmarks.scans import share

OWN = ("renja_scan", "tesseract_block", "tesseract_sparse")
TITLES = {
    "tesseract_block": "Tesseract, whole page as a block",
    "tesseract_sparse": "Tesseract, whole page, sparse text",
    "ocrmypdf_camelot": "OCRmyPDF (deskew) + camelot lattice",
    "img2table_tesseract": "img2table + Tesseract",
    "renja_scan": "**this project**",
}
Truth = list[list[Decimal]]  # the numbers of each printed row that has any


@dataclass
class Score:
    """One contender under one condition."""

    numbers: int = 0
    anywhere: int = 0
    rows: int = 0
    in_row: int = 0
    seconds: float = 0.0
    pages: int = 0

    def add(self, truth: Truth, reading: Reading, locale: str, pages: int) -> None:
        """Count one document."""
        output = [row for rows in reading.rows.values() for row in rows]
        supply = Counter(value for row in output for value in words(row, locale))
        wanted = Counter(value for row in truth for value in row)
        found = [cells(row, locale) for row in output]
        self.numbers += wanted.total()
        self.anywhere += (wanted & supply).total()
        self.rows += len(truth)
        self.in_row += sum(any(in_order(row, got) for got in found) for row in truth)
        self.seconds += reading.seconds
        self.pages += pages


def cells(row: Iterable[str], locale: str) -> list[Decimal]:
    """What the cells of an output row mean, those that hold a number."""
    read_number = scorer().number
    values = (read_number(text, locale) for text in row)
    return [value for value in values if value is not None]


def words(row: Iterable[str], locale: str) -> list[Decimal]:
    """As :func:`cells`, and each word of a cell with several as well."""
    texts = [text for cell in row for text in {cell, *cell.split()}]
    return cells(texts, locale)


def score(name: str, python: str, condition: Condition, wanted: Sequence[Document]) -> Score:
    """Let one contender read all documents.

    Raises:
        ContenderError: it cannot be run.
    """
    total = Score()
    for document in wanted:
        reading = read(name, degraded(document, condition), None, python)
        locale = "id" if name == "renja_scan" else document.meta["locale"]
        truth = [row for printed in document.rows() if (row := numbers(printed, document.meta))]
        total.add(truth, reading, locale, len(document.pages))
    return total


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; contenders that are missing are named and skipped."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.scan_peers", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("--python", type=Path, default=PEERS_PYTHON, help="has the peers installed")
    parser.add_argument("--levels", default="clean,light,medium,bilevel,heavy")
    parser.add_argument("--dpi", type=int, default=200)
    parser.add_argument("--docs", default="sample", help="group or part of a name")
    options = parser.parse_args(arguments)
    if not SCORE.is_file():
        print(f"skipped: no scorer at {SCORE}", file=sys.stderr)
        return 0
    # Amounts in thousands of rupiah would have to be told to the others: whole rupiah only.
    wanted = [d for d in documents(options.docs) if d.group != "scans" and _whole_rupiah(d)]
    os.environ["OMP_THREAD_LIMIT"] = "1"  # Tesseract, in whichever process
    rows = []
    for level in options.levels.split(","):
        condition = Condition(level, options.dpi)
        for name in SCAN_READERS:
            python = sys.executable if name in OWN else str(options.python)
            try:
                rows.append(_line(name, condition, score(name, python, condition, wanted)))
            except (ContenderError, OSError) as error:
                print(f"skipped: {name} cannot run with {python}: {error}", file=sys.stderr)
                continue
            print(" | ".join(rows[-1]), file=sys.stderr, flush=True)
    head = ["reader", "level", "numbers anywhere", "rows whole", "s/page"]
    print(markdown.table(head, rows))
    return 0


def _whole_rupiah(document: Document) -> bool:
    return bool(document.meta.get("scale_rp", 1) == 1)


def _line(name: str, condition: Condition, total: Score) -> list[str]:
    return [
        TITLES[name],
        str(condition),
        f"{total.anywhere}/{total.numbers} = {share(total.anywhere, total.numbers)}",
        f"{total.in_row}/{total.rows} = {share(total.in_row, total.rows)}",
        f"{total.seconds / max(1, total.pages):.1f}",
    ]


if __name__ == "__main__":
    sys.exit(main())
