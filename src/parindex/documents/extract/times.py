"""Words that say when: whole texts, openings and ends of lines ("Định kỳ hằng quý, …", "…; xong trước 30/6/2024")."""

from __future__ import annotations

import re

from parindex.definitions.labels.phrases import load_lexicon
from parindex.documents.extract.agency_words import begins_agency
from parindex.domain.planning.deadlines import deadlines
from parindex.domain.text import folding

LONGEST_TIME = 80
# Begins with letters and looks back from them, so that a search runs to such letters.
UNTIL = (
    r"(?:tu nay den|d(?<!\d d)(?<!\bnam d)(?<!\bnay d)(?<!\btinh d)(?<!\bke d)(?<!\bton d)(?<!\bdong d)en)"
    r" (?:het|cuoi)"
)
"""What opens the last day of work, and neither ends a range ("từ 01/3 đến hết 30/6") nor a count ("tính đến hết …")."""
_TIMELY = re.compile(
    r"\s*(?:thuc hien (?=tu |trong |truoc |hang |quy |thang |xong |thuong xuyen)|hoan thanh|xong|truoc|cham nhat|trong"
    r"|tu |den |quy |thang |ngay |thuong xuyen|hang |dinh ky|thoi |sau |theo |khi |\d)"
)
_DONE = re.compile(
    r"\b(?:(?:hoan thanh|xong) (?=truoc|trong|cham nhat|den (?:het|cuoi)|quy|thang|ngay)"
    r"|thuc hien (?=(?:trong )?(?:quy|thang)|truoc))"
)
_WHEN = re.compile(
    r"(?:(?:hoan thanh|xong|thoi gian(?: hoan thanh| thuc hien)?|thoi han(?: hoan thanh)?)\s*:?\s*)?"
    rf"((?:dinh ky )?(?:truoc|cham nhat|muon nhat|trong(?: vong)?|tu|{UNTIL})\s+(?:la\s+|vao\s+)?"
    r"(?:(?:ngay|thang|quy|nam)\s+)?"
    r"(?!\d+(?:,\d+)?\s*%)(?:\d|[ivx]+\b)[^;.(),]{0,60}"
    r"(?:,\s*(?:quy |thang |ngay )?(?:[ivx]{1,4}|\d{1,2})\b(?!\s*%)[^;.(),]{0,20})*"
    r"|(?:quy|thang)\s+(?:\d|[ivx]+\b)[^;.()]{0,30}|ngay\s+\d[^;.()]{0,30}"
    r"|(?:dinh ky )?(?:(?<!\bchi )thuong xuyen|hang (?:nam|quy|thang|tuan|ngay))[^;.()]{0,20}"
    r"|(?:ngay )?sau (?:khi|hoi nghi)[^;.()]{3,60}|theo (?:tien do|lo trinh|ke hoach)[^;.(),]{0,40})(?!\w)"
)
_TOKEN = re.compile(r"[\w/.]*\w")
_OPENS_TIME = re.compile(
    r"\s(?=(?:hằng|hàng|định kỳ|thường xuyên|trước|trong|chậm nhất|muộn nhất|đến|từ|vào|quý|tháng)\s)"
)
_OFTEN = re.compile(r"(?:dinh ky )?(?:thuong xuyen|hang (?:nam|quy|thang|tuan|ngay))\b")
_EVENT = re.compile(r"(?:ngay )?sau\b|theo\b")
# These go on with a time that comes again: "hằng năm theo hướng dẫn", "thường xuyên khi phát sinh".
_TIME_GOES_ON = re.compile(
    r"(?:theo|khi|sau|liên tục|đột xuất|thứ|của|cùng|từng|mỗi|bắt đầu|kể|trở|đối|tại|làm việc)\b"
)
# What a time is kept for is no part of it: "trước ngày 20/11 để tổng hợp".
_AIM = re.compile(
    r"\s(?:để|nhằm|gửi|tổng hợp|báo cáo|công khai|công bố|rà soát|đăng tải|cập nhật|kiểm tra|phải|tiến hành)\s"
)
_TIME_POINT = re.compile(r"[\d/.]+|[IVX]+(?:/\d+)?")
_TIME_WORDS = frozenset(
    {
        *("định", "kỳ", "thường", "xuyên", "trước", "đến", "hết", "chậm", "muộn", "nhất", "trong"),
        *("từ", "hằng", "hàng", "vào", "ngày", "tháng", "quý", "năm", "tuần", "đầu", "cuối", "giữa", "lần"),
        *("và", "hoặc", "là"),
    }
)


def heading_time(text: str) -> tuple[int, int] | None:
    """Return the range of the time by which all below a heading is done ("Nhóm việc hoàn thành trong quý I"), or None.

    "Nhiệm vụ thực hiện trong năm 2023" only tells what the whole plan is about.
    """
    end = len(text.rstrip(" .:;)"))
    if is_time(text[:end]):
        return 0, end
    done = [found.end() for found in _DONE.finditer(folding.fold_aligned(text)[:end])]
    return (done[-1], end) if done and is_time(text[done[-1] : end]) else None


def is_time(text: str) -> bool:
    """Tell whether a short text only says when."""
    if len(text) > LONGEST_TIME or _TIMELY.match(folding.fold_aligned(text)) is None:
        return False
    return bool(deadlines.parse_deadlines(text, plan_year=None, lexicon=load_lexicon()))


def trailing_time(text: str, start: int, end: int) -> int | None:
    """Return where the last part of a range begins when it only says when ("Sở A; theo quy định"), else None."""
    cut = max(text.rfind(mark, start, end) for mark in ";,")
    while cut >= start:
        value = cut + 1 + len(text[cut + 1 : end]) - len(text[cut + 1 : end].lstrip())
        if end - value > LONGEST_TIME:
            return None
        if is_time(text[value:end]):
            before = max(text.rfind(mark, start, cut) for mark in ";,")
            earlier = text[before + 1 : end].strip() if before > start else ""
            if text[cut] == ";" or not is_time(earlier):
                return value
        elif text[cut] == ";":
            return None
        cut = max(text.rfind(mark, start, cut) for mark in ";,")
    return None


def find_time(text: str, folded: str, start: int) -> tuple[int, int] | None:
    """Return the range of the first time behind `start` that a sentence names anywhere, None without one."""
    when = _WHEN.search(folded, start)
    return None if when is None else (when.start(1), _end_of_when(text, folded, *when.span(1)))


def _end_of_when(text: str, folded: str, start: int, end: int) -> int:
    """Return where a time ends that seems to go on with what is done then ("hằng quý | đo và công bố …")."""
    stop = end_of_time(text, start) if _OFTEN.match(folded, start) else start
    if stop <= start or _TIME_GOES_ON.match(text, stop):
        aim = _AIM.search(text, max(stop, start), end)
        stop = end if aim is None or _EVENT.match(folded, start) else aim.start()
    return start + len(text[start : min(stop, end)].rstrip(" ,"))


def opening_time(text: str, folded: str | None = None) -> int:
    """Return where the words after an opening time begin ("Trước ngày 30/6, Sở A …"), 0 without one."""
    folded = folding.fold_aligned(text) if folded is None else folded
    if _TIMELY.match(folded) is None or folded.startswith("ngay "):
        return 0  # "Ngày 18/8, Chủ tịch chủ trì hội nghị" tells what was
    if (end := end_of_time(text, 0)) and begins_agency(text, folded, end) and is_time(text[:end].rstrip(" ,")):
        return end
    comma = folded.find(", ", 0, LONGEST_TIME)
    return comma + 2 if comma > 0 and is_time(text[:comma]) else 0


def end_of_time(text: str, start: int) -> int:
    """Return where the first word stands that is no part of a time ("Định kỳ hằng quý | Sở A gửi …")."""
    for token in _TOKEN.finditer(text, start, start + LONGEST_TIME):
        if token[0].lower() not in _TIME_WORDS and _TIME_POINT.fullmatch(token[0]) is None:
            return token.start()
    return start


def time_behind_names(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the range of the time that ends a range of names ("Sở A hằng quý | khảo sát …"), None without one."""
    for opening in _OPENS_TIME.finditer(text, start, end):
        stop = len(text[:end].rstrip(" ,"))
        if end_of_time(text, opening.end()) >= end and is_time(text[opening.end() : stop]):
            return opening.end(), stop
    return None
