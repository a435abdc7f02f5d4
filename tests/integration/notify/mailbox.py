"""A real SMTP server on this machine that keeps what arrives, or answers as it is told."""

from __future__ import annotations

import asyncio
import email
import email.policy
import socket
from collections.abc import Awaitable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from pytest_django.fixtures import Settings

from tests.patience import PATIENCE


class Mailbox:
    """Keeps letters; `answers` are given to the next recipients and letters before anything is accepted."""

    def __init__(self) -> None:
        self.received: list[EmailMessage] = []
        self.refuse_recipient: list[str] = []
        self.refuse_letter: list[str] = []
        self.is_dropping = False

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.refuse_recipient:
            return self.refuse_recipient.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.refuse_letter:
            return self.refuse_letter.pop(0)
        self.received.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        if self.is_dropping:
            server.transport.close()
        return "250 OK"

    def text(self, nth: int = -1) -> str:
        """Return the plain part of a letter."""
        part = self.received[nth].get_body(("plain",))
        return part.get_content().replace("\r\n", "\n")

    def html(self, nth: int = -1) -> str:
        """Return the HTML part of a letter."""
        return self.received[nth].get_body(("html",)).get_content()


class Server(Controller):
    """Listens on a port that it has taken before it tells which, so that nobody else takes it meanwhile."""

    def __init__(self, box: Mailbox) -> None:
        self._taken = socket.create_server(("127.0.0.1", 0))
        super().__init__(box, hostname="127.0.0.1", port=self._taken.getsockname()[1], ready_timeout=PATIENCE)

    def _create_server(self) -> Awaitable[asyncio.AbstractServer]:
        return self.loop.create_server(self._factory_invoker, sock=self._taken)


@contextmanager
def open_mailbox(settings: Settings) -> Iterator[Mailbox]:
    """Run the server and point the settings at it."""
    box = Mailbox()
    server = Server(box)
    server.start()
    # The test runner swaps the backend for one in memory; here the real one is meant.
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    try:
        yield box
    finally:
        server.stop()
