"""Files that are taken: by their names, by their size, and by what is in them."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest

from services.errors import BadRequest
from services.files import DOCX, JPEG, MOST_UNPACKED, ODT, PAPERS, PDF, PNG, Upload, name_and_type

MOST = 1_000_000


def packed(*files):
    """A ZIP archive of pairs of name and content."""
    made = BytesIO()
    with ZipFile(made, "w") as target:
        for name, content in files:
            # what says that it is an ODT is stored as it is
            target.writestr(name, content, ZIP_STORED if name == "mimetype" else ZIP_DEFLATED)
    return made.getvalue()


A_PDF = b"%PDF-1.7\n...\n%%EOF\n"
A_PNG = b"\x89PNG\r\n\x1a\n...IEND\xaeB`\x82"
A_JPEG = b"\xff\xd8\xff\xe0...\xff\xd9"
TYPES = ("[Content_Types].xml", f'<Types><Override ContentType="{DOCX}.main+xml"/></Types>')
MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"
A_BODY = ("word/document.xml", "<w/>")
A_DOCX = packed(TYPES, A_BODY)
MACRO = ("word/vbaProject.bin", "...")
WITH_MACROS = packed((TYPES[0], f'<Types><Override ContentType="{MACROS}"/></Types>'), A_BODY)
A_BOMB = packed(TYPES, A_BODY, ("word/media/image1.png", bytes(MOST_UNPACKED)))
AN_ODT = packed(("mimetype", ODT), ("content.xml", "<office/>"))
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"


def taken(name, content, most=MOST):
    return name_and_type(Upload(name=name, content=content, most_bytes=most), PAPERS)


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("a.pdf", A_PDF, PDF),
        ("A.PDF", A_PDF, PDF),
        ("scan.png", A_PNG, PNG),
        ("scan.jpg", A_JPEG, JPEG),
        ("scan.jpeg", A_JPEG, JPEG),
        ("a.docx", A_DOCX, DOCX),
        ("a.odt", AN_ODT, ODT),
    ],
)
def test_papers_and_scans_are_taken(name, content, media_type):
    assert taken(name, content) == (name, media_type)


@pytest.mark.parametrize(
    ("name", "content", "wanted"),
    [
        ("a.pdf", HTML, "What is in this file is not what its name says."),
        ("a.pdf", b"%PDF-1.7 but cut", "What is in this file is not what its name says."),
        ("a.png", SVG, "What is in this file is not what its name says."),
        ("a.png", A_JPEG, "What is in this file is not what its name says."),
        ("a.png", A_PNG + HTML, "What is in this file is not what its name says."),
        ("a.jpg", A_PNG, "What is in this file is not what its name says."),
        ("a.jpg", b"\xff\xd8\xff but cut", "What is in this file is not what its name says."),
        ("a.docx", AN_ODT, "What is in this file is not what its name says."),
        ("a.docx", packed(A_BODY), "What is in this file is not what its name says."),
        ("a.docx", packed(TYPES, A_BODY, MACRO), "What is in this file is not what its name says."),
        ("a.docx", WITH_MACROS, "What is in this file is not what its name says."),
        ("a.docx", A_BOMB, "What is in this file is not what its name says."),
        ("a.odt", b"PK\x03\x04 and no more", "What is in this file is not what its name says."),
        ("a.svg", SVG, "Give a PDF, DOCX or ODT, or a scan as PNG or JPEG."),
        ("a.html", HTML, "Give a PDF, DOCX or ODT, or a scan as PNG or JPEG."),
        ("a.txt", b"a", "Give a PDF, DOCX or ODT, or a scan as PNG or JPEG."),
        ("pdf", A_PDF, "Give a PDF, DOCX or ODT, or a scan as PNG or JPEG."),
        ("a.pdf", b"", "This file is empty."),
        ("", A_PDF, "This must not be empty."),
        ("a\n.pdf", A_PDF, "Give a line of letters, figures and marks."),
    ],
)
def test_what_is_no_paper_is_refused(name, content, wanted):
    with pytest.raises(BadRequest) as caught:
        taken(name, content)
    assert {field: str(said) for field, said in caught.value.fields.items()} == {"file": wanted}


def test_a_file_may_be_as_large_as_the_limit_and_no_larger():
    content = b"%PDF-".ljust(2_000_000 - 5, b"x") + b"%%EOF"
    assert taken("a.pdf", content, most=2_000_000) == ("a.pdf", PDF)
    with pytest.raises(BadRequest) as caught:
        taken("a.pdf", content + b"\n", most=2_000_000)
    assert str(caught.value.fields["file"]) == "Give at most 2 megabytes."


def test_a_name_is_kept_without_its_folders():
    assert taken("C:\\papers\\../x/a.pdf", A_PDF) == ("a.pdf", PDF)
