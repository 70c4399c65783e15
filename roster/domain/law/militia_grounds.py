"""The Law on Militia and Self-Defence as dated data: ages, terms, who is spared, who leaves, who decides.

Texts: Luật Dân quân tự vệ số 48/2019/QH14 (in force from 01/07/2020), Điều 8–13; since 01/07/2025 (Luật 98/2025/QH15)
without the district level. A clause is named as papers name it: "11.1.a" is điểm a khoản 1 Điều 11.
"""

from __future__ import annotations

from datetime import date

from roster.domain.actor import Sensitivity
from roster.domain.law.versions import Rule, RuleBook

LAW = "Luật Dân quân tự vệ"
LAW_SOURCE = "Luật số 48/2019/QH14"
LAW_FIRST_DAY = date(2020, 7, 1)

DEFERRAL_CLAUSES = tuple(f"11.1.{letter}" for letter in "abcdđegh")
EXEMPTION_CLAUSES = tuple(f"11.2.{letter}" for letter in "abcdđ")
EARLY_RELEASE_CLAUSES = tuple(f"12.1.{letter}" for letter in "abcdđ")
REMOVAL_CLAUSES = tuple(f"12.2.{letter}" for letter in "abcdđe")
NO_REGISTRATION_CLAUSE = "9.1.c"
PLACED_RESERVIST_CLAUSE = "11.2.c"
STUDENT_CLAUSE = "11.1.h"
CALLED_UP_CLAUSE = "12.1.d"
VOLUNTEER_CLAUSE = "8.1"  # beyond the age of duty
VOLUNTEER_GROUND_CLAUSE = "11.3"  # though deferred or exempt

# What a clause tells of somebody beyond his family and his work.
_SENSITIVE = dict.fromkeys((NO_REGISTRATION_CLAUSE, "11.1.a", "11.1.b", "12.1.a", "12.1.b"), Sensitivity.HEALTH) | {
    f"12.2.{letter}": Sensitivity.POLITICS for letter in "bcdđe"
}

_SMALL_CHILD = "mang thai hoặc nuôi con dưới 36 tháng tuổi"
_CONFIRMED = "Chủ tịch Ủy ban nhân dân cấp xã, người đứng đầu cơ quan, tổ chức"

_DEFERRALS = {
    "a": f"Phụ nữ {_SMALL_CHILD}; nam giới một mình nuôi con dưới 36 tháng tuổi",
    "b": "Không đủ sức khỏe thực hiện nhiệm vụ của Dân quân tự vệ",
    "c": "Có chồng hoặc vợ là sĩ quan, quân nhân chuyên nghiệp, công chức, viên chức, công nhân quốc phòng, hạ sĩ "
    "quan, binh sĩ đang phục vụ trong Quân đội nhân dân",
    "d": "Có chồng hoặc vợ là sĩ quan, hạ sĩ quan, chiến sĩ, công nhân công an đang phục vụ trong Công an nhân dân",
    "đ": "Có chồng hoặc vợ là cán bộ, công chức, viên chức, thanh niên xung phong được điều động đến công tác, làm "
    "việc ở vùng có điều kiện kinh tế - xã hội đặc biệt khó khăn",
    "e": "Lao động duy nhất trong hộ nghèo, hộ cận nghèo; người phải trực tiếp nuôi dưỡng thân nhân không còn khả "
    "năng lao động hoặc chưa đến tuổi lao động; người trong hộ gia đình bị thiệt hại nặng về người và tài sản do tai "
    "nạn, thiên "
    f"tai, dịch bệnh nguy hiểm gây ra được {_CONFIRMED} nơi công dân cư trú hoặc làm việc xác nhận",
    "g": "Vợ hoặc chồng, một con của thương binh, bệnh binh, người bị nhiễm chất độc da cam suy giảm khả năng lao "
    "động từ 61% đến 80%",
    "h": "Người đang học tại trường của cơ quan nhà nước, tổ chức chính trị, tổ chức chính trị - xã hội, cơ sở giáo "
    "dục thuộc hệ thống giáo dục quốc dân; người đang lao động, học tập, làm việc ở nước ngoài",
}
_EXEMPTIONS = {
    "a": "Vợ hoặc chồng, con của liệt sĩ",
    "b": "Vợ hoặc chồng, con của thương binh, bệnh binh, người bị nhiễm chất độc da cam suy giảm khả năng lao động từ "
    "81% trở lên",
    "c": "Quân nhân dự bị đã được sắp xếp vào đơn vị dự bị động viên",
    "d": "Người trực tiếp nuôi dưỡng, chăm sóc Bà mẹ Việt Nam anh hùng; người trực tiếp nuôi dưỡng người suy giảm khả "
    "năng lao động từ 81% trở lên",
    "đ": "Người làm công tác cơ yếu",
}
_EARLY_RELEASES = {
    "a": f"Dân quân tự vệ nữ {_SMALL_CHILD}, Dân quân tự vệ nam một mình nuôi con dưới 36 tháng tuổi",
    "b": "Không đủ sức khỏe thực hiện nhiệm vụ của Dân quân tự vệ",
    "c": "Hoàn cảnh gia đình khó khăn đột xuất không có điều kiện tiếp tục thực hiện nghĩa vụ tham gia Dân quân tự vệ "
    "được "
    f"{_CONFIRMED} xác nhận",
    "d": "Có lệnh gọi nhập ngũ hoặc lệnh gọi thực hiện nghĩa vụ tham gia Công an nhân dân; có quyết định tuyển dụng "
    "vào công chức, viên chức, công nhân quốc phòng, công nhân công an",
    "đ": "Có giấy báo và vào học ở cơ sở giáo dục đại học, cơ sở giáo dục nghề nghiệp, trường của cơ quan nhà nước, "
    "tổ chức chính trị, tổ chức chính trị - xã hội; người có giấy báo và đi lao động, học tập, làm việc ở nước ngoài",
}
_REMOVALS = {
    "a": "Chết hoặc bị Tòa án tuyên bố là mất tích, đã chết",
    "b": "Bị khởi tố bị can",
    "c": "Bị tước danh hiệu Dân quân tự vệ",
    "d": "Bị áp dụng biện pháp đưa vào cơ sở giáo dục bắt buộc",
    "đ": "Nghiện ma túy theo xác nhận của cơ quan có thẩm quyền hoặc bị áp dụng biện pháp đưa vào cơ sở cai nghiện "
    "bắt buộc",
    "e": "Bị áp dụng biện pháp giáo dục tại xã, phường, thị trấn",
}
_SHORT = {
    "8.1": "Tình nguyện kéo dài độ tuổi", "11.3": "Tình nguyện dù thuộc diện tạm hoãn, miễn",
    "9.1.c": "Khuyết tật, bệnh hiểm nghèo, tâm thần",
    "11.1.a": "Mang thai, nuôi con dưới 36 tháng", "11.1.b": "Không đủ sức khỏe",
    "11.1.c": "Vợ, chồng phục vụ trong Quân đội", "11.1.d": "Vợ, chồng phục vụ trong Công an",
    "11.1.đ": "Vợ, chồng công tác ở vùng đặc biệt khó khăn", "11.1.e": "Lao động duy nhất, hộ khó khăn",
    "11.1.g": "Vợ, chồng, một con của người suy giảm KNLĐ 61–80%", "11.1.h": "Đang học; đang ở nước ngoài",
    "11.2.a": "Vợ, chồng, con của liệt sĩ", "11.2.b": "Vợ, chồng, con của người suy giảm KNLĐ từ 81%",
    "11.2.c": "QNDB đã xếp vào đơn vị DBĐV", "11.2.d": "Nuôi dưỡng Mẹ VNAH, người suy giảm KNLĐ từ 81%",
    "11.2.đ": "Làm công tác cơ yếu",
    "12.1.a": "Mang thai, nuôi con dưới 36 tháng", "12.1.b": "Không đủ sức khỏe",
    "12.1.c": "Gia đình khó khăn đột xuất", "12.1.d": "Nhập ngũ, được tuyển dụng", "12.1.đ": "Đi học, đi nước ngoài",
    "12.2.a": "Chết, mất tích", "12.2.b": "Bị khởi tố bị can", "12.2.c": "Bị tước danh hiệu",
    "12.2.d": "Vào cơ sở giáo dục bắt buộc", "12.2.đ": "Nghiện ma túy, cai nghiện bắt buộc",
    "12.2.e": "Giáo dục tại xã, phường",
}  # fmt: skip
# Who may still be selected when he volunteers: khoản 3 Điều 11.
_MAY_VOLUNTEER = frozenset({"11.1.c", "11.1.d", "11.1.đ", "11.1.e", "11.1.g", "11.2.a", "11.2.b", "11.2.d"})


def _rule(key: str, clause: str, text: str, value: object = None, open_question: str = "") -> Rule:
    return Rule(key, f"{clause} {LAW}", text, LAW_SOURCE, LAW_FIRST_DAY, None, value, open_question)


def _points(article: int, part: int, texts: dict[str, str]) -> tuple[Rule, ...]:
    rules = []
    for letter, text in texts.items():
        clause = f"{article}.{part}.{letter}"
        citation = f"điểm {letter} khoản {part} Điều {article}"
        rules.append(_rule(clause, citation, text, {"may_volunteer": clause in _MAY_VOLUNTEER}))
    return tuple(rules)


MILITIA_RULES = RuleBook(
    (
        _rule(
            "age",
            "khoản 1 Điều 8",
            "Nam từ đủ 18 tuổi đến hết 45 tuổi, nữ từ đủ 18 tuổi đến hết 40 tuổi; tình nguyện thì đến hết 50 tuổi đối "
            "với nam, đến hết 45 tuổi đối với nữ",
            {"from": 18, "male": 45, "female": 40, "male_volunteer": 50, "female_volunteer": 45},
            "“Hết 45 tuổi” được tính đến trước ngày sinh nhật thứ 46, như cách hiểu thông dụng.",
        ),
        _rule(
            VOLUNTEER_CLAUSE,
            "khoản 1 Điều 8",
            "Tình nguyện tham gia Dân quân tự vệ đến hết 50 tuổi đối với nam, đến hết 45 tuổi đối với nữ",
        ),
        _rule(
            VOLUNTEER_GROUND_CLAUSE,
            "khoản 3 Điều 11",
            "Công dân thuộc diện tạm hoãn, miễn quy định tại các điểm c, d, đ, e, g khoản 1 và các điểm a, b, d khoản "
            "2 Điều 11 nếu tình nguyện thì được xem xét tuyển chọn vào Dân quân tự vệ",
        ),
        _rule(
            "term",
            "khoản 2 Điều 8",
            "Thời hạn là 04 năm; dân quân thường trực là 02 năm; kéo dài không quá 02 năm; dân quân biển, tự vệ và "
            "chỉ huy đơn vị được kéo dài hơn nhưng không quá độ tuổi",
            {"years": 4, "standing_years": 2, "extension_years": 2},
        ),
        _rule(
            "registration",
            "điểm a khoản 1 Điều 9",
            "Tháng 4 hằng năm đăng ký cho công dân đủ 18 tuổi và đăng ký bổ sung cho công dân trong độ tuổi",
            {"month": 4},
        ),
        _rule("registration.moved", "điểm b khoản 1 Điều 9", "Đăng ký cho công dân trong độ tuổi chuyển đến cư trú"),
        _rule(
            NO_REGISTRATION_CLAUSE,
            "điểm c khoản 1 Điều 9",
            "Người khuyết tật, người mắc bệnh hiểm nghèo, bệnh tâm thần được miễn đăng ký nghĩa vụ tham gia Dân quân "
            "tự vệ",
        ),
        _rule(
            "absence",
            "điểm b khoản 2 Điều 9",
            "Dân quân tự vệ tạm vắng từ 03 tháng trở lên phải báo cáo Ban Chỉ huy quân sự cấp xã hoặc cơ quan, tổ chức",
            {"months": 3},
        ),
        _rule(
            "selection",
            "Điều 10",
            "Công dân trong độ tuổi, lý lịch rõ ràng, chấp hành nghiêm pháp luật, đủ sức khỏe được tuyển chọn; quân "
            "nhân dự bị chưa sắp xếp vào đơn vị dự bị động viên được tuyển chọn",
        ),
        _rule(
            "completion",
            "Điều 13",
            "Phục vụ đủ thời hạn được công nhận hoàn thành nghĩa vụ; còn trong độ tuổi thì đăng ký, quản lý để sẵn "
            "sàng mở rộng lực lượng",
        ),
        *_points(11, 1, _DEFERRALS),
        *_points(11, 2, _EXEMPTIONS),
        *_points(12, 1, _EARLY_RELEASES),
        *_points(12, 2, _REMOVALS),
    )
)


def clause_text(clause: str) -> str:
    """What a clause says, in the words of the law; "" for an unknown one."""
    found = MILITIA_RULES.history(clause)
    return found[-1].text if found else ""


def clause_citation(clause: str) -> str:
    """Where a clause stands ("điểm a khoản 1 Điều 11 Luật Dân quân tự vệ"); "" for an unknown one."""
    found = MILITIA_RULES.history(clause)
    return found[-1].citation if found else ""


def clause_label(clause: str | None) -> str:
    """A clause in short words with its mark ("Đang học; đang ở nước ngoài (11.1.h)"); "" for none."""
    return f"{_SHORT.get(clause, '')} ({clause})".strip() if clause else ""


def may_volunteer(clause: str) -> bool:
    """Whether somebody of this ground may be selected when he volunteers (khoản 3 Điều 11)."""
    return clause in _MAY_VOLUNTEER


def sensitivity_of(clause: str | None) -> Sensitivity | None:
    """What a clause tells of somebody beyond his family and his work: his health, or an offence."""
    return _SENSITIVE.get(clause or "")


# The enlistment law's grounds that point to one of the militia's: a proposal, to be proven by its own paper.
GROUND_OF_ENLISTMENT = {
    "41.1.a": "11.1.b", "41.1.b": "11.1.e", "41.1.c": "11.1.g", "41.1.g": "11.1.h", "41.2.a": "11.2.a",
    "41.2.c": "11.2.b", "41.2.d": "11.2.đ",
}  # fmt: skip
