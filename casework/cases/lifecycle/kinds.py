"""Kinds of case, channels and the other short lists of the record, in the field's words."""

from casework.settings import N_

GRIEVANCE, DISCRIMINATION, HARASSMENT, DISCIPLINARY = "grievance", "discrimination", "harassment", "disciplinary"

KINDS = {
    GRIEVANCE: N_("Grievance"),
    DISCRIMINATION: N_("Discrimination"),
    HARASSMENT: N_("Harassment"),
    DISCIPLINARY: N_("Disciplinary"),
}
FIRST_STATE = {GRIEVANCE: "received", DISCRIMINATION: "received", HARASSMENT: "received", DISCIPLINARY: "reported"}

CHANNELS = {
    "form": N_("by the form"),
    "person": N_("in person"),
    "phone": N_("by phone"),
    "letter": N_("by letter"),
    "manager": N_("through a manager"),
    "exit interview": N_("in an exit interview"),
}
SEVERITIES = {"low": N_("Low"), "medium": N_("Medium"), "high": N_("High"), "critical": N_("Critical")}
CONFIDENTIALITIES = {"standard": N_("Standard"), "restricted": N_("Restricted")}

ISSUES = {
    "pay": N_("Pay"),
    "hours": N_("Hours"),
    "conditions": N_("Working conditions"),
    "policy": N_("Policy"),
    "treatment by a manager": N_("Treatment by a manager"),
    "bullying": N_("Bullying"),
    "harassment": N_("Harassment"),
    "sexual harassment": N_("Sexual harassment"),
    "hostile environment": N_("Hostile environment"),
    "discrimination in hiring": N_("Discrimination in hiring"),
    "discrimination in pay": N_("Discrimination in pay"),
    "discrimination in promotion": N_("Discrimination in promotion"),
    "discrimination in discipline": N_("Discrimination in discipline"),
    "discrimination in termination": N_("Discrimination in termination"),
    "discrimination in accommodation": N_("Discrimination in accommodation"),
    "retaliation": N_("Retaliation"),
    "attendance": N_("Misconduct: attendance"),
    "conduct": N_("Misconduct: conduct"),
    "safety": N_("Misconduct: safety"),
    "theft": N_("Misconduct: theft"),
    "substance": N_("Misconduct: substance"),
    "violence": N_("Misconduct: violence"),
    "data": N_("Misconduct: data"),
    "performance": N_("Performance"),
    "conflict": N_("Conflict between colleagues"),
    "benefits or leave": N_("Benefits or leave"),
    "agreement": N_("Agreement"),
}
BASES = {
    "race": N_("Race"),
    "color": N_("Color"),
    "religion": N_("Religion"),
    "sex": N_("Sex (with pregnancy, orientation, identity)"),
    "national origin": N_("National origin"),
    "age": N_("Age"),
    "disability": N_("Disability"),
    "genetic information": N_("Genetic information"),
    "equal pay": N_("Equal pay"),
    "protected activity": N_("Protected activity"),
}
FINDINGS = {
    "substantiated": N_("Substantiated"),
    "partly substantiated": N_("Partly substantiated"),
    "not substantiated": N_("Not substantiated"),
    "inconclusive": N_("Inconclusive"),
}
DISCRIMINATORY = frozenset(issue for issue in ISSUES if issue.startswith("discrimination"))
GRAVE = frozenset({"sexual harassment", "violence"})
"""Issues for which mediation is never the default."""
