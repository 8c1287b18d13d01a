"""How long enrollment takes to find an employee by a mail address."""

import random
import time

import httpx

from benchmarks.pages.people import TENANT, employee_of
from devstack.services import ServiceRunner
from shared.contracts.vocabulary import Role


def find_by_address(runner: ServiceRunner, pairs: int, lookups: int, seed: int) -> list[float]:
    """Look up addresses of people chosen by seed, each fourth of nobody; return the seconds of each."""
    chooser = random.Random(seed)
    token = runner.issuer.mint("notification", TENANT, ["service"])
    headers = {"Authorization": f"Bearer {token}"}
    seconds = []
    with httpx.Client(base_url=runner.url("enrollment"), headers=headers, timeout=60) as client:
        for number in range(lookups):
            known = number % 4 > 0
            employee = employee_of(chooser.randrange(pairs), chooser.choice(list(Role)))
            address = employee.email.upper() if known else f"nobody-{number}@example.com"
            began = time.perf_counter()
            answer = client.post("/contacts-by-address", json={"address": address})
            seconds.append(time.perf_counter() - began)
            answer.raise_for_status()
            if [each["employee_id"] for each in answer.json()["contacts"]] != [employee.id] * known:
                raise RuntimeError(f"{address} was not looked up right")
    return seconds
