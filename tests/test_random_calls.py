"""Whatever callers do, a call never fails, and the same request twice has one effect."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ivr.rehearsal.service import Stage
from ivr.simulator import DEFAULT, OTHER, Simulator
from ivr.web.situation import situation

NUMBERS = (
    "+541151705383",
    "+548008005853",
    "+551139572288",
    "+525525816333",
    "+18004677288",
    "+588002858300",
    "+582122049306",
    "+5073140324",
    "+13058085934",
    "+999123456",
)
WORDS = (
    "sí",
    "no",
    "AR-12345",
    "uno dos tres cuatro cinco",
    "<Say>&amp;",
    "\x00\x0b",
    "persona",
    "😀",
)
token = st.one_of(
    st.sampled_from(
        [*"0123456789*#", "-", "hangup", "*0", "**", "*9", "12345#", "1155551234#", "*#"]
    ),
    st.sampled_from(WORDS).map(lambda words: f"say:{words}"),
    st.text("0123456789*#", min_size=1, max_size=12),
)
moments = st.sampled_from([None, "2026-11-24T11:00", "2026-11-24T23:30", "2026-12-25T03:00"])
callers = st.sampled_from(
    ["+5491155551234", "+584125551234", "anonymous", "+7378742833", "911", "+1"]
)


@given(
    st.sampled_from(NUMBERS),
    callers,
    st.lists(token, max_size=14),
    moments,
    st.sampled_from([None, "nobody", "down"]),
    st.sampled_from([DEFAULT, OTHER]),
)
@settings(
    max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_call_fails(stage, number, caller, tokens, at, what, unsettled):  # type: ignore[no-untyped-def]
    simulator = stage.simulator(situation(at, what), unsettled, duplicate=True)
    keys = " ".join(f'"{each}"' for each in tokens)
    result = simulator.place(number, caller, keys)
    assert result.outcome.kind != "failed", (result.outcome.detail, keys)
    assert not result.warnings
    assert len({incident.kind for incident in stage.incidents(result.call_sid)}) == len(
        stage.incidents(result.call_sid)
    )


def test_the_stage_is_real(stage: Stage) -> None:
    simulator = Simulator(stage.transport, stage.base_url, stage.token)
    result = simulator.place(NUMBERS[0], "+5491155551234", "1 0")
    assert result.outcome.queue == "data"
