"""how the taught heading or word was written"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("import_memory", schema=None) as batch_op:
        batch_op.add_column(sa.Column("text", sa.String(length=300), nullable=False, server_default=""))
    with op.batch_alter_table("import_memory", schema=None) as batch_op:  # the default was for what was taught before
        batch_op.alter_column("text", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("import_memory", schema=None) as batch_op:
        batch_op.drop_column("text")
