"""Peoples and religions of Viet Nam by the names that lists write, brought to one spelling each.

Peoples: Danh mục các thành phần dân tộc Việt Nam (Quyết định 121-TCTK/PPCĐ 1979), the names that ward lists hold.
Religions: the organisations that the state recognises, and "Không". Whatever else is written stays as it is.
"""

from __future__ import annotations

from roster.domain.text import fold

_PEOPLES = (
    "Kinh", "Tày", "Thái", "Hoa", "Khmer", "Mường", "Nùng", "Mông", "Dao", "Gia Rai", "Ngái", "Ê Đê", "Ba Na",
    "Xơ Đăng", "Sán Chay", "Cơ Ho", "Chăm", "Sán Dìu", "Hrê", "Mnông", "Raglay", "Xtiêng", "Bru - Vân Kiều", "Thổ",
    "Giáy", "Cơ Tu", "Giẻ Triêng", "Mạ", "Khơ Mú", "Co", "Tà Ôi", "Chơ Ro", "Kháng", "Xinh Mun", "Hà Nhì",
    "Chu Ru", "Lào", "La Chí", "La Ha", "Phù Lá", "La Hủ", "Lự", "Lô Lô", "Chứt", "Mảng", "Pà Thẻn", "Cơ Lao",
    "Cống", "Bố Y", "Si La", "Pu Péo", "Brâu", "Ơ Đu", "Rơ Măm",
)  # fmt: skip
_OTHER_PEOPLES = {"k": "Kinh", "viet": "Kinh", "kinh viet": "Kinh", "h mong": "Mông", "hmong": "Mông", "meo": "Mông"}
_RELIGIONS = {
    "Không": "khong|ko|k|0|khong theo|khong co|khong theo dao|khong theo dao nao|luong",
    "Phật giáo": "phat giao|phat|dao phat|pg",
    "Công giáo": "cong giao|thien chua|thien chua giao|dao thien chua|cg|cong giao roma|ki to giao|kito giao",
    "Tin lành": "tin lanh|dao tin lanh",
    "Cao đài": "cao dai|dao cao dai",
    "Phật giáo Hòa Hảo": "hoa hao|phat giao hoa hao",
    "Hồi giáo": "hoi giao|dao hoi|islam",
}
_PEOPLE_BY_WORDS = {fold(name): name for name in _PEOPLES} | _OTHER_PEOPLES
_RELIGION_BY_WORDS = {word: name for name, words in _RELIGIONS.items() for word in words.split("|")}


def people_of(text: str) -> str:
    """The people's usual name ("KINH" → "Kinh"); the text itself where the list does not have it."""
    words = fold(text)
    return _PEOPLE_BY_WORDS.get(words.removeprefix("dan toc "), text)


def religion_of(text: str) -> str:
    """The religion's usual name ("Đạo Phật" → "Phật giáo"); the text itself where the list does not have it."""
    return _RELIGION_BY_WORDS.get(fold(text) or text.strip(), text)
