"""What each finding rests on, as it was written down with it."""

from casework.cases.lifecycle import grounds
from casework.cases.lifecycle.grounds import Grounds
from casework.cases.models import Approval, ApprovalComment, FindingGround

from .opening import Opening


def of_findings(opening: Opening) -> dict[int, Grounds]:
    """By finding. What of it does not open is missing, and the finding says that it is damaged."""
    found = {}
    for row in opening.rows.of(FindingGround):
        evidence = opening.text(FindingGround.evidence, row.id, row.evidence)
        factors = opening.text(FindingGround.factors, row.id, row.factors)
        because = opening.text(FindingGround.none_because, row.id, row.none_because) or ""
        if row.id in opening.damaged:
            opening.damaged.add(row.finding_id)
        found[row.finding_id] = Grounds(row.standard, grounds.references(evidence), grounds.factors(factors), because)
    return found


def remarks(opening: Opening) -> dict[int, list[str | None]]:
    """By finding: what was said of it when it was judged, the newest first."""
    rows = opening.rows.of(ApprovalComment)
    when = {row.id: row.at for row in opening.rows.of(Approval)} if rows else {}
    found: dict[int, list[str | None]] = {}
    for row in sorted(rows, key=lambda row: when[row.approval_id], reverse=True):
        words = opening.text(ApprovalComment.text, row.id, row.text)
        found.setdefault(row.finding_id, []).append(words)
    return found
