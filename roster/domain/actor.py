"""Who acts: the officer as the services see him, with his roles, his wards and what the roles permit.

Services receive an `Actor`; only the web floor reads a session and only the command line makes the system's own actor.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID


class Permission(StrEnum):
    """What a role may do, within the wards that the account is bound to."""

    VIEW_PEOPLE = "view_people"
    EDIT_PEOPLE = "edit_people"
    IMPORT = "import"
    EXPORT = "export"
    PRINT = "print"
    MANAGE_WARD = "manage_ward"  # letterhead, signatories, neighbourhoods, organisations
    MANAGE_ACCOUNTS = "manage_accounts"
    MANAGE_OFFICE = "manage_office"  # what holds for every ward at once: changes of rules, holidays, backups
    VIEW_AUDIT = "view_audit"
    HANDLE_REQUESTS = "handle_requests"  # citizens' requests about their own data: take in, answer, print the copy
    DECIDE_REQUESTS = "decide_requests"  # grant or refuse them, set how long data is kept, erase somebody's data


class Sensitivity(StrEnum):
    """Kinds of facts that only some roles may see (Luật BVDLCN 91/2025: sensitive personal data)."""

    IDENTITY = "identity"  # full citizen id and phone: masked for others
    HEALTH = "health"
    POLITICS = "politics"
    RELIGION = "religion"


_WORK = frozenset(
    {
        Permission.VIEW_PEOPLE, Permission.EDIT_PEOPLE, Permission.IMPORT, Permission.EXPORT, Permission.PRINT,
        Permission.HANDLE_REQUESTS,
    }
)  # fmt: skip
_COMMAND = frozenset({Permission.MANAGE_WARD, Permission.VIEW_AUDIT, Permission.DECIDE_REQUESTS})

# A ward command of three to five people has no separate computer administrator, so that role may also do an officer's
# work in the wards it is bound to; bound to no ward it manages accounts and sees nobody (docs/decisions).
PERMISSIONS: dict[str, frozenset[Permission]] = {
    "administrator": _WORK | _COMMAND | {Permission.MANAGE_ACCOUNTS, Permission.MANAGE_OFFICE},
    "commander": _WORK | _COMMAND,
    "political_officer": _WORK,
    "officer": _WORK,
    "viewer": frozenset({Permission.VIEW_PEOPLE}),
    "auditor": frozenset({Permission.VIEW_AUDIT}),
}

_ALL = frozenset(Sensitivity)
CLEARANCE: dict[str, frozenset[Sensitivity]] = {
    "administrator": _ALL,
    "commander": _ALL,
    "political_officer": _ALL,
    "officer": _ALL,
    "viewer": frozenset(),
    "auditor": frozenset(),
}


@dataclass(frozen=True)
class Actor:
    """An officer who acts. `ward_ids` is his scope: nothing outside of it exists for him.

    `covers_office`: whether nobody else works in a ward outside of it, so that what holds for all wards may be his.
    """

    user_id: UUID | None
    name: str
    roles: frozenset[str]
    ward_ids: frozenset[UUID] = field(default=frozenset())
    covers_office: bool = False
    is_system: bool = False  # the command line: every ward, every permission

    def may(self, permission: Permission) -> bool:
        """Whether one of the actor's roles grants `permission`; what holds for all wards, only if he covers them."""
        if permission == Permission.MANAGE_OFFICE and not self.covers_office:
            return self.is_system
        return self.is_system or any(permission in PERMISSIONS.get(role, frozenset()) for role in self.roles)

    def may_see(self, sensitivity: Sensitivity | None) -> bool:
        """Whether facts of this kind are shown to the actor in full (None: an ordinary fact)."""
        if sensitivity is None or self.is_system:
            return True
        return any(sensitivity in CLEARANCE.get(role, frozenset()) for role in self.roles)

    def covers(self, ward_id: UUID) -> bool:
        """Whether the ward lies in the actor's scope."""
        return self.is_system or ward_id in self.ward_ids


SYSTEM = Actor(user_id=None, name="Dòng lệnh", roles=frozenset(), is_system=True)
