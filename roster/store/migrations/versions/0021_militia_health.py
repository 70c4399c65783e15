"""the class of health that the register of the militia notes of a member"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("militia_record") as batch:
        batch.add_column(sa.Column("health_class", sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("militia_record") as batch:
        batch.drop_column("health_class")
