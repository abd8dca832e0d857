"""Each mistake is named with its file and line, and with what to do about it."""
# ruff: noqa: E501 - a mistake and what is said of it stand on one line

from __future__ import annotations

from pathlib import Path

import pytest

from ivr.engine.kinds.registry import KINDS
from routing.calendars import regions_of
from tests.plan import writing
from tests.plan.writing import complaints

WORDS = ", ".join(kind.word for kind in KINDS.fields)
TIMES = 'write "09:00-18:00", "22:00-06:00 next day", a list of these, or closed'
C, D, Q = "countries", "dialogs", "queues"
# fmt: off
MISTAKES = [
    (C, "timezone: America/Argentina/Buenos_Aires", "timezone: America/BuenosAires", "3: 'America/BuenosAires' is no time zone; write one such as America/Bogota"),
    (C, "holidays: AR", "holidays: QQ", "5: there is no public calendar 'QQ'; write the country's two letters, or list your own days under `add:` alone"),
    (C, "[es-AR, en]", "[]", "4: AR › languages: there must be at least 1 here; write one"),
    (C, "[es-AR, en]", "[spanish]", "4: AR › languages › item 1: 'spanish' is no language; write it like es, es-AR or pt-BR"),
    (C, "+54 11 5170-5383", "12", "6: AR › callback_from: a number is no text unless it stands in quotes; write \"12\""),
    (C, "+54 11 5170-5383", "+54 11", "6: '+54 11' is not a valid number; write it with + and the country code"),
    (C, "support: support-menu", "support: suport-menu", "7: there is no dialog 'suport-menu'; did you mean 'support-menu'?"),
    (C, "kind: toll-free", "kind: tollfree", "9: AR › numbers › 0800-800-5383 › kind: 'tollfree' is not allowed here; did you mean 'toll-free'?"),
    (C, "0800-800-5383: ", "0800-800-53: ", "9: '0800-800-53' is not a valid number of Argentina; write it as published and add `as: +…` with the number that is really dialled, and `note:` with why"),
    (C, "+54-11-5170-5383:", "+55-11-3957-2288:", "10: '+55-11-3957-2288' does not belong to Argentina; if that is so on purpose, add `as: +…` with the number and `note:` with why"),
    (C, "0800-800-5383:  ", "+54 11 51705383:", "10: +541151705383 is already listed for AR on line 9; keep one; other dialogs that it also serves go under `also:`"),
    (C, "{kind: local,", "{as: +1 305 808 5934, kind: local,", "10: AR › numbers › +54-11-5170-5383: `as:` needs a `note:` that says why the published form is not dialled"),
    (C, "AR:", "Argentina:", "1: Argentina: 'Argentina' is no country; write its two letters, like AR"),
    (C, "name: Argentina", "name: {a: b}", "2: AR › name: a text is expected here, not a block of `key: value` pairs; write it behind the colon"),
    (D, "greeting: ", "greetings: ", "2: support-menu › greetings: 'greetings' is not a key here; did you mean 'greeting'?"),
    (D, "greeting: ", "qqqq: ", "2: support-menu › qqqq: 'qqqq' is not a key here; the keys here are greeting, person, intro, then, menu"),
    (D, "person: data", "person: dta", "3: there is no queue 'dta'; did you mean 'data'?"),
    (D, "then: incident,", "then: incidente,", "5: there is no dialog 'incidente'; did you mean 'incident'?"),
    (D, "    1: {offer", "    9: {offer", "5: support-menu › menu › 9: '9' is no key of a menu; write one of 0 to 8; 9, * and # are kept for language, repeat and end of entry"),
    (D, "min: 4, max", "min: four, max", "10: incident › form › circuit_id › code › min: 'four' is no whole number; write it in digits"),
    (D, "when: severity == out-of-service", "when: severity is bad", "10: cannot read the condition 'severity is bad'; write `field == answer`, `field != answer` or `day <= 15`, joined by `and`"),
    (D, "when: severity ==", "when: severty ==", "10: the condition asks for 'severty', which is not asked before it; name an earlier field of this form, or `day`"),
    (D, "severity == out-of-service", "day == monday", "10: day is compared with a number from 1 to 31, not with 'monday'"),
    (D, "severity == out-of-service", "severity > out-of-service", "10: an answer is compared with == or !=, not with >"),
    (D, "{code: {min: 4, max: 20},", "{code: {}, digits: {},", f"10: incident › form › circuit_id: a field has exactly one of: {WORDS}"),
    (D, "{choose: {1: out-of-service,", "{choose: {1: yes,", "9: incident › form › severity › choose › 1: yes, no, true and false are no text unless they stand in quotes; write \"yes\", or what is meant"),
    (D, "{phone: caller, confirm: yes}", "phone", "14: callback › form › callback: a block of `key: value` pairs is expected here, not 'phone'; see docs/DIALOGS.md"),
    (D, "form:\n    message: {record: {seconds: 60}}", "goto: {queue: data}", "16: the form 'message' is missing; a caller who cannot wait is led to it"),
    (D, "  menu:", "  goto: {queue: data}\n  menu:", "1: support-menu: a dialog has exactly one of: menu, form, goto, hours, transfer"),
    (D, "  then: [ticket, queue]", "  then: [tickets]", "11: incident › then › item 1: 'tickets' is not allowed here; did you mean 'ticket'?"),
    (D, "seconds: 60", "seconds: 1", "18: message › form › message › record › seconds: 1 is too little; write 2 or more"),
    (Q, "hours: always", "hours: sometimes", "2: data › hours: 'sometimes' is not allowed here; write 'always' or 'closed' or a block of `key: value` pairs"),
    (Q, '"09:00-18:00"', '"9-18"', f"7: '9-18' is no opening time; {TIMES}"),
    (Q, '"09:00-18:00"', "no", f"7: no is no opening time; {TIMES}"),
    (Q, '"09:00-18:00"', "[]", f"7: no times stand here; {TIMES}"),
    (Q, '"09:00-18:00"', '["09:00-18:00", closed]', f"7: 'closed' is no opening time; {TIMES}"),
    (Q, '"09:00-18:00"', '"18:00-09:00"', "7: '18:00-09:00' ends before it begins; if it runs past midnight, write \"18:00-09:00 next day\"; else look at its times"),
    (Q, '"09:00-18:00"', '"09:00-09:00"', "7: '09:00-09:00' ends before it begins; if it runs past midnight, write \"09:00-09:00 next day\"; else look at its times"),
    (Q, '"09:00-18:00"', '"09:00-18:00 next day"', "7: '09:00-18:00 next day' is longer than a day; leave out `next day`, or divide it"),
    (Q, '"09:00-18:00"', '"18:00-24:30"', "7: '18:00-24:30' lies after midnight; the day ends at 24:00"),
    (Q, '"09:00-18:00"', '"24:00-06:00"', "7: '24:00-06:00' lies after midnight; the day ends at 24:00"),
    (Q, '"09:00-18:00"', "closed", "7: no day is open; write `hours: closed` if that is meant"),
    (Q, "mon-fri", "mon-fry", "7: 'mon-fry' names no days; write mon, mon-fri or sat-sun"),
    (Q, "mon-fri", "mon-", "7: 'mon-' names no days; write mon, mon-fri or sat-sun"),
    (Q, "mon-fri", "fri-mon", "7: 'fri-mon' runs backwards; a week goes from mon to sun"),
    (Q, "holidays: closed", 'wed-sun: "09:00-13:00"', "7: 'mon-fri' and 'wed-sun' both name wed; let one of them name it, or name it alone: that overrides a range"),
    (C, "holidays: AR", "holidays: {public: MX, also: bridge-days}", "5: the public calendar MX has no days of the kind 'bridge-days'; leave `also` out"),
    (C, "holidays: AR", "holidays: {public: AR, regions: [Kansas]}", f"5: the public calendar AR has no region 'Kansas'; it has {', '.join(regions_of('AR'))}"),
    (C, "holidays: AR", "holidays: {public: AR, except: 2026-2-3}", "5: AR › holidays › except › item 1: '2026-2-3' is no day; write it as 2026-12-30"),
    (C, "holidays: AR", "holidays: {public: AR, add: {30/12/2026: x}}", "5: AR › holidays › add › 30/12/2026: '30/12/2026' is no day; write it as 2026-12-30"),
    (C, "holidays: AR", "holidays: {public: AR, also: siestas}", "5: AR › holidays › also › item 1: 'siestas' is not allowed here; write 'bridge-days', 'non-working-days', 'bank-days' or 'government-days'"),
    (C, "holidays: AR", "holidays: {add: {}}", "5: AR › holidays: there are no holidays here; write `public: XX` or days under `add:`"),
    (C, "holidays: AR", "holidays: {add: {2026-12-30: x}, except: [2026-12-25]}", "5: AR › holidays: `also`, `regions` and `except` change a public calendar; name it"),
    (Q, "after: 180s, ", "after: soon, ", "4: data › overflow › item 1 › after: 'soon' is no duration; write one such as 20s, 3m or 1h"),
    (Q, "after: 180s, ", "", "4: data › overflow › item 1: an overflow has either `after: 180s` or `when: closed`"),
    (Q, "to: data", "to: dat", "10: there is no target 'dat'; did you mean 'data'?"),
    (Q, "to: data", "to: +1", "10: '+1' cannot be dialled; write +, country code and number, or sip:user@host"),
    (Q, "default: yes", "default: no", "1: 0 queues are marked `default: yes`; exactly one takes the calls that no other queue claims"),
    (Q, "hours: always", "default: yes", "5: 2 queues are marked `default: yes`; exactly one takes the calls that no other queue claims"),
    (Q, "ring: 25s", "ring: 2s", "8: reception › handover › ring: '2s' is too little; write 5 or more"),
    (Q, "sip:noc@example.com", "sip:noc", "8: 'sip:noc' cannot be dialled; write +, country code and number, or sip:user@host"),
    (Q, "sip:noc@example.com", "sip:@", "8: 'sip:@' cannot be dialled; write +, country code and number, or sip:user@host"),
    (Q, "sip:noc@example.com", "sip:a b@c", "8: 'sip:a b@c' cannot be dialled; write +, country code and number, or sip:user@host"),
    (Q, "sip:noc@example.com", "+54 11 5170-5383", "8: reception › handover › dial: '+54 11 5170-5383' stands twice; keep one"),
    (C, "languages: [es-AR, en]", "languages: [en, en]", "4: AR › languages: 'en' stands twice; keep one"),
    (Q, "hours: always", "target: {service_level: 800%}", "2: data › target › service_level: '800%' is no percentage; write one such as 80%"),
]
# fmt: on


def test_the_plan_loads_as_it_stands(tmp_path: Path) -> None:
    assert complaints(tmp_path) == []


@pytest.mark.parametrize(("file", "old", "new", "said"), MISTAKES)
def test_mistakes(tmp_path: Path, file: str, old: str, new: str, said: str) -> None:
    text = writing.FILES[f"{file}.yaml"]
    assert old in text
    spoiled = {file: text.replace(old, new, 1)}
    assert complaints(tmp_path, **spoiled) == [f"config/{file}.yaml:{said}"]


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    told = complaints(
        tmp_path,
        countries=writing.COUNTRIES.replace("timezone:", "time_zone:"),
        queues=writing.QUEUES.replace("hours: always", "hours: [1]"),
        dialogs="a: &b 1\n",
    )
    assert [line.partition(" ")[0] for line in told] == [
        "config/dialogs.yaml:1:",
        "config/countries.yaml:3:",
        "config/queues.yaml:2:",
    ]


def test_missing_files(tmp_path: Path) -> None:
    config = writing.write(tmp_path)
    (config / "queues.yaml").unlink()
    with pytest.raises(writing.ConfigError, match=r"^config/queues\.yaml: is missing"):
        writing.written(config)
