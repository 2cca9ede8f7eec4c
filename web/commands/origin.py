"""Hemicycle's packages come from one place, or the command does not start.

Our top-level names (`web`, `config`, `models` ...) are common words: another distribution that
ships one of them, or a folder that happens to be first on the path, would be loaded in silence.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

import click

NAMES = ("config", "exports", "models", "procedure", "scheduler", "services", "web")


class MixedOrigins(click.UsageError):
    """Some of our packages come from elsewhere; the message says which and what to do."""


def origins() -> Mapping[str, Path | None]:
    """The folder from which each of our packages would be loaded; None if it is not found."""
    return {name: _folder(name) for name in NAMES}


def check_origin() -> None:
    """Raise MixedOrigins unless all of our packages lie beside this one."""
    home = Path(__file__).resolve().parents[2]
    strangers = {name: folder for name, folder in origins().items() if folder != home}
    if strangers:
        found = "; ".join(f"{name}: {folder or 'not found'}" for name, folder in strangers.items())
        raise MixedOrigins(
            f"Hemicycle runs from {home}, but some of its packages come from elsewhere ({found}). "
            "Install it in an environment of its own, and start it from another folder."
        )


def _folder(name: str) -> Path | None:
    spec = find_spec(name)
    if spec is None:
        return None
    if spec.origin is None:  # a namespace: a folder without __init__.py
        return Path(next(iter(spec.submodule_search_locations or []), ".")).resolve().parent
    path = Path(spec.origin).resolve()
    return path.parents[1] if path.name == "__init__.py" else path.parent
