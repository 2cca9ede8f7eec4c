"""Files that people give: checked by name, size and by what is in them, then kept.

A subject says which kinds it takes (`Accepted`). Who may read a file is for the subject to say.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from models.files import LONGEST_NAME, StoredFile
from scheduler.text import Text, text
from services.errors import BadRequest, NotFound
from services.fields import line

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
PLAIN = "text/plain"
PNG = "image/png"
JPEG = "image/jpeg"
DOCX_MAIN = b"wordprocessingml.document.main+xml"  # of macros it would be another
MOST_UNPACKED = 100_000_000  # bytes
LONGEST_TYPES = 1_000_000  # bytes
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")  # all but tabs and ends of lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file as it was sent. `most_bytes` is the limit of the settings."""

    name: str
    content: bytes
    most_bytes: int


@dataclass(frozen=True, slots=True)
class Accepted:
    """Media types by the endings of names (".pdf"), and the sentence that says what to give."""

    endings: Mapping[str, str]
    wanted: Text


PAPERS = Accepted(
    {".pdf": PDF, ".docx": DOCX, ".odt": ODT, ".png": PNG, ".jpg": JPEG, ".jpeg": JPEG},
    text("Give a PDF, DOCX or ODT, or a scan as PNG or JPEG."),
)


def name_and_type(upload: Upload, accepted: Accepted, field: str = "file") -> tuple[str, str]:
    """The name of a file without folders, and its media type. Raises BadRequest naming `field`."""
    name = line(field, re.split(r"[/\\]", upload.name)[-1], most=LONGEST_NAME, needed=True)
    ending = name[name.rfind(".") :].lower() if "." in name else ""
    media_type = accepted.endings.get(ending)
    wrong: Text | None = None
    if media_type is None:
        wrong = accepted.wanted
    elif not upload.content:
        wrong = text("This file is empty.")
    elif len(upload.content) > upload.most_bytes:
        wrong = text("Give at most %(most)s megabytes.", most=upload.most_bytes // 1_000_000)
    elif not _holds(IS_ONE[media_type], upload.content):
        wrong = text("What is in this file is not what its name says.")
    if wrong is not None or media_type is None:
        raise BadRequest({field: wrong or accepted.wanted})
    return name, media_type


def keep(
    db: Session,
    upload: Upload,
    *,
    at: datetime,
    by: str,
    accepted: Accepted = PAPERS,
    field: str = "file",
) -> StoredFile:
    """Keep a file, for a service that is writing. Raises BadRequest naming `field`."""
    name, media_type = name_and_type(upload, accepted, field)
    kept = StoredFile(
        name=name,
        media_type=media_type,
        size=len(upload.content),
        sha256=sha256(upload.content).hexdigest(),
        content=upload.content,
        given_at=at,
        given_by=by,
    )
    db.add(kept)
    return kept


def stored(db: Session, file_id: int) -> StoredFile:
    """A file with its content. Whether the actor may read it is asked before. Raises NotFound."""
    query = select(StoredFile).where(StoredFile.id == file_id)
    found = db.scalar(query.options(undefer(StoredFile.content)))
    if found is None:
        raise NotFound(text("There is no such file."))
    return found


def let_go(db: Session, file_id: int) -> Mapping[str, object]:
    """Delete a file to which nothing refers any more; what the audit is to say of it."""
    gone = db.get_one(StoredFile, file_id)
    db.delete(gone)
    db.flush()
    return told(gone.name, gone.size, gone.sha256)


def told(name: str, size: int, digest: str) -> Mapping[str, object]:
    """What the audit says of a file that went, whatever row it was in."""
    return {"name": name, "size": size, "sha256": digest}


def _is_pdf(content: bytes) -> bool:
    return content.startswith(b"%PDF-") and b"%%EOF" in content[-1024:]


def _is_png(content: bytes) -> bool:
    return content.startswith(b"\x89PNG\r\n\x1a\n") and content.endswith(b"IEND\xaeB`\x82")


def _is_jpeg(content: bytes) -> bool:
    return content.startswith(b"\xff\xd8\xff") and b"\xff\xd9" in content[-1024:]


def _is_plain(content: bytes) -> bool:
    try:
        said = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return CONTROL.search(said) is None


def _is_docx(content: bytes) -> bool:
    with _archive(content) as archive:
        names = archive.namelist()
        if "word/document.xml" not in names or any(
            name.endswith("vbaProject.bin") for name in names
        ):
            return False
        with archive.open("[Content_Types].xml") as types:
            return DOCX_MAIN in types.read(LONGEST_TYPES)


def _is_odt(content: bytes) -> bool:
    # the first file of the archive, stored as it is, says what it is
    with _archive(content) as archive:
        return "content.xml" in archive.namelist() and ODT.encode() in content[:200]


@contextmanager
def _archive(content: bytes) -> Iterator[ZipFile]:
    """The archive, of which nothing is unpacked. Raises BadZipFile, also for what swells."""
    with ZipFile(BytesIO(content)) as archive:
        files = archive.infolist()
        if any(one.compress_type not in {ZIP_STORED, ZIP_DEFLATED} for one in files):
            raise BadZipFile  # no office writes so
        if sum(one.file_size for one in files) > MOST_UNPACKED:
            raise BadZipFile
        yield archive


def _holds(is_one: Callable[[bytes], bool], content: bytes) -> bool:
    try:
        return is_one(content)
    except (BadZipFile, EOFError, KeyError, ValueError, RuntimeError, OSError, zlib.error):
        return False  # KeyError: without types; RuntimeError: encrypted


IS_ONE: Mapping[str, Callable[[bytes], bool]] = {
    PDF: _is_pdf,
    PLAIN: _is_plain,
    DOCX: _is_docx,
    ODT: _is_odt,
    PNG: _is_png,
    JPEG: _is_jpeg,
}
