"""Writes ``docs/data-dictionary.md`` from the specs: ``python -m tables.dictionary``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pyarrow as pa

from tables.meanings import CELL_STATUS, ROW_STATUS, meaning
from tables.schema import FIXED, schema
from tables.spec import TableSpec, specs

PATH = Path(__file__).resolve().parent.parent / "docs" / "data-dictionary.md"
_UNITS = {
    "uang": "rupiah",
    "kinerja": "number, in the row's `satuan`",
    "persen": "percent",
}
_FIXED_TITLES = {
    "sel": "Every cell: where it was read and how",
    "temuan": "Every finding",
    "narasi": "Every amount, percent and count of programs and activities in running text, with "
    "the table cell it repeats",
    "dokumen": "One row: the document and the run",
    "lintas_tahun": "Year against year: a figure of one document (`a`, the earlier) beside what it "
    "repeats of another (`b`, the later); one file an agency and plan year of the later document",
}
_INTRO = """\
# Data dictionary

Made from `tables/*.yaml` by `python -m tables.dictionary`; do not edit.

Files lie at `clean/<folder>/tahun=<YYYY>/<dokumen_id>.parquet`, one a document and folder. `tahun`
is the Hive partition: it stands in the path, not in the files, and every reader of a folder
(pandas, DuckDB, Polars, Spark) adds it as a column. Money is in whole rupiah whatever the printed
scale. A decimal with more places than its column holds is rounded half to even and says so.
The metadata key `renja` of each file names the source and the versions that read it.
"""
_SPEC_FIELDS = """\
## Fields of a spec

[Adding a kind of table](adding-a-table.md) takes one through.

`kind`, `title`, `title_en`, `printed_as`: names. `locate`: how a table is recognised, by table
`numbers`, `titles` (unless `not_titles`) or `header` words, one of each group (unless
`not_header`). `ordered`: columns come in the spec's order. `columns`: `name`; `type` (`teks`,
`rumus`, `kode`, `kinerja`, `uang`, `persen`) or `measure` (`pasangan`: `_k` and `_rp`;
`pasangan_persen`: both in percent); `header`: patterns on the folded header, the most specific
first; `unless`: patterns that rule it out; `words`: it is not a column of figures; `years`: one
column for each year from the first to the last of these, counted from the plan's (`_min2`, `_n`,
`_plus1`); `mirrored`: one for each half; `repeat`: so many, numbered; `meaning`: for this page.
`required`, `expected`: columns whose absence is an error, or a finding. `heading`: the column that
names the rows. `hierarchy`: rows are programs and kegiatan with codes (yes, if not said).
`contract_text`: it has every text column of the contract. `halves`: of a table that prints its
columns twice, by the header over each; `mirrors`: the kind whose columns they are. `year_of_plan`:
which printed year is the plan's. `formulas`: used where the table prints none. `sums`: columns in
which a parent is the sum of its children. `leaves_out`: columns that some forms do not have.
"""


def render() -> str:
    """The whole document as Markdown."""
    parts = [_INTRO, _statuses()]
    parts += [_kind(spec) for spec in specs().values()]
    parts += [_fixed(folder) for folder in FIXED]
    parts.append(_fixed("lintas_tahun"))
    return "\n".join([*parts, _SPEC_FIELDS])


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table."""
    titles = list(head)
    lines = [titles, ["---"] * len(titles), *rows]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)


def _statuses() -> str:
    def listed(meanings: Mapping[str, str]) -> list[list[str]]:
        return [[f"`{name}`", text] for name, text in meanings.items()]

    rows = table(["row `status`", "meaning"], listed(ROW_STATUS))
    cells = table(["cell `status` (in `sel`)", "meaning"], listed(CELL_STATUS))
    return f"## Statuses\n\n{rows}\n{cells}"


def _kind(spec: TableSpec) -> str:
    title = f"## `{spec.kind}` — {spec.title_en}\n\n{spec.title}. Printed as: "
    columns = _columns(spec.kind, spec.types)
    parts = [f"{title}{', '.join(spec.printed_as)}.\n", columns]
    if spec.formulas:
        lines = (f"- `{f.target} = {f.expression}` ({f.source})\n" for f in spec.formulas)
        parts.append("Formulas, where the table prints none:\n\n" + "".join(lines))
    if spec.sums:
        sums = ", ".join(f"`{name}`" for name in spec.sums)
        parts.append(f"A parent is the sum of its children in: {sums}.\n")
    return "\n".join(parts)


def _fixed(folder: str) -> str:
    return f"## `{folder}` — {_FIXED_TITLES[folder]}\n\n{_columns(folder, {})}"


def _columns(folder: str, types: Mapping[str, str]) -> str:
    rows = [
        [f"`{field.name}`", _arrow(field.type), _UNITS.get(types.get(field.name, ""), ""),
         meaning(folder, field.name)]
        for field in schema(folder)
    ]  # fmt: skip
    return table(["column", "type", "unit", "meaning"], rows)


def _arrow(kind: pa.DataType) -> str:
    return str(kind).replace("decimal128", "decimal").replace("double", "float64")


if __name__ == "__main__":
    PATH.parent.mkdir(exist_ok=True)
    PATH.write_text(render(), encoding="utf-8")
