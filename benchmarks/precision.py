"""Are findings true? A draw of them, to be held against the printed page by eye.

    python -m benchmarks.precision [--seed 20261124] [--rare] [FOLDER]

Reads every PDF of a folder (the real documents) into a folder that is thrown away and prints fifty
findings of ``temuan``, clean and quarantined: all are as likely, or with ``--rare`` those of every
rule, at most three, those of rare rules first. A finding is wrong where its sentence is not true of
the page, where it blames the source for a misreading, or where an amount, a page or a row is not
the printed one.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from benchmarks import markdown
from benchmarks.corpus import REAL, ROOT
from benchmarks.process import run

SEED = 20261124
DRAWN = 50
A_RULE = 3  # findings of one rule at most, where rare ones are to be seen
HEAD = ("document", "page", "row", "aturan", "kelas", "sentence")

Told = dict[str, Any]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the draw as a table."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.precision", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("folder", nargs="?", type=Path, default=REAL)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--rare", action="store_true", help=f"at most {A_RULE} findings a rule")
    given = parser.parse_args(arguments)
    if not given.folder.is_dir():
        print(f"missing: {given.folder}", file=sys.stderr)
        return 0
    with tempfile.TemporaryDirectory() as place:
        found = findings(given.folder, Path(place))
    chosen = (rare if given.rare else draw)(found, given.seed)
    print(f"{len(chosen)} of {len(found)} findings, seed {given.seed}\n")
    print(markdown.table(list(HEAD), [_row(finding) for finding in chosen]))
    return 0


def findings(folder: Path, place: Path) -> list[Told]:
    """All findings of a folder's documents, which are ingested into ``place``, in a fixed order."""
    clean, quarantine = place / "clean", place / "quarantine"
    to = ["--clean", str(clean), "--quarantine", str(quarantine), "--reports", str(place / "r")]
    run([str(ROOT / "renja"), "ingest", str(folder), *to])
    names = {
        row["dokumen_id"]: Path(row["berkas"]).name
        for row in _rows([*clean.rglob("dokumen/**/*.parquet"), *quarantine.rglob("dokumen*")])
    }
    told = _rows([*clean.rglob("temuan/**/*.parquet"), *quarantine.rglob("temuan*.parquet")])
    for finding in told:
        finding["berkas"] = names.get(finding["dokumen_id"], finding["dokumen_id"])
    return sorted(told, key=lambda f: tuple(str(f[k]) for k in sorted(f)))


def _rows(paths: Sequence[Path]) -> list[Told]:
    files = sorted(path for path in paths if path.suffix == ".parquet")
    return [row for path in files for row in pq.ParquetFile(path).read().to_pylist()]


def draw(found: Sequence[Told], seed: int) -> list[Told]:
    """Fifty findings, each as likely as any other."""
    return random.Random(seed).sample(list(found), min(DRAWN, len(found)))


def rare(found: Sequence[Told], seed: int) -> list[Told]:
    """At most fifty findings, at most three a rule, of the rarest rules first."""
    chance = random.Random(seed)
    by_rule: dict[str, list[Told]] = {}
    for finding in found:
        by_rule.setdefault(finding["aturan"], []).append(finding)
    kept: list[Told] = []
    for rule in sorted(by_rule, key=lambda name: (len(by_rule[name]), name)):
        some = by_rule[rule]
        kept += chance.sample(some, min(A_RULE, len(some)))
    return kept[:DRAWN]


def _row(finding: Told) -> list[str]:
    names = ("berkas", "halaman", "baris", "aturan", "kelas", "uraian")
    return ["" if finding[n] is None else str(finding[n]).replace("|", "¦") for n in names]


if __name__ == "__main__":
    sys.exit(main())
