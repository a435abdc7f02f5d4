"""Golden cases of the doctor of documents: each line is a document, a requirement, and exactly what is found."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.domain.assessment.doctor import (
    FINDING_NAMES,
    DocumentFacts,
    FindingCode,
    Requirement,
    Severity,
    Signature,
    Standing,
    diagnose,
    matches,
    standing_by_name,
    worst,
)

SOUND = DocumentFacts(
    number="45/BC-UBND",
    issued_on=date(2026, 6, 30),
    issuer="Ủy ban nhân dân xã Hư Cấu",
    subject="Báo cáo cải cách hành chính 6 tháng đầu năm 2026",
    signer="Nguyễn Văn Mẫu",
    is_draft=False,
    is_confirmed=True,
)
OF_2026 = Requirement(year=2026, unit_name="Xã Hư Cấu", standing=Standing.OWN, expected=("Các báo cáo định kỳ đã gửi",))

CASES = {
    "sound": ({}, {}, []),
    "issued in the next year": ({"issued_on": date(2027, 1, 3)}, {}, ["out_of_period bad"]),
    "last day of the year": ({"issued_on": date(2026, 12, 31)}, {}, []),
    "first day of the year": ({"issued_on": date(2026, 1, 1)}, {}, []),
    "issued before and not for the year": (
        {"issued_on": date(2025, 12, 20), "subject": "Báo cáo kết quả quý IV"},
        {},
        ["before_period warn"],
    ),
    "issued before for the year": ({"issued_on": date(2025, 12, 20)}, {}, []),
    "no year asked": ({"issued_on": date(2019, 1, 1)}, {"year": None}, []),
    "no date": ({"issued_on": None}, {}, ["no_date unknown"]),
    "no number": ({"number": ""}, {}, ["no_number unknown"]),
    "no issuer": ({"issuer": ""}, {"standing": Standing.UNRECOGNISED}, ["no_issuer unknown"]),
    "of another unit": ({}, {"standing": Standing.OTHER}, ["wrong_issuer bad"]),
    "of a unit above": ({}, {"standing": Standing.ABOVE}, []),
    "of a place that nobody knows": ({}, {"standing": Standing.UNRECOGNISED}, ["strange_issuer unknown"]),
    "of a central agency": ({"issuer": "Chính phủ"}, {"standing": Standing.UNRECOGNISED}, []),
    "draft": ({"is_draft": True}, {}, ["draft bad"]),
    "not known whether a draft": ({"is_draft": None}, {}, []),
    "unsigned": ({"signer": ""}, {}, ["unsigned bad"]),
    "signed digitally, no name read": ({"signer": "", "signature": Signature.WHOLE}, {}, []),
    "only a number": ({"signer": "", "has_file": False}, {}, []),
    "changed after signing": ({"signature": Signature.BROKEN}, {}, ["broken_signature bad"]),
    "another year in the number": (
        {"number": "12/2025/QĐ-UBND", "subject": "Báo cáo năm 2026"},
        {},
        ["number_year warn"],
    ),
    "number that looks like a year": ({"number": "2025/BC-UBND"}, {}, []),
    "year in the number fits": ({"number": "12/2026/BC-UBND"}, {}, []),
    "used for the same item before": ({}, {"years_used": (2024, 2025)}, ["used_before warn"]),
    "about something else": (
        {"number": "7/TB-UBND", "subject": "Thông báo lịch trực tết"},
        {},
        ["other_subject warn"],
    ),
    "kind told by the number": ({"subject": "Công tác quý II"}, {}, []),
    "not confirmed": ({"is_confirmed": False}, {}, ["unconfirmed unknown"]),
    "not confirmed and out of the period": (
        {"is_confirmed": False, "issued_on": date(2027, 1, 3)},
        {},
        ["out_of_period warn", "unconfirmed unknown"],
    ),
    "not confirmed, changed after signing": (
        {"is_confirmed": False, "signature": Signature.BROKEN},
        {},
        ["broken_signature bad", "unconfirmed unknown"],
    ),
    "not confirmed, no signer": (
        {"is_confirmed": False, "signer": ""},
        {},
        ["no_signer unknown", "unconfirmed unknown"],
    ),
    "everything at once, the gravest first": (
        {"is_draft": True, "issued_on": date(2027, 1, 3), "number": ""},
        {"standing": Standing.OTHER},
        ["draft bad", "out_of_period bad", "wrong_issuer bad", "no_number unknown"],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_golden_case(name: str) -> None:
    facts, requirement, expected = CASES[name]

    found = diagnose(replace(SOUND, **facts), replace(OF_2026, **requirement))

    assert [f"{one.code.value} {one.severity.value}" for one in found] == expected


def test_every_finding_has_a_case_and_a_name() -> None:
    told = {line.split()[0] for _, _, expected in CASES.values() for line in expected}

    assert told == {code.value for code in FindingCode}
    assert set(FINDING_NAMES) == set(FindingCode)


def test_sentence_names_the_day_and_the_year() -> None:
    found = diagnose(replace(SOUND, issued_on=date(2027, 1, 3)), OF_2026)

    assert found[0].message == "Văn bản ngày 03/01/2027: ngoài kỳ 2026."
    assert found[0].name == "Ngoài kỳ"


def test_nothing_known_is_never_wrong() -> None:
    found = diagnose(DocumentFacts(), Requirement(year=2026, unit_name="Xã Hư Cấu"))

    assert {one.severity for one in found} == {Severity.UNKNOWN}


@given(
    number=st.sampled_from(["", "1/BC", "2025/QĐ", "3/2024/QĐ-UBND"]),
    issued_on=st.none() | st.dates(),
    issuer=st.sampled_from(["", "Xã Hư Cấu", "UBND xã Khác"]),
    is_draft=st.none() | st.booleans(),
    signature=st.sampled_from(list(Signature)),
    standing=st.sampled_from(list(Standing)),
)
def test_unconfirmed_is_wrong_only_where_the_file_itself_shows_it(**values: object) -> None:
    standing = values.pop("standing")
    requirement = Requirement(year=2026, unit_name="Xã Hư Cấu", standing=standing)

    found = diagnose(DocumentFacts(**values), requirement)

    assert [one.code for one in found if one.severity is Severity.BAD] == (
        [FindingCode.BROKEN_SIGNATURE] if values["signature"] is Signature.BROKEN else []
    )
    assert all(one.message and one.remedy for one in found)
    assert worst(found) == found[0]


@pytest.mark.parametrize(
    ("issuer", "standing"),
    [
        ("Ủy ban nhân dân xã Hư Cấu", Standing.OWN),
        ("UBND XÃ HƯ CẤU", Standing.OWN),
        ("Ủy ban nhân dân xã Hư Cấu 2", Standing.UNRECOGNISED),
        ("Ủy ban nhân dân tỉnh Sông Mây", Standing.ABOVE),
        ("Sở Nội vụ tỉnh Sông Mây", Standing.ABOVE),
        ("Ủy ban nhân dân xã Khác, tỉnh Sông Mây", Standing.UNRECOGNISED),
        ("Bộ Nội vụ", Standing.ABOVE),
        ("Bộ phận Một cửa xã Khác", Standing.UNRECOGNISED),
        ("Thủ tướng Chính phủ", Standing.ABOVE),
        ("Sở Nội vụ", Standing.UNRECOGNISED),
        ("Xã", Standing.UNRECOGNISED),
    ],
)
def test_standing_is_told_by_whole_words(issuer: str, standing: Standing) -> None:
    assert standing_by_name(issuer, own=("Xã Hư Cấu", ""), above=("Tỉnh Sông Mây",)) is standing


def test_an_agency_is_known_by_the_beginning_of_its_name() -> None:
    assert standing_by_name("Sở Nội vụ", own=("Sở Nội vụ Sông Mây",), above=()) is Standing.OWN


def test_nothing_telling_matches_everything() -> None:
    assert matches("Lịch trực", ())
    assert matches("Lịch trực", ("Ảnh",))
    assert not matches("Lịch trực", ("Biên bản kiểm tra",))
