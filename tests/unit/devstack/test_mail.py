"""The mail server of the devstack, as a process: what is sent by SMTP is read on its pages."""

import re
import smtplib
from email.message import EmailMessage
from urllib.parse import urlsplit

import httpx
import jwt
import pytest

from devstack.errors import DevstackError
from devstack.mail.mailbox import Mailbox
from devstack.mail.start import MAIL, start_mail
from devstack.ports import LOOPBACK
from devstack.processes import ProcessTable

SCRIPT = "<script>alert(1)</script>"


def make_mail(subject, *, html=True):
    mail = EmailMessage()
    mail["From"] = "Reverse mentoring <rm@acme.example>"
    mail["To"] = "Ana Ruiz <ana@acme.example>"
    mail["Date"] = "Mon, 05 Jan 2026 18:00:00 +0000"
    mail["Subject"] = subject
    mail.set_content(f"Grüße, {SCRIPT}")
    if html:
        mail.add_alternative(f"<html><head></head><body>Grüße {SCRIPT}</body></html>", subtype="html")
        mail.add_attachment("BEGIN:VCALENDAR", subtype="calendar", filename='session "1".ics')
    return mail


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return tmp_path_factory.mktemp("stack")


@pytest.fixture(scope="module")
def mail(root):
    running = start_mail(root, ["acme", "globex"], tie_to_parent=True)
    with smtplib.SMTP(LOOPBACK, running.smtp_port) as smtp:
        smtp.send_message(make_mail("The first"))
        smtp.send_message(make_mail(f"The second {SCRIPT}"))
    yield running
    ProcessTable(root).stop(MAIL)


@pytest.fixture(scope="module")
def inbox(mail):
    with httpx.Client(base_url=mail.inbox, trust_env=False, timeout=60) as client:
        yield client


def links(page):
    return re.findall(r'(?:href|src)="(/mails/[^"]+)"', page.text)


def policy(response):
    return response.headers["content-security-policy"]


def test_the_newest_mail_is_first_with_reader_and_date(inbox):
    page = inbox.get("/")
    assert page.text.index("The second") < page.text.index("The first")
    assert "Ana Ruiz &lt;ana@acme.example&gt;" in page.text
    assert "Mon, 05 Jan 2026 18:00:00 +0000" in page.text
    assert SCRIPT not in page.text
    assert len(links(page)) == 2
    assert links(inbox.get("/", params={"page": "2"})) == []
    assert inbox.get("/", params={"page": "x"}).text == page.text


def test_a_mail_shows_its_text_its_html_in_a_sandbox_and_its_files(inbox):
    page = inbox.get(links(inbox.get("/"))[0])
    assert "Grüße" in page.text
    assert SCRIPT not in page.text
    assert policy(page).startswith("default-src 'none'; style-src 'self'; frame-src 'self'")
    file, html = links(page)

    framed = inbox.get(html)
    assert f'sandbox="{policy(framed).split(";")[0].removeprefix("sandbox ")}"' in page.text
    assert "allow-scripts" not in policy(framed)
    assert "allow-same-origin" not in policy(framed)
    assert "default-src 'none'" in policy(framed)
    assert '<base target="_blank">' in framed.text
    assert "Grüße" in framed.text

    saved = inbox.get(file)
    assert saved.text.strip() == "BEGIN:VCALENDAR"
    assert saved.headers["content-type"] == "application/octet-stream"
    assert saved.headers["content-disposition"] == "attachment; filename*=UTF-8''session%20%221%22.ics"
    assert saved.headers["x-content-type-options"] == "nosniff"
    assert inbox.get(file.replace("/0", "/1")).status_code == 404


@pytest.mark.parametrize("path", ["/mails/1", "/mails/..%2Fx", "/mails/00000000000000000001", "/docs"])
def test_what_is_not_there_is_not_found(inbox, path):
    assert inbox.get(path).status_code == 404


def test_it_is_read_only_and_answers_under_the_names_of_loopback_only(inbox):
    assert inbox.post("/").status_code == 405
    assert inbox.delete(links(inbox.get("/"))[0]).status_code == 405
    assert inbox.get("/", headers={"Host": "evil.example"}).status_code == 400


def test_notification_has_its_address_and_a_token_for_each_tenant(mail, root):
    environment = mail.environment()
    assert environment["MENTORING_SMTP_PORT"] == str(mail.smtp_port)
    assert environment["MENTORING_COORDINATOR_MAILBOXES"].startswith("acme=coordinators@acme.example,globex=")
    assert environment["MENTORING_OPS_MAILBOX"] == "ops@operator.example"
    for tenant in ("acme", "globex"):
        token = (root / "service-tokens" / tenant).read_text()
        claims = jwt.decode(token, options={"verify_signature": False})
        assert (claims["tenant"], claims["roles"]) == (tenant, ["service"])
    assert (root / "service-tokens").stat().st_mode & 0o077 == 0
    assert (root / "service-tokens" / "acme").stat().st_mode & 0o077 == 0


def test_the_mails_outlive_the_process(mail, root):
    other = start_mail(root, ["acme"], tie_to_parent=True)
    try:
        page = httpx.get(other.inbox, trust_env=False, timeout=60)
        assert "The first" in page.text
        assert urlsplit(other.inbox).hostname == LOOPBACK
    finally:
        ProcessTable(root).stop(MAIL)
    assert mail.inbox != other.inbox


def test_a_tenant_is_a_file_name(tmp_path):
    with pytest.raises(DevstackError, match="--tenant"):
        start_mail(tmp_path, ["../keys"])


def test_the_oldest_mails_are_deleted(tmp_path):
    for _ in range(2):
        box = Mailbox(tmp_path / "mail", most=3)
        for number in range(4):
            box.keep(make_mail(f"mail {number}", html=False).as_bytes())
    ids = box.newest()
    assert [box.read(id_)["Subject"] for id_ in ids] == ["mail 3", "mail 2", "mail 1"]
    assert sorted(path.stem for path in (tmp_path / "mail").iterdir()) == sorted(ids)
