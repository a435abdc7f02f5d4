"""Marks planted in a submission are looked for wherever they must not be: pages, files, the API, logs, letters."""

from __future__ import annotations

import io
import logging
import uuid
import zipfile
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from parindex.apps.audit.models import Event
from parindex.apps.feedback import intake, links, reminding, steps
from parindex.apps.feedback.intake import Contact, Enclosure, Submission
from parindex.apps.feedback.models import Feedback
from parindex.apps.feedback.steps import Hand, Reading
from parindex.apps.notify.models import Delivery, Message
from parindex.domain.access import SYSTEM
from tests.web.conftest import NOW, World

AsRole = Callable[[str], Client]
MARKS = ("Dấu-Họ-Tên", "Dấu-Địa-Chỉ", "0905777111", "dau-thu@hu-cau.example", "079123456789", "dau-tep.png")
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
WAYS = {
    "fresh": (),
    "asked": ("ask",),
    "signed": ("classify", "draft", "sign"),
    "shown": ("classify", "draft", "sign", "publish"),
}


def planted(world: World, *, is_confidential: bool = False) -> tuple[Feedback, str]:
    """Return feedback whose sender, words and file hold every mark, and its code."""
    contact = Contact(MARKS[0], MARKS[1], phone=MARKS[2], email=MARKS[3])
    told = Submission(
        sheet=uuid.uuid4(),
        subject=f"Của {MARKS[0]}",
        content=f"Tôi là {MARKS[0]}, căn cước {MARKS[4]}, gọi {MARKS[2]} hoặc viết {MARKS[3]}, ở {MARKS[1]}.",
        contact=contact,
        is_confidential=is_confidential,
    )
    enclosure = Enclosure(MARKS[5], io.BytesIO(PNG))
    receipt = intake.receive(unit=world.root, submission=told, enclosures=[enclosure], now=NOW)
    return receipt.feedback, receipt.code


def go(row: Feedback, way: tuple[str, ...]) -> Feedback:
    """Take the steps of a way, in words that tell nothing."""
    for hours, step in enumerate(way, start=1):
        hand = Hand(SYSTEM, row.version, NOW + timedelta(hours=hours))
        if step == "classify":
            row = steps.classify(feedback=row, reading=Reading("conduct", "late"), hand=hand)
        elif step == "draft":
            row = steps.draft(feedback=row, answer="Cơ quan đã trả kết quả.", hand=hand)
        elif step == "sign":
            row = steps.sign(feedback=row, hand=hand)
        elif step == "ask":
            row = steps.ask(feedback=row, words="Cho biết ngày nộp.", hand=hand)
        else:
            row = steps.publish(feedback=row, subject="Trễ hẹn", summary="Hồ sơ trễ.", hand=hand)
    return row


def found_in(text: str) -> list[str]:
    return [mark for mark in MARKS if mark in text]


def text_of(answer: Any) -> str:
    """Return the text of a page or a table, of a workbook that of its parts."""
    body = b"".join(answer) if answer.streaming else answer.content
    if not body.startswith(b"PK"):
        return str(body.decode())
    book = zipfile.ZipFile(io.BytesIO(body))
    return "\n".join(book.read(name).decode(errors="replace") for name in book.namelist())


def test_marks_of_a_sender_are_on_no_public_page_file_log_or_letter(
    world: World, as_role: AsRole, caplog: Any, capfd: Any
) -> None:
    guest, focal, leader = Client(), as_role("focal"), as_role("leader")
    with caplog.at_level(logging.DEBUG):
        rows = {name: planted(world, is_confidential=name == "fresh") for name in WAYS}
        sent = guest.post("/phan-anh-kien-nghi/", {"full_name": MARKS[0], "phieu": "x", "tep": _file()})
        done = {name: go(row, WAYS[name]) for name, (row, _) in rows.items()}
        intake.rate(feedback=done["shown"], rating="satisfied", words=f"Cảm ơn, {MARKS[0]} {MARKS[2]}", now=NOW)
        linked = Hand(SYSTEM, Feedback.objects.get(pk=done["shown"].pk).version, NOW)
        links.link(feedback=done["shown"], kind="criterion", code="3.5.1", hand=linked)
        reminding.remind(now=NOW + timedelta(days=14))
        pages = {
            "list": guest.get("/cong-khai/phan-anh/"),
            "answer": guest.get(f"/cong-khai/phan-anh/{done['shown'].public_id}/"),
            "plans": guest.get("/cong-khai/"),
            "results": guest.get("/ket-qua/"),
            "book": focal.get("/phan-anh/so.csv"),
            "figures": leader.get("/phan-anh/chi-so/"),
            "themes": leader.get("/phan-anh/chu-de/"),
            "criterion": as_role("admin").get("/bo-tieu-chi/province-2023-876-qd-bnv/muc/3.5.1/"),
            "register": leader.get("/nhat-ky/"),
            "register file": leader.get("/nhat-ky/tai-ve/"),
            "contract": guest.get("/api/v1/openapi.json"),
        }
        pages |= {
            f"code {name}": guest.post("/phan-anh-kien-nghi/tra-cuu/", {"ma": code}) for name, (_, code) in rows.items()
        }
    texts = {name: text_of(answer) for name, answer in pages.items()}
    texts |= {"letters": "\n".join(f"{one.subject} {one.text} {one.html}" for one in Message.objects.all())}
    texts |= {"deliveries": str(list(Delivery.objects.values_list("address", "response", "log")))}
    texts |= {"audit": str(list(Event.objects.values_list("object_label", "actor_name", "before", "after")))}
    log = caplog.text + "".join(capfd.readouterr())
    texts |= {"log": "\n".join(line for line in log.splitlines() if "django.db.backends" not in line)}

    assert {name: answer.status_code for name, answer in pages.items() if answer.status_code != 200} == {}
    assert sent.status_code == 422  # the form comes back with what was typed, to the one who typed it
    assert Message.objects.exists()
    assert {name: found for name, text in texts.items() if (found := found_in(text))} == {}
    assert "Cơ quan đã trả kết quả." in texts["answer"]
    assert "Cơ quan đã trả kết quả." in texts["code signed"]


def test_marks_are_where_they_belong(world: World, as_role: AsRole) -> None:
    """The scan above would find them: the desk of those who handle it shows the words, and the sender when asked."""
    row, _ = planted(world)
    address = f"/phan-anh/{row.public_id}/"

    assert found_in(as_role("focal").get(address).content.decode()) == list(MARKS)
    assert found_in(as_role("focal").post(f"{address}nguoi-gui/").content.decode()) == list(MARKS)


def _file() -> SimpleUploadedFile:
    return SimpleUploadedFile(MARKS[5], PNG)
