"""Sources of keys: a file that is replaced, an issuer that rotates keys, is slow, or becomes unavailable."""

import asyncio
import itertools
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from fastapi import FastAPI

from shared.runtime import jwks
from shared.runtime.auth import allow
from shared.runtime.jwks import FileKeys, KeysUnavailable, RemoteKeys
from shared.runtime.problems import install_problem_handlers
from shared.runtime.quotas import Quotas
from shared.runtime.tokens import Verifier


def rsa_key(kid, bits, use="sig"):
    public = rsa.generate_private_key(public_exponent=65537, key_size=bits).public_key()
    return json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(public)) | {"kid": kid, "use": use}


def key_set(*kids):
    """A key set with a new key for each id."""
    keys = []
    for kid in kids:
        public = ed25519.Ed25519PrivateKey.generate().public_key()
        keys.append(json.loads(jwt.algorithms.OKPAlgorithm.to_jwk(public)) | {"kid": kid, "use": "sig"})
    return json.dumps({"keys": keys}).encode()


class Issuer:
    """Publishes keys on a port of its own, and counts who asks."""

    def __init__(self, content):
        self.content, self.asked, self.parts = content, 0, None
        self.answers = threading.Event()
        self.answers.set()
        issuer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                issuer.asked += 1
                issuer.answers.wait()
                self.send_response(200)
                self.end_headers()
                for part in issuer.parts or [issuer.content]:
                    self.wfile.write(part)
                    self.wfile.flush()

            def log_message(self, *_):
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/jwks.json"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def go_away(self):
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture(autouse=True)
def patience(monkeypatch):
    """A fetch is given up for what comes of it, not for the time a busy machine takes."""
    monkeypatch.setattr(jwks, "_ANSWER_SECONDS", 3600.0)


@pytest.fixture
def issuer():
    running = Issuer(key_set("k1"))
    yield running
    running.go_away()


async def test_keys_are_fetched_once_for_many_tokens(issuer):
    keys = RemoteKeys(issuer.url)
    keys_found = await asyncio.gather(*(keys.find("k1") for _ in range(20)))
    assert {key.key_id for key in keys_found} == {"k1"}
    assert issuer.asked == 1


async def test_unknown_keys_make_one_fetch_and_not_one_each(issuer):
    keys = RemoteKeys(issuer.url)
    for number in range(20):
        with pytest.raises(jwt.InvalidTokenError):
            await keys.find(f"made-up-{number}")
    assert issuer.asked == 1


async def test_a_rotated_key_is_found_and_the_old_one_given_up(issuer):
    keys = RemoteKeys(issuer.url, pause_seconds=0.1)
    await keys.find("k1")
    issuer.content = key_set("k2")
    await asyncio.sleep(0.15)
    assert (await keys.find("k2")).key_id == "k2"
    with pytest.raises(jwt.InvalidTokenError):
        await keys.find("k1")


async def test_a_key_the_issuer_gives_up_is_given_up_after_a_while(issuer):
    keys = RemoteKeys(issuer.url, fresh_seconds=0.1, pause_seconds=0.0)
    await keys.find("k1")
    issuer.content = key_set("k2")
    await asyncio.sleep(0.15)
    with pytest.raises(jwt.InvalidTokenError):
        await keys.find("k1")


async def test_the_event_loop_turns_while_the_issuer_takes_its_time(issuer):
    issuer.answers.clear()
    looking = asyncio.create_task(RemoteKeys(issuer.url).find("k1"))
    while not issuer.asked:
        await asyncio.sleep(0.01)
    for _ in range(10):
        await asyncio.sleep(0)
    assert not looking.done()
    issuer.answers.set()
    assert (await looking).key_id == "k1"


async def test_with_the_issuer_away_known_keys_stay_good_and_others_cant_be_checked(issuer):
    keys = RemoteKeys(issuer.url, fresh_seconds=0.0, pause_seconds=0.0)
    await keys.find("k1")
    issuer.go_away()
    assert (await keys.find("k1")).key_id == "k1"
    with pytest.raises(KeysUnavailable):
        await keys.find("k2")


def drip():
    """Yield blanks for ever, each soon after the last."""
    while True:
        yield b" "
        time.sleep(0.02)


async def test_an_issuer_that_drips_is_given_up_as_a_whole(issuer, monkeypatch):
    monkeypatch.setattr(jwks, "_ANSWER_SECONDS", 0.2)
    issuer.parts = drip()
    with pytest.raises(KeysUnavailable):
        await asyncio.wait_for(RemoteKeys(issuer.url).find("k1"), 240)


async def test_an_answer_without_end_is_not_taken_in(issuer):
    issuer.parts = itertools.repeat(b" " * 50_000)
    with pytest.raises(KeysUnavailable):
        await asyncio.wait_for(RemoteKeys(issuer.url).find("k1"), 240)


async def test_weak_keys_and_keys_for_encryption_check_no_signature(issuer):
    keys = [rsa_key("weak", 1024), rsa_key("enc", 2048, use="enc"), rsa_key("good", 2048)]
    issuer.content = json.dumps({"keys": keys}).encode()
    remote_keys = RemoteKeys(issuer.url)
    assert (await remote_keys.find("good")).key_id == "good"
    for kid in ("weak", "enc"):
        with pytest.raises(jwt.InvalidTokenError):
            await remote_keys.find(kid)


async def test_a_key_set_has_few_keys(issuer):
    issuer.content = key_set(*(f"k{number}" for number in range(51)))
    with pytest.raises(KeysUnavailable):
        await RemoteKeys(issuer.url).find("k1")


@pytest.mark.parametrize("content", [b"<html>", b"[]", b'{"keys": []}', b'{"keys": 7}', b"\xff"])
async def test_an_answer_that_is_no_key_set_leaves_the_keys_as_they_were(issuer, content):
    keys = RemoteKeys(issuer.url, fresh_seconds=0.0, pause_seconds=0.0)
    await keys.find("k1")
    issuer.content = content
    assert (await keys.find("k1")).key_id == "k1"


async def test_a_request_that_cant_be_checked_is_503_and_not_401(issuer):
    issuer.go_away()
    app = FastAPI()
    install_problem_handlers(app)
    app.state.sessions = None
    app.state.quotas = Quotas(person_per_second=100, tenant_per_second=100)
    app.state.verifier = Verifier(jwks=issuer.url, issuer="https://auth.example", audience="mentoring")
    app.get("/", dependencies=[allow()])(lambda: None)
    token = jwt.encode({}, ed25519.Ed25519PrivateKey.generate(), algorithm="EdDSA", headers={"kid": "k1"})
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://service") as http:
        answer = await http.get("/", headers={"Authorization": f"Bearer {token}"})
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
        assert (await http.get("/", headers={"Authorization": "Bearer nonsense"})).status_code == 401


async def test_a_file_is_read_again_when_it_has_changed(tmp_path):
    path = tmp_path / "jwks.json"
    path.write_bytes(key_set("k1"))
    keys = FileKeys(path)
    fresh = tmp_path / "fresh"
    fresh.write_bytes(key_set("k2"))
    fresh.replace(path)
    assert (await keys.find("k2")).key_id == "k2"
    with pytest.raises(jwt.InvalidTokenError):
        await keys.find("k1")
    path.write_text("half a fi")
    assert (await keys.find("k2")).key_id == "k2"
    path.unlink()
    assert (await keys.find("k2")).key_id == "k2"


@pytest.mark.parametrize("content", [b"", b"{}", b'{"keys": []}'])
def test_a_service_does_not_start_with_a_file_that_holds_no_keys(tmp_path, content):
    path = tmp_path / "jwks.json"
    path.write_bytes(content)
    with pytest.raises(ValueError, match="Key Set"):
        FileKeys(path)
