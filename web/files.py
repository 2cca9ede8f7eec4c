"""Files: sent by people, within the limits of their forms; and to be saved by them.

No browser shows these as a page of ours.
"""

from __future__ import annotations

from io import BytesIO
from typing import cast

from flask import Flask, Response, current_app, g, request, send_file

from config import Settings
from scheduler.reading.files import MOST_BYTES as MOST_OF_FORMAT
from scheduler.text import text
from services.errors import BadRequest
from services.files import DOCX, Upload
from services.table_files import MOST_BYTES as MOST_OF_TABLE
from web.intake import KeptFile

__all__ = ["CSV", "DOCX", "ICS", "XLSX", "attachment", "uploaded"]

MEGABYTE = 1_000_000
CSV = "text/csv"
ICS = "text/calendar"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def attachment(content: str | bytes, media_type: str, name: str) -> Response:
    """A file to save under its name, in any script (RFC 6266).

    `web.headers` adds that its type is not to be guessed.
    """
    sent = BytesIO(content.encode() if isinstance(content, str) else content)
    answer = send_file(
        sent, mimetype=media_type, as_attachment=True, download_name=name, etag=False
    )
    answer.headers["Cache-Control"] = "private, no-store"  # it is not for everybody
    return answer


def uploaded(kind: str = "paper", field: str = "file") -> Upload | None:
    """The file in a field of the form; None where none was chosen.

    Raises BadRequest for what is larger than the form takes; `kind` is one of ``MEGABYTES``.
    """
    sent = request.files.get(field)
    if sent is None or not sent.filename:
        return None
    megabytes = current_app.config["MEGABYTES"][kind]
    content = sent.stream.read(megabytes * MEGABYTE + 1)
    if cast("KeptFile", sent.stream).dropped or len(content) > megabytes * MEGABYTE:
        g.too_large = True
        raise BadRequest({field: text("Give at most %(most)s megabytes.", most=megabytes)})
    return Upload(name=sent.filename, content=content, most_bytes=megabytes * MEGABYTE)


def init_app(app: Flask, settings: Settings) -> None:
    """Say how large files may be: ``MEGABYTES`` by their kind, ``MOST_KEPT`` bytes in all."""
    app.config["MEGABYTES"] = {
        "paper": settings.file_megabytes,
        "statement": settings.statement_megabytes,
        "format": MOST_OF_FORMAT // MEGABYTE,
        "table": MOST_OF_TABLE // MEGABYTE,
    }
    app.config["MOST_KEPT"] = max(app.config["MEGABYTES"].values()) * MEGABYTE

    @app.after_request
    def say_by_the_status(response: Response) -> Response:
        if response.status_code == 422 and "too_large" in g:
            response.status_code = 413
        return response
