"""the day on which the decision behind a posted list was signed, and how many undecided people it leaves out"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("posting") as batch:
        batch.add_column(sa.Column("signed_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("undecided", sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("posting") as batch:
        batch.drop_column("undecided")
        batch.drop_column("signed_on")
