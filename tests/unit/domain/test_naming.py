"""Names of agencies: what they mean on a day, in a document of a unit."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.definitions.units.loader import load_dataset, load_vocabulary
from parindex.domain.naming.directory import SURE, Directory
from parindex.domain.naming.words import compile_lexis, read_words
from parindex.domain.units import UnitFact, UnitKind

IN_2023 = date(2023, 7, 21)
IN_2024 = date(2024, 3, 1)
IN_2026 = date(2026, 3, 1)
GIA_LAI = "tinh-gia-lai-64"
TAN_BINH = "xa-tan-binh-23704"
OLD_COMMUNE = "sm-xa-suoi-vang-cu"
NEW_COMMUNE = "sm-xa-suoi-vang"


@cache
def directory(name: str) -> Directory:
    dataset = load_dataset(name)
    pairs = [(fact.predecessor, fact.successor) for fact in dataset.successions]
    return Directory(dataset.facts, vocabulary=load_vocabulary(), successors=pairs)


@pytest.mark.parametrize(
    ("text", "near", "unit"),
    [
        ("Sở Nội vụ", GIA_LAI, "tinh-gia-lai-64-snv"),
        ("Sở Nội vụ tỉnh Gia Lai", TAN_BINH, "tinh-gia-lai-64-snv"),
        ("Sở TTTT", GIA_LAI, "tinh-gia-lai-64-stttt"),
        ("Sở VHTTDL", GIA_LAI, "tinh-gia-lai-64-svhttdl"),
        ("Sở VH, TT&DL", GIA_LAI, "tinh-gia-lai-64-svhttdl"),
        ("Sở Văn hoá, Thể thao và Du lịch", GIA_LAI, "tinh-gia-lai-64-svhttdl"),
        ("VP UBND tỉnh", TAN_BINH, "tinh-gia-lai-64-vpub"),
        ("Trung tâm phục vụ hành chính công của tỉnh", TAN_BINH, "tinh-gia-lai-64-ttpvhcc"),
        ("Đài PT-TH tỉnh", GIA_LAI, "tinh-gia-lai-64-ptth"),
        ("Bưu điện tỉnh", TAN_BINH, "tinh-gia-lai-64-buu-dien"),
        ("Phòng Nội vụ", TAN_BINH, "huyen-dak-doa-626-pnv"),
        ("Phòng Nội vụ huyện Chư Păh", GIA_LAI, "huyen-chu-pah-627-pnv"),
        ("Văn phòng HĐND-UBND huyện", "huyen-chu-pah-627", "huyen-chu-pah-627-vp"),
        ("UBND h. Chư Păh", GIA_LAI, "huyen-chu-pah-627"),
        ("UBND huyện Chư Pǎh", GIA_LAI, "huyen-chu-pah-627"),
        ("UBND TP. Pleiku", GIA_LAI, "thanh-pho-pleiku-622"),
        ("Ủy ban nhân dân xã", TAN_BINH, TAN_BINH),
        ("UBND tỉnh", TAN_BINH, GIA_LAI),
        ("Công chức Tư pháp – Hộ tịch", "thi-tran-ia-kha-23764", "thi-tran-ia-kha-23764-tpht"),
        ("Văn phòng - thống kê thị trấn", "thi-tran-ia-kha-23764", "thi-tran-ia-kha-23764-vptk"),
        ("Bộ phận tiếp nhận và trả kết quả xã", "thi-tran-ia-kha-23764", "thi-tran-ia-kha-23764-mot-cua"),
        ("Bộ phận Một cửa", TAN_BINH, "xa-tan-binh-23704-mot-cua"),
        ("so noi vu", GIA_LAI, "tinh-gia-lai-64-snv"),
        ("Xã Ia Sao", "thi-xa-ayun-pa-624", "xa-ia-sao-24073"),
        ("Xã Ia Sao", "huyen-ia-grai-628", "xa-ia-sao-23767"),
        ("Xã Ia Băng", "huyen-chu-prong-632", "xa-ia-bang-23905"),
        ("Xã Ia Bang", "huyen-chu-prong-632", "xa-ia-bang-23924"),
    ],
)
def test_resolve_finds_the_unit(text: str, near: str, unit: str) -> None:
    match = directory("gia-lai").resolve(text, on=IN_2023, near=near)

    assert match.unit == unit
    assert SURE <= match.score <= 100


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("Sở Ngoại vụ", GIA_LAI),
        ("Phòng Nội vụ", GIA_LAI),
        ("Công an cấp huyện", GIA_LAI),
        ("HĐND tỉnh", GIA_LAI),
        ("UBND tỉnh Bình Định", GIA_LAI),
        ("UBND huyện", GIA_LAI),
        ("UBND thành phố", GIA_LAI),
        ("UBND các cấp", GIA_LAI),
        ("HĐND, UBND tỉnh", GIA_LAI),
        ("UBND", GIA_LAI),
        ("Văn phòng UBND", TAN_BINH),
        ("Chủ tịch UBND xã", TAN_BINH),
        ("Phó Chủ tịch UBND xã phụ trách lĩnh vực", TAN_BINH),
        ("Trưởng thôn các thôn có liên quan", TAN_BINH),
        ("xã Ia Băng", GIA_LAI),
        ("xã Hrá", GIA_LAI),
        ("Sở", GIA_LAI),
        ("Phòng Tổ chức cán bộ", GIA_LAI),
        ("Phòng Công chức", GIA_LAI),
        ("", GIA_LAI),
        ("…", GIA_LAI),
    ],
)
def test_resolve_leaves_text_what_is_not_one_unit(text: str, near: str) -> None:
    match = directory("gia-lai").resolve(text, on=IN_2023, near=near)

    assert (match.unit, match.score, match.group) == (None, 0, None)
    assert all(found.score < SURE for found in match.alternatives)


def test_resolve_lists_what_an_ambiguous_name_may_mean() -> None:
    match = directory("gia-lai").resolve("xã Ia Băng", on=IN_2023, near=GIA_LAI)

    assert {found.unit for found in match.alternatives} == {"xa-ia-bang-23719", "xa-ia-bang-23905"}


@pytest.mark.parametrize(
    ("text", "near", "on", "unit"),
    [
        ("Sở TTTT", "sm-tinh", IN_2024, "sm-stttt"),
        ("Sở TTTT", "sm-tinh", IN_2026, "sm-skhcn"),
        ("Sở Kế hoạch và Đầu tư", NEW_COMMUNE, IN_2026, "sm-stc"),
        ("UBND xã Suối Vàng", "sm-tinh", IN_2024, OLD_COMMUNE),
        ("UBND xã Suối Vàng", "sm-tinh", IN_2026, NEW_COMMUNE),
        ("xã Nắng Sớm", "sm-tinh", IN_2026, "sm-xa-thung-nang"),
        ("Phòng VHXH xã Suối Vàng", "sm-tinh", IN_2026, "sm-xa-suoi-vang-pvhxh"),
        ("Trung tâm Phục vụ hành chính công", NEW_COMMUNE, IN_2026, "sm-xa-suoi-vang-ttpvhcc"),
        ("Trung tâm PVHCC tỉnh", NEW_COMMUNE, IN_2026, "sm-ttpvhcc"),
        ("Công chức Địa chính - Nông nghiệp - Xây dựng và Môi trường", OLD_COMMUNE, IN_2024, f"{OLD_COMMUNE}-dcxd"),
        ("Văn phòng Sở", "sm-stp", IN_2026, "sm-stp-vp"),
        ("Văn phòng", "sm-stp", IN_2026, "sm-stp-vp"),
        ("Văn phòng", "sm-tinh", IN_2026, None),
        ("Văn phòng Sở", "sm-tinh", IN_2026, None),
        ("Cục Thuế tỉnh", "sm-tinh", IN_2026, "sm-thue"),
        ("UBMTTQVN xã", NEW_COMMUNE, IN_2026, "sm-xa-suoi-vang-mttq"),
        ("Đài PT-TH tỉnh", "sm-tinh", IN_2026, "sm-bao"),
        ("UBND huyện Thung Nắng", "sm-tinh", IN_2026, None),
        ("Sở Nông nghiệp và Môi trường", "sm-tinh", IN_2024, None),
        ("Công chức Tư pháp - Hộ tịch", NEW_COMMUNE, IN_2026, None),
    ],
)
def test_resolve_follows_the_tree_through_time(text: str, near: str, on: date, unit: str | None) -> None:
    assert directory("song-may").resolve(text, on=on, near=near).unit == unit


def test_resolve_gives_a_continued_name_less_than_its_own() -> None:
    match = directory("song-may").resolve("Sở TTTT", on=IN_2026, near="sm-tinh")

    assert match.score == 91


@pytest.mark.parametrize(
    ("text", "near", "kinds", "count", "is_open"),
    [
        ("các sở, ban, ngành tỉnh", GIA_LAI, {UnitKind.DEPARTMENT}, 9, False),
        ("Sở, ban, ngành tỉnh", TAN_BINH, {UnitKind.DEPARTMENT}, 9, False),
        ("UBND cấp huyện", GIA_LAI, {UnitKind.DISTRICT}, 17, False),
        ("các huyện, thị xã, thành phố", GIA_LAI, {UnitKind.DISTRICT}, 17, False),
        ("UBND các xã, phường, thị trấn", GIA_LAI, {UnitKind.COMMUNE}, 220, False),
        ("UBND các xã, thị trấn", "huyen-chu-pah-627", {UnitKind.COMMUNE}, 14, False),
        ("UBND các xã thuộc huyện Chư Păh", GIA_LAI, {UnitKind.COMMUNE}, 14, False),
        ("UBND các huyện, thị xã, thành phố thuộc tỉnh", GIA_LAI, {UnitKind.DISTRICT}, 17, False),
        ("UBND các xã, phường, thị trấn trên địa bàn tỉnh", GIA_LAI, {UnitKind.COMMUNE}, 220, False),
        ("các cơ quan chuyên môn thuộc UBND tỉnh", GIA_LAI, {UnitKind.DEPARTMENT}, 9, False),
        ("các phòng chuyên môn thuộc UBND huyện", "huyen-chu-pah-627", {UnitKind.OFFICE}, 7, False),
        ("các phòng, ban, UBND xã", "huyen-chu-pah-627", {UnitKind.OFFICE, UnitKind.COMMUNE}, 21, False),
        ("Các công chức xã", TAN_BINH, {UnitKind.POST}, 4, False),
        ("Các ban ngành", TAN_BINH, {UnitKind.OFFICE, UnitKind.POST}, 5, False),
        ("công chức có liên quan", TAN_BINH, {UnitKind.POST}, 4, True),
        ("TDP, thôn, làng", TAN_BINH, set(), 0, False),
        ("UBND cấp huyện", TAN_BINH, {UnitKind.DISTRICT}, 0, False),
    ],
)
def test_resolve_expands_a_group(text: str, near: str, kinds: set[UnitKind], count: int, is_open: bool) -> None:
    match = directory("gia-lai").resolve(text, on=IN_2023, near=near)

    assert match.unit is None
    assert match.group is not None
    assert (set(match.group.kinds), len(match.group.units), match.group.is_open) == (kinds, count, is_open)


@pytest.mark.parametrize("text", ["các cơ quan, đơn vị liên quan", "các cơ quan, đơn vị có liên quan khác"])
def test_resolve_leaves_a_related_group_open(text: str) -> None:
    group = directory("gia-lai").resolve(text, on=IN_2023, near=GIA_LAI).group

    assert group is not None
    assert group.is_open
    assert "tinh-gia-lai-64-snv" in group.units


@pytest.mark.parametrize(
    ("text", "is_open"),
    [
        ("Các phòng, đơn vị thuộc Sở", True),
        ("Các phòng thuộc Sở", False),
        ("các phòng, ban", False),
        ("Các phòng, chi cục", False),
    ],
)
def test_a_group_in_the_plan_of_an_agency_is_of_its_own_offices(text: str, is_open: bool) -> None:
    group = directory("song-may").resolve(text, on=IN_2026, near="sm-stp").group

    assert group is not None
    assert set(group.units) == {"sm-stp-vp", "sm-stp-pxd", "sm-stp-ppb", "sm-stp-phc"}
    assert group.is_open == is_open


def test_a_group_has_the_units_of_the_day() -> None:
    song_may = directory("song-may")

    before = song_may.resolve("UBND các xã, phường, đặc khu", on=IN_2024, near="sm-tinh").group
    after = song_may.resolve("UBND các xã, phường, đặc khu", on=IN_2026, near="sm-tinh").group

    assert before is not None
    assert after is not None
    assert (len(before.units), len(after.units)) == (40, 18)


@pytest.mark.parametrize("near", [None, "khong-co"])
def test_resolve_without_a_known_unit_finds_named_areas_only(near: str | None) -> None:
    gia_lai = directory("gia-lai")

    assert gia_lai.resolve("UBND huyện Chư Păh", on=IN_2023, near=near).unit == "huyen-chu-pah-627"
    assert gia_lai.resolve("Sở Nội vụ", on=IN_2023, near=near).unit is None
    assert gia_lai.resolve("các sở, ban, ngành", on=IN_2023, near=near).unit is None


def test_a_former_name_still_finds_the_unit() -> None:
    province = UnitFact(key="p", name="Tỉnh Sông Mây", kind=UnitKind.PROVINCE)
    renamed = UnitFact(key="s", name="Sở Mây", kind=UnitKind.DEPARTMENT, parent="p", former=("Sở Sương Mù",))
    tree = Directory([province, renamed], vocabulary=load_vocabulary())

    match = tree.resolve("Sở Sương mù", on=IN_2024, near="p")

    assert (match.unit, match.score) == ("s", 97)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ủy ban nhân dân tỉnh", "UBND tỉnh"),
        ("Uỷ ban Nhân dân  TỈNH;", "ubnd tinh"),
        ("VP.UBND tỉnh", "Văn phòng UBND tỉnh"),
        ("UBND TT. Ia Kha", "UBND thị trấn Ia Kha"),
        ("TT PVHCC", "Trung tâm Phục vụ hành chính công"),
        ("Sở TT&TT", "Sở Thông tin và Truyền thông"),
        ("Huyện K'Bang", "huyện KBang"),
    ],
)
def test_read_words_brings_spellings_together(one: str, other: str) -> None:
    lexis = compile_lexis(load_vocabulary())

    assert read_words(one, lexis=lexis).folds == read_words(other, lexis=lexis).folds


@given(text=st.text(max_size=60))
def test_resolve_never_fails_and_never_gives_an_unsure_unit(text: str) -> None:
    match = directory("song-may").resolve(text, on=IN_2026, near=NEW_COMMUNE)

    assert (match.unit is None) == (match.score == 0)
    assert match.score == 0 or SURE <= match.score <= 100


@given(fact=st.sampled_from(load_dataset("song-may").facts))
def test_every_unit_is_found_by_its_own_name_beside_it(fact: UnitFact) -> None:
    on = fact.valid_from or date(2024, 1, 1)

    match = directory("song-may").resolve(fact.name, on=on, near=fact.parent or fact.key)

    assert (match.unit, match.score) == (fact.key, 100)
