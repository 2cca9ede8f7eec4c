"""Forms with files as browsers send them, without files of our own on the disk."""

from __future__ import annotations

from collections.abc import Iterable

TYPE = "multipart/form-data; boundary=bound"
_PART = b"--bound\r\nContent-Disposition: form-data; "
END = b"--bound--\r\n"


def field(name: str, value: str) -> bytes:
    """A field and what was typed in it."""
    return _PART + f'name="{name}"\r\n\r\n{value}\r\n'.encode()


def begin_file(field: str, name: str) -> bytes:
    """What comes before a file; after it comes the end of a line."""
    return _PART + f'name="{field}"; filename="{name}"\r\n\r\n'.encode()


def form(parts: Iterable[tuple[str, str | bytes]], name: str = "large.pdf") -> bytes:
    """A form of fields, of which bytes are files of this name."""
    listed = (
        begin_file(key, name) + value + b"\r\n" if isinstance(value, bytes) else field(key, value)
        for key, value in parts
    )
    return b"".join(listed) + END
