"""Why a stored file cannot be given back."""

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
