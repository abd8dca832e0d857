"""Moments as people write them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ivr.commands.moments import UnreadableMoment, is_local, moment

NOW = datetime(2026, 11, 25, 15, 30, tzinfo=UTC)
BUENOS_AIRES, BOGOTA = "America/Argentina/Buenos_Aires", "America/Bogota"


@pytest.mark.parametrize(
    ("text", "zone", "utc"),
    [
        ("18:00", BUENOS_AIRES, "2026-11-25T21:00"),
        ("18:00", BOGOTA, "2026-11-25T23:00"),
        ("24:00", BUENOS_AIRES, "2026-11-26T03:00"),
        ("2026-11-26T08:00", BUENOS_AIRES, "2026-11-26T11:00"),
        ("2026-11-26 8:00", BUENOS_AIRES, None),
        ("2026-11-26 08:00", BUENOS_AIRES, "2026-11-26T11:00"),
        ("2026-11-26T08:00-05:00", BUENOS_AIRES, "2026-11-26T13:00"),
        ("2026-11-26T08:00Z", BOGOTA, "2026-11-26T08:00"),
    ],
)
def test_what_is_meant(text: str, zone: str, utc: str | None) -> None:
    if utc is None:
        with pytest.raises(UnreadableMoment, match="is no moment; write 18:00"):
            moment(text, zone, NOW)
        return
    assert moment(text, zone, NOW) == datetime.fromisoformat(utc).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "'' is no moment; write 18:00, 2026-11-25T18:00, or 2026-11-25T18:00-03:00"),
        ("soon", "'soon' is no moment"),
        ("25:00", "'25:00' is no moment"),
        ("24:30", "'24:30' lies after midnight; the day ends at 24:00"),
        ("2026-02-29T10:00", "'2026-02-29T10:00' is no moment"),
        ("25/11/2026", "'25/11/2026' is no moment"),
        ("2026-12-01", "'2026-12-01' names no time of day"),
        (
            "12:30",
            "12:30 is past: it is 2026-11-25 12:30 in America/Argentina/Buenos_Aires; "
            "for tomorrow write 2026-11-26T12:30",
        ),
        ("2026-11-24T12:00", "2026-11-24T12:00 is past"),
        ("2026-11-25T15:30Z", "2026-11-25T15:30Z is past"),
    ],
)
def test_what_is_none(text: str, said: str) -> None:
    with pytest.raises(UnreadableMoment) as refused:
        moment(text, BUENOS_AIRES, NOW)
    assert str(refused.value).startswith(said)


@pytest.mark.parametrize(
    ("text", "local"),
    [
        ("18:00", True),
        ("2026-11-26T08:00", True),
        ("2026-11-26T08:00Z", False),
        ("2026-11-26T08:00+01:00", False),
        ("soon", True),
    ],
)
def test_wall_times(text: str, local: bool) -> None:
    assert is_local(text) is local
