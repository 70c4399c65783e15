"""what the owner of an account knows his open sessions by: last use, address, program"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("sign_in") as batch:
        batch.add_column(sa.Column("last_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("address", sa.String(length=45), nullable=True))
        batch.add_column(sa.Column("computer", sa.String(length=60), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("sign_in") as batch:
        batch.drop_column("computer")
        batch.drop_column("address")
        batch.drop_column("last_at")
