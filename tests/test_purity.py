"""The pure rooms touch nothing, no code knows a country, and files and functions stay small."""

from __future__ import annotations

import ast
import re
import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest

from ivr.plan.versions import Plans
from ivr.settings import PACKAGE_ROOT

PURE = (
    "ivr/call/*.py",
    "ivr/engine/**/*.py",
    *(
        f"ivr/plan/{name}.py"
        for name in ("call_plan", "conditions", "holidays", "kinds", "opening", "week")
    ),
    "prompts/**/*.py",
    "routing/*.py",
)
IMPURE = {"flask", "random", "redis", "requests", "secrets", "sqlalchemy", "time", "twilio", "uuid"}
CLOCKS = {"now", "today", "utcnow"}
LONGEST_FILE, MEDIAN_FILE, LONG_FUNCTION, MEDIAN_FUNCTION = 400, 120, 40, 10


def files(*patterns: str) -> list[Path]:
    return sorted({path for pattern in patterns for path in PACKAGE_ROOT.glob(pattern)})


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE_ROOT).as_posix()


ROOMS = files(*PURE)
CODE = files("ivr/**/*.py", "prompts/**/*.py", "routing/**/*.py")


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def imported(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").partition(".")[0]


def clocks(module: ast.Module) -> Iterator[str]:
    """Calls of datetime.now and the like, wherever they hide."""
    for node in ast.walk(module):
        if isinstance(node, ast.Attribute) and node.attr in CLOCKS:
            owner = node.value
            known = owner.id if isinstance(owner, ast.Name) else getattr(owner, "attr", "")
            if known in ("date", "datetime"):
                yield f"line {node.lineno}: {known}.{node.attr}"


def compared(module: ast.Module) -> Iterator[tuple[int, str]]:
    """Every text that something is compared or matched with, or looked up among."""
    for node in ast.walk(module):
        if isinstance(node, (ast.Compare, ast.MatchValue, ast.MatchMapping)):
            for part in ast.walk(node):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    yield part.lineno, part.value


def functions(module: ast.Module) -> Iterator[tuple[str, int]]:
    """Name and lines of each function, its docstring not counted."""
    for node in ast.walk(module):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            words = node.body[0] if ast.get_docstring(node) else None
            spoken = (words.end_lineno or 0) - words.lineno + 1 if words else 0
            yield node.name, (node.end_lineno or 0) - node.lineno + 1 - spoken


def test_there_are_pure_rooms() -> None:
    assert len(ROOMS) > 25
    assert set(ROOMS) <= set(CODE)


@pytest.mark.parametrize("path", ROOMS, ids=name_of)
def test_pure_rooms_import_nothing_that_acts(path: Path) -> None:
    assert not IMPURE & set(imported(tree(path)))


@pytest.mark.parametrize("path", ROOMS, ids=name_of)
def test_pure_rooms_have_no_clock(path: Path) -> None:
    assert list(clocks(tree(path))) == []


def test_the_scan_finds_what_it_looks_for() -> None:
    guilty = ast.parse(
        "import random, redis.client\nfrom twilio.rest import Client\n"
        "def f(country):\n    if country == 'AR' or country in ('BR', x): return datetime.now()\n"
        "    match country:\n        case 'PE': return datetime.date.today()\n"
    )
    assert {"random", "redis", "twilio"} <= set(imported(guilty))
    assert list(clocks(guilty)) == ["line 4: datetime.now", "line 6: date.today"]
    assert {text for _, text in compared(guilty)} == {"AR", "BR", "PE"}
    assert list(functions(guilty)) == [("f", 4)]


# Country differences are data: nothing asks which country it is.
@pytest.mark.parametrize("path", CODE, ids=name_of)
def test_no_country_is_named_in_code(path: Path, plans: Plans) -> None:
    countries = set(plans.current.countries)
    named = [(line, text) for line, text in compared(tree(path)) if text in countries]
    assert not named


@pytest.mark.parametrize("path", CODE, ids=name_of)
def test_files_are_whole_and_small(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.count("\n") <= LONGEST_FILE
    assert not re.search(r"\b(TODO|FIXME|XXX)\b", text)
    if tree(path).body[1:]:
        assert "from __future__ import annotations" in text


def test_most_files_and_functions_are_small() -> None:
    lengths = [path.read_text("utf-8").count("\n") for path in CODE]
    assert statistics.median(lengths) <= MEDIAN_FILE
    sizes = [lines for path in CODE for _, lines in functions(tree(path))]
    assert statistics.median(sizes) <= MEDIAN_FUNCTION


def test_few_functions_are_long() -> None:
    long = [
        f"{name_of(path)}: {name} has {lines} lines"
        for path in CODE
        for name, lines in functions(tree(path))
        if lines > LONG_FUNCTION
    ]
    assert len(long) <= 5, long
