"""Mail as it leaves the house: a message, and the server that takes it.

Nothing here says or logs a password.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from config import Encryption, MailServer, Settings, mail_sender, mail_server
from scheduler.text import text

POLICY = SMTP.clone(cte_type="7bit")  # not every server takes eight bits
SILENT_SECONDS = 20.0  # that a server may need for each of its answers
LONGEST_REASON = 1000
UNSPEAKABLE = text("The settings of the server, its name or its user, are none it could be told.")
NO_STARTTLS = text("The server does not offer encryption (STARTTLS).")
OURS = re.compile(r"530 |\d{3} 5\.7\.\d", re.ASCII)


class Unreachable(Exception):
    """The server cannot be used now, whatever the letter. Its words are the reason."""


class Refused(Exception):
    """The server does not take this message: `for_good`, or for now."""

    def __init__(self, reason: str, *, for_good: bool) -> None:
        super().__init__(reason)
        self.for_good = for_good


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What is sent to one address. `uid` names it: the same one, sent twice, has the same name."""

    name: str
    address: str
    subject: str
    text: str
    language: str
    uid: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Mailer:
    """The server that takes our mail, and from whom our mail comes."""

    server: MailServer
    sender: Address

    @contextmanager
    def connected(self) -> Iterator[smtplib.SMTP]:
        """A connection on which messages can be sent. Raises Unreachable."""
        try:
            connection = self._connect()
        except (OSError, smtplib.SMTPException) as error:  # ssl.SSLError is an OSError
            raise Unreachable(reason_of(error)) from None
        except ValueError:  # what it says may be a part of the password
            raise Unreachable(UNSPEAKABLE.msgid) from None
        try:
            yield connection
        finally:
            with suppress(OSError, smtplib.SMTPException):
                connection.quit()
            connection.close()

    def send(self, connection: smtplib.SMTP, message: Message) -> None:
        """Send a message: the server has taken it once this returns. Raises as it says.

        A sender that is refused is our mistake, and not that of the letter: it is refused for now.
        So it is where an address is, because we did not sign in or may not send (RFC 3463: X.7).
        """
        try:
            connection.send_message(email_of(message, self.sender))
        except smtplib.SMTPRecipientsRefused as error:
            ((code, words),) = error.recipients.values()
            said = _said(code, words)
            raise Refused(said, for_good=code >= 500 and not OURS.match(said)) from None
        except smtplib.SMTPDataError as error:
            for_good = error.smtp_code >= 500
            raise Refused(reason_of(error), for_good=for_good) from None
        except (smtplib.SMTPNotSupportedError, ValueError) as error:  # an address beyond ASCII
            raise Refused(reason_of(error), for_good=True) from None
        except (smtplib.SMTPResponseException, smtplib.SMTPServerDisconnected, OSError) as error:
            raise Refused(reason_of(error), for_good=False) from None

    def _connect(self) -> smtplib.SMTP:
        server = self.server
        if server.encryption is Encryption.TLS:
            context = ssl.create_default_context()
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, timeout=SILENT_SECONDS, context=context
            )
        else:
            connection = smtplib.SMTP(server.host, server.port, timeout=SILENT_SECONDS)
        try:
            self._greet(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _greet(self, connection: smtplib.SMTP) -> None:
        connection.ehlo_or_helo_if_needed()
        if self.server.encryption is Encryption.STARTTLS:
            if not connection.has_extn("starttls"):
                raise smtplib.SMTPNotSupportedError(NO_STARTTLS.msgid)
            connection.starttls(context=ssl.create_default_context())
            connection.ehlo()
        if self.server.user:
            connection.login(self.server.user, self.server.password)


def mailer_of(settings: Settings) -> Mailer | None:
    """What sends our mail; None where no mail is sent."""
    server = mail_server(settings)
    return None if server is None else Mailer(server, mail_sender(settings))


def email_of(message: Message, sender: Address) -> EmailMessage:
    """The message with its headers. Raises ValueError for an address that is none."""
    email = EmailMessage(policy=POLICY)
    email["From"] = sender
    email["To"] = _address(message)
    email["Subject"] = one_line(message.subject)
    email["Date"] = format_datetime(message.at)
    email["Message-ID"] = f"<{message.uid}@{sender.domain}>"
    email["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's absence is to answer it
    email.set_content(message.text)
    email["Content-Language"] = message.language.replace("_", "-")
    return email


def _address(message: Message) -> Address:
    try:
        return Address(one_line(message.name), addr_spec=message.address)
    except Exception as error:  # the parser of the library raises of many kinds
        raise ValueError(f"{message.address!r} is no address") from error


def one_line(words: str) -> str:
    """Words safe in a header: without line breaks, other signs not to be seen, and encoded words.

    What looks like an encoded word the library would decode, and write its line breaks.
    """
    shown = "".join(sign if sign.isprintable() else " " for sign in words)
    return " ".join(shown.replace("=?", "= ?").split())


def reason_of(error: Exception) -> str:
    """What went wrong, in the words of the server or of the machine."""
    if isinstance(error, smtplib.SMTPResponseException):
        return _said(error.smtp_code, error.smtp_error)
    told = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return one_line(told or type(error).__name__)[:LONGEST_REASON]


def _said(code: int, words: bytes | str) -> str:
    said = words.decode(errors="replace") if isinstance(words, bytes) else words
    return one_line(f"{code} {said}")[:LONGEST_REASON]
