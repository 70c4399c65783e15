"""names that units bore before; records by person"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "force_unit_name",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ward_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["ward_id"], ["unit.id"], name=op.f("fk_force_unit_name_ward_id_unit")),
        sa.ForeignKeyConstraint(["unit_id"], ["force_unit.id"], name=op.f("fk_force_unit_name_unit_id_force_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_force_unit_name")),
        sa.UniqueConstraint("unit_id", "ends_on", name=op.f("uq_force_unit_name_unit_id_ends_on")),
    )
    op.create_index(op.f("ix_force_unit_name_ward_id"), "force_unit_name", ["ward_id"])
    for table in ("militia_record", "reserve_record"):
        op.create_index(op.f(f"ix_{table}_person_id_since"), table, ["person_id", "since"])


def downgrade() -> None:
    for table in ("militia_record", "reserve_record"):
        op.drop_index(op.f(f"ix_{table}_person_id_since"), table)
    op.drop_table("force_unit_name")
