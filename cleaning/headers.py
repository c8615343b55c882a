"""Printed columns to canonical columns, by their header wording and order."""

from __future__ import annotations

import re
from dataclasses import replace

from cleaning.header_groups import Group, in_halves, in_years
from cleaning.quarters import with_quarters
from cleaning.scanned import is_scanned
from tables.model import Column, ColumnUse, Finding, Table
from tables.spec import ColumnSpec, TableSpec, fold, header_path, mend, vocabulary

AGREED = 0.6  # share of a form's columns whose headers are legible, for the others to go by place
ENOUGH = 4  # cells of a column, to say that it holds words …
MOSTLY = 0.8  # … if so many of them are
_YEAR = re.compile(r"\b20\d\d\b")
_FIGURE = re.compile(r"[-–]|\d[\d.,]*\s*%?")
_WORDS = re.compile(r"[^\d#]*[A-Za-z]{3}[^\d#]*")  # no figure, no error of a spreadsheet
_SLUG = re.compile(r"[^a-z0-9]+")


def map_columns(table: Table, spec: TableSpec) -> tuple[list[ColumnUse], list[Finding]]:
    """Canonical name, type and money scale for every printed column, in printed order.

    A column without a canonical name keeps its data under ``x_…`` and is named in a finding, as
    are the columns the form prescribes and the table does not print.
    """
    scanned = _scanned(table)
    columns = with_quarters(table.columns) if scanned else table.columns
    later = _next_year(_planned(columns) if spec.year_of_plan else columns)
    groups = _groups(columns, any(c.pair for c in spec.columns), later)
    if scanned:
        groups = _without_cuts(groups)
    groups = in_halves(groups, spec)
    groups = in_years(groups, spec)
    groups = [replace(g, figures=_only_figures(table, g)) for g in groups]
    chosen = _ordered(groups, spec) if spec.ordered else _free(groups, spec)
    if scanned:
        chosen = _by_place(groups, chosen, spec)
    title = fold(table.title)
    uses: list[ColumnUse] = []
    unknown: list[ColumnUse] = []
    contents: dict[str, str] = {}  # of columns that hold something else than the header says
    taken: set[str] = set()
    for group, column_spec in zip(groups, chosen, strict=True):
        for column, suffix in group.parts:
            name, type_ = _name(column_spec, suffix, group)
            worded = type_ == "kinerja" and _only_words(table, column)
            if name is None or name in taken or worded:
                use = ColumnUse(_unnamed(column, taken), column, "teks")
                if column.header:
                    unknown.append(use)
                    if _misled(group, spec):
                        promised = " > ".join(column.header).lower()
                        contents[use.name] = f"angka saja, bukan {promised}"
                    elif worded:
                        contents[use.name] = "kata-kata, bukan angka"
            else:
                use = ColumnUse(name, column, type_, scale=_scale(type_, column, title))
            taken.add(use.name)
            uses.append(use)
    _name_row_numbers(uses, unknown)
    findings = [
        _not_as_headed(u, contents[u.name]) if u.name in contents else _unknown(u) for u in unknown
    ]
    findings += _missing(uses, spec)
    findings += _against_formulas(uses, spec)
    return sorted(uses, key=lambda u: u.column.index), findings


def _scanned(table: Table) -> bool:
    return any(is_scanned(cell) for row in table.rows for cell in row.cells.values())


def _name_row_numbers(uses: list[ColumnUse], unknown: list[ColumnUse]) -> None:
    """A first column headed by nothing or a mark, left of the names, numbers the rows."""
    names = [u.name for u in uses]
    first = min(uses, key=lambda u: u.column.index)
    wordless = not re.search(r"[a-z]{2}", header_path(first.column.header))
    if wordless and "no" not in names and "uraian" in names and first.name != "uraian":
        uses[uses.index(first)] = replace(first, name="no")
        unknown[:] = [u for u in unknown if u.name != first.name]


def _groups(columns: list[Column], paired: bool, next_year: str) -> list[Group]:
    """Columns by the header they share.

    Args:
        paired: the form has K and Rp readings to share one.
        next_year: the year written ``n+1`` in the groups' paths, ``""`` for none.
    """
    words = vocabulary()
    groups: list[Group] = []
    for column in columns:
        texts = [fold(mend(t)) for t in column.header if t.strip()]
        suffix = ""
        if paired and len(texts) > 1:
            leaf = texts[-1]
            if words.anggaran_leaf.search(leaf) and len(leaf) < 20:
                suffix = "rp"
            elif words.kinerja_leaf.search(leaf):
                suffix = "k"
        full = header_path(column.header)
        path = " > ".join(texts[:-1]) if suffix else full
        if next_year:
            full, path = full.replace(next_year, "n+1"), path.replace(next_year, "n+1")
        last = groups[-1] if groups else None
        if last and suffix and last.path == path and suffix not in {s for _, s in last.parts}:
            groups[-1] = Group(path, last.full, (*last.parts, (column, suffix)))
        else:
            groups.append(Group(path, full, ((column, suffix),)))
    return groups


def _without_cuts(groups: list[Group]) -> list[Group]:
    """A K under one header and the Rp beside it under another: one header, cut by a stray rule."""
    whole: list[Group] = []
    for group in groups:
        last = whole[-1] if whole else None
        if last and _suffixes(last) == ["k"] and _suffixes(group) == ["rp"]:
            path, full = f"{last.path} {group.path}", f"{last.full} {group.full}"
            whole[-1] = Group(path, full, (*last.parts, *group.parts))
        else:
            whole.append(group)
    return whole


def _suffixes(group: Group) -> list[str]:
    return [suffix for _, suffix in group.parts]


def _planned(columns: list[Column]) -> list[Column]:
    """Without the columns of realisations: the year after one of theirs may be the plan's own."""
    return [c for c in columns if not re.match(r"capaian|realisasi", header_path(c.header))]


def _next_year(columns: list[Column]) -> str:
    """Where headers name exactly two years in a row, the later: the year of the prakiraan maju."""
    years = sorted({y for c in columns for t in c.header for y in _YEAR.findall(t)})
    return years[1] if len(years) == 2 and int(years[1]) == int(years[0]) + 1 else ""


def _only_figures(table: Table, group: Group) -> bool:
    """Whether two rows or more have something here, and it is a plain figure in each of them."""
    column = group.parts[0][0].index
    texts = [row.cells[column].text for row in table.rows if column in row.cells]
    return len(texts) > 1 and all(_FIGURE.fullmatch(text.strip()) for text in texts)


def _only_words(table: Table, column: Column) -> bool:
    """Whether a column for figures holds words: a ``Target`` may name who is meant to gain."""
    texts = [row.cells[column.index].text for row in table.rows if column.index in row.cells]
    words = [text for text in texts if _WORDS.fullmatch(text.strip())]
    return len(texts) >= ENOUGH and len(words) >= MOSTLY * len(texts)


def _misled(group: Group, spec: TableSpec) -> bool:
    """Whether only its figures keep a column from being one that holds words."""
    words = [replace(c, words=False) for c in spec.columns if c.words]
    return group.figures and any(_score(column, group) for column in words)


def _score(spec: ColumnSpec, group: Group) -> int:
    """How well a column fits; a pair looks at the header above K and Rp, others at all of it."""
    if spec.half != group.half or (spec.year is not None and spec.year != group.year):
        return 0
    if spec.words and group.figures:
        return 0
    if spec.pair is not None:
        return spec.score(group.path)
    if len(group.parts) > 1:
        return 0
    return spec.score(group.full)


def _free(groups: list[Group], spec: TableSpec) -> list[ColumnSpec | None]:
    """Best scores first; each canonical column once."""
    ranked = sorted(
        (
            (-score, g, s)
            for g, group in enumerate(groups)
            for s, column in enumerate(spec.columns)
            if (score := _score(column, group)) > 0
        ),
    )
    open_years = _open_years(groups, ranked) if spec.year_of_plan else set()
    chosen: list[ColumnSpec | None] = [None] * len(groups)
    used: set[int] = set()
    for _, g, s in ranked:
        if chosen[g] is None and s not in used and (g, s) not in open_years:
            chosen[g] = spec.columns[s]
            used.add(s)
    return chosen


def _open_years(groups: list[Group], ranked: list[tuple[int, int, int]]) -> set[tuple[int, int]]:
    """(group, column) pairs that fit alike but for the year: which of them is meant stays open."""
    rivals: dict[tuple[int, int], list[int]] = {}
    for score, g, s in ranked:
        rivals.setdefault((score, s), []).append(g)
    return {
        (g, s)
        for (_, s), alike in rivals.items()
        for g in alike
        if len({tuple(_YEAR.findall(groups[g].full)) for g in alike}) > 1
    }


def _ordered(groups: list[Group], spec: TableSpec) -> list[ColumnSpec | None]:
    """Text columns by wording; measure columns by wording and the order the forms keep.

    The order is what tells ``Realisasi … Renstra`` before the year's target from the one after it.
    """
    text = [c for c in spec.columns if c.pair is None]
    pairs = [c for c in spec.columns if c.pair is not None]
    chosen: list[ColumnSpec | None] = [None] * len(groups)
    used: set[str] = set()
    for g, group in enumerate(groups):
        best = max(text, key=lambda c: _score(c, group) if c.name not in used else 0)
        score = _score(best, group) if best.name not in used else 0
        if score and score >= max((_score(p, group) for p in pairs), default=0):
            chosen[g] = best
            used.add(best.name)
    left = [g for g in range(len(groups)) if chosen[g] is None]
    for g, pair in _align([groups[g] for g in left], pairs):
        chosen[left[g]] = pair
    return chosen


def _by_place(
    groups: list[Group], chosen: list[ColumnSpec | None], spec: TableSpec
) -> list[ColumnSpec | None]:
    """Of a scan whose header is not legible throughout: K/Rp pairs by their place in the form.

    Only where there are as many as some form has, and most headers say the same.
    """
    places = [g for g, group in enumerate(groups) if len(group.parts) > 1]
    for left_out in spec.leaves_out:
        form = [c for c in spec.columns if c.pair is not None and c.name not in left_out]
        agreed = sum(chosen[g] is column for g, column in zip(places, form, strict=False))
        if len(places) == len(form) and agreed >= AGREED * len(form):
            pairs = dict(zip(places, form, strict=True))
            return [pairs.get(g, column) for g, column in enumerate(chosen)]
    return chosen


def _align(groups: list[Group], pairs: list[ColumnSpec]) -> list[tuple[int, ColumnSpec]]:
    """Order-keeping assignment with the highest total score."""
    n, m = len(groups), len(pairs)
    best = [[0] * (m + 1) for _ in range(n + 1)]
    for i in range(n - 1, -1, -1):
        for j in range(m - 1, -1, -1):
            score = _score(pairs[j], groups[i])
            take = score + best[i + 1][j + 1] if score else 0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], take)
    found, i, j = [], 0, 0
    while i < n and j < m:
        score = _score(pairs[j], groups[i])
        if score and best[i][j] == score + best[i + 1][j + 1]:
            found.append((i, pairs[j]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return found


def _name(spec: ColumnSpec | None, suffix: str, group: Group) -> tuple[str | None, str]:
    if spec is None:
        return None, "teks"
    if spec.pair is None:
        return spec.name, spec.type
    # One reading only is the performance (contract), unless the header says Rp.
    kind = suffix or "k"
    return f"{spec.name}_{kind}", spec.pair[0 if kind == "k" else 1]


def _unnamed(column: Column, taken: set[str]) -> str:
    slug = _SLUG.sub("_", header_path(column.header)).strip("_")[:48] or f"kolom_{column.index + 1}"
    name, n = f"x_{slug}", 2
    while name in taken:
        name, n = f"x_{slug}_{n}", n + 1
    return name


def _scale(type_: str, column: Column, title: str) -> int:
    """Factor to whole rupiah, from the column's own header first, then from the title."""
    if type_ != "uang":
        return 1
    for text in (*(fold(t) for t in reversed(column.header)), title):
        for pattern, factor in vocabulary().scale:
            if pattern.search(text):
                return factor
    return 1


def _against_formulas(uses: list[ColumnUse], spec: TableSpec) -> list[Finding]:
    """The number row says which columns a column is computed from: the mapping must agree.

    A printed formula over columns other than the form's shows a column understood wrongly, or a
    table that computes otherwise; either is worth a look.
    """
    named = {u.column.number: re.sub(r"_(k|rp)$", "", u.name) for u in uses if u.column.number}
    known: dict[str, list[set[str]]] = {}
    for formula in spec.formulas:
        columns = set(re.findall(r"[a-z_]\w*", formula.expression))
        known.setdefault(formula.target, []).append(columns)
    findings = []
    for number, target in named.items():
        formula_text = next(
            (u.column.formula for u in uses if u.column.number == number and u.column.formula), ""
        )
        terms = {
            named[n] for n in re.findall(r"(?<![\d.,])\d{1,2}(?!\d)", formula_text) if n in named
        }
        if not terms or target not in known or any(terms <= c for c in known[target]):
            continue
        used = ", ".join(sorted(terms))
        findings.append(
            Finding(
                aturan="pemetaan_diragukan",
                kelas="belum_jelas",
                tingkat="sedang",
                kolom=target,
                uraian=f"Rumus tercetak {number}={formula_text} memakai kolom {used}; "
                f"formulir menghitung {target} dari kolom lain.",
                bukti={"rumus": formula_text, "kolom": sorted(terms)},
            )
        )
    return findings


def _unknown(use: ColumnUse) -> Finding:
    return Finding(
        aturan="kolom_tak_dikenal",
        kelas="belum_jelas",
        tingkat="info",
        kolom=use.name,
        uraian=f"{_headed(use)} tidak dikenal; isinya disimpan di sel sebagai {use.name}.",
        bukti={"judul_kolom": list(use.column.header), "nomor": use.column.number},
    )


def _headed(use: ColumnUse) -> str:
    """The column by its header; OCR may have misread that."""
    printed = " > ".join(use.column.header)
    return f"Kolom {'dengan judul terbaca ' if use.column.scanned else ''}“{printed}”"


def _not_as_headed(use: ColumnUse, content: str) -> Finding:
    """A column that holds something else than its header says."""
    return Finding(
        aturan="isi_bukan_judul",
        kelas="sumber",
        tingkat="info",
        kolom=use.name,
        uraian=f"{_headed(use)} berisi {content}; isinya disimpan di sel sebagai {use.name}.",
        bukti={"judul_kolom": list(use.column.header), "nomor": use.column.number},
    )


def _missing(uses: list[ColumnUse], spec: TableSpec) -> list[Finding]:
    present = {u.name for u in uses}
    bases = present | {re.sub(r"_(k|rp)$", "", name) for name in present}
    absent = [name for name in spec.expected if name not in bases]
    if not absent:
        return []
    needed = [name for name in absent if name in spec.required]
    unnamed = any(u.name.startswith("x_") and u.column.header for u in uses)
    what = "tidak ada atau tidak dikenali" if unnamed else "tidak ada"
    return [
        Finding(
            aturan="kolom_hilang",
            kelas="ekstraksi" if needed else "belum_jelas",
            tingkat="kritis" if needed else "info",
            uraian=f"Kolom formulir yang {what} di tabel ini: {', '.join(absent)}.",
            bukti={"kolom": absent},
        )
    ]
