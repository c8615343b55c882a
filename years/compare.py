"""All documents of one agency against each other: every figure that is said twice.

Which column of an earlier document a later one repeats differs by form and by edition (the plan
before or after its perubahan; realisasi with or without the running year). It is not guessed from
headings: amounts of whole tables that agree to the rupiah do so because they are the same, so the
candidate that most rows agree with is the right one, and the rows that do not are contradictions.
Where none is borne out by half of the rows, the differences are told as ``info``, and why.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from years import tell
from years.checks import Check, checks
from years.model import Comparison, Document
from years.trial import Trial

PERIOD = 5  # years of a Renstra (Permendagri 86/2017)
#: Rows that must agree before a year is said to be another than the one printed.
_SURE = 5


def across(documents: Iterable[Document]) -> list[Comparison]:
    """What these documents of one agency say of each other; those without a year are left out.

    The order is that of the later documents, checks and rows: the same documents give the same
    list.
    """
    known = [d for d in documents if d.tahun and d.jenis != "renstra"]
    ordered = sorted(known, key=lambda d: (*d.edition, d.dokumen_id))
    found: list[Comparison] = []
    told: set[tuple[str, str, str, str]] = set()
    for b in ordered:
        for check in checks():
            if check.b not in b.lines:
                continue
            trial, notes = _settle(check, b, [a for a in ordered if check.a in a.lines])
            found += notes
            if trial is None:
                continue
            found += tell.figures(trial)
            tables = (trial.a.dokumen_id, b.dokumen_id, check.a, check.b)
            if tables not in told:
                told.add(tables)
                found += tell.rows(trial)
    return found


def _settle(
    check: Check, b: Document, others: Sequence[Document]
) -> tuple[Trial | None, list[Comparison]]:
    """The trial to go by, ``None`` without one, and what there is to say about the choice."""
    if check.distance == "evaluasi":
        return _evaluated(check, b, others)
    earlier = _earlier(check, b, others)
    trials = list(_trials(check, earlier, b))
    best = _best(trials)
    if trials and not any(pair.a and pair.b for trial in trials for pair in trial.pairs):
        return None, [tell.nothing_common(trials[0])]
    if best is None or best.accepted or check.forecast:
        return best, []
    if check.distance == "tahun" and not _follows(best.a, b):
        return None, []
    return best, [tell.other_basis(best)]


def _follows(a: Document, b: Document) -> bool:
    """Whether b evaluates the next year, or the rest of the same one, as far as they say."""
    return not (a.evaluated and b.evaluated) or b.evaluated - a.evaluated in (0, 1)


def _evaluated(
    check: Check, b: Document, plans: Sequence[Document]
) -> tuple[Trial | None, list[Comparison]]:
    """The plan of the year ``b`` evaluates; its figures may show that it is another year's.

    A document that prints both is checked by itself; another copy of it has nothing to add.
    """
    plans = [a for a in plans if a.edition != b.edition or check.a not in b.lines]
    said = [a for a in plans if a.tahun == b.evaluated]
    best = _best(_trials(check, said, b))
    if best is not None and best.accepted:
        return best, []
    near = {b.tahun, b.tahun - 1, b.tahun - 2}
    if b.evaluated:
        near = {b.evaluated - 1, b.evaluated + 1}
    other = _best(_trials(check, [a for a in plans if a.tahun in near], b))
    if other is not None and other.accepted and other.agreeing >= _SURE:
        return other, [tell.other_year(other)] if b.evaluated else []
    return best, [tell.other_basis(best)] if best is not None else []


def _earlier(check: Check, b: Document, others: Sequence[Document]) -> list[Document]:
    """The documents a check lays beside ``b``, the newest edition first."""
    if check.distance == "tahun":
        found = [a for a in others if a.tahun == b.tahun - 1]
    elif check.distance == "edisi":
        found = [a for a in others if a.tahun == b.tahun and a.edition < b.edition]
    else:
        before = [a for a in others if a.edition < b.edition and _same_period(a, b)]
        newest = max((a.edition for a in before), default=None)
        found = [a for a in before if a.edition == newest]
    return sorted(found, key=lambda a: a.edition, reverse=True)


def _same_period(a: Document, b: Document) -> bool:
    if a.periode and b.periode:
        return a.periode == b.periode
    return b.tahun - a.tahun < PERIOD


def _trials(check: Check, earlier: Iterable[Document], b: Document) -> Iterator[Trial]:
    for a in earlier:
        for candidate in check.candidates:
            unlike = a.evaluated and b.evaluated and a.evaluated != b.evaluated
            if not (candidate.same_evaluation and unlike):
                yield Trial(check, candidate, a, b)


def _best(trials: Iterable[Trial]) -> Trial | None:
    """The trial most rows agree with; of equals the first: newest edition, likeliest columns."""
    comparable = [trial for trial in trials if trial.figures]
    return max(comparable, key=lambda trial: trial.agreeing, default=None)
