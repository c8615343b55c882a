"""Makes a variant: a form, rows, figures and a style, from a name and a seed."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from decimal import Decimal

from tests.variants.content import Line, Typing, lines, print_rows, typing
from tests.variants.forms import MONEY, Form, form
from tests.variants.style import Style, style


@dataclass
class Variant:
    """What was printed: the form, its rows in order, and how."""

    name: str
    form: Form
    style: Style
    typing: Typing
    rows: list[Line]


def variant(
    name: str, seed: int, *, size: int = 28, how: Style | None = None, figures: Typing | None = None
) -> Variant:
    """The form ``name`` with rows, figures and (unless given) a style drawn from ``seed``."""
    # Streams of their own: a new style option must not change the rows of a seed.
    about, rng = (random.Random(f"{name}-{seed}-{part}") for part in ("style", "rows"))
    edition = form(name, random.Random(f"{name}-{seed}-form"))
    drawn = style(about)
    chosen, typed = how or drawn, figures or typing(rng)
    if name in ("e81", "e81_long", "tc29_krp", "sipd_ri", "sipd_deep") and how is None:
        chosen = replace(chosen, paper=about.choice(["F4", "A3"]), size=5.2, landscape=True)
    if chosen.accounting:
        chosen = replace(chosen, money_align="right", tight=0.0)
        typed = replace(typed, rp="Rp ", zero="Rp -")
    if chosen.spill:
        chosen = replace(chosen, extra_column=False)
    rows = lines(edition, rng, size)
    print_rows(edition, rows, typed, rng)
    if chosen.groups and not edition.has("sasaran"):
        rows = [
            each
            for row in rows
            for each in ([_group(row)] if row.level == "program" else []) + [row]
        ]
    if chosen.total:
        rows.append(_total(edition, rows, typed))
    return Variant(f"{name}-{seed}", edition, chosen, typed, rows)


def _group(row: Line) -> Line:
    """A heading over all columns, for the program that follows."""
    return Line("sasaran", texts={"uraian": f"Sasaran {row.kode}: Meningkatnya tata kelola"})


def _total(edition: Form, rows: list[Line], how: Typing) -> Line:
    total = Line("total", texts={"uraian": "JUMLAH"})
    programs = [r for r in rows if r.level == "program"]
    for leaf in edition.leaves:
        if leaf.type == MONEY:
            value = sum((r.values[leaf.name] for r in programs), Decimal(0))
            total.values[leaf.name] = value
            total.texts[leaf.name] = how.money(value / edition.scale)
    return total
