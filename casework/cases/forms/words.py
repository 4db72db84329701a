"""The words that forms offer beside the lists of `lifecycle.kinds`: the field's own, kept as they are said."""

from casework.settings import N_

SPOKEN = {
    "phone": N_("By phone"),
    "person": N_("In person"),
    "letter": N_("By letter"),
    "manager": N_("Through a manager"),
}
MODES = {"anonymous": N_("Anonymous"), "confidential": N_("Confidential"), "named": N_("Named")}
PARTY_ROLES = (N_("complainant"), N_("respondent"), N_("witness"), N_("manager"), N_("companion"))
RELATIONS = (N_("employee"), N_("ex-employee"), N_("agency worker"), N_("outsider"))
