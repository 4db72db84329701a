"""Setting up: the founders enrol, the administrator invites a specialist, the lead admits her and routes to her."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.browser.people import Somebody, enrol, sign_in, step_up
from tests.installation import Installation

ORGANISATION = "Nordhaven Ferries"


@dataclass
class Office:
    """Who works here, each signed in."""

    lead: Somebody
    administrator: Somebody
    specialist: Somebody


def open_office(installation: Installation, come: Callable[[], Somebody], *, sound: bool = False) -> Office:
    """`sound`: look at every page on the way."""
    lead, administrator, outside = come(), come(), come()
    for founder, name in ((lead, "Ingrid Dahl"), (administrator, "Tom Reyes"), (outside, "Beate Lorenz")):
        enrol(founder, installation.links[name], sound=sound and founder is lead)
    if sound:
        come_back(lead)
        gone(come(), installation.links["Ingrid Dahl"])
    describe(administrator, sound=sound)
    specialist = come()
    invite(administrator, specialist, "Mara Holt", sound=sound)
    admit(lead, specialist, "Mara Holt", sound=sound)
    route(lead, "Mara Holt", sound=sound)
    return Office(lead, administrator, specialist)


def come_back(lead: Somebody) -> None:
    lead.press("Sign out")
    lead.reads("You are signed out.")
    sign_in(lead, sound=True)
    lead.heading("Nothing waits for you")
    lead.sound(everywhere=True)


def gone(stranger: Somebody, link: str) -> None:
    """A link works once."""
    stranger.go(link, 404)
    stranger.heading("This link does not work")
    stranger.sound()


def describe(administrator: Somebody, *, sound: bool = False) -> None:
    administrator.go("/settings")
    administrator.fill("Name of the organisation", "")
    if sound:
        administrator.sound(everywhere=True)
        administrator.press("Save the organisation", 422)
        administrator.reads("Type the name that people know.")
        administrator.sound()
    administrator.fill("Name of the organisation", ORGANISATION)
    administrator.fill("Number to call in danger", "112")
    administrator.fill("When messages are read", "working days, 9:00 to 17:00")
    administrator.press("Save the organisation")
    administrator.reads("Saved.")
    administrator.follow("Add a site")
    if sound:
        administrator.sound()
    administrator.fill("Name", "Ferry terminal")
    administrator.fill("Law that its clocks follow", "Norway")
    administrator.press("Save")
    administrator.reads("Ferry terminal")


def invite(administrator: Somebody, newcomer: Somebody, name: str, *, sound: bool = False) -> None:
    administrator.go("/people/new")
    if "/step-up" in administrator.page.url:
        step_up(administrator)
    if sound:
        administrator.press("Make the link", 422)
        administrator.sound()
    administrator.fill("Name", name)
    administrator.fill("E-mail", f"{name.partition(' ')[0].lower()}@example.org")
    administrator.fill("What they do", "People team")
    administrator.press("Make the link")
    if sound:
        administrator.sound()
    enrol(newcomer, administrator.page.locator("main code").inner_text())
    newcomer.heading("You wait for a lead")
    if sound:
        newcomer.sound()
        newcomer.go("/cases")
        newcomer.heading("You wait for a lead")


def admit(lead: Somebody, newcomer: Somebody, name: str, *, sound: bool = False, again: bool = False) -> None:
    """The six words are compared; then the admission and the role. `again`: the lead proved lately who she is."""
    words = newcomer.page.locator("main output").inner_text()
    lead.go("/people")
    lead.follow(name)
    account = lead.page.url
    lead.reads(words)
    if not again:
        lead.press(f"Admit {name}")
        step_up(lead, sound=sound)
        lead.go(account)
    if sound:
        lead.sound(everywhere=True)
        lead.press(f"Admit {name}", 422)
        lead.reads("Compare the six words with them by voice first.")
        lead.sound()
    lead.tick("I spoke with them")
    lead.press(f"Admit {name}")
    lead.fill("Role", "specialist")
    lead.press("Give the role")
    lead.reads("specialist")
    if sound:
        lead.sound()
        newcomer.follow("Load again")
        newcomer.heading("Nothing waits for you")
        newcomer.sound()


def route(lead: Somebody, *names: str, sound: bool = False) -> None:
    """What comes in goes to them and to the lead, who also learns who a confidential reporter is."""
    lead.go("/settings/routing")
    if sound:
        lead.sound()
    reads, identity = "reads the file and answers the reporter", "also learns who a confidential reporter is"
    for person, duty in (*((name, reads) for name in names), ("Ingrid Dahl", reads), ("Ingrid Dahl", identity)):
        lead.fill("Person", person)
        lead.fill("What they do there", duty)
        lead.press("Add it")
    if sound:
        lead.sound(everywhere=True)
