"""Why a file could not become a document: one class per cause, with a stable code and a way out.

The exit codes are a contract of the command line (docs/reference/import-errors.md): 2 wrong use, 3 not readable,
4 refused for safety or size, 5 readable but not what was asked for, 6 a program of the machine is missing.
"""

from __future__ import annotations

from typing import ClassVar


class DocumentError(Exception):
    """A file that cannot be read, with a Vietnamese message: what happened, where, what to do next.

    `name` is the file's name and `where` the place inside it ("trang 3", "word/document.xml"), both may be empty.
    """

    code: ClassVar[str] = "document_error"
    exit_code: ClassVar[int] = 3
    what: ClassVar[str] = "Không đọc được tệp."
    advice: ClassVar[str] = "Kiểm tra lại tệp rồi tải lên lần nữa."

    def __init__(self, detail: str = "", *, name: str = "", where: str = "") -> None:
        """Keep the particulars; `detail` is a Vietnamese sentence that replaces the general description."""
        super().__init__(detail or self.what)
        self.detail = detail or self.what
        self.name = name
        self.where = where

    @property
    def message(self) -> str:
        """Say where, what happened, and what to do next."""
        place = ", ".join(part for part in (f"tệp “{self.name}”" if self.name else "", self.where) if part)
        return f"{place[:1].upper()}{place[1:]}{': ' if place else ''}{self.detail} {self.advice}"

    def __str__(self) -> str:
        return self.message


class UnsupportedFile(DocumentError):
    """The content is of no kind that has a reader."""

    code = "unsupported_file"
    what = "Nội dung tệp không thuộc loại nào đọc được."
    advice = "Dùng DOCX, PDF, TXT, HTML, XLSX, XLS, ODS hoặc DOC; tệp nén thì giải nén trước."


class EmptyFile(DocumentError):
    """The file has no bytes, or no words."""

    code = "empty_file"
    what = "Tệp không có chữ nào."
    advice = "Mở tệp xem có nội dung không, rồi tải lại bản đầy đủ."


class TooLarge(DocumentError):
    """The file, or what would have to be unpacked of it, is over the limit."""

    code = "too_large"
    exit_code = 4
    what = "Tệp lớn hơn mức cho phép."
    advice = "Tách văn bản thành nhiều tệp, giảm độ phân giải ảnh quét, hoặc nhờ quản trị nâng giới hạn."


class EncryptedPdf(DocumentError):
    """The PDF asks for a password."""

    code = "encrypted_pdf"
    what = "Tệp PDF có mật khẩu."
    advice = "Mở bằng mật khẩu, in hoặc lưu lại thành PDF không có mật khẩu rồi tải lên."


class PasswordProtectedOffice(DocumentError):
    """The Word or Excel file asks for a password."""

    code = "password_protected_office"
    what = "Tệp Word/Excel có mật khẩu."
    advice = "Mở tệp, bỏ mật khẩu ở mục Bảo vệ tài liệu, lưu lại rồi tải lên."


class DamagedFile(DocumentError):
    """The file says what kind it is, but its inside is broken or cut short."""

    code = "damaged_file"
    what = "Tệp bị hỏng hoặc bị cắt cụt."
    advice = "Mở tệp bằng chương trình gốc và lưu lại, hoặc xin bản gửi lại từ cơ quan ban hành."


class ImageOnlyPdf(DocumentError):
    """The pages are pictures and no words could be read from them."""

    code = "image_only_pdf"
    what = "Tệp chỉ có ảnh quét, không có lớp chữ."
    advice = "Bật nhận dạng chữ (cài Tesseract với gói tiếng Việt “vie”), hoặc tải bản DOCX hay PDF có chữ."


class MacroDocument(DocumentError):
    """The office file carries macros."""

    code = "macro_document"
    exit_code = 4
    what = "Tệp có chứa macro (mã chạy được), bị từ chối vì an toàn."
    advice = "Lưu lại thành DOCX hoặc XLSX (không macro) rồi tải lên."


class ZipBomb(DocumentError):
    """The packed file would unpack to far more than a document needs."""

    code = "zip_bomb"
    exit_code = 4
    what = "Tệp nén phình ra quá lớn khi mở, bị từ chối vì an toàn."
    advice = "Nếu đây là văn bản thật, mở bằng Word/Excel và lưu lại thành tệp mới rồi tải lên."


class EmptyTable(DocumentError):
    """The file has tables and not one filled cell."""

    code = "empty_table"
    what = "Bảng trong tệp không có ô nào có chữ."
    advice = "Điền nội dung vào bảng, hoặc kiểm tra xem có tải nhầm biểu mẫu trống không."


class MixedEncoding(DocumentError):
    """Parts of one text are in different encodings, so that letters would be guessed."""

    code = "mixed_encoding"
    what = "Tệp chữ trộn nhiều bảng mã."
    advice = "Mở tệp, chuyển cả tệp sang Unicode (UTF-8) rồi lưu và tải lại."


class OcrUnavailable(DocumentError):
    """Reading of pictures was asked for, but Tesseract with Vietnamese is not there or failed."""

    code = "ocr_unavailable"
    exit_code = 6
    what = "Máy này chưa nhận dạng được chữ trong ảnh."
    advice = "Cài Tesseract và gói tiếng Việt (tesseract-ocr-vie) rồi thử lại."


class ConverterUnavailable(DocumentError):
    """An old office format needs LibreOffice, which is not there or failed."""

    code = "converter_unavailable"
    exit_code = 6
    what = "Cần LibreOffice để đọc định dạng cũ này."
    advice = "Cài LibreOffice, hoặc mở tệp và lưu lại thành DOCX rồi tải lên."


class TooShort(DocumentError):
    """The words are too few for a plan."""

    code = "too_short"
    exit_code = 5
    what = "Văn bản quá ngắn để là một kế hoạch (dưới 512 ký tự)."
    advice = "Kiểm tra xem tệp có đủ các trang không."


class NotAPlan(DocumentError):
    """The words were read, but they are not a plan with items to do."""

    code = "not_a_plan"
    exit_code = 5
    what = "Văn bản đọc được nhưng không thấy kế hoạch có mục tiêu, nhiệm vụ."
    advice = (
        "Kiểm tra xem có tải nhầm văn bản không; nếu đúng là kế hoạch, ghi tên cột hoặc nhãn như “Nhiệm vụ”,"
        " “Chủ trì”, “Thời gian”."
    )


class NotACatalogue(DocumentError):
    """The words were read, but no table in them lists criteria with their points."""

    code = "not_a_catalogue"
    exit_code = 5
    what = "Văn bản đọc được nhưng không có bảng tiêu chí kèm điểm."
    advice = "Tải phụ lục có bảng với các cột như “STT”, “Tiêu chí”, “Điểm tối đa”, “Cách chấm”."
