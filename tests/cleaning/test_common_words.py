"""Words of the language, with their affixes; letters nobody writes so are none."""

from __future__ import annotations

import pytest

from cleaning.words import is_word, stems


@pytest.mark.parametrize(
    "word",
    ["Pelaksanaan", "terlaksananya", "PENYEDIAAN", "memakai", "menulis", "mengirim", "menyusun",
     "pengelolaan", "ketertiban", "wilayah", "dan"],
)  # fmt: skip
def test_stems_and_affixes_make_words(word: str) -> None:
    assert is_word(word)


@pytest.mark.parametrize("word", ["wilavah", "nengelolaan", "masvarakat", "pelathan", "kan", "x"])
def test_misread_words_and_bare_affixes_are_none(word: str) -> None:
    assert not is_word(word)


def test_a_stem_may_have_to_be_longer_to_count() -> None:
    assert is_word("berapai") is True  # apa, as far as affixes go
    assert not is_word("berapai", stem=4)
    assert is_word("apa", stem=4)  # printed in the list as it is


def test_the_list_holds_words_alone() -> None:
    assert len(stems()) > 1500
    assert all(word == word.lower() and "#" not in word for word in stems())
