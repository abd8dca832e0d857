"""One row per verb and shape, the whole document as expectation."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.call.position import Position
from ivr.call.verbs import (
    Dial,
    Enqueue,
    Formatted,
    Gather,
    Hangup,
    Leave,
    Link,
    Pause,
    Play,
    Record,
    Redirect,
    Say,
    SessionValue,
    Verb,
    Words,
)
from ivr.engine.twiml import Renderer, clean
from prompts.catalog import Catalog
from tests.sdk import LONGEST_SAY, check

WORDS = """
hello = Hola & adiós
menu = Menú
    .again = Otra vez
label = datos
offer = Para { $label }, marque { $key }.
value = Anotamos { $value }.
count = { $n ->
    [1] uno
   *[other] { $n } veces
}
recorded = no se oye
"""
CATALOG = Catalog({"es": WORDS, "pt-BR": "hello = Olá\n"}, frozenset({"es/recorded.wav"}))
HERE = Position("0123456789ab", "queue", "es", 3, queue="data")
AT = "p=0123456789ab&amp;n=queue&amp;l=es&amp;t=3&amp;q=data"
RETRY = "#rc=2&amp;rp=all&amp;ct=1000&amp;rt=4500&amp;tt=14500"
TURN, WAIT = f"/voice/turn?{AT}{RETRY}", f"/voice/wait?{AT}{RETRY}"
LUPE = '<Say voice="Polly.Lupe-Neural" language="es-US">'
LINK = Link("turn", HERE)
GATHER = f'<Gather action="{TURN}" method="POST" actionOnEmptyResult="true"'


def say(prompt: str, language: str = "es", **values: object) -> Say:
    return Say(prompt, language, tuple(values.items()))  # type: ignore[arg-type]


ROWS: list[tuple[str, tuple[Verb, ...], str]] = [
    # "The end of the document is the end of the call", or of a whisper: then the two are connected.
    ("nothing", (), ""),
    # "language and voice must fit each other": two lists, so es-AR is spoken by a voice of es-US.
    ("say", (say("hello", "es-AR"),), f"{LUPE}Hola &amp; adiós</Say>"),
    (
        "say in Mexico",
        (say("hello", "es-MX"),),
        '<Say voice="Polly.Mia-Neural" language="es-MX">Hola &amp; adiós</Say>',
    ),
    (
        "say in Brazil",
        (say("hello", "pt-BR"),),
        '<Say voice="Polly.Camila-Neural" language="pt-BR">Olá</Say>',
    ),
    ("say a part", (say("menu.again"),), f"{LUPE}Otra vez</Say>"),
    (
        "say with words and a key",
        (say("offer", label=Words("label"), key=Formatted("key", "#")),),
        f"{LUPE}Para datos, marque numeral.</Say>",
    ),
    ("say a count", (say("count", n=Formatted("count", 1)),), f"{LUPE}uno</Say>"),
    (
        "say what the session holds",
        (say("value", value=SessionValue("incident.circuit_id", "code")),),
        f"{LUPE}Anotamos a, be larga, uno dos.</Say>",
    ),
    # A session that was lost holds nothing; the sentence is still one.
    (
        "say what is lost",
        (say("value", value=SessionValue("lost", "code")),),
        f"{LUPE}Anotamos .</Say>",
    ),
    # "Play: a relative URL resolves on the current document." A recording replaces the text.
    ("a recording", (say("recorded", "es-AR"),), "<Play>/audio/es/recorded.wav</Play>"),
    ("play", (Play("music/hold.wav"),), "<Play>/audio/music/hold.wav</Play>"),
    # "length: integer above 0".
    ("pause", (Pause(15),), '<Pause length="15"/>'),
    # "actionOnEmptyResult=true: the action is always asked", so silence is an event like any other.
    (
        "one key",
        (Gather(LINK, "es", sounds=(say("menu"), Play("a.wav"), Pause(1))),),
        f'{GATHER} input="dtmf" timeout="5" finishOnKey="" numDigits="1">{LUPE}Menú</Say>'
        '<Play>/audio/a.wav</Play><Pause length="1"/></Gather>',
    ),
    # "finishOnKey: one of 0-9#*, not in Digits"; without numDigits any number of keys.
    (
        "keys until #",
        (Gather(LINK, "es", digits=0, finish="#", timeout=7),),
        f'{GATHER} input="dtmf" timeout="7" finishOnKey="#"></Gather>',
    ),
    # "Without it the action is asked only if input came", then the next verb follows.
    (
        "silence goes on",
        (Gather(LINK, "es", silence=False), Redirect(LINK)),
        f'<Gather action="{TURN}" method="POST" input="dtmf" timeout="5" finishOnKey=""'
        f' numDigits="1"></Gather><Redirect method="POST">{TURN}</Redirect>',
    ),
    # "Set speechModel: speechTimeout must be an integer"; "speech is 60 s at most"; hints are
    # divided by commas, so a phrase with a comma is none.
    (
        "speech",
        (Gather(LINK, "es-AR", speech=90, hints=("sin servicio", "a,b", "caído & roto")),),
        f'{GATHER} input="dtmf speech" timeout="5" finishOnKey="" numDigits="1" language="es-AR"'
        ' speechTimeout="3" maxSpeechTime="60" speechModel="default"'
        ' hints="sin servicio,caído &amp; roto"></Gather>',
    ),
    # "phone_call takes of our locales only es-US, pt-BR and en-US".
    (
        "speech on a telephone model",
        (Gather(LINK, "pt-BR", speech=10),),
        f'{GATHER} input="dtmf speech" timeout="5" finishOnKey="" numDigits="1" language="pt-BR"'
        ' speechTimeout="3" maxSpeechTime="10" speechModel="phone_call"></Gather>',
    ),
    # "action defaults to the current URL (a loop)": it is always given.
    (
        "record",
        (Record(LINK, 120),),
        f'<Record action="{TURN}" method="POST" maxLength="120" timeout="5" finishOnKey="0#*"'
        ' playBeep="true" trim="trim-silence"/>',
    ),
    # "waitUrl: without it the carrier's own music plays, by GET"; "action: once, when it is over".
    (
        "enqueue",
        (Enqueue("data", Link("queue-left", HERE), Link("wait", HERE)),),
        f'<Enqueue action="{TURN.replace("turn", "queue-left")}" method="POST" waitUrl="{WAIT}"'
        ' waitUrlMethod="POST">data</Enqueue>',
    ),
    # "callerId: a number of the account"; "Number url runs on the callee's leg before connecting".
    (
        "dial with a whisper",
        (Dial(("+541130000000", "sip:noc@example.com"), Link("dial-result", HERE), 20, "+5411"),),
        f'<Dial action="{TURN.replace("turn", "dial-result")}" method="POST" timeout="20"'
        f' callerId="+5411"><Number url="{TURN.replace("turn", "whisper")}" method="POST">'
        f'+541130000000</Number><Sip url="{TURN.replace("turn", "whisper")}" method="POST">'
        "sip:noc@example.com</Sip></Dial>",
    ),
    (
        "dial at once",
        (Dial(("+541130000000",), Link("dial-result", HERE), screen=False),),
        f'<Dial action="{TURN.replace("turn", "dial-result")}" method="POST" timeout="20">'
        "<Number>+541130000000</Number></Dial>",
    ),
    # "What follows a Redirect is unreachable"; "Leave: only in a wait document".
    ("redirect", (Redirect(LINK),), f'<Redirect method="POST">{TURN}</Redirect>'),
    ("leave", (Leave(),), "<Leave/>"),
    ("hang up", (say("menu"), Hangup()), f"{LUPE}Menú</Say><Hangup/>"),
]
SESSION = {"incident.circuit_id": {"value": "AB12"}}
hostile = st.text(
    st.characters() | st.sampled_from("\x00\x0b\ud800\udfff\ufffe<>&\"']]>"), max_size=40
)


@pytest.mark.parametrize(("verbs", "body"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_documents(verbs: tuple[Verb, ...], body: str) -> None:
    head = '<?xml version="1.0" encoding="UTF-8"?><Response>'
    assert Renderer(CATALOG).render(verbs, SESSION) == f"{head}{body}</Response>"


@pytest.mark.parametrize("verbs", [row[1] for row in ROWS], ids=[row[0] for row in ROWS])
def test_documents_are_what_the_vendors_library_can_write(verbs: tuple[Verb, ...]) -> None:
    check(Renderer(CATALOG).render(verbs, SESSION))


def test_a_prompt_is_rendered_once() -> None:
    renderer = Renderer(CATALOG)
    first = renderer.say(say("menu"), {})
    assert renderer.say(say("menu"), {}) is first


# "<Say> takes 4,096 characters, 3,000 in Polly's voices; longer: error 13521".
def test_a_say_is_cut_at_the_limit() -> None:
    catalog = Catalog({"es": f"long = {'a' * 9000}\n"}, frozenset())
    text = Renderer(catalog).render((say("long"),), {})
    spoken = check(text).findtext("Say") or ""
    assert len(spoken) == 3000 < LONGEST_SAY


@given(hostile)
def test_hostile_text_never_breaks_the_document(text: str) -> None:
    verbs = (
        say("value", value=Formatted("text", text)),
        Gather(LINK, "es", speech=5, hints=(text,)),
    )
    document = Renderer(CATALOG).render(verbs, {})
    root = check(document)
    assert [child.tag for child in root] == ["Say", "Gather"]
    document.encode("utf-8")


@given(hostile)
def test_clean_text_is_what_was_said_without_what_xml_forbids(text: str) -> None:
    parsed = ElementTree.fromstring(f"<a>{clean(text)}</a>").text or ""
    said = parsed.replace("\n", "\r").replace("\r\r", "\r")
    assert len(said) <= len(text)
    for mark in "<>&":
        assert said.count(mark) == text.count(mark)


@given(hostile, st.sampled_from(["digits", "code", "ticket", "phone_ending"]))
def test_what_the_session_holds_never_breaks_the_document(text: str, kind: str) -> None:
    verbs = (say("value", value=SessionValue("answer", kind)),)
    check(Renderer(CATALOG).render(verbs, {"answer": {"value": text}}))


# English words in a Spanish voice are understood by nobody.
@pytest.mark.parametrize(
    "say",
    [
        Say("farewell", "es-AR"),
        Say("offer", "es-AR", (("label", Words("billing")),)),
    ],
)
def test_the_last_resort_is_spoken_by_its_own_voice(say: Say) -> None:
    english = "farewell = Good-bye\noffer = For { $label }\nbilling = billing\n"
    catalog = Catalog({"es": "offer = Para { $label }\n", "en": english}, frozenset())
    spoken = ElementTree.fromstring(Renderer(catalog).render((say,), {}))[0]
    assert spoken.attrib["language"] == "en-US"
    assert "Para" not in (spoken.text or "")
