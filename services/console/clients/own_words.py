"""The words of a programme, as enrollment returns them."""

from services.console.clients.response import Response
from shared.contracts.enrollment import Words


class OwnWords(Response):
    """A version of the words, by language; number 0 before there is one."""

    number: int
    texts: dict[str, Words]
