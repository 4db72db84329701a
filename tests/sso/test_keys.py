"""Whose hands a key lies in: shown wherever readers are named, barred from chosen rooms, and taken back."""

import base64
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select, update

from casework import vault
from casework.cases.actions import members
from casework.cases.queries import routing
from casework.db import Database
from casework.people import admissions, custody, enrolment
from casework.people.models import Person, ServerKeptKey
from casework.sso import keys
from casework.vault import Barred, Compartment, HolderKind, Unreadable, Vault
from casework.vault.models import KeyPolicy, PublicKey
from tests.cast import Cast
from tests.people.staff import PASSWORD, Colleague, code
from tests.staff.browser import words

from .browser import Browser
from .provider import Provider, answer_of

Browse = Callable[[], Browser]


@pytest.fixture
def kept(cast: Cast, database: Database) -> int:
    """The specialist on the case leaves their key with the server."""
    holder = cast["specialist"].holder
    assert holder is not None
    with database.transaction() as db:
        custody.hand_in(db, holder.id, holder.generation, holder.private, datetime.now(UTC))
    return holder.id


def bar(database: Database, *rooms: Compartment) -> None:
    with database.transaction() as db:
        vault.custody.bar(db, rooms)


def test_a_readers_line_says_whose_key_the_server_keeps(cast: Cast, database: Database, kept: int) -> None:
    from casework.cases.queries.record import load
    from casework.cases.routes.readers import all_lines

    with database.reading() as db:
        shown = load(db, cast["lead"], cast.number)
    assert shown is not None
    [file] = [line for line in all_lines(shown, cast["lead"]) if line.compartment == "file"]
    assert "Specialist Example (key kept by the server)" in file.people
    with database.reading() as db:
        shown = load(db, cast["specialist"], cast.number)
    assert shown is not None
    [file] = [line for line in all_lines(shown, cast["specialist"]) if line.compartment == "file"]
    assert not any("kept" in name for name in file.people), "the lead's is their own"


def test_reporters_are_told_too(database: Database, cast: Cast, kept: int) -> None:
    from casework.people import shown

    with database.reading() as db:
        assert shown.people(db, {kept, cast["lead"].id}) == {
            kept: "Specialist Example (key kept by the server)",
            cast["lead"].id: "Lead Example",
        }


@pytest.mark.parametrize("room", [Compartment.FILE, Compartment.DIALOGUE, Compartment.IDENTITY])
def test_a_barred_room_is_sealed_to_nobody_whose_key_the_server_keeps(
    cast: Cast, database: Database, room: Compartment
) -> None:
    with database.transaction() as db:
        lead, colleague = cast["lead"].holder, cast["colleague"].holder
        assert lead is not None
        assert colleague is not None
        vault.custody.bar(db, [room])
        custody.hand_in(db, colleague.id, 1, colleague.private, datetime.now(UTC))
        rooms = vault.rooms.enter_all(db, lead, cast.case_id)
        half = vault.pairs.current(db, HolderKind.PERSON, colleague.id)
        for key, opened in rooms.items():
            if key[0] is room:
                with pytest.raises(Barred):
                    vault.rooms.admit(db, opened, half)
            else:
                vault.rooms.admit(db, opened, half)


def test_adding_such_a_member_says_why_not(cast: Cast, database: Database) -> None:
    from casework.access import Forbidden

    colleague = cast["colleague"].holder
    assert colleague is not None
    bar(database, Compartment.DIALOGUE)
    with database.transaction() as db:
        custody.hand_in(db, colleague.id, 1, colleague.private, datetime.now(UTC))
    with database.transaction() as db, pytest.raises(Forbidden, match="server keeps their key"):
        dialogue = next(key for key in vault.rooms.enter_all(db, _holder(cast), cast.case_id) if key[0] == "dialogue")
        members.add(db, cast.case(db), colleague.id, by=cast["lead"], rooms=[(Compartment.FILE, 0), dialogue])


def _holder(cast: Cast) -> vault.Holder:
    holder = cast["lead"].holder
    assert holder is not None
    return holder


def test_a_new_epoch_leaves_them_out(cast: Cast, database: Database, kept: int) -> None:
    """Somebody is removed: the room gets a new key, which goes to those who remain and may hold it."""
    bar(database, Compartment.FILE)
    with database.transaction() as db:
        vault.rooms.remove(db, cast.case_id, Compartment.FILE, HolderKind.PERSON, cast["lead"].id)
        readers = {r.holder_id for r in vault.readers.of_case(db, cast.case_id) if r.compartment is Compartment.FILE}
    assert kept not in readers


def test_what_comes_in_goes_to_those_who_remain(cast: Cast, database: Database) -> None:
    lead = _holder(cast)
    with database.reading() as db:
        before = routing.readers_for(db, "harassment", cast.site_id)
    assert lead.id in before.identity
    with database.transaction() as db:
        custody.hand_in(db, lead.id, 1, lead.private, datetime.now(UTC))
    bar(database, Compartment.IDENTITY)
    with database.reading() as db:
        after = routing.readers_for(db, "harassment", cast.site_id)
    assert after.identity == (cast["alternate"].id,), "the outside alternate takes it"
    bar(database, Compartment.DIALOGUE)
    with database.reading() as db:
        after = routing.readers_for(db, "harassment", cast.site_id)
    assert lead.id in after.file
    assert lead.id not in after.dialogue
    assert after.dialogue


def test_nobody_left_means_not_able(cast: Cast, database: Database) -> None:
    with database.transaction() as db:
        for name in ("lead", "alternate"):
            holder = cast[name].holder
            assert holder is not None
            custody.hand_in(db, holder.id, 1, holder.private, datetime.now(UTC))
        vault.custody.bar(db, [Compartment.IDENTITY])
    with database.reading() as db:
        assert not routing.readers_for(db, "harassment", cast.site_id).able


def test_a_row_that_hides_who_keeps_the_key_is_sealed_to_no_more(cast: Cast, database: Database, kept: int) -> None:
    with database.transaction() as db:
        db.execute(update(PublicKey).where(PublicKey.owner == kept).values(server_kept=False))
    with database.reading() as db, pytest.raises(Unreadable):
        vault.pairs.current(db, HolderKind.PERSON, kept)


def test_a_policy_that_was_rewritten_bars_everything(cast: Cast, database: Database, kept: int) -> None:
    bar(database, Compartment.PRIVILEGED)
    with database.transaction() as db:
        db.execute(update(KeyPolicy).values(barred=""))
    with database.reading() as db:
        assert vault.custody.barred(db) == frozenset(Compartment)


def test_a_key_is_taken_back_with_a_password(
    browse: Browse, provider: Provider, newcomer: tuple[int, str], database: Database, tmp_path: Path, keys: Vault
) -> None:
    provider.signs_in("noor-1")
    browser = browse()
    assert browser.post(f"/enrol/{newcomer[1]}", password=PASSWORD, again=PASSWORD).status_code == 200
    browser.through(f"/enrol/{newcomer[1]}/sso")
    unproved = Colleague(newcomer[0], "noor@example.org", b"", b"", "")
    assert browse().first_step(unproved).status_code == 422, "a password begun and left opens nothing"
    with database.transaction() as db:
        admissions.admit(db, newcomer[0], 1, by=1, now=datetime.now(UTC))
        fingerprint = enrolment.fingerprint(db, db.get_one(Person, newcomer[0]))
    browser.through("/sso/step-up?next=/me/key/own")
    page = browser.post("/me/key/own", password=PASSWORD, again=PASSWORD)
    assert page.status_code == 200, words(page)
    [recovery] = re.findall(r'<output class="code-long">([^<]+)</output>', page.text)
    [secret] = re.findall(r"<code>([A-Z2-7 ]+)</code>", page.text)
    wrong = browser.post("/me/key/own/confirmation", recovery_code=recovery[::-1], code="000000")
    assert wrong.status_code == 422
    assert browse().first_step(unproved).status_code == 422, "it counts once what was written down was typed back"
    totp = base64.b32decode(secret.replace(" ", ""))
    done = browser.post("/me/key/own/confirmation", recovery_code=recovery, code=code(totp, browser.now))
    assert done.headers["location"] == "/me/key?saved=out"
    assert "you alone" in words(browser.get("/me/key?saved=out"))
    with database.reading() as db:
        assert db.scalars(select(ServerKeptKey)).all() == []
        assert vault.pairs.current(db, HolderKind.PERSON, newcomer[0]).server_kept is False
        assert enrolment.fingerprint(db, db.get_one(Person, newcomer[0])) == fingerprint, "the same key, admitted"
    stranger = browse()
    assert stranger.through().status_code == 403, "the provider opens nothing here any more"
    mine = Colleague(newcomer[0], "noor@example.org", b"", totp, recovery)
    assert browse().sign_in(mine).get("/me").status_code == 200


def test_a_password_account_is_linked_by_its_own_form_alone(
    browse: Browse, provider: Provider, specialist: Colleague, database: Database
) -> None:
    browser = browse()
    browser.sign_in(specialist).step_up(specialist)
    browser.wait(seconds=-60)  # codes were waited for; the provider's clock did not move
    provider.signs_in("tom-1")
    assert browser.client.post("/me/key/link", headers={"Origin": "https://evil.example"}).status_code == 403
    page = browser.post("/me/key/link")
    [address] = re.findall(r'href="(http://127[^"]+)"', page.text)
    assert "prompt=login" in address
    answer = browser.back(answer_of(address.replace("&amp;", "&")))
    assert answer.headers["location"] == "/me/key?saved=in"
    with database.reading() as db:
        assert custody.kept(db) == {specialist.id}
    assert browse().through().headers["location"] == "/signed-in"
    browser.wait(minutes=3)
    assert browse().sign_in(specialist).get("/me").status_code == 200, "the password stays good"
    another = "a ladder leans on the barn"
    assert browser.step_up(specialist).post("/me/key/own", password=another, again=another).status_code == 200
    assert browse().first_step(specialist).status_code == 303, "also beside one that was begun and left"


def test_whoever_reads_a_barred_room_cannot_hand_their_key_in(cast: Cast, database: Database) -> None:
    bar(database, Compartment.IDENTITY)
    with database.reading() as db:
        assert custody.barred_seals(db, cast["lead"].id) == {Compartment.IDENTITY}
        assert keys.own(db, cast["lead"]).barred == {Compartment.IDENTITY}
        assert custody.barred_seals(db, cast["specialist"].id) == frozenset()


def test_a_lead_bars_rooms_after_step_up_and_sees_who_is_touched(
    browse: Browse, lead: Colleague, administrator: Colleague, database: Database, cast: Cast, kept: int
) -> None:
    assert browse().sign_in(administrator).get("/settings/keys").status_code == 403
    browser = browse().sign_in(lead)
    assert browser.post("/settings/keys", rooms="dialogue").headers["location"].startswith("/step-up")
    browser.step_up(lead)
    page = browser.post("/settings/keys", rooms=["dialogue", "privileged"])
    [seen] = re.findall(r'name="seen" value="([^"]+)"', page.text)
    assert browser.post("/settings/keys", rooms=["dialogue", "privileged"], seen=seen).status_code == 303
    page = browser.get("/settings/keys")
    assert page.text.count("checked") == 2
    assert "Specialist Example" in words(page)
    with database.reading() as db:
        assert vault.custody.barred(db) == {Compartment.DIALOGUE, Compartment.PRIVILEGED}


def test_a_lead_sees_and_declines_what_a_directory_asks_for(
    browse: Browse, lead: Colleague, specialist: Colleague, database: Database
) -> None:
    from casework.people import Role, role_claims

    with database.transaction() as db:
        role_claims.follow(db, specialist.id, {Role.COUNSEL}, role_claims.SSO, datetime.now(UTC))
    browser = browse().sign_in(lead).step_up(lead)
    assert "asked for: counsel" in words(browser.get("/people"))
    assert "Asked for by the directory" in words(browser.get(f"/people/{specialist.id}"))
    assert browser.post(f"/people/{specialist.id}/roles/declined", role="counsel").status_code == 303
    assert "asked for" not in words(browser.get("/people"))
    with database.reading() as db:
        assert role_claims.proposals(db) == {}


def test_the_server_opens_no_key_whose_row_was_moved(cast: Cast, database: Database, kept: int) -> None:
    """A wrapped key is bound to its person and generation: copied to another account it opens nothing."""
    other = cast["lead"].id
    with database.transaction() as db:
        row = db.scalars(select(ServerKeptKey)).one()
        db.add(ServerKeptKey(person_id=other, generation=1, wrapped=row.wrapped, since=row.since))
        db.flush()
        with pytest.raises(Unreadable):
            custody.open_(db, db.get_one(Person, other))
