"""The rules of a conference as data. Each section is read by the subject to which it belongs.

A rulebook is a file of `rulebooks/`. Another conference is another file.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from procedure.bureau.rules import BureauRules, read_bureau_rules
from procedure.credentials.rules import CredentialsRules, read_credentials_rules
from procedure.floor.rules import FloorRules, read_floor_rules
from procedure.instruments import Instrument, read_instrument
from procedure.observers.rules import ObserversRules, read_observers_rules
from procedure.participation import ParticipationRules, read_participation_rules
from procedure.plain import BadData, Fields, distinct
from procedure.speakers.rules import SpeakersRules, read_speakers_rules


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulebook:
    """The rules of a conference; `source` is where they are written.

    `groups` are its regional groups, in the order in which offices rotate. The first of the
    `instruments` is the one that established the conference.
    """

    key: str
    title: str
    source: str
    groups: tuple[str, ...]
    instruments: tuple[Instrument, ...]
    speakers: SpeakersRules
    floor: FloorRules
    credentials: CredentialsRules
    participation: ParticipationRules
    observers: ObserversRules
    bureau: BureauRules


@cache
def rulebooks() -> tuple[Rulebook, ...]:
    """All that there are, by key. Raises BadData, naming file and field."""
    folder = files("procedure").joinpath("rulebooks")
    found = sorted(file.name for file in folder.iterdir() if file.name.endswith(".yaml"))
    sources = {name: folder.joinpath(name).read_text(encoding="utf-8") for name in found}
    return tuple(parse_rulebook(source, name) for name, source in sources.items())


def rulebook(key: str = "ctoc") -> Rulebook:
    """A rulebook by its key; one that came since they were read is read now. Raises KeyError."""
    if key not in {book.key for book in rulebooks()}:
        rulebooks.cache_clear()
    return {book.key: book for book in rulebooks()}[key]


def parse_rulebook(source: str, path: str = "") -> Rulebook:
    """A rulebook from YAML. Raises BadData."""
    try:
        data = yaml.safe_load(source)
    except yaml.YAMLError as error:
        line = f", line {mark.line + 1}" if (mark := getattr(error, "problem_mark", None)) else ""
        raise BadData(f"{path}{line}", "This cannot be read as YAML.") from None
    return read_rulebook(data, path)


def read_rulebook(data: object, path: str = "") -> Rulebook:
    """A rulebook from plain data. Raises BadData."""
    fields = Fields(data, path)
    book = Rulebook(
        key=fields.text("key"),
        title=fields.text("title"),
        source=fields.text("source"),
        groups=fields.texts("groups"),
        instruments=tuple(read_instrument(one) for one in fields.groups("instruments")),
        speakers=read_speakers_rules(fields.group("speakers")),
        floor=read_floor_rules(fields.group("floor")),
        credentials=read_credentials_rules(fields.group("credentials")),
        participation=read_participation_rules(fields.group("participation")),
        observers=read_observers_rules(fields.group("observers")),
        bureau=read_bureau_rules(fields.group("bureau")),
    )
    distinct(book.groups, fields.at("groups"))
    distinct([one.key for one in book.instruments], fields.at("instruments"))
    if not book.instruments:
        raise BadData(fields.at("instruments"), "Give the instrument of the conference.")
    fields.end()
    return book
