"""YAML as admins write it, with the line of everything, and nothing that could harm."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.errors import ConfigError
from ivr.plan.source import parse


def refusal(text: str | bytes) -> str:
    with pytest.raises(ConfigError) as caught:
        parse(text.encode() if isinstance(text, str) else text, "config/x.yaml")
    (problem,) = caught.value.problems
    return str(problem)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: 1", 1),
        ("a: 0", 0),
        ("a: -1", "-1"),
        ("a: 08008005383", "08008005383"),
        ("a: 0x10", "0x10"),
        ("a: 1_000", "1_000"),
        ("a: 1.5", "1.5"),
        ("a: 12:30", "12:30"),
        ("a: 2026-12-24", "2026-12-24"),
        ("a: 1234567890123", "1234567890123"),
        ("a: +54 11 5170-5383", "+54 11 5170-5383"),
        ("a: yes", True),
        ("a: No", False),
        ("a: TRUE", True),
        ("a: on", "on"),
        ("a: NO DATA", "NO DATA"),
        ("a: 'yes'", "yes"),
        ('a: "1"', "1"),
        ("a: ~", None),
        ("a:", None),
        ("a: null", None),
        ("a: [1, x, {b: no}]", [1, "x", {"b": False}]),
        ("a: |\n  two\n  lines\n", "two\nlines\n"),
    ],
)
def test_values(text: str, value: object) -> None:
    assert parse(text.encode(), "x").value == {"a": value}


# A key is text whatever it looks like: country NO is not false, key 1 is not a number.
def test_keys_are_text() -> None:
    source = parse(b"NO: {1: a, 0800-1: b, yes: c}", "x")
    assert source.value == {"NO": {"1": "a", "0800-1": "b", "yes": "c"}}


def test_lines() -> None:
    source = parse(b"a:\n  b: 1\n  c:\n    - x\n    - {d: 2,\n       e: 3}\n", "x")
    lines = {("a",): 1, ("a", "b"): 2, ("a", "c"): 3, ("a", "c", 1): 5, ("a", "c", 1, "e"): 6}
    assert {path: source.line(*path) for path in lines} == lines
    assert source.line("a", "c", 1, "missing", "below") == 5  # the nearest thing above
    assert source.line("nowhere") == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: 1\nb: 2\na: 3", "config/x.yaml:3: 'a' stands twice (first on line 1); keep one"),
        ("a: {b: 1,\n b: 2}", "config/x.yaml:2: 'b' stands twice (first on line 1); keep one"),
        (
            "a: &x 1\nb: *x",
            "config/x.yaml:1: anchors and aliases (& and *) are not allowed; write it out",
        ),
        (
            "a: !!python/name:os.system 1",
            "config/x.yaml:1: tags (!) are not allowed; remove the tag",
        ),
        ("a: !!str 1", "config/x.yaml:1: tags (!) are not allowed; remove the tag"),
        ("a: !x [1]", "config/x.yaml:1: tags (!) are not allowed; remove the tag"),
        ("a: 1\n---\nb: 2", "config/x.yaml:2: holds more than one document; remove the line ---"),
        ("{a: 1}: 2", "config/x.yaml:1: a key must be a plain word or number"),
        ("[a, b]", "config/x.yaml:1: must hold `name: …` entries at its top level"),
        ("word", "config/x.yaml:1: must hold `name: …` entries at its top level"),
        ("", "config/x.yaml:1: must hold `name: …` entries at its top level"),
        ("[" * 500, "config/x.yaml:1: is nested deeper than 12 levels"),
        ("a: " + "{b: " * 13 + "1" + "}" * 13, "config/x.yaml:1: is nested deeper than 12 levels"),
    ],
)
def test_refused(text: str, said: str) -> None:
    assert refusal(text) == said


@pytest.mark.parametrize(
    "text", ["a: [1", "a: b: c", "\tb: 1", "a: 'x", b"\xff\xfe\x00", b"a: \x00"]
)
def test_what_is_no_yaml_is_named_with_its_line(text: str | bytes) -> None:
    assert refusal(text).startswith("config/x.yaml:")


# The "billion laughs" need aliases; they are refused at the first anchor.
def test_a_bomb_of_aliases() -> None:
    bomb = "a: &a [x]\n" + "".join(
        f"{c}: &{c} [*{p},*{p}]\n" for p, c in zip("abcde", "bcdef", strict=True)
    )
    assert "anchors and aliases" in refusal(bomb)


def test_an_over_long_file() -> None:
    assert refusal("a: " + "b" * 1_000_000) == "config/x.yaml: is longer than 1,000,000 bytes"


def test_a_missing_file() -> None:
    with pytest.raises(ConfigError, match=r"^config/x\.yaml: is missing"):
        parse(None, "config/x.yaml")


@given(
    st.binary(max_size=200)
    | st.text(st.sampled_from("ab:-{}[]&*!|>'\"#%@\n ,?"), max_size=60).map(str.encode)
)
def test_any_bytes_are_values_or_a_complaint(text: bytes) -> None:
    try:
        source = parse(text, "x")
    except ConfigError as error:
        named = [problem.file for problem in error.problems]
    else:
        named = [source.name] if isinstance(source.value, dict) else []
    assert named == ["x"]
