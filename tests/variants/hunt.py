"""Reads many variants and prints how each fared: ``python -m tests.variants.hunt --seeds 60``."""

from __future__ import annotations

import argparse
import csv
import tempfile
import traceback
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from cleaning.document import clean
from extractors.document import extract
from extractors.triage import triage
from tests.variants.forms import FORMS
from tests.variants.judge import Verdict, judge
from tests.variants.make import Variant, variant
from tests.variants.typeset import typeset


def read(v: Variant, folder: Path) -> Verdict:
    """Typeset, extract, clean and judge one variant."""
    path = folder / f"{v.name}.pdf"
    typeset(v, path)
    try:
        seen = triage(path)
        tables, findings = extract(path, seen, workers=1)
        return judge(v, clean(seen, tables, findings))
    except Exception:
        return Verdict(rows=len(v.rows), crash=traceback.format_exc())


def keep(v: Variant, folder: Path) -> None:
    """Leave the PDF and its printed cells behind."""
    folder.mkdir(parents=True, exist_ok=True)
    typeset(v, folder / f"{v.name}.pdf")
    names = list(dict.fromkeys(leaf.name for leaf in v.form.leaves))
    with (folder / f"{v.name}.truth.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["level", "kode_lengkap", *names])
        for row in v.rows:
            writer.writerow([row.level, row.kode, *(row.texts.get(n, "") for n in names)])


def _job(task: tuple[str, int]) -> tuple[Variant, Verdict]:
    v = variant(*task)
    with tempfile.TemporaryDirectory() as folder:
        return v, read(v, Path(folder))


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
    args = parser.parse_args()
    names = args.form or list(FORMS)
    tasks = [(names[n % len(names)], n) for n in range(args.first, args.first + args.seeds)]
    totals = Verdict()
    with ProcessPoolExecutor(args.processes, mp_context=get_context("spawn")) as pool:
        for v, r in pool.map(_job, tasks):
            print(told(v, r), flush=True)
            bad = r.crash or r.silent or r.found < r.rows or r.extra or r.missing or r.unmapped
            if bad or r.wrong:
                print(f"    scale={v.form.scale} {v.typing.locale} {v.style.told()}")
            for line in [*r.crash.splitlines()[-4:], *r.silent[: args.show], *r.wrong[: args.show]]:
                print("      ", line)
            if bad and args.keep:
                keep(v, args.keep)
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
