"""audit entries are sealed in a chain and can no longer be changed; a second step at sign-in

What an earlier release kept is sealed as it is found right after this (roster.store.audit_chain.begin_where_needed):
that needs the key of the instance, which no migration knows.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

# Each table with what tells that a row is there already.
_TABLES = {
    "audit_entry": "id = new.id",
    "audit_person": "entry_id = new.entry_id and person_id = new.person_id",
    "audit_seal": "chain = new.chain and number = new.number",
}
_REFUSAL = "audit entries are never changed or deleted"


def upgrade() -> None:
    _add_second_step()
    op.create_table(
        "audit_person",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["audit_entry.id"], name=op.f("fk_audit_person_entry_id_audit_entry")),
        sa.PrimaryKeyConstraint("entry_id", "person_id", name=op.f("pk_audit_person")),
    )
    op.create_index(op.f("ix_audit_person_person_id"), "audit_person", ["person_id"])
    op.create_table(
        "audit_seal",
        sa.Column("chain", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("number", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("entry_id", sa.Uuid(), nullable=True),
        sa.Column("mac", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["audit_entry.id"], name=op.f("fk_audit_seal_entry_id_audit_entry")),
        sa.PrimaryKeyConstraint("chain", "number", name=op.f("pk_audit_seal")),
    )
    op.create_index(op.f("ix_audit_seal_entry_id"), "audit_seal", ["entry_id"])
    # A later migration that rebuilds one of these tables on SQLite loses its triggers and must make them again.
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "create function refuse_audit_change() returns trigger language plpgsql as "
            f"$$ begin raise exception '{_REFUSAL}'; end $$"
        )
        for table in _TABLES:
            op.execute(
                f"create trigger {table}_is_kept before update or delete or truncate on {table} "
                "for each statement execute function refuse_audit_change()"
            )
    else:
        for table, same in _TABLES.items():
            # SQLite's "insert or replace" deletes without asking the trigger of deletion.
            replacing = f"when exists (select 1 from {table} where {same})"  # noqa: S608  # our own names
            for verb, condition in (("update", ""), ("delete", ""), ("insert", replacing)):
                op.execute(
                    f"create trigger {table}_no_{verb} before {verb} on {table} {condition} "
                    f"begin select raise(abort, '{_REFUSAL}'); end"
                )


def _add_second_step() -> None:
    op.create_table(
        "second_step",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("seed", sa.String(length=255), nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_second_step_user_id_user_account")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_second_step")),
    )
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("start", sa.String(length=4), nullable=False),
        sa.Column("code", sa.String(length=255), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_recovery_code_user_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
    )
    op.create_index(op.f("ix_recovery_code_user_id"), "recovery_code", ["user_id"])
    # Whoever is signed in has not passed a second step: he signs in anew after the update.
    op.execute("update sign_in set ended_at = at where ended_at is null")
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.add_column(sa.Column("waits", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.alter_column("waits", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.drop_column("waits")
    op.drop_table("recovery_code")
    op.drop_table("second_step")
    if op.get_bind().dialect.name == "postgresql":
        for table in _TABLES:
            op.execute(f"drop trigger {table}_is_kept on {table}")
        op.execute("drop function refuse_audit_change()")
    else:
        for verb in ("update", "delete", "insert"):
            op.execute(f"drop trigger audit_entry_no_{verb}")
    op.drop_table("audit_seal")
    op.drop_table("audit_person")
