"""Every column has its tier, and this page is the list: a new one is placed here in the change that adds it."""

import pytest
from sqlalchemy import LargeBinary, String, Text

from casework.db import Base
from casework.migrations.tables import everything

TIERS: dict[str, dict[str, str]] = {
    "address_change": {
        "plain": "at by id person_id undone_at",
        "key": "objection",
        "server": "before",
    },
    "admission": {
        "plain": "at by generation person_id",
        "key": "mac",
    },
    "allegation": {
        "plain": "added_at added_by case_id dropped_at id position respondent_id version",
        "server": "bases issue",
        "compartment": "text",
    },
    "appeal": {
        "plain": "case_id decided_at decided_by id party_id received_on recorded_by result",
        "compartment": "grounds reason",
    },
    "approval": {
        "plain": "approved at by case_id id",
        "compartment": "alone_because comment",
    },
    "bulk_grant": {
        "plain": (
            "after begun_at by ended_at generation given how id identities kind numbers person_id shut source_id total"
        ),
    },
    "case": {
        "plain": (
            "acknowledged_at changed_at channel closed_at confidentiality department due_on due_what "
            "fed_back_at id investigator_id kind number opened_by paused_at received_at severity site_id "
            "state state_since title_epoch unattended_at version"
        ),
        "compartment": "narrative title",
    },
    "case_declaration": {
        "plain": "at case_id conflict id parties_version person_id",
    },
    "case_link": {
        "plain": "at by case_id id other_id relation",
    },
    "case_member": {
        "plain": (
            "active added_by case_id changed_at due_on ended_at ended_by id is_open number person_id "
            "reads_file received_at seen_at since"
        ),
    },
    "case_particular": {
        "plain": "case_id id name",
        "compartment": "text",
    },
    "closure": {
        "plain": "at by case_id id outcome undone_at undone_by",
        "compartment": "why why_undone",
    },
    "credential": {
        "plain": "changed_at generation person_id totp_step",
        "key": "by_password by_recovery_code salt verifier",
        "server": "totp",
    },
    "directory_import": {
        "plain": "base by id leavers read_at",
        "server": "lines",
    },
    "draft": {
        "plain": "id kept_at person_id",
        "compartment": "written",
    },
    "employee": {
        "plain": "department ends_on id imported_at location starts_on",
        "key": "email_tag manager_tag name_tag same_as tag",
        "server": "agreement email employer name number",
    },
    "finding": {
        "plain": "allegation_id at by case_id id replaces_id",
        "server": "finding",
        "compartment": "reason",
    },
    "form_nonce": {
        "plain": "taken_at",
        "key": "digest",
    },
    "handover": {
        "plain": "after cause closed_at closed_by final id keys_ended_at opened_at opened_by person_id",
    },
    "handover_case": {
        "plain": "beside case_id handover_id identity reads_file",
    },
    "interim_measure": {
        "plain": "at by case_id ended_at ended_by id kind paid party_id review_on starts_on",
        "compartment": "agreed_by what why_ended",
    },
    "guest_session": {
        "plain": "ends_at id owner_id use",
        "key": "cookie_hash wrapped",
    },
    "message": {
        "plain": "at by case_id from_party id settled_at settled_by subject topic",
        "compartment": "text",
    },
    "note": {
        "plain": "at by case_id class id subject version",
        "compartment": "heading text",
    },
    "note_change": {
        "plain": "at by case_id id kind note_id",
        "compartment": "reason text",
    },
    "one_time_link": {
        "plain": "expires_at person_id purpose used_at",
        "key": "lookup",
    },
    "outbox": {
        "plain": "due_at expires_at given_up_at id lease leased_until notice person_id queued_at refusal tries",
        "server": "address body subject",
    },
    "paper": {
        "plain": "at by case_id copy_of file_id from_party id position released_at room size subject type",
        "key": "digest",
        "compartment": "file_key name",
    },
    "party": {
        "plain": (
            "added_at added_by case_id confirmed_at contact_paused_at department ended_at id is_reporter "
            "mode relation role room"
        ),
        "key": "employee_tag receipt",
        "compartment": "contact employer name",
    },
    "passkey": {
        "plain": "can_open created_at generation id person_id sign_count transports used_at",
        "key": "credential mac public wrapped",
        "server": "name",
    },
    "pause": {
        "plain": "by case_id cause ended_by ended_on from_on id review_on",
        "compartment": "why",
    },
    "pending_file": {
        "plain": "expires_at file_id",
    },
    "person": {
        "plain": "created_at created_by duty generation id name state zone",
        "key": "email_index employee_index",
        "server": "email",
    },
    "printed_code": {
        "plain": "generation made_at person_id used_at",
        "key": "tag",
    },
    "recovery_ceremony": {
        "plain": "answered_at asked_at ended_at id key_version pair people purpose",
        "key": "digest lookup",
        "server": "present",
    },
    "report_draft": {
        "plain": "expires_at id kept_at",
        "key": "receipt",
        "compartment": "written",
    },
    "role_claim": {
        "plain": "declined_at declined_by grant_id person_id role since source",
    },
    "reset_asked": {
        "plain": "at id",
        "server": "address",
    },
    "role_grant": {
        "plain": "ended_at ended_by given_at given_by id person_id role",
        "key": "mac",
    },
    "route": {
        "plain": "duty id kind person_id set_at set_by site_id",
        "key": "mac",
    },
    "scim_group": {
        "plain": "changed_at created_at id",
        "key": "name_tag",
        "server": "external name",
    },
    "scim_member": {
        "plain": "group_id person_id",
    },
    "scim_token": {
        "plain": "ended_at id made_at made_by",
        "key": "tag",
    },
    "scim_user": {
        "plain": "changed_at deleted_at person_id",
        "key": "external_tag user_tag",
        "server": "external user_name",
    },
    "server_kept_key": {
        "plain": "generation person_id since",
        "key": "wrapped",
    },
    "setting": {
        "plain": "changed_at changed_by name value",
    },
    "sign_in_attempt": {
        "plain": "at id",
        "key": "tag",
    },
    "site": {
        "plain": "closed_at country danger id name support zone",
    },
    "sso_subject": {
        "plain": "linked_at person_id",
        "key": "tag",
    },
    "step_taken": {
        "plain": "at by case_id from_state id outcome overridden step to_state",
        "compartment": "reason",
    },
    "task": {
        "plain": "at by case_id done_at done_by due_on id owner_id",
        "compartment": "outcome what with_whom",
    },
    "told": {
        "plain": "about at by case_id how id party_id told_on was_told",
        "compartment": "what",
    },
    "told_choice": {
        "plain": "notice person_id wanted",
    },
    "told_once": {
        "plain": "day notice person_id",
    },
    "trail_entry": {
        "plain": "actor_id actor_kind at chain id ids key_version seq tag",
        "key": "mac",
    },
    "trail_head": {
        "plain": "chain seq",
        "key": "mac",
    },
    "user_session": {
        "plain": "created_at device ended_at ends_at generation id person_id seen_at stage stepped_up_at",
        "key": "cookie_hash wrapped",
    },
    "vault_case_secret": {
        "plain": "case_id kek",
        "key": "wrapped",
    },
    "vault_compartment": {
        "plain": "case_id epoch id name subject",
    },
    "vault_epoch": {
        "plain": "compartment_id created_at epoch",
        "key": "commitment",
    },
    "vault_key_policy": {
        "plain": "barred id",
        "key": "mac",
    },
    "vault_public_key": {
        "plain": "case_id compartment_id created_at epoch generation id kind mac_version owner server_kept",
        "key": "mac public",
    },
    "vault_seal": {
        "plain": "case_id compartment_id created_at epoch form generation holder_id holder_kind id",
        "key": "sealed",
    },
    "wall": {
        "plain": "case_id cause decided_at decided_by id person_id raised_at raised_by state",
    },
    "withdrawal": {
        "plain": "asked_at case_id decided_at decided_by goes_on id party_id recorded_by",
        "compartment": "reason words",
    },
}


def test_every_column_has_the_tier_that_is_written_here() -> None:
    everything()
    found: dict[str, dict[str, set[str]]] = {}
    for name, table in Base.metadata.tables.items():
        for column in table.columns:
            found.setdefault(name, {}).setdefault(column.info.get("tier", "none"), set()).add(column.name)
    assert found == {name: {tier: set(c.split()) for tier, c in tiers.items()} for name, tiers in TIERS.items()}


@pytest.mark.parametrize("tier", ["key", "server", "compartment"])
def test_what_is_sealed_is_bytes_and_what_is_plain_is_not(tier: str) -> None:
    everything()
    for table in Base.metadata.tables.values():
        for column in table.columns:
            if column.info.get("tier") == tier:
                assert isinstance(column.type, LargeBinary), f"{table.name}.{column.name}"
            if column.info.get("tier") == "plain" and isinstance(column.type, String):
                assert column.type.length or isinstance(column.type, Text), f"{table.name}.{column.name}"
