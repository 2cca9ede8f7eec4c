"""Word files as this house writes them: plain styles, a fixed order of bytes, both directions.

The same content gives the same bytes: no clock, no random id, no trace of a template's author.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from exports.wording import Wording

FONT = "Times New Roman"  # LibreOffice has one of the same measures
FONT_EAST_ASIAN = "SimSun"
SMALL = "Small"  # the style of what is less important, and its id
EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip file knows
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
KEPT_STYLES = {"Normal", "Heading 1", "Heading 2", "Header", "Footer"}
KEPT_STYLES |= {"Default Paragraph Font", "Normal Table", "No List"}
DROPPED_PARTS = {"thumbnail", "extended-properties", "customXml", "numbering"}
DROPPED_PARTS |= {"stylesWithEffects", "webSettings", "theme"}
AFTER_BIDI: tuple[str, ...] = (
    "w:adjustRightInd",
    "w:snapToGrid",
    "w:spacing",
    "w:ind",
    "w:contextualSpacing",
)
AFTER_BIDI += ("w:mirrorIndents", "w:suppressOverlap", "w:jc", "w:outlineLvl", "w:rPr")


def new_document(words: Wording) -> DocxDocument:
    """An empty A4 document in the language, with the styles Normal, Heading 1 and 2, and Small."""
    return Document(BytesIO(_empty(words.tag, right_to_left=words.right_to_left)))


@cache  # of each language once: to make it takes as long as to write a programme into it
def _empty(tag: str, *, right_to_left: bool) -> bytes:
    document = Document()
    for part in (document.part, document.part.package):
        for key, relation in list(part.rels.items()):
            if relation.reltype.rsplit("/", 1)[-1] in DROPPED_PARTS:
                del part.rels[key]
    _set_page(document, right_to_left=right_to_left)
    _set_styles(document, tag)
    _set_settings(document, tag)
    saved = BytesIO()
    document.save(saved)
    return saved.getvalue()


def describe(
    document: DocxDocument, *, title: str, subject: str, identifier: str, at: datetime, tag: str
) -> None:
    """Say in the file's properties what it is."""
    properties = document.core_properties
    moment = at.astimezone(UTC).replace(microsecond=0, tzinfo=None)
    properties.title, properties.subject = _property(title), _property(subject)
    properties.identifier = _property(identifier)
    properties.language = tag
    properties.author = properties.last_modified_by = "Hemicycle"
    properties.comments = properties.keywords = ""
    properties.created = properties.modified = moment
    properties.revision = 1


def _property(text: str) -> str:
    return _clean(text)[:255]  # no longer one is allowed


def _clean(text: str) -> str:
    """The text without the control characters that no XML can hold; pasted titles have them."""
    return CONTROL.sub(" ", text)


def to_bytes(document: DocxDocument) -> bytes:
    """The file, the same bytes for the same document."""
    saved, fixed = BytesIO(), BytesIO()
    document.save(saved)
    with ZipFile(saved) as source, ZipFile(fixed, "w") as target:
        for name in source.namelist():
            info = ZipInfo(name, EPOCH)
            info.compress_type = ZIP_DEFLATED
            info.create_system = 0  # else the operating system leaves its mark
            target.writestr(info, source.read(name))
    return fixed.getvalue()


def write(
    paragraph: Paragraph, text: str, words: Wording, *, bold: bool = False, italic: bool = False
) -> Paragraph:
    """Add text to a paragraph, in the direction of the language. Returns the paragraph."""
    if words.right_to_left:
        properties = paragraph._p.get_or_add_pPr()
        if properties.find(qn("w:bidi")) is None:
            properties.insert_element_before(OxmlElement("w:bidi"), *AFTER_BIDI)
    run = paragraph.add_run(_clean(text))
    if bold:
        run.font.bold = run.font.cs_bold = True
    if italic:
        run.font.italic = run.font.cs_italic = True
    if words.right_to_left:
        run.font.rtl = True
    return paragraph


def write_page_number(paragraph: Paragraph) -> None:
    """Add a field that shows the number of the page."""
    for kind in ("begin", "separate", "end"):
        mark = element("w:fldChar", fldCharType=kind)
        if kind == "separate":
            instruction = OxmlElement("w:instrText")
            instruction.text = "PAGE"
            _append(paragraph.add_run(), instruction)
        _append(paragraph.add_run(), mark)
        if kind == "separate":
            paragraph.add_run("1")  # what a reader shows that does not count pages


def element(name: str, **attributes: str | int) -> BaseOxmlElement:
    """An element of the markup, as "w:jc", its attributes in the same namespace."""
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    return made


def _append(run: Run, child: BaseOxmlElement) -> None:
    run._r.append(child)


def _set_page(document: DocxDocument, *, right_to_left: bool) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin, section.bottom_margin = Cm(2.1), Cm(1.9)
    section.header_distance = section.footer_distance = Cm(1.1)
    section.different_first_page_header_footer = True
    properties = section._sectPr
    properties.remove(properties.find(qn("w:docGrid")))
    if right_to_left:
        properties.append(OxmlElement("w:bidi"))


def _set_styles(document: DocxDocument, tag: str) -> None:
    for style in list(document.styles):
        if style.name not in KEPT_STYLES:
            style.delete()
    defaults = document.styles.element.find(qn("w:docDefaults"))
    run = defaults.find(f"{qn('w:rPrDefault')}/{qn('w:rPr')}")
    fonts = run.find(qn("w:rFonts"))
    fonts.attrib.clear()
    for script, font in (("ascii", FONT), ("hAnsi", FONT), ("cs", FONT)):
        fonts.set(qn(f"w:{script}"), font)
    fonts.set(qn("w:eastAsia"), FONT_EAST_ASIAN)
    language = run.find(qn("w:lang"))
    for script in ("val", "eastAsia", "bidi"):
        language.set(qn(f"w:{script}"), tag)
    _style(document, "Normal", size=10, after=2)
    _style(document, "Header", size=8.5, after=0)
    _style(document, "Footer", size=8.5, after=0)
    _style(document, "Heading 1", size=15, after=6, bold=True)
    _style(document, "Heading 2", size=13, after=4, bold=True)
    document.styles.add_style(SMALL, WD_STYLE_TYPE.PARAGRAPH).base_style = document.styles["Normal"]
    _style(document, SMALL, size=8.5, after=2)


def _style(
    document: DocxDocument, name: str, *, size: float, after: float, bold: bool = False
) -> None:
    style = document.styles[name]
    assert isinstance(style, ParagraphStyle)
    for unwanted in ("w:rPr", "w:link"):  # fonts of the theme, twins for words that were dropped
        if (child := style.element.find(qn(unwanted))) is not None:
            style.element.remove(child)
    style.font.size = Pt(size)
    style.font.color.rgb = RGBColor(0, 0, 0)
    if bold:
        style.font.bold = style.font.cs_bold = True
    _complex_size(style, size)
    style.paragraph_format.space_before = Pt(0)
    style.paragraph_format.space_after = Pt(after)
    style.paragraph_format.line_spacing = 1.0


def _complex_size(style: ParagraphStyle, size: float) -> None:
    """Arabic and Hebrew have a size of their own."""
    properties = style.element.get_or_add_rPr()
    mark = element("w:szCs", val=round(size * 2))
    properties.find(qn("w:sz")).addnext(mark)


def _set_settings(document: DocxDocument, tag: str) -> None:
    settings = document.settings.element
    for name in ("w:rsids", "w:savePreviewPicture", "w:proofState", "w:clrSchemeMapping"):
        settings.remove(settings.find(qn(name)))
    zoom = settings.find(qn("w:zoom"))
    zoom.attrib.clear()
    zoom.set(qn("w:percent"), "100")
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")  # else Word opens it as a file of 2010
    language = settings.find(qn("w:themeFontLang"))
    language.attrib.clear()
    language.set(qn("w:val"), tag)
