"""Which voice speaks which language, for the locales of this service.

``<Say>`` knows three kinds of Spanish; ``<Gather>`` passes any Spanish locale to the recogniser.
"""

from __future__ import annotations

import re

BASIC = frozenset({"man", "woman", "alice"})
_SPANISH = frozenset({"es-ES", "es-MX", "es-US"})
_PORTUGUESE = frozenset({"pt-BR", "pt-PT"})

# Per locale the Amazon names; after the colon the engines beside the standard one:
# n neural, g generative, and "-" where the standard one is missing.
_POLLY = {
    "es-MX": "Mia:ng Mía:-g Andres:-ng Andrés:-ng",
    "es-US": "Lupe:ng Pedro:-ng Miguel: Penelope: Penélope:",
    "es-ES": "Lucia:ng Sergio:-ng Conchita: Enrique: Lucía:",
    "pt-BR": "Camila:n Vitoria:n Vitória:n Thiago:-n Ricardo:",
    "en-US": "Joanna:ng Matthew:ng Ruth:-ng Danielle:-ng Salli:ng Kendra:n Joey:n",
}
_GOOGLE = {
    "es-US": r"(?:Standard|Wavenet|Neural2)-[ABC]",
    "es-ES": r"(?:Standard|Wavenet|Neural2)-[A-H]",
    "pt-BR": r"(?:Standard|Wavenet|Neural2)-[A-E]",
    "en-US": r"(?:Standard|Wavenet|Neural2)-[A-J]",
}
_CHIRP = r"Chirp3-HD-[A-Z][a-z]+"


def _polly_names() -> dict[str, str]:
    names = {}
    for locale, voices in _POLLY.items():
        for voice in voices.split():
            name, _, engines = voice.partition(":")
            for suffix in _suffixes(engines):
                names[f"Polly.{name}{suffix}"] = locale
    return names


def _suffixes(engines: str) -> list[str]:
    plain = [] if "-" in engines else [""]
    neural = ["-Neural"] if "n" in engines else []
    return plain + neural + (["-Generative"] if "g" in engines else [])


_POLLY_LOCALE = _polly_names()
_GOOGLE_LOCALE = re.compile(
    "Google\\.(?:"
    + "|".join(f"({locale})-(?:{kinds}|{_CHIRP})" for locale, kinds in _GOOGLE.items())
    + ")"
)


def voice_locale(voice: str) -> str | None:
    """The one language that ``voice`` speaks; None if it is basic or unknown."""
    if voice in _POLLY_LOCALE:
        return _POLLY_LOCALE[voice]
    match = _GOOGLE_LOCALE.fullmatch(voice)
    return next(filter(None, match.groups())) if match else None


def known_voice(voice: str) -> bool:
    """Whether ``<Say voice>`` may have this value."""
    return voice in BASIC or voice_locale(voice) is not None


def can_be_said(language: str) -> bool:
    """Whether ``<Say language>`` takes it: not every Spanish or Portuguese is spoken."""
    family = language.partition("-")[0]
    if family == "es":
        return language in _SPANISH
    return family != "pt" or language in _PORTUGUESE


def longest_text(voice: str) -> int:
    """How many characters one ``<Say>`` may hold."""
    if voice.startswith("Polly."):
        return 3000
    return 5000 if voice.startswith("Google.") else 4096
