"""The programme's own questions, and their texts."""

from collections.abc import Iterable, Mapping

from services.feedback.domain.items import AskedQuestion
from services.feedback.domain.own_questionnaire import (
    Occasion,
    OwnChoice,
    OwnQuestionnaire,
    OwnScale,
    OwnVersion,
    id_of,
    questionnaire_id,
)
from services.feedback.domain.questionnaire import every_question
from services.feedback.store import OWN_QUESTIONNAIRES, PROGRAMMES
from shared.contracts.vocabulary import Role
from shared.messaging import UnitOfWork

Written = Mapping[tuple[str | int, ...], OwnChoice | OwnScale]
"""Questions as they were written, by `AskedQuestion.key`."""


async def own_questionnaire(uow: UnitOfWork, occasion: Occasion, role: Role) -> OwnQuestionnaire:
    """Return all versions of what a role is asked on an occasion; none before there is one."""
    id_ = questionnaire_id(occasion, role)
    known = await uow.get(OWN_QUESTIONNAIRES, id_)
    return known or OwnQuestionnaire(
        id=id_, tenant=uow.scope.tenant, programme=uow.scope.programme, occasion=occasion, role=role
    )


async def get_version(
    uow: UnitOfWork, occasion: Occasion, role: Role, number: int | None
) -> OwnVersion | None:
    """Return a version, or the latest; None where nothing was ever asked.

    Raises:
        NotFound: no such programme or version.
    """
    await uow.require(PROGRAMMES, uow.scope.programme)
    return (await own_questionnaire(uow, occasion, role)).pick(number)


async def list_questionnaires(uow: UnitOfWork) -> list[OwnQuestionnaire]:
    """Return all own questionnaires of the programme, with all their versions.

    Raises:
        NotFound: there is no such programme.
    """
    await uow.require(PROGRAMMES, uow.scope.programme)
    return await uow.find(OWN_QUESTIONNAIRES, sort=[("id", 1)])


async def all_questions(uow: UnitOfWork) -> tuple[AskedQuestion, ...]:
    """Return all questions that were ever asked, those of the programme's own in each version included."""
    own = await uow.find(OWN_QUESTIONNAIRES, sort=[("id", 1)])
    asked = (each for known in own for version in known.versions for each in known.asked_in(version))
    return *every_question(), *asked


async def written(uow: UnitOfWork, asked: Iterable[AskedQuestion]) -> Written:
    """Return the own questions among these as they were written, each in the version that was asked."""
    by_key: dict[tuple[str | int, ...], OwnChoice | OwnScale] = {}
    for id_ in sorted({id_of(each) for each in asked if each.own}):
        known = await uow.require(OWN_QUESTIONNAIRES, id_)
        for version in known.versions:
            keys = (each.key for each in known.asked_in(version))
            by_key |= dict(zip(keys, version.questions, strict=True))
    return by_key
