"""Employee assistance: a referral from the first word to its conclusion, known to its coordinators and its employee.

| step | from | to | who | what must hold |
|---|---|---|---|---|
| consent | requested | consented | the employee; a coordinator on their word | the employee has been reached |
| refer | consented | referred | a coordinator | a provider is chosen |
| accept | referred | accepted | a coordinator | the provider said yes |
| begin | accepted | in support | a coordinator | an appointment is planned |
| conclude | in support | concluded | a coordinator | no appointment is left open |
| return | referred, accepted | consented | a coordinator | the provider has no place |
| decline | requested, consented, referred, accepted | declined | the employee; a coordinator on their word | |
| withdraw | consented, referred, accepted, in support | withdrawn | the employee; a coordinator on their word | |

What the server keeps (`server`) it needs with nobody signed in: where a referral stands, when a release runs out,
what is counted in a quarter. Names, words and contacts are the `support` room's, which the employee reads too; a
coordinator's own notes and records of danger are the `referral` room's; what was disclosed lies in a room of its own,
which the recipient's key opens while their release lasts. Nothing here names an employee's line of the directory, or
a case.
"""
