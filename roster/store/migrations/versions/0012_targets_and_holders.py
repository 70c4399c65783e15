"""targets that are a ceiling; holders of posts without a file at courses"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("target") as batch:
        batch.add_column(sa.Column("is_ceiling", sa.Boolean(), nullable=True))
    with op.batch_alter_table("trainee") as batch:
        batch.alter_column("person_id", existing_type=sa.Uuid(), nullable=True)
        batch.add_column(sa.Column("holder_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("holder_name", sa.String(length=120), nullable=True))
        batch.create_unique_constraint(op.f("uq_trainee_plan_id_holder_id"), ["plan_id", "holder_id"])
    with op.batch_alter_table("session_absence") as batch:
        batch.alter_column("person_id", existing_type=sa.Uuid(), nullable=True)
        batch.add_column(sa.Column("holder_id", sa.Uuid(), nullable=True))
        batch.create_unique_constraint(op.f("uq_session_absence_session_id_holder_id"), ["session_id", "holder_id"])


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM session_absence WHERE person_id IS NULL"))
    op.execute(sa.text("DELETE FROM trainee WHERE person_id IS NULL"))
    with op.batch_alter_table("session_absence") as batch:
        batch.drop_constraint(op.f("uq_session_absence_session_id_holder_id"), type_="unique")
        batch.drop_column("holder_id")
        batch.alter_column("person_id", existing_type=sa.Uuid(), nullable=False)
    with op.batch_alter_table("trainee") as batch:
        batch.drop_constraint(op.f("uq_trainee_plan_id_holder_id"), type_="unique")
        batch.drop_column("holder_name")
        batch.drop_column("holder_id")
        batch.alter_column("person_id", existing_type=sa.Uuid(), nullable=False)
    with op.batch_alter_table("target") as batch:
        batch.drop_column("is_ceiling")
