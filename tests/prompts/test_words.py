"""The words themselves: complete in every language, short, and said as the country says them."""

from __future__ import annotations

import re

import pytest

from prompts.catalog import Catalog
from prompts.duration import seconds
from prompts.say_as import key

CATALOG = Catalog.load()
BASES = ("es", "pt-BR", "en")
VARIANTS = tuple(tag for tag in CATALOG.languages() if tag.startswith("es-"))
ALL = (*BASES, *VARIANTS)
LOCAL = (".shown", ".offer")  # needed only where a language writes or phrases it differently

KEY_VERB = {
    "es": "marque",
    "es-AR": "marque",
    "es-CL": "marque",
    "es-CO": "marque",
    "es-CR": "marque",
    "es-EC": "marque",
    "es-MX": "oprima",
    "es-PA": "presione",
    "es-PE": "marque",
    "es-US": "oprima",
    "es-VE": "marque",
    "pt-BR": "digite",
    "en": "press",
}
SPANISH_VERBS = {"marque", "oprima", "presione"}

FORBIDDEN = {
    "es": r"pulse|pulsar|introduzca|introducir|ordenador|fichero|almohadilla|teclee|vale|vosotros"
    r"|usted marcó|inválid[oa]|bienvenid[oa]s?|muy importante|momentito|disfrute|señora?"
    r"|siendo procesada|tú|vos|tu|tus|te|marcá|marca|presiona|ingresa|ingresá|oprime|doble|coger",
    "pt": r"introduza|utilizador|ficheiro|telemóvel|contrasenha|estrela|extensão|marque|pressione"
    r"|tecle|sustenido|cerquilha|tíquete|bem-vind[oa]|obrigado|muito importante|momentinho"
    r"|permaneça em linha|estou a|estamos a|inválid[oa]|senhora?|tu|teu|tua|ti|atendê-lo",
    "en": r"invalid|very important|hash key|sir|madam|dial \d|hit|colour|favour|queue"
    r"|whilst|operator",
}


def spoken(language: str) -> dict[str, str]:
    """Every text a caller hears in ``language``, with sample values of a usual length."""
    ids = (each for each in CATALOG.ids(language) if not each.endswith((".says", ".shown")))
    return {each: CATALOG.text(each, language, **sample(each, language)) for each in sorted(ids)}


def sample(prompt: str, language: str) -> dict[str, str | int]:
    values: dict[str, str | int] = {
        "label": CATALOG.text("data-voice-internet", language),
        "queue": CATALOG.text("queue-data-center", language),
        "position": 3,
        "spoken": language.partition("-")[0],
        "key": "4",
    }
    return {name: values.get(name, "xxxx") for name in CATALOG.parameters(prompt, language)}


def whole_words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE)


def common(language: str) -> frozenset[str]:
    return frozenset(each for each in CATALOG.ids(language) if not each.endswith(LOCAL))


@pytest.mark.parametrize("language", ALL)
def test_every_language_has_the_same_prompts(language: str) -> None:
    assert common(language) == common("en")


@pytest.mark.parametrize("language", ALL)
def test_every_language_asks_for_the_same_values(language: str) -> None:
    for prompt in common("en"):
        assert CATALOG.parameters(prompt, language) == CATALOG.parameters(prompt, "en"), prompt


@pytest.mark.parametrize("language", ALL)
def test_an_offer_speaks_its_key(language: str) -> None:
    offers = [each for each in CATALOG.ids(language) if each.endswith(".offer")]
    assert offers
    assert all(CATALOG.parameters(each, language) == {"key"} for each in offers)
    assert CATALOG.parameters("option", language) == {"label", "key"}


@pytest.mark.parametrize("language", ALL)
def test_no_form_that_betrays_a_translation(language: str) -> None:
    pattern = whole_words(FORBIDDEN[language.partition("-")[0]])
    found = {name: pattern.findall(words) for name, words in spoken(language).items()}
    assert not {name: words for name, words in found.items() if words}


@pytest.mark.parametrize("language", [*VARIANTS, "es"])
def test_a_country_has_one_key_verb(language: str) -> None:
    words = set(re.findall(r"\w+", " ".join(spoken(language).values()).lower()))
    assert words & SPANISH_VERBS == {KEY_VERB[language]}


@pytest.mark.parametrize("language", ALL)
def test_the_goal_comes_before_the_key(language: str) -> None:
    for name, words in spoken(language).items():
        assert not words.lower().startswith(f"{KEY_VERB[language]} "), name


@pytest.mark.parametrize("language", ALL)
def test_the_star_and_hash_keys_are_named_alike_everywhere(language: str) -> None:
    hash_name, star = key("#", language), key("*0", language)
    assert hash_name in CATALOG.text("recording-start", language)
    assert star in CATALOG.text("incident-circuit-id.help", language)


@pytest.mark.parametrize("language", ALL)
def test_please_is_said_once_at_most(language: str) -> None:
    pattern = whole_words("por favor|please")
    for name, words in spoken(language).items():
        assert len(pattern.findall(words)) <= 1, name


@pytest.mark.parametrize("language", ALL)
def test_greetings_last_eight_seconds_and_prompts_twenty_at_most(language: str) -> None:
    for name, words in spoken(language).items():
        limit = 8 if name.startswith("greeting-") else 20
        assert seconds(words, language) <= limit, (name, words)


@pytest.mark.parametrize("language", ALL)
def test_spoken_words_hold_no_markup_acronym_time_or_long_number(language: str) -> None:
    for name, words in spoken(language).items():
        assert not re.search(r"[{}<>&$]|\d:\d|\d\d|\b[A-Z]{2,}\b", words.replace("ID", "")), name


@pytest.mark.parametrize("language", ALL)
def test_sentences_begin_with_a_capital(language: str) -> None:
    for name, words in spoken(language).items():
        if words.endswith((".", "?")):
            assert words.lstrip("¿")[0].isupper(), (name, words)
            assert not re.search(r"[.?] [a-zà-ú]", words.replace("xxxx", "X")), (name, words)


@pytest.mark.parametrize("language", ALL)
def test_a_question_that_waits_for_an_entry_has_its_reminder_and_its_help(language: str) -> None:
    asked = {each.partition(".")[0] for each in CATALOG.ids(language) if each.endswith(".again")}
    assert len(asked) == 19
    assert all(CATALOG.has(f"{each}.help", language) for each in asked)
    for each in asked:
        again, fuller = (
            CATALOG.text(f"{each}.{part}", language, tail="x") for part in ("again", "help")
        )
        assert len(again) < len(fuller), each


@pytest.mark.parametrize("language", ALL)
def test_phrases_choose_one_option_each(language: str) -> None:
    questions = [
        ("out-of-service", "service-affected", "not-affected"),
        ("less-than-an-hour", "today", "earlier"),
        ("invoice-question", "dispute-or-credit", "portal-access", "billing-data"),
        (
            "bgp-sessions",
            "routes-and-networks",
            "ip-addresses",
            "quality-of-service",
            "equipment-functions",
        ),
    ]
    for options in questions:
        phrases = [phrase for option in options for phrase in CATALOG.phrases(option, language)]
        assert len(phrases) == len(set(phrases))
        assert all(CATALOG.phrases(option, language) for option in options)


def test_the_next_caller_in_line_hears_no_number() -> None:
    assert CATALOG.text("wait-position", "es", position=1) == "Su llamada es la próxima."
    assert CATALOG.text("wait-position", "pt-BR", position=2) == "A sua ligação está na posição 2."


def test_countries_differ_where_their_words_do() -> None:
    assert CATALOG.text("ticket-number", "es-MX", number="uno") == "Su número de folio es uno."
    assert CATALOG.text("ticket-number", "es-CO", number="uno") == "Su número de caso es uno."
    assert "Le comunicamos con un ejecutivo." in CATALOG.text("unknown-number", "es-CL")
    assert "la tecla gato" in CATALOG.text("recording-start", "es-MX")
    assert "día festivo" in CATALOG.text("closed-holiday", "es-MX", holiday="x", queue="y")
