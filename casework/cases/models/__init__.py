"""The case and all that hangs on it, as rows. State that matters is a record with who, when and why."""

from .aftercare import Aftercare
from .beyond import Departure, SupportOffer
from .case import Case, Declaration, Link, Membership, Particular
from .comparing import ComparatorEntry, ComparatorPage
from .course import Appeal, Approval, Closure, Pause, StepTaken, Withdrawal
from .deciding import Consultation, Decision, Hearing, IssuedWarning, JustCause, RetaliationReview
from .disclosing import IdentityDisclosure, ProcessingNotice
from .evidence import Evidence, EvidenceChange, EvidenceCustody, EvidencePoint
from .finding import ApprovalComment, FindingGround, ReportVersion
from .given import Given, PartyGuest
from .hold import Hold, HoldScope
from .interview import Interview, InterviewAnswer, InterviewCorrection, InterviewEvent, InterviewStatement
from .joining import BulkGrant, Handover, HandoverCase
from .legal import Direction, PrivilegeClaim, Restriction, RestrictionLoss
from .letter import Letter
from .people import Allegation, Finding, Measure, Party, Told
from .plan import Mediation, MediationSession, MediationSide, Plan, PlanItem, PlanShare, PoliceReport
from .proceeding import Deadline, Proceeding, ProceedingStep
from .redacting import Redaction, RedactionMark
from .reporting import ReportComment, ReportSection, ReportText
from .retention import Destroyed, DestroyedFor, Destruction, DestructionItem, RetentionChoice
from .review import Review
from .timeline import Message, Note, NoteChange, Paper, Task

__all__ = [
    "Aftercare",
    "Allegation",
    "Appeal",
    "Approval",
    "ApprovalComment",
    "BulkGrant",
    "Case",
    "Closure",
    "ComparatorEntry",
    "ComparatorPage",
    "Consultation",
    "Deadline",
    "Decision",
    "Declaration",
    "Departure",
    "Destroyed",
    "DestroyedFor",
    "Destruction",
    "DestructionItem",
    "Direction",
    "Evidence",
    "EvidenceChange",
    "EvidenceCustody",
    "EvidencePoint",
    "Finding",
    "FindingGround",
    "Given",
    "Handover",
    "HandoverCase",
    "Hearing",
    "Hold",
    "HoldScope",
    "IdentityDisclosure",
    "Interview",
    "InterviewAnswer",
    "InterviewCorrection",
    "InterviewEvent",
    "InterviewStatement",
    "IssuedWarning",
    "JustCause",
    "Letter",
    "Link",
    "Measure",
    "Mediation",
    "MediationSession",
    "MediationSide",
    "Membership",
    "Message",
    "Note",
    "NoteChange",
    "Paper",
    "Particular",
    "Party",
    "PartyGuest",
    "Pause",
    "Plan",
    "PlanItem",
    "PlanShare",
    "PoliceReport",
    "PrivilegeClaim",
    "Proceeding",
    "ProceedingStep",
    "ProcessingNotice",
    "Redaction",
    "RedactionMark",
    "ReportComment",
    "ReportSection",
    "ReportText",
    "ReportVersion",
    "Restriction",
    "RestrictionLoss",
    "RetaliationReview",
    "RetentionChoice",
    "Review",
    "StepTaken",
    "SupportOffer",
    "Task",
    "Told",
    "Withdrawal",
]
