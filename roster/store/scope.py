"""The ward scope of every query: what lies outside of the actor's wards does not exist for him."""

from __future__ import annotations

from uuid import UUID

from roster.domain.actor import Actor, Permission, Sensitivity


class NotFound(LookupError):
    """What was asked for does not exist within the actor's wards; a page answers 404 for both cases alike."""


class NotAllowed(PermissionError):
    """The actor's roles do not grant what he asked for; a page answers 403."""


def require_ward(actor: Actor, ward_id: UUID) -> UUID:
    """The ward's id again. Raises NotFound where the ward lies outside of the actor's scope."""
    if not actor.covers(ward_id):
        raise NotFound(str(ward_id))
    return ward_id


def require(actor: Actor, permission: Permission, ward_id: UUID) -> UUID:
    """The ward's id again. Raises NotFound outside of the actor's scope, then NotAllowed without the permission.

    Scope comes first: a stranger learns nothing from the difference.
    """
    require_ward(actor, ward_id)
    demand(actor, permission)
    return ward_id


def demand(actor: Actor, permission: Permission) -> None:
    """For what belongs to no ward. Raises NotAllowed without the permission."""
    if not actor.may(permission):
        raise NotAllowed(str(permission))


def demand_in_person(actor: Actor, permission: Permission) -> None:
    """As `demand`, of an officer: what stands under somebody's name is not the command line's. Raises NotAllowed."""
    if actor.is_system:
        raise NotAllowed(str(permission))
    demand(actor, permission)


def require_kept(actor: Actor, made_by: UUID | None) -> None:
    """For a kept paper: it shows what its maker may see. Raises NotAllowed for others who may not see all of that."""
    if (made_by is None or made_by != actor.user_id) and not all(actor.may_see(kind) for kind in Sensitivity):
        raise NotAllowed("every kind of fact")
