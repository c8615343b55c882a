"""Row rules that Great Expectations has no expectation for: pure functions on pandas frames.

Each takes a frame whose columns are those it names in its docstring (decimals Arrow-backed, so
that sums are exact) and returns a boolean Series: ``True`` where the row keeps the rule.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import pandas as pd

Rule = Callable[..., pd.Series]

# Dotted digits, X being the placeholder of a unit; older tables number their rows I, II, 1, 2.
CODE = r"[0-9Xx]+(?:\.[0-9Xx]+)*|[IVX]+"
NUMERIC_EMPTY = ("kosong", "galat_excel", "tidak_terbaca")
DOUBTFUL = ("ditandai", "tidak_terbaca")
TABLE = ["kind", "tabel"]


def equal(frame: pd.DataFrame) -> pd.Series:
    """Two columns say the same; both null counts as the same."""
    left, right = (frame[name] for name in frame.columns)
    same = (left == right).fillna(False).astype(bool)
    return same | (left.isna() & right.isna())


def complete(frame: pd.DataFrame) -> pd.Series:
    """No column is null."""
    return _bool(frame.notna().all(axis=1))


def consecutive(frame: pd.DataFrame) -> pd.Series:
    """``kind, tabel, baris``: the rows of each table are numbered 1, 2, 3 … in file order."""
    place = frame.groupby(TABLE, dropna=False).cumcount() + 1
    return _bool(frame["baris"] == place)


def code_shape(frame: pd.DataFrame) -> pd.Series:
    """``kode, kode_status``: the code looks like one (see ``CODE``), or is null."""
    return frame["kode"].isna() | _bool(frame["kode"].str.fullmatch(CODE))


def code_status(frame: pd.DataFrame) -> pd.Series:
    """``kode, kode_cetak, kode_status``: the status says whether there is a code and a print."""
    code, printed, status = frame["kode"], frame["kode_cetak"], frame["kode_status"]
    absent = (status == "tidak_ada") & code.isna()
    read = (status == "cetak") & code.notna() & printed.notna()
    inferred = (status == "disimpulkan") & code.notna()
    return _bool(absent | read | inferred)


def nested_codes(frame: pd.DataFrame) -> pd.Series:
    """Codes from the upper to the lower level: each begins with the one above.

    Where one is missing, or the upper is a mere running number, there is nothing to compare.
    """
    good = pd.Series(True, index=frame.index)
    for upper, lower in zip(frame.columns, frame.columns[1:], strict=False):
        pairs = zip(frame[upper], frame[lower], strict=True)
        nested = [
            pd.isna(above)
            or pd.isna(below)
            or "." not in above
            or f"{below}.".startswith(f"{above}.")
            for above, below in pairs
        ]
        good &= pd.Series(nested, index=frame.index, dtype=bool)
    return good


def within(frame: pd.DataFrame, low: int, high: int) -> pd.Series:
    """``tabel`` and number columns: each value is ``low`` to ``high`` inclusive, or null."""
    good = pd.Series(True, index=frame.index)
    for name in frame.columns.drop("tabel"):
        column = frame[name]
        good &= column.isna() | _bool((column >= Decimal(low)) & (column <= Decimal(high)))
    return good


def some_number(frame: pd.DataFrame) -> pd.Series:
    """``kind, tabel, level`` and number columns: no table is without any number at all.

    One row that names nothing the form asks for (NIHIL) is a table that says it is empty.
    """
    table = [frame[name] for name in TABLE]
    filled = frame.drop(columns=[*TABLE, "level"]).notna().any(axis=1)
    alone = filled.groupby(table, dropna=False).transform("size") == 1
    nothing = alone & _bool(frame["level"] == "lainnya")
    return _bool(filled.groupby(table, dropna=False).transform("any")) | nothing


def readable(
    frame: pd.DataFrame, statuses: Sequence[str], most: float, at_least: int, numbers: Sequence[str]
) -> pd.Series:
    """``kind, tabel, kolom, status``: of a table's printed number cells, the share with one of
    ``statuses`` is at most ``most``; tables with fewer than ``at_least`` such cells pass."""
    printed = frame["kolom"].isin(numbers) & (frame["status"] != "kosong")
    bad = printed & frame["status"].isin(statuses)
    table = [frame[name] for name in TABLE]
    cells = printed.astype(int).groupby(table, dropna=False).transform("sum")
    bad_cells = bad.astype(int).groupby(table, dropna=False).transform("sum")
    too_many = (cells >= at_least) & (bad_cells > cells * most)
    return _bool(~(bad & too_many))


def status_fits_value(frame: pd.DataFrame, numbers: Sequence[str]) -> pd.Series:
    """``kolom, status, nilai, teks, aturan``: a status that means "no number" has none, and a
    printed number cell without a value names the rule that says why: nothing gets lost."""
    none, number = frame["nilai"].isna(), frame["kolom"].isin(numbers)
    empty = frame["status"].isin(NUMERIC_EMPTY)
    printed = frame["status"].isin(("cetak", "digabung")) & _bool(frame["teks"].str.strip() != "")
    lost = number & printed & none & frame["aturan"].isna()
    return _bool((~empty | none) & ~lost)


def rule_named(frame: pd.DataFrame, statuses: Sequence[str]) -> pd.Series:
    """``status, aturan``: a cell with one of these statuses names the rule that made it so."""
    return _bool(~frame["status"].isin(statuses) | frame["aturan"].notna())


def box_upright(frame: pd.DataFrame) -> pd.Series:
    """``x0, y0, x1, y1``: all there or none, left before right and top above bottom."""
    missing = frame.isna().sum(axis=1)
    upright = _bool((frame["x0"] <= frame["x1"]) & (frame["y0"] <= frame["y1"]))
    return (missing == 4) | ((missing == 0) & upright)


def difference(frame: pd.DataFrame) -> pd.Series:
    """``tercetak, seharusnya, selisih``: the difference is exact, and null without both."""
    made = frame["tercetak"] - frame["seharusnya"]
    return equal(pd.DataFrame({"made": made, "kept": frame["selisih"]}))


def inside(frame: pd.DataFrame) -> pd.Series:
    """Two texts: the first stands in the second."""
    one, other = (frame[name] for name in frame.columns)
    pairs = zip(one, other, strict=True)
    return pd.Series([part in whole for part, whole in pairs], index=frame.index, dtype=bool)


def amount_status(frame: pd.DataFrame) -> pd.Series:
    """``status, nilai, nilai_tabel, tabel_kind``: the status of an amount in running text is true.

    An amount that agrees has the absolute value of its cell; changes are told without a sign.
    """
    status, value, cell = frame["status"], frame["nilai"], frame["nilai_tabel"]
    paired = frame["tabel_kind"].notna()
    same = _bool((value == cell) | (value == -cell))
    return _bool(
        ((status == "cocok") & paired & same)
        | ((status == "beda") & paired & value.notna() & ~same)
        | ((status == "rusak") & value.isna())
        | ((status == "tak_berpasangan") & ~paired)
    )


def subtracts(frame: pd.DataFrame) -> pd.Series:
    """Two numbers and, third, the second less the first: exact, and null without both."""
    one, other, kept = (frame[name] for name in frame.columns)
    return equal(pd.DataFrame({"made": other - one, "kept": kept}))


def told(frame: pd.DataFrame) -> pd.Series:
    """``status, kelas, tingkat, uraian_temuan``: what agrees is graded nowhere, all else is."""
    grades = frame[["kelas", "tingkat", "uraian_temuan"]].notna()
    agrees = _bool(frame["status"] == "cocok")
    return _bool((agrees & ~grades.any(axis=1)) | (~agrees & grades.all(axis=1)))


def identity(
    frame: pd.DataFrame, target: str, terms: Mapping[str, int], share: float, coverage: float
) -> pd.Series:
    """``target`` equals the signed sum of ``terms`` in enough rows, and enough rows can be checked.

    Args:
        terms: column -> 1 or -1; a null term counts as 0 if another term of the row is there.
        share: of the checked rows, the part that must agree.
        coverage: of the rows with a target, the part that must be checkable. Without it a table
            whose terms are all missing would pass for want of a contradiction.

    Returns:
        All ``True`` where both hold. Otherwise ``False`` in the rows that disagree or cannot be
        checked.
    """
    wanted = frame[target].notna() & _bool(frame[target] != 0)
    checkable = wanted & frame[list(terms)].notna().any(axis=1)
    parts = [[v if pd.notna(v) else Decimal(0) for v in frame[name]] for name in terms]
    totals = [
        sum((sign * value for sign, value in zip(terms.values(), row, strict=True)), Decimal(0))
        for row in zip(*parts, strict=True)
    ]
    printed = zip(totals, frame[target], strict=True)
    agrees = checkable & pd.Series(
        [pd.notna(value) and total == value for total, value in printed], index=frame.index
    )
    enough = checkable.sum() >= wanted.sum() * coverage
    if enough and agrees.sum() >= checkable.sum() * share:
        return pd.Series(True, index=frame.index)
    return _bool(~wanted | agrees)


def children(frame: pd.DataFrame, column: str, share: float, coverage: float) -> pd.Series:
    """``kind, tabel, level, kode, program_kode, kegiatan_kode`` and one money column: programs and
    kegiatan are the sum of what stands under them, in enough of the parents.

    ``share`` and ``coverage`` as in :func:`identity`, counted over the parents with an amount and
    a dotted code (running numbers repeat), in tables that have the level below at all.
    """
    parents = pd.Series(False, index=frame.index)
    agrees, checkable = parents.copy(), parents.copy()
    dotted = _bool(frame["kode"].str.contains(".", regex=False))
    filled = dotted & _bool(frame[column] != 0)
    for level, below, key in (
        ("program", "kegiatan", "program_kode"),
        ("kegiatan", "sub_kegiatan", "kegiatan_kode"),
    ):
        under = _bool(frame["level"] == below)
        deep = under.groupby([frame[name] for name in TABLE], dropna=False).transform("any")
        lines = frame[under & frame[column].notna()]
        sums = lines.groupby([*TABLE, key], dropna=False)[column].sum()
        for index in frame.index[filled & deep & _bool(frame["level"] == level)]:
            row = frame.loc[index]
            found = (row["kind"], row["tabel"], row["kode"])
            parents[index] = True
            if found in sums.index:
                checkable[index] = True
                agrees[index] = sums[found] == row[column]
    enough = checkable.sum() >= parents.sum() * coverage
    if enough and agrees.sum() >= checkable.sum() * share:
        return pd.Series(True, index=frame.index)
    return ~parents | agrees


def _bool(mask: Any) -> pd.Series:
    """Plain booleans; a comparison with null is ``False``."""
    return pd.Series(mask).fillna(False).astype(bool)


RULES: dict[str, Rule] = {
    rule.__name__: rule
    for rule in (
        equal,
        complete,
        consecutive,
        code_shape,
        code_status,
        nested_codes,
        within,
        some_number,
        readable,
        status_fits_value,
        rule_named,
        box_upright,
        difference,
        inside,
        amount_status,
        subtracts,
        told,
        identity,
        children,
    )
}
