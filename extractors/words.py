"""Is a text layer words and numbers, or symbol soup?

Renja pages are half numbers, so a number counts as a word. The rest is judged twice, each test
weak alone: does a token look like a word (or is it one that every Renja uses), and does each
letter occur as often as in Indonesian. A font with shuffled codes keeps the look of words but not
the frequencies; a bad OCR layer keeps neither.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from functools import lru_cache

# On every legible page of the documents looked at, at most 0.25 of the characters stand in odd
# tokens and the letter likeness is at least 0.95; bad layers have at least 0.85 and at most 0.65.
MAX_ODD = 0.4
MIN_LIKENESS = 0.75
MIN_LETTERS = 100  # fewer letters say nothing about frequencies

# What Renja print that the shape test below would call odd: no vowel, or one or two letters.
_SHORT_FORMS = (
    "n k m a b c di ke se dr tk sd s/d s.d no ok ha km m2 m3 kk rw rt rp rb jt th thn tw ta kw bl "
    "skpd rkpd rpjmd rpjmn rpjpd rpjp spm sdm lppd dprd bmd kab./kota"
)
_SHORT = frozenset(_SHORT_FORMS.split())
_FREQUENCIES = (
    "a203 n122 e82 i65 r60 t47 p45 s45 k43 u40 d40 g37 m31 l28 o26 b25 h20 y11 j11 c6 w6 v4 f3 "
    "x0.5 z0.1 q0.1"
)
_PER_MILLE = {entry[0]: float(entry[1:]) for entry in _FREQUENCIES.split()}
_PER_MILLE_NORM = math.hypot(*_PER_MILLE.values())

_EDGE = ".,;:!?()[]{}\"'“”‘’`/\\|*_-–—•·<>=+&#~^%"
_NUMBER = re.compile(
    r"""(rp\.?)?[(+–-]*(rp\.?)?\d[\d.,:/–-]*[)%,.-]*   # Rp1.234,00  (2.10)  5.000,-  2.09.01
      | \d+=[\d()+*/:x–-]+ | [–.…-]+ | rp\.? | \#(div/0|ref|n/a|value|name)[!?]? | n/a
      | \(?[ivxl]{1,6}[).]?                            # column formulas, leaders, roman numerals
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LETTERS = re.compile(r"[a-zà-ÿ]{3,}|[a-zà-ÿ]+([-'’/.&][a-zà-ÿ]+)+", re.IGNORECASE)
_VOWEL = re.compile(r"[aiueo]", re.IGNORECASE)
_UNLIKELY = re.compile(r"(?i:[bcdfghjklmnpqrstvwxz]{5}|(.)\1\1)|[a-zà-ÿ][A-Z]")


@lru_cache(maxsize=20_000)
def _is_odd(token: str) -> bool:
    if _NUMBER.fullmatch(token):
        return False
    core = token.strip(_EDGE)
    if core.lower() in _SHORT or _NUMBER.fullmatch(core):
        return False
    looks_like_a_word = _LETTERS.fullmatch(core) and _VOWEL.search(core)
    return not looks_like_a_word or _UNLIKELY.search(core) is not None


def odd_share(text: str) -> float:
    """Share (0–1) of the printed characters that stand in neither a number nor a likely word."""
    tokens = text.split()
    total = sum(map(len, tokens))
    return sum(len(token) for token in tokens if _is_odd(token)) / total if total else 0.0


def likeness(text: str) -> float:
    """Cosine (0–1) between the text's letter counts and those of Indonesian; 1 without letters."""
    counts = Counter(text.lower())
    ours = {letter: counts[letter] for letter in _PER_MILLE}
    norm = math.hypot(*ours.values())
    if not norm:
        return 1.0
    return sum(n * _PER_MILLE[letter] for letter, n in ours.items()) / norm / _PER_MILLE_NORM


def legible(text: str) -> bool:
    """True where ``text`` reads as Indonesian words and numbers; an empty text is legible."""
    if odd_share(text) > MAX_ODD:
        return False
    letters = sum(map(str.isalpha, text))
    return letters < MIN_LETTERS or likeness(text) >= MIN_LIKENESS
