"""Files, sent to be saved: no browser shows them as a page of ours."""

from __future__ import annotations

from io import BytesIO

from flask import current_app, request, send_file
from werkzeug.wrappers import Response

from services.files import DOCX, Upload

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


def uploaded(field: str = "file") -> Upload | None:
    """The file in a field of the form; None where none was chosen."""
    sent = request.files.get(field)
    if sent is None or not sent.filename:
        return None
    most = current_app.config["SETTINGS"].file_megabytes * MEGABYTE
    return Upload(name=sent.filename, content=sent.read(), most_bytes=most)
