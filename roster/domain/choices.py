"""The closed lists of coded values: English keys for code and database, Vietnamese labels for people and paper.

Sources: Luật Dân quân tự vệ 48/2019 Đ.6, Đ.19 (components, posts); Luật NVQS 78/2015 and Luật Sĩ quan (ranks).
`other_words` are further spellings that rosters use; they are compared without marks, case and punctuation.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from roster.domain.cycle import STEPS


@dataclass(frozen=True)
class Choice:
    """One value of a closed list. `group` heads it among its like where the list is long; "" stands alone."""

    key: str | int | bool
    label: str
    other_words: tuple[str, ...] = field(default=())
    group: str = ""


SEX = (
    Choice("male", "Nam", ("trai", "anh", "m", "male")),
    Choice("female", "Nữ", ("gái", "chị", "f", "female")),
)

HEALTH_CLASS = tuple(
    Choice(
        n,
        f"Loại {n}",
        (str(n), roman, f"loại {roman}", f"loại {word}", f"sức khỏe loại {n}", f"SK loại {n}", f"L{n}", f"SK{n}"),
    )
    for n, roman, word in (
        (1, "I", "một"),
        (2, "II", "hai"),
        (3, "III", "ba"),
        (4, "IV", "bốn"),
        (5, "V", "năm"),
        (6, "VI", "sáu"),
    )
)

POLITICAL_RESULT = (
    Choice(
        "passed", "Đạt",
        ("đủ điều kiện", "đủ tiêu chuẩn", "đủ đk", "đạt yêu cầu", "đạt YC", "đủ TC", "đạt TC", "đạt tiêu chuẩn", "đủ",
         "đảm bảo", "bảo đảm", "đảm bảo tiêu chuẩn", "không vi phạm", "đạt chính trị"),
    ),
    Choice(
        "failed", "Không đạt",
        ("không đủ điều kiện", "không tuyển chọn", "không đủ tiêu chuẩn", "không đủ TC", "ko đạt", "KĐ", "vi phạm",
         "không đảm bảo", "không bảo đảm", "không đạt yêu cầu", "không đạt TC", "không đủ"),
    ),
    Choice(
        "pending", "Chưa có kết quả",
        ("chưa", "chưa có KQ", "đang thẩm tra", "chờ", "chưa kết luận", "chưa gọi", "chưa thẩm tra", "chờ kết quả",
         "chưa có kết luận", "chờ kết luận", "đang chờ kết luận", "chờ thẩm tra",
         "chờ KQ", "đang xác minh", "chờ xác minh", "đang chờ", "đang chờ kết quả", "chưa xong"),
    ),
)  # fmt: skip

_STEP_WORDS = {"source": ("SSNN",), "exempt": ("miễn",), "deferred": ("tạm hoãn gọi nhập ngũ", "hoãn")}
ENLISTMENT_STATUS = tuple(Choice(step.key, step.label, _STEP_WORDS.get(step.key, ())) for step in STEPS)

# Whom a recruit is meant for: the army, or the service in the People's Police (Nghị định 70/2019/NĐ-CP).
RECRUIT_SERVICE = (
    Choice("army", "Quân đội", ("QĐ", "QĐND", "NVQS", "nghĩa vụ quân sự")),
    Choice("police", "Công an", ("CA", "CAND", "nghĩa vụ công an", "công an nhân dân")),
)

# How a citizen came to his first registration, as Biểu số 01A counts it.
REGISTRATION = (
    Choice("in_person", "Trực tiếp", ("đăng ký trực tiếp", "đến đăng ký", "có mặt")),
    Choice("online", "Trực tuyến", ("đăng ký trực tuyến", "qua mạng", "online", "DVC")),
    Choice("excused", "Vắng có lý do", ("vắng có LD", "có lý do")),
    Choice("evaded", "Trốn", ("trốn đăng ký", "vắng không lý do")),
    Choice("refused", "Chống", ("chống đăng ký", "không chấp hành")),
)

# Service that may count as completed military service: Điều 4 khoản 4 of the same law.
COMPLETED_KIND = (
    Choice("standing_militia", "Dân quân thường trực", ("DQTT", "4.4.a")),
    Choice("commune_police", "Công an xã", ("4.4.b",)),
    Choice("reserve_officer", "Sĩ quan dự bị", ("SQDB", "4.4.c")),
    Choice("economic_defence", "Đoàn kinh tế - quốc phòng", ("KTQP", "KT-QP", "4.4.d")),
    Choice("fisheries_patrol", "Tàu kiểm ngư", ("kiểm ngư", "4.4.đ")),
)

# Điều 41 of the Law on Military Service (78/2015, as amended by 48/2019 Đ.49): "điều.khoản.điểm".
_DEFERRED, _EXEMPT = "Tạm hoãn (khoản 1 Điều 41)", "Miễn (khoản 2 Điều 41)"
_UNREGISTERED = "Không được đăng ký, miễn đăng ký (Điều 13, 14)"

GROUND = (
    Choice("41.1.a", "Chưa đủ sức khỏe (41.1.a)", group=_DEFERRED),
    Choice("41.1.b", "Lao động duy nhất nuôi thân nhân (41.1.b)", group=_DEFERRED),
    Choice("41.1.c", "Con bệnh binh, người nhiễm chất độc da cam 61–80% (41.1.c)", group=_DEFERRED),
    Choice("41.1.d", "Anh, chị, em ruột đang tại ngũ (41.1.d)", group=_DEFERRED),
    Choice("41.1.đ", "Di dân, giãn dân ba năm đầu (41.1.đ)", group=_DEFERRED),
    Choice("41.1.e", "Cán bộ, công chức, viên chức, TNXP điều động vùng ĐBKK (41.1.e)", group=_DEFERRED),
    Choice("41.1.g", "Đang học phổ thông, đại học, cao đẳng (41.1.g)", group=_DEFERRED),
    Choice("41.1.h", "Dân quân thường trực (41.1.h)", group=_DEFERRED),
    Choice("41.2.a", "Con liệt sĩ, con thương binh hạng một (41.2.a)", group=_EXEMPT),
    Choice("41.2.b", "Anh hoặc em trai của liệt sĩ (41.2.b)", group=_EXEMPT),
    Choice("41.2.c", "Con thương binh hạng hai, bệnh binh, da cam từ 81% (41.2.c)", group=_EXEMPT),
    Choice("41.2.d", "Người làm công tác cơ yếu (41.2.d)", group=_EXEMPT),
    Choice("41.2.đ", "Cán bộ, công chức, viên chức, TNXP vùng ĐBKK từ 24 tháng (41.2.đ)", group=_EXEMPT),
)

# What a claim may rest on: besides Điều 41 the bars of Điều 13 and the exemption from registration of Điều 14.
CLAIM_GROUND = (
    *GROUND,
    Choice("13.1.a", "Đang bị truy cứu TNHS, chấp hành án, chưa xóa án tích (13.1.a)", group=_UNREGISTERED),
    Choice(
        "13.1.b", "Đang bị giáo dục tại cấp xã, ở cơ sở giáo dục, cai nghiện bắt buộc (13.1.b)", group=_UNREGISTERED
    ),
    Choice("13.1.c", "Bị tước quyền phục vụ trong lực lượng vũ trang (13.1.c)", group=_UNREGISTERED),
    Choice("14", "Miễn đăng ký nghĩa vụ quân sự (Điều 14)", group=_UNREGISTERED),
)

# What became of a claim, as rosters of claims write it; the keys are those of CLAIM_STATUS.
CLAIM_RESULT = (
    Choice("claimed", "Chờ quyết định", ("chờ", "chưa có quyết định", "đang chờ", "đề nghị", "chưa quyết định")),
    Choice(
        "decided", "Được tạm hoãn, miễn",
        (
            "được tạm hoãn", "được miễn", "tạm hoãn", "miễn", "đã có quyết định", "được", "đồng ý", "chấp nhận",
            "được chấp nhận", "đủ điều kiện", "được hoãn", "hoãn", "tạm hoãn gọi nhập ngũ", "miễn gọi nhập ngũ",
        ),
    ),
    Choice(
        "refused", "Không được tạm hoãn, miễn",
        (
            "không được", "không được tạm hoãn", "không được miễn", "không chấp nhận", "không được chấp nhận",
            "không đồng ý", "không đủ điều kiện", "bác", "không được hoãn", "không",
        ),
    ),
)  # fmt: skip

CLAIM_STATUS = (
    Choice("claimed", "Chờ quyết định"),
    Choice("decided", "Đã có quyết định"),
    Choice("refused", "Không được chấp nhận"),
)

QUALIFICATION = (
    Choice("Sơ cấp", "Sơ cấp", ("SC", "sơ cấp nghề", "SCN", "SC nghề", "chứng chỉ nghề")),
    Choice("Trung cấp", "Trung cấp", ("TC", "trung cấp nghề", "TCN", "TC nghề", "trung học chuyên nghiệp", "THCN")),
    Choice("Cao đẳng", "Cao đẳng", ("CĐ", "cao đẳng nghề", "CĐN", "CĐ nghề")),
    Choice("Đại học", "Đại học", ("ĐH", "cử nhân", "kỹ sư", "bác sĩ", "dược sĩ")),
    Choice("Thạc sĩ", "Thạc sĩ", ("ThS", "Th.S", "thạc sỹ", "cao học", "trên đại học")),
    Choice("Tiến sĩ", "Tiến sĩ", ("TS", "tiến sỹ")),
)


def _component(key: str, label: str, *other_words: str) -> Choice:
    """A militia component, whose label rosters write with any of the words for the force before it."""
    forces = (
        "dân quân", "DQ", "DQTV", "dân quân tự vệ", "tự vệ", "TV", "lực lượng", "LL", "lực lượng dân quân",
        "binh chủng", "DQ binh chủng", "dân quân binh chủng",
    )  # fmt: skip
    return Choice(key, label, (*(f"{force} {label}" for force in forces), *other_words))


COMPONENT = (
    _component("local", "Tại chỗ", "DQTC", "TC"),
    _component("mobile", "Cơ động", "DQCĐ", "CĐ", "LLCĐ"),
    _component("standing", "Thường trực", "DQTT", "TT"),
    _component("sea", "Biển", "DQB"),
    _component(
        "air_defence",
        "Phòng không",
        "DQPK",
        "PK",
        "SMPK",
        "12,7mm",
        "súng máy phòng không",
        "SMPK 12,7",
        "SMPK 12,7mm",
        "PK 12,7",
        "PK 12,7mm",
        "súng máy phòng không 12,7",
        "súng máy phòng không 12,7mm",
    ),
    _component(
        "artillery",
        "Pháo binh",
        "DQPB",
        "cối",
        "DKZ",
        "PB",
        "cối 60",
        "cối 82",
        "cối 60mm",
        "cối 82mm",
        "DKZ 82",
        "ĐKZ",
        "súng cối",
    ),
    _component("reconnaissance", "Trinh sát", "DQTS", "TS"),
    _component("signals", "Thông tin", "thông tin liên lạc", "TT liên lạc", "TTLL", "DQTTLL"),
    _component("engineer", "Công binh", "DQCB", "CB"),
    _component("chemical", "Phòng hóa", "hóa học", "PH", "DQPH"),
    _component("medical", "Y tế", "DQYT", "quân y", "YT", "cứu thương", "quân dân y"),
)

RESERVE_CLASS = (
    Choice(
        1,
        "Hạng một",
        (
            "1",
            "I",
            "một",
            "nhất",
            "hạng 1",
            "hạng I",
            "DB1",
            "dự bị hạng một",
            "hạng nhất",
            "DB hạng 1",
            "dự bị hạng 1",
            "DB hạng I",
            "dự bị hạng I",
            "dự bị 1",
        ),
    ),
    Choice(
        2,
        "Hạng hai",
        (
            "2",
            "II",
            "hai",
            "nhì",
            "hạng 2",
            "hạng II",
            "DB2",
            "dự bị hạng hai",
            "hạng nhì",
            "DB hạng 2",
            "dự bị hạng 2",
            "DB hạng II",
            "dự bị hạng II",
            "dự bị 2",
        ),
    ),
)

SPECIALITY_MATCH = (
    Choice("exact", "Đúng CNQS", ("đúng", "đúng chuyên nghiệp", "Đ")),
    Choice("near", "Gần đúng CNQS", ("gần đúng", "gần", "GĐ", "gần đúng chuyên nghiệp")),
    Choice("none", "Chưa đúng CNQS", ("chưa đúng", "không đúng", "chưa", "không", "KĐ", "trái", "trái CNQS", "CĐ")),
)

YES_NO = (
    Choice(True, "Có", ("x", "✓", "✔", "v", "1", "rồi", "đúng", "true", "yes", "y", "đã", "+", "√")),
    Choice(False, "Không", ("0", "-", "chưa", "ko", "k", "false", "no", "n", "–")),
)

_SOLDIERS = ("Binh nhì", "Binh nhất", "Hạ sĩ", "Trung sĩ", "Thượng sĩ")
_OFFICERS = (
    "Thiếu úy", "Trung úy", "Thượng úy", "Đại úy", "Thiếu tá", "Trung tá", "Thượng tá", "Đại tá",
)  # fmt: skip
_PROFESSIONALS = tuple(f"{rank} QNCN" for rank in _OFFICERS if rank != "Đại tá")

_SHORT_RANKS = {
    "Binh nhì": ("B2",), "Binh nhất": ("B1",), "Hạ sĩ": ("H1", "hạ sỹ"),
    "Trung sĩ": ("H2", "trung sỹ", "tr sĩ", "tr sỹ"),
    "Thượng sĩ": ("H3", "thượng sỹ", "th sĩ", "th sỹ", "thg sĩ", "thg sỹ"),
    "Thiếu úy": ("1/", "thiếu uý"), "Trung úy": ("2/", "trung uý"),
    "Thượng úy": ("3/", "thượng uý"), "Đại úy": ("4/", "đại uý"), "Thiếu tá": ("1//",), "Trung tá": ("2//",),
    "Thượng tá": ("3//",), "Đại tá": ("4//",),
}  # fmt: skip

UNSETTLED_RANKS = {"B1", "B2"}  # read either way in the lists of different wards

RANK = (
    *(Choice(rank, rank, _SHORT_RANKS.get(rank, ()), "Hạ sĩ quan, binh sĩ") for rank in _SOLDIERS),
    *(Choice(rank, rank, _SHORT_RANKS.get(rank, ()), "Sĩ quan") for rank in _OFFICERS),
    *(Choice(rank, rank, (rank.replace("QNCN", "CN"),), "Quân nhân chuyên nghiệp") for rank in _PROFESSIONALS),
)

ROSTER = (
    Choice("enlistment", "Nghĩa vụ quân sự"),
    Choice("militia", "Dân quân tự vệ"),
    Choice("reserve", "Dự bị động viên"),
)

ROLE = (
    Choice("administrator", "Quản trị"),
    Choice("commander", "Chỉ huy trưởng"),
    Choice("political_officer", "Chính trị viên"),
    Choice("officer", "Trợ lý"),
    Choice("viewer", "Cán bộ cấp trên (chỉ xem)"),
    Choice("auditor", "Kiểm tra, giám sát"),
)


def group_of(choices: tuple[Choice, ...], text: str) -> str:
    """The group of the choice whose key reads so; "" for one that stands alone or is not in the list."""
    return next((one.group for one in choices if str(one.key) == text), "")


def label_of(choices: tuple[Choice, ...], key: object) -> str:
    """The Vietnamese label of a key; the key itself as text where the list does not have it; "" for None."""
    if key is None:
        return ""
    for choice in choices:
        if choice.key == key and isinstance(choice.key, bool) == isinstance(key, bool):
            return choice.label
    return str(key)
