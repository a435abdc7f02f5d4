"""Days and times as Vietnamese offices write them."""

from __future__ import annotations

from datetime import date, time

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
ROMAN_QUARTERS = ("I", "II", "III", "IV")


def weekday_name(day: date) -> str:
    """Name the weekday: "thứ Hai" ... "Chủ nhật"."""
    return WEEKDAYS[day.weekday()]


def day_text(day: date) -> str:
    """Write a day as 25/04/2025."""
    return f"{day:%d/%m}/{day.year:04d}"


def full_day_text(day: date) -> str:
    """Write a day with its weekday: "thứ Sáu 25/04/2025"."""
    return f"{weekday_name(day)} {day_text(day)}"


def time_text(moment: time) -> str:
    """Write a time of day as 15:30, with seconds only when there are any."""
    return f"{moment:%H:%M:%S}" if moment.second else f"{moment:%H:%M}"


def capitalized(sentence: str) -> str:
    """Raise the first letter of a sentence and leave the rest alone."""
    return sentence[:1].upper() + sentence[1:]
