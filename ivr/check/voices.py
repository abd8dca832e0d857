"""Can the carrier speak and understand the languages? Two lists, neither of which covers the other.

Sources: Twilio, "TwiML Voice: Say" and "Gather" (voices by language, speech recognition languages).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ivr.check.finding import Finding
from ivr.check.loading import Loaded
from ivr.check.places import COUNTRIES, Places
from prompts import voices

_POLLY: Mapping[str, tuple[str, ...]] = {
    "es-MX": ("Mia", "Mia-Neural", "Andres-Neural", "Andres-Generative"),
    "es-US": (
        "Lupe", "Lupe-Neural", "Lupe-Generative", "Pedro-Neural", "Pedro-Generative",
        "Miguel", "Penelope",
    ),
    "es-ES": ("Lucia", "Lucia-Neural", "Lucia-Generative", "Sergio-Neural", "Sergio-Generative"),
    "pt-BR": ("Camila", "Camila-Neural", "Vitoria", "Vitoria-Neural", "Thiago-Neural", "Ricardo"),
    "en-US": (
        "Joanna", "Joanna-Neural", "Joanna-Generative", "Matthew", "Matthew-Neural",
        "Matthew-Generative", "Ruth-Neural", "Ruth-Generative", "Danielle-Neural",
        "Danielle-Generative",
    ),
}  # fmt: skip
_SPANISH = "AR BO CL CO CR DO EC ES GT HN MX NI PA PE PR PY SV US UY VE"
_RECOGNISED = frozenset({*(f"es-{each}" for each in _SPANISH.split()), "pt-BR", "en-US"})
_TELEPHONE_MODEL = frozenset({"es-ES", "es-US", "pt-BR", "en-US"})


def voice_findings(loaded: Loaded, places: Places) -> Iterator[Finding]:
    """A finding for each language that is written for a country and cannot be had."""
    for code, country in loaded.written.countries.items():
        for index, language in enumerate(country.languages):
            path = (code, "languages", index)
            if not _spoken(language):
                what = f"no voice speaks {language!r}"
                yield places.at(COUNTRIES, path, "V601", what, "write es-…, pt-BR or en")
            elif not _recognised(language):
                what = f"what callers say in {language!r} is not recognised"
                yield places.at(COUNTRIES, path, "V602", what, "write es-…, pt-BR or en")


def _spoken(language: str) -> bool:
    voice = voices.voice(language)
    names = _POLLY.get(voice.say_language, ())
    return voice.name.removeprefix("Polly.") in names and _same(voice.say_language, language)


def _recognised(language: str) -> bool:
    heard = voices.recognition(language)
    model = heard.speech_model != "phone_call" or heard.locale in _TELEPHONE_MODEL
    own = "-" not in language or heard.locale == language
    return heard.locale in _RECOGNISED and own and model


def _same(first: str, second: str) -> bool:
    return first[:2] == second[:2]
