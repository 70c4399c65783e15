"""what Biểu số 01 and 01A ask: how and where a citizen registered first, his place among his brothers and sisters"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("enlistment_record") as batch:
        batch.add_column(sa.Column("registration", sa.String(length=10), nullable=True))
        batch.add_column(sa.Column("registered_at", sa.String(length=200), nullable=True))
    with op.batch_alter_table("person") as batch:
        batch.add_column(sa.Column("sibling_count", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("birth_order", sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("person") as batch:
        batch.drop_column("birth_order")
        batch.drop_column("sibling_count")
    with op.batch_alter_table("enlistment_record") as batch:
        batch.drop_column("registered_at")
        batch.drop_column("registration")
