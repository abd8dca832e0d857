"""Voices, recognition, and how long things take to be heard."""

from __future__ import annotations

from pathlib import Path

import pytest

import prompts
from prompts.catalog import Catalog
from prompts.duration import recording_seconds, seconds
from prompts.voices import Recognition, Voice, recognition, voice

LANGUAGES = Catalog.load().languages()
MUSIC = Path(prompts.__file__).parent / "audio" / "music" / "hold.wav"


# Twilio: the Spanish languages of Say are es-ES, es-MX and es-US; no other may be asked for.
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_a_voice_that_twilio_speaks(language: str) -> None:
    spoken = voice(language)
    assert spoken.say_language in {"es-MX", "es-US", "pt-BR", "en-US"}
    assert spoken.say_language[:2] == language[:2]
    assert spoken.name.startswith("Polly.")
    assert spoken.name.endswith("-Neural")


# Twilio: of our locales the model phone_call takes es-US, pt-BR and en-US only.
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_is_recognised_in_a_locale_its_model_knows(language: str) -> None:
    heard = recognition(language)
    assert heard.locale[:2] == language[:2]
    if heard.speech_model == "phone_call":
        assert heard.locale in {"es-US", "pt-BR", "en-US"}


def test_a_country_is_heard_in_its_own_locale_and_answered_in_a_shared_voice() -> None:
    assert recognition("es-AR") == Recognition("es-AR", "default")
    assert recognition("es") == Recognition("es-US", "phone_call")
    assert voice("es-AR") == Voice("Polly.Lupe-Neural", "es-US")
    assert voice("es-MX") == Voice("Polly.Mia-Neural", "es-MX")
    assert voice("de") == voice("en")


def test_speaking_time() -> None:
    assert seconds("x" * 28, "es-AR") == 2
    assert seconds("x" * 28, "pt-BR") == 2
    assert seconds("x" * 30, "en") == 2


def test_the_hold_music_is_what_a_telephone_plays_and_never_loud_or_silent() -> None:
    content = MUSIC.read_bytes()
    assert len(content) < 500_000
    assert recording_seconds(MUSIC) == 32
    samples = content[content.index(b"data") + 8 :]
    # G.711 mu-law: 0x80 and 0x00 are full scale, 0xff and 0x7f are zero.
    assert not {0x80, 0x00} & set(samples)
    for start in range(0, len(samples), 8000):
        assert len(set(samples[start : start + 8000])) > 50


@pytest.mark.parametrize(
    "content", [b"", b"RIFF", b"ID3 an mp3", b"RIFF\0\0\0\0WAVEfmt \x02\0\0\0ab"]
)
def test_what_is_no_wav_has_no_known_length(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "sound.mp3"
    path.write_bytes(content)
    assert recording_seconds(path) is None
