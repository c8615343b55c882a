"""A certificate as one HTML page: both languages, nothing fetched, made to be printed on A4."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from audit.certificate.content import Content, figures
from audit.certificate.record import UNSEALED, data, seal
from audit.report.figures import Count, about, number, rupiah
from audit.templates import templates
from audit.texts import LANGUAGES, Language, rule_sentence, texts

if TYPE_CHECKING:
    from jinja2 import Environment

_PARTS = ("sertifikat", "laporan", "umum")  # where a text is looked for, in this order


def page(made: Content, language: Language, links: dict[str, str] | None = None) -> str:
    """The page of a certificate, sealed.

    Args:
        language: shown first; the reader may switch.
        links: addresses, relative to the page, by the name of their text.
    """
    html = (
        _environment()
        .get_template("certificate.html.j2")
        .render(
            c=made,
            language=language,
            links=links or {},
            figures=figures(made),
            unsealed=UNSEALED,
            data=Markup(data(made)),
        )
    )
    return seal(html)


@cache
def _environment() -> Environment:
    made = templates(
        "audit.certificate", t=_said, number=_number, rupiah=_rupiah, rule=_rule, name=_text
    )
    made.filters.update(pages=_pages, decimal=Decimal, breakable=_breakable)
    return made


def _both(said: dict[Language, str]) -> Markup:
    parts = (
        Markup('<span class="l-{}" lang="{}">{}</span>').format(lang, lang, said[lang])
        for lang in LANGUAGES
    )
    return Markup("").join(parts)


def _said(name: str, **values: Any) -> Markup:
    """A text in both languages: counts as each writes them, decimals as rupiah."""
    return _both({lang: _text(name, lang, **values) for lang in LANGUAGES})


def _text(name: str, language: Language, **values: Any) -> str:
    known = next(some for part in _PARTS if name in (some := texts(part, language)))
    shown = {key: _shown(value, language) for key, value in values.items()}
    return known[name].format(**shown) if values else known[name]


def _shown(value: Any, language: Language) -> Any:
    if isinstance(value, Decimal):
        return about(value, language)
    return Count.of(value, language) if isinstance(value, int) else value


def _number(value: int | str | None) -> Markup:
    if value is None:
        return Markup("–")
    return _both({lang: number(Decimal(value), lang) for lang in LANGUAGES})


def _rupiah(value: str | None) -> Markup:
    if value is None:
        return Markup("–")
    return _both({lang: rupiah(Decimal(value), lang) for lang in LANGUAGES})


def _rule(name: str) -> Markup:
    return _both({lang: rule_sentence(name, lang) or name for lang in LANGUAGES})


def _breakable(name: str) -> Markup:
    """A name that may go on in the next line behind an underscore."""
    return Markup("_<wbr>").join(name.split("_"))


def _pages(pages: Iterable[int]) -> str:
    """``[10, 11, 12, 14]`` → ``10–12, 14``."""
    spans: list[tuple[int, int]] = []
    for one in sorted(set(pages)):
        if spans and one == spans[-1][1] + 1:
            spans[-1] = spans[-1][0], one
        else:
            spans.append((one, one))
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in spans)
