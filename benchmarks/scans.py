"""How right are scans read? Documents with known truth, degraded and read, PDF to Parquet.

    python -m benchmarks.scans [--levels light,medium] [--dpi 150,200,300] [--docs sample] [-v]

Documents are a group (``sample``, ``real``, ``scans``: real scans as they are, ``all``) or part of
a name. ``numbers`` counts printed numbers that came out exactly, whether flagged or not; ``silent``
those that are wrong, or invented, without a flag. ``-v`` lists every figure that is not right.

Pages that the same code read before come from a cache in ``.renja``, and then the time means
nothing; ``--fresh`` reads them again.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks import markdown
from benchmarks.judge import SCORE, Judged, Judgement
from benchmarks.scanned import AS_IS, Condition, Run, documents, run
from tables.errors import RenjaError
from tests.degrade import LEVELS

HEAD = ["document", "level", "rows", "extra", "numbers", "silent", "flagged cells", "text",
        "s/page"]  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table, and one of totals; every document's line goes to stderr at once."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.scans", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    add_arguments(parser)
    parser.add_argument("-v", "--verbose", action="store_true", help="every figure not right")
    options = parser.parse_args(arguments)
    runs = []
    for done in conducted(options):
        runs.append(done)
        print(" | ".join(line(done)), file=sys.stderr, flush=True)
        if options.verbose:
            for told in details(done.judgement):
                print(f"    {told}", file=sys.stderr, flush=True)
    print(markdown.table(HEAD, [*map(line, runs), *totals(runs)]))
    return 0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The choice of documents and conditions."""

    def names(text: str) -> list[str]:
        return text.split(",")

    def numbers(text: str) -> list[int]:
        return [int(part) for part in text.split(",")]

    parser.add_argument(
        "--levels", type=names, default=["light"], help=f"of {', '.join(LEVELS)}, or {AS_IS}"
    )
    parser.add_argument("--dpi", type=numbers, default=[200])
    parser.add_argument("--turns", type=numbers, default=[0], help="quarter turns, in degrees")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--docs", default="sample", help="group or part of a name")
    parser.add_argument("--workers", type=int, default=1, help="processes")
    parser.add_argument("--fresh", action="store_true", help="read every page, to time it")
    parser.add_argument("--keep", type=Path, help="copy the Parquet files to this folder")


def conducted(options: argparse.Namespace) -> Iterator[Run]:
    """Read what the arguments name. What cannot be read or is missing is told on stderr."""
    if not SCORE.is_file():
        print(f"skipped: no scorer at {SCORE}", file=sys.stderr)
        return
    for document in documents(options.docs):
        for condition in conditions(options, document.group == "scans"):
            try:
                yield run(
                    document, condition, options.workers, fresh=options.fresh, keep=options.keep
                )
            except RenjaError as error:
                print(f"failed: {document.name}, {condition}: {error}", file=sys.stderr)


def conditions(options: argparse.Namespace, as_is: bool) -> Iterator[Condition]:
    """Every combination asked for; ``as is``, and scans that are none of ours, come once."""
    if as_is or AS_IS in options.levels:
        yield Condition()
    for level in options.levels if not as_is else []:
        if level == AS_IS:
            continue
        for dpi in options.dpi:
            for turn in options.turns:
                yield Condition(level, dpi, options.seed, turn)


def line(done: Run) -> list[str]:
    """A run as a row of the table."""
    return [
        done.document.name,
        str(done.condition),
        *_figures(done.judgement),
        f"{done.seconds / max(1, done.pages):.1f}",
    ]


def totals(runs: Sequence[Run]) -> list[list[str]]:
    """For every condition met by more than one document, all of them together."""
    lines = []
    for condition in dict.fromkeys(done.condition for done in runs):
        same = [done for done in runs if done.condition == condition]
        if len(same) > 1:
            total = Judgement()
            for done in same:
                total.add(done.judgement)
            seconds = sum(done.seconds for done in same) / max(1, sum(done.pages for done in same))
            lines.append(["**all**", str(condition), *_figures(total), f"{seconds:.1f}"])
    return lines


def _figures(judgement: Judgement) -> list[str]:
    right = judgement.count("right", printed=True)
    return [
        f"{judgement.rows_found}/{judgement.rows}",
        str(judgement.rows_extra),
        f"{right}/{judgement.numbers} = {share(right, judgement.numbers)}",
        str(judgement.count("silent")),
        share(judgement.flagged, judgement.cells),
        share(judgement.texts_right, judgement.texts),
    ]


def share(part: int, whole: int) -> str:
    """A percentage with two decimals, never rounded up to 100."""
    if not whole:
        return "–"
    return f"{int(10000 * part / whole) / 100:.2f} %"


def details(judgement: Judgement) -> Iterator[str]:
    """One line for each figure that is not right, and for each row that was not found."""
    missing = Counter((f.page, f.row) for f in judgement.figures if f.verdict == "no row")
    for (page, row), count in missing.items():
        yield f"no row | p{page} | {row} | {count} numbers"
    for figure in judgement.figures:
        if figure.verdict not in ("right", "no row"):
            yield detail(figure)


def detail(figure: Judged) -> str:
    """Everything known of one figure, in one line."""
    cell = figure.cell or {}
    told = [
        "SILENT" if figure.verdict == "silent" else figure.verdict,
        f"p{figure.page}",
        figure.row,
        figure.column,
        f"printed {figure.printed!r}",
        f"got {figure.got}",
        f"read {cell.get('teks')!r}",
        f"second {cell.get('teks_kedua')!r}",
        *([f"perhaps {cell['kemungkinan']}"] if "kemungkinan" in cell else []),
        f"sure {cell['keyakinan']:.2f}" if cell else "no cell",
        *([f"{cell['status']} {cell['aturan'] or ''}"] if cell else []),
    ]
    return " | ".join(map(str, told))


if __name__ == "__main__":
    sys.exit(main())
