"""A dossier as a Word document with real footnotes, the same bytes for the same dossier.

python-docx writes the document; it knows no footnotes, so their part is written here.
"""

import io
import zipfile
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ..characters import seen
from ..errors import UsageError
from .content import Brief, Sentence

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

PART = "/word/footnotes.xml"
MEDIA = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
BODY, HEADING, LATIN = "仿宋", "宋体", "Times New Roman"
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time that every file in the document bears: the earliest that a zip can say."""

_SEPARATORS = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
)


def document(dossier: Brief) -> bytes:
    """A dossier as a .docx file.

    Raises:
        UsageError: python-docx is not installed.
    """
    try:
        import docx
    except ImportError as error:
        remedy = '请运行 pip install "parkgraph[docx]"，或改写成 md、html。'
        raise UsageError("写 Word 文件需要 python-docx，还没有安装", where="brief", remedy=remedy) from error
    made = docx.Document()
    _dress(made, dossier)
    made.add_paragraph(_told(dossier.title), "Title")
    for line in dossier.lead:
        made.add_paragraph(_told(line), "Body Text")
    numbers = iter(range(1, len(dossier.notes) + 1))
    for section in dossier.sections:
        made.add_heading(_told(section.heading), 1)
        for sentence in section.sentences:
            _write(made.add_paragraph(), sentence, numbers)
    for heading, lines in dossier.closing:
        made.add_heading(_told(heading), 1)
        for line in lines:
            made.add_paragraph(_told(line), "List Bullet")
    _attach(made, dossier)
    raw = io.BytesIO()
    made.save(raw)
    return _timeless(raw.getvalue())


def _told(text: str) -> str:
    """A text that may stand in XML and steers nothing."""
    return str(seen(text))


def _dress(made: "Document", dossier: Brief) -> None:
    """Page, fonts and properties: A4, 仿宋 for what is read and 宋体 for headings, dated as the data are."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    page = made.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.top_margin, page.bottom_margin, page.left_margin, page.right_margin = Cm(3.7), Cm(3.5), Cm(2.8), Cm(2.6)
    notes = made.styles.add_style("footnote text", WD_STYLE_TYPE.PARAGRAPH)
    notes.base_style = made.styles["Normal"]
    marks = made.styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER)
    marks.font.superscript = True
    sizes = {"Normal": 12, "footnote text": 9, "Title": 22, "Heading 1": 14, "Body Text": 10.5, "List Bullet": 10.5}
    for name, size in sizes.items():
        _font(made.styles[name], HEADING if name in ("Title", "Heading 1") else BODY, Pt(size))
    title = made.styles["Title"]
    title.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.element.pPr.remove(title.element.pPr.find(qn("w:pBdr")))
    made.styles["Normal"].paragraph_format.space_after = Pt(4)
    made.styles["footnote text"].paragraph_format.space_after = Pt(0)
    day = datetime.fromisoformat(dossier.day)
    told = made.core_properties
    told.title, told.author, told.last_modified_by, told.comments = _told(dossier.title), "parkgraph", "parkgraph", ""
    told.created = told.modified = day


def _font(style: Any, chinese: str, size: Any) -> None:
    """Give a style its fonts, for Chinese and for Latin letters, in black."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import RGBColor

    style.font.name, style.font.size, style.font.color.rgb = LATIN, size, RGBColor(0, 0, 0)
    fonts = style.element.rPr.rFonts
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), chinese)
    fonts.set(qn("w:hint"), "eastAsia")  # quotation marks are as wide as Chinese characters
    spoken = OxmlElement("w:lang")
    spoken.set(qn("w:val"), "en-US")
    spoken.set(qn("w:eastAsia"), "zh-CN")
    style.element.rPr.append(spoken)


def _write(paragraph: "Paragraph", sentence: Sentence, numbers: Iterator[int]) -> None:
    """A sentence, with the mark of a footnote behind each piece that rests on passages."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    paragraph.paragraph_format.first_line_indent = Pt(24)
    for piece in sentence:
        paragraph.add_run(_told(piece.text))
        if piece.passages:
            mark = OxmlElement("w:footnoteReference")
            mark.set(qn("w:id"), str(next(numbers)))
            run = paragraph.add_run()
            run.style = "footnote reference"
            run._r.append(mark)


def _attach(made: "Document", dossier: Brief) -> None:
    """Put the footnotes into a part of their own, and tell the document of it."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part
    from docx.oxml.ns import nsdecls
    from markupsafe import escape

    paragraph, mark = made.styles["footnote text"].style_id, made.styles["footnote reference"].style_id
    notes = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="{paragraph}"/></w:pPr>'
        f'<w:r><w:rPr><w:rStyle w:val="{mark}"/></w:rPr><w:footnoteRef/></w:r>'
        f'<w:r><w:t xml:space="preserve"> {escape(_told(note))}</w:t></w:r></w:p></w:footnote>'
        for number, note in enumerate(dossier.notes, 1)
    )
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    text = f"{head}<w:footnotes {nsdecls('w')}>{_SEPARATORS}{notes}</w:footnotes>"
    part = Part(PackURI(PART), MEDIA, text.encode("utf-8"), made.part.package)
    made.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def _timeless(raw: bytes) -> bytes:
    """A zip with the same files in the same order, none of which tells when it was written."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, EPOCH), old.read(name), zipfile.ZIP_DEFLATED)
    return made.getvalue()
