"""How a paper is to be made out: which list, in which order, its date, number and signatures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from wtforms import RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from roster.columns.printed_lists import ENLISTMENT_16C
from roster.domain.text import clean
from roster.services.papers import PREPARER, SIGNER, PaperOptions
from roster.store.list_filter import BY_NAME
from roster.store.papers import Signatory
from roster.web.fields import DayField
from roster.web.office_form import OfficeForm
from roster.web.shell import show_count

AS_SEEN, BY_NEIGHBOURHOOD, COUNTED = "", "neighbourhood", "counted"
NOBODY, AS_SET = "", "set"
MOST_PRINTED = ENLISTMENT_16C.key


def attached_field() -> StringField:
    """The field for the paper that a list goes with, when it is printed and when it is issued."""
    return StringField(
        "Kèm theo văn bản",
        [Length(max=200, message="Không quá 200 ký tự.")],
        description="Khi danh sách là phụ lục, ví dụ: Tờ trình số 12/TTr-BCH ngày 05/11/2026",
        render_kw={"autocomplete": "off", "maxlength": 200},
    )


class PaperForm(OfficeForm):
    """The choices of one print. Blank date and number are lines to be filled by hand."""

    list_key = RadioField("In theo mẫu")
    order = SelectField(
        "Thứ tự",
        choices=[
            SelectChoice(AS_SEEN, "Như đang xem"),
            SelectChoice(BY_NAME, "Theo tên"),
            SelectChoice(BY_NEIGHBOURHOOD, "Theo tổ dân phố, trong tổ theo tên"),
            SelectChoice(COUNTED, "Theo tổ dân phố, mỗi tổ có dòng cộng"),
        ],
        description="Dòng cộng ghi số người của tổ bằng số và bằng chữ; bản Word, Excel cũng vậy",
    )
    dated_on = DayField("Ngày ghi trên văn bản", description="Để trống nếu sẽ ghi tay")
    number = StringField(
        "Số văn bản",
        [Length(max=20, message="Số văn bản dài quá 20 ký tự.")],
        description="Để trống nếu văn thư cấp số sau",
        render_kw={"autocomplete": "off", "maxlength": 20},
    )
    attached_to = attached_field()
    preparer = SelectField("Người lập")
    signer = SelectField("Người ký")

    def offer(
        self, lists: list[tuple[str, str]], signatories: dict[str, list[Signatory]], *, is_set: bool = False
    ) -> None:
        """Set what can be chosen; the latest appointed sign unless the officer says otherwise.

        Where the ward set how its lists look (`is_set`), they sign as it says.
        """
        self.list_key.choices = [SelectChoice(key, name) for key, name in lists]
        for part, field in ((PREPARER, self.preparer), (SIGNER, self.signer)):
            people = [SelectChoice(str(one.id), _name_of(one)) for one in signatories[part]]
            field.choices = [*people, SelectChoice(NOBODY, "Để trống, ký và ghi tên sau")]
            if is_set:
                field.choices.insert(0, SelectChoice(AS_SET, "Theo thiết lập của từng danh sách"))
            if field.data is None:
                field.data = field.choices[0].value
        if self.list_key.data is None:
            keys = [key for key, _ in lists]
            self.list_key.data = MOST_PRINTED if MOST_PRINTED in keys else keys[0]
        if self.order.data is None:
            self.order.data = AS_SEEN

    def count(self, rows: Mapping[str, int]) -> None:
        """Say beside each official form how many people it would name."""
        self.list_key.choices = [
            SelectChoice(
                one.value, f"{one.label}: {show_count(rows[one.value])} người" if one.value in rows else one.label
            )
            for one in self.list_key.choices
        ]

    def options(self, keys: tuple[str, ...] | None) -> PaperOptions:
        """The choices, after they were validated; `keys` are the columns of the list as it was seen."""
        return PaperOptions(
            dated_on=self.dated_on.data,
            number=clean(self.number.data or ""),
            preparer_id=_id_of(self.preparer.data),
            signer_id=_id_of(self.signer.data),
            keys=keys,
            signs_as_set=frozenset(
                part for part, field in ((PREPARER, self.preparer), (SIGNER, self.signer)) if field.data == AS_SET
            ),
            by_neighbourhood=self.order.data == COUNTED,
            attached_to=clean(self.attached_to.data or ""),
        )


def _name_of(one: Signatory) -> str:
    return f"{one.rank} {one.full_name}".strip() + f" – {one.authority or one.post}"


def _id_of(text: Any) -> UUID | None:
    return UUID(text) if text not in {None, NOBODY, AS_SET} else None  # one of the choices, or nobody
