"""The endpoint that checks an HR export and saves nothing."""

from typing import Self

from fastapi import APIRouter, Request
from pydantic import ConfigDict

from services.enrollment.api import examples
from services.enrollment.api.access import require_people_manager
from services.enrollment.api.imports import CSV_IN_OPENAPI, CSV_TYPES, FindingsView, Mode, RowErrorView
from services.enrollment.api.programmes import ProgrammeId
from services.enrollment.commands.imports.check_file import Reading
from services.enrollment.commands.imports.run_import import ImportOptions, read_file
from services.enrollment.domain.hr_import import ImportMode
from services.enrollment.domain.leavers import must_be_confirmed
from shared.runtime.quotas import HEAVY, costs
from shared.service import Coordinator, RunMany, large_body, received_file

router = APIRouter(tags=["employees"], prefix="/programmes/{programme_id}")


class ImportCheckView(FindingsView):
    """The result that an import would have."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.IMPORT_CHECK]})

    new: int
    """Valid rows of people who are not employed so far."""
    must_be_confirmed: bool
    """Whether the import needs ``confirm_leavers``, as more than half of the people would have left."""

    @classmethod
    def of(cls, reading: Reading) -> Self:
        """Show what was found in a file."""
        findings, outlook = reading.findings, reading.outlook
        return cls(
            accepted=findings.accepted,
            new=outlook.new,
            rejected=findings.rejected,
            left=outlook.left,
            must_be_confirmed=must_be_confirmed(outlook.left, outlook.employed),
            inactive=findings.inactive,
            ignored_columns=findings.ignored_columns,
            errors=[RowErrorView.of(error) for error in reading.errors],
            error_count=findings.error_count,
            warnings=[RowErrorView.of(warning) for warning in reading.warnings],
            warning_count=findings.warning_count,
        )


@router.post(
    "/import-checks",
    summary="Check an HR export",
    openapi_extra=CSV_IN_OPENAPI,
    dependencies=[large_body(*CSV_TYPES), costs(HEAVY)],
)
async def check_import(
    programme_id: ProgrammeId,
    caller: Coordinator,
    request: Request,
    run: RunMany,
    mode: Mode = ImportMode.PARTIAL,
) -> ImportCheckView:
    """Read a file as an import of it would now, and save nothing.

    A file that an import would refuse as a whole is refused here with the same code. Only ``many-leavers``
    is no refusal here: ``must_be_confirmed`` says so.
    """
    require_people_manager(caller)
    state = request.app.state
    options = ImportOptions(mode=mode, confirm_leavers=True, today=state.clock.now().date())
    async with received_file(request, state.settings.max_file_bytes) as file:
        reading = await read_file(run, state.reader, caller, programme_id, file, options)
    return ImportCheckView.of(reading)
