"""What can be refused of files and documents; each message says what to do next."""

from __future__ import annotations


class FileMissing(Exception):
    """The bytes of a stored file are not in the data folder."""

    code = "file_missing"

    def __init__(self, sha256: str) -> None:
        self.message = (
            f"Không còn nội dung của tệp {sha256[:12]}… trong thư mục dữ liệu. "
            "Báo người quản trị chạy “parindex verify” và khôi phục từ bản sao lưu."
        )
        super().__init__(self.message)


class DocumentProblem(Exception):
    """Base of what is refused of a document (tài liệu kiểm chứng): `code` is stable, `message` is for people."""

    code = "document_problem"

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


class DocumentNotFound(DocumentProblem):
    """The document does not exist or is not visible to the actor."""

    code = "document_not_found"

    def __init__(self) -> None:
        super().__init__("Không có tài liệu này, hoặc bạn không được xem. Mở kho tài liệu để chọn lại.")


class NothingGiven(DocumentProblem):
    """Neither a file nor a number was given."""

    code = "nothing_given"

    def __init__(self) -> None:
        super().__init__("Chưa chọn tệp và chưa ghi số, ký hiệu. Chọn tệp, hoặc ghi số của văn bản đã có.")


class DocumentChanged(DocumentProblem):
    """Somebody else confirmed or corrected the document since the page was opened."""

    code = "changed_meanwhile"


class NotReadable(DocumentProblem):
    """The file cannot be read again: there is none, or it is being read."""

    code = "not_readable"
