"""Mail arrives, once, encrypted on its way; whatever a server answers, nothing is lost and nothing is repeated."""

import threading
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import select, update

from casework.db import Database
from casework.mail import Notice, delivery, send_link, tell
from casework.mail.models import Outbox
from tests.people.staff import Colleague

from .server import PostOffice, certificate, opened, server_at

LINK = "/reset/TOKEN-9X"


def ask(database: Database, who: Colleague) -> None:
    with database.transaction() as db:
        assert send_link(db, Notice.RESET_LINK, to=who.id, path=LINK, lasts=timedelta(hours=1))


def waiting(database: Database) -> list[Outbox]:
    with database.reading() as db:
        return list(db.scalars(select(Outbox).order_by(Outbox.queued_at)))


def test_it_arrives_and_its_row_is_gone(database: Database, lead: Colleague, office: PostOffice) -> None:
    ask(database, lead)
    assert delivery.deliver(database, server_at(office)) == delivery.Done(sent=1)
    [mail] = office.mails
    assert (office.to, mail["to"], mail["subject"]) == ([lead.email], lead.email, "Your link to Casework")
    assert f"https://cases.example.org{LINK}" in mail.get_content()
    assert mail["from"] == "Casework <casework@example.org>"
    assert waiting(database) == []
    assert delivery.deliver(database, server_at(office)) == delivery.Done()
    assert len(office.mails) == 1


def test_starttls_and_a_password(database: Database, lead: Colleague, trusted: Path, tmp_path: Path) -> None:
    office = PostOffice()
    secret = tmp_path / "secret"
    secret.write_text("for the post\n")
    secret.chmod(0o644)
    ask(database, lead)
    there = server_at(office, tls=False, user="casework", password=secret)
    with opened(office, trusted, tls=False, login=True):
        assert "CASEWORK_MAIL_PASSWORD" in delivery.deliver(database, there).away, "others could read it"
        secret.chmod(0o600)
        assert delivery.deliver(database, there).sent == 1
    assert office.logins == [(b"casework", b"for the post")]


def test_a_wrong_password_costs_no_mail_a_try(
    database: Database, lead: Colleague, trusted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("casework.mail.smtp.PATIENCE", 1.0)  # this server hangs up without a word
    office = PostOffice()
    secret = tmp_path / "secret"
    secret.write_text("of somebody else")
    secret.chmod(0o600)
    ask(database, lead)
    with opened(office, trusted, tls=False, login=True):
        there = server_at(office, tls=False, user="casework", password=secret)
        assert delivery.deliver(database, there).away
    assert office.logins[0] == (b"casework", b"of somebody else")
    assert office.mails == []
    assert [row.tries for row in waiting(database)] == [0]


@pytest.mark.parametrize("tls", [True, False])
def test_nothing_is_said_to_a_server_with_another_certificate(
    database: Database, lead: Colleague, trusted: Path, tmp_path: Path, tls: bool
) -> None:
    """Of another name, or of an authority that nobody here trusts."""
    office = PostOffice()
    ask(database, lead)
    (tmp_path / "other").mkdir()
    for presented in (certificate(tmp_path, "mail.example.org"), certificate(tmp_path / "other")):
        with opened(office, presented, tls=tls):
            done = delivery.deliver(database, server_at(office, tls=tls))
        assert done == delivery.Done(away="SSLCertVerificationError")
    assert (office.asked, office.mails) == (0, [])
    assert [row.tries for row in waiting(database)] == [0]


def test_without_tls_nothing_leaves_this_machine(
    database: Database, lead: Colleague, trusted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody between strips STARTTLS from what the server offers."""
    office = PostOffice()
    ask(database, lead)
    there = server_at(office, tls=False)
    with opened(office, None, tls=False):
        monkeypatch.setattr("casework.settings.MailServer.is_here", False)
        assert delivery.deliver(database, there) == delivery.Done(away="SMTPNotSupportedError")
        assert office.asked == 0
        monkeypatch.undo()
        assert delivery.deliver(database, there).sent == 1, "on this machine itself it may"


def test_a_server_that_is_down_and_up_again(
    database: Database, lead: Colleague, trusted: Path, clock: time_machine.Traveller
) -> None:
    office = PostOffice()
    ask(database, lead)
    for _ in range(30):
        assert delivery.deliver(database, server_at(office)).away
        clock.shift(timedelta(seconds=60))
    assert [row.tries for row in waiting(database)] == [0], "it was not tried"
    with opened(office, trusted):
        assert delivery.deliver(database, server_at(office)).sent == 1


def test_not_now_is_tried_again_ever_more_rarely(
    database: Database, lead: Colleague, office: PostOffice, clock: time_machine.Traveller
) -> None:
    office.takes = "451 try again"
    with database.transaction() as db:
        tell(db, Notice.ADMITTED, to=[lead.id])
    for _ in range(60):
        delivery.deliver(database, server_at(office))
        clock.shift(timedelta(minutes=1))
    assert 4 <= office.asked <= 8
    [row] = waiting(database)
    assert (row.refusal, row.given_up_at) == ("not now", None)
    office.takes = "250 OK"
    clock.shift(timedelta(hours=5))
    assert delivery.deliver(database, server_at(office)).sent == 1


def test_it_is_given_up_when_it_would_come_too_late(
    database: Database, lead: Colleague, office: PostOffice, clock: time_machine.Traveller
) -> None:
    office.keeps = "452 no room"
    ask(database, lead)
    for _ in range(70):
        delivery.deliver(database, server_at(office))
        clock.shift(timedelta(minutes=1))
    [row] = waiting(database)
    assert row.given_up_at is not None
    assert (row.address, row.subject, row.body) == (None, None, None)
    asked = office.asked
    clock.shift(timedelta(days=15))
    delivery.deliver(database, server_at(office))
    assert (office.asked, waiting(database)) == (asked, [])


def test_what_nobody_tried_is_given_up_too(
    database: Database, lead: Colleague, office: PostOffice, clock: time_machine.Traveller
) -> None:
    ask(database, lead)
    clock.shift(timedelta(hours=2))
    assert delivery.deliver(database, server_at(office)) == delivery.Done(given_up=1)
    assert [row.refusal for row in waiting(database)] == ["too late"]
    assert office.mails == []


@pytest.mark.parametrize(
    ("which", "said", "kept"),
    [("takes", "550 no such user here", "no such address"), ("keeps", "554 this is spam", "not taken")],
)
def test_never_is_believed_at_once_and_the_next_mail_still_goes(
    database: Database, lead: Colleague, office: PostOffice, caplog: pytest.LogCaptureFixture, which: str, said: str,
    kept: str,
) -> None:  # fmt: skip
    setattr(office, which, said)
    ask(database, lead)
    assert delivery.deliver(database, server_at(office)) == delivery.Done(given_up=1)
    assert [row.refusal for row in waiting(database)] == [kept]
    setattr(office, which, "250 OK")
    ask(database, lead)
    assert delivery.deliver(database, server_at(office)).sent == 1
    told = " ".join(record.getMessage() for record in caplog.records if record.name == "casework")
    assert lead.email not in told
    assert said not in told


def test_our_own_address_refused_is_nobodys_fault(database: Database, lead: Colleague, office: PostOffice) -> None:
    office.greets = "550 we do not know you"
    ask(database, lead)
    assert delivery.deliver(database, server_at(office)).away == "SMTPSenderRefused"
    assert [row.given_up_at for row in waiting(database)] == [None]


def test_many_senders_send_each_mail_once(database: Database, lead: Colleague, office: PostOffice) -> None:
    for _ in range(20):
        ask(database, lead)
    done: list[delivery.Done] = []
    sending = [
        threading.Thread(target=lambda: done.append(delivery.deliver(database, server_at(office)))) for _ in range(4)
    ]
    for thread in sending:
        thread.start()
    for thread in sending:
        thread.join()
    assert sum(one.sent for one in done) == 20
    assert len({mail["message-id"] for mail in office.mails}) == len(office.mails) == 20


def test_killed_between_claiming_and_sending_it_goes_out_later(
    database: Database, lead: Colleague, office: PostOffice, clock: time_machine.Traveller
) -> None:
    ask(database, lead)
    assert delivery.claim(database) is not None
    assert delivery.claim(database) is None, "it is somebody's"
    assert delivery.deliver(database, server_at(office)).sent == 0
    clock.shift(timedelta(minutes=6))
    assert delivery.deliver(database, server_at(office)).sent == 1


def test_killed_between_sending_and_deleting_the_second_is_known_as_the_first(
    database: Database,
    lead: Colleague,
    office: PostOffice,
    clock: time_machine.Traveller,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ask(database, lead)

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as killed:
        killed.setattr("casework.mail.delivery.delete", die)
        with pytest.raises(KeyboardInterrupt):
            delivery.deliver(database, server_at(office))
    clock.shift(timedelta(minutes=6))
    assert delivery.deliver(database, server_at(office)).sent == 1
    assert len({mail["message-id"] for mail in office.mails}) == 1
    assert len(office.mails) == 2
    assert waiting(database) == []


def test_a_row_that_somebody_changed_is_sent_to_nobody(database: Database, lead: Colleague, office: PostOffice) -> None:
    ask(database, lead)
    ask(database, lead)
    first, second = waiting(database)
    with database.transaction() as db:
        db.execute(update(Outbox).where(Outbox.id == second.id).values(address=first.address, body=first.body))
    assert delivery.deliver(database, server_at(office)) == delivery.Done(sent=1, given_up=1)
    assert [row.refusal for row in waiting(database)] == ["unreadable"]


def test_what_was_undone_tells_nobody(database: Database, lead: Colleague) -> None:
    class Undone(Exception):
        pass

    def fail() -> None:
        with database.transaction() as db:
            tell(db, Notice.NEW_CASE, to=[lead.id])
            raise Undone

    with pytest.raises(Undone):
        fail()
    assert waiting(database) == []
