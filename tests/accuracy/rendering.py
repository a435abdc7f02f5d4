"""The unseen plans as files (TXT, DOCX, PDF, scan-like PDF), cached under build/ by the hash of their content."""

from __future__ import annotations

import hashlib
import random
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.accuracy.plans import FOLDER, UnseenPlan
from tests.accuracy.write_docx import write_docx
from tests.accuracy.write_txt import write_txt
from tests.patience import PATIENCE

CACHE = Path(__file__).resolve().parents[2] / "build" / "accuracy"
_SOURCES = ("plans.py", "layout.py", "write_txt.py", "write_docx.py", "rendering.py")


@dataclass(frozen=True, slots=True)
class RenderedFile:
    """One file to import: its plan, its format ("txt", "docx", "pdf", "ocr") and where it lies."""

    plan: UnseenPlan
    format: str
    path: Path


def render(plans: Iterable[UnseenPlan], formats: Iterable[str]) -> tuple[RenderedFile, ...]:
    """Render the plans in the formats asked for; leaves out PDF without LibreOffice and OCR without Vietnamese."""
    plans, wanted = tuple(plans), tuple(formats)
    folders = {plan.name: _folder(plan) for plan in plans}
    for plan in plans:
        _write(folders[plan.name] / f"{plan.name}.txt", lambda plan=plan: write_txt(plan))
        _write(folders[plan.name] / f"{plan.name}.docx", lambda plan=plan: write_docx(plan))
    if {"pdf", "ocr"} & set(wanted):
        convert_to_pdf([folders[plan.name] / f"{plan.name}.docx" for plan in plans])
    if "ocr" in wanted and has_vietnamese_ocr():
        for plan in plans:
            if plan.options.get("scan") and (pdf := folders[plan.name] / f"{plan.name}.pdf").exists():
                _write(folders[plan.name] / f"{plan.name}-scan.pdf", lambda plan=plan, pdf=pdf: scan(pdf, plan.name))
    return tuple(_existing(plans, folders, wanted))


def has_vietnamese_ocr() -> bool:
    """Say whether Tesseract with Vietnamese is installed."""
    if not shutil.which("tesseract"):
        return False
    listed = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=False)
    return "vie" in (listed.stdout + listed.stderr).split()


def scan(pdf: Path, seed: str) -> bytes:
    """Return a PDF of images of the pages, a little askew and blurred, as an office scanner makes them."""
    import io

    import pypdfium2
    from PIL import Image, ImageFilter

    chance = random.Random(seed)
    pages = []
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        image: Any = page.render(scale=200 / 72, grayscale=True).to_pil().convert("L")
        angle = chance.uniform(-0.6, 0.6)
        image = image.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=255)
        pages.append(image.filter(ImageFilter.GaussianBlur(0.6)))
    document.close()
    buffer = io.BytesIO()
    pages[0].save(buffer, format="PDF", save_all=True, append_images=pages[1:], resolution=200, quality=75)
    return buffer.getvalue()


def _folder(plan: UnseenPlan) -> Path:
    digest = hashlib.sha256((FOLDER / f"{plan.name}.yaml").read_bytes())
    for source in _SOURCES:
        digest.update(Path(__file__).with_name(source).read_bytes())
    return CACHE / f"{plan.name}-{digest.hexdigest()[:12]}"


def _write(path: Path, make: Any) -> None:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(make())


def convert_to_pdf(documents: list[Path]) -> None:
    """Convert every DOCX without a PDF in one LibreOffice process (starting it costs more than a conversion).

    Nothing is converted where LibreOffice is not installed.
    """
    missing = [path for path in documents if not path.with_suffix(".pdf").exists()]
    if not missing or not shutil.which("soffice"):
        return
    with tempfile.TemporaryDirectory() as temporary:
        profile = Path(temporary) / "profile"
        out = Path(temporary) / "out"
        command = ["soffice", "--headless", f"-env:UserInstallation={profile.as_uri()}", "--convert-to", "pdf"]
        subprocess.run(
            [*command, "--outdir", str(out), *map(str, missing)], check=True, capture_output=True, timeout=PATIENCE
        )
        for path in missing:
            shutil.move(out / f"{path.stem}.pdf", path.with_suffix(".pdf"))


def _existing(
    plans: tuple[UnseenPlan, ...], folders: Mapping[str, Path], wanted: tuple[str, ...]
) -> Iterable[RenderedFile]:
    names = {"txt": "{}.txt", "docx": "{}.docx", "pdf": "{}.pdf", "ocr": "{}-scan.pdf"}
    for plan in plans:
        for format_ in wanted:
            path = folders[plan.name] / names[format_].format(plan.name)
            if path.exists():
                yield RenderedFile(plan=plan, format=format_, path=path)
