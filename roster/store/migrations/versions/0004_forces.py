"""forces"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "meeting",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ward_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("topic", sa.String(length=200), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=True),
        sa.Column("called", sa.Integer(), nullable=True),
        sa.Column("present", sa.Integer(), nullable=True),
        sa.Column("minutes_number", sa.String(length=80), nullable=True),
        sa.Column("is_held", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["ward_id"], ["unit.id"], name=op.f("fk_meeting_ward_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
    )
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_ward_id_on_day"), ["ward_id", "on_day"], unique=False)

    op.create_table(
        "report",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ward_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=True),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("sent_by", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["ward_id"], ["unit.id"], name=op.f("fk_report_ward_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
    )
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_report_ward_id_kind_first_day"), ["ward_id", "kind", "first_day"], unique=False
        )

    op.create_table(
        "speciality",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ward_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("group_name", sa.String(length=120), nullable=True),
        sa.Column("near_codes", sa.String(length=200), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["ward_id"], ["unit.id"], name=op.f("fk_speciality_ward_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speciality")),
        sa.UniqueConstraint("ward_id", "code", name=op.f("uq_speciality_ward_id_code")),
    )
    op.create_table(
        "target",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ward_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=True),
        sa.Column("unit", sa.String(length=20), nullable=True),
        sa.Column("goal", sa.Double(), nullable=True),
        sa.Column("deadline", sa.Date(), nullable=True),
        sa.Column("responsible", sa.String(length=160), nullable=True),
        sa.Column("value", sa.JSON(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["ward_id"], ["unit.id"], name=op.f("fk_target_ward_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target")),
        sa.UniqueConstraint("ward_id", "year", "key", name=op.f("uq_target_ward_id_year_key")),
    )
    op.create_table(
        "duty_shift",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ward_id", sa.Uuid(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("role", sa.String(length=60), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("holder_name", sa.String(length=120), nullable=False),
        sa.Column("phone", sa.String(length=15), nullable=True),
        sa.Column("notes", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_duty_shift_person_id_person")),
        sa.ForeignKeyConstraint(["ward_id"], ["unit.id"], name=op.f("fk_duty_shift_ward_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_shift")),
    )
    with op.batch_alter_table("duty_shift", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_duty_shift_ward_id_on_day"), ["ward_id", "on_day"], unique=False)

    op.create_table(
        "force_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ward_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=True),
        sa.Column("home", sa.String(length=10), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("clause", sa.String(length=10), nullable=True),
        sa.Column("value", sa.String(length=100), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("decision_number", sa.String(length=80), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.String(length=160), nullable=True),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("user_name", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_force_event_person_id_person")),
        sa.ForeignKeyConstraint(["ward_id"], ["unit.id"], name=op.f("fk_force_event_ward_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_force_event")),
    )
    with op.batch_alter_table("force_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_force_event_person_id_on_day"), ["person_id", "on_day"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_force_event_ward_id_home_on_day"), ["ward_id", "home", "on_day"], unique=False
        )

    op.create_table(
        "force_unit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ward_id", sa.Uuid(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column(
            "sort_key",
            sa.String(length=220).with_variant(sa.String(length=220, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("component", sa.String(length=20), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("neighbourhood_id", sa.Uuid(), nullable=True),
        sa.Column("decision_number", sa.String(length=80), nullable=True),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["neighbourhood_id"], ["neighbourhood.id"], name=op.f("fk_force_unit_neighbourhood_id_neighbourhood")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_force_unit_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["parent_id"], ["force_unit.id"], name=op.f("fk_force_unit_parent_id_force_unit")),
        sa.ForeignKeyConstraint(["ward_id"], ["unit.id"], name=op.f("fk_force_unit_ward_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_force_unit")),
    )
    with op.batch_alter_table("force_unit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_force_unit_ward_id_parent_id"), ["ward_id", "parent_id"], unique=False)

    op.create_table(
        "party_source",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ward_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("class_attended_on", sa.Date(), nullable=True),
        sa.Column("mentor", sa.String(length=120), nullable=True),
        sa.Column("planned_on", sa.String(length=10), nullable=True),
        sa.Column("admitted_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_party_source_person_id_person")),
        sa.ForeignKeyConstraint(["ward_id"], ["unit.id"], name=op.f("fk_party_source_ward_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party_source")),
    )
    with op.batch_alter_table("party_source", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_party_source_ward_id_person_id"), ["ward_id", "person_id"], unique=False)

    op.create_table(
        "appointment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ward_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("post", sa.String(length=100), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("record_id", sa.Uuid(), nullable=True),
        sa.Column("holder_name", sa.String(length=120), nullable=True),
        sa.Column("holder_position", sa.String(length=160), nullable=True),
        sa.Column("phone", sa.String(length=15), nullable=True),
        sa.Column("decision_number", sa.String(length=80), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.String(length=160), nullable=True),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.String(length=200), nullable=True),
        sa.Column("end_decision_number", sa.String(length=80), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_appointment_person_id_person")),
        sa.ForeignKeyConstraint(
            ["record_id"], ["militia_record.id"], name=op.f("fk_appointment_record_id_militia_record")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["force_unit.id"], name=op.f("fk_appointment_unit_id_force_unit")),
        sa.ForeignKeyConstraint(["ward_id"], ["unit.id"], name=op.f("fk_appointment_ward_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment")),
    )
    with op.batch_alter_table("appointment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_appointment_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_appointment_unit_id_begins_on"), ["unit_id", "begins_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_appointment_ward_id_begins_on"), ["ward_id", "begins_on"], unique=False)

    op.create_table(
        "establishment_post",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ward_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("post", sa.String(length=100), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["force_unit.id"], name=op.f("fk_establishment_post_unit_id_force_unit")),
        sa.ForeignKeyConstraint(["ward_id"], ["unit.id"], name=op.f("fk_establishment_post_ward_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_establishment_post")),
    )
    with op.batch_alter_table("establishment_post", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_establishment_post_unit_id_begins_on"), ["unit_id", "begins_on"], unique=False
        )

    op.create_table(
        "training_plan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ward_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("home", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("component", sa.String(length=20), nullable=True),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("required_days", sa.Double(), nullable=True),
        sa.Column("decision_number", sa.String(length=80), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["force_unit.id"], name=op.f("fk_training_plan_unit_id_force_unit")),
        sa.ForeignKeyConstraint(["ward_id"], ["unit.id"], name=op.f("fk_training_plan_ward_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_plan")),
    )
    with op.batch_alter_table("training_plan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_training_plan_ward_id_year"), ["ward_id", "year"], unique=False)

    op.create_table(
        "trainee",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ward_id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("result", sa.String(length=10), nullable=True),
        sa.Column("certificate_number", sa.String(length=80), nullable=True),
        sa.Column("certified_on", sa.Date(), nullable=True),
        sa.Column("excused_reason", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_trainee_person_id_person")),
        sa.ForeignKeyConstraint(["plan_id"], ["training_plan.id"], name=op.f("fk_trainee_plan_id_training_plan")),
        sa.ForeignKeyConstraint(["ward_id"], ["unit.id"], name=op.f("fk_trainee_ward_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trainee")),
        sa.UniqueConstraint("plan_id", "person_id", name=op.f("uq_trainee_plan_id_person_id")),
    )
    with op.batch_alter_table("trainee", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_trainee_person_id"), ["person_id"], unique=False)

    op.create_table(
        "training_session",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ward_id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("days", sa.Double(), nullable=False),
        sa.Column("topic", sa.String(length=200), nullable=True),
        sa.Column("is_entered", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["training_plan.id"], name=op.f("fk_training_session_plan_id_training_plan")
        ),
        sa.ForeignKeyConstraint(["ward_id"], ["unit.id"], name=op.f("fk_training_session_ward_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_session")),
    )
    with op.batch_alter_table("training_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_training_session_plan_id_on_day"), ["plan_id", "on_day"], unique=False)

    op.create_table(
        "session_absence",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ward_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("is_excused", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_session_absence_person_id_person")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["training_session.id"], name=op.f("fk_session_absence_session_id_training_session")
        ),
        sa.ForeignKeyConstraint(["ward_id"], ["unit.id"], name=op.f("fk_session_absence_ward_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_absence")),
        sa.UniqueConstraint("session_id", "person_id", name=op.f("uq_session_absence_session_id_person_id")),
    )


def downgrade() -> None:
    op.drop_table("session_absence")
    with op.batch_alter_table("training_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_training_session_plan_id_on_day"))

    op.drop_table("training_session")
    with op.batch_alter_table("trainee", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_trainee_person_id"))

    op.drop_table("trainee")
    with op.batch_alter_table("training_plan", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_training_plan_ward_id_year"))

    op.drop_table("training_plan")
    with op.batch_alter_table("establishment_post", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_establishment_post_unit_id_begins_on"))

    op.drop_table("establishment_post")
    with op.batch_alter_table("appointment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_appointment_ward_id_begins_on"))
        batch_op.drop_index(batch_op.f("ix_appointment_unit_id_begins_on"))
        batch_op.drop_index(batch_op.f("ix_appointment_person_id"))

    op.drop_table("appointment")
    with op.batch_alter_table("party_source", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_party_source_ward_id_person_id"))

    op.drop_table("party_source")
    with op.batch_alter_table("force_unit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_force_unit_ward_id_parent_id"))

    op.drop_table("force_unit")
    with op.batch_alter_table("force_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_force_event_ward_id_home_on_day"))
        batch_op.drop_index(batch_op.f("ix_force_event_person_id_on_day"))

    op.drop_table("force_event")
    with op.batch_alter_table("duty_shift", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_duty_shift_ward_id_on_day"))

    op.drop_table("duty_shift")
    op.drop_table("target")
    op.drop_table("speciality")
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_report_ward_id_kind_first_day"))

    op.drop_table("report")
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meeting_ward_id_on_day"))

    op.drop_table("meeting")
