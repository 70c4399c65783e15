"""Neighbourhoods that are named of people without standing in the ward's own register: asked about, never refused."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from roster.domain.actor import Actor
from roster.domain.sorting import natural_key
from roster.domain.text import fold
from roster.services.units import list_neighbourhoods


def unrecorded_neighbourhoods(actor: Actor, ward_id: UUID, names: Iterable[object]) -> list[str]:
    """Those of the names that the ward's register lacks, on whatever day, in natural order.

    A ward that keeps no register yet has nothing to compare with: []. Raises NotFound.
    """
    recorded = {fold(one.name) for one in list_neighbourhoods(actor, ward_id)}
    wanted = {str(name) for name in names if name} if recorded else set()
    return sorted((name for name in wanted if fold(name) not in recorded), key=natural_key)


def unrecorded_sentence(name: str) -> str:
    """What an officer is told of such a name."""
    return (
        f"“{name}” chưa có trong danh mục tổ dân phố của phường. "
        "Nếu gõ nhầm, xin sửa lại; nếu là tổ mới, vẫn ghi được và nên khai thêm ở trang Tổ dân phố."
    )
