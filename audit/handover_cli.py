"""Commands of ``renja`` that hand results on: workbooks, CSV, certificates."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from audit.cli import Clean, Document, English, Json, Pdfs, Quarantine, Reports
from flows import places

if TYPE_CHECKING:
    from audit.certificate.command import Desk

app = typer.Typer()

Corrections = Annotated[Path, typer.Option(help="Where decisions on cells are kept.")]


@app.command(epilog="For Excel take xlsx: it keeps codes as text and says which cells to look at.")
def export(
    documents: Annotated[
        list[str] | None,
        typer.Argument(metavar="[DOK]…", help="Documents: id, name of the PDF, or a PDF."),
    ] = None,
    *,
    everything: Annotated[bool, typer.Option("--all", help="All documents.")] = False,
    form: Annotated[
        Literal["xlsx", "csv"], typer.Option("--format", help="A workbook, or CSV files.")
    ] = "xlsx",
    separator: Annotated[
        Literal[";", ","],
        typer.Option(help="Of CSV: ; with decimal commas, or , with decimal points."),
    ] = ";",
    output: Annotated[
        Path, typer.Option("--output", "-o", help="Folder to write to.")
    ] = places.REPORTS / "export",
    clean: Clean = places.CLEAN,
    quarantine: Quarantine = places.QUARANTINE,
    english: English = False,
) -> None:
    """Write tables and findings for people without Python, as workbooks or CSV files."""
    from audit.export.command import export
    from audit.library import Library

    written = export(
        Library(clean, quarantine),
        documents or (),
        output,
        everything=everything,
        form=form,
        separator=separator,
        language="en" if english else "id",
    )
    for path in written:
        print(path)


class _MakesByDefault(typer.core.TyperGroup):
    """``certificate DOK`` is ``certificate make DOK``."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]
        known = {*self.commands, *ctx.help_option_names}
        if args and args[0] not in known:
            args = ["make", *args]
        return super().parse_args(ctx, args)


certificate = typer.Typer(cls=_MakesByDefault, no_args_is_help=True)
app.add_typer(
    certificate, name="certificate", help="The quality certificate of a document: make, verify."
)


@certificate.command(epilog="`renja certificate DOK` is the same.")
def make(
    document: Document,
    *,
    signed_by: Annotated[str, typer.Option(help="Sign it: your name.")] = "",
    role: Annotated[str, typer.Option(help="… and your role.")] = "",
    with_doubts: Annotated[
        bool, typer.Option("--with-doubts", help="Sign although doubts are open.")
    ] = False,
    clean: Clean = places.CLEAN,
    quarantine: Quarantine = places.QUARANTINE,
    reports: Reports = places.REPORTS,
    corrections: Corrections = places.CORRECTIONS,
    english: English = False,
) -> None:
    """Write reports/certificates/<dokumen_id>.html: counts, sums, doubts, hashes, sign-off."""
    from audit.certificate.command import Signer, certify
    from tables.errors import UsageError

    if (with_doubts or role) and not signed_by:
        raise UsageError("nobody signs", remedy="Say who, with --signed-by and --role.")
    if signed_by and not role:
        raise UsageError(f"{signed_by} signs as what?", remedy="Say it with --role.")
    signer = Signer(signed_by, role, with_doubts) if signed_by else None
    desk = _desk(clean, quarantine, corrections, reports)
    print(certify(desk, document, "en" if english else "id", signer))


@certificate.command(epilog="Exit code 6: the certificate does not hold any more.")
def verify(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A certificate.")],
    *,
    clean: Clean = places.CLEAN,
    quarantine: Quarantine = places.QUARANTINE,
    corrections: Corrections = places.CORRECTIONS,
    pdf: Pdfs = None,
    english: English = False,
    as_json: Json = False,
) -> None:
    """Hash everything again and say what changed since a certificate was made."""
    from audit.certificate.command import verify

    desk = _desk(clean, quarantine, corrections, places.REPORTS)
    verify(desk, file, pdf or (), "en" if english else "id", as_json=as_json)


def _desk(clean: Path, quarantine: Path, corrections: Path, reports: Path) -> Desk:
    from audit.certificate.command import Desk
    from audit.library import Library

    return Desk(Library(clean, quarantine), corrections, reports)
