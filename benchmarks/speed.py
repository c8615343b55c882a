"""How long a document takes, beside two other readers, and how much memory.

    python -m benchmarks.speed [PDF] [--repeats N] [--json FILE]

The contenders take turns within one run, so that a busy machine slows all of them; the medians
of the repeats are compared. Readers are timed without their imports, the whole command with
everything. Memory is measured in runs of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from statistics import median

from benchmarks import markdown
from benchmarks.corpus import SPEED
from benchmarks.process import MIB, ContenderError, peak_memory, read, read_command, run

RENJA, PLUMBER, CAMELOT = "renja", "pdfplumber", "camelot"
INGEST, COLD = "ingest", "ingest, fresh state"
TITLES = {
    RENJA: "PDF → rows: both readers, two processes",
    PLUMBER: "pdfplumber `extract_tables`, all pages, one process",
    CAMELOT: "camelot lattice, all pages, one process",
    INGEST: "`renja ingest`, the whole command",
    COLD: "`renja ingest`, the whole command, fresh state",
}
#: What is compared with what, and the most the ratio may be.
BARS = (
    (RENJA, CAMELOT, 0.2),
    (RENJA, PLUMBER, 0.6),
    (INGEST, CAMELOT, 0.8),
)
MEMORY_BAR = 1024  # MiB


class Ingest:
    """The whole command, each time into fresh output folders.

    Its state (Prefect's home and what it remembers) is kept from run to run, so that all but the
    first start on a database that is there already.
    """

    def __init__(self, pdf: Path, scratch: Path) -> None:
        self._pdf, self._scratch, self._runs = pdf, scratch, 0

    def command(self) -> list[str]:
        """The command line of the next run."""
        self._runs += 1
        out = self._scratch / f"run-{self._runs}"
        folders = [f"--{name}={out / name}" for name in ("clean", "quarantine", "reports")]
        program = Path(sys.executable).with_name("renja")
        return [str(program), "ingest", str(self._pdf), "--force", *folders]

    def environment(self, state: str = "state") -> dict[str, str]:
        """Variables for a run whose state is kept in ``state``."""
        ours = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT_")}
        return {**ours, "RENJA_STATE": str(self._scratch / state)}

    def warm(self) -> float:
        return run(self.command(), self.environment())

    def cold(self) -> float:
        shutil.rmtree(self._scratch / "cold", ignore_errors=True)
        return run(self.command(), self.environment("cold"))


def measure(pdf: Path, repeats: int) -> tuple[dict[str, list[float]], dict[str, int]]:
    """Seconds of every repeat, and peak bytes of ours and of the whole command.

    A contender that fails is named on stderr and left out.
    """
    with tempfile.TemporaryDirectory(prefix="renja-benchmark-") as folder:
        scratch = Path(folder)
        ingest = Ingest(pdf, scratch)
        turns: dict[str, Callable[[], float]] = {
            **{name: partial(_seconds, name, pdf) for name in (RENJA, PLUMBER, CAMELOT)},
            INGEST: ingest.warm,
        }
        seconds: dict[str, list[float]] = {}
        _take(COLD, ingest.cold, seconds)
        _take("warming up", ingest.warm, {})
        for _ in range(repeats):
            for name, turn in turns.items():
                _take(name, turn, seconds)
        peaks: dict[str, list[float]] = {}
        ours = read_command(RENJA, pdf, None, scratch / "out.json")
        _take(RENJA, partial(peak_memory, ours), peaks)
        _take(INGEST, partial(peak_memory, ingest.command(), ingest.environment()), peaks)
    return seconds, {name: int(values[0]) for name, values in peaks.items()}


def _seconds(name: str, pdf: Path) -> float:
    return read(name, pdf).seconds


def _take(name: str, turn: Callable[[], float], results: dict[str, list[float]]) -> None:
    try:
        results.setdefault(name, []).append(turn())
    except ContenderError as error:
        results.pop(name, None)
        print(f"skipped: {name}: {error}", file=sys.stderr)


def report(seconds: dict[str, list[float]], peaks: dict[str, int]) -> str:
    """Markdown: the times, and the ratios and memory beside their bars."""
    times = [
        [TITLES[n], f"{median(s):.2f}", f"{min(s):.2f} – {max(s):.2f}", str(len(s))]
        for n, s in seconds.items()
    ]
    bars = [
        [f"{TITLES[a]} / {TITLES[b]}", f"{ratio:.2f}", f"≤ {bar}", "yes" if ratio <= bar else "NO"]
        for a, b, bar in BARS
        if a in seconds and b in seconds
        for ratio in [median(seconds[a]) / median(seconds[b])]
    ]
    bars += [
        [f"peak memory: {TITLES[n]}", f"{peak / MIB:.0f} MiB", f"≤ {MEMORY_BAR} MiB",
         "yes" if peak <= MEMORY_BAR * MIB else "NO"]
        for n, peak in peaks.items()
    ]  # fmt: skip
    return "\n\n".join(
        [
            markdown.table(["", "seconds, median", "least – most", "runs"], times),
            markdown.table(["", "measured", "bar", "met"], bars),
        ]
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and keep the raw figures where ``--json`` says."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument("pdf", type=Path, nargs="?", default=SPEED)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--json", type=Path, help="file for the raw figures")
    options = parser.parse_args(arguments)
    if not options.pdf.is_file():
        print(f"skipped: there is no {options.pdf}", file=sys.stderr)
        return 0
    seconds, peaks = measure(options.pdf, options.repeats)
    print(f"{options.pdf.name}, {os.cpu_count()} processors\n\n{report(seconds, peaks)}")
    if options.json:
        options.json.write_text(json.dumps({"seconds": seconds, "peak_bytes": peaks}, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
