"""named filters of lists, columns that an officer opens a list with"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0012"  # 0013 and 0014 are made beside it and chained at merge
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ward_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("user_name", sa.String(length=120), nullable=False),
        sa.Column("roster", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["ward_id"], ["unit.id"], name=op.f("fk_saved_view_ward_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint(
            "ward_id", "roster", "user_id", "name", name=op.f("uq_saved_view_ward_id_roster_user_id_name")
        ),
    )
    op.create_index(op.f("ix_saved_view_user_id"), "saved_view", ["user_id"])
    op.create_table(
        "list_habit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("roster", sa.String(length=12), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_habit")),
        sa.UniqueConstraint("user_id", "roster", name=op.f("uq_list_habit_user_id_roster")),
    )


def downgrade() -> None:
    op.drop_table("list_habit")
    op.drop_index(op.f("ix_saved_view_user_id"), table_name="saved_view")
    op.drop_table("saved_view")
