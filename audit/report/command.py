"""``renja report``: writes the reports of some documents and the index over all of them."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from audit.library import Entry, Library
from audit.report.collect import collect
from audit.report.images import Images, images
from audit.report.summary import count
from audit.report.write import index, report
from audit.texts import Language
from flows.store import replace
from tables.errors import DocumentError, UsageError

FOLDER = "audit"  # below reports/


@dataclass(frozen=True, slots=True)
class Options:
    """What a report is made with.

    Attributes:
        reports: the folder of all reports; ours are below ``audit``.
        pdfs: files and folders the PDFs are looked for in; ``raw_pdfs/`` where there are none.
        pictures: pictures of pages are put in.
    """

    reports: Path
    pdfs: Sequence[Path] = ()
    language: Language = "id"
    pictures: bool = True


def reports(library: Library, names: Iterable[str], options: Options) -> list[Path]:
    """Write the reports of the documents named, of all where none is, and the index.

    Returns:
        The files, the index last.

    Raises:
        UsageError: no such document, or none at all.
        OutputError: a report cannot be written.
    """
    entries = [library.find(name) for name in names] or library.documents()
    if not entries:
        raise UsageError(
            f"there are no documents in {library.clean}",
            remedy="Run `renja ingest` first, or name another folder with --clean.",
        )
    written = [write_report(library, entry, options) for entry in entries]
    return [*written, write_index(library, options)]


def write_report(library: Library, entry: Entry, options: Options) -> Path:
    """The report of one document; without pictures, and a word on stderr, where its PDF is missing.

    Raises:
        UsageError: its frames cannot be read.
        OutputError: the report cannot be written.
    """
    model = collect(entry, library.frames(entry))
    pictures = _pictures(library, entry, model["pages"], options) if options.pictures else Images()
    path = options.reports / FOLDER / f"{entry.dokumen_id}.html"
    links = _links(options.reports, entry.dokumen_id)
    html = report(model, count(model), pictures, options.language, links)
    replace(path, html.encode(), options.reports)
    return path


def write_index(library: Library, options: Options) -> Path:
    """The index over all documents, with links to the reports there are.

    Raises:
        UsageError: the frames of a document cannot be read.
        OutputError: the index cannot be written.
    """
    folder = options.reports / FOLDER
    listed = []
    for entry in library.documents():
        model = collect(entry, library.frames(entry))
        name = f"{entry.dokumen_id}.html"
        listed.append((model["document"], count(model), name if (folder / name).is_file() else ""))
    path = folder / "index.html"
    html = index(listed, options.language, _there(options.reports, _SHARED))
    replace(path, html.encode(), options.reports)
    return path


def _pictures(
    library: Library, entry: Entry, pages: list[dict[str, object]], options: Options
) -> Images:
    try:
        pdf = library.pdf(entry, options.pdfs)
        numbers = {page["n"]: page["cells"] for page in pages}
        wanted = {int(str(number)) for number, holds in numbers.items() if holds}
        return images(pdf, range(1, len(pages) + 1), wanted)
    except DocumentError as error:
        print(f"renja: {error.message}; its report has no pictures", file=sys.stderr)
        print(f"  → {error.remedy}", file=sys.stderr)
        return Images()


#: Other pages an auditor may want, by the name of their text: from the folder of reports.
_SHARED = {"data_docs": "data_docs/index.html"}
_OWN = {
    "sertifikat": "certificates/{}.html",
    "data_docs": "data_docs/index.html#{}",
}


def _links(folder: Path, dokumen_id: str) -> dict[str, str]:
    own = {name: place.format(dokumen_id) for name, place in _OWN.items()}
    return {"indeks": "index.html", **_there(folder, own)}


def _there(folder: Path, places: dict[str, str]) -> dict[str, str]:
    """Those of the places that exist, as seen from the folder of the reports of documents."""
    return {
        name: f"../{place}"
        for name, place in places.items()
        if (folder / place.partition("#")[0]).exists()
    }
