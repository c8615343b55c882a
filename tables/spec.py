"""Loads ``tables/*.yaml``: everything the project knows about the forms, typed and checked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from itertools import chain
from typing import Any

from tables.errors import SpecError
from tables.form import (
    NUMERIC,
    TYPES,
    ColumnSpec,
    Formula,
    Half,
    LocateSpec,
    TableSpec,
    Vocabulary,
    YearOfPlan,
)
from tables.knowledge import TABLES, knowledge

__all__ = [
    "NUMERIC",
    "OTHER",
    "TYPES",
    "ColumnSpec",
    "Formula",
    "TableSpec",
    "Vocabulary",
    "fold",
    "header_path",
    "mend",
    "parse_spec",
    "specs",
    "vocabulary",
]

#: The kind of every ruled table that is none of the forms: kept as printed, never interpreted.
OTHER = "lain"
#: Where the specs stand; a YAML file without ``kind`` is something else.
FOLDER = TABLES
_MEASURES = {"pasangan": ("kinerja", "uang"), "pasangan_persen": ("persen", "persen")}


def _compile(where: str, patterns: list[str]) -> tuple[re.Pattern[str], ...]:
    try:
        return tuple(re.compile(p) for p in patterns)
    except re.error as error:
        raise SpecError(f"{where}: bad pattern {error.pattern!r}: {error}") from error


def _any(where: str, patterns: list[str]) -> re.Pattern[str]:
    return _compile(where, ["|".join(f"(?:{p})" for p in patterns)])[0]


_FIELDS = {
    *("kind", "title", "title_en", "printed_as", "locate", "columns", "required", "heading"),
    *("expected", "ordered", "formulas", "sums", "leaves_out"),
    *("hierarchy", "contract_text", "halves", "mirrors", "year_of_plan"),
}
_COLUMN_FIELDS = {
    *("name", "type", "measure", "header", "unless", "words", "meaning"),
    *("mirrored", "years", "repeat"),
}


def _columns(kind: str, raw: dict[str, Any], halves: tuple[Half, ...]) -> list[ColumnSpec]:
    """One column of the YAML: several where each half or each year has one."""
    where = f"{kind}.{raw.get('name')}"
    unknown = set(raw) - _COLUMN_FIELDS
    if unknown:
        raise SpecError(f"{where}: unknown fields {sorted(unknown)}")
    pair = _MEASURES.get(raw["measure"]) if "measure" in raw else None
    type_ = pair[0] if pair else raw.get("type")
    if type_ not in TYPES:
        raise SpecError(
            f"{where}: type must be one of {TYPES} or measure one of {tuple(_MEASURES)}"
        )
    column = ColumnSpec(
        name=raw["name"],
        type=type_,
        pair=pair,
        header=_compile(where, raw["header"]),
        unless=_compile(where, raw.get("unless", [])),
        family=raw["name"],
        words=bool(raw.get("words", False)),
        meaning=raw.get("meaning", ""),
    )
    if raw.get("mirrored"):
        if not halves:
            raise SpecError(f"{where}: mirrored, but the spec has no halves")
        return [replace(column, name=f"{h.prefix}_{column.name}", half=h.prefix) for h in halves]
    if "years" in raw:
        first, last = raw["years"]
        return [
            replace(column, name=column.name + year_suffix(year), year=year)
            for year in range(first, last + 1)
        ]
    if "repeat" in raw:
        return [replace(column, name=f"{column.name}_{n}") for n in range(1, raw["repeat"] + 1)]
    return [column]


def year_suffix(year: int) -> str:
    """``_n`` of the plan's year, ``_min2`` two years before, ``_plus1`` one year after."""
    return "_n" if year == 0 else f"_{'min' if year < 0 else 'plus'}{abs(year)}"


def _inherited(raw: dict[str, Any], others: Mapping[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """The YAML's columns, after those of the kind it mirrors; its own replace the other's."""
    source = raw.get("mirrors")
    if source is None:
        return list(raw["columns"])
    own = {column["name"]: column for column in raw["columns"]}
    if source not in others:
        raise SpecError(f"{raw.get('kind')}: mirrors unknown kind {source!r}")
    mirrored = [
        {**column, **own.get(column["name"], {}), "mirrored": True}
        for column in others[source]["columns"]
    ]
    once = [column for column in own.values() if not column.get("mirrored")]
    return [*mirrored, *once]


def parse_spec(
    raw: dict[str, Any], others: Mapping[str, dict[str, Any]] | None = None
) -> TableSpec:
    """Build a spec from its YAML; raises :class:`SpecError` naming what is wrong.

    Args:
        others: the YAML of the other kinds by name, for a spec that mirrors one of them.
    """
    kind = raw.get("kind", "?")
    unknown = set(raw) - _FIELDS
    if unknown:
        raise SpecError(f"{kind}: unknown fields {sorted(unknown)}")
    try:
        halves = tuple(
            Half(prefix, _compile(kind, half["header"]), half["meaning"])
            for prefix, half in raw.get("halves", {}).items()
        )
        columns = tuple(
            column for c in _inherited(raw, others or {}) for column in _columns(kind, c, halves)
        )
        locate = raw["locate"]
        spec = TableSpec(
            kind=kind,
            title=raw["title"],
            title_en=raw["title_en"],
            printed_as=tuple(raw["printed_as"]),
            locate=LocateSpec(
                numbers=_compile(kind, locate["numbers"]),
                titles=_compile(kind, locate["titles"]),
                not_titles=_compile(kind, locate.get("not_titles", [])),
                header=tuple(tuple(group) for group in locate["header"]),
                not_header=_compile(kind, locate.get("not_header", [])),
            ),
            ordered=bool(raw.get("ordered", False)),
            required=tuple(raw["required"]),
            expected=tuple(raw.get("expected", ())),
            columns=columns,
            formulas=tuple(Formula(**f) for f in raw.get("formulas", [])),
            sums=tuple(raw.get("sums", [])),
            leaves_out=tuple(map(frozenset, raw.get("leaves_out", []))),
            heading=tuple(raw.get("heading", raw["required"][:1])),
            hierarchy=bool(raw.get("hierarchy", True)),
            contract_text=bool(raw.get("contract_text", False)),
            halves=halves,
            year_of_plan=tuple(YearOfPlan(**year) for year in raw.get("year_of_plan", [])),
        )
    except KeyError as error:
        raise SpecError(f"{kind}: field {error} is missing") from error
    _check(spec)
    return spec


def _check(spec: TableSpec) -> None:
    names = [c.name for c in spec.columns]
    twice = {n for n in names if names.count(n) > 1}
    if twice:
        raise SpecError(f"{spec.kind}: columns named twice: {sorted(twice)}")
    known = set(spec.types) | set(names)
    for formula in spec.formulas:
        used = set(re.findall(r"[a-z_]\w*", formula.expression)) | {formula.target}
        if used - known:
            raise SpecError(f"{spec.kind}: formula uses unknown columns {sorted(used - known)}")
    lists = (spec.sums, spec.required, spec.expected, spec.heading, *spec.leaves_out)
    for name in chain(*lists):
        if name not in known:
            raise SpecError(
                f"{spec.kind}: unknown column {name!r} in sums, required, expected, heading or "
                "leaves_out"
            )
    if not spec.heading:
        raise SpecError(f"{spec.kind}: required names no column, so nothing would name the rows")
    for year in spec.year_of_plan:
        if year.family not in {c.family for c in spec.columns} or year.at not in ("first", "last"):
            raise SpecError(f"{spec.kind}: year_of_plan {year} names no column, or no end of it")
    if (spec.formulas or spec.sums) and not spec.hierarchy:
        raise SpecError(f"{spec.kind}: sums and formulas need rows in a hierarchy")


@cache
def specs() -> dict[str, TableSpec]:
    """All kinds of table by name: of every YAML file of the folder that has a ``kind``.

    Raises:
        SpecError: a spec is wrong, or two are of one kind.
    """
    raws: dict[str, dict[str, Any]] = {}
    for entry in sorted(FOLDER.iterdir(), key=lambda e: e.name):
        raw = knowledge(entry) if entry.name.endswith(".yaml") else None
        if not isinstance(raw, dict) or "kind" not in raw:
            continue
        if raw["kind"] in raws:
            raise SpecError(f"two files describe the kind {raw['kind']}")
        raws[raw["kind"]] = raw
    return {kind: parse_spec(raw, raws) for kind, raw in raws.items()}


@cache
def vocabulary() -> Vocabulary:
    """Wording shared by all forms."""
    raw = knowledge(FOLDER / "vocabulary.yaml")
    words = sorted(raw["organisation"], key=len, reverse=True)
    return Vocabulary(
        organisation=re.compile(r"\b(?:" + "|".join(map(re.escape, words)) + r")\b"),
        spelling=raw["spelling"],
        kinerja_leaf=_any("kinerja_leaf", raw["kinerja_leaf"]),
        anggaran_leaf=_any("anggaran_leaf", raw["anggaran_leaf"]),
        scale=tuple((re.compile(s["pattern"]), int(s["factor"])) for s in raw["scale"]),
        levels={level: _any(level, patterns) for level, patterns in raw["levels"].items()},
        nihil=_any("nihil", raw["nihil"]),
        header_words=frozenset(raw["header_words"].split()),
        unit_words=frozenset(raw["unit_words"].split()),
        short_names=dict(raw["short_names"]),
    )


def fold(text: str) -> str:
    """Lower case, one space, spelling mended, organisation words -> ``opd``: for matching only."""
    words = vocabulary()
    text = re.sub(r"\s+", " ", text.lower().replace("\u00ad", "")).strip()
    for wrong, right in words.spelling.items():
        text = text.replace(wrong, right)
    return words.organisation.sub("opd", text)


def mend(text: str) -> str:
    """Join header words that a narrow column broke: ``targ et capai an`` -> ``target capaian``."""
    known = vocabulary().header_words
    tokens, out, i = text.split(" "), [], 0
    while i < len(tokens):
        step = 1
        for n in (4, 3, 2):
            # Of ``Tujuan/Sasar an`` only the last word is broken.
            stem = re.split(r"[/(]", tokens[i])[-1]
            joined = (stem + "".join(tokens[i + 1 : i + n])).strip("()/,.-")
            whole = all(t.lower() in known for t in (stem, *tokens[i + 1 : i + n]))
            if stem and joined.lower() in known and not whole:
                step = min(n, len(tokens) - i)
                break
        out.append("".join(tokens[i : i + step]))
        i += step
    return " ".join(out)


def header_path(texts: tuple[str, ...]) -> str:
    """Header texts from the top level down as one folded line: ``rencana … > target > k``."""
    return " > ".join(fold(mend(t)) for t in texts if t.strip())
