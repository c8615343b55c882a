"""Comparisons with class, severity and one Indonesian sentence each."""

from __future__ import annotations

from collections.abc import Iterator

from tables.rules import rule, severity
from years.match import pair
from years.model import NAMED, Comparison, Document, Line, Side
from years.names import amount
from years.trial import Figure, Trial

_NAME = 90  # characters of a row's name in a sentence


def figures(trial: Trial) -> Iterator[Comparison]:
    """Every figure of a trial, agreeing or not."""
    for figure in trial.figures:
        a = Side(trial.a, figure.a, " + ".join(figure.columns_a), figure.value_a)
        b = Side(trial.b, figure.b, figure.column, figure.value_b)
        aturan = trial.check.aturan
        if figure.equal:
            yield Comparison(aturan, a, b, "cocok")
        elif figure.value_a is None or figure.value_b is None:
            if (figure.value_a or figure.value_b) and not _doubtful(figure):
                text = _sentence(trial, figure)
                yield Comparison(aturan, a, b, "tak_berpasangan", "belum_jelas", "info", text)
        else:
            grade = _grade(trial, figure)
            yield Comparison(aturan, a, b, "beda", *grade, _sentence(trial, figure))


def _doubtful(figure: Figure) -> bool:
    return bool({figure.column} & figure.b.doubtful or {*figure.columns_a} & figure.a.doubtful)


def _grade(trial: Trial, figure: Figure) -> tuple[str, str]:
    """Class and severity of a difference."""
    aturan = trial.check.aturan
    if _doubtful(figure):
        return "ekstraksi", "info"
    if not (trial.accepted or trial.check.forecast):
        return "belum_jelas", "info"
    jenis = "uang" if trial.check.is_money(figure.column) else "kinerja"
    grave = severity(aturan, figure.b.level, jenis, figure.column)
    kelas = "belum_jelas" if figure.by == "kode_saja" else rule(aturan).kelas or "belum_jelas"
    return kelas, grave


def _sentence(trial: Trial, figure: Figure) -> str:
    money = trial.check.is_money(figure.column)
    called = trial.candidate.called
    said = [
        f"{called[side] if money else _measure(columns)} {amount(value, money=money)} "
        f"({_place(document, line)})"
        for side, document, line, value, columns in (
            ("b", trial.b, figure.b, figure.value_b, (figure.column,)),
            ("a", trial.a, figure.a, figure.value_a, figure.columns_a),
        )
    ]
    text = f"{_quoted(figure.b)}: {said[0]}, sedangkan {said[1]}"
    if figure.value_a is None or figure.value_b is None:
        return f"{text}."
    difference = figure.value_b - figure.value_a
    return f"{text}; selisih {amount(difference, money=money)}."


def _measure(columns: tuple[str, ...]) -> str:
    return " + ".join(name.removesuffix("_k").replace("_", " ") for name in columns) + " (kinerja)"


def _quoted(line: Line) -> str:
    name = " ".join(line.uraian.split())
    name = f"{name[:_NAME]}…" if len(name) > _NAME else name
    return " ".join(filter(None, (line.kode, f"“{name}”")))


def _place(document: Document, line: Line) -> str:
    return f"{document.name} hal. {line.halaman}"


def rows(trial: Trial) -> Iterator[Comparison]:
    """Rows without a partner; between tables of one kind also those renamed or recoded.

    A row that a's own evaluation has and its plan lacks is told of a alone, not again over years.
    """
    alike = trial.check.a == trial.check.b
    known = set() if alike else _evaluated_before(trial)
    for a, b, by in trial.pairs:
        if a and b and alike:
            yield from _renamed(trial, a, b, by)
        elif not (a and b) and not (b and (b.tabel, b.baris) in known):
            yield from _alone(trial, a, b)


def _evaluated_before(trial: Trial) -> set[tuple[str, int]]:
    """Tabel and baris of b's evaluated rows that a evaluates as well."""
    kind = trial.check.b
    pairs = pair(trial.a.lines.get(kind, []), trial.b.lines[kind])
    return {(b.tabel, b.baris) for a, b, _ in pairs if a and b}


def _renamed(trial: Trial, a: Line, b: Line, by: str) -> Iterator[Comparison]:
    sides = Side(trial.a, a), Side(trial.b, b)
    if b.level not in NAMED:
        return
    where = f"({_place(trial.a, a)} → {_place(trial.b, b)})"
    if by == "kode_saja":
        text = f"Nama berubah: {_quoted(a)} menjadi {_quoted(b)} {where}."
        yield _note("nama_baris_berubah", *sides, text)
    elif by == "nama" and a.kode and b.kode:
        text = f"Kode berubah: {_quoted(a)} menjadi {_quoted(b)} {where}."
        yield _note("kode_baris_berubah", *sides, text)


def _alone(trial: Trial, a: Line | None, b: Line | None) -> Iterator[Comparison]:
    line, here, there = (b, trial.b, trial.a) if b else (a, trial.a, trial.b)
    if line is None or line.level not in NAMED:
        return
    kind = trial.check.a if b else trial.check.b
    table = "rencana" if kind == "rencana_kerja" else "evaluasi"
    text = f"{_quoted(line)} ({_place(here, line)}) tidak ada dalam {table} {there.name}."
    column, parts = next(iter(trial.candidate.columns.items()))
    one = Side(trial.a, a, parts[0], a.values.get(parts[0])) if a else Side(trial.a)
    other = Side(trial.b, b, column, b.values.get(column)) if b else Side(trial.b)
    yield _note("baris_satu_dokumen", one, other, text, status="tak_berpasangan")


def nothing_common(trial: Trial) -> Comparison:
    """Not one row of the two tables is the same."""
    text = f"{trial.a.name} dan {trial.b.name} tidak memuat satu baris pun yang sama."
    return _note("dasar_berbeda", *_whole(trial), text)


def other_basis(trial: Trial) -> Comparison:
    """The two tables do not repeat each other, and cannot contradict each other."""
    called = trial.candidate.called
    text = (
        f"Hanya {trial.agreeing} dari {len(trial.telling)} baris {called['b']} ({trial.b.name}) "
        f"sama dengan {called['a']} ({trial.a.name}): kemungkinan dasarnya berbeda."
    )
    return _note("dasar_berbeda", *_whole(trial), text)


def other_year(trial: Trial) -> Comparison:
    """The evaluation names a year whose plan its targets are not."""
    text = (
        f"Evaluasi dalam {trial.b.name} menyebut tahun {trial.b.evaluated}, tetapi "
        f"{trial.agreeing} dari {len(trial.telling)} targetnya adalah rencana tahun "
        f"{trial.a.tahun} ({trial.a.name})."
    )
    return _note("tahun_evaluasi_lain", *_whole(trial), text)


def _whole(trial: Trial) -> tuple[Side, Side]:
    column, parts = next(iter(trial.candidate.columns.items()))
    return Side(trial.a, None, " + ".join(parts)), Side(trial.b, None, column)


def _note(aturan: str, a: Side, b: Side, text: str, *, status: str = "beda") -> Comparison:
    level = (b.line or a.line).level if b.line or a.line else ""  # type: ignore[union-attr]
    found = rule(aturan)
    grade = found.kelas or "belum_jelas", severity(aturan, level)
    return Comparison(aturan, a, b, status, *grade, text)  # type: ignore[arg-type]
