"""The certificate authorities that HTTP clients trust."""

import ssl
from functools import cache


@cache
def trusted_certificates() -> ssl.SSLContext:
    """Return the context for HTTP clients, with the machine's certificate authorities.

    All clients of a process share it: reading the authorities takes some 60 ms and a megabyte each time.
    """
    return ssl.create_default_context()
