"""settings of lists, with dates"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "list_setting",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ward_id", sa.Uuid(), nullable=False),
        sa.Column("list_key", sa.String(length=40), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("created_by_name", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["ward_id"], ["unit.id"], name=op.f("fk_list_setting_ward_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_setting")),
        sa.UniqueConstraint(
            "ward_id", "list_key", "begins_on", name=op.f("uq_list_setting_ward_id_list_key_begins_on")
        ),
    )


def downgrade() -> None:
    op.drop_table("list_setting")
