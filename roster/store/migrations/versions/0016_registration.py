"""how a citizen came to his first registration (Biểu số 01A)"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("enlistment_record") as batch:
        batch.add_column(sa.Column("registration", sa.String(length=10), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("enlistment_record") as batch:
        batch.drop_column("registration")
