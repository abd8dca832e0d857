"""The position survives the address that carries it, and nothing else passes for one."""

from __future__ import annotations

from dataclasses import fields
from urllib.parse import parse_qsl, quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.call.position import Position, decode
from ivr.errors import MalformedRequest

names = st.from_regex(r"[a-z0-9][a-z0-9_.:-]{0,99}", fullmatch=True)
languages = st.from_regex(r"[a-z]{2}(-[A-Z]{2})?", fullmatch=True)
counts = st.integers(0, 9999)
fact_names = st.from_regex(r"[a-z0-9_-]{1,60}", fullmatch=True)
facts = st.dictionaries(fact_names, fact_names, max_size=6).map(lambda d: tuple(sorted(d.items())))
positions = st.builds(
    Position,
    names,
    names,
    languages,
    counts,
    counts,
    counts,
    counts,
    counts,
    st.none() | names,
    st.booleans(),
    facts,
)
GOOD = {"p": "0123456789ab", "n": "queue", "l": "es-AR", "t": "7"}


@given(positions)
def test_round_trip(position: Position) -> None:
    query = position.query()
    assert decode(dict(parse_qsl(query, strict_parsing=True))) == position
    assert query.isascii()
    assert quote(query, safe="=&%:") == query  # nothing that the carrier would encode anew


@given(positions)
def test_an_address_is_stable(position: Position) -> None:
    again = decode(dict(parse_qsl(position.query())))
    assert again.query() == position.query()


# Names as long as the plan allows them: form, field and what follows them in a node's id.
def test_the_longest_names() -> None:
    node = f"{'f' * 40}.{'g' * 30}.new.confirm"
    position = Position("0123456789ab", node, "es", facts=(("a" * 30, "v" * 60),))
    assert decode(dict(parse_qsl(position.query()))) == position


@given(st.dictionaries(st.sampled_from([*"pnltimkoqwf"]), st.text(max_size=12)))
def test_anything_else_is_refused_or_ours(query: dict[str, str]) -> None:
    try:
        position = decode(query)
    except MalformedRequest:
        return
    assert decode(dict(parse_qsl(position.query()))) == position


@pytest.mark.parametrize(
    "change",
    [
        {"p": ""},
        {"p": "a b"},
        {"p": "a" * 101},
        {"n": "/etc/passwd"},
        {"n": "queue\n"},
        {"n": "QUEUE"},
        {"l": "esp"},
        {"l": "es-ar"},
        {"t": "-1"},
        {"t": "1.5"},
        {"t": "10000"},
        {"t": "٣"},
        {"i": ""},
        {"q": ""},
        {"q": "Data"},
        {"f": "severity"},
        {"f": "severity.OUT"},
        {"f": ".x"},
        {"f": "a.b.c"},
        {"f": "a" * 61 + ".b"},
    ],
)
def test_malformed(change: dict[str, str]) -> None:
    with pytest.raises(MalformedRequest):
        decode(GOOD | change)


@pytest.mark.parametrize("missing", ["p", "n", "l"])
def test_missing(missing: str) -> None:
    with pytest.raises(MalformedRequest):
        decode({name: value for name, value in GOOD.items() if name != missing})


def test_moving_resets_the_counters_only() -> None:
    here = Position("v", "a", "es", 3, 1, 2, 1, 4, "data", True, (("x", "y"),))
    there = here.at("b")
    changed = {f.name for f in fields(here) if getattr(here, f.name) != getattr(there, f.name)}
    assert changed == {"node", "no_input", "no_match", "loop"}


def test_facts_are_replaced_by_name() -> None:
    here = Position("v", "a", "es").with_facts({"b": "1", "a": "2"}).with_facts({"b": "3"})
    assert here.facts == (("a", "2"), ("b", "3"))
    assert (here.fact("b"), here.fact("c")) == ("3", None)
