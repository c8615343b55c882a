"""What a table's identities prove about doubtful cells, and which certain cells they contradict.

A doubtful cell is decided only among its own candidates: the value is the only one with which
every identity around the cell holds, and at least one of these identities would notice any other
digit in the places in doubt. An exact sum always notices; a ratio rounded to two decimals notices
the leading digits of an amount only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import product

from cleaning.identities import Get, Identity, Place, getter, identities, ulp
from cleaning.slips import differing, one_slip, substituted
from tables.model import CleanTable, Entry
from tables.spec import TableSpec

OBEYED = 0.8  # share of a rule's clear rows in which it must hold before it may choose a reading
STRICT = 0.9  # … before it may doubt what nobody else does
ENOUGH = 4  # clear rows before that share means anything
UNBROKEN = 0.97  # … before one of …
MANY = 30  # … clear rows that breaks it is a doubt by itself
CENTS = (0, 1, -1)  # rupiah by which hidden cents may move a sum
PAIRS = 64  # combinations of two cells' readings tried at most

Chosen = dict[Place, Decimal]


@dataclass(frozen=True, slots=True)
class Doubt:
    """A cell no reading settles.

    Attributes:
        candidates: the values its readings give, best first, in the unit of ``Entry.value``;
            empty where none is a number.
        whole: every digit is in doubt, not only those in which the candidates differ.
        decimals: of the column's numbers; a ratio must be met to the last of them.
    """

    candidates: tuple[Decimal, ...]
    whole: bool = False
    decimals: int = 0

    @property
    def places(self) -> list[int] | None:
        return None if self.whole else differing(self.candidates)


class Proof:
    """The identities of one table around its doubtful cells."""

    def __init__(self, table: CleanTable, spec: TableSpec, doubts: Mapping[Place, Doubt]) -> None:
        trial = _with_values(table, doubts)
        self.doubts = doubts
        self.chosen: Chosen = {}
        self._base = getter(trial)
        self._identities = self._usable(identities(trial, spec))
        self._around: dict[Place, list[Identity]] = {}
        for identity in self._identities:
            for place in {identity.target, *identity.terms}:
                self._around.setdefault(place, []).append(identity)

    # --- deciding ---------------------------------------------------------------------------

    def solve(self) -> Chosen:
        """The doubtful cells that identities decide: one at a time, then two that share some."""
        while self._one() or self._two():
            pass
        return self.chosen

    def _one(self) -> bool:
        """Decide every cell that is the only open one of some identity."""
        found = False
        for place in self._open_cells():
            here = [i for i in self._around.get(place, ()) if self._open(i) == {place}]
            value = self._only([place], here)
            if value is not None:
                self.chosen |= value
                found = True
        return found

    def _two(self) -> bool:
        """Decide two cells together where two exact identities or more hold them."""
        for place in self._open_cells():
            for identity in self._around.get(place, ()):
                both = self._open(identity)
                if len(both) != 2 or not identity.exact or len(identity.terms) < 2:
                    continue
                here = [i for p in both for i in self._around[p] if self._open(i) <= both]
                here = list({id(i): i for i in here}.values())
                if sum(i.exact for i in here) < 2:
                    continue
                values = self._only(sorted(both), here)
                if values is not None:
                    self.chosen |= values
                    return True
        return False

    def _only(self, places: list[Place], here: list[Identity]) -> Chosen | None:
        """The only values with which all identities hold and prove each cell."""
        options = [self.doubts[place].candidates for place in places]
        fitting = []
        if not here or _count(options) > PAIRS:
            return None
        for values in product(*options):
            trial = dict(zip(places, values, strict=True))
            get = self._get(trial)
            if not any(identity.holds(get) is False for identity in here):
                fitting.append(trial)
        if len(fitting) != 1:
            return None
        trial = fitting[0]
        proven = all(any(self._clears(i, place, trial) for i in here) for place in places)
        return trial if proven else None

    def _clears(self, identity: Identity, place: Place, trial: Chosen) -> bool:
        """Whether an identity holds, and would not with another digit in a place of doubt."""
        doubt = self.doubts[place]

        def met(value: Decimal) -> bool:
            return _sharply(identity, self._get({**trial, place: value}), doubt.decimals)

        if place not in (identity.target, *identity.terms) or not met(trial[place]):
            return False
        return not any(map(met, substituted(trial[place], doubt.places)))

    # --- what the identities say of the other cells -----------------------------------------

    def proven(self) -> set[Place]:
        """Every cell of an exact identity that holds without any open cell."""
        get = self._get({})
        found: set[Place] = set()
        for identity in self._identities:
            if not self._open(identity) and identity.holds_exactly(get):
                found |= {p for p in (identity.target, *identity.terms) if get(p) is not None}
        return found

    def suspects(self, noisy: bool) -> dict[Place, tuple[Decimal, ...]]:
        """Cells whose reading nobody doubted, in identities that fail: values that would mend them.

        A figure is suspect where one misread digit in it explains the failure, or where nearly all
        other rows obey the formula; a gap of a rupiah a term is hidden cents instead.

        Args:
            noisy: agreement means little here: every unproven cell of a failing sum is suspect.
        """
        proven = self.proven()
        found: dict[Place, tuple[Decimal, ...]] = {}
        for identity in self._identities:
            if not (noisy or identity.exact or self._obeyed(identity) >= STRICT):
                continue
            if self._open(identity) and not (noisy and identity.exact):
                continue  # the doubtful figure itself is the likelier culprit
            for trial in self._failures(identity):
                gap = self._gap(identity, trial)
                if identity.exact and not noisy and abs(gap) <= len(identity.terms):
                    continue
                for place in {identity.target, *identity.terms} - proven - set(trial):
                    meant = self._mending(identity, place, trial)
                    if meant or (noisy and identity.exact) or self._alone(identity, place):
                        found[place] = tuple(dict.fromkeys((*found.get(place, ()), *meant)))
        return found

    def _alone(self, identity: Identity, place: Place) -> bool:
        """Whether a figure is the result of a formula that all but it and very few rows obey."""
        if identity.rule is None or identity.exact or place != identity.target:
            return False
        held, checked = self._tally[identity.rule.target]
        return checked >= MANY and held >= UNBROKEN * checked

    def _failures(self, identity: Identity) -> list[Chosen]:
        """The readings of its one open cell, if any, with which an identity fails, if all do."""
        open_ = self._open(identity)
        if len(open_) > 1:
            return []
        trials: list[Chosen] = [{}]
        for place in open_:
            trials = [{place: value} for value in self.doubts[place].candidates]
        failed = [t for t in trials if identity.holds(self._get(t)) is False]
        return failed if len(failed) == len(trials) else []

    def _gap(self, identity: Identity, trial: Chosen) -> Decimal:
        get = self._get(trial)
        printed, expected = get(identity.target), identity.expected(get)
        return Decimal(0) if printed is None or expected is None else printed - expected

    def _nearly(self, identity: Identity, trial: Chosen) -> bool:
        if not identity.exact:
            return _sharply(identity, self._get(trial))
        return abs(self._gap(identity, trial)) <= max(CENTS)

    def _mending(self, identity: Identity, place: Place, trial: Chosen) -> tuple[Decimal, ...]:
        """The values one misread digit away with which the identity would hold."""
        get = self._get(trial)
        read, expected = get(place), identity.expected(get)
        if read is None or expected is None:
            return ()
        gap = self._gap(identity, trial)
        if place == identity.target:
            exact = [expected + cents for cents in CENTS]
            meant = exact if identity.exact else [expected.quantize(ulp(read))]
        elif identity.exact:
            meant = [read + way * gap + cents for way in (1, -1) for cents in CENTS]
        else:
            meant = list(substituted(read, None))
        return tuple(
            value
            for value in meant
            if one_slip(read, value) and self._nearly(identity, {**trial, place: value})
        )

    # --- reading values ---------------------------------------------------------------------

    def _get(self, trial: Chosen) -> Get:
        def get(place: Place) -> Decimal | None:
            if place in trial:
                return trial[place]
            return self.chosen[place] if place in self.chosen else self._base(place)

        return get

    def _open(self, identity: Identity) -> set[Place]:
        """The undecided cells of an identity."""
        members = {identity.target, *identity.terms}
        return {p for p in members if p in self.doubts and p not in self.chosen}

    def _open_cells(self) -> list[Place]:
        return [p for p, d in self.doubts.items() if p not in self.chosen and d.candidates]

    def _usable(self, found: Iterable[Identity]) -> list[Identity]:
        """Exact sums, and the rules that nearly all rows obey whose figures are certain."""
        listed = list(found)
        tally: dict[str, list[bool]] = {}
        for identity in listed:
            if identity.rule is not None and not self._open(identity):
                verdict = identity.holds(self._base)
                if verdict is not None:
                    tally.setdefault(identity.rule.target, []).append(verdict)
        self._tally = {target: (sum(each), len(each)) for target, each in tally.items()}
        self._shares = {
            target: held / checked
            for target, (held, checked) in self._tally.items()
            if checked >= ENOUGH
        }
        return [i for i in listed if self._obeyed(i) >= OBEYED]

    def _obeyed(self, identity: Identity) -> float:
        """The share of rows that obey its rule; a sum has no other rule than to be right."""
        if identity.rule is None:
            return 1.0 if identity.exact else 0.0
        return self._shares.get(identity.rule.target, 0.0)


def _with_values(table: CleanTable, doubts: Mapping[Place, Doubt]) -> CleanTable:
    """The table with some value in every doubtful cell, so that no identity leaves it out."""
    by_row: dict[int, dict[str, Entry]] = {}
    for (baris, name), doubt in doubts.items():
        value = doubt.candidates[0] if doubt.candidates else Decimal(0)
        by_row.setdefault(baris, {})[name] = Entry(None, value=value)
    rows = [replace(r, entries={**r.entries, **by_row.get(r.baris, {})}) for r in table.rows]
    return replace(table, rows=rows)


def _sharply(identity: Identity, get: Get, decimals: int = 0) -> bool:
    """Holds as computed (no average instead), a rounded target within half its last digit.

    Args:
        decimals: the target has at least so many, even where a reading of it shows fewer.
    """
    printed, expected = get(identity.target), identity.expected(get)
    if printed is None or expected is None:
        return False
    if identity.exact:
        return printed == expected and identity.holds_exactly(get)
    last = min(ulp(printed), Decimal(1).scaleb(-decimals))
    return abs(printed - expected) <= identity.slack(get) - ulp(printed) + last / 2


def _count(options: list[tuple[Decimal, ...]]) -> int:
    count = 1
    for values in options:
        count *= len(values)
    return count
