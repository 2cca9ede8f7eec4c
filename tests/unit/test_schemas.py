"""The published JSON Schemas: true to the dataclasses, and shown in the documentation."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from scheduler import problem as values
from scheduler.reading import load_data, schema

ROOT = Path(__file__).parents[2]
PUBLISHERS = ("scheduler", "procedure")

GROUPS = {
    "session": values.Session,
    "slot": values.Slot,
    "body": values.Body,
    "room": values.Room,
    "interpretation": values.Interpretation,
    "team_change": values.TeamChange,
    "entitlement": values.Entitlement,
    "speakers": values.Speakers,
    "business": values.Business,
    "relation": values.Relation,
    "document": values.Document,
    "weight": values.Weight,
    "placement": values.Placement,
    "closure": values.Closure,
    "held": values.Held,
    "moment": values.SlotDate,
    "held_part": values.HeldPart,
}


@pytest.mark.parametrize("name", GROUPS)
def test_a_group_has_the_fields_of_its_dataclass(name: str) -> None:
    published = schema("problem")["$defs"][name]["properties"]
    assert set(published) == {field.name for field in fields(GROUPS[name])}


def test_the_sections_are_the_fields_of_a_problem() -> None:
    published = set(schema("problem")["properties"]) - {"format", "note"}
    assert published == {field.name for field in fields(values.Problem)} - {"at_once_source"}


def published_source(name: str) -> str:
    """A schema as it is published: of the engine, or of the rules of procedure."""
    paths = [ROOT / package / f"{name}.schema.json" for package in PUBLISHERS]
    (path,) = (path for path in paths if path.exists())
    return path.read_text(encoding="utf-8")


def enumerations() -> list[tuple[list[str], Any]]:
    published = schema("problem")
    return [
        (published["$defs"]["column"]["enum"], values.Column),
        (published["$defs"]["relation"]["properties"]["kind"]["enum"], values.RelationKind),
        (list(published["properties"]["preferences"]["properties"]), values.Preference),
    ]


def test_the_choices_are_those_of_the_engine() -> None:
    for published, kind in enumerations():
        assert published == [member.value for member in kind]


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("problem", "formats.md"),
        ("programme", "formats.md"),
        ("check", "formats.md"),
        ("explain", "formats.md"),
        ("bad-input", "formats.md"),
        ("roster-problem", "rosters.md"),
        ("roster", "rosters.md"),
        ("roster-check", "rosters.md"),
        ("isp-instance", "rosters.md"),
        ("isp", "rosters.md"),
        ("calendar-problem", "calendars.md"),
        ("calendar", "calendars.md"),
        ("conferences", "conferences.md"),
        ("conferences-plan", "conferences.md"),
        ("conferences-check", "conferences.md"),
        ("timetable-problem", "timetables.md"),
        ("timetable", "timetables.md"),
        ("speakers-ledger", "speakers.md"),
        ("speakers-verification", "speakers.md"),
        ("statements", "speakers.md"),
    ],
)
def test_a_schema_is_shown_in_the_documentation(name: str, page: str) -> None:
    shown = (ROOT / "docs" / page).read_text(encoding="utf-8")
    source = published_source(name)
    assert f"```json\n{source}```\n" in shown
    Draft202012Validator.check_schema(json.loads(source))


@pytest.mark.parametrize(
    "example", sorted((ROOT / "examples").glob("*.[jy]*")), ids=lambda p: p.name
)
def test_any_validator_takes_the_examples(example: Path) -> None:
    data = load_data(example)
    name = data["format"].removeprefix("hemicycle-").partition("/")[0]
    published = json.loads(published_source(name))
    errors = [error.message for error in Draft202012Validator(published).iter_errors(data)]
    assert errors == []
