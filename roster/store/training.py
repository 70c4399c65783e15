"""Training of the forces and the ward command's own calendar: plans, days, who was there, results, duty, meetings."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from roster.store.db import db, new_id
from roster.store.handed_out import person_name


class TrainingPlan(db.Model):  # type: ignore[name-defined]  # Flask-SQLAlchemy makes Model at run time
    """One training or course of a year, for one kind of people.

    `kind` is training (huấn luyện), course (tập huấn) or exercise (diễn tập, hội thao); `home` militia or reserve.
    `required_days` None: as the law sets by component and year of service.
    """

    __tablename__ = "training_plan"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    ward_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    year: Mapped[int]
    kind: Mapped[str] = mapped_column(String(12))
    home: Mapped[str] = mapped_column(String(10))
    title: Mapped[str] = mapped_column(String(200))
    component: Mapped[str | None] = mapped_column(String(20))
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("force_unit.id"))
    required_days: Mapped[float | None]
    decision_number: Mapped[str | None] = mapped_column(String(80))
    notes: Mapped[str | None] = mapped_column(Text)
    closed_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy reads it once, at class creation
    __table_args__ = (Index(None, "ward_id", "year"),)


class Trainee(db.Model):  # type: ignore[name-defined]
    """Somebody whom a plan calls, with his result (excellent, good, passed, failed) and, of a course, certificate.

    Either a citizen of the ward's books, or the holder of a post of command who has no file there: `holder_id` is then
    that of his name (store.commanders), `holder_name` the name itself.
    """

    __tablename__ = "trainee"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    ward_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("training_plan.id"))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    holder_id: Mapped[UUID | None]
    holder_name: Mapped[str | None] = mapped_column(person_name(120))
    result: Mapped[str | None] = mapped_column(String(10))
    certificate_number: Mapped[str | None] = mapped_column(String(80))
    certified_on: Mapped[date | None]
    excused_reason: Mapped[str | None] = mapped_column(String(200))

    __table_args__ = (
        UniqueConstraint("plan_id", "person_id"),
        UniqueConstraint("plan_id", "holder_id"),
        Index(None, "person_id"),
    )

    @property
    def learner_id(self) -> UUID | None:
        """The id by which the book of training knows him."""
        return self.person_id or self.holder_id


class TrainingSession(db.Model):  # type: ignore[name-defined]
    """One part of a plan on one day; `days` is how many days it counts (a half day is 0.5)."""

    __tablename__ = "training_session"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    ward_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("training_plan.id"))
    on_day: Mapped[date]
    days: Mapped[float] = mapped_column(default=1.0)
    topic: Mapped[str | None] = mapped_column(String(200))
    is_entered: Mapped[bool] = mapped_column(default=False)  # attendance was taken

    __table_args__ = (Index(None, "plan_id", "on_day"),)


class SessionAbsence(db.Model):  # type: ignore[name-defined]
    """Somebody called who was not there: "all present but …" is how attendance is entered, and so it is kept."""

    __tablename__ = "session_absence"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    ward_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    session_id: Mapped[UUID] = mapped_column(ForeignKey("training_session.id"))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    holder_id: Mapped[UUID | None]  # of somebody without a file, as Trainee has it
    reason: Mapped[str | None] = mapped_column(String(200))
    is_excused: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (UniqueConstraint("session_id", "person_id"), UniqueConstraint("session_id", "holder_id"))

    @property
    def learner_id(self) -> UUID | None:
        """The id by which the book of training knows him."""
        return self.person_id or self.holder_id


class Meeting(db.Model):  # type: ignore[name-defined]
    """A meeting of the ward command, of its Party cell or of a unit (sinh hoạt, giao ban): held or planned."""

    __tablename__ = "meeting"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    ward_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    kind: Mapped[str] = mapped_column(String(20))
    on_day: Mapped[date]
    topic: Mapped[str] = mapped_column(String(200))
    place: Mapped[str | None] = mapped_column(String(200))
    called: Mapped[int | None]
    present: Mapped[int | None]
    minutes_number: Mapped[str | None] = mapped_column(String(80))
    is_held: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (Index(None, "ward_id", "on_day"),)


class DutyShift(db.Model):  # type: ignore[name-defined]
    """One person on duty on one day (lịch trực). A holder who is on no roster has a name and no person."""

    __tablename__ = "duty_shift"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    ward_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    on_day: Mapped[date]
    role: Mapped[str] = mapped_column(String(60))  # trực chỉ huy, trực ban, trực sẵn sàng
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    holder_name: Mapped[str] = mapped_column(person_name(120))
    phone: Mapped[str | None] = mapped_column(String(15))
    notes: Mapped[str | None] = mapped_column(String(200))

    __table_args__ = (Index(None, "ward_id", "on_day"),)
