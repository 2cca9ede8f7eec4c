"""A server of mail on this machine that takes what it is sent, or answers as a test says."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HOST = "127.0.0.1"
TAKEN = "250 Taken"


@dataclass
class Mailbox:
    """What the server was sent, and how it answers.

    `answers` to the next messages, else each is taken; `refused`: answers to addresses; `password`
    of the user "hemicycle". The server waits before it answers a message until `may_answer`.
    """

    answers: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    password: str = ""
    seen: list[EmailMessage] = field(default_factory=list)
    envelopes: list[tuple[str, list[str]]] = field(default_factory=list)
    connections: int = 0
    logins: int = 0
    was_sent: threading.Event = field(default_factory=threading.Event)
    may_answer: threading.Event = field(default_factory=threading.Event)
    port: int = 0

    async def handle_RCPT(
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        """Take an address, or not."""
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        """Take a message, or not."""
        message = message_from_bytes(envelope.content or b"", policy=policy.default)
        self.seen.append(message)
        self.envelopes.append((envelope.mail_from or "", list(envelope.rcpt_tos)))
        self.was_sent.set()
        await asyncio.to_thread(self.may_answer.wait)
        return self.answers.pop(0) if self.answers else TAKEN

    def login(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: Any
    ) -> AuthResult:
        """Whether it is the user with the password."""
        self.logins += 1
        right = (data.login, data.password) == (b"hemicycle", self.password.encode())
        return AuthResult(success=right, handled=False)

    @property
    def subjects(self) -> list[str]:
        """Of what it was sent, in order."""
        return [str(one["Subject"]) for one in self.seen]


@contextmanager
def serving(
    mailbox: Mailbox, certificate: tuple[Path, Path] | None = None, *, implicit: bool = False
) -> Iterator[Mailbox]:
    """Serve on a free port: with STARTTLS, or TLS from the beginning, if there is a certificate."""
    context = None
    if certificate is not None:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(*certificate)
    loop = asyncio.new_event_loop()

    def connected() -> SMTP:
        mailbox.connections += 1
        return SMTP(
            mailbox,
            hostname="mail.example",
            loop=loop,
            enable_SMTPUTF8=False,
            tls_context=None if implicit else context,
            authenticator=mailbox.login if mailbox.password else None,
            auth_require_tls=False,  # it would take what is sent to it in the clear
        )

    starting = loop.create_server(connected, HOST, 0, ssl=context if implicit else None)
    server = loop.run_until_complete(starting)
    mailbox.port = server.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever, name="mail server")
    thread.start()
    try:
        yield mailbox
    finally:
        mailbox.may_answer.set()
        asyncio.run_coroutine_threadsafe(_close(server), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _close(server: asyncio.Server) -> None:
    server.close()
    await server.wait_closed()
    mine = asyncio.current_task()
    left = [one for one in asyncio.all_tasks() if one is not mine]
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)
    await asyncio.get_running_loop().shutdown_default_executor()


def certified(folder: Path, name: str = HOST) -> tuple[Path, Path]:
    """A certificate for an address of this machine, signed by itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address(name))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    paths = folder / "certificate.pem", folder / "key.pem"
    paths[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return paths
