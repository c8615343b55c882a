"""Every question of the cookbook has the answer printed below it."""

from __future__ import annotations

import re

import pytest
from cookbook_answers import COOKBOOK, Recipe, recipes, table
from published import Published

from audit.query import ask

RECIPES = recipes()


def test_there_are_ten() -> None:
    assert [recipe.title.split(".")[0] for recipe in RECIPES] == [str(i) for i in range(1, 11)]
    assert COOKBOOK.read_text("utf-8").count("```sql") == 10


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.title)
def test_answer(published: Published, recipe: Recipe) -> None:
    answer = ask(published.clean, recipe.sql)
    assert answer.num_rows > 0
    command = f"python tests/audit/cookbook_answers.py {published.clean}"
    assert table(answer) == recipe.answer, f"if the new answer is right, run `{command}`"


def test_the_answers_do_not_depend_on_the_order_of_rows() -> None:
    assert all(re.search(r"\norder by ", recipe.sql) for recipe in RECIPES)
