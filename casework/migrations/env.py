"""What Alembic runs: the steps, inside the transaction that it is given."""

from alembic import context

from casework.migrations.tables import everything, written

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=everything() if context.config.attributes["compare"] else None,
    transactional_ddl=True,
    transaction_per_migration=False,
    render_as_batch=True,
    render_item=written,
)
context.run_migrations()
