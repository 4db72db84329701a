"""Connections: to a SQLite file, or to PostgreSQL."""

from typing import Any

from sqlalchemy import Engine, create_engine, event


def engine(url: str, pool_size: int) -> Engine:
    """For an address as the settings have it. `pool_size`: how many connections stay open."""
    if not url.startswith("sqlite"):
        _, _, rest = url.partition("://")
        return create_engine(
            f"postgresql+psycopg://{rest}", hide_parameters=True, pool_size=pool_size, pool_pre_ping=True
        )
    made = create_engine(
        url, hide_parameters=True, pool_size=pool_size, pool_use_lifo=True, connect_args={"check_same_thread": False}
    )
    event.listen(made, "connect", _sqlite_connected)
    event.listen(made, "begin", _sqlite_begin)
    return made


def _sqlite_connected(connection: Any, _: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves, below
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "busy_timeout = 10000",
        "foreign_keys = ON",
        "secure_delete = ON",
        "temp_store = MEMORY",
        "cache_size = -3072",  # KiB: a page of a long list, with all that opens it, lies on some 500 pages of 4 KiB
        "soft_heap_limit = 5242880",  # of all connections together: those that are seldom used need none of that
    ):
        connection.execute(f"PRAGMA {pragma}")


def _sqlite_begin(connection: Any) -> None:
    if connection.get_execution_options().get("casework_writes"):
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:  # straight to the driver: it cannot fail, and every page begins twice
        connection.connection.driver_connection.execute("BEGIN")
