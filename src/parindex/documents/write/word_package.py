"""What every Word document of ours is packed in: its fixed parts and the pieces that all of them share.

Only what such documents need of the format is written, part by part, so that the same content gives the same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from typing import Final
from xml.sax.saxutils import escape

PAGE_NUMBER: Final = (
    '<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    '<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
)
BORDERS: Final = (
    "<w:tblBorders>"
    + "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    + "</w:tblBorders>"
)
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_DATED: Final = (1980, 1, 1, 0, 0, 0)
_TWIPS_PER_MM: Final = 1440 / 25.4
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_NAMESPACES: Final = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_OFFICE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CORE: Final = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_CORE_TYPE: Final = "application/vnd.openxmlformats-package.core-properties+xml"
_RELATIONS: Final = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}">'
    f'<Relationship Id="rId1" Type="{_TYPES}/officeDocument" Target="word/document.xml"/>'
)
_NOTED: Final = f'<Relationship Id="rId2" Type="{_PACKAGE}/metadata/core-properties" Target="docProps/core.xml"/>'


def twips(millimetres: float) -> int:
    """Return a length in the unit of the format."""
    return round(millimetres * _TWIPS_PER_MM)


def escaped(text: str) -> str:
    """Return a text as it may stand in a part: signs of the format escaped, letters that XML cannot hold left out."""
    return escape(_FORBIDDEN.sub("", text))


def pack(body: str, *, frames: Mapping[str, str], size: int, gap: int, note: str = "") -> bytes:
    """Return the bytes of a DOCX in Times New Roman; `note` stands among the properties of the file.

    `body` and `frames` hold paragraphs as markup; a frame is "header1", "footer1", …, and the sections of the body
    name the frames by "rId2", "rId3", … in this order. `size` is in half points, `gap` in twips before and after.
    """
    parts = {
        "[Content_Types].xml": _content_types(frames, with_note=bool(note)),
        "_rels/.rels": f"{_RELATIONS}{_NOTED if note else ''}</Relationships>",
        "word/_rels/document.xml.rels": _document_relations(frames),
        "word/styles.xml": _styles(size=size, gap=gap),
        **{f"word/{name}.xml": _part("hdr" if _kind(name) == "header" else "ftr", frames[name]) for name in frames},
        "word/document.xml": _part("document", f"<w:body>{body}</w:body>"),
    }
    if note:
        parts["docProps/core.xml"] = _properties(note)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            # The time of writing would make every export a different file.
            archive.writestr(zipfile.ZipInfo(name, _DATED), text.encode("utf-8"), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _part(tag: str, content: str) -> str:
    return f"{_HEAD}<w:{tag} {_NAMESPACES}>{content}</w:{tag}>"


def _properties(note: str) -> str:
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_CORE}" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:description>{escaped(note)}</dc:description></cp:coreProperties>"
    )


def _kind(frame: str) -> str:
    return frame.rstrip("0123456789")


def _content_types(frames: Mapping[str, str], *, with_note: bool) -> str:
    kinds = {"document": "document.main", "styles": "styles", **{name: _kind(name) for name in frames}}
    return (
        f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        + "".join(
            f'<Override PartName="/word/{name}.xml" ContentType="{_OFFICE}.{kind}+xml"/>'
            for name, kind in kinds.items()
        )
        + (f'<Override PartName="/docProps/core.xml" ContentType="{_CORE_TYPE}"/>' if with_note else "")
        + "</Types>"
    )


def _document_relations(frames: Mapping[str, str]) -> str:
    kinds = {"styles": "styles", **{name: _kind(name) for name in frames}}
    return (
        f'{_HEAD}<Relationships xmlns="{_PACKAGE}">'
        + "".join(
            f'<Relationship Id="rId{number}" Type="{_TYPES}/{kind}" Target="{name}.xml"/>'
            for number, (name, kind) in enumerate(kinds.items(), 1)
        )
        + "</Relationships>"
    )


def _styles(*, size: int, gap: int) -> str:
    return _part(
        "styles",
        "<w:docDefaults><w:rPrDefault><w:rPr>"
        '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="Times New Roman"'
        f' w:cs="Times New Roman"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/><w:lang w:val="vi-VN"/>'
        "</w:rPr></w:rPrDefault>"
        f'<w:pPrDefault><w:pPr><w:spacing w:before="{gap}" w:after="{gap}"/></w:pPr></w:pPrDefault></w:docDefaults>',
    )
