"""No webhook reaches a private address: by its name, by what the name resolves to, or by a later answer."""

from ipaddress import ip_address

import httpcore
import pytest

from services.notification.clients.public_network import NotPublicError, PublicNetwork
from services.notification.clients.receiver import failure_of, read_retry_after
from services.notification.domain.webhooks.address import Target, is_public, target_of
from services.notification.domain.webhooks.delivery import Failure
from shared.kernel import RuleBroken
from shared.testing.harness import TEST_NOW

PUBLIC = ["93.184.216.34", "8.8.8.8", "2606:2800:220:1:248:1893:25c8:1946"]
NOT_PUBLIC = [
    "127.0.0.1", "127.8.9.10", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "100.64.0.1",
    "100.100.100.200", "169.254.169.254", "168.63.129.16", "192.0.0.192", "192.0.2.1", "198.18.0.1",
    "198.51.100.7", "203.0.113.9", "224.0.0.1", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "64:ff9b::7f00:1", "fe80::1", "fc00::1",
    "fd00:ec2::254", "fec0::1", "ff02::1", "2001:db8::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2002:7f00:1::", "100::1",
]  # fmt: skip
REFUSED = [
    "http://example.com/hook",
    "ftp://example.com/hook",
    "https://example.com:80/hook",
    "https://example.com:22/",
    "https://user:password@example.com/",
    "https://user@example.com/",
    "https://example.com/#part",
    "https://exa mple.com/",
    "https://example.com\\@evil.example/",
    "https://\u0435xample.com/",
    "https://example.com/\r\nX-Header: 1",
    "https://example.com:99999/",
    "https:///hook",
    "https://[::1/",
    "https://127.0.0.1/",
    "https://[::1]/",
    "https://[::ffff:10.0.0.1]/",
    "https://169.254.169.254/latest/meta-data",
    "https://example..com/",
    "//example.com/",
    "example.com",
    "",
    "https://example.com/" + "x" * 500,
]


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_public(address):
    assert is_public(ip_address(address))


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_other_addresses_are_not(address):
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("url", REFUSED)
def test_an_address_that_is_refused(url):
    with pytest.raises(RuleBroken) as refused:
        target_of(url)
    assert refused.value.field == "url"


def test_an_address_is_taken_apart_once():
    assert target_of("https://Example.com/a/b?c=d") == Target("https", "example.com", 443, "/a/b?c=d")
    assert target_of("https://example.com:8443") == Target("https", "example.com", 8443, "/")


def test_a_private_host_is_allowed_by_its_name_only():
    allowed = frozenset({"receiver.test"})
    assert target_of("http://receiver.test:9000/x", allowed) == Target("http", "receiver.test", 9000, "/x")
    for url in ("http://127.0.0.1:9000/", "http://receiver.test.evil.example/", "http://other.test/"):
        with pytest.raises(RuleBroken):
            target_of(url, allowed)


class Connections(httpcore.AsyncNetworkBackend):
    """Notes the addresses that are connected to."""

    def __init__(self, *refusing: str) -> None:
        self.made: list[str] = []
        self._refusing = refusing

    async def connect_tcp(self, host, *_):
        self.made.append(host)
        if host in self._refusing:
            raise httpcore.ConnectError("refused")
        return httpcore.AsyncMockStream([])


def answers(*rounds: list[str]):
    """A resolver that gives the next answer each time it is asked."""
    left = list(rounds)

    async def resolve(*_):
        return [ip_address(address) for address in left.pop(0)]

    return resolve, left


async def connect(resolve, connections, private_hosts=frozenset()):
    network = PublicNetwork(private_hosts, resolve_host=resolve, backend=connections)
    return await network.connect_tcp("receiver.example", 443, timeout=1)


async def test_a_name_that_changes_its_answer_gains_nothing():
    resolve, left = answers(["93.184.216.34"], ["127.0.0.1"])
    connections = Connections()
    await connect(resolve, connections)
    assert connections.made == ["93.184.216.34"]
    assert len(left) == 1  # resolved once: the connection is to the address that was checked
    with pytest.raises(NotPublicError):
        await connect(resolve, connections)
    assert connections.made == ["93.184.216.34"]


@pytest.mark.parametrize("address", ["10.0.0.1", "::1", "169.254.169.254"])
async def test_one_private_address_among_public_ones_refuses_the_name(address):
    resolve, _ = answers(["93.184.216.34", address])
    connections = Connections()
    with pytest.raises(NotPublicError):
        await connect(resolve, connections)
    assert connections.made == []


async def test_the_next_address_is_tried():
    resolve, _ = answers(["93.184.216.34", "8.8.8.8"])
    connections = Connections("93.184.216.34")
    await connect(resolve, connections)
    assert connections.made == ["93.184.216.34", "8.8.8.8"]


async def test_a_name_without_an_address_is_refused():
    async def fails(*_):
        raise OSError("no such host")

    resolve, _ = answers([])
    for resolver in (resolve, fails):
        with pytest.raises(NotPublicError):
            await connect(resolver, Connections())


async def test_numbers_in_other_writings_are_what_the_system_takes_them_for():
    network = PublicNetwork(backend=Connections())
    for host in ("2130706433", "0x7f000001", "127.1", "localhost"):
        with pytest.raises(NotPublicError):
            await network.connect_tcp(host, 443, timeout=5)


async def test_no_socket_of_the_machine_is_opened():
    with pytest.raises(NotPublicError):
        await PublicNetwork().connect_unix_socket("/run/any.sock")


@pytest.mark.parametrize(
    ("status", "failure"),
    [
        (200, None), (204, None), (302, Failure.REDIRECT), (304, Failure.REDIRECT), (400, Failure.STATUS),
        (410, Failure.GONE), (429, Failure.STATUS), (500, Failure.STATUS), (101, Failure.STATUS),
    ],
)  # fmt: skip
def test_what_an_answer_means(status, failure):
    assert failure_of(status) is failure


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (b"120", 120), (b" 5 ", 5), (b"Mon, 05 Jan 2026 09:01:00 GMT", 60),
        (b"Mon, 05 Jan 2025 09:00:00 GMT", 0),
        (b"-5", None), (b"soon", None), (b"", None), (b"\xff", None), (b"9" * 400, 10**8),
    ],
)  # fmt: skip
def test_how_long_a_receiver_asks_to_wait(value, seconds):
    waits = read_retry_after(value, TEST_NOW)
    assert (waits.total_seconds() if waits is not None else None) == seconds
