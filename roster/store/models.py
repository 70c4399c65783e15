"""Every table in one place: whoever needs the whole schema (migrations, tests) imports this module."""

from roster.store.accounts import SignIn, SignInFailure, User, UserRole, UserWard
from roster.store.audit import AuditEntry, FieldChange
from roster.store.campaigns import Campaign, CandidateMove, Holiday, Quota
from roster.store.claims import Claim, Delivery, Examination, RuleChange, Ruling
from roster.store.enlistment import EnlistmentRecord
from roster.store.imports import ImportBatch, ImportMemory
from roster.store.militia import MilitiaRecord
from roster.store.papers import Letterhead, PrintJob, Signatory
from roster.store.people import Person
from roster.store.reserve import ReserveRecord
from roster.store.units import Neighbourhood, Organisation, Unit, UnitSuccession

__all__ = [
    "AuditEntry",
    "Campaign",
    "CandidateMove",
    "Claim",
    "Delivery",
    "EnlistmentRecord",
    "Examination",
    "FieldChange",
    "Holiday",
    "ImportBatch",
    "ImportMemory",
    "Letterhead",
    "MilitiaRecord",
    "Neighbourhood",
    "Organisation",
    "Person",
    "PrintJob",
    "Quota",
    "ReserveRecord",
    "RuleChange",
    "Ruling",
    "SignIn",
    "SignInFailure",
    "Signatory",
    "Unit",
    "UnitSuccession",
    "User",
    "UserRole",
    "UserWard",
]
