"""Whose rows come out whole? Ours and other readers on the pages whose truth is known.

    python -m benchmarks.peers [--python PYTHON]

The others are *given* the right pages; ours finds them itself. A row of the truth comes out where
one row of the output holds its printed numbers, in order:

* *as printed*: each in a cell of its own, white space aside (``50 %`` is not ``50`` beside ``%``);
* *number alone*: the same without the percent sign.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import markdown
from benchmarks.corpus import REAL, ROOT, TruthPages, truth_pages
from benchmarks.process import ContenderError, read
from benchmarks.readers import READERS

PEERS_PYTHON = ROOT / ".renja" / "peers" / "bin" / "python"
OWN = ("pdfplumber", "camelot", "renja")  # what the project itself is installed with
TITLES = {
    "pdfplumber": "pdfplumber, defaults",
    "tabula": "tabula, defaults",
    "camelot": "camelot, lattice",
    "img2table": "img2table",
    "renja": "**this project**",
}
Rule = Callable[[str], str]


def as_printed(text: str) -> str:
    """White space does not count: wrapped numbers are joined."""
    return re.sub(r"\s", "", text)


def number_alone(text: str) -> str:
    """As :func:`as_printed`, without a percent sign."""
    return as_printed(text).replace("%", "")


def in_order(wanted: Iterable[object], cells: Iterable[object]) -> bool:
    """Do all ``wanted`` occur among ``cells``, in this order?"""
    left = iter(cells)
    return all(any(want == cell for cell in left) for want in wanted)


def whole_rows(truth: Sequence[Sequence[str]], output: Sequence[Sequence[str]], rule: Rule) -> int:
    """Truth rows whose numbers all come out in order in one row of the output."""
    cleaned = [[rule(cell) for cell in row] for row in output]
    return sum(
        any(in_order([rule(number) for number in row], cells) for cells in cleaned) for row in truth
    )


@dataclass
class Score:
    """One contender over all truth pages."""

    printed: int = 0
    alone: int = 0
    seconds: float = 0.0
    by_document: dict[str, int] = field(default_factory=dict)


def score(name: str, python: str, documents: Sequence[TruthPages]) -> Score:
    """Read every document's truth pages and count.

    Raises:
        ContenderError: the contender cannot be run.
    """
    total = Score()
    for document in documents:
        reading = read(name, document.pdf, document.pages, python)
        output = [row for rows in reading.rows.values() for row in rows]
        printed = whole_rows(document.rows, output, as_printed)
        total.printed += printed
        total.alone += whole_rows(document.rows, output, number_alone)
        total.seconds += reading.seconds
        total.by_document[document.name] = printed
    return total


def report(scores: dict[str, Score], documents: Sequence[TruthPages]) -> str:
    """Two markdown tables: the shares, and the rows of each document."""
    rows = sum(len(document.rows) for document in documents)
    shares = [
        [
            TITLES[name],
            f"{s.printed}/{rows} = {s.printed / rows:.0%}",
            f"{s.alone}/{rows} = {s.alone / rows:.0%}",
            f"{s.seconds:.1f}",
        ]
        for name, s in scores.items()
    ]
    each = [
        [d.name, *(str(s.by_document[d.name]) for s in scores.values()), str(len(d.rows))]
        for d in documents
    ]
    return "\n\n".join(
        [
            markdown.table(["rows whose numbers all come out in order", "as printed",
                            "number alone", "seconds"], shares),
            markdown.table(["as printed", *(TITLES[name] for name in scores), "of"], each),
        ]
    )  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables; contenders and documents that are missing are named and skipped."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers", description=__doc__)
    parser.add_argument("--python", type=Path, default=PEERS_PYTHON, help="has the peers installed")
    parser.add_argument("--real", type=Path, default=REAL, help="folder of the real documents")
    options = parser.parse_args(arguments)
    documents = truth_pages(options.real)
    if not documents:
        print(f"skipped: no truth in {options.real}", file=sys.stderr)
        return 0
    scores: dict[str, Score] = {}
    for name in READERS:
        python = sys.executable if name in OWN else str(options.python)
        try:
            scores[name] = score(name, python, documents)
        except (ContenderError, OSError) as error:
            print(f"skipped: {name} cannot run with {python}: {error}", file=sys.stderr)
    print(report(scores, documents))
    return 0


if __name__ == "__main__":
    sys.exit(main())
