"""``renja nomenklatur``: the official list of codes and names that rows are named by."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from flows import places

app = typer.Typer(
    name="nomenklatur",
    help="The official list of codes and names that rows are compared with. Lists are kept in "
    ".renja/nomenklatur, or where RENJA_NOMENKLATUR says.",
    no_args_is_help=True,
)
#: Lines with problems shown on a terminal.
_SHOWN = 20

Json = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A CSV file.")],
    *,
    versi: Annotated[
        str, typer.Option(help="Name of this version.", show_default="the file's name")
    ] = "",
    skip_errors: Annotated[
        bool, typer.Option("--skip-errors", help="Leave out lines that cannot be used.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Take a list into force; a version of the same name is replaced.

    The file has a line an entry with columns kode and nama (level, satuan and versi if it has
    them), or the code in parts, or a line a branch (kode program, nama program, kode kegiatan …).
    """
    from datetime import date

    from flows import nomenclature
    from flows.nomenclature_file import parse

    parsed = parse(file, versi)
    refused = bool(parsed.problems) and not skip_errors
    kept = places.nomenclature()
    if not refused:
        nomenclature.keep(parsed.lists(), kept, file, date.today())
    told: dict[str, Any] = {
        "file": str(file),
        "imported": not refused,
        "folder": str(kept.absolute()),
        "columns": parsed.columns,
        "ignored": parsed.ignored,
        "versions": {name: len(entries) for name, entries in parsed.versions.items()},
        "problems": parsed.problems,
        "notes": parsed.notes,
    }
    if as_json:
        print(json.dumps(told, indent=1, ensure_ascii=False))
    else:
        _show(told)
    if refused:
        raise typer.Exit(2)


def _show(told: dict[str, Any]) -> None:
    for what in ("problems", "notes"):
        lines = told[what]
        for line in lines[:_SHOWN]:
            print(f"{told['file']}, {line}", file=sys.stderr)
        if len(lines) > _SHOWN:
            print(f"… and {len(lines) - _SHOWN} more {what} (--json lists all)", file=sys.stderr)
    if not told["imported"]:
        print(
            f"renja: {len(told['problems'])} lines cannot be used; nothing was imported\n"
            "  → Mend them, or leave them out with --skip-errors.",
            file=sys.stderr,
        )
        return
    read = ", ".join(f"{name} from “{header}”" for name, header in told["columns"].items())
    print(
        f"columns: {read}" + (f"; not used: {', '.join(told['ignored'])}" * bool(told["ignored"]))
    )
    for name, count in told["versions"].items():
        print(f"{name}: {count} entries in force, kept in {told['folder']}")


@app.command("list")
def list_(*, as_json: Json = False) -> None:
    """Show the versions in force."""
    from flows import nomenclature

    found = nomenclature.listed(places.nomenclature())
    if as_json:
        print(json.dumps(found, indent=1, ensure_ascii=False))
        return
    if not found:
        print("no list is in force; take one into force with `renja nomenklatur import FILE.csv`")
    for one in found:
        levels = ", ".join(f"{count} {level}" for level, count in one["level"].items())
        source = f" from {one['berkas']} on {one['diimpor']}" if "berkas" in one else ""
        print(f"{one['versi']}: {one['jumlah']} entries ({levels}){source}")


@app.command()
def remove(
    versi: Annotated[str, typer.Argument(metavar="VERSI", help="As `list` names it.")],
    *,
    as_json: Json = False,
) -> None:
    """Take a version out of force."""
    from flows import nomenclature

    nomenclature.remove(versi, places.nomenclature())
    told = {"removed": versi}
    print(json.dumps(told) if as_json else f"{versi}: no longer in force")
