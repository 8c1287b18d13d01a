"""HR exports for tests: files in the shapes of others' bug reports, and files made of lines."""

from datetime import date
from pathlib import Path

from services.enrollment.domain.directory import DirectoryEntry
from services.enrollment.domain.hr_import import ImportMode
from services.enrollment.domain.plan import plan_import

FILES = Path(__file__).parent / "hr_files"
TODAY = date(2026, 1, 5)
PEOPLE = ["h1", "s1", "s2", "s3"]


def plan(name, mode="partial", known=(), *, confirm=False):
    directory = {id_: DirectoryEntry(None, f"{id_}@example.com") for id_ in known}
    content = (FILES / f"{name}.csv").read_bytes()
    return plan_import(content, "acme", directory, ImportMode(mode), today=TODAY, confirm_leavers=confirm)


HEAD = (FILES / "hr15-full-base.csv").read_text().splitlines()[0]
ROW = "e1,Ada,ada@example.com,3,,Eng,T,emea,Europe/Berlin,en:5,,2020-01-15,1995"


def of(*lines, header=HEAD):
    content = "\n".join([header, *lines]).encode()
    return plan_import(content, "acme", {}, ImportMode.PARTIAL, today=TODAY, confirm_leavers=False)
