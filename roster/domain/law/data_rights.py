"""What a citizen may ask of his own data, how long the office has, and on which grounds it may say no.

Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15 and Nghị định 356/2025/NĐ-CP, both from 01/01/2026. The periods were taken from
published summaries of the decree; where a summary leaves open how days are counted, the reading that ends sooner is
taken: calendar days from the day of receipt, but for the first answer, which has working days.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

LAW = "Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15"
DECREE = "Nghị định số 356/2025/NĐ-CP"
FIRST_DAY = date(2026, 1, 1)
REPLY_WORKING_DAYS = 2
MOST_EXTRA_DAYS = 15  # granted once, with its reason

ACCESS, COPY, CORRECT, WITHDRAW, RESTRICT, OBJECT, DELETE = (
    "access", "copy", "correct", "withdraw", "restrict", "object", "delete",
)  # fmt: skip


@dataclass(frozen=True)
class Right:
    """One kind of request: what it is called, the days to carry it out, and what the officer does about it."""

    key: str
    label: str
    days: int
    advice: str


RIGHTS: dict[str, Right] = {
    one.key: one
    for one in (
        Right(ACCESS, "Xem dữ liệu của mình", 10, "Mở hồ sơ cùng công dân, hoặc in bản sao dữ liệu để công dân xem."),
        Right(COPY, "Được cung cấp bản sao dữ liệu", 10, "In bản sao dữ liệu rồi giao cho công dân."),
        Right(
            CORRECT, "Chỉnh sửa dữ liệu sai", 10,
            "Sửa trong hồ sơ công dân như thường lệ; chương trình giữ giá trị cũ và người sửa.",
        ),
        Right(
            WITHDRAW, "Rút lại sự đồng ý", 15,
            "Chỉ có tác dụng với dữ liệu thu thập nhờ sự đồng ý, ví dụ số điện thoại công dân tự cung cấp: "
            "xóa dữ liệu ấy trong hồ sơ.",
        ),
        Right(RESTRICT, "Hạn chế xử lý dữ liệu", 15, "Ghi vào quyết định phần dữ liệu nào thôi dùng, đến khi nào."),
        Right(OBJECT, "Phản đối xử lý dữ liệu", 15, "Xem việc xử lý ấy có do luật giao hay không rồi quyết định."),
        Right(
            DELETE, "Xóa dữ liệu", 20,
            "Chỉ xóa được khi công dân không còn trong sổ nào: kết thúc hồ sơ, ngừng quản lý, rồi xóa dữ liệu cá nhân.",
        ),
    )
}  # fmt: skip


@dataclass(frozen=True)
class RefusalGround:
    """A ground to refuse a request, the text that it rests on, and the kinds of request that it can answer."""

    key: str
    label: str
    citation: str
    rights: frozenset[str]


_STOPPING = frozenset({WITHDRAW, RESTRICT, OBJECT, DELETE})
_ALL = frozenset(RIGHTS)

# A duty of defence lets the office go on keeping what it must keep. It is no ground to hide from a citizen what is
# written about him, nor to leave what is wrong in it.
REFUSALS: dict[str, RefusalGround] = {
    one.key: one
    for one in (
        RefusalGround(
            "defence", "Dữ liệu đang cần cho nhiệm vụ quốc phòng do luật giao",
            f"{LAW}, Điều 19 (xử lý không cần sự đồng ý để phục vụ hoạt động của cơ quan nhà nước theo luật); "
            "Luật Nghĩa vụ quân sự, Luật Dân quân tự vệ hoặc Luật Lực lượng dự bị động viên, tùy sổ có tên công dân",
            _STOPPING,
        ),
        RefusalGround(
            "archive", "Hồ sơ, văn bản còn trong thời hạn phải lưu trữ",
            f"{LAW}, Điều 14 (thời hạn lưu trữ theo quy định của pháp luật); Luật Lưu trữ số 33/2024/QH15",
            _STOPPING,
        ),
        RefusalGround(
            "secret", "Thông tin thuộc bí mật nhà nước",
            "Luật Bảo vệ bí mật nhà nước số 117/2025/QH15 (chương trình này không lưu bí mật nhà nước)",
            frozenset({ACCESS, COPY}),
        ),
        RefusalGround(
            "others", "Thực hiện sẽ làm lộ dữ liệu của người khác",
            f"{LAW} (phần của người khác được che, phần còn lại vẫn cung cấp)", frozenset({ACCESS, COPY}),
        ),
        RefusalGround(
            "correct_already", "Dữ liệu đã đúng theo giấy tờ gốc", f"{LAW}, Điều 13", frozenset({CORRECT}),
        ),
        RefusalGround(
            "unidentified", "Chưa xác minh được người yêu cầu là chủ thể dữ liệu hoặc người đại diện",
            f"{LAW}; {DECREE}", _ALL,
        ),
        RefusalGround("not_held", "Phường không giữ dữ liệu này", f"{DECREE}", _ALL),
    )
}  # fmt: skip
CAUTION = (
    "Căn cứ dưới đây là gợi ý chung. Trước khi từ chối, hãy đối chiếu điều, khoản với văn bản đang có hiệu lực và hỏi "
    "cán bộ pháp chế; ghi rõ phần dữ liệu nào bị từ chối, phần nào vẫn thực hiện."
)


def refusals_for(kind: str) -> list[RefusalGround]:
    """The grounds that can answer a request of this kind, in order."""
    return [one for one in REFUSALS.values() if kind in one.rights]


# --- How long data is kept -------------------------------------------------------------------------------------------

PEOPLE, WORKBOOKS, PRINTS, PAPERS, REQUESTS = "people", "workbooks", "prints", "papers", "requests"


@dataclass(frozen=True)
class KeptKind:
    """A kind of data with a period: from when it counts, and how long where the ward has set nothing."""

    key: str
    label: str
    counted_from: str
    months: int
    after: str  # what becomes of it


KEPT_KINDS: dict[str, KeptKind] = {
    one.key: one
    for one in (
        KeptKind(
            PEOPLE, "Hồ sơ công dân đã ngừng quản lý", "ngày ngừng quản lý", 60,
            "chỉ huy xem từng người rồi xóa dữ liệu cá nhân",
        ),
        KeptKind(WORKBOOKS, "Tệp Excel đã nhập", "ngày nhập", 24, "xóa tệp; số liệu và nguồn gốc đã ghi vẫn còn"),
        KeptKind(PRINTS, "Bản in nháp chưa ban hành", "ngày lập", 12, "xóa tệp PDF; cần thì in lại từ sổ"),
        KeptKind(
            PAPERS, "Văn bản, danh sách đã ban hành", "ngày văn bản", 120,
            "giao nộp lưu trữ hoặc tiêu hủy theo quy định về lưu trữ; chương trình không tự xóa",
        ),
        KeptKind(
            REQUESTS, "Sổ yêu cầu về dữ liệu cá nhân", "ngày trả lời", 60,
            "chỉ huy xem xét; chương trình không tự xóa",
        ),
    )
}  # fmt: skip
NO_BASIS = "Mặc định của chương trình, chưa có căn cứ: chỉ huy xem xét và ghi căn cứ."
