"""Loads ``tables/*.yaml``: everything the project knows about the forms, typed and checked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import chain
from typing import Any

import yaml

from tables.errors import SpecError
from tables.model import Severity

TYPES = ("teks", "kode", "kinerja", "uang", "persen")
_MEASURES = {"pasangan": ("kinerja", "uang"), "pasangan_persen": ("persen", "persen")}


@dataclass(frozen=True)
class ColumnSpec:
    """One column of a form, before it is split into kinerja and anggaran.

    Attributes:
        type: type of the single reading (``kinerja`` readings of a pair get suffix ``_k``).
        pair: types of the ``_k`` and ``_rp`` readings, ``None`` for a single column.
        header: patterns on the folded header path, most specific first.
        unless: patterns that rule the column out.
    """

    name: str
    type: str
    pair: tuple[str, str] | None
    header: tuple[re.Pattern[str], ...]
    unless: tuple[re.Pattern[str], ...]

    @property
    def names(self) -> dict[str, str]:
        """Contract column names with their types."""
        if self.pair is None:
            return {self.name: self.type}
        return {f"{self.name}_k": self.pair[0], f"{self.name}_rp": self.pair[1]}

    def score(self, path: str) -> int:
        """0 where the header path is not this column; higher for a more specific pattern."""
        if any(pattern.search(path) for pattern in self.unless):
            return 0
        for rank, pattern in enumerate(self.header):
            if pattern.search(path):
                return 100 - rank
        return 0


@dataclass(frozen=True)
class Formula:
    """``target = expression`` over column names; pairs apply to ``_k`` and ``_rp`` alike."""

    target: str
    expression: str
    source: str


@dataclass(frozen=True)
class LocateSpec:
    """How a table of this kind is recognised on a page."""

    numbers: tuple[re.Pattern[str], ...]
    titles: tuple[re.Pattern[str], ...]
    not_titles: tuple[re.Pattern[str], ...]
    header: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class TableSpec:
    """One kind of table.

    ``leaves_out`` has for every form of it the measure columns that form does not have.
    """

    kind: str
    title: str
    title_en: str
    printed_as: tuple[str, ...]
    locate: LocateSpec
    ordered: bool
    required: tuple[str, ...]
    expected: tuple[str, ...]
    columns: tuple[ColumnSpec, ...]
    formulas: tuple[Formula, ...]
    sums: tuple[str, ...]
    severity: dict[str, Severity]
    leaves_out: tuple[frozenset[str], ...] = ()

    @property
    def types(self) -> dict[str, str]:
        """Contract column name -> type, in contract order."""
        return {name: type_ for column in self.columns for name, type_ in column.names.items()}

    @property
    def numbers(self) -> tuple[str, ...]:
        """Names of the columns that hold numbers."""
        return tuple(n for n, t in self.types.items() if t in ("kinerja", "uang", "persen"))


@dataclass(frozen=True)
class Vocabulary:
    """Wording shared by all forms."""

    organisation: re.Pattern[str]
    spelling: dict[str, str]
    kinerja_leaf: re.Pattern[str]
    anggaran_leaf: re.Pattern[str]
    scale: tuple[tuple[re.Pattern[str], int], ...]
    levels: dict[str, re.Pattern[str]]
    header_words: frozenset[str]
    unit_words: frozenset[str]
    short_names: dict[str, str]


def _compile(where: str, patterns: list[str]) -> tuple[re.Pattern[str], ...]:
    try:
        return tuple(re.compile(p) for p in patterns)
    except re.error as error:
        raise SpecError(f"{where}: bad pattern {error.pattern!r}: {error}") from error


def _any(where: str, patterns: list[str]) -> re.Pattern[str]:
    return _compile(where, ["|".join(f"(?:{p})" for p in patterns)])[0]


def _column(kind: str, raw: dict[str, Any]) -> ColumnSpec:
    where = f"{kind}.{raw.get('name')}"
    unknown = set(raw) - {"name", "type", "measure", "header", "unless"}
    if unknown:
        raise SpecError(f"{where}: unknown fields {sorted(unknown)}")
    pair = _MEASURES.get(raw["measure"]) if "measure" in raw else None
    type_ = pair[0] if pair else raw.get("type")
    if type_ not in TYPES:
        raise SpecError(
            f"{where}: type must be one of {TYPES} or measure one of {tuple(_MEASURES)}"
        )
    return ColumnSpec(
        name=raw["name"],
        type=type_,
        pair=pair,
        header=_compile(where, raw["header"]),
        unless=_compile(where, raw.get("unless", [])),
    )


def parse_spec(raw: dict[str, Any]) -> TableSpec:
    """Build a spec from its YAML; raises :class:`SpecError` naming what is wrong."""
    kind = raw.get("kind", "?")
    try:
        columns = tuple(_column(kind, c) for c in raw["columns"])
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
            ),
            ordered=bool(raw.get("ordered", False)),
            required=tuple(raw["required"]),
            expected=tuple(raw.get("expected", ())),
            columns=columns,
            formulas=tuple(Formula(**f) for f in raw.get("formulas", [])),
            sums=tuple(raw.get("sums", [])),
            severity=dict(raw.get("severity", {})),
            leaves_out=tuple(map(frozenset, raw.get("leaves_out", []))),
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
    for name in (*spec.sums, *spec.required, *spec.expected, *chain(*spec.leaves_out)):
        if name not in known:
            raise SpecError(
                f"{spec.kind}: unknown column {name!r} in sums, required, expected or leaves_out"
            )


def _yaml(name: str) -> Any:
    return yaml.safe_load(resources.files("tables").joinpath(name).read_text(encoding="utf-8"))


@cache
def specs() -> dict[str, TableSpec]:
    """All kinds of table by name."""
    found = {}
    for entry in sorted(resources.files("tables").iterdir(), key=lambda e: e.name):
        if entry.name.endswith(".yaml") and entry.name != "vocabulary.yaml":
            spec = parse_spec(_yaml(entry.name))
            found[spec.kind] = spec
    return found


@cache
def vocabulary() -> Vocabulary:
    """Wording shared by all forms."""
    raw = _yaml("vocabulary.yaml")
    words = sorted(raw["organisation"], key=len, reverse=True)
    return Vocabulary(
        organisation=re.compile(r"\b(?:" + "|".join(map(re.escape, words)) + r")\b"),
        spelling=raw["spelling"],
        kinerja_leaf=_any("kinerja_leaf", raw["kinerja_leaf"]),
        anggaran_leaf=_any("anggaran_leaf", raw["anggaran_leaf"]),
        scale=tuple((re.compile(s["pattern"]), int(s["factor"])) for s in raw["scale"]),
        levels={level: _any(level, patterns) for level, patterns in raw["levels"].items()},
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
