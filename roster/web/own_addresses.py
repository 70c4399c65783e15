"""Addresses of the program itself: where a form or a sign-in may lead."""

from __future__ import annotations

import re

LOCAL = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*")
