"""indexes for lists, counts and the values to filter by"""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_TOLD = [
    "ward_id", "id", "retired_on", "neighbourhood", "sex", "education", "is_party_member", "is_union_member",
    "citizen_id", "birth_date",
]  # fmt: skip
_CANDIDATE = ["ward_id", "year", "person_id", "status", "health_class", "political_result", "ground"]


def upgrade() -> None:
    op.create_index("ix_militia_record_person_id_since", "militia_record", ["person_id", "since"])
    op.create_index("ix_reserve_record_person_id_since", "reserve_record", ["person_id", "since"])
    op.drop_index("ix_person_ward_id_sort_key", "person")
    op.create_index("ix_person_ward_id_sort_key_birth_date_id", "person", ["ward_id", "sort_key", "birth_date", "id"])
    op.create_index("ix_person_told", "person", _TOLD)
    op.drop_index("ix_enlistment_record_ward_id_year", "enlistment_record")
    op.create_index("ix_enlistment_record_told", "enlistment_record", _CANDIDATE)


def downgrade() -> None:
    op.drop_index("ix_enlistment_record_told", "enlistment_record")
    op.create_index("ix_enlistment_record_ward_id_year", "enlistment_record", ["ward_id", "year"])
    op.drop_index("ix_person_told", "person")
    op.drop_index("ix_person_ward_id_sort_key_birth_date_id", "person")
    op.create_index("ix_person_ward_id_sort_key", "person", ["ward_id", "sort_key"])
    op.drop_index("ix_reserve_record_person_id_since", "reserve_record")
    op.drop_index("ix_militia_record_person_id_since", "militia_record")
