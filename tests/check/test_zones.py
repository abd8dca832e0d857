"""A zone that is not its country's, and one without summer time where the country has it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ivr.check.loading import Loaded, load_all
from ivr.check.places import Places
from ivr.check.zones import zone_findings
from ivr.engine.kinds.registry import KINDS
from ivr.plan.snapshot import take
from ivr.plan.versions import WORDS
from ivr.settings import PACKAGE_ROOT


@pytest.fixture(scope="module")
def shipped() -> Loaded:
    loaded = load_all(take(PACKAGE_ROOT / "config", WORDS), WORDS, KINDS).loaded
    assert loaded is not None
    return loaded


def found(shipped: Loaded, country: str, zone: str) -> list[tuple[str, str]]:
    """What is said of a country that keeps this zone, and on which line."""
    countries = dict(shipped.plan.countries)
    countries[country] = replace(countries[country], zone=zone)
    loaded = replace(shipped, plan=replace(shipped.plan, countries=countries))
    source = loaded.written.sources["countries.yaml"]
    findings = list(zone_findings(loaded, Places(loaded)))
    assert all(each.line == source.line(country, "timezone") for each in findings)
    return [(each.code, each.what) for each in findings]


def test_the_zones_of_the_shipped_plan_are_their_countries(shipped: Loaded) -> None:
    assert list(zone_findings(shipped, Places(shipped))) == []


@pytest.mark.parametrize(
    ("country", "zone"),
    [
        ("US", "EST"),
        ("US", "MST"),
        ("US", "Etc/GMT+5"),
        ("US", "UTC"),
        ("US", "America/Panama"),
        ("CL", "Etc/GMT+4"),
        ("MX", "Etc/GMT+6"),  # its north keeps the summer time of its neighbour
    ],
)
def test_no_summer_time_where_the_country_has_it(shipped: Loaded, country: str, zone: str) -> None:
    name = shipped.plan.countries[country].name
    assert found(shipped, country, zone) == [("C704", f"{zone} has no summer time, and {name} has")]


@pytest.mark.parametrize(
    ("country", "zone"),
    [
        ("AR", "Etc/GMT+3"),
        ("AR", "America/Sao_Paulo"),
        ("US", "Europe/Madrid"),
        ("US", "America/Santiago"),
        ("PE", "America/New_York"),
        ("CO", "UTC"),
    ],
)
def test_a_zone_of_another_country(shipped: Loaded, country: str, zone: str) -> None:
    name = shipped.plan.countries[country].name
    assert found(shipped, country, zone) == [("C705", f"{zone} is no time zone of {name}")]


# Other names of a country's own zones, and zones of its own that keep no summer time.
@pytest.mark.parametrize(
    ("country", "zone"),
    [
        ("US", "US/Eastern"),
        ("US", "America/Phoenix"),
        ("US", "America/Chicago"),
        ("AR", "America/Buenos_Aires"),
        ("CL", "America/Punta_Arenas"),
        ("MX", "America/Tijuana"),
        ("BR", "Brazil/East"),
    ],
)
def test_a_zone_of_the_country(shipped: Loaded, country: str, zone: str) -> None:
    assert found(shipped, country, zone) == []
