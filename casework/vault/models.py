"""What the vault keeps: public halves with their MACs, case secrets, compartments with their epochs, seals."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped

from casework.db import Base, keyed, new_id, plain


class PublicKey(Base):
    """The one table of public halves. `seal()` takes only a row whose MAC fits. `server_kept`: the private half lies
    with the server, for its owner signs in elsewhere."""

    __tablename__ = "vault_public_key"
    __table_args__ = (UniqueConstraint("kind", "owner", "compartment_id", "epoch", "generation"),)

    id: Mapped[int] = plain(primary_key=True, default=new_id)
    kind: Mapped[str] = plain(String(20))
    owner: Mapped[int] = plain()
    case_id: Mapped[int] = plain(default=0, index=True)
    compartment_id: Mapped[int] = plain(default=0)
    epoch: Mapped[int] = plain(default=0)
    generation: Mapped[int] = plain(default=1)
    public: Mapped[bytes] = keyed()
    mac: Mapped[bytes] = keyed()
    mac_version: Mapped[int] = plain()
    server_kept: Mapped[bool] = plain(default=False)
    created_at: Mapped[datetime] = plain()


class CaseSecret(Base):
    """`S`, wrapped by a KEK. Destroying a case deletes this row."""

    __tablename__ = "vault_case_secret"
    __table_args__ = (Index("ix_vault_case_secret_kek", "kek"),)

    case_id: Mapped[int] = plain(primary_key=True, autoincrement=False)
    kek: Mapped[int] = plain()
    wrapped: Mapped[bytes] = keyed()


class CompartmentRow(Base):
    """A compartment of a case; `subject` is the person on the case whose dialogue or identity it is, else 0."""

    __tablename__ = "vault_compartment"
    __table_args__ = (UniqueConstraint("case_id", "name", "subject"),)

    id: Mapped[int] = plain(primary_key=True, autoincrement=False)
    case_id: Mapped[int] = plain()
    name: Mapped[str] = plain(String(20))
    subject: Mapped[int] = plain(default=0)
    epoch: Mapped[int] = plain(default=1)


class Epoch(Base):
    """One key of a compartment, by its commitment: what was opened is compared with it."""

    __tablename__ = "vault_epoch"

    compartment_id: Mapped[int] = plain(ForeignKey(CompartmentRow.id), primary_key=True, autoincrement=False)
    epoch: Mapped[int] = plain(primary_key=True, autoincrement=False)
    commitment: Mapped[bytes] = keyed()
    created_at: Mapped[datetime] = plain()


class Seal(Base):
    """A compartment's key for one holder and epoch. `form` is `hpke` until first opened, then `own`."""

    __tablename__ = "vault_seal"
    __table_args__ = (
        UniqueConstraint("compartment_id", "holder_kind", "holder_id", "epoch"),
        Index("ix_vault_seal_holder", "holder_kind", "holder_id", "case_id", "generation"),
        Index("ix_vault_seal_case", "case_id"),
    )

    id: Mapped[int] = plain(primary_key=True, default=new_id)
    case_id: Mapped[int] = plain()
    compartment_id: Mapped[int] = plain(ForeignKey(CompartmentRow.id))
    epoch: Mapped[int] = plain()
    holder_kind: Mapped[str] = plain(String(20))
    holder_id: Mapped[int] = plain()
    generation: Mapped[int] = plain()
    form: Mapped[str] = plain(String(4))
    sealed: Mapped[bytes] = keyed()
    created_at: Mapped[datetime] = plain()


class KeyPolicy(Base):
    """One row: the compartments that are sealed to no key which the server keeps. MACed, for it decides who reads."""

    __tablename__ = "vault_key_policy"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False)
    barred: Mapped[str] = plain(String(120))
    mac: Mapped[bytes] = keyed()
