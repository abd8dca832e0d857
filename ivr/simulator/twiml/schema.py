"""The table of verbs: what each may carry and hold, and the number of the complaint if not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ivr.simulator.twiml import voices
from ivr.simulator.twiml.document import Element
from ivr.simulator.twiml.rules import (
    ADDRESS,
    ANYTHING,
    FLAG,
    LOCALE,
    METHOD,
    POSITIVE,
    Rule,
    choice,
    either,
    pattern,
    several,
    whole,
)

UNKNOWN = 12200  # the general "does not fit the schema"


@dataclass(frozen=True, slots=True)
class Attribute:
    """What an attribute may be, the carrier's number if it is not, and its default value.

    ``fails`` tells an error (the document fails) from a warning (the default is used).
    """

    rule: Rule = ANYTHING
    code: int = UNKNOWN
    default: str = ""
    fails: bool = False


@dataclass(frozen=True, slots=True)
class Verb:
    """One element of TwiML: its attributes by name, and the names of the elements it may hold."""

    attributes: Mapping[str, Attribute] = field(default_factory=dict)
    children: frozenset[str] = frozenset()
    child_code: int = UNKNOWN
    text: bool = False


SSML = frozenset(
    ("break", "emphasis", "lang", "p", "phoneme", "prosody", "s", "say-as", "sub", "w")
)
NOUNS = frozenset({"Number", "Sip", "Client", "Queue", "Conference"})
_VERBS = (
    *("Say", "Play", "Pause", "Gather", "Record", "Redirect"),
    *("Hangup", "Reject", "Leave", "Enqueue", "Dial"),
)

_ANY = Attribute()
_FLAG = Attribute(FLAG)
_LINK = Attribute(ADDRESS, 11100)
_KEYS = pattern(r"[0-9#*]*", "keys: 0-9, # and *")
_RECORD = choice(
    *("do-not-record", "record-from-answer", "record-from-ringing"),
    *("record-from-answer-dual", "record-from-ringing-dual", "true", "false"),
)
_MODELS = pattern(
    "default|numbers_and_commands|phone_call|experimental_(conversations|utterances)"
    "|googlev2_(long|short|telephony|telephony_short)|deepgram_nova-[23][a-z-]*",
    "a speech model: default, phone_call, googlev2_telephony, deepgram_nova-3 …",
)
_TONES = choice(
    *("at", "au", "bg", "br", "be", "ch", "cl", "cn", "cz", "de", "dk", "ee", "es", "fi", "fr"),
    *("gr", "hu", "il", "in", "it", "lt", "jp", "mx", "my", "nl", "no", "nz", "ph", "pl", "pt"),
    *("ru", "se", "sg", "th", "uk", "us", "us-old", "tw", "ve", "za"),
)
_CALL_EVENTS = Attribute(several("initiated", "ringing", "answered", "completed"))


def _method(code: int, default: str = "POST") -> Attribute:
    return Attribute(METHOD, code, default)


_SAY = Verb(
    {
        "voice": Attribute(Rule("a voice the carrier has", voices.known_voice), 13511),
        "language": Attribute(LOCALE, 13512, "en-US"),
        "loop": Attribute(whole(0), 13510, "1"),
    },
    SSML,
    text=True,
)
_PLAY = Verb(
    {
        "loop": Attribute(whole(0), 13410, "1"),
        "digits": Attribute(pattern(r"[0-9A-D#*wW]+", "keys 0-9, A-D, #, * and pauses w, W")),
    },
    text=True,
)
_GATHER = Verb(
    {
        "action": _LINK,
        "method": _method(13312),
        "input": Attribute(several("dtmf", "speech"), 13326, "dtmf"),
        "timeout": Attribute(POSITIVE, 13313, "5"),
        "numDigits": Attribute(POSITIVE, 13314),
        "finishOnKey": Attribute(pattern(r"[0-9#*]?", "one of 0-9, #, *, or nothing"), 13310, "#"),
        "speechTimeout": Attribute(either(POSITIVE, choice("auto")), 13327),
        "maxSpeechTime": Attribute(POSITIVE),
        "speechModel": Attribute(_MODELS, 13334),
        "language": Attribute(LOCALE, 13331, "en-US"),
        "hints": _ANY,
        "profanityFilter": _FLAG,
        "enhanced": _FLAG,
        "bargeIn": _FLAG,
        "actionOnEmptyResult": Attribute(FLAG, 13338, "false", fails=True),
        "partialResultCallback": _LINK,
        "partialResultCallbackMethod": _method(13312),
    },
    frozenset({"Say", "Play", "Pause"}),
    child_code=13320,
)
_RECORDING = {
    "recordingStatusCallback": _LINK,
    "recordingStatusCallbackMethod": _method(13610),
    "recordingStatusCallbackEvent": Attribute(
        several("in-progress", "completed", "absent"), default="completed"
    ),
}
_RECORD_VERB = Verb(
    {
        **_RECORDING,
        "action": _LINK,
        "method": _method(13610),
        "timeout": Attribute(whole(0), 13611, "5"),
        "finishOnKey": Attribute(_KEYS, 13613, "1234567890*#"),
        "maxLength": Attribute(whole(2, 86400), 13612, "3600"),
        "playBeep": Attribute(FLAG, 13616, "true"),
        "trim": Attribute(choice("trim-silence", "do-not-trim")),
        "transcribe": Attribute(FLAG, 13614, "false"),
        "transcribeCallback": _LINK,
    }
)
_ENQUEUE = Verb(
    {
        "action": _LINK,
        "method": _method(14201),
        "waitUrl": Attribute(either(ADDRESS, choice("")), 14202),
        "waitUrlMethod": _method(14206),
        "maxQueueSize": Attribute(whole(1, 5000)),
        "workflowSid": Attribute(pattern(r"WW[0-9a-fA-F]{32}", "a workflow's SID: WW…")),
    },
    frozenset({"Task"}),
    text=True,
)
_DIAL = Verb(
    {
        **_RECORDING,
        "action": _LINK,
        "method": _method(13210),
        "timeout": Attribute(whole(1, 600), 13212, "30"),
        "timeLimit": Attribute(whole(1, 86400), 13216, "14400"),
        "hangupOnStar": Attribute(FLAG, 13213, "false"),
        "callerId": Attribute(pattern(r"\+?[0-9A-Za-z:._@-]{2,64}", "a number or client"), 13214),
        "record": Attribute(_RECORD, 13217, "do-not-record"),
        "recordingTrack": Attribute(choice("inbound", "outbound", "both")),
        "trim": Attribute(choice("trim-silence", "do-not-trim")),
        "sequential": Attribute(FLAG, 13218, "false"),
        "answerOnBridge": Attribute(FLAG, 13219, "false"),
        "ringTone": Attribute(_TONES, 13220),
        "referUrl": _LINK,
        "referMethod": _method(13210),
    },
    NOUNS,
    child_code=13215,
    text=True,
)
_LEG = {
    "url": _LINK,
    "method": _method(13221),
    "statusCallback": _LINK,
    "statusCallbackMethod": _method(13221),
    "statusCallbackEvent": _CALL_EVENTS,
}
_MACHINE = {
    "machineDetection": Attribute(choice("Enable", "DetectMessageEnd")),
    "machineDetectionTimeout": Attribute(whole(3, 60)),
    "machineDetectionSpeechThreshold": Attribute(whole(1000, 6000)),
    "machineDetectionSpeechEndThreshold": Attribute(whole(500, 5000)),
    "machineDetectionSilenceTimeout": Attribute(whole(2000, 10000)),
    "amdStatusCallback": _LINK,
    "amdStatusCallbackMethod": _method(UNKNOWN),
}
_SEND = Attribute(pattern(r"[0-9#*wW]+", "keys 0-9, #, * and pauses w, W"), 13222)
_CONFERENCE = Verb(
    {
        "muted": _FLAG,
        "beep": Attribute(choice("true", "false", "onEnter", "onExit"), default="true"),
        "startConferenceOnEnter": _FLAG,
        "endConferenceOnExit": _FLAG,
        "waitUrl": Attribute(either(ADDRESS, choice("")), 11100),
        "waitMethod": _method(UNKNOWN),
        "maxParticipants": Attribute(whole(2, 250)),
        "record": Attribute(choice("do-not-record", "record-from-start", "true", "false")),
        "region": _ANY,
        "coach": _ANY,
        "trim": Attribute(choice("trim-silence", "do-not-trim")),
        "statusCallback": _LINK,
        "statusCallbackMethod": _method(UNKNOWN),
        "statusCallbackEvent": _ANY,
        **_RECORDING,
        "jitterBufferSize": Attribute(choice("large", "medium", "small", "off")),
        "participantLabel": _ANY,
    },
    text=True,
)
_SPEECH = {
    "break": {"strength": _ANY, "time": _ANY},
    "emphasis": {"level": _ANY},
    "lang": {"xml:lang": Attribute(LOCALE)},
    "p": {},
    "phoneme": {"alphabet": _ANY, "ph": _ANY},
    "prosody": {"volume": _ANY, "rate": _ANY, "pitch": _ANY},
    "s": {},
    "say-as": {"interpret-as": _ANY, "format": _ANY},
    "sub": {"alias": _ANY},
    "w": {"role": _ANY},
}

SCHEMA: Mapping[str, Verb] = {
    "Response": Verb(children=frozenset(_VERBS)),
    "Say": _SAY,
    "Play": _PLAY,
    "Pause": Verb({"length": Attribute(POSITIVE, 13910, "1")}),
    "Gather": _GATHER,
    "Record": _RECORD_VERB,
    "Redirect": Verb({"method": _method(13710)}, text=True),
    "Hangup": Verb(),
    "Reject": Verb({"reason": Attribute(choice("rejected", "busy"), default="rejected")}),
    "Leave": Verb(),
    "Enqueue": _ENQUEUE,
    "Task": Verb({"priority": Attribute(whole(0)), "timeout": Attribute(POSITIVE)}, text=True),
    "Dial": _DIAL,
    "Number": Verb({**_LEG, **_MACHINE, "sendDigits": _SEND, "byoc": _ANY}, text=True),
    "Sip": Verb({**_LEG, **_MACHINE, "username": _ANY, "password": _ANY}, text=True),
    "Client": Verb(_LEG, frozenset({"Identity", "Parameter"}), text=True),
    "Identity": Verb(text=True),
    "Parameter": Verb({"name": _ANY, "value": _ANY}),
    "Queue": Verb(
        {
            "url": Attribute(ADDRESS, 14211),
            "method": _method(14210),
            "reservationSid": _ANY,
            "postWorkActivitySid": _ANY,
        },
        text=True,
    ),
    "Conference": _CONFERENCE,
    **{name: Verb(attributes, SSML, text=True) for name, attributes in _SPEECH.items()},
}


def value(element: Element, name: str) -> str:
    """The value of an attribute, or its default where it is missing or not allowed."""
    attribute = SCHEMA[element.name].attributes[name]
    given = element.attributes.get(name)
    return given if given is not None and attribute.rule.holds(given) else attribute.default


def whole_value(element: Element, name: str) -> int | None:
    """The value of a whole-number attribute; None if there is neither value nor default."""
    text = value(element, name)
    return int(text) if text else None


def flag(element: Element, name: str) -> bool:
    """The value of a true/false attribute."""
    return value(element, name) == "true"
