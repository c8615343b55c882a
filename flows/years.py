"""Writes ``clean/lintas_tahun``: every agency's documents compared, judged, and put in place.

Layout: ``clean/lintas_tahun/tahun=<YYYY>/<agency>.parquet``, YYYY being the plan year of the later
document and ``<agency>`` the folded names of government and agency
(``kota-serang--sekretariat-daerah``). What would be the same bytes is not written, nor judged
again. What fails its suite goes to ``quarantine/lintas_tahun/`` with its reason, as documents do.
"""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audit.library import Entry, Library
from flows import store

if TYPE_CHECKING:
    import pyarrow as pa

    from years.model import Document
    from years.names import Agency

FOLDER = "lintas_tahun"
STATUSES = ("cocok", "beda", "tak_berpasangan")
#: Verdict on one agency's Parquet bytes under a name: `judge`, or the same in another process.
Judge = Callable[[bytes, str], dict[str, Any]]
Written = dict[str, Any]


def judge(contents: bytes, name: str) -> dict[str, Any]:
    """Verdict of Great Expectations, as JSON."""
    import pyarrow.parquet as pq

    from expectations.gate import judge_across
    from tables.schema import schema

    table = pq.read_table(io.BytesIO(contents), partitioning=None)
    years = [int(name.rpartition("tahun=")[2])] * table.num_rows
    import pyarrow as pa

    whole = table.add_column(0, schema(FOLDER).field("tahun"), pa.array(years, pa.int16()))
    return judge_across(whole.replace_schema_metadata(None), name).to_json()


def compare_all(
    clean: Path,
    quarantine: Path,
    judging: Judge | None = None,
    *,
    only: Collection[str] | None = None,
) -> list[Written]:
    """Compare the documents of every agency that has more than one, and write what comes out.

    Args:
        judging: `judge` where none is given.
        only: ids of documents, published or withdrawn; agencies that have nothing to do with any
            of them are left as they are.

    Returns:
        For each agency and year: its name, the documents, how many figures agree, differ or have
        no partner, findings by severity, the file, and ``written|unchanged|quarantined``.

    Raises:
        OutputError: a file cannot be written.
    """
    library = Library(clean)
    agencies = _agencies(library)
    written = []
    for who, entries in sorted(agencies.items()):
        ids = {entry.dokumen_id for entry in entries}
        if only is None or _touched(clean, who, ids, {*only}):
            made = _compared(library, entries)
            written += [
                _write((clean, quarantine), judging or judge, who, year, made[year])
                for year in sorted(made)
            ]
            _remove_others(clean, who.slug, made)
    known = {who.slug for who in agencies}
    for path in clean.glob(f"{FOLDER}/tahun=*/*.parquet"):
        if path.stem not in known:
            store.remove(path)
    return written


def _agencies(library: Library) -> dict[Agency, list[Entry]]:
    """Agency -> its documents; those without a name or plan year are left out."""
    from years.names import agency

    found: dict[Agency, list[Entry]] = {}
    for entry in library.documents():
        who = agency(entry.about["pemda"], entry.about["perangkat_daerah"])
        if who and entry.tahun:
            found.setdefault(who, []).append(entry)
    return found


def _document(library: Library, entry: Entry) -> Document:
    from years.model import document

    return document(library.frames(entry))


def _touched(clean: Path, who: Agency, ids: set[str], only: set[str]) -> bool:
    """Whether the agency has one of the documents, or had it when it was last compared."""
    import pyarrow.parquet as pq

    sides = ["dokumen_a", "dokumen_b"]
    for path in clean.glob(f"{FOLDER}/tahun=*/{who.slug}.parquet"):
        table = pq.read_table(path, partitioning=None, columns=sides)
        ids = ids.union(*(table[side].unique().to_pylist() for side in sides))
    return not ids.isdisjoint(only)


def _compared(library: Library, entries: list[Entry]) -> Mapping[int, pa.Table]:
    if len(entries) < 2:
        return {}
    from years.compare import across
    from years.frames import frames

    return frames(across(_document(library, entry) for entry in entries))


def _write(
    roots: tuple[Path, Path], judging: Judge, who: Agency, year: int, table: pa.Table
) -> Written:
    clean, quarantine = roots
    place = f"{FOLDER}/tahun={year}"
    path = clean / place / f"{who.slug}.parquet"
    contents = _parquet(table)
    if path.exists() and path.read_bytes() == contents:
        status = "unchanged"
    else:
        verdict = judging(contents, f"{who.slug}/tahun={year}")
        aside = quarantine / place / path.name
        if verdict["success"]:
            store.replace(path, contents, clean)
            store.remove(aside)
            store.remove(aside.with_suffix(".why.json"))
        else:
            why = json.dumps(verdict, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
            store.replace(aside, contents, quarantine)
            store.replace(aside.with_suffix(".why.json"), why.encode(), quarantine)
            store.remove(path)
            path = aside
        status = "written" if verdict["success"] else "quarantined"
    return {**_counted(table), "tahun": year, "status": status, "file": str(path)}


def _parquet(table: pa.Table) -> bytes:
    """Without ``tahun``, which stands in the path; the same rows give the same bytes."""
    import pyarrow.parquet as pq

    stream = io.BytesIO()
    pq.write_table(table.drop_columns(["tahun"]), stream, compression="zstd")
    return stream.getvalue()


def _counted(table: pa.Table) -> Written:
    rows = table.select(
        ["pemda", "perangkat_daerah", "dokumen_a", "dokumen_b", "status", "tingkat"]
    ).to_pylist()
    grades = Counter(row["tingkat"] for row in rows if row["tingkat"])
    return {
        "pemda": rows[0]["pemda"],
        "perangkat_daerah": rows[0]["perangkat_daerah"],
        "documents": sorted({row[side] for row in rows for side in ("dokumen_a", "dokumen_b")}),
        "figures": dict(sorted(Counter(row["status"] for row in rows).items())),
        "findings": dict(sorted(grades.items())),
    }


def _remove_others(clean: Path, slug: str, years: Collection[int]) -> None:
    for path in clean.glob(f"{FOLDER}/tahun=*/{slug}.parquet"):
        if int(path.parent.name.removeprefix("tahun=")) not in years:
            store.remove(path)


def compared(clean: Path, one: str, other: str) -> dict[str, Any]:
    """What two published documents say of each other, as JSON but for decimals.

    Args:
        one, other: documents, named as `Library.find` takes them.

    Returns:
        ``documents``, the older first; ``rules`` with how many figures agree, differ or have no
        partner; ``figures``, the rows as in ``lintas_tahun``.

    Raises:
        UsageError: one is not in ``clean``, says no year, or both are the same.
    """
    from tables.errors import UsageError
    from years.compare import across
    from years.frames import record

    library = Library(clean)
    named = [library.find(name) for name in (one, other)]
    if named[0].dokumen_id == named[1].dokumen_id:
        raise UsageError(f"{one} and {other} are one document", remedy="Name two documents.")
    read = (_document(library, entry) for entry in named)
    pair = sorted(read, key=lambda d: (*d.edition, d.dokumen_id))
    for document in pair:
        if not document.tahun:
            raise UsageError(
                f"{document.berkas} does not say of which year it is",
                remedy="Say it in a YAML file beside the PDF, and ingest it again.",
            )
    figures = [record(comparison) for comparison in across(pair)]
    rules: dict[str, Counter[str]] = {}
    for figure in figures:
        rules.setdefault(figure["aturan"], Counter())[figure["status"]] += 1
    return {
        "documents": [_about(document) for document in pair],
        "statuses": list(STATUSES),
        "rules": {rule: dict(counts) for rule, counts in rules.items()},
        "figures": figures,
    }


def _about(document: Document) -> dict[str, Any]:
    return {
        "dokumen_id": document.dokumen_id,
        "file": document.berkas,
        "name": document.name,
        "tahun": document.tahun,
        "pemda": document.pemda,
        "perangkat_daerah": document.perangkat_daerah,
    }


def line(made: Written) -> str:
    """One line on one agency and year."""
    figures = ", ".join(f"{count} {status}" for status, count in made["figures"].items())
    return (
        f"{made['perangkat_daerah']}, {made['pemda']}, {made['tahun']}: {made['status']}: {figures}"
    )


def row(made: Written) -> dict[str, Any]:
    """One line of a table."""
    counts = {name: made["figures"].get(name, 0) for name in STATUSES}
    return {
        "agency": f"{made['perangkat_daerah']}, {made['pemda']}",
        "year": made["tahun"],
        "documents": len(made["documents"]),
        **counts,
        "findings": ", ".join(f"{n} {severity}" for severity, n in made["findings"].items()),
        "status": made["status"],
    }


def sentence(written: list[Written]) -> str:
    """E.g. ``2 agencies compared, 1 in quarantine``."""
    aside = sum(made["status"] == "quarantined" for made in written)
    agencies = len({(made["pemda"], made["perangkat_daerah"]) for made in written})
    return f"{agencies} {'agency' if agencies == 1 else 'agencies'} compared" + (
        f", {aside} in quarantine" if aside else ""
    )
