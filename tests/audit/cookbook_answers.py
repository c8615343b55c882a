"""The queries of docs/cookbook.md and the answers printed below them.

``python tests/audit/cookbook_answers.py CLEAN`` writes the answers of a clean folder into the file.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from audit.query import ask, written

COOKBOOK = Path(__file__).parents[2] / "docs" / "cookbook.md"
_RECIPE = re.compile(
    r"^## (?P<title>.+?)$.*?^```sql\n(?P<sql>.*?)^```\n(?:\n(?P<answer>(?:^\|[^\n]*\|\n)+))?",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Recipe:
    """A question, its query, and the Markdown table below it; empty where there is none."""

    title: str
    sql: str
    answer: str


def recipes() -> list[Recipe]:
    found = _RECIPE.finditer(COOKBOOK.read_text("utf-8"))
    return [Recipe(m["title"], m["sql"], m["answer"] or "") for m in found]


def table(answer: pa.Table) -> str:
    """An answer as a Markdown table, numbers to the right."""
    numbers = [not pa.types.is_string(type_) for type_ in answer.schema.types]
    lines = [
        answer.column_names,
        ["---:" if number else "---" for number in numbers],
        *([written(value).strip() for value in row.values()] for row in answer.to_pylist()),
    ]
    assert not any("|" in cell or "\n" in cell for line in lines for cell in line)
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def rewrite(clean: Path) -> None:
    """Put the answers of ``clean`` below the queries."""

    def answered(match: re.Match[str]) -> str:
        whole, given = match[0], match["answer"]
        question = whole.removesuffix(f"\n{given}") if given else whole
        return f"{question}\n{table(ask(clean, match['sql']))}"

    COOKBOOK.write_text(_RECIPE.sub(answered, COOKBOOK.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    rewrite(Path(sys.argv[1]))
