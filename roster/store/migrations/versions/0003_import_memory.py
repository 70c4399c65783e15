"""import memory, undo and comparison"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "import_memory",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ward_id", sa.Uuid(), nullable=False),
        sa.Column("roster", sa.String(length=12), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("shape", sa.String(length=64), nullable=False),
        sa.Column("place", sa.String(length=30), nullable=False),
        sa.Column("word", sa.String(length=300), nullable=False),
        sa.Column("meaning", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("user_name", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["ward_id"], ["unit.id"], name=op.f("fk_import_memory_ward_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_memory")),
        sa.UniqueConstraint(
            "ward_id", "roster", "kind", "shape", "place", "word",
            name=op.f("uq_import_memory_ward_id_roster_kind_shape_place_word"),
        ),
    )  # fmt: skip
    with op.batch_alter_table("import_batch", schema=None) as batch_op:
        batch_op.add_column(sa.Column("purpose", sa.String(length=10), nullable=False, server_default="import"))
        batch_op.add_column(sa.Column("undone_by", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("import_batch", schema=None) as batch_op:  # the default was for the rows of old imports
        batch_op.alter_column("purpose", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("import_batch", schema=None) as batch_op:
        batch_op.drop_column("undone_at")
        batch_op.drop_column("undone_by")
        batch_op.drop_column("purpose")
    op.drop_table("import_memory")
