"""What is read of a request: all of a form, and no more of its files than is kept.

A file that is too large for every form is read to its end and dropped, so that the fields around it
survive and the form can come back with them. Nothing piles up meanwhile, neither in memory nor on
the disk. Only what is longer than `MOST_READ` is refused before it is read.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from functools import cached_property
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import IO, Any, cast

from flask import Request, current_app
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.exceptions import RequestEntityTooLarge

MOST_READ = 1_000_000_000
"""The longest form with files that is read, in bytes."""
IN_MEMORY = 500_000  # bytes of a file; the rest is on the disk
TURN = 1_000_000  # bytes after which others have their turn


class Meter:
    """How much of a request has been read, and how much of that was of files."""

    def __init__(self, *, most_kept: int, most_in_fields: int) -> None:
        self.read = 0
        self.of_files = 0
        self.most_kept = most_kept
        self.most_in_fields = most_in_fields
        self.files: list[KeptFile] = []

    def check(self) -> None:
        """Raise RequestEntityTooLarge where the fields are longer than may be held in memory."""
        if self.read - self.of_files > self.most_in_fields:
            raise RequestEntityTooLarge


class KeptFile(SpooledTemporaryFile[bytes]):
    """A file as it comes in; `dropped` once the files of the request are more than is kept."""

    def __init__(self, meter: Meter) -> None:
        super().__init__(max_size=IN_MEMORY)
        meter.files.append(self)
        self._meter = meter
        self.dropped = False

    def write(self, data: Any) -> int:
        """Keep what has come, or drop all there is of this file."""
        self._meter.of_files += len(data)
        if self._meter.of_files <= self._meter.most_kept:
            return super().write(data)
        if not self.dropped:
            self.dropped = True
            self.seek(0)
            self.truncate()
        return len(data)


class Metered:
    """The body of a request, read in pieces that leave room for others."""

    def __init__(self, body: IO[bytes], meter: Meter) -> None:
        self._body = body
        self._meter = meter

    def read(self, size: int = -1) -> bytes:
        """The next piece. Raises RequestEntityTooLarge."""
        self._meter.check()
        before = self._meter.read // TURN
        piece = self._body.read(size)
        self._meter.read += len(piece)
        if self._meter.read // TURN > before:
            time.sleep(0)  # greenlets only give way when they wait
        return piece


class TakenRequest(Request):
    """A request whose files cannot fill the memory or the disk, whatever is sent.

    Forms with files are read up to `MOST_READ`; all else up to ``MAX_CONTENT_LENGTH``.
    """

    @property
    def max_content_length(self) -> int | None:
        """The most that is read, in bytes."""
        return MOST_READ if self.mimetype == "multipart/form-data" else super().max_content_length

    @max_content_length.setter
    def max_content_length(self, value: int | None) -> None:
        self._max_content_length = value

    @cached_property
    def _meter(self) -> Meter:
        config = current_app.config
        return Meter(most_kept=config["MOST_KEPT"], most_in_fields=config["MAX_CONTENT_LENGTH"])

    def _get_file_stream(self, *_args: Any, **_named: Any) -> IO[bytes]:
        return KeptFile(self._meter)

    def _get_stream_for_parsing(self) -> IO[bytes]:
        body = super()._get_stream_for_parsing()
        if self.mimetype != "multipart/form-data":
            return body
        return cast("IO[bytes]", Metered(body, self._meter))

    def _load_form_data(self) -> None:
        try:
            super()._load_form_data()
        except RequestEntityTooLarge:
            # whoever answers that asks no more of the form than that there is none
            nothing: Mapping[str, Any] = {
                "form": ImmutableMultiDict(),
                "files": ImmutableMultiDict(),
            }
            self.__dict__.update(nothing, stream=BytesIO())
            raise

    def close(self) -> None:
        """Let go of the files, also of a form that was not read to its end."""
        for file in self._meter.files:
            file.close()
