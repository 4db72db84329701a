"""The few columns of cases that walls look at and change, by name: `access` stands below `cases`."""

from sqlalchemy import BigInteger, Boolean, LargeBinary, String, column, table

from casework.db import Instant

party = table(
    "party",
    column("id", BigInteger),
    column("case_id", BigInteger),
    column("role", String),
    column("employee_tag", LargeBinary),
    column("ended_at", Instant),
)
allegation = table("allegation", column("respondent_id", BigInteger), column("dropped_at", Instant))
member = table(
    "case_member",
    column("case_id", BigInteger),
    column("person_id", BigInteger),
    column("active", Boolean),
    column("ended_at", Instant),
    column("ended_by", BigInteger),
    column("changed_at", Instant),
)
case = table(
    "case",
    column("id", BigInteger),
    column("investigator_id", BigInteger),
    column("changed_at", Instant),
    column("unattended_at", Instant),
)
