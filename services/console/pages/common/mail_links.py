"""Links for mails, made for the service that sends them, and the key of tokens of those who sign in."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, HTTPException, Request
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from services.console.browser_sessions.cookies import cookies_of
from services.console.browser_sessions.links import SIGN_IN_MINUTES, MailLinks, NewLink, Purpose
from shared.kernel import EmployeeId, Identifier
from shared.runtime.auth import open_to_all
from shared.runtime.sign_in import MailIssuer
from shared.service import OtherService

router = APIRouter(tags=["mail links"])

_NOT_HERE: Final = "Sign-in by mail is not enabled"
_OR_NOT: Final[dict[int | str, dict[str, Any]]] = {404: {"description": _NOT_HERE}}

Name = Annotated[str, StringConstraints(min_length=1, max_length=300)]


class KeysView(BaseModel):
    """A JSON Web Key Set."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "keys": [
                        {
                            "kty": "OKP",
                            "crv": "Ed25519",
                            "alg": "EdDSA",
                            "use": "sig",
                            "kid": "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k",
                            "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
                        }
                    ]
                }
            ]
        }
    )

    keys: list[dict[str, str]]


class SignInLinkInput(BaseModel):
    """The person to sign in."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"employee_id": "e-1", "name": "Ada Example"}]}
    )

    employee_id: EmployeeId
    name: Name


class MailLinksView(BaseModel):
    """Addresses of pages, in the order asked for."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"links": ["https://console.example/sign-in/x"]}]}
    )

    links: list[str]


class TaskInput(BaseModel):
    """One task of one participant, or of an invited employee."""

    model_config = ConfigDict(extra="forbid")

    purpose: Literal[
        Purpose.ANSWER_PROPOSAL,
        Purpose.CHOOSE_PARTNER,
        Purpose.ANSWER_CHECK_IN,
        Purpose.ANSWER_PULSE,
        Purpose.FIRST_CONTACT,
        Purpose.JOIN,
    ]
    participant_id: Identifier
    employee_id: EmployeeId
    subject_id: Identifier
    name: Name
    expires_at: AwareDatetime


class TasksInput(BaseModel):
    """Tasks that mails ask for."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "tasks": [
                        {
                            "purpose": "answer-proposal",
                            "participant_id": "p-1",
                            "employee_id": "e-1",
                            "subject_id": "proposal-1",
                            "name": "Ada Example",
                            "expires_at": "2026-03-12T08:00:00Z",
                        }
                    ]
                }
            ]
        },
    )

    tasks: Annotated[list[TaskInput], Field(min_length=1, max_length=500)]


@router.get(
    "/.well-known/jwks.json",
    dependencies=[open_to_all("keys that verify, and sign nothing")],
    responses=_OR_NOT,
    summary="The public key of tokens of people who sign in by mail",
)
async def get_keys(request: Request) -> KeysView:
    """Return a JSON Web Key Set."""
    return KeysView(keys=[require_issuer(request).jwk])


@router.post("/mail-links/sign-in", responses=_OR_NOT, summary="Make a link to sign in")
async def make_sign_in_link(wanted: SignInLinkInput, caller: OtherService, request: Request) -> MailLinksView:
    """Return a link by which one employee signs in once, within 15 minutes.

    For the mail to that employee only.
    """
    require_issuer(request)
    expires_at = datetime.now(UTC) + timedelta(minutes=SIGN_IN_MINUTES)
    link = NewLink(Purpose.SIGN_IN, wanted.name, expires_at, employee_id=wanted.employee_id)
    (secret,) = await links_of(request).make(caller.tenant, [link])
    return MailLinksView(links=[f"{_base(request)}/sign-in/{secret}"])


@router.post("/programmes/{programme_id}/mail-links", responses=_OR_NOT, summary="Make links to tasks")
async def make_task_links(
    programme_id: Identifier, wanted: TasksInput, caller: OtherService, request: Request
) -> MailLinksView:
    """Links that open one task each, for the mails to the participants whose tasks they are."""
    require_issuer(request)
    links = [
        NewLink(
            task.purpose,
            task.name,
            task.expires_at,
            programme=programme_id,
            employee_id=task.employee_id,
            participant_id=task.participant_id,
            subject_id=task.subject_id,
        )
        for task in wanted.tasks
    ]
    secrets = await links_of(request).make(caller.tenant, links)
    return MailLinksView(links=[f"{_base(request)}/task/{secret}" for secret in secrets])


def links_of(request: Request) -> MailLinks:
    """Return the links of this console."""
    links: MailLinks = request.app.state.mail_links
    return links


def require_issuer(request: Request) -> MailIssuer:
    """Return the issuer of tokens.

    Raises:
        HTTPException: there is no key for it (404).
    """
    issuer = cookies_of(request).issuer
    if issuer is None:
        raise HTTPException(404, _NOT_HERE)
    return issuer


def _base(request: Request) -> str:
    address: str = request.app.state.settings.console_url
    return address.rstrip("/")
