"""Puts a model and its pictures into one HTML file, and the index over all documents into another.

Nothing in a document can become markup: text goes through the template's escaping, data through
JSON whose ``<`` are escaped, and a content policy lets only this file's own script run.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from audit.report.charts import Mark, charts
from audit.report.figures import Count, about, number
from audit.report.images import Images
from audit.report.states import MARKS, STATES
from audit.report.summary import Counts, Said, sentences
from audit.templates import templates
from audit.texts import LANGUAGES, Language, rule_sentence, texts
from audit.trace import TEXT
from tables.spec import specs

if TYPE_CHECKING:
    from jinja2 import Environment

_SCRIPTS = ("base.js", "findings.js", "pages.js", "table.js", "details.js", "report.js")
_INDEX_SCRIPTS = ("index.js",)


def report(
    model: dict[str, Any],
    counts: Counts,
    images: Images,
    language: Language = "id",
    links: dict[str, str] | None = None,
) -> str:
    """The report of one document as HTML.

    Args:
        model: of `audit.report.collect`.
        images: none for a report without pictures.
        language: shown first; the reader may switch.
        links: addresses, relative to the report, by the name of their text.
    """
    data = {
        **model,
        "pages": [_page(page, images) for page in model["pages"]],
        "texts": _spoken(),
        "rules": _rules(model),
        "kinds": _kinds(),
    }
    return _render(
        "report.html.j2",
        _SCRIPTS,
        language,
        document=model["document"],
        tables=model["tables"],
        kinds=_kinds(),
        sentences=sentences(model, counts),
        counts=counts,
        charts=charts(model),
        links=links or {},
        data=_json(data),
        pictures={
            page: base64.b64encode(picture.data()).decode()
            for page, picture in images.pictures.items()
        },
    )


def index(
    documents: Iterable[tuple[dict[str, Any], Counts, str]],
    language: Language = "id",
    links: dict[str, str] | None = None,
) -> str:
    """The index as HTML.

    Args:
        documents: card (as in a model), counts, and address of the report, ``""`` without one.
    """
    listed = list(documents)
    total = {
        "dokumen": len(listed),
        "tabel": sum(counts.tables for _, counts, _ in listed),
        "baris": sum(counts.rows for _, counts, _ in listed),
        "karantina": sum(card["karantina"] for card, _, _ in listed),
    }
    about_all = {
        lang: texts("laporan", lang)["indeks.apa"].format(
            **{name: Count.of(value, lang) for name, value in total.items()}
        )
        for lang in LANGUAGES
    }
    return _render(
        "index.html.j2",
        _INDEX_SCRIPTS,
        language,
        documents=listed,
        about_all=about_all,
        links=links or {},
    )


def _render(template: str, scripts: tuple[str, ...], language: Language, **values: Any) -> str:
    script = "'use strict';\n" + "\n".join(_file(name) for name in scripts)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return (
        _environment()
        .get_template(template)
        .render(
            language=language,
            style=Markup(_file("style.css")),
            script=Markup(script),
            script_hash=digest,
            states=STATES,
            marks=MARKS,
            **values,
        )
    )


@cache
def _environment() -> Environment:
    made = templates(
        "audit.report",
        t=_said, named=_named, said=_both, both=_texts, told=_told, about=_about, number=_number,
    )  # fmt: skip
    made.filters["pages"] = _pages
    return made


def _file(name: str) -> str:
    return (resources.files("audit.report") / "template" / name).read_text("utf-8")


# Texts in both languages; the style sheet hides the one that is not wanted


def _both(said: Said) -> Markup:
    parts = (
        Markup('<span class="l-{}" lang="{}">{}</span>').format(lang, lang, said[lang])
        for lang in LANGUAGES
    )
    return Markup("").join(parts)


def _said(name: str, **values: Any) -> Markup:
    """A text of the report, or of what all parts share, in both languages."""
    return _both({lang: _text(name, lang, values) for lang in LANGUAGES})


def _text(name: str, language: Language, values: dict[str, Any]) -> str:
    own = texts("laporan", language)
    said = own[name] if name in own else texts("umum", language)[name]
    counted = {
        key: Count.of(value, language) if isinstance(value, int) else value
        for key, value in values.items()
    }
    return said.format(**counted) if values else said


def _about(value: Any) -> Markup:
    return _both({lang: about(value, lang) for lang in LANGUAGES})


def _number(value: Any) -> Markup:
    return _both({lang: number(value, lang) for lang in LANGUAGES})


def _named(group: str, name: str) -> Markup:
    """A name of the data, in words where there are some for it: others may add to the data."""
    known = texts("laporan", "id")
    return _said(f"{group}.{name}") if f"{group}.{name}" in known else Markup("{}").format(name)


def _texts(name: str) -> Said:
    return {lang: _text(name, lang, {}) for lang in LANGUAGES}


def _told(mark: Mark) -> Said:
    """What a mark of a chart shows, in words."""
    return {
        lang: f"{mark.label}: {', '.join(said[lang] for said in mark.said)}" for lang in LANGUAGES
    }


def _pages(pages: Iterable[int]) -> str:
    """``[1, 2, 3, 7]`` → ``1–3, 7``."""
    spans: list[list[int]] = []
    for page in sorted(set(pages)):
        if spans and page == spans[-1][-1] + 1:
            spans[-1][1:] = [page]
        else:
            spans.append([page])
    return ", ".join("–".join(map(str, span)) for span in spans)


# What the script needs


def _json(data: Any) -> Markup:
    """JSON that cannot end the script element it stands in."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace("\u2028", "\\u2028"))


def _page(page: dict[str, Any], images: Images) -> dict[str, Any]:
    picture = images.pictures.get(page["n"])
    size = [picture.page_width, picture.page_height] if picture else None
    why = images.failed.get(page["n"], "")
    return {**page, "size": size, "why": why}


def _spoken() -> dict[Language, dict[str, str]]:
    """Texts of the script: those after ``js.``, and statuses, classes and severities."""
    return {
        lang: {
            **dict(texts("umum", lang)),
            **{
                name.removeprefix("js."): text
                for name, text in texts("laporan", lang).items()
                if name.startswith("js.")
            },
        }
        for lang in LANGUAGES
    }


def _rules(model: dict[str, Any]) -> dict[str, Said]:
    """Sentences of the rules that the document's findings and cells name."""
    named = {finding["aturan"] for finding in model["findings"]}
    for table in model["tables"]:
        for row in table["rows"]:
            named |= {cell[8] for cell in row["c"] if cell and len(cell) > 8 and cell[8]}
    return {
        name: {lang: rule_sentence(name, lang) or name for lang in LANGUAGES}
        for name in sorted(named)
    }


def _kinds() -> dict[str, Said]:
    made: dict[str, Said] = {
        kind: {"id": spec.title, "en": spec.title_en} for kind, spec in specs().items()
    }
    made[TEXT] = {lang: texts("laporan", lang)["kind.narasi"] for lang in LANGUAGES}
    return made
