"""Responses of enrollment: names, which are shown and never kept."""

from services.console.clients.response import Response


class Employee(Response):
    """An employee and their name."""

    employee_id: str
    name: str


class Employees(Response):
    """A page of employees."""

    items: list[Employee]


class Programme(Response):
    """A programme and its name."""

    id: str
    name: str


class Programmes(Response):
    """A page of programmes."""

    items: list[Programme]
