"""What people see in a terminal: progress, the summary table, and errors with what to do."""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from flows import outcome
from flows.outcome import Outcome
from tables.errors import NeedsOcr, RenjaError

if TYPE_CHECKING:
    from pathlib import Path

    from flows.inbox import Source

#: Rules whose findings say what was not read or not understood of a table.
_OPEN = (
    *("kolom_tak_dikenal", "kolom_hilang"),
    *("perlu_ocr", "halaman_gagal_ocr", "ocr_tidak_terpasang"),
)


def say_error(error: RenjaError) -> None:
    """Two lines on stderr: what went wrong, what to do; before them the trace of our own faults."""
    if error.exit_code == RenjaError.exit_code and error.__cause__ is not None:
        traceback.print_exception(error.__cause__)
    print(f"renja: {error.message}\n  → {error.remedy}", file=sys.stderr)


@contextmanager
def page_progress() -> Iterator[Callable[[Source, int, int], None] | None]:
    """A bar of pages per document on a terminal; ``None``, and silence, elsewhere.

    With ``RENJA_PROGRESS=lines`` a line of JSON on stderr instead, for a program that listens.
    """
    if os.environ.get("RENJA_PROGRESS") == "lines":
        yield _say_progress
        return
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("pages"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        whole = bar.add_task("starting", total=None)
        shown: dict[str, Any] = {}

        def tell(source: Source, done: int, pages: int) -> None:
            bar.update(whole, visible=False)
            if source.sha256 not in shown:
                shown[source.sha256] = bar.add_task(source.path.name)
            bar.update(shown[source.sha256], completed=done, total=pages)

        yield tell


def _say_progress(source: Source, done: int, pages: int) -> None:
    told = {"done": done, "pages": pages, "file": source.path.name}
    print(json.dumps(told), file=sys.stderr, flush=True)


def show_outcomes(outcomes: list[Outcome]) -> None:
    """The summary table on stdout; what could not be done, with its remedy, on stderr."""
    from rich.table import Table

    rows = [outcome.row(made) for made in outcomes]
    table = Table(title=outcome.sentence(outcomes), title_justify="left", header_style="bold")
    for name in rows[0] if rows else ():
        numeric = name in ("year", "pages", "seconds")
        table.add_column(name, justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        table.add_row(*(str(value) for value in row.values()))
    _print(table)
    for made in outcomes:
        if made["error"]:
            error = made["error"]
            print(
                f"{made['file']}: {error['name']}: {error['message']}\n  → {error['remedy']}",
                file=sys.stderr,
            )
        elif made["status"] == "quarantined":
            why = next((file for file in made["files"] if file.endswith("why.json")), "")
            print(f"{made['file']}: in quarantine\n  → see {why}", file=sys.stderr)


def show_facts(facts: Iterable[dict[str, Any]]) -> None:
    """What a document says about itself, on which page, and how sure that is."""
    for fact in facts:
        place = f"page {fact['halaman']}" if fact["halaman"] else "no page"
        said = "stated beside the PDF" if fact["sumber"] == "sidecar" else place
        print(f"{fact['nama']:<16} {fact['nilai']} ({said}, {fact['keyakinan']:.0%})")


def show_tables(summary: dict[str, Any], findings: Iterable[dict[str, Any]]) -> None:
    """What was found where in one document, and what its headers leave open."""
    from rich.table import Table

    show_facts(summary["facts"])

    kinds = ", ".join(f"{count} {kind}" for kind, count in summary["page_kinds"].items() if count)
    found = f"{len(summary['tables'])} tables" if summary["tables"] else "no table"
    table = Table(title=f"{summary['pages']} pages ({kinds}): {found}", title_justify="left")
    for name in ("pages", "kind", "number", "title", "rows", "columns", "not mapped"):
        table.add_column(name, overflow="fold")
    for described in sorted(summary["tables"], key=lambda t: min(t["halaman"], default=0)):
        table.add_row(*_described(described))
    _print(table)
    for finding in findings:
        if finding["aturan"] in _OPEN:
            place = ", page ".join(str(p) for p in (finding["tabel"], finding["halaman"]) if p)
            print(f"{place + ': ' if place else ''}{finding['uraian']}")


def show_searchable(output: Path, told: dict[str, Any]) -> None:
    """What became of the pages of a searchable copy.

    Raises:
        NeedsOcr: some could not be read.
    """
    read, unread = told["read"], told["unread"]
    print(f"{output}: text added to {len(read)} of {told['pages']} pages")
    if told["layered"]:
        kept = page_range(told["layered"])
        print(f"pages {kept}: the text layer that was there stays beside ours", file=sys.stderr)
    if unread:
        raise NeedsOcr(f"pages {page_range(unread)} are scans and could not be read")


def show_years(written: list[dict[str, Any]]) -> None:
    """What was compared, agency by agency and year by year."""
    from rich.table import Table

    from flows import years

    rows = [years.row(made) for made in written]
    table = Table(title=years.sentence(written), title_justify="left", header_style="bold")
    for name in rows[0] if rows else ():
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(str(value) for value in row.values()))
    _print(table)


def show_comparison(told: dict[str, Any]) -> None:
    """Two documents side by side: what was compared, then every difference."""
    from rich.table import Table

    a, b = told["documents"]
    print(f"{a['name']} ({a['file']}) → {b['name']} ({b['file']})")
    counts = Table(header_style="bold")
    for name in ("rule", *told["statuses"]):
        counts.add_column(name, justify="left" if name == "rule" else "right", overflow="fold")
    for rule, found in told["rules"].items():
        counts.add_row(rule, *(str(found.get(status, 0)) for status in told["statuses"]))
    _print(counts)
    table = Table(header_style="bold")
    for name in ("severity", "rule", "pages", "finding"):
        table.add_column(name, overflow="fold")
    differing = [row for row in told["figures"] if row["status"] != "cocok"]
    for row in differing:
        pages = " → ".join(str(row[f"halaman_{side}"] or "") for side in "ab")
        table.add_row(row["tingkat"], row["aturan"], pages, row["uraian_temuan"])
    if differing:
        _print(table)


def _described(table: dict[str, Any]) -> list[str]:
    columns = table["kolom"]
    unmapped = [column for column in columns if column["nama"].startswith("x_")]
    return [
        page_range(table["halaman"]),
        table["kind"],
        table["tabel"],
        " ".join(table["judul"].split()),
        str(table["jumlah_baris"]),
        str(len(columns) - len(unmapped)),
        "; ".join(" / ".join(column["cetak"]) for column in unmapped),
    ]


def page_range(pages: list[int]) -> str:
    """``[10, 11, 12, 15]`` -> ``10–12, 15``."""
    parts: list[list[int]] = []
    for page in sorted(pages):
        if parts and page == parts[-1][-1] + 1:
            parts[-1].append(page)
        else:
            parts.append([page])
    return ", ".join(str(p[0]) if len(p) == 1 else f"{p[0]}–{p[-1]}" for p in parts)


def _print(table: object) -> None:
    from rich.console import Console

    console = Console()
    if not console.is_terminal:
        console.width = 160  # a pipe has no width; 80 would fold every cell
    console.print(table)
