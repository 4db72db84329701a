"""Data-subject requests, as matters with which something can be done."""

from casework.audit import Tag
from casework.legal.actions.requests import Changed
from casework.legal.models import SubjectRequest
from casework.legal.queries import requests
from casework.legal.queries.requests import Shown
from casework.settings import N_
from casework.vault import Compartment

from . import matter_doing
from .matter_doing import Kind

Deed = matter_doing.Deed[SubjectRequest]


def _readers(shown: Shown) -> list[str]:
    return shown.readers


REQUEST: Kind[SubjectRequest, Shown] = Kind(
    prefix="/requests",
    letters="DR-",
    longest=14,
    find=requests.find,
    opened=requests.opened,
    denied=Tag.REQUEST_DENIED,
    changed=Changed,
    second=N_(
        "Somebody changed the request after you opened the page. Look at it again; sending this once more counts."
    ),
    readers=_readers,
    room=Compartment.REQUEST.value,
    template="legal/request_form.html",
)
