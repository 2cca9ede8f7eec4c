"""Documents on who takes part are in the language of the address, as far as there are words."""

from __future__ import annotations

from io import BytesIO

import polib
import pytest
from docx import Document

from procedure.permissions import Role
from tests import site

pytestmark = pytest.mark.in_turn

BASE = f"/sessions/{site.SLUG}/"
PARTICIPANTS = "List of participants"
REPORT = "Report of the bureau on credentials"
ORGANIZATIONS = "List of organizations that have applied for the status of observer"
WORDS = {
    PARTICIPANTS: "قائمة المشاركين",
    REPORT: "تقرير المكتب عن وثائق التفويض",
    ORGANIZATIONS: "قائمة المنظمات",
}


@pytest.fixture
def secretariat(make_app, settings, tmp_path):
    """A browser of the secretariat, in English, where there is a catalogue for documents."""
    folder = tmp_path / "translations" / "ar" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    catalogue = polib.POFile()
    catalogue.metadata = {"Content-Type": "text/plain; charset=utf-8"}
    catalogue.extend(polib.POEntry(msgid=said, msgstr=arabic) for said, arabic in WORDS.items())
    catalogue.save_as_mofile(str(folder / "messages.mo"))
    app = make_app(settings, translations=tmp_path / "translations")
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    return site.signed_in(app, Role.SECRETARIAT)


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("delegations/participants.docx", PARTICIPANTS),
        ("credentials/report.docx", REPORT),
        ("observers/lists/ngos/list.docx", ORGANIZATIONS),
    ],
)
def test_a_catalogue_fills_each_document(secretariat, path, title):
    for asked, said in (
        ("?language=ar", WORDS[title]),
        ("?language=zh", title),  # which has no catalogue yet
        ("?language=xx", title),
        ("", title),
    ):
        document = Document(BytesIO(secretariat.get(BASE + path + asked).data))
        assert document.paragraphs[0].text == said
        assert document.core_properties.title == said
        written = document.sections[0]._sectPr.xpath("./w:bidi") != []
        assert written is (asked == "?language=ar")
