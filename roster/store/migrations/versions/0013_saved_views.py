"""named filters of lists, columns that an officer opens a list with, results of visits from door to door"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
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
    op.create_table(
        "inquiry_result",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ward_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("finding", sa.String(length=20), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=True),
        sa.Column("user_name", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["ward_id"], ["unit.id"], name=op.f("fk_inquiry_result_ward_id_unit")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_inquiry_result_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inquiry_result")),
    )
    op.create_index(op.f("ix_inquiry_result_ward_id_on_day"), "inquiry_result", ["ward_id", "on_day"])
    op.create_index(op.f("ix_inquiry_result_person_id"), "inquiry_result", ["person_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_inquiry_result_person_id"), table_name="inquiry_result")
    op.drop_index(op.f("ix_inquiry_result_ward_id_on_day"), table_name="inquiry_result")
    op.drop_table("inquiry_result")
    op.drop_table("list_habit")
    op.drop_index(op.f("ix_saved_view_user_id"), table_name="saved_view")
    op.drop_table("saved_view")
