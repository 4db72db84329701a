"""The report form as a page: what stands around the fields, in words."""

from collections.abc import Mapping, Sequence
from typing import Any

from litestar import Request, Response

from casework.cases.forms.report import ReportForm, below, modes_of
from casework.cases.queries.blank import Blank
from casework.web.page import page
from casework.web.text import _, size


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
        modes=modes_of(blank),
        stand_ins={reader.id: _("only in place of somebody whom you tick") for reader in blank.offer.only_instead},
        below=below(blank, str(form.mode.data)),
        kept=[(token, f"{name}, {size(octets)}") for token, name, octets in blank.kept],
        refused=list(refused),
        carried={name: value for name, value in (carried or {}).items() if value},
    )
