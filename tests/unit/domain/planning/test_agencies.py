"""Lists of agencies, duties and actors."""

import pytest

from parindex.definitions.labels import phrases
from parindex.domain.planning import agencies
from parindex.domain.planning.agencies import Duties, LabelKind
from tests.growth import ends

LEXICON = phrases.load_lexicon()

LISTS = [
    (
        "Ủy ban MTTQ Việt Nam tỉnh, Thống kê tỉnh, Thi hành án dân sự tỉnh",
        ["Ủy ban MTTQ Việt Nam tỉnh", "Thống kê tỉnh", "Thi hành án dân sự tỉnh"],
    ),
    (
        "Đoàn Thanh niên, Đồn Biên phòng Hòn Nhạn, Bệnh viện đa khoa tỉnh",
        ["Đoàn Thanh niên", "Đồn Biên phòng Hòn Nhạn", "Bệnh viện đa khoa tỉnh"],
    ),
    ("Công an xã, Thống kê cơ sở và Thuế cơ sở", ["Công an xã", "Thống kê cơ sở", "Thuế cơ sở"]),
    ("Công chức: Văn phòng và Thống kê, , Địa chính", ["Công chức Văn phòng và Thống kê", "Công chức Địa chính"]),
    ("Sở A), Sở B", ["Sở A)", "Sở B"]),
    ("Sở A (phòng B (đội C), tổ D), Sở E", ["Sở A (phòng B (đội C), tổ D)", "Sở E"]),
    ("Sở, ban, ngành tỉnh; UBND cấp huyện, cấp xã", ["Sở, ban, ngành tỉnh", "UBND cấp huyện", "UBND cấp xã"]),
    (
        "UBND cấp huyện, xã và các cơ quan, đơn vị liên quan",
        ["UBND cấp huyện", "UBND cấp xã", "các cơ quan, đơn vị liên quan"],
    ),
    (
        "Sở Nội vụ, Sở Văn hoá, Thể thao và Du lịch, Bưu điện tỉnh và Công an tỉnh",
        ["Sở Nội vụ", "Sở Văn hoá, Thể thao và Du lịch", "Bưu điện tỉnh", "Công an tỉnh"],
    ),
    (
        "Các Sở: Nội vụ, Văn hóa, Thể thao và Du lịch, Tài chính; UBND các huyện, thị xã, thành phố",
        ["Sở Nội vụ", "Sở Văn hóa, Thể thao và Du lịch", "Sở Tài chính", "UBND các huyện, thị xã, thành phố"],
    ),
    ("Sở Nội vụ, Tài chính, Tư pháp", ["Sở Nội vụ", "Sở Tài chính", "Sở Tư pháp"]),
    (
        "Công chức: Tư pháp – Hộ tịch, Văn hóa – Xã hội; Tài chính-Kế toán, Địa chính; Quân sự; các ngành liên quan",
        [
            "Công chức Tư pháp – Hộ tịch",
            "Công chức Văn hóa – Xã hội",
            "Công chức Tài chính-Kế toán",
            "Công chức Địa chính",
            "Công chức Quân sự",
            "các ngành liên quan",
        ],
    ),
    (
        "Phòng Kinh tế, Hạ tầng và Đô thị; Văn phòng HĐND và UBND xã, Trung tâm Phục vụ hành chính công xã",
        ["Phòng Kinh tế, Hạ tầng và Đô thị", "Văn phòng HĐND và UBND xã", "Trung tâm Phục vụ hành chính công xã"],
    ),
    ("cán bộ, công chức và các ngành có liên quan", ["cán bộ, công chức", "các ngành có liên quan"]),
    ("Các ngành, công chức xã", ["Các ngành, công chức xã"]),
    ("Các ban ngành, TDP, thôn, làng", ["Các ban ngành", "TDP, thôn, làng"]),
    ("Văn phòng - thống kê, các ban, ngành thị trấn.", ["Văn phòng - thống kê", "các ban, ngành thị trấn"]),
    (
        "Bộ phận Tiếp nhận và trả kết quả xã và công chức có liên quan",
        ["Bộ phận Tiếp nhận và trả kết quả xã", "công chức có liên quan"],
    ),
    ("Địa chính - xây dựng và đơn vị có liên quan", ["Địa chính - xây dựng", "đơn vị có liên quan"]),
    (
        "Sở Nội vụ\nSở Thông tin\nvà Truyền thông\nVăn phòng\nUBND tỉnh",
        ["Sở Nội vụ", "Sở Thông tin và Truyền thông", "Văn phòng UBND tỉnh"],
    ),
    ("- Sở Nội vụ - Sở Tài chính", ["Sở Nội vụ", "Sở Tài chính"]),
    (
        "Phó Chủ tịch UBND xã phụ trách lĩnh vực được phân công, công chức Tài chính-Kế toán, "
        "công chức Địa chính-Xây dựng và Trưởng thôn các thôn có liên quan.",
        [
            "Phó Chủ tịch UBND xã phụ trách lĩnh vực được phân công",
            "công chức Tài chính-Kế toán",
            "công chức Địa chính-Xây dựng",
            "Trưởng thôn các thôn có liên quan",
        ],
    ),
    (
        "Chủ tịch, Phó Chủ tịch UBND xã; Mặt trận Tổ quốc và các đoàn thể",
        ["Chủ tịch, Phó Chủ tịch UBND xã", "Mặt trận Tổ quốc", "các đoàn thể"],
    ),
    ("Sở Lao động - Thương binh và Xã hội, Sở, ban, ngành", ["Sở Lao động - Thương binh và Xã hội", "Sở, ban, ngành"]),
    ("Các ban, ngành thị trấn, đơn vị có liên quan", ["Các ban, ngành thị trấn, đơn vị có liên quan"]),
    ("UBND các xã và các thị trấn", ["UBND các xã và các thị trấn"]),
    ("Tư pháp - Hộ tịch, Địa chính - Xây dựng", ["Tư pháp - Hộ tịch", "Địa chính - Xây dựng"]),
    ("Các thôn, tổ dân phố; TDP 1", ["Các thôn, tổ dân phố", "TDP 1"]),
    ("Đảng ủy, HĐND, UBND, UBMTTQ Việt Nam xã", ["Đảng ủy", "HĐND, UBND", "UBMTTQ Việt Nam xã"]),
    (
        "Chủ tịch UBND các huyện, thị xã, thành phố; Giám đốc các sở, ban, ngành",
        ["Chủ tịch UBND các huyện, thị xã, thành phố", "Giám đốc các sở, ban, ngành"],
    ),
    (
        "Thủ trưởng các sở, ban, ngành, đơn vị; Chủ tịch UBND cấp xã",
        ["Thủ trưởng các sở, ban, ngành, đơn vị", "Chủ tịch UBND cấp xã"],
    ),
    (
        "Sở Khoa học và Công nghệ, Sở Nông nghiệp và Môi trường, UBND các xã, phường, đặc khu",
        ["Sở Khoa học và Công nghệ", "Sở Nông nghiệp và Môi trường", "UBND các xã, phường, đặc khu"],
    ),
    (
        "Văn phòng Đoàn ĐBQH và HĐND tỉnh; Ban Nội chính Tỉnh ủy",
        ["Văn phòng Đoàn ĐBQH và HĐND tỉnh", "Ban Nội chính Tỉnh ủy"],
    ),
    (
        "Phòng Văn hóa - Xã hội, Phòng Kinh tế, Hạ tầng và Đô thị, Văn phòng HĐND và UBND phường",
        ["Phòng Văn hóa - Xã hội", "Phòng Kinh tế, Hạ tầng và Đô thị", "Văn phòng HĐND và UBND phường"],
    ),
    (
        "các phòng chuyên môn, Văn phòng, Thanh tra Sở và các đơn vị sự nghiệp trực thuộc",
        ["các phòng chuyên môn", "Văn phòng", "Thanh tra Sở", "các đơn vị sự nghiệp trực thuộc"],
    ),
    (
        "Ủy ban MTTQ Việt Nam tỉnh, Hội Nông dân tỉnh, Hội Liên hiệp Phụ nữ tỉnh và các tổ chức chính trị - xã hội",
        [
            "Ủy ban MTTQ Việt Nam tỉnh",
            "Hội Nông dân tỉnh",
            "Hội Liên hiệp Phụ nữ tỉnh",
            "các tổ chức chính trị - xã hội",
        ],
    ),
    (
        "Kho bạc Nhà nước tỉnh, Cục Thuế tỉnh, Bảo hiểm xã hội tỉnh, Ngân hàng Nhà nước chi nhánh tỉnh",
        ["Kho bạc Nhà nước tỉnh", "Cục Thuế tỉnh", "Bảo hiểm xã hội tỉnh", "Ngân hàng Nhà nước chi nhánh tỉnh"],
    ),
    ("Báo và Đài Phát thanh, Truyền hình tỉnh", ["Báo và Đài Phát thanh, Truyền hình tỉnh"]),
    ("Đài Phát thanh - Truyền hình tỉnh, Báo Kon Tum", ["Đài Phát thanh - Truyền hình tỉnh", "Báo Kon Tum"]),
    ("VNPT Quảng Nam, Viettel Quảng Nam; Điện lực huyện", ["VNPT Quảng Nam", "Viettel Quảng Nam", "Điện lực huyện"]),
    (
        "Phòng Lao động - Thương binh và Xã hội, Phòng Tài nguyên và Môi trường",
        ["Phòng Lao động - Thương binh và Xã hội", "Phòng Tài nguyên và Môi trường"],
    ),
    ("Công an xã, Ban Chỉ huy Quân sự xã, Trạm Y tế", ["Công an xã", "Ban Chỉ huy Quân sự xã", "Trạm Y tế"]),
    (
        "Công chức Tư pháp - Hộ tịch và công chức Địa chính - Xây dựng",
        ["Công chức Tư pháp - Hộ tịch", "công chức Địa chính - Xây dựng"],
    ),
    (
        "Các cơ quan chuyên môn thuộc UBND huyện; UBND các xã, phường, thị trấn",
        ["Các cơ quan chuyên môn thuộc UBND huyện", "UBND các xã, phường, thị trấn"],
    ),
    ("Cán bộ, công chức, viên chức và người lao động", ["Cán bộ, công chức, viên chức và người lao động"]),
    (
        "Các Phòng: Nội vụ, Tư pháp, Tài chính - Kế hoạch và Văn phòng HĐND và UBND huyện",
        ["Phòng Nội vụ", "Phòng Tư pháp", "Phòng Tài chính - Kế hoạch", "Văn phòng HĐND và UBND huyện"],
    ),
    (
        "Sở Giáo dục và Đào tạo, Y tế, Lao động - Thương binh và Xã hội",
        ["Sở Giáo dục và Đào tạo", "Sở Y tế", "Sở Lao động - Thương binh và Xã hội"],
    ),
    (
        "Trung tâm Phục vụ hành chính công (Bộ phận Một cửa, tiếp nhận); Bưu điện",
        ["Trung tâm Phục vụ hành chính công (Bộ phận Một cửa, tiếp nhận)", "Bưu điện"],
    ),
    (
        "Phòng Nội vụ huyện (Cơ quan Thường trực Ban Chỉ đạo, Tổ giúp việc)",
        ["Phòng Nội vụ huyện (Cơ quan Thường trực Ban Chỉ đạo, Tổ giúp việc)"],
    ),
    ("Sở Nội vụ và UBND cấp huyện, cấp xã", ["Sở Nội vụ", "UBND cấp huyện", "UBND cấp xã"]),
    ("Bộ phận Một cửa cấp huyện và cấp xã", ["Bộ phận Một cửa cấp huyện", "Bộ phận Một cửa cấp xã"]),
    ("UBND thành phố Thủ Đức, các quận, huyện", ["UBND thành phố Thủ Đức, các quận, huyện"]),
    ("Cổng Thông tin điện tử tỉnh, Báo Đắk Lắk", ["Cổng Thông tin điện tử tỉnh", "Báo Đắk Lắk"]),
    ("Sở, ngành, địa phương", ["Sở, ngành, địa phương"]),
    ("Sở Nội vụ (Thường trực)", ["Sở Nội vụ (Thường trực)"]),
    ("Trưởng các phòng, ban; Chủ tịch UBND xã, phường", ["Trưởng các phòng, ban", "Chủ tịch UBND xã, phường"]),
    ("Các phòng, chi cục", ["Các phòng, chi cục"]),
    ("Các phòng, chi cục, trung tâm thuộc Sở; UBND xã", ["Các phòng, chi cục, trung tâm thuộc Sở", "UBND xã"]),
    ("Các phòng, bộ phận và chi cục trực thuộc", ["Các phòng, bộ phận và chi cục trực thuộc"]),
    ("Các phòng, chi cục, Văn phòng Sở", ["Các phòng, chi cục", "Văn phòng Sở"]),
    ("các phòng, trung tâm y tế huyện", ["các phòng", "trung tâm y tế huyện"]),
    ("các sở, công an tỉnh", ["các sở", "công an tỉnh"]),
    ("Phòng Nội vụ, các phòng, ban, ngành, đoàn thể huyện", ["Phòng Nội vụ", "các phòng, ban, ngành, đoàn thể huyện"]),
    ("Người đứng đầu các cơ quan, đơn vị", ["Người đứng đầu các cơ quan, đơn vị"]),
    ("Ban Quản lý Khu kinh tế, Ban Dân tộc", ["Ban Quản lý Khu kinh tế", "Ban Dân tộc"]),
    ("Tất cả các cơ quan, đơn vị", ["Tất cả các cơ quan, đơn vị"]),
    (
        "Công chức Văn phòng - Thống kê, Tư pháp - Hộ tịch, Tài chính - Kế toán",
        ["Công chức Văn phòng - Thống kê", "Công chức Tư pháp - Hộ tịch", "Công chức Tài chính - Kế toán"],
    ),
    ("Sở Tài chính (chủ trì tham mưu); Sở Xây dựng", ["Sở Tài chính (chủ trì tham mưu)", "Sở Xây dựng"]),
    ("Giám đốc các sở, ban, ngành", ["Giám đốc các sở, ban, ngành"]),
    ("Sở Nội vụ; Sở Tài chính", ["Sở Nội vụ", "Sở Tài chính"]),
    ("Văn phòng UBND tỉnh.", ["Văn phòng UBND tỉnh"]),
    ("- Phòng Nội vụ; - Phòng Tư pháp", ["Phòng Nội vụ", "Phòng Tư pháp"]),
    ("Sở Nội vụ, đơn vị có liên quan", ["Sở Nội vụ", "đơn vị có liên quan"]),
    ("Các cơ quan và đơn vị liên quan", ["Các cơ quan và đơn vị liên quan"]),
    ("Sở Nội vụ, sở, ban, ngành tỉnh", ["Sở Nội vụ", "sở, ban, ngành tỉnh"]),
    ("UBND cấp xã/UBND cấp huyện", ["UBND cấp xã", "UBND cấp huyện"]),
    (
        "Phòng Văn hóa và Thông tin, Trung tâm Văn hóa, Thông tin và Thể thao",
        ["Phòng Văn hóa và Thông tin", "Trung tâm Văn hóa, Thông tin và Thể thao"],
    ),
    ("Uỷ ban nhân dân các xã, thị trấn", ["Uỷ ban nhân dân các xã, thị trấn"]),
    ("Tòa án nhân dân tỉnh, Viện kiểm sát nhân dân tỉnh", ["Tòa án nhân dân tỉnh", "Viện kiểm sát nhân dân tỉnh"]),
    (
        "Cán bộ thuế phụ trách địa bàn thị trấn, cán bộ, công chức và các ngành liên quan",
        ["Cán bộ thuế phụ trách địa bàn thị trấn", "cán bộ, công chức", "các ngành liên quan"],
    ),
    (
        "Đoàn Thanh niên xã, Hội Cựu chiến binh xã và Hội Nông dân xã",
        ["Đoàn Thanh niên xã", "Hội Cựu chiến binh xã", "Hội Nông dân xã"],
    ),
    (
        "Bí thư, Phó Bí thư Đảng ủy; Chủ tịch, Phó Chủ tịch HĐND xã",
        ["Bí thư, Phó Bí thư Đảng ủy", "Chủ tịch, Phó Chủ tịch HĐND xã"],
    ),
    (
        "Các Sở: Tài chính, Kế hoạch và Đầu tư và các đơn vị liên quan",
        ["Sở Tài chính", "Sở Kế hoạch và Đầu tư", "các đơn vị liên quan"],
    ),
    ("Công an tỉnh và Sở Y tế", ["Công an tỉnh", "Sở Y tế"]),
]


@pytest.mark.parametrize(("text", "expected"), LISTS)
def test_split_agencies_finds_every_entry(text: str, expected: list[str]) -> None:
    assert list(agencies.split_agencies(text, lexicon=LEXICON)) == expected


def test_split_agencies_of_nothing_is_empty() -> None:
    assert agencies.split_agencies(" ; , . ", lexicon=LEXICON) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sở Nội vụ/Sở, ban, ngành tỉnh", Duties(coordinate=("Sở Nội vụ",), implement=("Sở, ban, ngành tỉnh",))),
        ("Bưu điện huyện; các phòng", Duties(support=("Bưu điện huyện", "các phòng"))),
        (
            "(1) Sở A/Sở B; (2) Sở B/Sở A, Sở C",
            Duties(coordinate=("Sở A", "Sở B"), implement=("Sở B", "Sở A", "Sở C")),
        ),
        ("Văn phòng HĐND/UBND huyện", Duties(support=("Văn phòng HĐND/UBND huyện",))),
        ("Phòng Nội vụ và/hoặc Phòng Tư pháp", Duties(support=("Phòng Nội vụ và/hoặc Phòng Tư pháp",))),
        (
            "Văn hóa và Thông tin/Các ban, ngành",
            Duties(coordinate=("Văn hóa và Thông tin",), implement=("Các ban, ngành",)),
        ),
        ("Các phòng/ban; UBND xã/Sở Y tế", Duties(coordinate=("Các phòng/ban", "UBND xã"), implement=("Sở Y tế",))),
        ("", Duties()),
    ],
)
def test_read_assignment_reads_the_slash(text: str, expected: Duties) -> None:
    assert agencies.read_assignment(text, label_kind=LabelKind.COORDINATE_IMPLEMENT, lexicon=LEXICON) == expected


@pytest.mark.parametrize("kind", [LabelKind.LEAD, LabelKind.COORDINATE, LabelKind.IMPLEMENT])
def test_read_assignment_puts_a_plain_label_into_its_own_list(kind: LabelKind) -> None:
    duties = agencies.read_assignment("Sở Nội vụ, Công an tỉnh", label_kind=kind, lexicon=LEXICON)

    assert duties == Duties(**{kind.value: ("Sở Nội vụ", "Công an tỉnh")})


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Sở Nội vụ chủ trì, phối hợp với Sở Tài chính rà soát", ["Sở Nội vụ"]),
        ("Giao Sở Nội vụ, Sở Tài chính tham mưu UBND tỉnh", ["Sở Nội vụ", "Sở Tài chính"]),
        ("- Các sở, ban, ngành tỉnh; UBND cấp huyện tiếp tục rà soát", ["Các sở, ban, ngành tỉnh", "UBND cấp huyện"]),
        ("Việc này do Văn phòng UBND tỉnh chủ trì.", ["Văn phòng UBND tỉnh"]),
        ("Lấy ý kiến đánh giá do Thanh tra tỉnh thực hiện hằng quý.", ["Thanh tra tỉnh"]),
        ("Đăng tải toàn bộ nghị quyết do HĐND tỉnh, UBND tỉnh ban hành.", []),
        ("Công khai thủ tục do Sở Y tế giải quyết; giao Sở Tư pháp theo dõi.", ["Sở Tư pháp"]),
        ("UBND các xã niêm yết quyết định do UBND huyện ban hành.", ["UBND các xã"]),
        ("Sở Tư pháp: Chủ trì kiểm tra", ["Sở Tư pháp"]),
        ("Ban Tổ chức Huyện ủy có trách nhiệm theo dõi", ["Ban Tổ chức Huyện ủy"]),
        ("Sở Tư pháp lập danh mục văn bản phải xử lý, đôn đốc hằng tháng.", ["Sở Tư pháp"]),
        ("Sở Nội vụ và Sở Tài chính viết báo cáo", ["Sở Nội vụ", "Sở Tài chính"]),
        ("Công an tỉnh gọi điện khảo sát người dân, tổng hợp hằng tuần.", ["Công an tỉnh"]),
        (
            "Trung tâm Y tế các huyện, thành phố trực thuộc tỉnh báo cáo",
            ["Trung tâm Y tế các huyện, thành phố trực thuộc tỉnh"],
        ),
        ("Công khai kết quả. UBND các xã, phường báo cáo.", ["UBND các xã, phường"]),
        ("Sở A1 chủ trì rà soát; Sở B1 có trách nhiệm phối hợp", ["Sở A1", "Sở B1"]),
        ("Nâng cao trách nhiệm của các sở; Chủ tịch UBND các xã trong thực hiện", []),
        ("Sở A1 chỉ đạo Văn phòng yêu cầu các chi nhánh thực hiện", ["Sở A1"]),
        ("Các quyết định công bố phải được ban hành", []),
        ("Các đơn vị sự nghiệp công lập thực hiện tự chủ", ["Các đơn vị sự nghiệp công lập"]),
        ("Bộ phận tiếp nhận và trả kết quả niêm yết", ["Bộ phận tiếp nhận và trả kết quả"]),
        ("Chi nhánh Văn phòng Đăng ký đất đai chủ trì", ["Chi nhánh Văn phòng Đăng ký đất đai"]),
        ("Phân hiệu Văn phòng Đăng ký đất đai chủ trì", []),
        ("Văn phòng Đăng ký đất đai chủ trì", ["Văn phòng Đăng ký đất đai"]),
        ("Tiếp tục chỉ đạo các sở", []),
        ("Cần bổ sung nhân lực", []),
        ("Tổ chức hội nghị", []),
        ("Sở Nội vụ", []),
        ("", []),
    ],
)
def test_find_actors_finds_the_responsible(sentence: str, expected: list[str]) -> None:
    assert list(agencies.find_actors(sentence, lexicon=LEXICON)) == expected


@pytest.mark.parametrize("unit", [". ", "; - ", ".\n", "; ", ". Sở ", "giao "])
def test_signs_over_and_over_are_looked_at_in_proportion(unit: str) -> None:
    assert ends(lambda text: agencies.find_actors(text, lexicon=LEXICON), unit)
