"""The auditors' commands of ``renja``. Everything heavy is imported where it is used."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from flows import places

app = typer.Typer()

Document = Annotated[
    str,
    typer.Argument(
        metavar="DOK", help="A document: its dokumen_id or the start of it, its PDF's name, a PDF."
    ),
]
Clean = Annotated[Path, typer.Option(help="Where the Parquet files are.")]
Quarantine = Annotated[Path, typer.Option(help="Where documents are that failed their suite.")]
Reports = Annotated[Path, typer.Option(help="Where reports are.")]
Pdfs = Annotated[
    list[Path] | None,
    typer.Option("--pdf", help="PDFs, or folders with them.", show_default="raw_pdfs/"),
]
English = Annotated[bool, typer.Option("--english", help="Say it in English.")]
Lang = Literal["id", "en"]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]


@app.command(epilog="A cell is named by the columns `tabel`, `baris` and `kolom` of clean/sel.")
def trace(
    document: Document,
    *,
    table: Annotated[
        str, typer.Option("--table", help="Number as printed (2.1), kind, or kind/number.")
    ] = "",
    row: Annotated[int | None, typer.Option("--row", help="`baris`, counted from 1.")] = None,
    kode: Annotated[str, typer.Option("--kode", help="Code of the row, instead of --row.")] = "",
    col: Annotated[
        str, typer.Option("--col", help="`kolom`; all of the row where none is named.")
    ] = "",
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="PNG to write.", show_default="below reports/trace/"),
    ] = None,
    clean: Clean = places.CLEAN,
    quarantine: Quarantine = places.QUARANTINE,
    reports: Reports = places.REPORTS,
    pdf: Pdfs = None,
    english: English = False,
    as_json: Json = False,
) -> None:
    """Show a value's way from the page to the Parquet file, with a picture of its place."""
    from audit.library import Library
    from audit.trace_command import Asked, trace

    trace(
        Library(clean, quarantine),
        Asked(document, table, row, col, kode),
        output=output,
        reports=reports,
        pdfs=pdf or (),
        language="en" if english else "id",
        as_json=as_json,
    )


@app.command(epilog="Without DOK every document gets one; the index is over all of them.")
def report(
    documents: Annotated[
        list[str] | None,
        typer.Argument(metavar="[DOK]…", help="Documents: id, name of the PDF, or a PDF."),
    ] = None,
    *,
    clean: Clean = places.CLEAN,
    quarantine: Quarantine = places.QUARANTINE,
    reports: Reports = places.REPORTS,
    pdf: Pdfs = None,
    lang: Annotated[Lang, typer.Option(help="Language shown first; a switch changes it.")] = "id",
    images: Annotated[
        bool, typer.Option("--images/--no-images", help="Put pictures of the pages in.")
    ] = True,
    as_json: Json = False,
) -> None:
    """Write reports for auditors to reports/audit/: one HTML file a document, and an index."""
    import json

    from audit.library import Library
    from audit.report.command import Options
    from audit.report.command import reports as write

    written = write(
        Library(clean, quarantine), documents or (), Options(reports, pdf or (), lang, images)
    )
    *made, index = map(str, written)
    told = json.dumps({"reports": made, "index": index}, indent=1, ensure_ascii=False)
    print(told if as_json else "\n".join([*made, index]))


@app.command(epilog="Views: one a folder of clean/, by its name; without SQL they are listed.")
def query(
    sql: Annotated[
        str, typer.Argument(metavar="[SQL]", help="One SELECT.", show_default=False)
    ] = "",
    *,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
    as_json: Json = False,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="File to write: .parquet, .csv or .json."),
    ] = None,
    clean: Clean = places.CLEAN,
) -> None:
    """Ask what is published with SQL (DuckDB); examples are in docs/cookbook.md."""
    from audit.query import query
    from tables.errors import UsageError

    if as_csv and as_json:
        raise UsageError("--csv and --json are two forms", remedy="Choose one.")
    form = "csv" if as_csv else "json" if as_json else ""
    query(clean, sql, form=form, output=output)


@app.command(epilog="Decisions are lines of corrections/<dokumen_id>.jsonl; nothing is erased.")
def review(
    document: Annotated[
        str, typer.Argument(metavar="[DOK]", help="One document; all of them without.")
    ] = "",
    *,
    port: Annotated[int, typer.Option(min=0, max=65535, help="0: a free one.")] = 0,
    clean: Clean = places.CLEAN,
    quarantine: Quarantine = places.QUARANTINE,
    reports: Reports = places.REPORTS,
    corrections: Annotated[
        Path, typer.Option(help="Where decisions are kept.")
    ] = places.CORRECTIONS,
    pdf: Pdfs = None,
    english: English = False,
) -> None:
    """Decide on doubtful cells in the browser: accept, correct, or mark the source as wrong."""
    from audit.review.jobs import Folders
    from audit.review.serve import serve

    folders = Folders(clean, quarantine, reports, corrections)
    serve(folders, pdf or (), document, port, "en" if english else "id")


def report_on(
    outcomes: Iterable[dict[str, Any]], clean: Path, quarantine: Path, reports: Path
) -> None:
    """Write the reports of what a run wrote, and the index; says on stderr where it is."""
    from audit.library import Library
    from audit.report.command import Options
    from audit.report.command import reports as write

    made = [outcome for outcome in outcomes if outcome["files"]]
    if made:
        names = dict.fromkeys(outcome["dokumen_id"] for outcome in made)
        pdfs = [Path(outcome["file"]) for outcome in made]
        written = write(Library(clean, quarantine), names, Options(reports, pdfs))
        print(f"renja: reports: {written[-1]}", file=sys.stderr)
