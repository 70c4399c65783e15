"""Work of Python and its libraries that thousands of tests would do again and again, done once a process."""

from __future__ import annotations

import gc
from typing import Any

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule

# New objects until Python looks among the newest for garbage: a page makes some ten thousand.
_YOUNG, _MIDDLE, _OLD = 50_000, 20, 20


def compile_each_address_once() -> None:
    """Thousands of tests make the application, and compiling its addresses is most of that: a function of the address
    alone, so that one made for an earlier application serves as well."""
    compile_builder, known = Rule._compile_builder, dict[Any, Any]()

    def remembered(self: Rule, append_unknown: bool = True) -> Any:
        key = (tuple(self._trace), append_unknown, tuple(sorted((self.defaults or {}).items())))
        if key not in known:
            known[key] = compile_builder(self, append_unknown)
        return known[key]

    Rule._compile_builder = remembered  # type: ignore[method-assign]  # a library has no hook here


class CompiledPages(BytecodeCache):
    """The templates compiled by an earlier application: each test has one of its own, the templates are the same."""

    def __init__(self) -> None:
        self._known: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket; Jinja throws away what a changed source has outdated."""
        if bucket.key in self._known:
            bucket.bytecode_from_string(self._known[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self._known[bucket.key] = bucket.bytecode_to_string()


def put_off_garbage() -> None:
    """Look for no garbage while the tests are imported: almost all that is made then stays."""
    gc.disable()


def set_garbage_aside() -> None:
    """Look for garbage again, among what is made from now on, and less often: with all tests in memory the looking
    took a tenth of their time."""
    gc.collect()
    gc.freeze()
    gc.enable()
    gc.set_threshold(_YOUNG, _MIDDLE, _OLD)
