"""what a copy for the notice board says, kept beside its PDF for its other formats"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("posting") as batch:
        batch.add_column(sa.Column("data_name", sa.String(64), nullable=True))
        batch.add_column(sa.Column("data_sha256", sa.String(64), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("posting") as batch:
        batch.drop_column("data_sha256")
        batch.drop_column("data_name")
