"""Headings that ask ("Bạn tên gì", "Vào Đoàn chưa"), as in forms that people send round, and what they ask for."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

_WHICH = r"(?:nao|may|bao nhieu|gi)"
_ANY_TIME = "(?:bao gio|khi nao)"
_WHEN = rf"(?:(?:vao |tu |hoi )?(?:ngay|thang|nam|luc|khi|dot|hom)(?: thang)?(?: nam)? {_WHICH}|(?:tu )?{_ANY_TIME})"
_WHERE = r"(?:dau|cho nao)"
_NOW = "(?:(?:dang|hien|hien nay|thuc(?: te| su)?) )*"
_YET = r"(?:chua|khong|hay chua|roi hay chua)"
_ASKS = re.compile(rf"\b(?:{_WHICH}|dau|ai|chua|bao gio|ra sao|hay)\b|\bco phai\b.* khong$")
# Whom it speaks to and when that was: "Lúc ra quân anh mang quân hàm gì". Brothers and sisters are others.
_YOU = "(?:ban|anh(?: chi)?|em|chau|dong chi|minh)"
_NO_KIN = "(?!(?:em|chi|trai|gai|ruot|ho|re|chong|vo|rau|ban|nao|hay)\\b)"
_ANH_CHI = re.compile(r"\banh chi (?!em|ruot|nao|trai|gai)")  # both words together stand for whoever is asked
_SPOKEN_TO = re.compile(
    rf"^{_YOU} (?:bay gio|hien nay|hien tai) |"
    r"^(?:(?:bay |hien )?gio |hien nay |(?:ngay )?truoc(?: day)? |"
    r"(?:luc|hoi|khi) (?:ra quan|xuat ngu|tai ngu|o bo doi|di bo doi) )?"
    rf"(?:{_YOU} {_NO_KIN})?|^(?:bay |hien )?gio | cua (?:{_YOU}|nha {_YOU})\b"
)
_OF_SERVICE = re.compile(r"^(?:luc|hoi|khi) (?:ra quan|xuat ngu|tai ngu|o bo doi|di bo doi)\b")
# Of folded words, short forms written out: what is asked, and the heading that asks for the same.
_ASKED: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(asked), said)
    for asked, said in (
        (r"(?:ho (?:va )?)?ten(?: day du| that)?(?: la)? gi|toi (?:ten )?la|"
         r"(?:nhung )?(?:anh em|dong chi|ai|chau|nguoi|ban)(?: nao)",
         "ho va ten"),
        (rf"(?:sinh|de) (?:vao )?nam {_WHICH}", "nam sinh"),
        (rf"(?:sinh|de) (?:vao )?{_WHEN}|de ngay", "ngay sinh"),
        (rf"(?:(?:dang|hien|nha|o|song|thuoc) )*to(?: dan pho)?(?: so)? {_WHICH}", "to dan pho"),
        (rf"nha (?:ban |minh )?(?:o )?{_WHERE}", "dia chi"),
        (rf"{_NOW}(?:(?:an )?o|song|sinh song|(?:cu|tam) tru|(?:thue )?tro)(?: (?:tai|o))? {_WHERE}|"
         rf"(?:toi |dem )(?:ve )?ngu (?:o )?{_WHERE}", "noi o hien nay"),
        (rf"(?:(?:dang|hien) )?thuong tru(?: tai| o)? {_WHERE}", "ho khau thuong tru"),
        # "Hiện nay anh ở số nhà nào, đường nào?"
        (rf"{_NOW}(?:o|song|sinh song)(?: tai)? (?:so )?(?:nha|duong|ngo) {_WHICH}\b.*", "noi o hien nay"),
        (rf"(?:(?:nha|o|nguoi) )*(?:cua )?to (?:{_WHICH}|so {_WHICH})", "to dan pho"),
        (rf"que(?: quan| goc)?(?: {_YOU})?(?: o)? (?:{_WHERE}|{_WHICH})", "que quan"),
        (r"(?:co )?(?:so )?(?:ho )?khau(?: thuong tru| goc)?(?: dang ky)?(?: ghi)?(?: o)? "
         rf"(?:{_WHERE}|phuong {_WHICH}\b.*)", "ho khau thuong tru"),
        (rf"nhap khau (?:tai|o) .*{_WHICH}.*", "ho khau thuong tru"),
        (rf"(?:nguoi )?goc(?: gac| nguoi)?(?: o)? (?:{_WHERE}|(?:xa|vung) {_WHICH}.*|{_WHICH})", "que quan"),
        (r"con ten (?:nao|gi)(?: khac)?(?: nua)?(?: khong)?", "ten goi khac"),
        (r"(?:ket hon|cuoi) (?:voi )?ai", "ho ten vo chong"),
        (rf"(?:da )?(?:duoc )?(?:vao|la|ket nap)(?: vao)? (doan|dang)(?: vien)? {_YET}", r"\1 vien"),
        # "Em vào Đoàn chưa? Vào rồi thì ghi luôn ngày vào"
        (rf"(?:da )?(?:duoc )?(?:vao|ket nap) (doan|dang) {_YET} (?:ngay|thang|nam|vao|neu|tu|roi|bao|khi)\b.*",
         r"\1 vien"),
        (rf"(?:da |duoc )*(?:vao|ket nap)(?: vao)? (doan|dang) {_WHEN}(?: (?:thang|nam) {_WHICH})*", r"ngay vao \1"),
        (rf"(?:mat )?can(?: thi)? {_WHICH}(?: do| diop| di op)*", "do can"),
        (rf"(?:nguoi )?cao (?:met )?{_WHICH}(?: cm| met| chuyen mon)?", "chieu cao"),  # "cm" is written out so
        (rf"nang {_WHICH}(?: kg| ky| can)?|can duoc {_WHICH}(?: [a-z]+){{0,2}}", "can nang"),
        (rf"(?:da )?hoc(?:(?: het| den| toi| xong)+ (?:lop|cap) {_WHICH}| (?:lop|cap) may)(?: thi nghi| pho thong)?|"
         rf"(?:da )?(?:tot nghiep|het|xong) (?:lop|cap) {_WHICH}|(?:tot nghiep|bang) cap (?:2|hai) hay cap (?:3|ba)",
         "trinh do van hoa"),
        (rf"(?:(?:tay nghe )?co |ra truong )?bang(?: nghe| cap)?(?: chuyen mon)? {_WHICH}(?: {_YET}| roi)?|"
         r"(?:sau khi (?:ra quan|xuat ngu) )?(?:co )?hoc (?:them )?(?:(?:nghe|truong|nganh) )+gi(?: them)?",
         "trinh do chuyen mon"),
        (r"(?:(?:hien|dang|hien nay|lam) )*(?:nghe|tho|cong viec|nghe nghiep) gi|di lam hay di hoc|"
         r"(?:(?:hien|dang|nay) )*lam(?: an| viec)? gi(?: kiem (?:song|an))?|ve (?:dia phuong|nha|que) lam gi",
         "nghe nghiep"),
        (rf"(?:(?:hien|dang) )*(?:lam(?: viec)?|hoc)(?: o| tai)? (?:{_WHERE}|(?:truong|cong ty) (?:nao|gi))|"
         r"(?:di )?lam(?: viec)?(?: cho| o| tai)?(?: (?:co quan|cong ty|don vi|xi nghiep|hay))+ (?:nao|gi)",
         "noi lam viec"),
        (r"(?:anh|nam|trai) hay (?:chi|nu|gai)", "gioi tinh"),
        (r"(?:la )?(?:nguoi )?dan toc (?:gi|nao)", "dan toc"),
        (r"(?:theo )?(?:ton giao|dao) (?:gi|nao)", "ton giao"),
        (rf"(?:.* )?(?:suc )?khoe loai {_WHICH}|(?:di )?kham (?:duoc|ra)(?: suc khoe)? loai {_WHICH}",
         "phan loai suc khoe"),
        (rf"dot giao quan {_WHICH}|"
         rf"(?:di|vao|nhap) (?:bo doi|linh|quan doi|ngu|quan ngu|nghia vu(?: quan su)?) {_WHEN}", "nhap ngu"),
        (rf"(?:xuat ngu|ra quan|giai ngu|phuc vien|(?:bo doi )?ve|hoan thanh nghia vu(?: quan su)?(?: tro)? ve)"
         rf"(?: dia phuong| nha)? {_WHEN}", "xuat ngu"),
        (r"(?:lam |di )?linh gi|(?:trong|o) (?:quan (?:ngu|doi)|bo doi) .*(?:chuyen nganh|nganh|nghe) gi",
         "chuyen nghiep quan su"),
        (rf"(?:nghia vu )?dan quan ket thuc {_WHEN}", "ngay het han tham gia"),
        (r"sinh hoat (?:o|trong) (?:don vi|trung doi|tieu doi) (?:dan quan |tu ve )?(?:nao|gi)", "don vi dqtv"),
        (rf"(?:vao|di|tham gia)(?: luc luong)? dan quan {_WHEN}", "ngay vao dan quan"),
        (r"(?:hoi |luc |khi )?o (?:linh|bo doi|don vi|dai doi|tieu doan)(?: cu)? lam (?:chan )?gi|"
         r"(?:hoi (?:ay|do) )?lam gi trong (?:(?:doi )?dan quan|don vi|linh|bo doi)", "chuc vu"),
        (r"(?:mang |deo )?(?:cap bac|quan ham) (?:gi|nao)", "cap bac"),
        (r"(?:(?:trong|o) (?:quan doi|quan ngu|bo doi|dan quan) )?(?:giu |lam |mang )?chuc(?: vu)? (?:gi|nao)",
         "chuc vu"),
        (rf"(?:goi |lien lac )?(?:(?:qua|theo|vao) )?so(?: dien thoai| may)? {_WHICH}"
         r"(?: thi (?:gap|lien (?:lac|he))\b.*)?", "so dien thoai"),
    )
)  # fmt: skip
_SERVED = re.compile(r"(?:o |tai |thuoc )?don vi (?:nao|gi)")
_TAIL = re.compile(rf"(?: la)?(?: so)? (?:{_WHICH}|{_YET}|the nao|ra sao)$")
# What only asks, in a question that no heading above asks: "giữ chức vụ gì trong dân quân" is about the post.
_WORDS_THAT_ASK = re.compile(rf"^(?:(?:co )?phai (?:la )?)|^la |\b{_WHICH} ")
# An invitation to write something down: "Anh cho xin số căn cước", "Anh điền số điện thoại vào đây".
_INVITED = re.compile(
    r"^(?:anh(?:\s*[/,-]?\s*chị)?|bạn|đồng chí|đ/c|em|cháu)\s+"
    r"(?:vui lòng |xin |hãy |cho )*(?:biết|xin|ghi|điền|khai)\s+|\s+vào đây\W*$",
    re.IGNORECASE,
)
# What follows a question says how to answer it: "Hiện em ở đâu? Ở trọ ghi rõ địa chỉ".
_HOW_TO_ANSWER = re.compile(r"\?\s*(?:ghi|nếu|có thì|rồi thì|vào rồi|ở trọ|đã)\b.*$", re.IGNORECASE | re.DOTALL)
_IS_ASKED = re.compile(rf"\banh chi\b|\b(?:{_WHICH}|dau)$|\b(?:gi|nao) (?!do\b)|^co phai\b")
# "Số Zalo để cô liên hệ"
_WHAT_FOR = re.compile(r" (?:de|khi) (?:[a-z]+ ){0,3}(?:lien he|lien lac|goi|nhan tin)$")
# Whom a question speaks to, in words that still have their marks, and that it asks to be told.
_YOU_ASKED = re.compile(
    r"\b(?:anh(?:\s*[/,-]?\s*chị)?|bạn|đồng chí|đ/c|em|cháu|mình)\s+(?!em\b|chị\b|trai\b|gái\b|ruột\b|rể\b|họ\b|nào\b)"
    r"(?:(?:vui lòng |xin |hãy )?(?:cho biết|ghi|điền|khai)\s+)?|\s*của (?:anh(?:/chị)?|bạn|đồng chí|em|cháu)\b",
    re.IGNORECASE,
)


def without_you(text: str) -> str:
    """A heading that ends with a question mark without whom it asks ("Hiện anh ở đâu?" → "Hiện ở đâu?"), one that asks
    to be told something without the asking; any other as it is: without the mark "anh" may be a brother."""
    text = _INVITED.sub("", _HOW_TO_ANSWER.sub("?", text)).strip() or text
    return (_YOU_ASKED.sub("", text).strip() or text) if text.rstrip().endswith("?") else text


@lru_cache(maxsize=5_000)
def bare_question(words: str) -> str:
    """Folded words without whom they speak to ("Giờ anh đang làm nghề gì" asks "dang lam nghe gi"); those of a
    statement as they are."""
    if not _ASKS.search(words) and " cua " not in words:
        return words
    return _SPOKEN_TO.sub("", _ANH_CHI.sub("", words)).strip()


def statement_of(words: str, known: Collection[str]) -> str:
    """The heading that asks for the same as a question does; the words as they are where they ask nothing.

    `words` are folded, short forms written out; `known` are the headings of all rosters in that form.
    """
    bare = bare_question(words)
    if bare == "lam gi" and _OF_SERVICE.match(words):
        return "chuc vu"
    for asked, said in _ASKED:
        if match := asked.fullmatch(bare):
            return match.expand(said)
    if _SERVED.fullmatch(bare):
        return "don vi khi xuat ngu" if _OF_SERVICE.match(words) else "don vi"
    for short in (_TAIL.sub("", bare), _WHAT_FOR.sub("", bare), bare):
        if short in known:
            return short
    return (_WORDS_THAT_ASK.sub("", _TAIL.sub("", bare)).strip() or words) if _IS_ASKED.search(words) else words
