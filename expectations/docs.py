"""Data Docs: what the gate checked, as pages that open in a browser without a network.

The pages are made by Great Expectations' own renderers, with our page frame and the assets in
``expectations/assets``. Layout: ``index.html``, ``assets/``, ``<dokumen_id>/<frame>.html``, and
``<dokumen_id>/verdict.json``, from which the index is made.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader

from expectations.gate import Verdict
from tables.errors import OutputError

_HERE = Path(__file__).resolve().parent
_ASSETS = _HERE / "assets"
_TEMPLATES = FileSystemLoader(str(_HERE / "templates"))
_VERDICT = "verdict.json"
# The style sheet of Great Expectations has a remote logo for dark screens.
_REMOTE = re.compile(r"url\(\s*['\"]?https?:[^)]*\)")
# Suites are made anew for each document and have no page of their own.
_SUITE_PAGE = re.compile(r'href="[./]*expectations/[^"]*"')


def write(verdict: Verdict, folder: Path, file: str = "") -> Path:
    """Write the pages of one document; `index` makes them reachable.

    Args:
        verdict: as returned by ``judge``, with its results.
        folder: the Data Docs, usually ``reports/data_docs``.
        file: name of the PDF, for the index.

    Returns:
        The document's folder.

    Raises:
        OutputError: a page could not be written.
    """
    target = folder / (verdict.dokumen_id or "unknown")
    try:
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir(parents=True, exist_ok=True)
        for frame, result in verdict.results.items():
            title = f"{verdict.dokumen_id} · {frame}"
            _put(target / f"{frame}.html", _page(result, title))
        _put(target / _VERDICT, json.dumps(_line(verdict, file), indent=2, sort_keys=True) + "\n")
    except OSError as error:
        raise OutputError(f"cannot write Data Docs: {error}") from error
    return target


def index(folder: Path) -> Path:
    """Write ``index.html`` over all documents in ``folder``, and the assets; returns its path.

    Raises:
        OutputError: it could not be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for asset in sorted(_ASSETS.iterdir()):
            _put(folder / "assets" / asset.name, asset.read_text("utf-8"))
        lines = [json.loads(path.read_text("utf-8")) for path in folder.glob(f"*/{_VERDICT}")]
        lines.sort(key=lambda line: (line["success"], line["file"], line["dokumen_id"]))
        page = Environment(loader=_TEMPLATES, autoescape=True).get_template("index.j2")
        _put(folder / "index.html", page.render(documents=lines))
    except OSError as error:
        raise OutputError(f"cannot write Data Docs: {error}") from error
    return folder / "index.html"


def _line(verdict: Verdict, file: str) -> dict[str, Any]:
    return {
        "dokumen_id": verdict.dokumen_id or "unknown",
        "file": file,
        "success": verdict.success,
        "checked": verdict.checked,
        "failed": dict(sorted(Counter(f.severity for f in verdict.failures).items())),
        "frames": [
            {"name": name, "success": bool(result.success)}
            for name, result in sorted(verdict.results.items())
        ],
    }


def _page(result: Any, title: str) -> str:
    from great_expectations.render.renderer.page_renderer import ValidationResultsPageRenderer
    from great_expectations.render.view import DefaultJinjaPageView

    view = DefaultJinjaPageView()
    view.env.loader = ChoiceLoader([_TEMPLATES, view.env.loader])
    document = ValidationResultsPageRenderer().render(result)
    html = str(view.render(document, title=title))
    return _SUITE_PAGE.sub('href="#"', _REMOTE.sub("none", html))


def _put(path: Path, text: str) -> None:
    """Whole or not at all, as everything this project writes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    temporary.write_text(text, encoding="utf-8")
    os.replace(temporary, path)
