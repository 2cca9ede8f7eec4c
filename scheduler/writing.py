"""Writing problems and outcomes as plain data, in the formats that `scheduler.reading` reads."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, time
from enum import Enum
from typing import Any

import yaml

from scheduler.problem import Business, Document, Problem, SlotDate, relation_id
from scheduler.programme import (
    Explanation,
    Meeting,
    Outcome,
    Programme,
    Relaxation,
    Requirement,
    Told,
)

PROBLEM_FORMAT = "hemicycle-problem/1"
PROGRAMME_FORMAT = "hemicycle-programme/1"

# order of the sections in a file: what is short and general first
SECTIONS = (
    "session",
    "slots",
    "bodies",
    "rooms",
    "interpretation",
    "at_once",
    "closures",
    "business",
    "relations",
    "documents",
    "preferences",
    "reference",
    "held",
)


def write_problem(problem: Problem) -> dict[str, Any]:
    """Plain data of which `read_problem` makes the same problem. What is usual is left out."""
    data = _plain(problem)
    languages = problem.interpretation.languages
    for entry, business in zip(data["business"], problem.business, strict=True):
        entry["languages"] = _languages(business, languages)
    for entry, document in zip(data.get("documents", ()), problem.documents, strict=True):
        entry["issued"] = _issued(document, languages)
    for entry in data.get("relations", ()):
        if entry["id"] == relation_id(entry["kind"], entry["business"]):
            del entry["id"]
    if problem.at_once_source:
        at_once = {column.value: most for column, most in problem.at_once.items()}
        data["at_once"] = at_once | {"source": problem.at_once_source}
    if problem.held is not None:
        before = problem.held.before
        slot = {} if before.slot is None else {"slot": before.slot}
        data["held"]["before"] = {"date": before.date.isoformat()} | slot
    sections = {name: data[name] for name in SECTIONS if name in data}
    return {"format": PROBLEM_FORMAT, **sections}


def dump_yaml(problem: Problem) -> str:
    """The problem as a YAML file. Times are quoted: other readers count in sixties."""
    return dump_plain_yaml(write_problem(problem))


def dump_plain_yaml(data: Mapping[str, Any]) -> str:
    """Plain data as a YAML file."""
    return yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100)


def write_outcome(outcome: Outcome, problem: Problem) -> dict[str, Any]:
    """The end of a search as plain data; see `scheduler/programme.schema.json`."""
    data: dict[str, Any] = {
        "format": PROGRAMME_FORMAT,
        "session": problem.session.id,
        "status": outcome.status.value,
        "objective": outcome.objective,
        "bound": outcome.bound,
        "wall_seconds": round(outcome.wall_seconds, 3),
        "preferences": {cost.name.value: cost.cost for cost in outcome.preferences},
        "meetings": [],
    }
    if outcome.ranks:
        data["ranks"] = [
            {
                "preferences": [name.value for name in names],
                "objective": rank.objective,
                "bound": rank.bound,
            }
            for names, rank in zip(problem.ranks, outcome.ranks, strict=True)
        ]
    if outcome.programme is not None:
        data["meetings"] = write_programme(outcome.programme, problem)["meetings"]
    if outcome.explanation is not None:
        data["explanation"] = _explanation(outcome.explanation)
    return data


def write_programme(programme: Programme, problem: Problem) -> dict[str, Any]:
    """A programme by itself as plain data: session and meetings."""
    return {
        "format": PROGRAMME_FORMAT,
        "session": problem.session.id,
        "meetings": [_meeting(meeting, problem) for meeting in programme.meetings],
    }


def dump_json(data: Mapping[str, Any]) -> str:
    """JSON as the commands write it."""
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


class _Dumper(yaml.SafeDumper):
    """Writes dates plain: they are texts of an unmistakable form."""

    yaml_implicit_resolvers = {  # noqa: RUF012 (PyYAML's own attribute)
        first: [pair for pair in pairs if not pair[0].endswith(":timestamp")]
        for first, pairs in yaml.SafeDumper.yaml_implicit_resolvers.items()
    }

    def ignore_aliases(self, _data: Any) -> bool:
        return True


# YAML 1.2 has numbers that 1.1 takes for texts: those with an exponent and no point
_Dumper.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(r"^[-+]?[0-9.]+[eE][-+]?[0-9]+$"), list("-+.0123456789")
)


def _plain(value: Any) -> Any:
    if isinstance(value, SlotDate):
        day = value.date.isoformat()
        return day if value.slot is None else f"{day} {value.slot}"
    if is_dataclass(value) and not isinstance(value, type):
        return {
            field.name: _plain(getattr(value, field.name))
            for field in fields(value)
            if not _usual(value, field)
        }
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {_plain(name): _plain(part) for name, part in value.items()}
    if isinstance(value, (tuple, list)):
        return [_plain(part) for part in value]
    return _moment(value)


def _moment(value: Any) -> Any:
    if isinstance(value, time):
        return value.isoformat("minutes")
    return value.isoformat() if isinstance(value, date) else value


def _usual(value: Any, field: Field[Any]) -> bool:
    default = field.default
    if field.default_factory is not MISSING:
        default = field.default_factory()
    return default is not MISSING and bool(getattr(value, field.name) == default)


def _languages(business: Business, languages: tuple[str, ...]) -> str | list[str]:
    if not business.languages:
        return "none"
    return "all" if business.languages == languages else list(business.languages)


def _issued(document: Document, languages: tuple[str, ...]) -> str | dict[str, str]:
    days = set(document.issued.values())
    if len(days) == 1 and set(document.issued) == set(languages):
        return min(days).isoformat()
    return {language: day.isoformat() for language, day in document.issued.items()}


def _meeting(meeting: Meeting, problem: Problem) -> dict[str, Any]:
    business = problem.business_by_id
    room = next((room for room in problem.rooms if room.id == meeting.room), None)
    return {
        "number": meeting.number,
        "column": meeting.column.value,
        "body": meeting.body,
        "date": meeting.date.isoformat(),
        "slot": meeting.slot,
        "start": meeting.start.isoformat(),
        "end": meeting.end.isoformat(),
        "room": meeting.room,
        **({} if room is None else {"room_title": room.title}),
        "interpreted": meeting.interpreted,
        "languages": list(meeting.languages),
        "items": [
            {
                "item": part.item,
                "minutes": part.minutes,
                "continued": part.continued,
                "title": business[part.item].title,
                "agenda_item": business[part.item].item,
            }
            for part in meeting.items
        ],
    }


def _explanation(explanation: Explanation) -> dict[str, Any]:
    return {
        "clash": [_requirement(one) for one in explanation.clash],
        "relaxations": _way(explanation.relaxations),
        "further_clashes": [
            [_requirement(one) for one in clash] for clash in explanation.clashes[1:]
        ],
        "told": [[_told(one) for one in clash] for clash in explanation.told],
        "counts": [[str(one) for one in clash] for clash in explanation.counts],
        "other_ways": [_way(way) for way in explanation.ways[1:]],
    }


def _told(told: Told) -> dict[str, Any]:
    return {
        "requirements": [one.key for one in told.requirements],
        "text": str(told.text),
        "source": told.source,
    }


def _way(relaxations: Iterable[Relaxation]) -> list[dict[str, str]]:
    return [{"requirement": one.requirement.key, "text": str(one.text)} for one in relaxations]


def _requirement(requirement: Requirement) -> dict[str, str]:
    return {
        "requirement": requirement.key,
        "text": str(requirement.text),
        "source": requirement.source,
    }
