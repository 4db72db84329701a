"""Leaving: what somebody says on their way out, and all that must be done until they are gone.

| step | from | to | who | what must hold |
|---|---|---|---|---|
| invite | planned, invited, expired | invited | whoever plans it, an interviewer | somebody outside the line hears it |
| complete | planned, invited | completed | the leaver; an interviewer in person | what is required is answered |
| decline | planned, invited | declined | the leaver; an interviewer on their word | |
| expire | invited | expired | the clock | the link has run out |
| review | completed | reviewed | an interviewer | what to do with what was said is written down |
| cancel | planned, invited, expired | cancelled | whoever plans it | a reason |

An exit has two rooms: `interview` is read by interviewers outside the leaver's line, `leaving` by those who see to the
checklist. What is not sent yet is sealed to the leaver alone. Answers that can be counted go into a tally too, which
knows nothing of whose they are and is gone once its quarter is published. A concern that becomes a case is linked to
nothing here.
"""
