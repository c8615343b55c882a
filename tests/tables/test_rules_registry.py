"""Every rule the code names is described, every described one is named; docs/rules.md says so."""

from __future__ import annotations

import ast

import pytest
import rule_ids

from tables import rulebook
from tables.errors import SpecError
from tables.rules import parse_rule, rule, rules, severity

GIVEN = {"id": "Satu kalimat.", "en": "One sentence.", "kelas": "sumber", "tingkat": "info"}


def test_every_rule_the_code_names_is_described() -> None:
    missing = {name: where for name, where in rule_ids.named().items() if name not in rules()}
    assert not missing, "describe them in tables/aturan/*.yaml"
    assert len(rule_ids.named()) > 50  # the reader of the syntax still finds them


def test_every_described_rule_is_named_in_the_code() -> None:
    unused = set(rules()) - rule_ids.literals()
    assert not unused, "no code raises them"


def test_severities_in_the_code_are_those_of_the_rules() -> None:
    for where, given in rule_ids.findings():
        names = list(rule_ids._literals(given["aturan"]))
        grades = list(rule_ids._literals(given["tingkat"]))
        known = {rule(name).tingkat for name in names}
        known |= {case.tingkat for name in names for case in rule(name).cases}
        milder = {"info"} if len(grades) > 1 else set()  # a choice may make less of a case
        assert not names or set(grades) - milder <= known, (where, names)


def test_a_finding_names_a_rule_that_makes_findings() -> None:
    for where, given in rule_ids.findings():
        for name in rule_ids._literals(given["aturan"]):
            assert rule(name).tingkat, (where, name)


def test_the_syntax_reader_sees_choices_and_tuples() -> None:
    tree = ast.parse('entry.status, entry.rule = "x", "a" if b else "c"\nf(rule=d or "e")')
    found = {text for value in rule_ids._values(tree) for text in rule_ids._literals(value)}
    assert found == {"a", "c", "e"}


def test_docs_are_current() -> None:
    assert rulebook.PATH.read_text("utf-8") == rulebook.render(), "run `python -m tables.rulebook`"


def test_docs_hold_every_rule_and_area() -> None:
    text = rulebook.render()
    assert all(f"| `{name}` |" in text for name in rules())
    assert {r.area for r in rules().values()} <= set(rulebook._AREAS)


def test_severity_is_by_level_and_column() -> None:
    assert severity("rumus_baris", "program", "uang") == "kritis"
    assert severity("rumus_baris", "sub_kegiatan", "uang") == "sedang"
    assert severity("rumus_baris", "program", "persen") == "info"
    assert severity("kolom_hilang", kolom="uraian") == "kritis"


def test_a_rule_of_cells_has_no_severity() -> None:
    with pytest.raises(KeyError, match="makes no findings"):
        severity("angka_dibungkus")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"id": "tanpa titik"}, "sentence"),
        ({"en": None}, "sentence"),
        ({"kelas": "lain"}, "kelas"),
        ({"kelas": None}, "go together"),
        ({"tingkat": "berat"}, "tingkat"),
        ({"warna": "merah"}, "unknown fields"),
        ({"tingkat_menurut": [{"tingkat": "info"}]}, "a case needs"),
        ({"tingkat_menurut": [{"jenis": ["emas"], "tingkat": "info"}]}, "jenis"),
    ],
)
def test_a_bad_rule_says_what_is_wrong(change: dict[str, object], said: str) -> None:
    with pytest.raises(SpecError, match=said):
        parse_rule("contoh", "hitungan", {**GIVEN, **change})
