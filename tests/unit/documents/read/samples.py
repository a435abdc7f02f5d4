"""Small real files, made in memory, for the tests of the readers."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Sequence

import docx
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.text.paragraph import Paragraph
from PIL import Image, ImageDraw

_LEVEL = (
    '<w:lvl w:ilvl="{level}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>{extra}'
    '<w:lvlText w:val="{text}"/></w:lvl>'
)


def word(build: Callable[[WordDocument], object]) -> bytes:
    """Return the bytes of a DOCX that `build` fills."""
    document = docx.Document()
    build(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def define_list(
    document: WordDocument, levels: Sequence[tuple[str, str] | tuple[str, str, str]], *, key: int = 90
) -> int:
    """Add a list with (number format, text, extra XML) a level and return the id of its `w:num`."""
    numbering = document.part.numbering_part.element
    inner = "".join(
        _LEVEL.format(level=index, start=1, kind=level[0], text=level[1], extra=level[2] if len(level) > 2 else "")
        for index, level in enumerate(levels)
    )
    abstract = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{key}">{inner}</w:abstractNum>'
    numbering.insert(0, parse_xml(abstract))
    return define_num(document, abstract=key, key=key)


def define_num(document: WordDocument, *, abstract: int, key: int, restart_at: int | None = None) -> int:
    """Add a `w:num` over a list, with its first level started again where asked."""
    override = (
        f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{restart_at}"/></w:lvlOverride>'
        if restart_at is not None
        else ""
    )
    xml = f'<w:num {nsdecls("w")} w:numId="{key}"><w:abstractNumId w:val="{abstract}"/>{override}</w:num>'
    document.part.numbering_part.element.append(parse_xml(xml))
    return key


def number(paragraph: Paragraph, *, num: int, level: int = 0) -> Paragraph:
    """Make a paragraph an item of a list."""
    properties = paragraph._p.get_or_add_pPr()
    xml = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>'
    properties.append(parse_xml(xml))
    return paragraph


def append_xml(document: WordDocument, xml: str) -> None:
    """Put raw body XML (prefixes w, wp, wps, mc, r declared) before the section properties."""
    namespaces = (
        f"{nsdecls('w', 'wp', 'r', 'a')} "
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
        'xmlns:v="urn:schemas-microsoft-com:vml"'
    )
    body = document.element.body
    for element in list(parse_xml(f"<w:body {namespaces}>{xml}</w:body>")):
        body.insert(len(body) - 1, element)


def archive(members: dict[str, bytes], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a ZIP file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as target:
        for name, content in members.items():
            target.writestr(name, content)
    return buffer.getvalue()


def with_members(data: bytes, members: dict[str, bytes]) -> bytes:
    """Return a copy of a ZIP file with members added."""
    buffer = io.BytesIO(data)
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as target:
        for name, content in members.items():
            target.writestr(name, content)
    return buffer.getvalue()


def pdf(pages: Iterable[str], *, extra_trailer: str = "", size: tuple[int, int] = (595, 842), rotate: int = 0) -> bytes:
    """Return a PDF whose pages are the given content streams; fonts /F1 (Helvetica) and /F2 (its bold)."""
    streams = [page.encode("latin-1") for page in pages]
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
    ]
    kids = []
    for stream in streams:
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {size[0]} {size[1]}] /Rotate {rotate} "
            f"/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> /Contents {len(objects) + 2} 0 R >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    out = io.BytesIO(b"")
    out.write(b"%PDF-1.5\n")
    offsets = []
    for position, body in enumerate(objects, start=1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (position, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % offset for offset in offsets))
    trailer = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {extra_trailer} >>\nstartxref\n{start}\n%%EOF\n"
    out.write(trailer.encode())
    return out.getvalue()


def encrypted_pdf() -> bytes:
    """Return a PDF whose user password is not the empty one."""
    secret = "<" + "41" * 32 + ">"
    return pdf(
        [text_at(72, 700, "secret")],
        extra_trailer=f"/Encrypt << /Filter /Standard /V 1 /R 2 /O {secret} /U {secret} /P -4 >> /ID [<00> <00>]",
    )


def text_at(x: float, y: float, text: str, *, size: float = 12, font: str = "F1") -> str:
    """Return PDF operators that print a line of text."""
    escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return f"BT /{font} {size} Tf {x} {y} Td ({escaped}) Tj ET\n"


def ruled_table(
    xs: Sequence[float], ys: Sequence[float], rows: Sequence[Sequence[str]], *, thin_boxes: bool = False
) -> str:
    """Return PDF operators for a fully ruled table; `ys` from the top down, a cell's text split at newlines."""
    operators = []
    for y in ys:
        operators.append(_line(xs[0], y, xs[-1], y, thin_boxes=thin_boxes))
    for x in xs:
        operators.append(_line(x, ys[0], x, ys[-1], thin_boxes=thin_boxes))
    for row, texts in enumerate(rows):
        for col, text in enumerate(texts):
            for offset, part in enumerate(text.split("\n")):
                if part:
                    operators.append(text_at(xs[col] + 5, ys[row] - 13 - 12 * offset, part, size=10))
    return "".join(operators)


def _line(x0: float, y0: float, x1: float, y1: float, *, thin_boxes: bool) -> str:
    if thin_boxes:
        return f"{x0} {y0} {max(x1 - x0, 0.5)} {min(y1 - y0, -0.5)} re f\n"
    return f"{x0} {y0} m {x1} {y1} l S\n"


def picture(words: str = "CHU IN") -> Image.Image:
    """Return a white page with a few printed words."""
    image = Image.new("L", (1240, 1754), 255)
    ImageDraw.Draw(image).text((150, 200), words, fill=0, font_size=48)
    return image


def picture_pdf() -> bytes:
    """Return a PDF of one scanned page."""
    buffer = io.BytesIO()
    picture().save(buffer, format="PDF", resolution=150)
    return buffer.getvalue()
