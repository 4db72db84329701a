"""The seven questions that arbitrators ask under an agreement that needs just cause, after Enterprise Wire Co.,
46 LA 359 (1966): each is answered in words, and none is a score."""

from casework.settings import N_

QUESTIONS = {
    "forewarned": N_("Did they know, or should they have known, what could follow from it?"),
    "reasonable": N_("Is the rule reasonable for the work, its safety and what can be expected of people?"),
    "looked into": N_("Was it looked into before anything was decided?"),
    "fair": N_("Was that done fairly and without a side taken?"),
    "proven": N_("What shows that they did it?"),
    "alike": N_("Are others treated in the same way for the same thing?"),
    "fits": N_("Does it fit what was done, and how they have worked so far?"),
}
ANSWERS = {"yes": N_("yes"), "no": N_("no"), "in part": N_("in part")}
"""Beside the words of each answer."""
