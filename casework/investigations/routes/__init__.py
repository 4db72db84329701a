"""Pages."""

from typing import Any

from litestar import Router

from casework.cases.routes.entry import ENTRY

from . import (
    evidence,
    evidence_checking,
    evidence_entering,
    interview_course,
    interview_notes,
    interview_planning,
    interviews,
    plan,
    planning,
    report,
    report_versions,
)

ROUTES: list[Any] = [
    Router(
        "/",
        route_handlers=[
            *evidence_entering.ROUTES,
            *evidence.ROUTES,
            *evidence_checking.ROUTES,
            *interview_planning.ROUTES,
            *interview_course.ROUTES,
            *interview_notes.ROUTES,
            *interviews.ROUTES,
            *plan.ROUTES,
            *planning.ROUTES,
            *report.ROUTES,
            *report_versions.ROUTES,
        ],
        dependencies=ENTRY,
    ),
]
