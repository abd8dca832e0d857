"""One idea, one word: no class name stands twice, and every public name says what it is."""

from __future__ import annotations

import ast
from collections import defaultdict

from ivr.call import facts
from tests.test_purity import CODE, name_of, tree

DECIDES_BY_NAME = {"text", "fact", "mark"}  # calls whose first argument names a fact or a key


def test_no_class_name_stands_twice() -> None:
    found = defaultdict(list)
    for path in CODE:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                found[node.name].append(name_of(path))
    assert {name: places for name, places in found.items() if len(places) > 1} == {}


def test_public_names_have_docstrings() -> None:
    bare = []
    for path in CODE:
        for node in tree(path).body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                parts = [node, *(node.body if isinstance(node, ast.ClassDef) else ())]
                bare += [
                    f"{name_of(path)}:{part.lineno} {part.name}"
                    for part in parts
                    if isinstance(part, ast.FunctionDef | ast.ClassDef)
                    and not part.name.startswith("_")
                    and not ast.get_docstring(part)
                ]
    assert bare == []


# Facts and session keys are named in call/facts.py; nobody asks for one by a text of his own.
def test_facts_are_named_once() -> None:
    names = {value for value in vars(facts).values() if isinstance(value, str)}
    asked = [
        f"{name_of(path)}:{node.lineno}"
        for path in CODE
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in DECIDES_BY_NAME
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and node.args[0].value in names
    ]
    assert asked == []
