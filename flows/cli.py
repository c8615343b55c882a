"""The ``renja`` command. Everything heavy is imported where it is used: ``--help`` is instant."""

from __future__ import annotations

import json
import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from audit import cli as audit_cli
from audit import handover_cli
from flows import console, nomenclature_cli, places
from tables.errors import RenjaError

if TYPE_CHECKING:
    from flows.run import Settings

app = typer.Typer(
    name="renja",
    help="Renja PDFs to clean Parquet: every number is right, or flagged.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(nomenclature_cli.app)
app.add_typer(audit_cli.app)
app.add_typer(handover_cli.app)

_EXIT = (
    "Exit codes, the worst of all documents: 0 everything written · 3 something went to quarantine"
    " · 4 a PDF could not be read · 1 our own fault · 5 results could not be written · 2 usage."
)


class Format(StrEnum):
    """Output formats of ``renja read``."""

    csv = "csv"
    json = "json"
    parquet = "parquet"


Paths = Annotated[
    list[Path] | None,
    typer.Argument(metavar="[PATH]…", help="Files or folders.", show_default="raw_pdfs/"),
]
Clean = Annotated[Path, typer.Option(help="Where the Parquet files go.")]
Quarantine = Annotated[Path, typer.Option(help="Where documents go that fail their suite.")]
Reports = Annotated[Path, typer.Option(help="Where reports go.")]
Corrections = Annotated[Path, typer.Option(help="Where people's decisions on cells are.")]
Workers = Annotated[int, typer.Option(min=0, help="Processes; 0: one a processor.")]
Force = Annotated[bool, typer.Option("--force", help="Read again what did not change, too.")]
Timeout = Annotated[
    float, typer.Option(min=1, help="Seconds a document may take; 300 more a scan.")
]
Memory = Annotated[int, typer.Option(min=128, help="MiB of memory a document may take.")]
NoCache = Annotated[bool, typer.Option("--no-cache", help="Read known scanned pages again.")]
Report = Annotated[bool, typer.Option("--report", help="Write reports for auditors, too.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]
File = Annotated[Path, typer.Argument(metavar="FILE", help="One PDF.")]


def _version(wanted: bool) -> None:
    if wanted:
        from flows.version import package_version, version_in_force

        print(f"renja {package_version()} (pipeline {version_in_force()})")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version.")
    ] = False,
) -> None:
    pass


@app.command(epilog=_EXIT)
def ingest(
    paths: Paths = None,
    *,
    clean: Clean = places.CLEAN,
    quarantine: Quarantine = places.QUARANTINE,
    reports: Reports = places.REPORTS,
    corrections: Corrections = places.CORRECTIONS,
    workers: Workers = 0,
    force: Force = False,
    timeout: Timeout = 900,
    memory: Memory = 2048,
    no_cache: NoCache = False,
    report: Report = False,
    as_json: Json = False,
) -> None:
    """Read PDFs, judge what was read, and write it to clean/ or quarantine/."""
    from flows.run import Settings, cores

    folders = clean.absolute(), quarantine.absolute(), reports.absolute()
    settings = Settings(
        *folders, workers or cores(), force, timeout, memory, not no_cache, corrections.absolute()
    )
    _conduct("ingest", paths, settings, report, as_json)


@app.command(epilog=_EXIT)
def reprocess(
    paths: Paths = None,
    *,
    clean: Clean = places.CLEAN,
    quarantine: Quarantine = places.QUARANTINE,
    reports: Reports = places.REPORTS,
    corrections: Corrections = places.CORRECTIONS,
    workers: Workers = 0,
    force: Force = False,
    timeout: Timeout = 900,
    memory: Memory = 2048,
    no_cache: NoCache = False,
    report: Report = False,
    as_json: Json = False,
) -> None:
    """As ingest, and write to reports/changes/ which figures changed, old and new."""
    from flows.run import Settings, cores

    folders = clean.absolute(), quarantine.absolute(), reports.absolute()
    settings = Settings(
        *folders, workers or cores(), force, timeout, memory, not no_cache, corrections.absolute()
    )
    _conduct("reprocess", paths, settings, report, as_json)


def _conduct(
    name: Literal["ingest", "reprocess"],
    paths: list[Path] | None,
    settings: Settings,
    report: bool,
    as_json: bool,
) -> None:
    from flows import outcome
    from flows.conduct import conduct

    try:
        with console.page_progress() as progress:
            outcomes, version = conduct(name, paths or [places.INBOX], settings, progress)
    except KeyboardInterrupt:
        print("renja: stopped; what was written is whole, run the command again", file=sys.stderr)
        sys.stderr.flush()
        # Threads still wait for workers; these die with us, so there is nothing to wait for.
        os._exit(130)
    if as_json:
        print(json.dumps(outcome.report(outcomes, version), indent=1, ensure_ascii=False))
    else:
        console.show_outcomes(outcomes)
    if report:
        audit_cli.report_on(outcomes, settings.clean, settings.quarantine, settings.reports)
    raise typer.Exit(outcome.exit_code(outcomes))


@app.command()
def tables(
    file: File,
    *,
    timeout: Timeout = 900,
    memory: Memory = 2048,
    no_cache: NoCache = False,
    as_json: Json = False,
) -> None:
    """Show what was found where in one PDF. Writes nothing."""
    from flows.single import opened

    with opened(file, timeout, memory, not no_cache) as (summary, document):
        findings = document.findings()
        if as_json:
            found = {"file": str(file), **summary, "findings": findings}
            print(json.dumps(found, indent=1, ensure_ascii=False, default=str))
        else:
            console.show_tables(summary, findings)


@app.command()
def read(
    file: File,
    *,
    table: Annotated[
        str, typer.Option("--table", help="Number as printed (2.1), or the kind of table.")
    ] = "",
    form: Annotated[Format, typer.Option("--format", help="Output format.")] = Format.csv,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write.", show_default="stdout")
    ] = None,
    timeout: Timeout = 900,
    memory: Memory = 2048,
    no_cache: NoCache = False,
) -> None:
    """Print one table of one PDF, without Prefect and without the gate."""
    from flows.single import opened, write_table

    with opened(file, timeout, memory, not no_cache) as (_, document):
        write_table(document.table(table), form.value, output)


@app.command(epilog="Exit codes: 0 done · 3 something went to quarantine · 5 not writable.")
def years(
    *,
    clean: Clean = places.CLEAN,
    quarantine: Quarantine = places.QUARANTINE,
    as_json: Json = False,
) -> None:
    """Compare each agency's documents over the years; writes clean/lintas_tahun."""
    from flows.years import compare_all
    from tables.errors import GateFailed

    written = compare_all(clean.absolute(), quarantine.absolute())
    if as_json:
        print(json.dumps(written, indent=1, ensure_ascii=False))
    else:
        console.show_years(written)
    if any(made["status"] == "quarantined" for made in written):
        raise typer.Exit(GateFailed.exit_code)


Compared = Annotated[
    str, typer.Argument(help="A PDF that was ingested: the file, its name, or its dokumen_id.")
]


@app.command()
def compare(
    one: Compared,
    other: Compared,
    *,
    clean: Annotated[Path, typer.Option(help="Where their Parquet files are.")] = places.CLEAN,
    as_json: Json = False,
) -> None:
    """Show what two documents say of the same figures. Writes nothing."""
    from flows.years import compared

    told = compared(clean.absolute(), one, other)
    if as_json:
        print(json.dumps(told, indent=1, ensure_ascii=False, default=str))
    else:
        console.show_comparison(told)


@app.command()
def searchable(
    file: File,
    *,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="PDF to write.", show_default="FILE-searchable.pdf"),
    ] = None,
    timeout: Timeout = 900,
    memory: Memory = 2048,
    no_cache: NoCache = False,
) -> None:
    """Write a copy of one PDF whose scanned pages can be searched and copied from."""
    from flows import searchable as made

    console.show_searchable(*made.searchable(file, output, timeout, memory, cache=not no_cache))


@app.command()
def serve(
    port: Annotated[int, typer.Option(help="Port of the Prefect UI, if none is running.")] = 4200,
) -> None:
    """Run on schedule: ingest weekly, reprocess everything yearly (Asia/Jakarta)."""
    from flows.serve import serve as forever

    forever(port)


def main() -> None:
    """Entry point: the project's errors become two lines on stderr and an exit code."""
    try:
        app()
    except RenjaError as error:
        console.say_error(error)
        sys.exit(error.exit_code)
