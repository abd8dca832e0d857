from __future__ import annotations

import inspect

import pytest
from twilio.twiml import voice_response as sdk

from ivr.simulator.twiml.schema import NOUNS, SCHEMA, SSML
from tests.simulator.sites import call, codes


def _camel(name: str) -> str:
    if name.startswith("xml_"):
        return name.replace("_", ":")
    head, *tail = name.rstrip("_").split("_")
    return head + "".join(word.title() for word in tail)


def _method(verb: str) -> object:
    owner: type = sdk.VoiceResponse
    if verb in NOUNS:
        owner = sdk.Dial
    elif verb in SSML:
        owner = sdk.Say
    elif verb in ("Identity", "Parameter"):
        owner = sdk.Client
    elif verb == "Task":
        owner = sdk.Enqueue
    name = {"break": "break_", "say-as": "say_as"}.get(verb, verb.lower())
    return getattr(owner, name)


def _known(verb: str) -> set[str]:
    names = inspect.signature(_method(verb)).parameters  # type: ignore[arg-type]
    known = {_camel(name) for name in names}
    return known | {"interpret-as"} if verb == "say-as" else known


# Every verb and attribute that we let pass is one that the vendor's own library can write.
@pytest.mark.parametrize("verb", sorted(set(SCHEMA) - {"Response"}))
def test_schema_is_within_the_sdk(verb: str) -> None:
    assert set(SCHEMA[verb].attributes) <= _known(verb)


@pytest.mark.parametrize("verb", sorted(set(SCHEMA) - {"Response"}))
def test_every_verb_is_reachable(verb: str) -> None:
    assert any(verb in other.children for other in SCHEMA.values())


# A bad value is a warning with the number of its attribute, and the default is used.
@pytest.mark.parametrize(
    ("document", "code"),
    [
        ("<Say voice='Polly.Nobody'>a</Say>", 13511),
        ("<Say voice='Polly.Lupe' language='es-MX'>a</Say>", 13511),
        ("<Say language='es-AR'>a</Say>", 13512),
        ("<Say language='en'>a</Say>", 13512),
        ("<Say loop='x'>a</Say>", 13510),
        ("<Say> </Say>", 13520),
        (f"<Say voice='Polly.Lupe'>{'a' * 3001}</Say>", 13521),
        (f"<Say>{'ñ' * 1000}</Say>", 13521),
        ("<Say speed='2'>a</Say>", 12200),
        ("<Pause length='0'/>", 13910),
        ("<Play loop='-1'>https://e.org/a.mp3</Play>", 13410),
        ("<Gather timeout='0'/>", 13313),
        ("<Gather numDigits='x'/>", 13314),
        ("<Gather finishOnKey='12'/>", 13310),
        ("<Gather input='voice'/>", 13326),
        ("<Gather method='post'/>", 13312),
        ("<Gather language='en'/>", 13331),
        ("<Gather speechModel='best'/>", 13334),
        ("<Gather input='speech' speechModel='phone_call' language='es-AR'/>", 13334),
        ("<Gather input='speech' speechModel='deepgram_nova-3' speechTimeout='auto'/>", 13335),
        (f"<Gather hints='{'a' * 101}'/>", 13330),
        ("<Gather><Dial>+541130000000</Dial></Gather>", 13320),
        ("<Record maxLength='1'/>", 13612),
        ("<Record transcribe='true' maxLength='300'/>", 13615),
        ("<Record finishOnKey='a'/>", 13613),
        ("<Dial timeout='x'>+541130000000</Dial>", 13212),
        ("<Dial>1130000000</Dial>", 13223),
        ("<Dial ringTone='ar'>+541130000000</Dial>", 13220),
        ("<Dial><Number sendDigits='a'>+541130000000</Number></Dial>", 13222),
        ("<Dial><Fax>+541130000000</Fax></Dial>", 13215),
        (f"<Enqueue>{'q' * 65}</Enqueue>", 14205),
        ("<Enqueue/>", 14204),
        ("<Enqueue waitUrlMethod='PUT'>q</Enqueue>", 14206),
        ("<Redirect method='PUT'>/voice</Redirect>", 13710),
        ("<Hangup>now</Hangup>", 12200),
    ],
)
def test_warnings(document: str, code: int) -> None:
    result, _ = call({"/voice": document})
    assert codes(result) == [code]
    assert result.outcome.kind == "failed"


@pytest.mark.parametrize(
    "document",
    [
        "<Say voice='Polly.Lupe-Neural' language='es-US'>a</Say>",
        "<Say voice='Polly.Camila' language='pt-BR'>a<break time='1s'/></Say>",
        "<Say voice='Google.es-US-Chirp3-HD-Kore'>a</Say>",
        "<Say voice='woman' language='es-MX'>a</Say>",
        "<Gather input='dtmf speech' language='es-AR' speechModel='deepgram_nova-3'/>",
        "<Gather finishOnKey=''/>",
    ],
)
def test_what_is_allowed(document: str) -> None:
    result, _ = call({"/voice": document})
    assert codes(result) == []


# The default stands in for a bad value.
def test_default_is_used() -> None:
    result, _ = call({"/voice": "<Pause length='x'/>"}, strict=False)
    assert result.seconds == 1
