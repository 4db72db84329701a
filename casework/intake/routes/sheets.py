"""The report form as a page: what stands around the fields, in words."""

from collections.abc import Mapping, Sequence
from typing import Any

from litestar import Request, Response

from casework.intake.forms import ReportForm
from casework.intake.queries.blank import Blank
from casework.web.page import page
from casework.web.text import _, listed, size


def form_page(
    request: Request[Any, Any, Any],
    form: ReportForm,
    blank: Blank,
    *,
    status: int = 200,
    refused: Sequence[str] = (),
    carried: Mapping[str, str] | None = None,
) -> Response[str]:
    """`refused`: a sentence per file that was not taken. `carried`: the ticket of a draft that was reopened; that it
    comes after an earlier report."""
    return page(
        request,
        "intake/report.html",
        status=status,
        form=form,
        blank=blank,
        modes=_modes(blank),
        stand_ins={reader.id: _("only in place of somebody whom you tick") for reader in blank.offer.only_instead},
        below=_below(blank, str(form.mode.data)),
        kept=[(token, f"{name}, {size(octets)}") for token, name, octets in blank.kept],
        refused=list(refused),
        carried={name: value for name, value in (carried or {}).items() if value},
    )


def _modes(blank: Blank) -> dict[str, str]:
    names = [reader.words for reader in blank.after.names]
    return {
        "anonymous": _(
            "We do not know who you are, and we keep no address. You can still answer our questions with your receipt."
        ),
        "confidential": _(
            "Only %(people)s can read your name. Those who look into it see it only if you agree.", people=listed(names)
        ),
        "named": _("The people who read your report see your name too. Often that makes it quicker to help."),
    }


def _below(blank: Blank, mode: str) -> str:
    """What the line above the button adds."""
    if mode == "confidential" and blank.left_out:
        return _("Your name: %(people)s only.", people=listed([reader.words for reader in blank.after.names]))
    return "" if blank.left_out else _("Less anyone you ticked above.")
