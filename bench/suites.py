"""The measures: which ways, on what data, at which sizes."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bench import load as mixed_load
from bench.city import measure as simulate
from bench.databases import POSTGRESQL, SQLITE, empty_database, engines
from bench.fill import fill
from bench.people import SHEET_COLUMNS, as_cells, militia
from bench.run import PROJECT, Measure, Result, Way, compare, run_once
from roster.app import create_app

SIZES = (100, 1_000, 5_000, 20_000)
LONGEST = 420.0  # seconds for one way once
MOST_MEMORY = 7_000  # MB; what would need more is left out and said to be
_PYTHON = sys.executable
_PEERS = PROJECT / ".venv-bench/bin/python"


class Options:
    """How thorough a run is."""

    def __init__(self, quick: bool, runs: int = 3, longest: float = LONGEST, most: int = 1_000_000) -> None:
        self.quick, self.longest = quick, longest
        self.sizes = tuple(size for size in SIZES if size <= (1_000 if quick else most))
        self.runs = 1 if quick else runs
        self.commit = self.sizes[-1]
        towns = ((1_000, 1), (20_000, 1), (100_000, 12), (1_000_000, 114))
        self.towns = [town for town in towns if town[0] <= (1_000 if quick else most)]
        self.load_people = self.sizes[-1]
        self.load_seconds = 5.0 if quick else 30.0


def printing(options: Options) -> Measure:
    """A list as PDF, each way a process from its start to the file."""
    with tempfile.TemporaryDirectory(prefix="roster-bench-") as name:
        folder = Path(name)

        def ways(size: int) -> list[Way]:
            facts, cells = _files(folder, size)
            peer = [_PYTHON, "-m", "bench.ways.print_peers"]
            other = [str(_PEERS), str(PROJECT / "bench/ways/print_peers.py")] if _PEERS.exists() else None
            pdf = str(folder / "list.pdf")
            chromium = _found("chromium", "chromium-browser", "google-chrome")
            office = _found("soffice", "libreoffice")
            return [
                Way("ours", [_PYTHON, "-m", "bench.ways.print_roster", facts, pdf], ours=True),
                Way("WeasyPrint, one document", [*peer, "weasyprint", cells, pdf]),
                Way("Chromium", [*peer, "chromium", cells, pdf, chromium] if chromium else None),
                Way("ReportLab, paragraphs", [*other, "reportlab", cells, pdf] if other else None),
                Way("ReportLab, strings (no wrapping)", [*other, "reportlab_strings", cells, pdf] if other else None),
                Way("Typst", [*other, "typst", cells, pdf] if other else None),
                Way("LibreOffice", [*peer, "libreoffice", cells, pdf, office] if office else None),
            ]

        results = _growing(ways, options.sizes, options)
    return Measure("print", "Printing a list (A4 landscape, 15 columns)", "rows", results, [
        "Whole processes, start included; memory is that of the process and all below it.",
    ])  # fmt: skip


def writing(options: Options) -> Measure:
    """A list as a workbook."""
    with tempfile.TemporaryDirectory(prefix="roster-bench-") as name:
        folder = Path(name)

        def ways(size: int) -> list[Way]:
            _, cells = _files(folder, size)
            facts = _facts_of_list(folder, size)
            start, book = [_PYTHON, "-m", "bench.ways.sheets"], str(folder / "list.xlsx")
            return [
                Way("ours", [*start, "write_roster", facts, book], ours=True),
                Way("openpyxl", [*start, "write_openpyxl", cells, book]),
                Way("openpyxl, write-only", [*start, "write_openpyxl_stream", cells, book]),
                Way("XlsxWriter, constant memory", [*start, "write_xlsxwriter", cells, book]),
            ]

        results = _growing(ways, options.sizes, options)
    return Measure("write", "Writing a list as a workbook (14 columns)", "rows", results, [
        "Work alone: the libraries are loaded, as in a warm worker. Ours begins at people's facts, the peers at "
        "finished cells.",
    ])  # fmt: skip


def reading(options: Options) -> Measure:
    """A workbook to a checked plan, in a ward that knows as many people, half of them those of the workbook."""
    results: list[Result] = []
    with empty_database(SQLITE) as (folder, url):
        most = max(options.sizes)
        _ward_that_knows(folder, url, most)
        plain_cells = militia(most * 3 // 2)

        def ways(size: int) -> list[Way]:
            book = folder / f"{size}.xlsx"
            _plain_book(book, [as_cells(one) for one in plain_cells[most - size // 2 :][:size]])
            start, files = [_PYTHON, "-m", "bench.ways.sheets"], [str(book), str(folder)]
            return [
                Way("ours, to a checked plan", [*start, "read_roster", *files], ours=True),
                Way("openpyxl read-only, cells", [*start, "read_openpyxl_stream", *files]),
                Way("openpyxl, cells", [*start, "read_openpyxl", *files]),
                Way("calamine, cells", [*start, "read_calamine", *files]),
            ]

        results = _growing(ways, options.sizes, options)
    return Measure("read", "Reading a workbook (14 columns)", "rows", results, [
        f"Ours: preflight, child process, headings, mapping, checks, match against {most:,} known people. The peers "
        "only read the cells. Work alone, libraries loaded.",
    ])  # fmt: skip


def committing(options: Options) -> Measure:
    """New people with their records into the real schema."""
    results: list[Result] = []
    for engine in engines():
        names = (("roster", "ours, with history"), ("core", "bare Core executemany"), ("orm", "naive ORM"))
        rounds: list[list[Result]] = []
        for _ in range(options.runs):
            one = []
            for way, name in names:
                with empty_database(engine) as (folder, url):
                    command = [_PYTHON, "-m", "bench.ways.commit", way, str(options.commit), str(folder), url]
                    shown = Way(f"{engine}: {name}", command, ours=way == "roster")
                    one += compare([shown], options.commit, 1, {}, LONGEST)
            rounds.append(one)
        results += [_middle(runs) for runs in zip(*rounds, strict=True)]
    return Measure("commit", "Committing an import (new people, one record each)", "rows", results, [
        "Ours makes the rows and writes them with the history and origin of each value and the journal; the peers get "
        "the same rows ready-made and write nothing else.",
    ])  # fmt: skip


def pages(options: Options) -> Measure:
    """Whole requests in the server's process."""
    results = []
    for engine in engines():
        for people, wards in options.towns:
            with empty_database(engine) as (folder, url):
                command = [_PYTHON, "-m", "bench.pages", str(people), str(wards), str(folder), url]
                _, peak, said, note = run_once(command, {}, 3000)
            for page, times in said.get("pages", {}).items():
                results.append(_page(f"{engine}: {page}", people, times, peak, "p95", ours=True))
                if "bare" in times:
                    results.append(_page(f"{engine}: {page}, bare SQL", people, times, peak, "bare", ours=False))
            if note:
                results.append(Result(engine, people, ours=True, note=note))
    return Measure("pages", "Pages (p95 of whole requests, network left out)", "people", results, [
        "1,000 and 20,000 people: one ward; 100,000: 12 wards; 1,000,000: 114 wards of 8,800. Bare SQL: the median of "
        "the least statement that could answer.",
    ])  # fmt: skip


def under_load(options: Options) -> Measure:
    """Ten officers, with and without an import and a long print beside them."""
    results = []
    for engine in engines():
        with empty_database(engine) as (folder, url):
            settings = {"ROSTER_INSTANCE": folder, "ROSTER_DATABASE_URL": url}
            app = create_app(settings)
            ward_id = fill(app, options.load_people, 1)
            book = folder / "import.xlsx"
            _plain_book(book, [as_cells(one) for one in militia(options.load_people)])
            for with_work in (False, True):
                found = mixed_load.measure(app, ward_id, book, options.load_seconds, with_work=with_work)
                name = f"{engine}: {'with import and print' if with_work else 'pages alone'}"
                figures = {**found.figures, "work": found.work}
                results.append(
                    Result(name, options.load_people, found.figures["p95"] / 1000, None, None, True, "", figures)
                )
            with app.app_context():
                from roster.store.db import db

                db.engine.dispose()
    return Measure("load", "Ten officers at once (p95 of a page, over HTTP)", "people", results, [
        "`flask roster serve` as an office runs it (waitress, one worker), officers who wait 0.3 s between pages, on "
        "the machine that also plays the officers.",
    ])  # fmt: skip


def city(options: Options) -> Measure:
    """The simulation of a city (bench/city.py)."""
    people, wards, officers, seconds = (20_000, 10, 30, 20.0) if options.quick else (1_000_000, 114, 300, 180.0)
    results = []
    if POSTGRESQL in engines():
        with empty_database(POSTGRESQL) as (folder, url):
            app = create_app({"ROSTER_INSTANCE": folder, "ROSTER_DATABASE_URL": url})
            fill(app, people, wards)
            found = simulate(app, officers, seconds)
            figures = {
                **found.load.figures, "marked": found.marked, "lists": found.load.work,
                "seconds until the last list was made": found.drained,
            }  # fmt: skip
            results = [Result("PostgreSQL", people, found.load.figures["p95"] / 1000, None, None, True, "", figures)]
    return Measure("city", f"A city: {wards} wards, {officers} officers", "people", results, [
        "Two web processes, two workers, PostgreSQL, Redis and the officers themselves on this one machine; each acts "
        "about every ten seconds: 80 of 100 look at a page, 15 mark somebody at the examination, 5 ask for a list on "
        "paper (p95 over all, over HTTP).",
    ])  # fmt: skip


SUITES: dict[str, Callable[[Options], Measure]] = {
    "print": printing, "read": reading, "write": writing, "commit": committing, "pages": pages, "load": under_load,
    "city": city,
}  # fmt: skip


def _page(name: str, people: int, times: dict[str, float], peak: float, key: str, *, ours: bool) -> Result:
    return Result(name, people, times[key] / 1000, peak if ours else None, None, ours, "", dict(times))


def _middle(runs: Sequence[Result]) -> Result:
    good = sorted((one for one in runs if one.seconds is not None), key=lambda one: one.seconds or 0)
    return good[len(good) // 2] if good else runs[0]


def _growing(ways: Callable[[int], list[Way]], sizes: Sequence[int], options: Options) -> list[Result]:
    """Each size after the other; a way that would take too long or too much at the next size is left out there."""
    results: list[Result] = []
    last: dict[str, Result] = {}
    for size in sizes:
        now_ = []
        for way in ways(size):
            before = last.get(way.name)
            reason = _too_much(before, size, options.longest)
            if reason:
                results.append(Result(way.name, size, ours=way.ours, note=reason))
            else:
                now_.append(way)
        found = compare(now_, size, options.runs, {}, options.longest)
        last |= {one.way: one for one in found}
        results += found
    return results


def _too_much(before: Result | None, size: int, longest: float) -> str:
    if before is None:
        return ""
    if before.note:
        return before.note
    times = size / before.size
    if (before.seconds or 0) * times > longest:
        return f"left out: over {longest:.0f} s"
    if (before.megabytes or 0) * times > MOST_MEMORY:
        return f"left out: over {MOST_MEMORY / 1000:.0f} GB"
    return ""


def _files(folder: Path, size: int) -> tuple[str, str]:
    """The same people as facts and as finished cells."""
    facts, cells = folder / f"{size}-facts.json", folder / f"{size}-cells.json"
    if not facts.exists():
        people = militia(size)
        facts.write_text(json.dumps(people, ensure_ascii=False), encoding="utf-8")
        rows = [[str(number), *as_cells(one)] for number, one in enumerate(people, start=1)]
        headings = ["STT", *(heading for _, heading in SHEET_COLUMNS)]
        list_: dict[str, Any] = {"title": "DANH SÁCH DÂN QUÂN TỰ VỆ NĂM 2027", "headings": headings, "rows": rows}
        cells.write_text(json.dumps(list_, ensure_ascii=False), encoding="utf-8")
    return str(facts), str(cells)


def _facts_of_list(folder: Path, size: int) -> str:
    """What the list's query gives, a person a line: the facts of its columns and no others."""
    path = folder / f"{size}-list.jsonl"
    if not path.exists():
        rows = ([one.get(key) for key, _ in SHEET_COLUMNS] for one in militia(size))
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return str(path)


def _plain_book(path: Path, rows: list[list[str]]) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(path, {"constant_memory": False})
    sheet = book.add_worksheet("Danh sách")
    for number, row in enumerate([[heading for _, heading in SHEET_COLUMNS], *rows]):
        sheet.write_row(number, 0, row)
    book.close()


def _ward_that_knows(folder: Path, url: str, count: int) -> None:
    command = [_PYTHON, "-m", "bench.ways.commit", "core", str(count), str(folder), url]
    _, _, _, note = run_once(command, {}, LONGEST)
    if note:
        raise RuntimeError(note)


def _found(*names: str) -> str | None:
    return next((path for name in names if (path := shutil.which(name))), None)


__all__ = ["LONGEST", "SUITES", "Options"]
