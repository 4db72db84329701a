"""The demo's staff: whom one can be, and the password that everybody knows."""

from dataclasses import dataclass

from casework.people import Role

PASSWORD = "demo-demo-demo-demo"  # noqa: S105 - a demo's, printed on its sign-in page


@dataclass(frozen=True, slots=True)
class Account:
    """`key` is the address before `@demo.example`; `number` is theirs in the directory, empty for outsiders."""

    key: str
    name: str
    duty: str
    roles: tuple[Role, ...]
    number: str
    zone: str = "Europe/Amsterdam"

    @property
    def email(self) -> str:
        return f"{self.key}@demo.example"


ACCOUNTS = (
    Account("lead", "Hanne Berg", "leads employee relations", (Role.LEAD,), "1010"),
    Account("specialist", "Mara Lindqvist", "employee relations, Rotterdam", (Role.SPECIALIST,), "1011"),
    Account("specialist2", "Tomas Weil", "employee relations, Leeds", (Role.SPECIALIST,), "1012", "Europe/London"),
    Account("counsel", "Sofia Marchetti", "counsel", (Role.COUNSEL,), "1016"),
    Account("eap", "Ines Carvalho", "employee assistance", (Role.EAP,), "1013", "America/Los_Angeles"),
    Account("eap2", "Owen Pritchard", "employee assistance, Leeds", (Role.EAP,), "1018", "Europe/London"),
    Account("interviewer", "Joke Hellinga", "hears those who leave", (Role.INTERVIEWER,), "1017"),
    Account("dpo", "Lieke van Houten", "data protection officer", (Role.DPO,), "1019"),
    Account("admin", "Piet Brouwer", "runs Casework", (Role.ADMINISTRATOR,), "1014"),
    Account("auditor", "Ruth Adeyemi", "internal audit", (Role.AUDITOR,), "1015", "Europe/London"),
    Account(
        "alternate", "Eleanor Whitcombe", "ombudsperson, outside Northfield", (Role.ALTERNATE,), "", "Europe/London"
    ),
)
