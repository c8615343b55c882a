"""Is this an Indonesian word? By a list of stems and the affixes the language puts around them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import resources

SHORTEST = 3  # letters a stem keeps when affixes are taken off
_ENDINGS = ("", "nya", "kan", "an", "i", "kannya", "annya", "inya", "lah", "pun")
_BEGINNINGS = (
    "", "di", "ke", "se", "ber", "be", "ter", "te", "per", "pe", "pem", "pen", "peng", "peny",
    "penge", "pel", "pers", "me", "mem", "men", "meng", "meny", "menge", "memper", "diper",
    "keber", "kese", "keter", "pember", "berke", "seke", "menye", "penye", "antar", "pra", "non",
    "sub", "terse", "dise", "berse", "ketidak",
)  # fmt: skip
#: The letter of the stem that a prefix swallows: mem-pakai -> memakai.
_SWALLOWED = {"mem": "p", "pem": "p", "men": "t", "pen": "t", "meng": "k", "peng": "k",
              "meny": "s", "peny": "s"}  # fmt: skip


@cache
def stems() -> frozenset[str]:
    """All words of ``tables/kata.txt``."""
    text = resources.files("tables").joinpath("kata.txt").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(word for line in lines for word in line.split())


@cache
def is_word(word: str, stem: int = SHORTEST) -> bool:
    """Whether a word is a stem of the list with any usual affixes.

    Args:
        word: letters only, any case.
        stem: letters the stem has at least where it has affixes.
    """
    plain = word.lower()
    return plain in stems() or any(
        left in stems() for left in _stripped(plain) if len(left) >= stem
    )


def _stripped(word: str) -> Iterator[str]:
    """What may be left of a word without its affixes."""
    for ending in _ENDINGS:
        if not word.endswith(ending):
            continue
        rest = word[: len(word) - len(ending)]
        for beginning in _BEGINNINGS:
            stem = rest[len(beginning) :]
            if beginning.startswith("me") and ending.startswith("an"):
                continue  # me- makes verbs, -an nouns
            if rest.startswith(beginning) and len(stem) >= SHORTEST:
                yield stem
                if beginning in _SWALLOWED:
                    yield _SWALLOWED[beginning] + stem
