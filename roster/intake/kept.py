"""Plans and grids as files of our own, read back without running anything.

A pickle may name any function of the machine. These come from the shelf, which a backup made elsewhere can fill, and
from a child that has just opened a stranger's workbook; so only the classes of plans and grids are made again.
"""

from __future__ import annotations

import io
import pickle
import sys
from typing import Any

_PACKAGES = ("roster.intake.", "roster.domain.", "roster.columns.")
_VALUES = {
    "builtins": frozenset({"set", "frozenset"}),
    "datetime": frozenset({"date", "datetime", "time", "timedelta", "timezone"}),
    "decimal": frozenset({"Decimal"}),
    "uuid": frozenset({"UUID", "SafeUUID"}),
}


class NotKept(ValueError):
    """What lies there was not kept by the program."""


class _Reader(pickle.Unpickler):
    """Knows the program's own classes and plain values."""

    def find_class(self, module: str, name: str) -> Any:
        """The class of that name. Raises NotKept for anything else."""
        if name in _VALUES.get(module, frozenset()):
            return super().find_class(module, name)
        if module.startswith(_PACKAGES) and module in sys.modules:
            found = getattr(sys.modules[module], name, None)
            if isinstance(found, type) and found.__module__ == module:
                return found
        raise NotKept(f"{module}.{name}")


def kept(value: Any) -> bytes:
    """The value as bytes."""
    return pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)


def read_kept(content: bytes) -> Any:
    """The value again. Raises NotKept where the bytes are none of ours."""
    try:
        return _Reader(io.BytesIO(content)).load()
    except NotKept:
        raise
    except Exception as error:  # broken bytes fail in many ways
        raise NotKept from error
