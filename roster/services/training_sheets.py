"""Training on paper: who took part in a plan, who still owes days, who got which certificate.

The columns are those of practice (the circular that prints them was not found).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from roster.columns.plain_sheets import Lines, PlainSheet
from roster.columns.sheet_columns import SHEET_COLUMNS
from roster.domain.actor import Actor, Sensitivity
from roster.domain.choices import COMPONENT, label_of
from roster.domain.dates import format_date
from roster.domain.law.training import PLAN_HOMES, PLAN_KINDS, RESULTS, days_text
from roster.listing.table import HIDDEN
from roster.services.training import Progress
from roster.services.training_book import Account, Book, Called
from roster.services.training_rates import Rate, Rates, Standing, owing_of
from roster.store.training import TrainingPlan

_NO_SIGNATURE: Lines = ("",)
_FOR_THE_PEN: Lines = ("",)  # results subject by subject, which the program does not hold


def training_sheet(book: Book, plan: TrainingPlan, on: date) -> PlainSheet:
    """Everybody whom the plan calls, with the days due and attended and the result, as of the day."""
    rows = []
    for one in book.by_plan[plan.id]:
        account = book.account_of(one, on)
        rows.append(
            (
                (one.person.full_name,), (_year(one.person.birth_date),), _place(book, one, on),
                (book.subject_words(one, book.first_day(plan) or on),), (days_text(account.due.days),),
                (days_text(book.tally(one, on).attended),), _FOR_THE_PEN,
                (RESULTS.get(book.result_on(one, on) or "", ""),),
                _NO_SIGNATURE, (_note(one, account),),
            )
        )  # fmt: skip
    return PlainSheet(
        "training",
        f"Danh sách tham gia {plan.title} năm {plan.year}".upper(),
        SHEET_COLUMNS["training"],
        tuple(rows),
    )


def owing_sheet(book: Book, accounts: Iterable[Account], on: date, year: int) -> PlainSheet:
    """Who still owes days of the year, each with what he owes over the year."""
    found = owing_of(list(accounts))
    rows = []
    for person, ones, missing in found.by_person:
        rows.append(
            (
                (person.full_name,), (_year(person.birth_date),),
                tuple(part for part in (book.post_of(person.id, on), book.unit_of(person.id, on)[1]) if part) or ("",),
                tuple(one.label for one in ones), tuple(days_text(one.due.days) for one in ones),
                tuple(days_text(one.tally.attended) for one in ones),
                tuple(days_text(one.tally.excused) for one in ones), (days_text(missing),), _NO_SIGNATURE,
            )
        )  # fmt: skip
    return PlainSheet(
        "training-owing",
        f"DANH SÁCH CÒN THIẾU NGÀY HUẤN LUYỆN NĂM {year} (TÍNH ĐẾN NGÀY {on:%d/%m/%Y})",
        SHEET_COLUMNS["training-owing"],
        tuple(rows),
        note=f"Tổng số ngày còn thiếu: {days_text(found.total)} ngày.",
    )


def certified(book: Book) -> list[Called]:
    """Whoever has a certificate, in the order of numbers within a plan."""
    found = [one for one in book.called if one.trainee.certificate_number]
    return sorted(found, key=lambda one: (str(one.plan.id), _number_order(one.trainee.certificate_number or "")))


def certificates_sheet(book: Book, year: int, on: date, plan: TrainingPlan | None = None) -> PlainSheet:
    """The certificates of the year, or of one plan."""
    rows = [
        (
            (one.person.full_name,), (_year(one.person.birth_date),), _place(book, one, on), (one.plan.title,),
            (RESULTS.get(one.trainee.result or "", ""),), (one.trainee.certificate_number or "",),
            (f"{one.trainee.certified_on:%d/%m/%Y}" if one.trainee.certified_on else "",), _NO_SIGNATURE,
        )
        for one in certified(book)
        if plan is None or one.plan.id == plan.id
    ]  # fmt: skip
    what = f": {plan.title}" if plan is not None else ""
    return PlainSheet(
        "certificates",
        f"Danh sách cấp chứng nhận năm {year}{what}".upper(),
        SHEET_COLUMNS["certificates"],
        tuple(rows),
    )


def people_sheet(actor: Actor, people: Iterable[Standing], words: str, year: int, on: date) -> PlainSheet:
    """The people behind a number of the rates or of a target; `words` say which, as on the page."""
    found = list(people)
    sees = actor.may_see(Sensitivity.HEALTH)  # why somebody is excused often tells of it
    rows = []
    for one in found:
        result = RESULTS.get(one.result or "", "Chưa xếp loại")
        excused = f"; miễn: {one.excused_reason if sees else HIDDEN}" if one.excused_reason else ""
        rows.append(
            (
                (one.person.full_name,), (_year(one.person.birth_date),), (label_of(COMPONENT, one.component),),
                (", ".join(word for word in (one.post, one.unit) if word),), (days_text(one.tally.attended),),
                (f"{result}{excused}",),
            )
        )  # fmt: skip
    return PlainSheet(
        "training-people",
        f"Danh sách {words.replace(' · ', ', ')} năm {year} (tính đến ngày {on:%d/%m/%Y})".upper(),
        SHEET_COLUMNS["training-people"],
        tuple(rows),
        note=f"Tổng số ngày tham gia: {days_text(sum(one.tally.attended for one in found))} ngày.",
    )


def plans_sheet(plans: Iterable[Progress], year: int, on: date) -> PlainSheet:
    """The plans of a year with how far each has gone on the day."""
    rows = []
    for one in plans:
        plan = one.plan
        kind = tuple(
            word for word in (PLAN_KINDS[plan.kind], PLAN_HOMES[plan.home], label_of(COMPONENT, plan.component)) if word
        )
        state = f"Đã kết thúc {plan.closed_on:%d/%m/%Y}" if plan.closed_on else "Đang thực hiện"
        rows.append(
            (
                (plan.title,), (", ".join(kind),), (str(one.called),), (f"{one.entered}/{one.sessions}",),
                (f"{days_text(one.days_entered)}/{days_text(one.days)}",), (str(one.attended),), (str(one.passed),),
                (str(one.owing),), (state,),
            )
        )  # fmt: skip
    return PlainSheet(
        "training-plans",
        f"KẾ HOẠCH HUẤN LUYỆN NĂM {year} (TÍNH ĐẾN NGÀY {on:%d/%m/%Y})",
        SHEET_COLUMNS["training-plans"],
        tuple(rows),
        noun="kế hoạch",
    )


def rates_sheet(rates: Rates, words: str, year: int, on: date) -> PlainSheet:
    """The rates of one kind of training: of the whole force, by component, by unit, by plan."""
    rows = [_rate_row(rates.total, rates.total.label)] if rates.total.strength else []
    if rates.total.strength:
        rows += [_rate_row(one, f"– {one.label}") for one in rates.by_component]
        rows += [_rate_row(one, f"– Đơn vị: {one.label}") for one in rates.by_unit]
    rows += [_rate_row(one, f"Kế hoạch: {one.label}") for one in rates.by_plan]
    return PlainSheet(
        "training-rates",
        f"Kết quả {words} năm {year} (tính đến ngày {on:%d/%m/%Y})".upper(),
        SHEET_COLUMNS["training-rates"],
        tuple(rows),
        noun="",
        note=(
            "% quân số: số người đã tham gia ít nhất một buổi trên quân số (của kế hoạch: trên số người được gọi). "
            "% đạt, % khá giỏi: trên số người đã xếp loại."
        ),
    )


def _rate_row(one: Rate, label: str) -> tuple[Lines, ...]:
    cells = (
        str(one.strength), str(one.called), str(one.attended), _share(one.attended_share), _share(one.days_share),
        str(one.graded), str(one.passed), _share(one.passed_share), str(one.good), _share(one.good_share),
    )  # fmt: skip
    return ((label,), *((cell,) for cell in cells))


def _share(share: float | None) -> str:
    return "–" if share is None else f"{share:g}".replace(".", ",")


def _year(birth_date: str | None) -> str:
    return format_date(birth_date)[-4:] if birth_date else ""


def _place(book: Book, one: Called, on: date) -> Lines:
    words = (book.post_of(one.person.id, on), book.unit_of(one.person.id, on)[1])
    return tuple(word for word in words if word) or ("",)


def _note(one: Called, account: Account) -> str:
    if one.trainee.excused_reason is not None:
        return f"Miễn: {one.trainee.excused_reason}"
    return "Đã ra khỏi lực lượng" if account.has_left else account.due.words if account.due.days is None else ""


def _number_order(number: str) -> tuple[int, str]:
    digits = "".join(sign for sign in number.split("/")[0] if sign.isdigit())[:18]
    return int(digits or 0), number
