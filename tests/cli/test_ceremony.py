"""The recovery ceremony, start to end: every lead's key is lost, the host is lost, and nothing is opened by who should
not. The cards are typed away from the server, where there is no keyring."""

import json
import re
import shutil
from datetime import timedelta
from pathlib import Path

import pikepdf
import pytest
import time_machine
from sqlalchemy import select

from casework import vault
from casework.audit import HouseTag, trail, verify
from casework.audit.models import TrailEntry
from casework.cases.models import Membership
from casework.cli import asking
from casework.db import new_id, utc_now
from casework.people import Role
from casework.people.models import Ceremony
from casework.settings import Settings
from casework.vault import Compartment, Keyring, NoSeal, keyring, recovery
from tests import matters
from tests.backup.conftest import pg_programs
from tests.databases import Databases
from tests.people.staff import Colleague, enrolled

from .ceremony import PRESENT, TEXT, Place, installation, narrative, place, tags

__all__ = ["place"]


def test_with_every_leads_key_lost_two_cards_open_the_case_to_a_new_lead(place: Place) -> None:
    assert place.new is not None
    with pytest.raises(NoSeal):
        narrative(place.new, place)
    request = place.ask("--for", place.new.email, "--every-case")
    answer = place.answer(request, "use", place.words(place.new))
    with pytest.raises(NoSeal):
        narrative(place.new, place)
    code, told, _ = place.run("recovery", "take", str(answer))
    assert (code, "1 cases were opened" in told) == (0, True)
    assert narrative(place.new, place) == TEXT
    assert tags() == ["recovery:asked", "recovery:asked", "recovery:used", "recovery:ended"]
    with installation() as database, database.reading() as db:
        member = db.scalars(select(Membership).where(Membership.person_id == place.new.id)).one()
        assert (member.active, member.reads_file) == (True, True)
        row = db.scalars(select(Ceremony)).one()
        assert row.present is not None
        assert json.loads(vault.field.open_(db, Ceremony.present, row.id, row.present)) == ["Ada Holt", "Ben Ruiz"]
        assert b"Ada" not in row.present
        assert not any("Ada" in ids for ids in db.scalars(select(TrailEntry.ids))), "names are on the trail"


def test_what_was_opened_away_has_new_keys_afterwards_and_who_was_not_named_keeps_theirs(place: Place) -> None:
    assert place.new is not None
    assert place.old is not None
    with installation() as database, database.reading() as db:
        before = vault.rooms.enter(db, place.old.holder, place.case_id, Compartment.FILE)
    answer = place.answer(place.ask("--for", place.new.email, "--case", place.case), "use", place.words(place.new))
    place.run("recovery", "take", str(answer))
    with installation() as database, database.reading() as db:
        for who in (place.old, place.new):
            after = vault.rooms.enter(db, who.holder, place.case_id, Compartment.FILE)
            assert (after.epoch, set(after.keys)) == (before.epoch + 1, {1, 2})
            assert after.keys[2] != before.keys[1]


def test_the_papers_hold_neither_the_private_half_nor_a_rooms_key(place: Place) -> None:
    assert place.new is not None
    assert place.old is not None
    request = place.ask("--for", place.new.email, "--every-case")
    answer = place.answer(request, "use", place.words(place.new))
    with installation() as database, database.reading() as db:
        [key] = vault.rooms.enter(db, place.old.holder, place.case_id, Compartment.FILE).keys.values()
    for paper in (request, answer):
        text = paper.read_bytes()
        for secret in (key, recovery.join(list(place.pair.shares[:2]))):
            assert secret not in text
            assert secret.hex().encode() not in text
        assert paper.stat().st_mode & 0o077 == 0


def test_only_the_rooms_that_were_named_are_opened(place: Place) -> None:
    assert place.new is not None
    request = place.ask(
        "--for", place.new.email, "--every-case", "--room", "dialogue", "--room", "medical", "--room", "file"
    )
    rooms = {line[2] for line in json.loads(request.read_bytes())["seals"]}
    assert rooms == {"file"}


def test_a_wall_keeps_out_whom_the_cards_would_let_in(place: Place) -> None:
    from casework.access import walls
    from casework.people import SYSTEM

    assert place.new is not None
    answer = place.answer(place.ask("--for", place.new.email, "--every-case"), "use", place.words(place.new))
    with installation() as database, database.transaction() as db:
        walls.raise_one(db, place.case_id, place.new.id, walls.NAMED, by=SYSTEM)
    place.run("recovery", "take", str(answer))
    with pytest.raises(NoSeal):
        narrative(place.new, place)
    code, _, complaint = place.run(
        "recovery", "ask", "--for", place.new.email, "--every-case", "--to", str(place.away / "n")
    )
    assert (code, "walls keep them" in complaint) == (2, True)


def test_the_host_is_lost_and_a_backup_the_export_and_two_cards_open_everything(
    place: Place, tmp_path: Path, databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On another machine: backup, journal, and the keyring out of its export, without which nothing is put back."""
    assert place.old is not None
    monkeypatch.setenv("CASEWORK_PG_PROGRAMS", str(pg_programs()))
    export, kept, lost = tmp_path / "keyring.sealed", tmp_path / "kept", Settings.from_environment()
    place.run("keys", "export", "--to", str(export))
    code, _, complaint = place.run("backup", str(tmp_path / "backup"))
    assert code == 0, complaint
    shutil.copytree(lost.journal, kept)
    shutil.rmtree(lost.folder)
    monkeypatch.setenv("CASEWORK_DIR", str(tmp_path / "anew"))
    monkeypatch.setenv("CASEWORK_DATABASE_URL", databases.empty())
    again = ("restore", str(tmp_path / "backup"), "--journal", str(kept))
    assert place.run(*again)[0] == 2, "without a keyring"
    home = Settings.from_environment().keyring
    keyring.write(home, Keyring.new())
    assert place.run(*again)[0] == 2, "with a keyring of somewhere else"
    home.unlink()
    with place.elsewhere(*place.pair.shares[:2]):
        assert place.run("recovery", "open", str(export), "--to", str(place.away / "keyring"))[0] == 0
    shutil.copy(place.away / "keyring", home)
    home.chmod(0o600)
    code, _, complaint = place.run(*again)
    assert code == 0, complaint
    assert narrative(place.old, place) == TEXT
    assert place.run("audit", "verify")[0] == 0


def test_one_card_and_cards_of_another_installation_open_nothing(place: Place, tmp_path: Path) -> None:
    assert place.new is not None
    export = tmp_path / "keyring.sealed"
    place.run("keys", "export", "--to", str(export))
    other, request = recovery.new(), place.ask("--for", place.new.email, "--every-case")
    for shares in (
        (place.pair.shares[0], place.pair.shares[0]),
        (place.pair.shares[0], other.shares[1]),
        other.shares[:2],
    ):
        for words in (
            ("open", str(export)),
            ("use", str(request), *PRESENT),
            ("test", "--key", place.pair.public),
        ):
            typed = (place.words(place.new), *shares) if words[0] == "use" else shares
            with place.elsewhere(*typed):
                where = () if words[0] == "test" else ("--to", str(place.away / "nothing"))
                assert place.run("recovery", *words, *where)[0] == 2, words
    assert not (place.away / "nothing").exists()


def test_the_cards_are_never_used_beside_a_keyring(place: Place) -> None:
    assert place.new is not None
    request = place.ask("--for", place.new.email, "--every-case")
    for words in (("use", str(request), "--to", "x"), ("test", str(request)), ("open", "x", "--to", "y")):
        code, _, complaint = place.run("recovery", *words)
        assert (code, "another machine" in complaint) == (2, True)


def test_a_yearly_test_proves_the_cards_opens_nothing_and_is_on_the_trail(
    place: Place, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    settings = Settings.from_environment()
    assert asking.warnings(settings) == []
    with time_machine.travel(utc_now() + timedelta(days=366), tick=True):
        [said] = asking.warnings(settings)
        assert "recovery ask --test" in said
        request = place.ask("--test")
        assert json.loads(request.read_bytes())["seals"] == []
        answer = place.answer(request, "test")
        assert place.run("recovery", "take", str(answer))[0] == 0
        assert asking.warnings(settings) == []
        assert place.run("recovery", "take", str(answer))[0] == 2, "an answer counts once"
    assert tags() == ["recovery:asked", "recovery:tested"]
    with place.elsewhere(*place.pair.shares[:2]):
        assert place.run("recovery", "test", "--key", place.pair.public)[0] == 0


def test_an_answer_that_was_kept_back_proves_nothing_later(place: Place) -> None:
    answer = place.answer(place.ask("--test"), "test")
    with time_machine.travel(utc_now() + timedelta(days=200), tick=True):
        code, _, complaint = place.run("recovery", "take", str(answer))
        assert (code, "30 days" in complaint) == (2, True)


def test_two_people_are_there_and_a_request_to_open_is_no_test(place: Place) -> None:
    assert place.new is not None
    request = place.ask("--for", place.new.email, "--every-case")
    with place.elsewhere():
        for present in ((), PRESENT[:2], (*PRESENT[:2], "--present", "ada holt ")):
            code, _, complaint = place.run("recovery", "use", str(request), *present, "--to", str(place.away / "n"))
            assert (code, "Two people" in complaint) == (2, True)
        assert place.run("recovery", "test", str(request), *PRESENT, "--to", str(place.away / "n"))[0] == 2


def test_employee_assistance_has_a_pair_of_its_own(place: Place) -> None:
    with place.elsewhere():
        cards = place.run("recovery", "new", "--eap")[1]
    [public] = re.findall(r"casework-recovery-1:[0-9a-f]+", cards)
    shares = tuple(" ".join(re.findall(r"[a-z]+", card.split("others.")[1])) for card in cards.split("-" * 80)[1:4])
    assert place.run("recovery", "ask", "--test", "--eap", "--to", str(place.away / "early"))[0] == 2
    assert place.run("recovery", "publish", "--eap", public)[0] == 0
    assert place.run("recovery", "publish", "--eap", public)[0] == 2
    with installation() as database:
        gone = enrolled(database, "Ylva", Role.EAP, now=utc_now())
        coordinator = enrolled(database, "Rune", Role.EAP, admitted=False, now=utc_now())
        with database.transaction() as db:
            referral = matters.referral(db, gone.id)
            exit_ = matters.leaving(db, gone.id)
    ours = Place(place.run, place.away, recovery.NewPair(public, shares), place.case, place.case_id)
    assert ours.run("recovery", "take", str(ours.answer(ours.ask("--test", "--eap"), "test")))[0] == 0
    _refused(place, referral.number, coordinator)
    answer = ours.answer(ours.ask("--for", coordinator.email, "--case", referral.number, "--eap"), "use",
                         ours.words(coordinator))  # fmt: skip
    assert ours.run("recovery", "take", str(answer))[0] == 0
    assert place.new is not None
    interview = place.answer(place.ask("--for", place.new.email, "--case", exit_.number), "use", place.words(place.new))
    assert place.run("recovery", "take", str(interview))[0] == 0
    with installation() as database, database.reading() as db:
        assert verify(db) == []
        assert matters.said(db, coordinator.holder, referral, Compartment.SUPPORT) == matters.SAID
        assert matters.said(db, referral.guest, referral, Compartment.SUPPORT) == matters.SAID
        assert matters.said(db, place.new.holder, exit_, Compartment.INTERVIEW) == matters.SAID
        assert vault.rooms.enter(db, coordinator.holder, referral.id, Compartment.REFERRAL).epoch == 2
        used = select(TrailEntry.chain).where(TrailEntry.tag == HouseTag.RECOVERY_USED.value)
        assert set(db.scalars(used)) == {trail.EAP, exit_.id}
        counts = select(TrailEntry.chain).where(
            TrailEntry.tag == HouseTag.RECOVERY_ENDED.value, TrailEntry.ids.like("%cases%")
        )
        assert sorted(db.scalars(counts)) == [trail.EAP, trail.GLOBAL], "of how many referrals only coordinators learn"


def _refused(place: Place, number: str, coordinator: Colleague) -> None:
    """The installation's cards open nothing of EAP's; EAP's open a case to nobody, and a referral to no lead."""
    assert place.new is not None
    for words, why in (
        (("--for", place.new.email, "--case", number), "no case"),
        (("--for", place.new.email, "--every-case", "--room", "support"), "none of these rooms"),
        (("--for", coordinator.email, "--case", place.case, "--eap"), "no case"),
        (("--for", place.new.email, "--case", number, "--eap"), "no coordinator"),
    ):
        code, _, complaint = place.run("recovery", "ask", *words, "--to", str(place.away / f"r-{new_id()}"))
        assert (code, why in complaint) == (2, True), complaint


def test_a_sheet_for_each_keeper_holds_their_words_and_is_its_owners_alone(place: Place) -> None:
    folder = place.away / "cards"
    with place.elsewhere():
        _, told, _ = place.run("recovery", "new", "--cards", str(folder))
    sheets = sorted(folder.iterdir())
    assert [sheet.name for sheet in sheets] == [f"card-{n}-of-3.pdf" for n in (1, 2, 3)]
    for sheet in sheets:
        assert sheet.stat().st_mode & 0o077 == 0
        assert str(sheet) in told
        with pikepdf.open(sheet) as made:
            assert len(made.pages) == 1
            assert str(made.docinfo["/Title"]) == "Casework recovery"
