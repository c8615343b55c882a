"""Does a table agree with itself? What does not is a finding; no printed value ever changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations

from cleaning.claims import no_claim, sure
from cleaning.formulas import RowRule
from cleaning.hidden import hidden_decimals
from cleaning.identities import (
    Get,
    Identity,
    Place,
    getter,
    identities,
    of_row,
    share,
    turned,
)
from cleaning.levels import RANK
from cleaning.scanned import is_scanned
from cleaning.typing_notes import short_name, shown, typing_findings
from tables.model import CleanRow, CleanTable, Entry, Finding, FindingClass, Level, Severity
from tables.rules import severity
from tables.spec import TableSpec

_ENOUGH = 4  # rows before a formula as a whole can be called wrong
_LISTED = 60  # children named in the evidence of one finding


def check(table: CleanTable, spec: TableSpec) -> list[Finding]:
    """Every contradiction of a table with its own formulas, sums, totals and averages.

    Money must be exact to the rupiah (one unit where the header's scale is above 1), percents
    within the rounding of their printed digits, kinerja likewise or as an average. A formula that
    holds in fewer than half of its rows is reported once. ``kelas`` is ``sumber`` only where every
    figure used was read with certainty.
    """
    get = getter(table)
    broken = [i for i in identities(table, spec) if i.holds(get) is False]
    signed = _with_signs(broken, get)
    summed = _by_their_rows(broken, table, get)
    by_rule: dict[str, list[Identity]] = defaultdict(list)
    found: list[Finding] = []
    for identity in broken:
        if identity.rule is not None:
            if not hidden_decimals(identity, table, get):
                by_rule[identity.target[1]].append(identity)
        elif not (no_claim(identity, _row(table, identity), table) or identity.holds(signed)):
            found.append(_unequal(identity, table, spec, get, summed))
    for failures in by_rule.values():
        found += _of_rule(failures, table, spec, get)
    found += typing_findings(table)
    return sorted(found, key=lambda f: (f.baris or 0, f.kolom, f.aturan))


def confirm(table: CleanTable, spec: TableSpec) -> set[tuple[int, str]]:
    """The (baris, kolom) of every money cell that at least one exact identity proves."""
    get = getter(table)
    proven: set[Place] = set()
    for identity in identities(table, spec):
        if identity.holds_exactly(get):
            used = (identity.target, *identity.terms)
            proven.update(place for place in used if get(place) is not None)
    return proven


# --- formulas ------------------------------------------------------------------------------


def _of_rule(
    failures: list[Identity], table: CleanTable, spec: TableSpec, get: Get
) -> list[Finding]:
    """Findings of one formula: one for all rows where most do not follow it."""
    rule = failures[0].rule
    assert rule is not None
    counts = share(rule, table)
    if _mostly_wrong(counts):
        return [_formula_wrong(rule, failures, counts, table, spec)]
    found: list[Finding] = []
    for level in (
        () if rule.type == "uang" else RANK
    ):  # percents of upper levels follow rules of their own
        counts = share(rule, table, level)
        if _mostly_wrong(counts):
            of_level = [i for i in failures if _row(table, i).level == level]
            failures = [i for i in failures if i not in of_level]
            found.append(_formula_wrong(rule, of_level, counts, table, spec, level))
    for identity in failures:
        found += _of_one_row(identity, rule, table, spec, get)
    return found


def _mostly_wrong(counts: tuple[int, int]) -> bool:
    held, checked = counts
    return checked >= _ENOUGH and held * 2 < checked


def _of_one_row(
    identity: Identity, rule: RowRule, table: CleanTable, spec: TableSpec, get: Get
) -> list[Finding]:
    printed, expected = get(identity.target), identity.expected(get)
    assert printed is not None
    assert expected is not None
    found = []
    sign_lost = _sign_lost(identity, get)
    if sign_lost:
        text = f"{_where(identity, table)} tercetak tanpa tanda minus"
        found.append(_finding("tanda_hilang", identity, table, spec, text))
    if not sign_lost or abs(printed) != abs(expected):
        text = f"{_where(identity, table)} tidak sama dengan {_formula_text(rule)}"
        empty = _empty(identity, get)
        text += f", dengan {' dan '.join(empty)} yang kosong sebagai nol" if empty else ""
        found.append(_finding("rumus_baris", identity, table, spec, text))
    return found


def _empty(identity: Identity, get: Get) -> list[str]:
    """Columns of a row's formula in which nothing is printed: it counts them as nothing."""
    return [column for place in identity.terms if get(place) is None for column in place[1:]]


def _sign_lost(identity: Identity, get: Get) -> bool:
    """Whether a decrease is printed as an increase."""
    printed, expected = get(identity.target), identity.expected(get)
    change = identity.target[1].startswith("perubahan") and identity.exact
    return change and printed is not None and expected is not None and printed > 0 > expected


def _formula_wrong(  # noqa: PLR0917
    rule: RowRule,
    failures: list[Identity],
    counts: tuple[int, int],
    table: CleanTable,
    spec: TableSpec,
    level: Level | None = None,
) -> Finding:
    """One finding for a formula most rows do not follow; names the inverted one if that fits."""
    held, checked = counts
    name = "rumus_tidak_berlaku"
    rows = f"{checked} baris" + (f" {level}" if level else "")
    text = f"{_formula_text(rule)} hanya berlaku pada {held} dari {rows}"
    evidence: dict[str, object] = {"rumus": rule.text, "berlaku": held, "diperiksa": checked}
    other = turned(rule)
    fits = _fits(other, failures, table) if other is not None else 0
    if other is not None and fits * 2 > checked:
        name = "rumus_terbalik"
        text += f"; rumus terbalik {other.text} cocok pada {fits} baris"
        evidence |= {"rumus_yang_cocok": other.text, "cocok": fits}
    evidence["baris_tidak_cocok"] = [i.target[0] for i in failures][:_LISTED]
    certain = rule.printed and all(_certain(i, table) for i in failures)
    return Finding(
        aturan=name,
        kelas="sumber" if certain else "belum_jelas",
        tingkat=severity(name, level or "", rule.type) if rule.printed else "info",
        uraian=f"Kolom {rule.target}: rumus {text}.",
        kind=table.kind,
        tabel=table.tabel,
        kolom=rule.target,
        halaman=table.pages[0] if table.pages else None,
        bukti=evidence,
    )


def _fits(rule: RowRule, failures: list[Identity], table: CleanTable) -> int:
    """In how many of the failing rows another rule holds."""
    get = getter(table)
    rows = (_row(table, identity) for identity in failures)
    return sum(of_row(rule, row, table).holds(get) is True for row in rows)


def _formula_text(rule: RowRule) -> str:
    if not rule.printed:
        return rule.text
    return f"{rule.printed} ({rule.text})"


# --- sums and averages ---------------------------------------------------------------------


def _with_signs(broken: Sequence[Identity], get: Get) -> Get:
    """The values with every lost minus sign put back: a sum of them need not be told as well."""
    lost = {i.target for i in broken if i.rule is not None and _sign_lost(i, get)}

    def signed(place: Place) -> Decimal | None:
        value = get(place)
        return -value if place in lost and value is not None else value

    return signed


def _by_their_rows(broken: Sequence[Identity], table: CleanTable, get: Get) -> dict[Place, Decimal]:
    """What headings would be that are not the sum of their rows, if they were.

    Those that miss it by hidden cents only are left out.
    """
    sums: dict[Place, Decimal] = {}
    for identity in broken:
        printed, expected = get(identity.target), identity.expected(get)
        if identity.kind != "anak" or printed is None or expected is None:
            continue
        cents = abs(printed - expected) <= len(identity.terms)
        if not cents and not no_claim(identity, _row(table, identity), table):
            sums[identity.target] = expected
    return sums


def _not_at_fault(identity: Identity, summed: dict[Place, Decimal], get: Get) -> list[Place]:
    """The one term, or all, at fault where a sum holds once they are the sum of their own rows."""
    wrong = [place for place in identity.terms if place in summed]
    for some in (*([place] for place in wrong), wrong):

        def mended(place: Place, some: list[Place] = some) -> Decimal | None:
            return summed[place] if place in some else get(place)

        if some and identity.holds(mended):
            return some
    return []


def _unequal(
    identity: Identity,
    table: CleanTable,
    spec: TableSpec,
    get: Get,
    summed: dict[Place, Decimal],
) -> Finding:
    where = _where(identity, table)
    at_fault = _not_at_fault(identity, summed, get)
    if at_fault:
        rows = {row.baris: row for row in table.rows}
        rule = "jumlah_total" if identity.kind == "total" else "jumlah_anak"
        names = " dan ".join(
            f"{short_name(rows[baris])} sebesar jumlah barisnya sendiri, {shown(summed[place])}"
            for place in at_fault
            for baris in place[:1]
        )
        text = f"{where} cocok dengan jumlah {len(identity.terms)} baris hanya bila {names}"
        finding = _finding(rule, identity, table, spec, text, "jumlah yang tercetak")
        finding.bukti["anak"] = [_cell(place, get) for place in at_fault]
        return replace(finding, tingkat="info")
    if identity.kind == "rata_rata":
        text = f"{where} bukan rata-rata {len(identity.terms)} baris di atasnya"
        return _finding("rata_rata", identity, table, spec, text)
    left_out = _explain(identity, get)
    if left_out is None:
        rule = "jumlah_total" if identity.kind == "total" else "jumlah_anak"
        text = f"{where} tidak sama dengan jumlah {len(identity.terms)} baris di bawahnya"
        if identity.kind == "total":
            text = f"{where} tidak sama dengan jumlah {len(identity.terms)} baris yang dijumlahkan"
        return _finding(rule, identity, table, spec, text)
    rule, places = left_out
    rows = {row.baris: row for row in table.rows}
    names = " dan ".join(short_name(rows[baris]) for baris, _ in places)
    verb = "tidak memasukkan" if rule == "anak_terlewat" else "menghitung dua kali"
    text = f"{where} {verb} {names}"
    typed = [p for p in places if _entry(rows, p).rule == "format_asing"]
    if typed:
        text += " (angka diketik dengan pemisah asing sehingga mungkin terbaca sebagai teks)"
    finding = _finding(rule, identity, table, spec, text)
    finding.bukti["anak"] = [_cell(place, get) for place in places]
    return finding


def _explain(identity: Identity, get: Get) -> tuple[str, tuple[Place, ...]] | None:
    """The one or two terms whose value is exactly the difference, if only one choice fits."""
    printed, expected = get(identity.target), identity.expected(get)
    if printed is None or expected is None:
        return None
    gap = expected - printed
    filled = [place for place in identity.terms if get(place)]
    for rule, wanted in (("anak_terlewat", gap), ("anak_ganda", -gap)):
        for size in (1, 2) if len(filled) > 2 else (1,):
            fits = [
                places
                for places in combinations(filled[:_LISTED], size)
                if sum((get(place) or Decimal(0) for place in places), Decimal(0)) == wanted
            ]
            if len(fits) == 1:
                return rule, fits[0]
            if fits:
                return None
    return None


# --- wording and evidence ------------------------------------------------------------------


def _finding(  # noqa: PLR0917
    rule: str,
    identity: Identity,
    table: CleanTable,
    spec: TableSpec,
    text: str,
    wanted: str = "seharusnya",
) -> Finding:
    get = getter(table)
    baris, column = identity.target
    row = _row(table, identity)
    entry = row.entries[column]
    printed, expected = get(identity.target), identity.expected(get)
    assert expected is not None
    rounded = _round(expected)
    kelas = _kelas(identity, table)
    seen = "tercetak"
    if kelas == "ekstraksi":
        text, seen = f"Menurut bacaan yang belum pasti, {text}", "terbaca"
    return Finding(
        aturan=rule,
        kelas=kelas,
        tingkat=_tingkat(rule, identity, row, spec, abs((printed or rounded) - rounded)),
        uraian=f"{text}: {seen} {shown(printed)}, {wanted} {shown(rounded)}.",
        kind=table.kind,
        tabel=table.tabel,
        baris=baris,
        kolom=column,
        halaman=entry.cell.page if entry.cell else row.page,
        tercetak=printed,
        seharusnya=rounded,
        bukti={
            "rumus": identity.rule.text if identity.rule else identity.text,
            "tercetak_rumus": identity.rule.printed if identity.rule else "",
            "sel": [_cell(place, get) for place in (identity.target, *identity.terms)][:_LISTED],
        },
    )


def _cell(place: Place, get: Get) -> dict[str, object]:
    value = get(place)
    return {"baris": place[0], "kolom": place[1], "nilai": None if value is None else str(value)}


def _round(value: Decimal) -> Decimal:
    """At most the four decimals the findings keep."""
    return value if value == value.to_integral_value() else round(value, 4)


def _where(identity: Identity, table: CleanTable) -> str:
    return f"{identity.target[1]} pada {short_name(_row(table, identity))}"


def _row(table: CleanTable, identity: Identity) -> CleanRow:
    return next(row for row in table.rows if row.baris == identity.target[0])


def _tingkat(
    rule: str, identity: Identity, row: CleanRow, spec: TableSpec, gap: Decimal
) -> Severity:
    """A sum that misses by no more than a rupiah a term is hidden cents, worth a note only."""
    if identity.exact and gap <= len(identity.terms):
        return "info"
    column = identity.target[1]
    return severity(rule, row.level, spec.types.get(column, ""), column)


def _kelas(identity: Identity, table: CleanTable) -> FindingClass:
    if not _certain(identity, table):
        return "ekstraksi"
    if identity.kind == "anak" and _incomplete(identity, table):
        return "belum_jelas"
    if identity.kind == "rumus" and _empty(identity, getter(table)):
        return "belum_jelas"
    return "sumber"


def _certain(identity: Identity, table: CleanTable) -> bool:
    """Whether every figure of an identity was read without doubt, and none may be missing."""
    rows = {row.baris: row for row in table.rows}
    places: Iterable[Place] = (identity.target, *identity.terms)
    if identity.kind in ("anak", "total") and _lost_in_scan(identity, table):
        return False
    return all(sure(_entry(rows, place)) for place in places)


def _lost_in_scan(identity: Identity, table: CleanTable) -> bool:
    """Whether a scanned row that may belong to a sum has no figure there, but unread ones."""
    baris, column = identity.target
    counted = {place[0] for place in identity.terms}
    for row in table.rows:
        below = row.parent == baris or (identity.kind == "total" and row.baris < baris)
        if not below or row.baris in counted or row.value(column) is not None:
            continue
        if any(is_scanned(e.cell) and not sure(e) for e in row.entries.values()):
            return True
    return False


def _entry(rows: dict[int, CleanRow], place: Place) -> Entry:
    return rows[place[0]].entries.get(place[1]) or Entry(None)


def _incomplete(identity: Identity, table: CleanTable) -> bool:
    """Whether lines below the parent may have lost their heading or their name."""
    rows = {row.baris: row for row in table.rows}
    nameless = any(rows[baris].level == "indikator" for baris, _ in identity.terms)
    parent = rows[identity.target[0]]
    for row in table.rows:
        if row.baris <= parent.baris:
            continue
        if row.level in (parent.level, "total"):
            break
        if row.parent is None and row.level in ("program", "kegiatan", "sub_kegiatan"):
            return True
    return nameless
