"""Which voice speaks a language, and how speech in it is recognised: two different lists.

Speaking: Twilio's Spanish voices are es-ES, es-MX and es-US only, so the countries of the region
share two of them. Recognising: Gather takes each country's own locale (Twilio, TwiML Say, Gather).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Voice:
    """Attributes of Say: ``name`` is Twilio's voice, ``say_language`` a locale it can speak."""

    name: str
    say_language: str


@dataclass(frozen=True, slots=True)
class Recognition:
    """Attributes of Gather: ``locale`` is its language, ``speech_model`` its speechModel.

    A generic model fails over to another provider by itself; a provider's own model does not,
    and a model that lacks the locale fails the whole Gather.
    """

    locale: str
    speech_model: str


_LUPE = Voice("Polly.Lupe-Neural", "es-US")
_MIA = Voice("Polly.Mia-Neural", "es-MX")
# Female: the words of pt-BR.ftl say "obrigada".
_CAMILA = Voice("Polly.Camila-Neural", "pt-BR")
_JOANNA = Voice("Polly.Joanna-Neural", "en-US")

_VOICES: Mapping[str, Voice] = {
    "es": _LUPE,
    "es-MX": _MIA,
    "es-CR": _MIA,
    "es-PA": _MIA,
    "pt": _CAMILA,
    "en": _JOANNA,
}

# phone_call is made for eight-kilohertz lines but knows only these of our locales.
_TELEPHONE = frozenset({"es-US", "pt-BR", "en-US"})
_OWN_LOCALE = frozenset(
    {"es-AR", "es-BO", "es-CL", "es-CO", "es-CR", "es-DO", "es-EC", "es-ES", "es-GT", "es-HN"}
    | {"es-MX", "es-NI", "es-PA", "es-PE", "es-PR", "es-PY", "es-SV", "es-US", "es-UY", "es-VE"}
)
_SHARED_LOCALE: Mapping[str, str] = {"es": "es-US", "pt": "pt-BR", "en": "en-US"}


def voice(language: str) -> Voice:
    """The voice that speaks ``language``; the English one where we have none for it."""
    base = language.partition("-")[0]
    return _VOICES.get(language) or _VOICES.get(base, _JOANNA)


def recognition(language: str) -> Recognition:
    """How speech in ``language`` is recognised; as English where we know no locale for it."""
    shared = _SHARED_LOCALE.get(language.partition("-")[0], "en-US")
    locale = language if language in _OWN_LOCALE else shared
    return Recognition(locale, "phone_call" if locale in _TELEPHONE else "default")
