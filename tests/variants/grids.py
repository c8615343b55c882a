"""The grids of scanned variants against those of the exported ones: are the same cells ruled?

    python -m tests.variants.grids --scan medium --seeds 28

Quick, because nothing is recognised: what `extractors.scan.ruling` makes of a worn page is
compared, edge by edge, with what the exported page draws.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from extractors.grid import Grid
from extractors.page import PageTable
from extractors.plumber import read_pages
from extractors.scan.render import render
from extractors.scan.ruling import ruling
from extractors.scan.seen import with_rules
from extractors.scan.straighten import straighten
from tests.degrade import LEVELS
from tests.variants.forms import FORMS
from tests.variants.hunt import Scan, pages_of, printed
from tests.variants.make import Variant, variant

Owner = NDArray[np.int_]


def differences(v: Variant, scan: Scan, folder: Path) -> tuple[Counter[str], list[str]]:
    """Counts of ``tables``, ``right`` ones, ``edges``, ``false`` and ``missed`` rules, and a line
    for each table that is not right.
    """
    exported, worn = printed(v, folder, None), printed(v, folder, scan)
    counts: Counter[str] = Counter()
    told = []
    for page, tables in read_pages(exported, pages_of(exported)):
        image = render(worn, page)
        flat = straighten(image.gray, image.dpi)
        found = with_rules(flat.image, flat.dpi, ruling(flat))
        for table in tables:
            if len(table.xs) > 2:
                wrong = list(_compare(table, found, counts))
                counts.update(tables=1, right=not wrong)
                told += [f"p{page}: {line}" for line in wrong]
    return counts, told


def _compare(table: PageTable, found: Sequence[Grid], counts: Counter[str]) -> Iterator[str]:
    middle = (table.ys[0] + table.ys[-1]) / 2
    grid = min(found, key=lambda g: abs((g.ys[0] + g.ys[-1]) / 2 - middle), default=None)
    wanted = np.full((len(table.ys) - 1, len(table.xs) - 1), -1)
    for n, cell in enumerate(table.cells):
        wanted[cell.r0 : cell.r1, cell.c0 : cell.c1] = n
    if grid is None:
        yield "no table"
        return
    if (got := np.array(grid.owner)).shape != wanted.shape:
        yield f"{wanted.shape} rows and columns, seen as {got.shape}"
        return
    for side, one, other in zip(("|", "-"), _edges(wanted), _edges(got), strict=True):
        false, missed = other & ~one, one & ~other
        counts.update(edges=one.size, false=int(false.sum()), missed=int(missed.sum()))
        for word, where in (("false", false), ("missed", missed)):
            if where.any():
                yield f"{word} {side} at " + " ".join(f"{r},{c}" for r, c in np.argwhere(where))


def _edges(owner: Owner) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Where two cells meet: side by side, and one above the other."""
    return owner[:, 1:] != owner[:, :-1], owner[1:] != owner[:-1]


def _job(task: tuple[str, Scan]) -> tuple[Variant, Counter[str], list[str]]:
    form, scan = task
    v = variant(form, scan.seed)
    with tempfile.TemporaryDirectory() as folder:
        return v, *differences(v, scan, Path(folder))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--scan", choices=sorted(LEVELS), default="light")
    parser.add_argument("--dpi", type=int, default=200)
    parser.add_argument("--seeds", type=int, default=28, help="variants in all")
    parser.add_argument("--first", type=int, default=0)
    args = parser.parse_args()
    names, total = list(FORMS), Counter[str]()
    tasks = [
        (names[n % len(names)], Scan(args.scan, args.dpi, n))
        for n in range(args.first, args.first + args.seeds)
    ]
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        for v, counts, told in pool.map(_job, tasks):
            total += counts
            if told:
                print(v.name, v.style.told(), *told, sep="\n    ", flush=True)
    print("ALL", *(f"{name} {total[name]}" for name in ("tables", "right", "edges")), end=" ")
    print(*(f"{name} {total[name]}" for name in ("false", "missed")))


if __name__ == "__main__":
    main()
