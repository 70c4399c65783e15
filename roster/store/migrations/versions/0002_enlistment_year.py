"""enlistment year"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "holiday",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("is_working", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_holiday")),
    )
    op.create_table(
        "rule_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("citation", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("user_name", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_change")),
    )
    op.create_table(
        "campaign",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ward_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("aged_17_reported_on", sa.Date(), nullable=True),
        sa.Column("registration_from", sa.Date(), nullable=True),
        sa.Column("registration_to", sa.Date(), nullable=True),
        sa.Column("registration_reported_on", sa.Date(), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("claims_signed_on", sa.Date(), nullable=True),
        sa.Column("claims_posted_on", sa.Date(), nullable=True),
        sa.Column("preselection_from", sa.Date(), nullable=True),
        sa.Column("preselection_to", sa.Date(), nullable=True),
        sa.Column("preselection_posted_on", sa.Date(), nullable=True),
        sa.Column("examination_from", sa.Date(), nullable=True),
        sa.Column("examination_to", sa.Date(), nullable=True),
        sa.Column("health_posted_on", sa.Date(), nullable=True),
        sa.Column("closing_on", sa.Date(), nullable=True),
        sa.Column("handover_on", sa.Date(), nullable=False),
        sa.Column("age_reading", sa.String(length=1), nullable=True),
        sa.Column("age_ruling_paper", sa.String(length=120), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("age_reading in ('A', 'B')", name=op.f("ck_campaign_age_reading")),
        sa.ForeignKeyConstraint(["ward_id"], ["unit.id"], name=op.f("fk_campaign_ward_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign")),
        sa.UniqueConstraint("ward_id", "year", name=op.f("uq_campaign_ward_id_year")),
    )
    op.create_table(
        "quota",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ward_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("service", sa.String(length=10), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("decision_number", sa.String(length=80), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.String(length=160), nullable=False),
        sa.ForeignKeyConstraint(["ward_id"], ["unit.id"], name=op.f("fk_quota_ward_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quota")),
        sa.UniqueConstraint("ward_id", "year", "service", name=op.f("uq_quota_ward_id_year_service")),
    )
    op.create_table(
        "claim",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ward_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("ground", sa.String(length=10), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("papers_received_on", sa.Date(), nullable=True),
        sa.Column("decision_number", sa.String(length=80), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.String(length=160), nullable=True),
        sa.Column("until", sa.String(length=10), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_claim_person_id_person")),
        sa.ForeignKeyConstraint(["ward_id"], ["unit.id"], name=op.f("fk_claim_ward_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
    )
    with op.batch_alter_table("claim", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_claim_ward_id_person_id"), ["ward_id", "person_id"], unique=False)

    op.create_table(
        "ruling",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ward_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("is_callable", sa.Boolean(), nullable=False),
        sa.Column("basis", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("paper_number", sa.String(length=80), nullable=False),
        sa.Column("ruled_on", sa.Date(), nullable=False),
        sa.Column("ruled_by", sa.String(length=160), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_ruling_person_id_person")),
        sa.ForeignKeyConstraint(["ward_id"], ["unit.id"], name=op.f("fk_ruling_ward_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ruling")),
    )
    with op.batch_alter_table("ruling", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_ruling_ward_id_person_id_year"), ["ward_id", "person_id", "year"], unique=False
        )

    op.create_table(
        "candidate_move",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ward_id", sa.Uuid(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("from_step", sa.String(length=30), nullable=True),
        sa.Column("to_step", sa.String(length=30), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("paper", sa.String(length=120), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("bulk_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("user_name", sa.String(length=120), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_candidate_move_person_id_person")),
        sa.ForeignKeyConstraint(
            ["record_id"], ["enlistment_record.id"], name=op.f("fk_candidate_move_record_id_enlistment_record")
        ),
        sa.ForeignKeyConstraint(["ward_id"], ["unit.id"], name=op.f("fk_candidate_move_ward_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidate_move")),
    )
    with op.batch_alter_table("candidate_move", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_candidate_move_record_id_at"), ["record_id", "at"], unique=False)
        batch_op.create_index(batch_op.f("ix_candidate_move_ward_id_bulk_id"), ["ward_id", "bulk_id"], unique=False)

    op.create_table(
        "delivery",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ward_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=14), nullable=False),
        sa.Column("paper_number", sa.String(length=80), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("event_on", sa.Date(), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("delivered_on", sa.Date(), nullable=True),
        sa.Column("received_by", sa.String(length=120), nullable=True),
        sa.Column("delivered_by", sa.String(length=120), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_delivery_person_id_person")),
        sa.ForeignKeyConstraint(
            ["record_id"], ["enlistment_record.id"], name=op.f("fk_delivery_record_id_enlistment_record")
        ),
        sa.ForeignKeyConstraint(["ward_id"], ["unit.id"], name=op.f("fk_delivery_ward_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
    )
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_delivery_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_delivery_ward_id_year_kind"), ["ward_id", "year", "kind"], unique=False)

    op.create_table(
        "examination",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ward_id", sa.Uuid(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("attendance", sa.String(length=10), nullable=True),
        sa.Column("attended_on", sa.Date(), nullable=True),
        sa.Column("height_cm", sa.Double(), nullable=True),
        sa.Column("weight_kg", sa.Double(), nullable=True),
        sa.Column("chest_cm", sa.Double(), nullable=True),
        sa.Column("hyperopia", sa.Boolean(), nullable=True),
        sa.Column("other_class", sa.Integer(), nullable=True),
        sa.Column("concluded_class", sa.Integer(), nullable=True),
        sa.Column("is_temporary", sa.Boolean(), nullable=False),
        sa.Column("concluded_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_id"], ["enlistment_record.id"], name=op.f("fk_examination_record_id_enlistment_record")
        ),
        sa.ForeignKeyConstraint(["ward_id"], ["unit.id"], name=op.f("fk_examination_ward_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_examination")),
        sa.UniqueConstraint("record_id", name=op.f("uq_examination_record_id")),
    )
    with op.batch_alter_table("examination", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_examination_ward_id_attended_on"), ["ward_id", "attended_on"], unique=False
        )

    with op.batch_alter_table("enlistment_record", schema=None) as batch_op:
        batch_op.add_column(sa.Column("service", sa.String(length=10), nullable=True))
        batch_op.add_column(sa.Column("volunteer", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("had_education_deferral", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("completed_kind", sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column("completed_months", sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("enlistment_record", schema=None) as batch_op:
        batch_op.drop_column("completed_months")
        batch_op.drop_column("completed_kind")
        batch_op.drop_column("had_education_deferral")
        batch_op.drop_column("volunteer")
        batch_op.drop_column("service")

    with op.batch_alter_table("examination", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_examination_ward_id_attended_on"))

    op.drop_table("examination")
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_delivery_ward_id_year_kind"))
        batch_op.drop_index(batch_op.f("ix_delivery_person_id"))

    op.drop_table("delivery")
    with op.batch_alter_table("candidate_move", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_candidate_move_ward_id_bulk_id"))
        batch_op.drop_index(batch_op.f("ix_candidate_move_record_id_at"))

    op.drop_table("candidate_move")
    with op.batch_alter_table("ruling", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ruling_ward_id_person_id_year"))

    op.drop_table("ruling")
    with op.batch_alter_table("claim", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_claim_ward_id_person_id"))

    op.drop_table("claim")
    op.drop_table("quota")
    op.drop_table("campaign")
    op.drop_table("rule_change")
    op.drop_table("holiday")
