"""What can go wrong, by whose fault it is."""

from __future__ import annotations

from collections.abc import Mapping

from scheduler.text import Text, text


class ServiceError(Exception):
    """An expected refusal. `text` is a sentence for the reader."""

    def __init__(self, sentence: Text) -> None:
        super().__init__(str(sentence))
        self.text = sentence


class Forbidden(ServiceError):
    """The actor's roles do not allow it."""

    def __init__(self) -> None:
        super().__init__(text("Your roles in this session do not allow this."))


class NotFound(ServiceError):
    """There is no such thing, or the actor may not know of it."""

    def __init__(self, sentence: Text | None = None) -> None:
        super().__init__(sentence or text("There is no such record."))


class BadRequest(ServiceError):
    """What was sent cannot be used. `fields`: path of the field -> what would be right."""

    def __init__(self, fields: Mapping[str, Text]) -> None:
        listed = [
            text("%(field)s: %(what)s", field=f, what=w) if f else w for f, w in fields.items()
        ]
        super().__init__(text("Please correct: %(fields)s", fields=listed))
        self.fields = dict(fields)


class RuleBroken(ServiceError):
    """A rule of procedure, or the record's own order, stands against it. `rule` cites it."""

    def __init__(self, rule: Text, sentence: Text) -> None:
        super().__init__(sentence)
        self.rule = rule


def cited(rule: str) -> Text:
    """A rule of procedure, such as "rule 22", for `RuleBroken`."""
    return text("Rules of procedure, %(rule)s", rule=rule)


class Stale(ServiceError):
    """Somebody else changed it since it was shown."""

    def __init__(self) -> None:
        super().__init__(
            text("Somebody else has changed this since you opened it. Reload it and try again.")
        )
