"""Does the cost of a page stay the same from 10 to 1,000 pages?

    python -m benchmarks.scaling [PDF] [--sizes 10,100,1000]

The documents are the same ten pages over and over (seven of text, three of a table), so that
every size has the same mix.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pypdfium2 as pdfium

from benchmarks import markdown
from benchmarks.corpus import SAMPLE
from benchmarks.process import MIB, peak_memory, read, read_command

UNIT = tuple(range(3, 13))  # pages of the sample, 1-based: the last three hold Tabel 2.1


def concatenate(pdf: Path, unit: Sequence[int], size: int, out: Path) -> None:
    """Write a PDF of ``size`` pages: those of ``unit`` (1-based), repeated."""
    source, target = pdfium.PdfDocument(pdf), pdfium.PdfDocument.new()
    try:
        wanted = [unit[i % len(unit)] - 1 for i in range(size)]
        for start in range(0, size, len(unit)):
            target.import_pages(source, wanted[start : start + len(unit)])
        target.save(out)
    finally:
        target.close()
        source.close()


def measure(pdf: Path, sizes: Sequence[int], unit: Sequence[int] = UNIT) -> dict[int, list[float]]:
    """For every size: seconds from PDF to rows, rows found, and peak bytes."""
    results: dict[int, list[float]] = {}
    with tempfile.TemporaryDirectory(prefix="renja-benchmark-") as folder:
        for size in sizes:
            document, out = Path(folder) / f"{size}.pdf", Path(folder) / "out.json"
            concatenate(pdf, unit, size, document)
            reading = read("renja", document)
            rows = sum(len(found) for found in reading.rows.values())
            peak = peak_memory(read_command("renja", document, None, out))
            results[size] = [reading.seconds, rows, peak]
    return results


def report(results: dict[int, list[float]]) -> str:
    """A markdown table, one line a size."""
    lines = [
        [str(size), f"{rows:.0f}", f"{seconds:.1f}", f"{1000 * seconds / size:.0f}",
         f"{peak / MIB:.0f}"]
        for size, (seconds, rows, peak) in results.items()
    ]  # fmt: skip
    return markdown.table(["pages", "rows", "seconds", "ms a page", "peak MiB"], lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scaling", description=__doc__)
    parser.add_argument("pdf", type=Path, nargs="?", default=SAMPLE)
    parser.add_argument("--sizes", default="10,100,1000")
    options = parser.parse_args(arguments)
    print(report(measure(options.pdf, [int(size) for size in options.sizes.split(",")])))
    return 0


if __name__ == "__main__":
    sys.exit(main())
