"""Writes ``docs/rules.md`` from the specs and the rules: ``python -m tables.rulebook``."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from tables.dictionary import table
from tables.links import Side, links
from tables.rules import Case, Rule, rules
from tables.spec import TableSpec, specs

PATH = Path(__file__).resolve().parent.parent / "docs" / "rules.md"
_AREAS = {
    "angka": "How numbers are typed",
    "antar_tabel": "Table against table",
    "bacaan": "What was read, and how surely",
    "fakta": "What the document says about itself",
    "hitungan": "A table against its own arithmetic",
    "kode": "Codes",
    "koreksi": "What people decided",
    "lintas_tahun": "Year against year",
    "narasi": "Running text against tables",
    "nomenklatur": "Names and codes against the official list",
    "satuan": "Units",
    "tabel": "Tables and their columns",
}
_INTRO = """\
# Rules

Made from `tables/aturan/*.yaml` and the specs by `python -m tables.rulebook`; do not edit.

Every finding in `clean/temuan` and every marked cell in `clean/sel` names its rule in `aturan`.
`kelas` is that of a finding whose figures were all read with certainty; where one of them is
doubtful it is `ekstraksi`, where something may be missing `belum_jelas`. `tingkat` is by the level
of the row and the column it concerns: the first case that fits decides, then the word before the
semicolon. A rule without class and severity marks cells only. Sums that miss by no more than a
rupiah a term are hidden cents: always `info`; so are sums that hold once a row they add is itself
the sum of its own rows, for it is that row that is wrong. A new rule is an entry in
`tables/aturan/` and a pair of cases in `tests/rules/`.
"""


def render() -> str:
    """The whole document as Markdown."""
    by_area = groupby(rules().values(), key=lambda rule: rule.area)
    parts = [_INTRO, *(_area(area, list(found)) for area, found in by_area)]
    return "\n".join([*parts, _forms(), _links()])


def _area(area: str, found: list[Rule]) -> str:
    head = ["`aturan`", "meaning", "in Indonesian", "`kelas`", "`tingkat`"]
    rows = [
        [f"`{r.name}`", r.text_en, r.text, r.kelas or "", _severity(r)]
        for r in sorted(found, key=lambda r: r.name)
    ]
    return f"## {_AREAS.get(area, area)}\n\n{table(head, rows)}"


def _severity(rule: Rule) -> str:
    if rule.tingkat is None:
        return ""
    return "; ".join([rule.tingkat, *map(_case, rule.cases)])


def _case(case: Case) -> str:
    where = (*case.level, *case.jenis, *case.kolom)
    return f"{case.tingkat}: {', '.join(where)}"


def _forms() -> str:
    """What the rules of arithmetic hold each form to."""
    checked = [spec for spec in specs().values() if spec.formulas or spec.sums]
    return "## What each form is held to\n\n" + "\n".join(map(_form, checked))


def _links() -> str:
    """Which columns of two tables of a document must agree."""
    rows = [[_side(link.quoting), _side(link.quoted), link.source] for link in links()]
    return (
        "## What one table repeats of another\n\n"
        "Money first: a link holds where four of five common rows print the same amount; then the "
        "other rows, and the targets beside, are findings. Years that differ are not compared.\n\n"
        + table(["repeats", "what is printed in", "source"], rows)
    )


def _side(side: Side) -> str:
    columns = ", ".join(f"`{name}`" for name in (side.money, side.measure) if name)
    return f"`{side.kind}`: {columns}"


def _form(spec: TableSpec) -> str:
    rows = [[f"`{f.target} = {f.expression}`", f.source] for f in spec.formulas]
    if spec.sums:
        names = ", ".join(f"`{name}`" for name in spec.sums)
        rows.append([f"a parent is the sum of its children, a total that of all: {names}", ""])
    return f"### `{spec.kind}`\n\n{table(['rule', 'source'], rows)}"


if __name__ == "__main__":
    PATH.write_text(render(), encoding="utf-8")
