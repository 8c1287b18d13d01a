import socket

import pytest

from devstack.errors import DevstackError
from devstack.ports import accepts, claim, free_port, free_ports, is_free


@pytest.fixture
def busy_port():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


def test_free_ports_are_different_and_free():
    ports = free_ports(8)
    assert len(set(ports)) == 8
    assert all(is_free(port) for port in ports)


def test_free_port_lies_below_the_range_of_outgoing_connections(monkeypatch, tmp_path):
    range_file = tmp_path / "range"
    range_file.write_text("20000\t60999\n")
    monkeypatch.setattr("devstack.ports._RANGE_FILE", range_file)
    assert all(10_000 <= free_port() < 20_000 for _ in range(20))


def test_busy_port_asked_for_is_a_clear_error(busy_port):
    with pytest.raises(DevstackError, match=f"mongod: port {busy_port} is in use"):
        claim(busy_port, what="mongod")


def test_port_of_last_time_is_kept_when_free_and_left_when_busy(busy_port):
    previous = free_port()
    assert claim(None, what="kafka", previous=previous) == previous
    assert claim(None, what="kafka", previous=busy_port) != busy_port


def test_accepts_tells_a_listener_from_a_closed_port(busy_port):
    assert accepts("127.0.0.1", busy_port)
    assert not accepts("127.0.0.1", free_port())
