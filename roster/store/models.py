"""Every table in one place: whoever needs the whole schema (migrations, tests) imports this module."""

from roster.store import audit_chain, secret_texts
from roster.store.accounts import RecoveryCode, SecondStep, SignIn, SignInFailure, User, UserRole, UserWard
from roster.store.audit import AuditEntry, AuditPerson, AuditSeal, FieldChange
from roster.store.campaigns import Campaign, CandidateMove, Holiday, Quota
from roster.store.claims import Claim, Delivery, Examination, RuleChange, Ruling
from roster.store.enlistment import EnlistmentRecord
from roster.store.forces import (
    Appointment,
    EstablishmentPost,
    ForceEvent,
    ForceUnit,
    ForceUnitName,
    PartySource,
    Speciality,
)
from roster.store.imports import ImportBatch, ImportMemory
from roster.store.inquiries import InquiryResult
from roster.store.issued import IssuedPaper, Posting
from roster.store.militia import MilitiaRecord
from roster.store.papers import Letterhead, ListSetting, PrintJob, Signatory
from roster.store.people import Person
from roster.store.privacy import DataRequest, Erasure, RetentionPeriod
from roster.store.reserve import ReserveRecord
from roster.store.saved_views import ListHabit, SavedView
from roster.store.targets import Report, Target
from roster.store.training import DutyShift, Meeting, SessionAbsence, Trainee, TrainingPlan, TrainingSession
from roster.store.units import Neighbourhood, Organisation, Unit, UnitSuccession

audit_chain.watch()  # no entry is committed without its seal
secret_texts.watch()

__all__ = [
    "Appointment",
    "AuditEntry",
    "AuditPerson",
    "AuditSeal",
    "Campaign",
    "CandidateMove",
    "Claim",
    "DataRequest",
    "Delivery",
    "DutyShift",
    "EnlistmentRecord",
    "Erasure",
    "EstablishmentPost",
    "Examination",
    "FieldChange",
    "ForceEvent",
    "ForceUnit",
    "ForceUnitName",
    "Holiday",
    "ImportBatch",
    "ImportMemory",
    "InquiryResult",
    "IssuedPaper",
    "Letterhead",
    "ListHabit",
    "ListSetting",
    "Meeting",
    "MilitiaRecord",
    "Neighbourhood",
    "Organisation",
    "PartySource",
    "Person",
    "Posting",
    "PrintJob",
    "Quota",
    "RecoveryCode",
    "Report",
    "ReserveRecord",
    "RetentionPeriod",
    "RuleChange",
    "Ruling",
    "SavedView",
    "SecondStep",
    "SessionAbsence",
    "SignIn",
    "SignInFailure",
    "Signatory",
    "Speciality",
    "Target",
    "Trainee",
    "TrainingPlan",
    "TrainingSession",
    "Unit",
    "UnitSuccession",
    "User",
    "UserRole",
    "UserWard",
]
