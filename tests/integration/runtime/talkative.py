"""A service of the kit, as a process, whose errors all speak of a person."""

import asyncio
import gc
import sys
from typing import Annotated

import uvicorn
from fastapi import APIRouter
from pydantic import BaseModel
from pymongo.errors import BulkWriteError

from shared.contracts.scheduling import SessionHeld
from shared.messaging import Event, Reactions, UnitOfWork
from shared.runtime.auth import allow
from shared.runtime.caller import Caller, CallerRole
from shared.runtime.logging import configure_logging
from shared.runtime.settings import Settings
from shared.service import Run, Service, build

NAME = "Xanthippe Quillfeather"

reactions = Reactions()
router = APIRouter(prefix="/programmes/{programme_id}")
Coordinator = Annotated[Caller, allow(CallerRole.COORDINATOR)]


class Person(BaseModel):
    grade: int


@reactions.on(SessionHeld)
async def take(event: Event[SessionHeld], uow: UnitOfWork) -> None:
    raise ValueError(f"{NAME} was not at session {event.data.number} of {uow.scope.programme}")


async def fail(uow: UnitOfWork, how: str) -> None:
    match how:
        case "validation":
            Person.model_validate({"grade": NAME, "name": NAME})
        case "bulk":
            faults = [{"code": 11000, "op": {"name": NAME}, "errmsg": f'dup key: {{ name: "{NAME}" }}'}]
            raise BulkWriteError({"writeErrors": faults})
        case "cause":
            try:
                {}[NAME]
            except KeyError as error:
                raise RuntimeError(f"no such person: {NAME}") from error
        case _:
            raise TypeError(NAME)
    del uow


@router.post("/failures/{how}")
async def fail_somehow(programme_id: str, how: str, caller: Coordinator, run: Run) -> None:
    await run.command(caller, programme_id, fail, how)


@router.post("/forgotten")
async def forget_a_task(programme_id: str, caller: Coordinator) -> None:
    del programme_id, caller

    async def doomed() -> None:
        raise ValueError(NAME)

    task = asyncio.create_task(doomed())
    await asyncio.sleep(0)
    del task
    gc.collect()


TALKATIVE = Service(
    name="feedback",
    title="Talkative",
    topic="mentoring.feedback",
    summary="Talks too much",
    routers=[router],
    reactions=reactions,
    collections=[],
)

if __name__ == "__main__":
    settings = Settings()
    configure_logging(sys.argv[1], settings.log_level)
    uvicorn.run(
        build(TALKATIVE, settings),
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
    )
