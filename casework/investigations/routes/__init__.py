"""Pages."""

from typing import Any

from litestar import Router

from casework.cases.routes.entry import ENTRY

from . import (
    attachments,
    evidence,
    evidence_checking,
    evidence_entering,
    evidence_giving,
    interview_course,
    interview_notes,
    interview_planning,
    interview_statements,
    interviews,
    mediating,
    mediation,
    mediation_sides,
    plan,
    plan_agreeing,
    planning,
    police,
    question_sets,
    report,
    report_template,
    report_versions,
    templates,
    viewing,
)

ROUTES: list[Any] = [
    Router(
        "/",
        route_handlers=[
            *evidence_entering.ROUTES,
            *evidence.ROUTES,
            *evidence_checking.ROUTES,
            *evidence_giving.ROUTES,
            *viewing.ROUTES,
            *attachments.ROUTES,
            *interview_planning.ROUTES,
            *interview_course.ROUTES,
            *interview_notes.ROUTES,
            *interview_statements.ROUTES,
            *interviews.ROUTES,
            *plan.ROUTES,
            *planning.ROUTES,
            *plan_agreeing.ROUTES,
            *mediation.ROUTES,
            *mediating.ROUTES,
            *mediation_sides.ROUTES,
            *police.ROUTES,
            *templates.ROUTES,
            *question_sets.ROUTES,
            *report.ROUTES,
            *report_versions.ROUTES,
            *report_template.ROUTES,
        ],
        dependencies=ENTRY,
    ),
]
