"""The short stay of somebody without an account, who came in with a receipt, a code or a link."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped

from casework.db import Base, keyed, new_id, plain


class GuestSession(Base):
    """`guest_id`: whose reporter's half it is; `use`: what they came for. `wrapped`: the private half under the
    cookie, which is not here. Neither alone opens anything."""

    __tablename__ = "guest_session"

    id: Mapped[int] = plain(primary_key=True, autoincrement=False, default=new_id)
    cookie_hash: Mapped[bytes] = keyed(unique=True)
    guest_id: Mapped[int] = plain(index=True)
    use: Mapped[str] = plain(String(20))
    wrapped: Mapped[bytes] = keyed()
    ends_at: Mapped[datetime] = plain(index=True)
