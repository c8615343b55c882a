"""Does ``keyakinan`` mean what it says, and what becomes of digits that OCR damaged?

    python -m benchmarks.reliability [the arguments of benchmarks.scans]

*Reliability*: printed and invented numbers by ``keyakinan``; the share that is right should be as
high as the confidence. *Repair*: a number is damaged where the first engine's text (``teks``) means
another number than the page prints. Damage is detected unless the figure is silently wrong.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from itertools import pairwise

from benchmarks import markdown
from benchmarks.judge import Judged
from benchmarks.scanned import Run
from benchmarks.scans import add_arguments, conducted, share

EDGES = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.999, 1.0)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print both tables; every document read is told on stderr."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.reliability", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    add_arguments(parser)
    runs = []
    for done in conducted(parser.parse_args(arguments)):
        runs.append(done)
        print(f"read: {done.document.name}, {done.condition}", file=sys.stderr, flush=True)
    figures = [figure for done in runs for figure in done.judgement.figures]
    print(markdown.table(["keyakinan", "numbers", "mean", "right", "share"], reliability(figures)))
    print()
    head = ["condition", "numbers", "damaged", "detected", "repaired", "repaired wrongly"]
    print(markdown.table(head, repair(runs)))
    return 0


def reliability(figures: Iterable[Judged]) -> list[list[str]]:
    """Rows of the reliability table: numbers read from some ink, by confidence."""
    read = [(f.cell["keyakinan"], f.verdict == "right") for f in figures if f.cell and _seen(f)]
    rows = []
    for low, high in [*pairwise(EDGES), (1.0, 1.0)]:
        some = [(sure, right) for sure, right in read if low <= sure < high or sure == low == high]
        if some:
            right = sum(right for _, right in some)
            mean = sum(sure for sure, _ in some) / len(some)
            name = "1" if low == high else f"{low:g} – {high:g}"
            rows.append([name, str(len(some)), f"{mean:.3f}", str(right), share(right, len(some))])
    return rows


def _seen(figure: Judged) -> bool:
    return bool(figure.cell and figure.cell["teks"])


def repair(runs: Sequence[Run]) -> list[list[str]]:
    """Rows of the repair table: one for each condition."""
    rows = []
    for condition in dict.fromkeys(done.condition for done in runs):
        figures = [f for run in runs if run.condition == condition for f in run.judgement.figures]
        damaged = [f for f in figures if f.damaged and f.wanted is not None]
        detected = [f for f in damaged if f.verdict != "silent"]
        repaired = [f for f in damaged if f.verdict == "right"]
        wrongly = [f for f in figures if _changed(f) and f.verdict != "right"]
        rows.append(
            [
                str(condition),
                str(sum(f.wanted is not None for f in figures)),
                str(len(damaged)),
                share(len(detected), len(damaged)),
                share(len(repaired), len(damaged)),
                str(len(wrongly)),
            ]
        )
    return rows


def _changed(figure: Judged) -> bool:
    return bool(figure.cell and figure.cell["status"] == "diperbaiki")


if __name__ == "__main__":
    sys.exit(main())
