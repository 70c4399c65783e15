"""personal papers know the line of the register they went out with, and the paper that they replace"""

import json
from uuid import UUID

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_FEW = 500


def upgrade() -> None:
    with op.batch_alter_table("delivery") as batch:
        batch.add_column(sa.Column("issued_paper_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("replaces_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("replace_reason", sa.Text(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_delivery_issued_paper_id_issued_paper"), "issued_paper", ["issued_paper_id"], ["id"]
        )
        batch.create_foreign_key(op.f("fk_delivery_replaces_id_delivery"), "delivery", ["replaces_id"], ["id"])
        batch.create_index(op.f("ix_delivery_issued_paper_id"), ["issued_paper_id"])
        batch.create_index(op.f("ix_delivery_replaces_id"), ["replaces_id"])
    _freeze_what_went_out()


def _freeze_what_went_out() -> None:
    """Of runs that are in the register already, by the list of papers that their print keeps."""
    bind = op.get_bind()
    uuid, table = sa.Uuid(), sa.table
    lines = table(
        "issued_paper", sa.column("id", uuid), sa.column("list_key", sa.String()), sa.column("request", sa.JSON())
    )
    jobs = table("print_job", sa.column("id", uuid), sa.column("request", sa.JSON()))
    deliveries = table("delivery", sa.column("id", uuid), sa.column("issued_paper_id", uuid))
    for line_id, request in bind.execute(sa.select(lines.c.id, lines.c.request).where(lines.c.list_key.like("call-%"))):
        job_id = _read(request).get("job")
        kept = job_id and bind.execute(sa.select(jobs.c.request).where(jobs.c.id == sa.literal(UUID(job_id), uuid)))
        found = _read(kept.scalar()) if kept else {}
        ids = [UUID(one) for one in found.get("ids", [])]
        for start in range(0, len(ids), _FEW):
            some = deliveries.c.id.in_(ids[start : start + _FEW])
            bind.execute(sa.update(deliveries).where(some).values(issued_paper_id=line_id))


def _read(kept: object) -> dict:
    return (json.loads(kept) if isinstance(kept, str) else kept) or {}


def downgrade() -> None:
    with op.batch_alter_table("delivery") as batch:
        batch.drop_index(op.f("ix_delivery_replaces_id"))
        batch.drop_index(op.f("ix_delivery_issued_paper_id"))
        batch.drop_constraint(op.f("fk_delivery_replaces_id_delivery"), type_="foreignkey")
        batch.drop_constraint(op.f("fk_delivery_issued_paper_id_issued_paper"), type_="foreignkey")
        batch.drop_column("replace_reason")
        batch.drop_column("replaces_id")
        batch.drop_column("issued_paper_id")
