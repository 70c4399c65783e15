"""`script/bench [--quick] [NAME…]`: measure, print the tables, keep them in docs/."""

from __future__ import annotations

import argparse
import pickle
import time
from pathlib import Path

from bench.report import table, write
from bench.run import PROJECT, Measure
from bench.suites import LONGEST, SUITES, Options

# What was measured last, so that measures can be taken one by one and stand on one page.
_KEPT = PROJECT / "instance/bench.pickle"


def main() -> None:
    """Measure what was named, all else."""
    parser = argparse.ArgumentParser(prog="script/bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of: {', '.join(SUITES)}; none: all")
    parser.add_argument("--quick", action="store_true", help="small sizes, once; prints only")
    parser.add_argument("--runs", type=int, default=3, metavar="N", help="how often each way is run")
    parser.add_argument("--longest", type=float, default=LONGEST, metavar="S", help="seconds for one way once")
    parser.add_argument("--most", type=int, default=1_000_000, metavar="N", help="no size above this")
    parser.add_argument("--note", default="", help="a sentence about the machine for the page")
    given = parser.parse_args()
    unknown = set(given.names) - set(SUITES)
    if unknown:
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    options = Options(given.quick, given.runs, given.longest, given.most)
    measures: dict[str, Measure] = {}
    for name in given.names or SUITES:
        begun = time.monotonic()
        measures[name] = SUITES[name](options)
        print(table(measures[name]), f"\n({name}: {time.monotonic() - begun:.0f} s)\n", flush=True)
        if not given.quick:
            _keep(measures[name])
    if not given.quick:
        kept = _kept()
        write(
            [kept[name] for name in SUITES if name in kept],
            PROJECT / "docs/performance.md", PROJECT / "docs/images/performance.svg", given.note,
        )  # fmt: skip


def _kept() -> dict[str, Measure]:
    path = Path(_KEPT)
    return pickle.loads(path.read_bytes()) if path.exists() else {}  # noqa: S301  # our own file


def _keep(measure: Measure) -> None:
    _KEPT.parent.mkdir(exist_ok=True)
    _KEPT.write_bytes(pickle.dumps({**_kept(), measure.key: measure}))


if __name__ == "__main__":
    main()
