"""Requests to real servers: bounded in time and size, and only to whom a certificate names."""

import asyncio
import ssl
import time
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from services.notification.clients.public_network import PublicNetwork
from services.notification.clients.receiver import MOST_ANSWER_BYTES, Receivers
from services.notification.domain.webhooks.address import Target
from services.notification.domain.webhooks.delivery import Failure

HOST = "receiver.test"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"


async def on_this_machine(*_):
    return [ip_address("127.0.0.1")]


@asynccontextmanager
async def server(answer, tls=None):
    """A server whose answer is what a test writes; yields its port and the heads that it has read."""
    heads: list[bytes] = []

    async def take(reader, writer):
        try:
            heads.append(await reader.readuntil(b"\r\n\r\n"))
            await answer(writer)
        except (ConnectionError, ssl.SSLError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    running = await asyncio.start_server(take, "127.0.0.1", 0, ssl=tls)
    try:
        yield running.sockets[0].getsockname()[1], heads
    finally:
        running.close()


@asynccontextmanager
async def receivers(tls=None, total_seconds=15.0):
    network = PublicNetwork(frozenset({HOST}), resolve_host=on_this_machine)
    async with Receivers(network, tls=tls, total_seconds=total_seconds) as made:
        yield made


async def post(made, port, scheme="http"):
    return await made.post(Target(scheme, HOST, port, "/hook?a=b"), {"webhook-id": "d1"}, b"{}")


async def test_a_request_names_its_host_and_has_its_headers():
    async def answer(writer):
        writer.write(HEAD + b"Content-Length: 0\r\n\r\n")
        await writer.drain()

    async with server(answer) as (port, heads), receivers() as made:
        taken = await post(made, port)
    assert (taken.status, taken.failure) == (200, None)
    lines = heads[0].decode().split("\r\n")
    assert lines[0] == "POST /hook?a=b HTTP/1.1"
    assert {f"Host: {HOST}:{port}", "webhook-id: d1", "Content-Length: 2"} <= set(lines)


async def test_no_more_than_a_little_of_an_endless_answer_is_read():
    sent = 0

    async def answer(writer):
        nonlocal sent
        writer.write(HEAD + b"\r\n")
        while True:
            writer.write(b"x" * 65_536)
            await writer.drain()
            sent += 65_536

    async with server(answer) as (port, _), receivers() as made:
        begin = time.monotonic()
        taken = await post(made, port)
        assert time.monotonic() - begin < 10
    assert taken.status == 200
    assert MOST_ANSWER_BYTES < sent < 20_000_000  # no more than fits into the sockets' buffers


async def test_endless_headers_are_refused():
    async def answer(writer):
        writer.write(HEAD)
        while True:
            writer.write(b"x: " + b"y" * 60_000 + b"\r\n")
            await writer.drain()

    async with server(answer) as (port, _), receivers() as made:
        assert (await post(made, port)).failure is Failure.CONNECTION


@pytest.mark.parametrize("begin", [b"", HEAD, HEAD + b"Content-Length: 100000\r\n\r\n"])
async def test_a_slow_answer_ends_after_a_while_even_if_it_trickles(begin):
    async def answer(writer):
        writer.write(begin)
        for _ in range(100):
            writer.write(b"x" if begin else b"")
            await writer.drain()
            await asyncio.sleep(0.1)

    async with server(answer) as (port, _), receivers(total_seconds=0.6) as made:
        taken = await post(made, port)
    assert taken.failure is Failure.TIMEOUT
    assert 500 < taken.duration_ms < 5000


async def test_a_receiver_that_hangs_up_or_is_not_there():
    async def answer(writer):
        writer.write(b"not http\r\n\r\n")
        await writer.drain()

    async with server(answer) as (port, _), receivers() as made:
        assert (await post(made, port)).failure is Failure.CONNECTION
    async with receivers() as made:
        assert (await post(made, port)).failure is Failure.CONNECTION


def certificate(folder, name):
    """A certificate for a name, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, SHA256())
    )
    path = folder / f"{name}.pem"
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(made.public_bytes(Encoding.PEM) + secret)
    return path


@pytest.mark.parametrize(
    ("named", "trusted", "failure"),
    [(HOST, True, None), ("other.test", True, Failure.CONNECTION), (HOST, False, Failure.CONNECTION)],
)
async def test_the_certificate_is_that_of_the_name_not_of_the_address(tmp_path, named, trusted, failure):
    pem = certificate(tmp_path, named)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(pem)
    asked_for = []
    tls.sni_callback = lambda _, name, __: asked_for.append(name)

    async def answer(writer):
        writer.write(HEAD + b"Content-Length: 0\r\n\r\n")
        await writer.drain()

    trust = ssl.create_default_context(cafile=pem) if trusted else ssl.create_default_context()
    async with server(answer, tls) as (port, _), receivers(trust) as made:
        taken = await post(made, port, "https")
    assert taken.failure is failure
    assert asked_for == [HOST]
