"""Every form of the program speaks Vietnamese, whatever is sent, and takes no text that names a state secret."""

from __future__ import annotations

import importlib
import pkgutil
import re
from datetime import date
from pathlib import Path

import pytest
import wtforms
from werkzeug.datastructures import MultiDict
from wtforms import PasswordField, StringField

import roster.web
from roster.domain.secrets import names_army_unit, names_wartime_placement, says_secret
from roster.web.fields import ColumnForm
from roster.web.office_form import OfficeForm, Vietnamese
from roster.web.reports.forms import SendForm

# The forms ask no database.
on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
NONSENSE = "@@ 99/99/9999 " + "x" * 30_000


def forms():
    """Every class of form that a module of the web floor defines."""
    for found in pkgutil.walk_packages(roster.web.__path__, "roster.web."):
        importlib.import_module(found.name)
    waiting, seen = [OfficeForm], []
    while waiting:
        one = waiting.pop()
        waiting += one.__subclasses__()
        seen.append(one)
    return [one for one in dict.fromkeys(seen) if one.__module__.startswith("roster.web")]


@on_sqlite
def test_no_form_answers_in_english(app):
    assert not [one for one in wtforms.Form.__subclasses__() if one.__module__.startswith("roster")]
    names, sentences = set(), set()
    for form_class in forms():
        day = {"today": date(2026, 1, 1)} if issubclass(form_class, ColumnForm) else {}
        for value in (NONSENSE, "", "-1", "9" * 400, "nan", "inf"):  # numbers beyond float, and none
            with app.test_request_context(method="POST"):
                form = form_class(formdata=None, meta={"csrf": False}, **day)
                form.process(MultiDict(dict.fromkeys(form._fields, value)))
                for field in form:
                    if getattr(field, "choices", 0) is None:
                        field.choices = [("1", "A")]
                form.validate()
                said = [str(one) for field in form for one in field.errors if not isinstance(one, dict | list)]
                names.add(form_class.__name__)
                sentences |= set(said)
    assert len(names) > 40 and len(sentences) > 30
    english = [one for one in sentences if re.search(r"\b(valid|must|field|required|character|choice|number)\b", one)
               or not re.search(r"[^\x00-\x7f“”…–]", one)]  # fmt: skip
    assert english == []


def test_every_sentence_of_the_library_is_translated():
    known = (Path(wtforms.__file__).parent / "locale" / "wtforms.pot").read_text(encoding="utf-8")
    messages = re.findall(r'^msgid(?:_plural)? "(.+)"$', known, re.MULTILINE)
    messages += re.findall(r'gettext\(\s*"([^"]+)"', "".join(
        path.read_text(encoding="utf-8") for path in Path(wtforms.__file__).parent.rglob("*.py")
    ))  # fmt: skip
    assert len(set(messages)) > 30
    assert [one for one in messages if Vietnamese().ngettext(one, one, 2) == one] == []


@on_sqlite
@pytest.mark.parametrize("typed, number", [("12", 12), ("12/BC-BCH", 12), ("Số 007/BC", 7), ("BC/12", None)])
def test_the_number_of_a_report_may_be_typed_as_the_paper_bears_it(app, typed, number):
    with app.test_request_context(method="POST"):
        form = SendForm(MultiDict({"number": typed, "dated_on": "01/02/2026"}), meta={"csrf": False})
        assert (form.validate(), form.number.data) == (number is not None, number)


SECRET = (
    "Đã xếp Trung đoàn 51, chức vụ thời chiến: xạ thủ", "Xếp vào e51/f3", "Biên chế vào d2/e50",
    "Pháo thủ số 2 thời chiến", "Đã xếp vào Trung đoàn Thủ đô", "Chức danh thời chiến là tiểu đội trưởng",
    "Trung đoàn 51 (đã xếp)", "Xuất ngũ 2019 ở e50, nay biên chế vào e51", "Đơn vị DBĐV: Sư đoàn 395",
    "Được sắp xếp vào đại đội c3 e8", "đã XẾP: trung  đoàn 51", "Quý I xếp vào f.395",
    "Đi huấn luyện DBĐV tại Trung đoàn 951", "Thuộc Trung đoàn 951 (DBĐV)",
)  # fmt: skip
HARMLESS = (
    "Xuất ngũ tại Trung đoàn 50", "Phục vụ tại e50/f3, xuất ngũ 2019", "Biên chế vào e50 khi tại ngũ",
    "Miễn gọi nhập ngũ thời chiến", "Chưa có chức vụ thời chiến", "Đã xếp vào đơn vị DBĐV",
    "Biên chế vào Tiểu đội 2 dân quân cơ động", "Xếp loại sức khỏe 2, cựu chiến sĩ Sư đoàn 3",
    "Công tác tại Lữ đoàn 170 từ 2010", "Nhà D2 khu tập thể", "Đại đội 3 dân quân cơ động, xếp vào Trung đội 1",
    "Nhập ngũ 2/2015, Lữ đoàn 147", "Bố từng phục vụ Trung đoàn 51", "Được biên chế vào e8 trong thời gian tại ngũ",
    "Động viên gia đình đưa con đi khám", "Hạ sĩ, nguyên tiểu đội trưởng c2 d4 e50",
)  # fmt: skip


def test_a_reason_of_absence_names_no_unit_of_the_army_but_where_somebody_served():
    for reason in ("Vắng: đi e952", "Được gọi vào Sư đoàn 395", "Huấn luyện tại d5 e8 f395", "Tập trung ở Lữ đoàn 649"):
        assert names_army_unit(reason), reason
    for reason in (
        "Con ốm",
        "Cách ly F0",
        "Thai sản",
        "Gặp mặt ngày xuất ngũ, Trung đoàn 50",
        "Trực Đại đội 3 dân quân",
    ):
        assert not names_army_unit(reason), reason


FREE_SECRET = (
    "Xếp Trung đoàn 50", "QĐ xếp: Lữ đoàn 242", "Xếp về d4 e50", "Biên chế Trung đoàn 50", "Biên chế: e50",
    "Thuộc biên chế Sư đoàn 3", "Nguồn của Trung đoàn 50", "Đơn vị nhận nguồn: Trung đoàn 50",
    "Đã có lệnh về Lữ đoàn 242", "Đơn vị DBĐV: eBB50", "xếp vào dBB4", "Xếp vào đơn vị Z119",
    "Xạ thủ B40, Trung đoàn 50", "Chức danh trong biên chế: pháo thủ số 2", "Thợ hàn, e50",
    "Giao nguồn cho Trung đoàn 50: 12 quân nhân dự bị", "Họp với e50 về công tác huấn luyện", "eBB 50",
)  # fmt: skip
FREE_HARMLESS = (
    *HARMLESS, "Anh trai đang ở Lữ đoàn 147", "Bộ đội e50 về, nay làm thợ", "Thuê trọ ở tòa E10, phòng 302",
    "Cách ly F1", "Xếp hạng nhì hội thao", "Sĩ quan Lữ đoàn 170", "Huấn luyện tại thao trường phường",
)  # fmt: skip


def test_free_words_name_no_unit_of_the_army_but_where_somebody_served():
    assert [one for one in (*SECRET, *FREE_SECRET) if not says_secret("notes", one)] == []
    assert [one for one in FREE_HARMLESS if says_secret("notes", one)] == []
    for place in ("former_unit", "workplace", "permanent_address"):
        assert not says_secret(place, "Khu tập thể Lữ đoàn 649")


@on_sqlite
def test_placement_is_told_from_service_history_and_no_form_keeps_it(app):
    assert [one for one in SECRET if not names_wartime_placement(one)] == []
    assert [one for one in HARMLESS if names_wartime_placement(one)] == []
    checked = 0
    for form_class in forms():
        if issubclass(form_class, ColumnForm):
            continue  # its columns' own readers say it (test_no_state_secrets)
        with app.test_request_context(method="POST"):
            form = form_class(formdata=None, meta={"csrf": False})
            form.process(MultiDict(dict.fromkeys(form._fields, SECRET[0])))
            for field in form:
                if getattr(field, "choices", 0) is None:
                    field.choices = [("1", "A")]
            form.validate()
            for field in form:
                if isinstance(field, StringField) and not isinstance(field, PasswordField):
                    assert any("bí mật nhà nước" in str(one) for one in field.errors), (form_class, field.name)
                    assert not any("51" in str(one) for one in field.errors), (form_class, field.name)
                    checked += 1
    assert checked > 60
