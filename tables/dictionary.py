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
    "dokumen": "One row: the document and the run",
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

`kind`, `title`, `title_en`, `printed_as`: names. `locate`: how a page is recognised, by table
`numbers`, `titles` (unless `not_titles`) or `header` words, one of each group. `ordered`: columns
come in the spec's order. `columns`: `name`; `type` (`teks`, `kode`, `kinerja`, `uang`, `persen`) or
`measure` (`pasangan`: `_k` and `_rp`; `pasangan_persen`: both in percent); `header`: patterns on
the folded header, the most specific first; `unless`: patterns that rule it out. `required`,
`expected`: columns whose absence is an error, or a finding. `formulas`: used where the table
prints none. `sums`: columns in which a parent is the sum of its children. `severity`: of findings.
"""


def render() -> str:
    """The whole document as Markdown."""
    parts = [_INTRO, _statuses()]
    parts += [_kind(spec) for spec in specs().values()]
    parts += [_fixed(folder) for folder in FIXED]
    return "\n".join([*parts, _SPEC_FIELDS])


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    titles = list(head)
    lines = [titles, ["---"] * len(titles), *rows]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)


def _statuses() -> str:
    def listed(meanings: Mapping[str, str]) -> list[list[str]]:
        return [[f"`{name}`", text] for name, text in meanings.items()]

    rows = _table(["row `status`", "meaning"], listed(ROW_STATUS))
    cells = _table(["cell `status` (in `sel`)", "meaning"], listed(CELL_STATUS))
    return f"## Statuses\n\n{rows}\n{cells}"


def _kind(spec: TableSpec) -> str:
    title = f"## `{spec.kind}` — {spec.title_en}\n\n{spec.title}. Printed as: "
    columns = _columns(spec.kind, spec.types)
    formulas = "".join(f"- `{f.target} = {f.expression}` ({f.source})\n" for f in spec.formulas)
    sums = ", ".join(f"`{name}`" for name in spec.sums)
    return (
        f"{title}{', '.join(spec.printed_as)}.\n\n{columns}\n"
        f"Formulas, where the table prints none:\n\n{formulas}\n"
        f"A parent is the sum of its children in: {sums}.\n"
    )


def _fixed(folder: str) -> str:
    return f"## `{folder}` — {_FIXED_TITLES[folder]}\n\n{_columns(folder, {})}"


def _columns(folder: str, types: Mapping[str, str]) -> str:
    rows = [
        [f"`{field.name}`", _arrow(field.type), _UNITS.get(types.get(field.name, ""), ""),
         meaning(folder, field.name)]
        for field in schema(folder)
    ]  # fmt: skip
    return _table(["column", "type", "unit", "meaning"], rows)


def _arrow(kind: pa.DataType) -> str:
    return str(kind).replace("decimal128", "decimal").replace("double", "float64")


if __name__ == "__main__":
    PATH.parent.mkdir(exist_ok=True)
    PATH.write_text(render(), encoding="utf-8")
