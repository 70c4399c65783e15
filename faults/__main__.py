"""`script/faults`: every fault in turn, the figures as a table. Exit 1 where a promise did not hold."""

from __future__ import annotations

import argparse
import dataclasses
import datetime
import logging
import platform
import sys
import time
from pathlib import Path

from faults import clusters, corpora, crowds, disks, inputs, kills, load
from faults.figures import FULL, QUICK, Figure, Run, as_table
from roster.config import PROJECT
from roster.store.engine import sqlite_module

FAULTS: dict[str, Run] = {
    "import": kills.in_import,
    "restore": kills.in_restore,
    "migration": kills.in_migration,
    "full": disks.full,
    "copies": disks.crash_copies,
    "flips": disks.flipped,
    "postgresql": clusters.restarts,
    "editors": crowds.editors,
    "submits": crowds.double_submits,
    "clock": crowds.clock_jumps,
    "sign-in": load.sign_in_times,
    "load": load.under_load,
}


def main() -> int:
    """Run what was asked for; print, and with --out write, the table."""
    parser = argparse.ArgumentParser(prog="script/faults", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the amounts of security.md §4")
    parser.add_argument("--input", action="store_true", help="only the 94 bad inputs of security.md §3")
    parser.add_argument("--load-seconds", type=float, help="how long the load lasts (600)")
    parser.add_argument("--corpus", type=Path, help="only the workbooks below this folder, other people's")
    parser.add_argument("--out", type=Path, help="also write the table there")
    parser.add_argument("names", nargs="*", metavar="FAULT", help="only these")
    asked = parser.parse_args()
    logging.disable(logging.CRITICAL)  # what is provoked would fill the screen
    amounts = QUICK if asked.quick else FULL
    if asked.load_seconds is not None:
        amounts = dataclasses.replace(amounts, load_seconds=asked.load_seconds)
    chosen = ["input"] if asked.input else asked.names or [*FAULTS, "input"]
    figures: list[Figure] = []
    cases = ""
    begun = time.monotonic()
    if asked.corpus:
        chosen = []
        figures += corpora.corpus(asked.corpus)
    for name in chosen:
        print(f"… {name}", file=sys.stderr, flush=True)
        if name == "input":
            cases, some = inputs.all_cases()
            figures += some
        else:
            for figure in FAULTS[name](amounts):
                print(f"  {figure.fault}: {figure.found}: {figure.verdict}", file=sys.stderr, flush=True)
                figures.append(figure)
    told = "\n".join([
        "# Faults", "",
        f"Printed by `script/faults{' --quick' if asked.quick else ''}{' --input' if asked.input else ''}` on "
        f"{datetime.datetime.now(datetime.UTC):%Y-%m-%d}: Python {platform.python_version()}, SQLite "
        f"{sqlite_module().sqlite_version}, {(time.monotonic() - begun) / 60:.0f} minutes.", "",
        as_table(figures), *(["", cases] if cases else []), "",
    ])  # fmt: skip
    print(told)
    if asked.out:
        (PROJECT / asked.out).write_text(told, encoding="utf-8")
    return 1 if any(figure.broken for figure in figures) else 0


if __name__ == "__main__":
    sys.exit(main())
