"""Rules of the file format that Word insists on, checked without Word."""

from __future__ import annotations

from io import BytesIO
from posixpath import dirname, join, normpath
from zipfile import ZipFile

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"

ORDER = {  # ISO/IEC 29500-1, schema of WordprocessingML: children come in this order
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr "
    "suppressLineNumbers pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct "
    "topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind "
    "contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint "
    "noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect "
    "bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW "
    "jc tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption "
    "tblDescription",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection "
    "tcFitText vAlign hideMark",
    "tblCellMar": "top left bottom right",
    "tcBorders": "top left bottom right insideH insideV",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc "
    "pgBorders lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi "
    "rtlGutter docGrid printerSettings",
    "style": "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden "
    "unhideWhenUsed qFormat locked personal rsid pPr rPr tblPr trPr tcPr tblStylePr",
    "settings": "zoom removePersonalInformation defaultTabStop characterSpacingControl compat "
    "rsids mathPr themeFontLang clrSchemeMapping doNotAutoCompressPictures shapeDefaults "
    "decimalSymbol listSeparator docId defaultImageDpi",
    "tbl": "tblPr tblGrid tr",
    "tc": "tcPr p",
    "styles": "docDefaults latentStyles style",
}


def parts_of(content: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(content)) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


def faults(content: bytes) -> list[str]:
    """What Word would stumble over."""
    parts = parts_of(content)
    trees = {name: etree.fromstring(part) for name, part in parts.items()}
    return [
        *_relations(trees),
        *_types(trees),
        *_styles(trees),
        *(fault for name, tree in trees.items() for fault in _order(name, tree)),
    ]


def _relations(trees: dict[str, etree._Element]) -> list[str]:
    found, reached = [], {"[Content_Types].xml"}
    for name in [name for name in trees if name.endswith(".rels")]:
        base = dirname(dirname(name))
        ids = [relation.get("Id") for relation in trees[name].iter(f"{RELATIONS}Relationship")]
        found += [f"{name}: {ids} not unique"] * (len(ids) != len(set(ids)))
        for relation in trees[name].iter(f"{RELATIONS}Relationship"):
            target = normpath(join("/", base, relation.get("Target"))).lstrip("/")
            reached |= {target, name}
            if target not in trees:
                found.append(f"{name}: {target} is missing")
    return found + [f"{name} belongs to nothing" for name in trees.keys() - reached]


def _types(trees: dict[str, etree._Element]) -> list[str]:
    types = trees["[Content_Types].xml"]
    known = {part.get("PartName").lstrip("/") for part in types.iter(f"{TYPES}Override")}
    endings = {part.get("Extension") for part in types.iter(f"{TYPES}Default")}
    return [
        f"{name} has no type"
        for name in trees.keys() - known - {"[Content_Types].xml"}
        if name.rsplit(".", 1)[-1] not in endings
    ] + [f"{name} has a type and is missing" for name in known - trees.keys()]


def _styles(trees: dict[str, etree._Element]) -> list[str]:
    known = {style.get(f"{W}styleId") for style in trees["word/styles.xml"].iter(f"{W}style")}
    pointers = ("pStyle", "rStyle", "tblStyle", "basedOn", "next", "link")
    return [
        f"{name}: there is no style {pointer.get(f'{W}val')}"
        for name, tree in trees.items()
        for pointer in tree.iter(*(f"{W}{kind}" for kind in pointers))
        if pointer.get(f"{W}val") not in known
    ]


def _order(name: str, tree: etree._Element) -> list[str]:
    found = []
    for parent in tree.iter(*(f"{W}{kind}" for kind in ORDER)):
        kind = etree.QName(parent).localname
        order = ORDER[kind].split()
        children = [etree.QName(child).localname for child in parent]
        strange = [child for child in children if child not in order]
        if strange:
            found.append(f"{name}: {strange} in {kind}")
        elif children != sorted(children, key=order.index):
            found.append(f"{name}: {kind} has {children}")
        repeatable = {"style", "p", "tr", "headerReference", "footerReference"}
        once = [child for child in children if child not in repeatable]
        if len(once) != len(set(once)):
            found.append(f"{name}: {kind} repeats in {children}")
    return found
