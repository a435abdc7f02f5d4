"""The one way by which the house sends e-mail: what the server said comes back in its own words."""

from __future__ import annotations

from dataclasses import dataclass
from smtplib import SMTPNotSupportedError, SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend


class MailError(Exception):
    """Base: `message` is for people and holds the words of the server."""

    code = "mail_error"

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


class MailRefused(MailError):
    """The server refused for good (5xx): the same letter will be refused again."""

    code = "mail_refused"


class MailDeferred(MailError):
    """The server cannot be reached or refused for now (4xx): nothing was accepted, try again later."""

    code = "mail_deferred"


class MailUncertain(MailError):
    """The line broke while the letter was handed over: it may have been accepted."""

    code = "mail_uncertain"


@dataclass(frozen=True, slots=True)
class Letter:
    """One e-mail to one address; the same `message_id` lets a mailbox know a letter that came twice."""

    to: str
    subject: str
    text: str
    html: str = ""
    message_id: str = ""


def has_server() -> bool:
    """Tell whether a mail server is set; without one letters are only written into the data folder."""
    return "filebased" not in settings.EMAIL_BACKEND


def send(letter: Letter) -> str:
    """Send a letter and return what is known of its acceptance.

    Raises `MailRefused`, `MailDeferred` and `MailUncertain`, with the words of the server.
    """
    headers = {"Message-ID": letter.message_id, "Auto-Submitted": "auto-generated"} if letter.message_id else {}
    message = EmailMultiAlternatives(
        letter.subject, letter.text, settings.DEFAULT_FROM_EMAIL, [letter.to], headers=headers
    )
    if letter.html:
        message.attach_alternative(letter.html, "text/html")
    connection = get_connection(timeout=settings.EMAIL_TIMEOUT)
    _open(connection)
    try:
        _hand_over(connection, message)
    finally:
        connection.close()
    return "Máy chủ thư đã nhận." if has_server() else "Chưa đặt máy chủ thư: thư được ghi vào thư mục outbox."


def _open(connection: BaseEmailBackend) -> None:
    """Greet and sign in: whatever goes wrong here, no letter was accepted."""
    try:
        connection.open()
    except SMTPResponseException as error:
        # A wrong password is mended in the settings, after which the same letter goes through.
        raise MailDeferred(f"Máy chủ thư không cho vào: {_words(error)}") from error
    except OSError as error:
        raise MailDeferred(f"Không nối được máy chủ thư: {error}") from error


def _hand_over(connection: BaseEmailBackend, message: EmailMultiAlternatives) -> None:
    try:
        connection.send_messages([message])
    except SMTPRecipientsRefused as error:
        code, words = next(iter(error.recipients.values()))
        raise _refusal(code, f"{code} {_text(words)}") from error
    except SMTPResponseException as error:
        raise _refusal(error.smtp_code, _words(error)) from error
    except (SMTPNotSupportedError, ValueError) as error:
        raise MailRefused(f"Không gửi được thư này: {error}") from error
    except OSError as error:
        raise MailUncertain(f"Đứt kết nối giữa lúc gửi: {error}") from error


def _refusal(code: int, words: str) -> MailError:
    """RFC 5321, 4.2.1: 4yz may succeed later, 5yz will not."""
    if 400 <= code < 500:
        return MailDeferred(f"Máy chủ thư tạm chưa nhận: {words}")
    return MailRefused(f"Máy chủ thư từ chối: {words}")


def _words(error: SMTPResponseException) -> str:
    return f"{error.smtp_code} {_text(error.smtp_error)}"


def _text(words: bytes | str) -> str:
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else words
