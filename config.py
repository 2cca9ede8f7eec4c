"""Every setting of Hemicycle, typed, read from the environment at start.

Names are ``HEMICYCLE_`` and the field in capitals. An unknown name or a bad value is refused.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from email.headerregistry import Address
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from babel import Locale, UnknownLocaleError
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

PREFIX = "HEMICYCLE_"


# the least and the most of each number
BOUNDS: Mapping[str, tuple[float, float]] = {
    "port": (1, 65_535),
    "solver_workers": (1, 256),
    "solver_time_limit": (0.1, 3_600),
    "solver_seed": (0, 2**31 - 1),
    "heartbeat_seconds": (0.1, 60),
    "proxies": (0, 8),
    "listeners": (1, 10_000),
    "statement_megabytes": (1, 100),
    "file_megabytes": (1, 100),
}


class BadSetting(ValueError):
    """A setting that cannot be used; the message names it and says what would be right."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The settings and their defaults."""

    database_url: str = "sqlite:///instance/hemicycle.sqlite3"
    queue_url: str = "sqlite:///instance/queue.sqlite3"
    secret_key: str = ""
    demo: bool = False
    host: str = "127.0.0.1"
    port: int = 5000
    languages: tuple[str, ...] = ("en",)
    solver_workers: int = 2
    solver_time_limit: float = 60.0
    solver_seed: int = 1
    heartbeat_seconds: float = 1.0
    public_url: str = ""
    secure_cookies: bool = True
    proxies: int = 0
    limits_url: str = "memory://"
    listeners: int = 300
    statement_megabytes: int = 10
    file_megabytes: int = 10
    mail_url: str = field(default="", repr=False)
    mail_from: str = ""


class Encryption(StrEnum):
    """How a connection to the server of mail is encrypted: from its beginning, or after it."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


@dataclass(frozen=True, kw_only=True)
class MailServer:
    """The server that takes our mail. Without a `user` nobody signs in there."""

    host: str
    port: int
    encryption: Encryption
    user: str = ""
    password: str = field(default="", repr=False)


ENCRYPTIONS: Mapping[tuple[str, str], Encryption] = {  # by scheme and query of the address
    ("smtps", ""): Encryption.TLS,
    ("smtp", ""): Encryption.STARTTLS,
    ("smtp", "starttls=required"): Encryption.STARTTLS,
    ("smtp", "starttls=no"): Encryption.NONE,
}
MAIL_PORTS: Mapping[Encryption, int] = {
    Encryption.TLS: 465,
    Encryption.STARTTLS: 587,
    Encryption.NONE: 25,
}
_ADDRESS = r"[\w+=&'-]+(?:\.[\w+=&'-]+)*@[\w-]+(?:\.[\w-]+)*"
SENDER = re.compile(
    rf"(?P<bare>{_ADDRESS})|(?P<name>[^<>\x00-\x1f]*)<(?P<named>{_ADDRESS})>", re.ASCII
)
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def _flag(value: str) -> bool:
    if value.lower() in {"1", "true", "yes"}:
        return True
    if value.lower() in {"0", "false", "no"}:
        return False
    raise ValueError(value)


def _words(value: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in value.split(",") if word.strip())


READERS: Mapping[str, tuple[Callable[[str], Any], str]] = {
    "str": (str, "a text"),
    "bool": (_flag, "yes or no"),
    "int": (int, "a whole number"),
    "float": (float, "a number"),
    "tuple[str, ...]": (_words, "words separated by commas"),
}


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings. Raises BadSetting for unknown names and bad values."""
    environment = os.environ if environment is None else environment
    given = {n: v for n, v in environment.items() if n.startswith(PREFIX)}
    known = {PREFIX + field.name.upper(): field for field in fields(Settings)}
    values: dict[str, Any] = {}
    for name, value in given.items():
        if name not in known:
            raise BadSetting(f"{name} is not a setting of Hemicycle; known: {', '.join(known)}")
        read, wanted = READERS[str(known[name].type)]
        try:
            values[known[name].name] = read(value)
        except ValueError:
            raise BadSetting(f"{name} is {value!r}; it must be {wanted}") from None
    settings = Settings(**values)
    check_settings(settings)
    return settings


def write_settings(settings: Settings) -> dict[str, str]:
    """The environment in which `read_settings` gives these settings."""
    return {
        PREFIX + field.name.upper(): _written(getattr(settings, field.name))
        for field in fields(Settings)
    }


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ",".join(value) if isinstance(value, tuple) else str(value)


def check_settings(settings: Settings) -> None:
    """Raise BadSetting for settings that do not go together."""
    if settings.demo and settings.host not in LOOPBACK:
        raise BadSetting(f"{PREFIX}DEMO runs on this machine only; {PREFIX}HOST must be 127.0.0.1")
    if not settings.demo and len(settings.secret_key) < 32:
        raise BadSetting(
            f"{PREFIX}SECRET_KEY must have at least 32 characters (openssl rand -hex 32)"
        )
    if not settings.demo and not public_host(settings):
        raise BadSetting(
            f"{PREFIX}PUBLIC_URL must say how others reach us, as in https://meetings.example.org"
        )
    for name, (least, most) in BOUNDS.items():
        if not least <= getattr(settings, name) <= most:
            raise BadSetting(f"{PREFIX}{name.upper()} must be from {least} to {most}")
    for name in ("database_url", "queue_url"):
        if not _is_database(getattr(settings, name)):
            raise BadSetting(
                f"{PREFIX}{name.upper()} must be sqlite:///file or postgresql://user@host/name"
            )
    if not settings.limits_url.startswith(("memory://", "redis://", "rediss://")):
        raise BadSetting(f"{PREFIX}LIMITS_URL must be memory:// or redis://host:6379/0")
    for language in settings.languages:
        if not _is_language(language):
            raise BadSetting(f"{PREFIX}LANGUAGES names {language!r}, which is no language we know")
    if mail_server(settings) is not None:
        mail_sender(settings)


def mail_server(settings: Settings) -> MailServer | None:
    """The server that takes our mail; None where no mail is sent.

    Raises BadSetting, which never says what the setting is: a password is in it.
    """
    if not settings.mail_url:
        return None
    found = _mail_server(settings.mail_url)
    if found is None:
        raise BadSetting(
            f"{PREFIX}MAIL_URL must be smtp://user:password@host:587 or smtps://user:password@host"
            " (signs in a user or password as %40 for @), without encryption smtp://host?starttls=no"
        )
    if not _can_be_told(found.user + found.password):
        raise BadSetting(
            f"{PREFIX}MAIL_URL has a user or password with signs beyond ASCII, or not to be seen"
        )
    if not _is_host(found.host):
        raise BadSetting(f"{PREFIX}MAIL_URL names a host that cannot be one")
    open_to_all = found.encryption is Encryption.NONE and found.host not in LOOPBACK
    if found.user and open_to_all:
        raise BadSetting(f"{PREFIX}MAIL_URL would send a password without encryption")
    return found


def mail_sender(settings: Settings) -> Address:
    """From whom our mail comes. Raises BadSetting."""
    found = SENDER.fullmatch(settings.mail_from)
    if found is None:
        raise BadSetting(
            f"{PREFIX}MAIL_FROM must say from whom mail comes, as in"
            " The secretariat <meetings@example.org>"
        )
    return Address((found["name"] or "").strip('" '), addr_spec=found["named"] or found["bare"])


def _mail_server(url: str) -> MailServer | None:
    """What such an address says; None where it is none."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:  # no port
        return None
    encryption = ENCRYPTIONS.get((parts.scheme, parts.query))
    whole = not (parts.fragment or parts.path.strip("/")) and bool(parts.hostname)
    if encryption is None or not whole or port == 0 or bool(parts.username) != bool(parts.password):
        return None
    return MailServer(
        host=parts.hostname or "",
        port=port or MAIL_PORTS[encryption],
        encryption=encryption,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


def _can_be_told(words: str) -> bool:
    return words.isascii() and words.isprintable()


def _is_host(name: str) -> bool:
    """Whether a name can be looked up, as the library writes it for that."""
    try:
        return _can_be_told(name.encode("idna").decode())
    except UnicodeError:
        return False


def public_host(settings: Settings) -> str:
    """The name in the public address, without its port; empty where that is no address."""
    try:
        parts = urlsplit(settings.public_url)
        port_is_right = parts.port != 0
    except ValueError:
        return ""
    whole = parts.scheme in {"http", "https"} and not (parts.query or parts.fragment)
    return (parts.hostname or "") if whole and port_is_right else ""


def _is_database(url: str) -> bool:
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):  # ValueError: a port that is no number
        return False
    if parsed.get_backend_name() == "sqlite":  # a host is a slash too few
        return parsed.drivername in {"sqlite", "sqlite+pysqlite"} and not parsed.host
    return parsed.get_backend_name() == "postgresql"


def _is_language(code: str) -> bool:
    try:
        Locale.parse(code)
    except (UnknownLocaleError, ValueError):
        return False
    return True


def ensure_directories(settings: Settings) -> None:
    """Make the folders of SQLite databases."""
    for url in (settings.database_url, settings.queue_url):
        if url.startswith("sqlite:///"):
            Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
