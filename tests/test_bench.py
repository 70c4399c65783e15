"""The bench measures what it says: one tiny measure, its table and chart, and a way that is not there or fails."""

from __future__ import annotations

import sys

from bench.report import chart, table
from bench.run import NOT_HERE, Measure, Way, compare


def test_ways_are_measured_side_by_side_and_told_with_their_ratio():
    said = [sys.executable, "-c", "print('{\"seconds\": %s}')"]
    ways = [
        Way("ours", [*said[:2], said[2] % "0.5"], ours=True),
        Way("a peer", [*said[:2], said[2] % "2.0"]),
        Way("a peer that fails", [sys.executable, "-c", "raise SystemExit('no paper')"]),
        Way("a peer that is elsewhere", None),
    ]
    found = [one for size in (10, 100) for one in compare(ways, size, 1, {}, longest=60)]
    hangs = Way("a peer that hangs", [sys.executable, "-c", "import time; time.sleep(30)"])
    found += compare([hangs], 10, 1, {}, longest=0.2)
    measure = Measure("tiny", "Tiny", "rows", found)
    page = table(measure)
    assert "| **ours** | 500 ms" in page
    assert "| a peer | 2 s (×4" in page
    assert "no paper" in page and "over 0 s" in page and NOT_HERE in page
    picture = chart([measure])
    assert picture.count("<polyline") == 2 and "elsewhere" not in picture
