"""investigations and discipline."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "evidence",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("room", sa.String(length=20), nullable=False),
        sa.Column("subject", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("what", sa.LargeBinary(), nullable=False),
        sa.Column("from_party", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("source", sa.LargeBinary(), nullable=True),
        sa.Column("arose_on", sa.Date(), nullable=True),
        sa.Column("arose", sa.LargeBinary(), nullable=True),
        sa.Column("obtained_on", sa.Date(), nullable=False),
        sa.Column("how", sa.LargeBinary(), nullable=False),
        sa.Column("paper_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("message_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("statement_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("digest", sa.LargeBinary(), nullable=True),
        sa.Column("by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("aside_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_evidence_case_id")),
        sa.ForeignKeyConstraint(["from_party"], ["party.id"], name=op.f("fk_evidence_from_party")),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_evidence_message_id")),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_evidence_paper_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.create_index("ix_evidence_case", ["case_id", "position"], unique=False)
        batch_op.create_index(batch_op.f("ix_evidence_from_party"), ["from_party"], unique=False)
        batch_op.create_index(batch_op.f("ix_evidence_message_id"), ["message_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_evidence_paper_id"), ["paper_id"], unique=False)

    op.create_table(
        "given",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("party_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("about_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("asks", sa.String(length=20), nullable=False),
        sa.Column("heading", sa.LargeBinary(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=True),
        sa.Column("questions", sa.LargeBinary(), nullable=True),
        sa.Column("paper_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("given_at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("opened_at", sa.DateTime(), nullable=True),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_given_case_id")),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_given_paper_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_given_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_given")),
    )
    with op.batch_alter_table("given", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_given_about_id"), ["about_id"], unique=False)
        batch_op.create_index("ix_given_case", ["case_id", "party_id", "given_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_given_paper_id"), ["paper_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_given_party_id"), ["party_id"], unique=False)

    op.create_table(
        "party_guest",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("party_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("by_both", sa.LargeBinary(), nullable=False),
        sa.Column("by_link", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("made_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.Column("came_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_party_guest_case_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_party_guest_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party_guest")),
        sa.UniqueConstraint("by_both", name=op.f("uq_party_guest_by_both")),
        sa.UniqueConstraint("by_link", name=op.f("uq_party_guest_by_link")),
    )
    with op.batch_alter_table("party_guest", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_party_guest_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_party_guest_party_id"), ["party_id"], unique=False)

    op.create_table(
        "evidence_change",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("evidence_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("before", sa.LargeBinary(), nullable=True),
        sa.Column("reason", sa.LargeBinary(), nullable=True),
        sa.Column("by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_evidence_change_case_id")),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_evidence_change_evidence_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_change")),
    )
    with op.batch_alter_table("evidence_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evidence_change_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_evidence_change_evidence_id"), ["evidence_id"], unique=False)

    op.create_table(
        "evidence_custody",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("evidence_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("giver", sa.LargeBinary(), nullable=False),
        sa.Column("taker", sa.LargeBinary(), nullable=False),
        sa.Column("handed_at", sa.DateTime(), nullable=False),
        sa.Column("why", sa.LargeBinary(), nullable=False),
        sa.Column("place", sa.LargeBinary(), nullable=False),
        sa.Column("by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_evidence_custody_case_id")),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_evidence_custody_evidence_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_custody")),
    )
    with op.batch_alter_table("evidence_custody", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evidence_custody_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_evidence_custody_evidence_id"), ["evidence_id"], unique=False)

    op.create_table(
        "evidence_point",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("evidence_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("allegation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("direction", sa.LargeBinary(), nullable=False),
        sa.Column("why", sa.LargeBinary(), nullable=False),
        sa.Column("by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["allegation_id"], ["allegation.id"], name=op.f("fk_evidence_point_allegation_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_evidence_point_case_id")),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_evidence_point_evidence_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_point")),
    )
    with op.batch_alter_table("evidence_point", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evidence_point_allegation_id"), ["allegation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_evidence_point_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_evidence_point_evidence_id"), ["evidence_id"], unique=False)
