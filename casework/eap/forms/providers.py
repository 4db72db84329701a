"""A line of the directory of providers."""

from collections.abc import Iterable, Mapping
from typing import Any

from wtforms import IntegerField, SelectMultipleField
from wtforms.validators import InputRequired, NumberRange
from wtforms.validators import Optional as Blank

from casework.cases.forms.fields import CaseForm, Words, line, options, text, tick
from casework.eap.needs import LANGUAGES, NEEDS, WAYS
from casework.eap.queries.providers import Listed
from casework.people.place import SitePlace
from casework.settings import N_
from casework.web.text import _, gettext

TICK_ONE = N_("Tick one at least.")


def some_of(label: str, words: Words = (), hint: str = "", *, needed: bool = True) -> Any:
    """Ticks: as many as apply."""
    checks = [InputRequired(_(TICK_ONE))] if needed else []
    return SelectMultipleField(_(label), checks, choices=options(words), description=_(hint))


def by_name(words: Mapping[str, str]) -> dict[str, str]:
    """In the order of their names, as the reader calls them."""
    return dict(sorted(words.items(), key=lambda item: gettext(item[1]).casefold()))


class ProviderForm(CaseForm):
    name = line(N_("Name"), most=120)
    areas = some_of(N_("What do they help with?"), NEEDS, N_("No tick: with anything."), needed=False)
    languages = some_of(N_("In which languages?"), by_name(LANGUAGES))
    ways = some_of(N_("How?"), WAYS)
    places = some_of(N_("Where do they see people?"), hint=N_("No tick: everywhere."), needed=False)
    contact = line(N_("How are they reached?"), N_("A number or an address."), most=300)
    cost = line(N_("What does it cost the employee?"), N_("Empty: nothing."), needed=False)
    capacity = IntegerField(
        _("How many at a time?"), [Blank(), NumberRange(min=0, max=100_000)], description=_("Empty: no limit.")
    )
    about = text(N_("What should people know of them?"), needed=False, most=2000)
    answers = tick(N_("Answers day and night"), N_("It then stands first on the page for support."))
    public = tick(N_("Shown on the page for support"))

    def fill(self, sites: Iterable[SitePlace]) -> "ProviderForm":
        """Where the organisation has its sites."""
        self.places.choices = [(str(site.id), site.name) for site in sites]
        return self

    @property
    def values(self) -> dict[str, Any]:
        """After `validate`: what the verbs take."""
        said = {name: self[name].data or "" for name in ("name", "contact", "cost", "about")}
        ticked = {name: list(self[name].data or ()) for name in ("areas", "languages", "ways")}
        ticks = {"line": bool(self.answers.data), "public": bool(self.public.data)}
        places = [int(one) for one in self.places.data or ()]
        return {**said, **ticked, **ticks, "places": places, "capacity": self.capacity.data}


def start(one: Listed) -> dict[str, Any]:
    """What a form is filled with that changes this line."""
    names = ("name", "areas", "languages", "ways", "contact", "cost", "capacity", "about", "public", "version")
    return {
        **{name: getattr(one, name) for name in names},
        "answers": one.line,
        "places": [str(id_) for id_ in one.places],
    }
