"""The catalog: fallback, places, values, and errors that say what to do."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from prompts.catalog import Catalog, CatalogError, MissingValue, UnknownPrompt


def written(folder: Path, **files: str) -> Catalog:
    for name, source in files.items():
        (folder / f"{name.replace('_', '-')}.ftl").write_text(source, "utf-8")
    return Catalog.load(folder)


@pytest.fixture
def small(tmp_path: Path) -> Catalog:
    return written(
        tmp_path,
        en="-key = pound\nbye = Goodbye.\nonly = Only here, { $name }.\n",
        es="-key = numeral\nbye = Hasta luego.\n    .again = Adiós.\nend = Termine con { -key }.\n",
        es_MX="-key = gato\nbye = Hasta pronto.\n",
    )


@pytest.mark.parametrize(
    ("prompt", "language", "expected"),
    [
        ("end", "es-MX", "Termine con gato."),
        ("end", "es-AR", "Termine con numeral."),
        ("bye", "es-MX", "Hasta pronto."),
        # A variant that rewords a prompt keeps the attributes it does not write.
        ("bye.again", "es-MX", "Adiós."),
        ("bye", "pt-BR", "Goodbye."),
        ("bye", "en-US", "Goodbye."),
    ],
)
def test_words_come_from_the_nearest_file(
    small: Catalog, prompt: str, language: str, expected: str
) -> None:
    assert small.text(prompt, language) == expected


def test_english_as_last_resort_is_not_a_translation(small: Catalog) -> None:
    assert small.text("only", "es", name="Ana") == "Only here, Ana."
    assert not small.has("only", "es-MX")
    assert small.has("only", "en-US")
    assert "only" not in small.ids("es-MX")
    assert small.ids("es-MX") == {"bye", "bye.again", "end"}


def test_a_place_is_where_the_words_stand(small: Catalog) -> None:
    assert small.place("bye", "es-MX") == ("es-MX.ftl", 2)
    assert small.place("bye.again", "es-MX") == ("es.ftl", 3)
    assert small.place("only", "es") == ("en.ftl", 3)


@pytest.mark.parametrize("prompt", ["nothing", "bye.never", "", ".", "-key"])
def test_a_prompt_without_words_is_an_error(small: Catalog, prompt: str) -> None:
    with pytest.raises(UnknownPrompt, match="no words for"):
        small.text(prompt, "en")


def test_a_missing_value_is_never_spoken_by_its_name(small: Catalog) -> None:
    with pytest.raises(MissingValue, match=r"en\.ftl:3: only cannot be spoken.*values name"):
        small.text("only", "en")


def test_parameters_are_found_through_selects_and_other_messages(tmp_path: Path) -> None:
    catalog = written(
        tmp_path,
        en="inner = { $b }\nouter = { $a ->\n    [1] one\n   *[other] { inner } { -term }\n}\n"
        "-term = { $private ->\n   *[x] y\n}\n",
    )
    assert catalog.parameters("outer", "en") == {"a", "b"}


@pytest.mark.parametrize(
    ("source", "line", "what"),
    [
        ("good = yes\nbad { = no\n", 2, "cannot read"),
        ("a = one\nb = two\na = three\n", 3, "a is already written in line 1"),
        ("a = { -lost }\n", 1, "speaks -lost, which is not written"),
        ("a = x\n    .help = { b.help }\nb = y\n", 2, "speaks b.help, which is not written"),
        ("a = { b }\nb = { a }\n", 1, "a speaks itself"),
    ],
)
def test_a_file_that_is_wrong_is_refused_with_its_line(
    tmp_path: Path, source: str, line: int, what: str
) -> None:
    with pytest.raises(CatalogError) as caught:
        written(tmp_path, en=source)
    problem = caught.value.problems[0]
    assert (problem.file, problem.line) == ("en.ftl", line)
    assert what in problem.what
    assert problem.remedy
    assert pickle.loads(pickle.dumps(caught.value)).problems == caught.value.problems


def test_a_recording_is_found_along_the_chain(tmp_path: Path) -> None:
    for name in ("es/bye.wav", "es-MX/bye.mp3", "en/only.wav", "es/notes.txt"):
        path = tmp_path / "audio" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    catalog = written(tmp_path, es="bye = Hasta luego.\n", en="only = Only.\n")
    assert catalog.recording("bye", "es-AR") == "es/bye.wav"
    assert catalog.recording("bye", "es-MX") == "es-MX/bye.mp3"
    assert catalog.recording("only", "es") is None
    assert catalog.recording("notes", "es") is None


def test_phrases_are_what_an_option_answers_to(tmp_path: Path) -> None:
    catalog = written(tmp_path, en="a = x\n    .says = no service,  it is down\nb = y\n")
    assert catalog.phrases("a", "en") == ("no service", "it is down")
    assert catalog.phrases("b", "en") == ()


def test_a_catalog_travels_between_processes(small: Catalog) -> None:
    before = small.text("end", "es-MX")
    copy = pickle.loads(pickle.dumps(small))
    assert copy.text("end", "es-MX") == before
    assert copy.text("only", "es-MX", name="Ana") == "Only here, Ana."
    assert copy.place("bye", "es-MX") == ("es-MX.ftl", 2)
