"""A finished call as a conversation to read, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator

from ivr.simulator.result import CallResult, Heard, HeardTurn, Outcome

_DID = {"-": "(silence)", "hangup": "(hangs up)", "": ""}


def render(result: CallResult) -> str:
    """The conversation: who spoke in which language, what was pressed, where it ended."""
    lines = [f"{result.from_} calls {result.to}   {result.call_sid}", ""]
    for turn in result.turns:
        lines += turn_lines(turn)
    if result.whispers:
        lines.append("on the other telephone")
        lines += [f"  {line}" for turn in result.whispers for line in turn_lines(turn)]
    return "\n".join([*lines, "", *_end(result)])


def turn_lines(turn: HeardTurn) -> list[str]:
    """One turn, to be printed as it happens."""
    did = _DID.get(turn.keys, turn.keys)
    lines = [f"{_speaker(heard):>24}  {heard}" for heard in turn.heard]
    return lines + ([f"{'caller':>24}  > {did}"] if did else [])


def to_json(result: CallResult) -> dict[str, object]:
    """``{to, from, turns: [{heard, voice, keys}], outcome: {kind, queue}}``, of plain values."""
    return {
        "to": result.to,
        "from": result.from_,
        "turns": [_turn(turn) for turn in result.turns],
        "outcome": {"kind": result.outcome.kind, "queue": result.outcome.queue},
    }


def _turn(turn: HeardTurn) -> dict[str, object]:
    voice = next((heard.voice for heard in turn.heard if heard.voice), "")
    return {"heard": [str(heard) for heard in turn.heard], "voice": voice, "keys": turn.keys}


def _speaker(heard: Heard) -> str:
    if heard.audio:
        return "audio"
    return f"{heard.language} {heard.voice}".strip()


def _end(result: CallResult) -> Iterator[str]:
    minutes, seconds = divmod(round(result.seconds), 60)
    yield f"ended: {describe(result.outcome)}   ({minutes}:{seconds:02d})"
    for missed in result.unheard:
        yield f"unheard: {missed}"
    for notice in result.warnings:
        yield str(notice)


def describe(outcome: Outcome) -> str:
    """``queued in data``, ``failed: 11200: …``."""
    place = f" in {outcome.queue}" if outcome.kind == "queued" and outcome.queue else ""
    if outcome.kind == "bridged" and outcome.queue:
        place = f" from {outcome.queue}"
    return f"{outcome.kind}{place}" + (f": {outcome.detail}" if outcome.detail else "")
