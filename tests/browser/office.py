"""Setting up: the founders enrol, the administrator invites a specialist, the lead admits her and routes to her."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.browser.colleagues import enrolled
from tests.browser.people import Somebody, enrol, sign_in, step_up
from tests.installation import Installation

ORGANISATION = "Nordhaven Ferries"


@dataclass
class Office:
    """Who works here, each signed in."""

    lead: Somebody
    administrator: Somebody
    specialist: Somebody


def open_office(installation: Installation, come: Callable[[], Somebody]) -> Office:
    """Every page on the way is looked at. The administrator enrolled before, as the lead does here."""
    lead, administrator, specialist = come(), come(), come()
    enrol(lead, installation.links["Ingrid Dahl"], sound=True)
    come_back(lead)
    gone(come(), installation.links["Ingrid Dahl"])
    enrolled(administrator, installation, "Tom Reyes")
    describe(administrator)
    invite(administrator, specialist, "Mara Holt")
    admit(lead, specialist, "Mara Holt")
    route(lead, "Mara Holt")
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


def describe(administrator: Somebody) -> None:
    administrator.go("/settings")
    administrator.fill("Name of the organisation", "")
    administrator.press("Save the organisation", 422)
    administrator.reads("Type the name that people know.")
    administrator.fill("Name of the organisation", ORGANISATION)
    administrator.fill("Number to call in danger", "112")
    administrator.fill("When messages are read", "working days, 9:00 to 17:00")
    administrator.press("Save the organisation")
    administrator.reads("Saved.")
    administrator.follow("Add a site")
    administrator.fill("Name", "Ferry terminal")
    administrator.fill("Law that its clocks follow", "Norway")
    administrator.press("Save")
    administrator.reads("Ferry terminal")


def invite(administrator: Somebody, newcomer: Somebody, name: str) -> None:
    administrator.go("/people/new")
    if "/step-up" in administrator.page.url:
        step_up(administrator)
    administrator.press("Make the link", 422)
    administrator.sound()
    administrator.fill("Name", name)
    administrator.fill("E-mail", f"{name.partition(' ')[0].lower()}@example.org")
    administrator.fill("What they do", "People team")
    administrator.press("Make the link")
    administrator.sound()
    enrol(newcomer, administrator.page.locator("main code").inner_text())
    newcomer.heading("You wait for a lead")
    newcomer.sound()
    newcomer.go("/cases")
    newcomer.heading("You wait for a lead")


def admit(lead: Somebody, newcomer: Somebody, name: str) -> None:
    """The six words are compared; then the admission and the role."""
    words = newcomer.page.locator("main output").inner_text()
    lead.go("/people")
    lead.follow(name)
    account = lead.page.url
    lead.reads(words)
    lead.press(f"Admit {name}")
    step_up(lead, sound=True)
    lead.go(account)
    lead.sound(everywhere=True)
    lead.press(f"Admit {name}", 422)
    lead.reads("Compare the six words with them by voice first.")
    lead.sound()
    lead.tick("I spoke with them")
    lead.press(f"Admit {name}")
    lead.fill("Role", "specialist")
    lead.press("Give the role")
    lead.reads("specialist")
    newcomer.follow("Load again")
    newcomer.heading("Nothing waits for you")
    newcomer.sound()


def route(lead: Somebody, *names: str) -> None:
    """What comes in goes to them and to the lead, who also learns who a confidential reporter is."""
    lead.go("/settings/routing")
    reads, identity = "reads the file and answers the reporter", "also learns who a confidential reporter is"
    for person, duty in (*((name, reads) for name in names), ("Ingrid Dahl", reads), ("Ingrid Dahl", identity)):
        lead.fill("Person", person)
        lead.fill("What they do there", duty)
        lead.press("Add it")
