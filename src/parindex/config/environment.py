"""Settings from the environment, typed; each one is documented in docs/reference/settings.md."""

from __future__ import annotations

import contextlib
import os
import secrets
from functools import cache
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Environment(BaseSettings):
    """What an operator may set; every variable starts with `PARINDEX_`."""

    model_config = SettingsConfigDict(env_prefix="PARINDEX_", env_file=".env", extra="ignore")

    data_dir: Path = Field(default=Path("var"), description="Thư mục dữ liệu: cơ sở dữ liệu nhúng, tệp, bản sao lưu.")
    database_url: str = Field(default="", description="Để trống: SQLite trong thư mục dữ liệu; hoặc postgresql://...")
    secret_key: str = Field(
        default="", description="Khóa ký phiên; để trống thì tạo một lần và giữ trong thư mục dữ liệu."
    )
    debug: bool = Field(default=False, description="Chế độ phát triển; không bật khi vận hành.")
    allowed_hosts: list[str] = Field(
        default=["127.0.0.1", "localhost", "[::1]"], description="Tên máy được phép truy cập."
    )
    secure_cookies: bool = Field(default=False, description="Bật khi chạy sau HTTPS.")
    trusted_proxies: int = Field(
        default=0,
        ge=0,
        le=5,
        description="Số máy chủ trung gian phía trước; địa chỉ người dùng lấy từ X-Forwarded-For.",
    )
    public_url: str = Field(
        default="", description="Địa chỉ công khai dùng trong thư mời, ví dụ https://cchc.example.vn."
    )
    admin_totp: bool = Field(default=False, description="Buộc người có vai trò quản trị bật xác thực hai bước.")
    max_upload_mb: int = Field(default=50, ge=1, description="Dung lượng tối đa của một tệp tải lên, tính bằng MB.")
    survey_scan_days: int = Field(
        default=90, ge=0, description="Số ngày giữ tệp quét phiếu khảo sát sau khi đóng đợt; sau đó tệp bị xóa."
    )
    smtp_host: str = Field(default="", description="Máy chủ gửi thư; để trống thì thư được ghi vào thư mục dữ liệu.")
    smtp_port: int = Field(default=25, description="Cổng của máy chủ gửi thư.")
    smtp_user: str = Field(default="", description="Tài khoản gửi thư.")
    smtp_password: str = Field(default="", description="Mật khẩu gửi thư.")
    smtp_tls: bool = Field(default=False, description="Dùng STARTTLS khi gửi thư.")
    mail_from: str = Field(default="parindex@localhost", description="Địa chỉ người gửi.")

    def resolved_secret_key(self) -> str:
        """Return the secret key, creating and keeping a random one in the data folder on first use."""
        if self.secret_key:
            return self.secret_key
        self.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self.data_dir / "secret.key"
        if not path.exists():
            # Written whole beside its place and linked there: of two processes that start at once, one wins.
            fresh = self.data_dir / f"secret.key.{secrets.token_hex(8)}"
            fresh.touch(mode=0o600)
            fresh.write_text(secrets.token_urlsafe(50), encoding="utf-8")
            with contextlib.suppress(FileExistsError):
                os.link(fresh, path)
            fresh.unlink()
        return path.read_text(encoding="utf-8").strip()


@cache
def environment() -> Environment:
    """Return the environment, read once."""
    return Environment()
