"""Issue certificates."""

import secrets

from services.enrollment.domain.certificate import (
    CODE_BITS,
    certificate_id,
    code_of,
    earns_certificates,
    issue,
)
from services.enrollment.store import CERTIFICATES, EMPLOYEES, PARTICIPANTS
from shared.contracts.scheduling import SeriesEnded
from shared.messaging import UnitOfWork


async def issue_certificates(uow: UnitOfWork, ended: SeriesEnded) -> None:
    """Issue a certificate to each of the two of a completed pairing; nobody gets a second one for it."""
    if not earns_certificates(ended):
        return
    for participant_id in (ended.mentor_id, ended.mentee_id):
        participant = await uow.get(PARTICIPANTS, participant_id)
        if participant is None or await uow.get(
            CERTIFICATES, certificate_id(ended.pairing_id, participant_id)
        ):
            continue
        employee = await uow.require(EMPLOYEES, participant.employee_id)
        issued = issue(ended, participant, employee, code_of(secrets.randbits(CODE_BITS)), uow.now)
        if issued:
            certificate, facts = issued
            uow.save(CERTIFICATES, certificate, *facts)
