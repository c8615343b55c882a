"""What auditors read, in Indonesian and English: one YAML a part, each text in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Literal, get_args

from tables.errors import SpecError
from tables.knowledge import knowledge

Language = Literal["id", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


@cache
def texts(part: str, language: Language) -> Mapping[str, str]:
    """The texts of ``audit/texts/<part>.yaml`` by name.

    Raises:
        SpecError: a text lacks a language.
    """
    found: dict[str, dict[str, str]] = knowledge(resources.files(__name__) / f"{part}.yaml")
    for name, said in found.items():
        if set(said) != set(LANGUAGES):
            raise SpecError(f"texts/{part}.yaml: {name} must be said in {', '.join(LANGUAGES)}")
    return {name: str(said[language]) for name, said in found.items()}


def rule_sentence(rule: str | None, language: Language) -> str:
    """What a rule of a cell or a finding says; empty where it is not described."""
    from tables.rules import rules

    described = rules().get(rule or "")
    if described is None:
        return ""
    return described.text if language == "id" else described.text_en
