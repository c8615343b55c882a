"""Reads many variants and prints how each fared: ``python -m tests.variants.hunt --seeds 60``.

With ``--scan light`` they are printed, worn by that level of `tests.degrade` and scanned first.
"""

from __future__ import annotations

import argparse
import csv
import tempfile
import traceback
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import pypdfium2

from cleaning.document import clean
from extractors.document import extract
from extractors.scan.assemble import with_text
from extractors.scan.pages import read_scans
from extractors.triage import triage
from tests.degrade import LEVELS, make_scan
from tests.variants.forms import FORMS
from tests.variants.judge import Verdict, judge
from tests.variants.make import Variant, variant
from tests.variants.typeset import typeset


@dataclass(frozen=True)
class Scan:
    """How a variant is scanned: a level of `tests.degrade`, at a resolution."""

    level: str
    dpi: int
    seed: int


def read(v: Variant, folder: Path, scan: Scan | None = None) -> Verdict:
    """Typeset, perhaps scan, extract, clean and judge one variant."""
    path = printed(v, folder, scan)
    try:
        seen = triage(path)
        scans, failures = read_scans(path, seen, workers=1)
        seen = with_text(seen, scans)
        tables, findings = extract(path, seen, workers=1, scans=scans)
        return judge(v, clean(seen, tables, [*failures, *findings]))
    except Exception:
        return Verdict(rows=len(v.rows), crash=traceback.format_exc())


def printed(v: Variant, folder: Path, scan: Scan | None) -> Path:
    """The variant as a PDF."""
    path = folder / f"{v.name}.pdf"
    typeset(v, path)
    if scan is None:
        return path
    worn = folder / f"{v.name}-{scan.level}.pdf"
    return make_scan(path, pages_of(path), worn, scan.level, scan.dpi, seed=scan.seed)


def pages_of(path: Path) -> range:
    """The numbers of a PDF's pages."""
    with pypdfium2.PdfDocument(path) as document:
        return range(1, len(document) + 1)


def keep(v: Variant, folder: Path, scan: Scan | None) -> None:
    """Leave the PDF and its printed cells behind."""
    folder.mkdir(parents=True, exist_ok=True)
    printed(v, folder, scan)
    names = list(dict.fromkeys(leaf.name for leaf in v.form.leaves))
    with (folder / f"{v.name}.truth.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["level", "kode_lengkap", *names])
        for row in v.rows:
            writer.writerow([row.level, row.kode, *(row.texts.get(n, "") for n in names)])


def _job(task: tuple[str, int, Scan | None]) -> tuple[Variant, Verdict]:
    form, seed, scan = task
    v = variant(form, seed)
    with tempfile.TemporaryDirectory() as folder:
        return v, read(v, Path(folder), scan)


def told(v: Variant, r: Verdict) -> str:
    """One line of the table."""
    return (
        f"{v.name:16} rows {r.found}/{r.rows} +{r.extra}  num {r.right}/{r.numbers} "
        f"flagged {r.flagged} missing {r.missing} SILENT {len(r.silent)}  text {r.texts_right}/"
        f"{r.texts} kode {r.codes_right}/{r.codes}"
        + (f"  UNMAPPED {','.join(r.unmapped)}" if r.unmapped else "")
        + ("  CRASH" if r.crash else "")
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=20, help="variants in all")
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--form", choices=sorted(FORMS), action="append")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--keep", type=Path, help="folder for the variants read wrongly")
    parser.add_argument("--show", type=int, default=6, help="differences to print a variant")
    parser.add_argument("--scan", choices=sorted(LEVELS), help="scan them, worn by this level")
    parser.add_argument("--dpi", type=int, default=200)
    args = parser.parse_args()
    names = args.form or list(FORMS)
    tasks = [
        (names[n % len(names)], n, Scan(args.scan, args.dpi, n) if args.scan else None)
        for n in range(args.first, args.first + args.seeds)
    ]
    totals = Verdict()
    with ProcessPoolExecutor(args.processes, mp_context=get_context("spawn")) as pool:
        for task, (v, r) in zip(tasks, pool.map(_job, tasks), strict=True):
            print(told(v, r), flush=True)
            scan = task[2]
            bad = r.crash or r.silent or r.found < r.rows or r.extra or r.missing or r.unmapped
            if bad or r.wrong:
                print(f"    scale={v.form.scale} {v.typing.locale} {v.style.told()}")
            for line in [*r.crash.splitlines()[-4:], *r.silent[: args.show], *r.wrong[: args.show]]:
                print("      ", line)
            if bad and args.keep:
                keep(v, args.keep, scan)
            for name in (
                "rows",
                "found",
                "extra",
                "numbers",
                "right",
                "flagged",
                "missing",
                "texts",
                "texts_right",
                "codes",
                "codes_right",
            ):
                setattr(totals, name, getattr(totals, name) + getattr(r, name))
            totals.silent += r.silent
    print(
        f"ALL rows {totals.found}/{totals.rows} +{totals.extra} num {totals.right}/"
        f"{totals.numbers} flagged {totals.flagged} missing {totals.missing} silent "
        f"{len(totals.silent)} text {totals.texts_right}/{totals.texts} kode "
        f"{totals.codes_right}/{totals.codes}"
    )


if __name__ == "__main__":
    main()
