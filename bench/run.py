"""Runs each way in a process of its own and says how long it took and how much memory it held at most."""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent
NOT_HERE = "not here"


@dataclass
class Way:
    """One way to do a piece of work: a command, whole; `ours` marks the program's own."""

    name: str
    command: Sequence[str] | None  # None: not installed on this machine
    ours: bool = False


@dataclass
class Result:
    """What came of a way: medians over the runs; `note` says why there is none."""

    way: str
    size: int
    seconds: float | None = None
    megabytes: float | None = None
    cpu: float | None = None  # seconds of a processor's work: what other people on the machine change least
    ours: bool = False
    note: str = ""
    figures: dict[str, Any] = field(default_factory=dict)


@dataclass
class Measure:
    """A table of the report: its ways over its sizes."""

    key: str
    title: str
    unit: str
    results: list[Result]
    notes: list[str] = field(default_factory=list)


def compare(ways: Sequence[Way], size: int, runs: int, environment: Mapping[str, str], longest: float) -> list[Result]:
    """Run the ways one after the other, and all of them again, so that a busy minute hits each alike.

    A way that fails or takes longer than `longest` seconds is said to have done so and not run again.
    """
    times: dict[str, list[float]] = {way.name: [] for way in ways}
    peaks: dict[str, list[float]] = {way.name: [] for way in ways}
    works: dict[str, list[float]] = {way.name: [] for way in ways}
    told: dict[str, dict[str, Any]] = {way.name: {} for way in ways}
    notes = {way.name: NOT_HERE for way in ways if way.command is None}
    for _ in range(runs):
        for way in ways:
            if way.command is None or way.name in notes:
                continue
            before = _work()
            seconds, peak, said, note = run_once(way.command, environment, longest)
            if note:
                notes[way.name] = note
                continue
            # A way that says its own time was timed without what only the bench needs.
            times[way.name].append(float(said.get("seconds", seconds)))
            works[way.name].append(float(said.pop("cpu", _work() - before)))
            peaks[way.name].append(peak)
            told[way.name] = said
    return [
        Result(
            way.name, size,
            statistics.median(times[way.name]) if times[way.name] else None,
            statistics.median(peaks[way.name]) if peaks[way.name] else None,
            statistics.median(works[way.name]) if works[way.name] else None,
            way.ours, notes.get(way.name, ""), told[way.name],
        )
        for way in ways
    ]  # fmt: skip


def _work() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def run_once(
    command: Sequence[str], environment: Mapping[str, str], longest: float
) -> tuple[float, float, dict[str, Any], str]:
    """(seconds, MB at most, what it printed as JSON on its last line, why it failed or "")."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        command, env={**os.environ, **environment}, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True, start_new_session=True,
    )  # fmt: skip
    watch = _Watch(process.pid)
    watch.start()
    try:
        out, error = process.communicate(timeout=longest)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, 9)
        process.communicate()
        return 0, 0, {}, f"over {longest:.0f} s"
    finally:
        watch.done.set()
    seconds = time.perf_counter() - begun
    watch.join()
    if process.returncode:
        lines = error.strip().splitlines() or ["failed"]
        return 0, 0, {}, f"failed: {lines[-1][:80]}"
    last = out.strip().splitlines()[-1:] or [""]
    said = json.loads(last[0]) if last[0].startswith("{") else {}
    return seconds, watch.peak, said, ""


class _Watch(threading.Thread):
    """Looks at the memory of a process and all below it, twenty times a second; shared pages count once (PSS)."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.peak, self.done = pid, 0.0, threading.Event()

    def run(self) -> None:
        while not self.done.wait(0.05):
            self.peak = max(self.peak, sum(_memory(pid) for pid in _family(self.pid)))


def _family(pid: int) -> list[int]:
    found = [pid]
    for one in found:
        try:
            for task in Path(f"/proc/{one}/task").iterdir():
                found += [int(child) for child in (task / "children").read_text().split()]
        except OSError:
            continue
    return found


def _memory(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:"))
