"""clauses that tell of health or offences leave the reasons that everybody reads; since when an organisation operates"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

SENSITIVE_CLAUSES = ("12.1.a", "12.1.b", "12.2.b", "12.2.c", "12.2.d", "12.2.đ", "12.2.e")
_REASONS = (
    ("militia_record", "closed_reason", ""),
    ("appointment", "end_reason", ""),
    ("field_change", "old", "home = 'militia' AND key = 'closed_reason' AND "),
    ("field_change", "new", "home = 'militia' AND key = 'closed_reason' AND "),
)


def upgrade() -> None:
    with op.batch_alter_table("organisation") as batch:
        batch.add_column(sa.Column("operating_since", sa.Date(), nullable=True))
    # The clause itself stays with its event, where it is shown to those alone who may see it.
    for clause in SENSITIVE_CLAUSES:
        words = f" ({clause}), quyết định số"
        for table, column, where in _REASONS:
            # Changes are kept as JSON text, in which letters may be written as \uXXXX.
            for written in dict.fromkeys((words, json.dumps(words)[1:-1])):
                plain = written.replace(written[: written.index(",")], "", 1)
                statement = sa.text(
                    f'UPDATE {table} SET "{column}" = replace("{column}", :written, :plain) '  # noqa: S608
                    f'WHERE {where}"{column}" IS NOT NULL AND replace("{column}", :written, :plain) <> "{column}"'
                )
                op.get_bind().execute(statement, {"written": written, "plain": plain})
    op.get_bind().execute(
        sa.text(
            "UPDATE force_event SET withdrawn_reason = 'Miễn đăng ký' WHERE home = 'militia' "
            "AND kind = 'registration' AND withdrawn_reason = 'Khuyết tật, bệnh hiểm nghèo, tâm thần (9.1.c)'"
        )
    )


def downgrade() -> None:
    with op.batch_alter_table("organisation") as batch:
        batch.drop_column("operating_since")
