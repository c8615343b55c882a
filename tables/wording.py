"""Wording of headers as engines read it from a scan: single letters off, spaces lost.

Only words the forms are known to use are mended, and only in headers, which are no data.
"""

from __future__ import annotations

import re
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from tables.spec import vocabulary

LONG = 5  # letters from which a word is known although one of them is wrong
LONGER = 9  # … although two are
_SHORT = (
    "dan",
    "dari",
    "nama",
    "ke",
    "di",
    "pada",
    "yang",
    "s/d",
    "tw",
    "per",
    "oleh",
    "untuk",
    "dari",
)
_WORD = re.compile(r"[^\W\d_]+(?:[01|\]][^\W\d_]+)*")
_SPECKS = re.compile(r"^(?:[\s_|'`.,:;~-]+(?=[(\w])|[Il1!|]\s+(?=[^\W\d_]{3}))+")
_RUPIAH = re.compile(r"\(\s*[RHB][poqg]\s*[)J]?(?!\w)", re.I)
_LETTERS = str.maketrans("01|]", "oilj")
_FORMULA = re.compile(r"[\d()lIOo|]+\s*=")
_DIGITS = str.maketrans("lI|Oo", "11100")
_TIMES = re.compile(r"(?<=[\d)%])\s*[^\d\s().,%+\-*/:=×÷]+\s*(?=1?00\b|\()")


def mend_header(text: str) -> str:
    """Header text with misread words of the forms put right and glued ones parted."""
    text = _RUPIAH.sub("(Rp)", _SPECKS.sub("", text))
    return _WORD.sub(lambda match: _meant(match[0]), text)


@cache
def _meant(word: str) -> str:
    plain = word.lower().translate(_LETTERS)
    known = vocabulary().header_words
    if word.lower() in known or plain in _SHORT:
        return word
    near = plain if plain in known else _nearest(plain) or _cropped(plain)
    parts = [near] if near else _parted(plain)
    if not parts:
        return word
    if word.isupper():
        return " ".join(parts).upper()
    return " ".join(part.capitalize() if word[0].isupper() else part for part in parts)


def _nearest(word: str) -> str | None:
    """The only form word close enough, ``None`` where there is none or a choice."""
    if len(word) < LONG:
        return None
    for most in (1, 2) if len(word) >= LONGER else (1,):
        found = process.extract(
            word, _long_words(), scorer=Levenshtein.distance, score_cutoff=most, limit=2
        )
        if found:
            return found[0][0] if len(found) == 1 else None
    return None


@cache
def _long_words() -> tuple[str, ...]:
    return tuple(word for word in vocabulary().header_words if len(word) >= LONG)


def _cropped(word: str) -> str | None:
    """``ode`` of a header whose first letter stood on the rule: the only form word it can be."""
    known = vocabulary().header_words
    found = [w for w in known if len(w) == len(word) + 1 and word in (w[1:], w[:-1])]
    return found[0] if len(found) == 1 and 2 < len(word) < LONG else None


def _parted(word: str) -> list[str]:
    """``realisasicapaian`` -> its words, each a form word or a particle; [] where it is not."""
    known = vocabulary().header_words | set(_SHORT)
    best: list[list[str] | None] = [[]] + [None] * len(word)
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - 18), end):
            before, piece = best[start], word[start:end]
            if before is None or len(piece) < 2:
                continue
            meant = piece if piece in known else _nearest(piece) if len(piece) > 6 else None
            if meant and (best[end] is None or len(before) + 1 < len(best[end] or [])):
                best[end] = [*before, meant]
    parts = best[len(word)]
    return parts if parts and len(parts) > 1 else []


def tidy_formula(text: str) -> str:
    """``15=14/9"1OO`` as the number row prints it: ``15=14/9*100``; other text as it is."""
    if not _FORMULA.match(text):
        return text
    digits = text.translate(_DIGITS)
    times = _TIMES.sub("*", digits)
    return re.sub(r"(/\s*\(?\d{1,2}\)?)100\b", r"\1*100", times)


def tidy_number(token: str) -> str:
    """``l2`` -> ``12``: a column number with letters that look like digits."""
    return token.translate(_DIGITS) if re.fullmatch(r"\(?[\dlI|Oo]{1,2}\)?\.?", token) else token
