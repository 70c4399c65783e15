"""The measures as tables (Markdown) and as a chart (SVG)."""

from __future__ import annotations

import math
import os
import platform
from collections.abc import Sequence
from html import escape
from pathlib import Path

from bench.run import Measure, Result

Results = Sequence[Result]


def machine() -> str:
    """What the figures were taken on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    load = os.getloadavg()[0]
    python = f"Python {platform.python_version()}"
    return (
        f"{os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()} {platform.machine()}, {python}; load {load:.1f}"
    )


def table(measure: Measure) -> str:
    """A row for each way; for each size time, how many times ours that is, and memory; growth over the sizes."""
    sizes = sorted({one.size for one in measure.results})
    by_way: dict[str, dict[int, Result]] = {}
    for one in measure.results:
        by_way.setdefault(one.way, {})[one.size] = one
    heads = ["way", *(f"{size:,} {measure.unit}" for size in sizes), *(["growth"] if len(sizes) > 1 else [])]
    lines = [f"## {measure.title}", "", *measure.notes, "", _row(heads), _row(["---"] * len(heads))]
    for way, found in by_way.items():
        shown = f"**{way}**" if any(one.ours for one in found.values()) else way
        cells = [shown, *(_cell(found.get(size), _ours(measure, found.get(size))) for size in sizes)]
        if len(sizes) > 1:
            cells.append(_growth(list(found.values())))
        lines.append(_row(cells))
    lines += [
        _detail(one)
        for one in measure.results
        if measure.key in {"load", "commit", "pages", "city"} and one.ours and one.figures
    ]
    return "\n".join(lines) + "\n"


def _ours(measure: Measure, one: Result | None) -> Result | None:
    """What to compare with: our way at that size, in the same engine or page where the name says one."""
    if one is None or one.ours:
        return None
    engine = one.way.split(": ")[0] if ": " in one.way else ""
    for other in measure.results:
        if other.ours and other.size == one.size and other.way.startswith(engine):
            if measure.key == "pages" and not one.way.startswith(f"{other.way},"):
                continue
            return other
    return None


def _cell(one: Result | None, ours: Result | None) -> str:
    if one is None:
        return ""
    if one.seconds is None:
        return one.note or "–"
    text = _time(one.seconds)
    if ours is not None and ours.seconds:
        text += f" (×{one.seconds / ours.seconds:.2g}"
        text += f", CPU ×{one.cpu / ours.cpu:.2g})" if one.cpu and ours.cpu and ours.cpu > 0.02 else ")"
    return text + (f", {one.megabytes:,.0f} MB" if one.megabytes else "")


def _time(seconds: float) -> str:
    return f"{seconds * 1000:.3g} ms" if seconds < 1 else f"{seconds:.3g} s"


def _growth(found: list[Result]) -> str:
    good = [one for one in found if one.seconds]
    if len(good) < 2:
        return ""
    first, last = good[-2:]
    return f"×{(last.seconds or 0) / (first.seconds or 1):.2g} for ×{last.size / first.size:.3g}"


def _detail(one: Result) -> str:
    figures = [
        f"{key} {value:.4g}" if isinstance(value, float) else f"{key} {value}" for key, value in one.figures.items()
    ]
    return f"\n- {one.way}, {one.size:,}: {'; '.join(figures)}"


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


# --- The chart ------------------------------------------------------------------------------------------------------

_WIDE, _HIGH, _LEFT, _TOP = 420, 270, 62, 34
_LABEL_WIDTH = 190
_COLOURS = ("#8a8f98", "#b5651d", "#5b7db1", "#7a9a5b", "#9a6fb0", "#b59a2d", "#4d9a9a", "#c2758a")
_OURS = "#b3261e"


def chart(measures: Sequence[Measure]) -> str:
    """Time over size for each measure that has several sizes, both scales logarithmic."""
    panels = [one for one in measures if len({result.size for result in one.results}) > 1]
    width, height = 2 * (_WIDE + _LABEL_WIDTH), (len(panels) + 1) // 2 * (_HIGH + 50)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" '
        f'font-size="11"><rect width="{width}" height="{height}" fill="#fff"/>'
    ]
    for number, measure in enumerate(panels):
        x, y = number % 2 * (_WIDE + _LABEL_WIDTH), number // 2 * (_HIGH + 50)
        parts.append(f'<g transform="translate({x} {y})">{_panel(measure)}</g>')
    return "".join([*parts, "</svg>\n"])


def _panel(measure: Measure) -> str:
    # Of pages our own alone: the bare SQL stands in the table.
    results = [one for one in measure.results if one.seconds and (one.ours or measure.key != "pages")]
    sizes = sorted({one.size for one in results})
    low = math.floor(math.log10(min(one.seconds or 1 for one in results)))
    high = math.ceil(math.log10(max(one.seconds or 1 for one in results)))
    high = max(high, low + 1)

    def across(size: float) -> float:
        return _LEFT + (math.log10(size / sizes[0]) / math.log10(sizes[-1] / sizes[0])) * (_WIDE - _LEFT - 14)

    def up(seconds: float) -> float:
        return _TOP + (high - math.log10(seconds)) / (high - low) * (_HIGH - _TOP)

    parts = [f'<text x="{_LEFT}" y="18" font-size="13" font-weight="bold">{escape(measure.title)}</text>']
    for power in range(low, high + 1):
        y = up(10**power)
        parts.append(f'<line x1="{_LEFT}" x2="{_WIDE - 14}" y1="{y:.1f}" y2="{y:.1f}" stroke="#ddd"/>')
        parts.append(f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{_time(10**power)}</text>')
    for size in sizes:
        parts.append(f'<text x="{across(size):.1f}" y="{_HIGH + 16}" text-anchor="middle">{size:,}</text>')
    parts.append(f'<text x="{_WIDE - 14}" y="{_HIGH + 32}" text-anchor="end">{measure.unit}</text>')
    names = list(dict.fromkeys(one.way for one in results))
    ends: list[tuple[float, float, str, str]] = []
    for place, name in enumerate(names):
        line = [one for one in results if one.way == name]
        only_ours = all(one.ours for one in results)
        colour = _OURS if line[0].ours and not only_ours else _COLOURS[place % len(_COLOURS)]
        points = " ".join(f"{across(one.size):.1f},{up(one.seconds or 1):.1f}" for one in line)
        thick = 3 if line[0].ours and not only_ours else 1.6
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="{thick}"/>')
        end = line[-1]
        parts.append(f'<circle cx="{across(end.size):.1f}" cy="{up(end.seconds or 1):.1f}" r="3" fill="{colour}"/>')
        ends.append((up(end.seconds or 1), across(end.size), colour, name))
    return "".join([*parts, *_labels(ends)])


def _labels(ends: list[tuple[float, float, str, str]]) -> list[str]:
    """The names to the right, none upon another, each joined with the end of its line."""
    parts, below = [], 0.0
    for y, x, colour, name in sorted(ends):
        place = max(y + 4, below + 13)
        below = place
        parts.append(
            f'<line x1="{x + 4:.1f}" y1="{y:.1f}" x2="{_WIDE - 4}" y2="{place - 4:.1f}" stroke="{colour}" '
            f'stroke-width=".6"/><text x="{_WIDE}" y="{place:.1f}" fill="{colour}">{escape(name)}</text>'
        )
    return parts


def write(measures: Sequence[Measure], page: Path, picture: Path, note: str) -> None:
    """Write docs/performance.md and its picture."""
    picture.write_text(chart(measures), encoding="utf-8")
    text = [
        "# Performance, measured beside what a user would pick instead",
        f"Written by `script/bench`; run it again on your machine. Here: {machine()}. {note}".strip(),
        "Each measure runs ours and its peers in turn on the same invented people, in one run; figures are medians. In "
        "brackets: how many times ours, in time and in the processor's work (on a busy "
        "machine the better measure). Absolute figures differ from machine to machine, the ratios hardly.",
        f"![Time over size for each measure]({os.path.relpath(picture, page.parent)})",
        *(table(one) for one in measures),
    ]
    page.write_text("\n\n".join(text), encoding="utf-8")
