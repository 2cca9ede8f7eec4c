"""From files to plain data: YAML without surprises, JSON, and bounds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from scheduler.reading import BadInput, load_data, load_problem
from scheduler.reading.files import MOST_BYTES, parse, parse_json, parse_yaml


def mistakes(parse: Any, content: object) -> list[tuple[str, str]]:
    with pytest.raises(BadInput) as caught:
        parse(content)
    return [(error.path, str(error.text)) for error in caught.value.errors]


def test_yaml_gives_what_is_written() -> None:
    content = """
    time: 10:00
    day: 2008-10-08
    slot: 2008-10-08 AM
    norwegian: no
    item: 2(a)
    octal: 010
    number: 10
    below: -5
    part: 0.5
    right: true
    nothing: null
    empty:
    """
    assert parse_yaml(content) == {
        "time": "10:00",
        "day": "2008-10-08",
        "slot": "2008-10-08 AM",
        "norwegian": "no",
        "item": "2(a)",
        "octal": "010",
        "number": 10,
        "below": -5,
        "part": 0.5,
        "right": True,
        "nothing": None,
        "empty": None,
    }


def test_a_key_given_twice_in_yaml() -> None:
    assert mistakes(parse_yaml, "a: 1\nb:\n  c: 1\n  c: 2\na: 2\n") == [
        ("line 4, column 3", "“c” is given twice; leave one."),
        ("line 5, column 1", "“a” is given twice; leave one."),
    ]


def test_a_key_given_twice_in_json() -> None:
    assert mistakes(parse_json, '{"a": {"c": 1, "c": 2}}') == [
        ("c", "“c” is given twice; leave one.")
    ]


def test_where_yaml_is_broken() -> None:
    assert mistakes(parse_yaml, "a: 1\nb: [1, 2\nc: 3\n") == [
        (
            "line 3, column 2",
            "This is not YAML: while parsing a flow sequence, did not find expected ',' or ']'.",
        )
    ]


def test_where_json_is_broken() -> None:
    assert mistakes(parse_json, '{"a": 1,\n "b": }') == [
        ("line 2, column 7", "This is not JSON: Expecting value.")
    ]


def test_more_than_one_document() -> None:
    assert mistakes(parse_yaml, "a: 1\n---\nb: 2\n") == [
        (
            "line 2, column 1",
            "This is not YAML: expected a single document in the stream,"
            " but found another document.",
        )
    ]


@pytest.mark.parametrize("content", ["", "# nothing but a comment\n"])
def test_an_empty_file(content: str) -> None:
    assert mistakes(parse_yaml, content) == [("", "The file is empty.")]


def test_aliases_are_refused_before_they_grow() -> None:
    rows = [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    content = "\n".join(["a0: &a0 [x]", *rows])
    assert mistakes(parse_yaml, content) == [
        ("line 2, column 10", "Anchors and aliases (& and *) are not allowed: write the value out.")
    ]


def test_a_tag_of_python_makes_nothing() -> None:
    [(place, reason)] = mistakes(parse_yaml, "a: !!python/object/apply:os.system [true]")
    assert place == "line 1, column 4"
    assert reason.startswith("This is not YAML: could not determine a constructor for the tag")


@pytest.mark.parametrize(
    ("parse", "content"),
    [
        (parse_yaml, "[" * 200_000),
        (parse_yaml, "- " * 200_000),
        (parse_yaml, "{a: " * 60 + "}" * 60),
        (parse_json, "[" * 100_000 + "]" * 100_000),
    ],
)
def test_nesting_without_end(parse: Any, content: str) -> None:
    assert mistakes(parse, content) == [("", "The fields are nested too deeply.")]


def test_a_name_that_is_no_text() -> None:
    assert mistakes(parse_yaml, "? [a, b]\n: 1\n") == [
        ("line 1, column 3", "The name of a field is a text.")
    ]


@pytest.mark.parametrize("content", ["NaN", "[Infinity]", "-Infinity"])
def test_numbers_that_are_none(content: str) -> None:
    name = content.strip("[]")
    assert mistakes(parse_json, content) == [("", f"{name} is not a number that can be used.")]


@pytest.mark.parametrize(
    ("read", "content", "where"),
    [
        (parse_json, '{"a": 1%s}', ""),
        (parse_yaml, "a: -1%s", "line 1, column 4"),
        (parse_yaml, "? 1%s\n: a", "line 1, column 3"),
    ],
)
def test_a_number_of_thousands_of_digits_is_refused_in_words(
    read: Any, content: str, where: str
) -> None:
    said = (where, "A number here has more than 1000 digits.")
    assert mistakes(read, content % ("0" * 5000)) == [said]
    assert read(content % ("0" * 900)) != {}


def test_size_is_bounded(tmp_path: Path) -> None:
    file = tmp_path / "large.yaml"
    file.write_bytes(b"#" * (MOST_BYTES + 1))
    assert mistakes(load_data, file) == [("", "The file is larger than 5000000 bytes.")]


def test_other_text_than_utf_8(tmp_path: Path) -> None:
    file = tmp_path / "latin.yaml"
    file.write_bytes("title: Genève".encode("latin-1"))
    assert mistakes(load_data, file) == [("", "The file is not text in UTF-8: see byte 10.")]


def test_a_mark_of_byte_order_is_passed_over(tmp_path: Path) -> None:
    file = tmp_path / "windows.json"
    file.write_bytes(b"\xef\xbb\xbf" + b'{"a": 1}')
    assert load_data(file) == {"a": 1}


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    missing = tmp_path / "missing.yaml"
    assert mistakes(load_problem, missing) == [("", f"There is no file {missing}.")]
    assert mistakes(load_problem, tmp_path) == [("", f"{tmp_path} is a folder; name a file.")]


def test_a_name_that_cannot_be_a_file() -> None:
    [(_, reason)] = mistakes(load_problem, Path("a\0b"))
    assert reason.endswith("cannot be read: embedded null byte.")


def test_a_file_without_a_name_is_json_where_it_begins_as_json() -> None:
    assert parse(b"a: no") == {"a": "no"}
    assert parse(b' {"a": 1}') == {"a": 1}
    with pytest.raises(BadInput):
        parse(b"{a: 1}")
