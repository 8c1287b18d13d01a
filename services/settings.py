"""The settings of this product's services: the kit's, and those that only some of the services read."""

from typing import Final, Literal

from pydantic import Field, SecretStr

from shared.encryption import MasterKeys
from shared.runtime.settings import Settings

_DEVELOPMENT_WEBHOOK_KEY: Final = "a development key of webhooks that everybody knows"
_DEVELOPMENT_MASTER_KEY: Final = "a development master key that everybody knows"
_LEAST_KEY: Final = 32


class MailSettings(Settings):
    """The mail server and what notification sends through it."""

    smtp_host: str = ""
    """The mail server (a relay that signs); empty: messages are planned, and wait."""
    smtp_port: int = Field(default=587, ge=1, le=65535)
    """The mail server's port."""
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    """How the connection to the mail server is encrypted; production refuses ``none``."""
    smtp_username: str = ""
    """The user at the mail server; empty for none."""
    smtp_password: SecretStr = SecretStr("")
    """The user's password; better in a file named by ``MENTORING_SMTP_PASSWORD_FILE``."""
    smtp_connections: int = Field(default=4, ge=1, le=100)
    """Connections to the mail server at a time."""
    mail_poll_seconds: float = Field(default=1.0, gt=0, le=60)
    """How long a message that has become due may wait; new ones are sent at once."""
    mail_from: str = "Reverse mentoring <mentoring@localhost.localdomain>"
    """The sender of all messages; replies go there."""
    coordinator_mailboxes: str = ""
    """``tenant=address``, comma-separated: the mailbox that a tenant's coordinators share; without one they
    get no messages.
    """
    ops_mailbox: str = ""
    """The mailbox of the platform's operators, where failed events are reported; empty: nowhere."""
    chat_webhooks: str = ""
    """The folder with a file for each tenant, named after it: ``slack`` or ``teams``, a space, the address of
    an incoming webhook. The coordinators' digest goes there instead of their mailbox.
    """
    service_tokens: str = ""
    """The folder with a file for each tenant, named after it, which holds the token (role ``service``) that
    notification shows to enrollment; read for each call, so that it can be renewed.
    """

    def refusals(self) -> list[str]:
        """Add the refusal of mail without encryption."""
        refused = super().refusals()
        if self.smtp_host and self.smtp_security == "none":
            refused.append("MENTORING_SMTP_SECURITY: none is refused in production; use starttls or tls")
        return refused


class WebhookSettings(MailSettings):
    """Webhooks to other systems."""

    webhook_key: SecretStr = SecretStr("")
    """The secret that encrypts webhooks' secrets: 32 characters or more, kept for good; better in a file
    named by ``MENTORING_WEBHOOK_KEY_FILE``. Without one production has no webhooks.
    """
    webhook_private_hosts: str = ""
    """Host names, comma-separated, to which webhooks may go over http, on any port and at private addresses;
    refused in production.
    """

    @property
    def private_hosts(self) -> frozenset[str]:
        """The names of hosts that webhooks may reach without being public."""
        return frozenset(
            name.strip().lower() for name in self.webhook_private_hosts.split(",") if name.strip()
        )

    @property
    def key_of_webhooks(self) -> bytes | None:
        """The key as bytes, or None; in development there is one that everybody knows."""
        key = self.webhook_key.get_secret_value()
        if not key and self.environment == "production":
            return None
        return (key or _DEVELOPMENT_WEBHOOK_KEY).encode()

    def refusals(self) -> list[str]:
        """Add the refusals of a short key and of private hosts."""
        refused = super().refusals()
        if 0 < len(self.webhook_key.get_secret_value()) < _LEAST_KEY:
            refused.append(f"MENTORING_WEBHOOK_KEY: production needs {_LEAST_KEY} characters or more")
        if self.private_hosts:
            refused.append("MENTORING_WEBHOOK_PRIVATE_HOSTS: private hosts are refused in production")
        return refused


class EncryptionSettings(WebhookSettings):
    """The encryption of private text."""

    master_key: SecretStr = SecretStr("")
    """The master key, which encrypts the keys of persons, which encrypt their private text: 32 characters or
    more, for enrollment, matching and feedback alone, required there in production; better in a file named by
    ``MENTORING_MASTER_KEY_FILE``.
    """
    retired_master_keys: SecretStr = SecretStr("")
    """Earlier master keys, separated by spaces or lines, until all keys of persons are encrypted by the
    current one.
    """

    @property
    def master_keys(self) -> MasterKeys | None:
        """The master keys, or None; in development there is one that everybody knows."""
        current = self.master_key.get_secret_value()
        if not current and self.environment == "production":
            return None
        retired = self.retired_master_keys.get_secret_value().split()
        return MasterKeys((current or _DEVELOPMENT_MASTER_KEY).encode(), [key.encode() for key in retired])

    def refusals(self) -> list[str]:
        """Add the refusal of a master key that is short or has spaces, which separate retired ones."""
        refused = super().refusals()
        key = self.master_key.get_secret_value()
        if 0 < len(key) < _LEAST_KEY or len(key.split()) > 1:
            refused.append(
                f"MENTORING_MASTER_KEY: production needs {_LEAST_KEY} characters or more, without spaces"
            )
        return refused


class PlatformSettings(EncryptionSettings):
    """Every setting of the platform's services, its default and what it does."""

    session_idle_minutes: float = Field(default=30, gt=0, le=1440)
    """A browser's session at the console ends when it is not used for this long."""
    session_hours: float = Field(default=8, gt=0, le=24)
    """A session ends after this time even if it is used, and when its token expires."""
    sign_in_per_network: int = Field(default=30, ge=1, le=100_000)
    """The most sign-in links, and the most checks of certificates, asked for from one network address in ten
    minutes; raise it behind a proxy.
    """
    live_streams: int = Field(default=500, ge=1, le=10_000)
    """The most live pages of one process of the console; five for each person."""
    programmes_per_tenant: int = Field(default=200, ge=1)
    """The most programmes that an organisation may have."""
    enrollment_url: str = "http://127.0.0.1:8101"
    """Where enrollment answers."""
    matching_url: str = "http://127.0.0.1:8102"
    """Where matching answers."""
    scheduling_url: str = "http://127.0.0.1:8103"
    """Where scheduling answers."""
    feedback_url: str = "http://127.0.0.1:8104"
    """Where feedback answers."""
    console_url: str = "http://127.0.0.1:8105"
    """The one address at which browsers reach console; requests under another Host or Origin are refused."""
    notification_url: str = "http://127.0.0.1:8106"
    """Where notification answers; links to unsubscribe begin with it."""
    console_api_url: str = ""
    """Where services reach console; empty: at its address for browsers."""
    notification_api_url: str = ""
    """Where services reach notification; empty: at its address for mails."""

    @property
    def console_api(self) -> str:
        """The base of the console's API for services."""
        return (self.console_api_url or self.console_url).rstrip("/")

    @property
    def notification_api(self) -> str:
        """The base of notification's API for services."""
        return (self.notification_api_url or self.notification_url).rstrip("/")

    def refusals(self) -> list[str]:
        """Add the refusal of links to sign in that anybody on the way can read."""
        refused = super().refusals()
        if self.sign_in_key.get_secret_value() and not self.console_url.startswith("https://"):
            refused.append(
                "MENTORING_CONSOLE_URL: links to sign in by mail need an https address in production"
            )
        return refused
