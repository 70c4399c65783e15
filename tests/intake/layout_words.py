"""What wards write above their columns, by key: collected spellings, none of them privileged."""

from __future__ import annotations

from random import Random

STT = ["STT", "TT", "Số TT", "Stt", "S\nTT", "Số thứ tự", "SỐ\nTT", "Tt", "S.T.T", "№"]
NAMES = {
    "enlistment": [
        "Họ và tên công dân",
        "Họ tên thanh niên",
        "Họ và tên thanh niên",
        "Họ và tên TN",
        "Họ tên công dân",
    ],
    "militia": [
        "Họ và tên dân quân",
        "Họ tên chiến sĩ",
        "Họ và tên cán bộ, chiến sĩ",
        "Họ và tên CBCS",
        "Họ tên đồng chí",
    ],
    "reserve": ["Họ và tên quân nhân", "Họ tên QNDB", "Họ và tên QNDB", "Họ và tên quân nhân dự bị"],
}
HEADINGS: dict[str, list[str]] = {
    "full_name": [
        "Họ và tên", "Họ tên", "HỌ VÀ TÊN", "Họ, chữ đệm và tên", "Họ, chữ đệm, tên khai sinh", "Họ và tên khai sinh",
        "Họ tên khai sinh", "Họ & tên", "Họ và Tên (chữ in hoa)", "Họ, đệm và tên", "Họ, chữ đệm và tên khai sinh",
    ],
    "birth_date": [
        "Ngày sinh", "Ngày, tháng, năm sinh", "Ngày tháng năm sinh", "NTNS", "Sinh ngày", "Năm sinh",
        "Ngày/tháng/năm sinh",
        "N.T.N.S", "Ngày, tháng,\nnăm sinh", "Ngày tháng\nnăm sinh", "Sinh năm", "Ngày sinh (ngày/tháng/năm)",
        "NGÀY SINH", "Năm sinh (ghi rõ ngày tháng)", "Ngày,tháng,năm sinh", "Ngày th.năm sinh",
    ],
    "sex": ["Giới tính", "Giới", "Nam/Nữ", "Nam, nữ", "GT", "Phái", "Giới tính (Nam/Nữ)"],
    "citizen_id": [
        "CCCD", "Số CCCD", "Căn cước", "Số căn cước", "Căn cước công dân", "Số căn cước công dân", "Số định danh",
        "Số ĐDCN", "Mã định danh", "Số định danh cá nhân", "Mã số định danh cá nhân", "Số CCCD/ĐDCN", "Số thẻ căn cước",
        "Số thẻ CCCD", "CCCD/CMND", "CMND/CCCD", "Số CMND/CCCD", "Số căn cước\ncông dân", "SỐ CĂN CƯỚC CÔNG DÂN",
        "Số thẻ căn cước/CCCD", "Số CCCD (12 số)", "Số CC/CCCD", "Số CCCD hoặc mã định danh", "CCCD gắn chip",
    ],
    "ethnicity": ["Dân tộc", "DÂN TỘC", "Dân\ntộc"],
    "religion": ["Tôn giáo", "Tôn\ngiáo", "TÔN GIÁO"],
    "hometown": ["Quê quán", "Nguyên quán", "Quê", "Quê quán (xã, huyện, tỉnh)", "QUÊ QUÁN"],
    "permanent_address": [
        "Nơi thường trú", "HKTT", "Hộ khẩu thường trú", "Địa chỉ thường trú", "Nơi ĐKHKTT", "Địa chỉ", "Trú quán",
        "Thường trú", "Nơi đăng ký thường trú", "Nơi đăng ký HKTT", "Hộ khẩu TT", "Nơi ĐK thường trú", "Hộ khẩu",
        "Nơi đăng ký hộ khẩu thường trú", "Nơi thường trú (số nhà, đường, TDP)", "ĐỊA CHỈ",
    ],
    "current_address": [
        "Nơi ở hiện tại", "Chỗ ở hiện nay", "Nơi ở hiện nay", "Tạm trú", "Nơi tạm trú", "Chỗ ở", "Nơi ở",
        "Chỗ ở hiện tại",
        "Nơi cư trú hiện nay", "Địa chỉ hiện nay", "Nơi ở\nhiện nay",
    ],
    "neighbourhood": ["TDP", "Tổ dân phố", "Tổ DP", "Khu dân cư", "Tổ", "Khu phố", "KDC", "Thôn, TDP", "TDP số",
    "Thuộc TDP"],
    "education": [
        "Văn hóa", "Văn hoá", "Trình độ văn hóa", "TĐVH", "Học vấn", "Trình độ học vấn", "Học lực", "VH", "TĐHV",
        "Trình độ\nvăn hóa", "Trình độ văn hoá (lớp)", "Trình độ GDPT", "T.độ văn hóa",
    ],
    "qualification": [
        "CMKT", "Trình độ CMKT", "Chuyên môn", "Trình độ chuyên môn", "Chuyên môn kỹ thuật", "TĐCM", "Bằng cấp",
        "Trình độ chuyên môn kỹ thuật", "Trình độ chuyên môn\nkỹ thuật", "Trình độ CM", "TĐ CMKT",
    ],
    "occupation": ["Nghề nghiệp", "Nghề", "Nghề nghiệp hiện nay", "Công việc", "Việc làm hiện nay", "NGHỀ NGHIỆP"],
    "workplace": [
        "Nơi làm việc", "Nơi công tác", "Cơ quan công tác", "Nơi học tập", "Nơi làm việc, học tập", "Trường",
        "Nơi làm việc (học tập)", "Nơi làm việc/học tập", "Học tập, công tác tại",
    ],
    "phone": [
        "SĐT", "Số ĐT", "ĐT", "Điện thoại", "Số điện thoại", "Di động", "Điện thoại liên hệ", "SĐT liên hệ", "Liên hệ",
        "Số điện thoại\nliên hệ", "ĐT di động", "Số điện thoại (nếu có)",
    ],
    "is_party_member": ["Đảng", "Đảng viên", "Là Đảng viên", "ĐẢNG", "Đảng viên (đánh dấu x)"],
    "is_union_member": ["Đoàn", "Đoàn viên", "Đoàn TN", "Là Đoàn viên", "Đoàn TNCS", "Đoàn viên TNCS HCM"],
    "father_name": ["Họ tên cha", "Họ tên bố", "Họ và tên bố", "Họ và tên cha", "Bố", "Cha", "Họ tên bố (năm sinh)",
    "Tên bố"],
    "mother_name": ["Họ tên mẹ", "Họ và tên mẹ", "Mẹ", "Họ tên mẹ, năm sinh", "Tên mẹ", "HỌ TÊN MẸ"],
    "notes": ["Ghi chú", "GHI CHÚ", "Ghi\nchú", "Chú thích", "G.chú", "Ghi chú khác"],
    "health_class": [
        "Sức khỏe", "SK", "SK loại", "Loại sức khỏe", "Sức khoẻ loại", "Phân loại SK", "Phân loại sức khỏe", "PLSK",
        "Xếp loại sức khoẻ", "Kết quả khám SK", "Loại SK", "KQ khám sức khỏe", "SỨC KHỎE",
    ],
    "political_result": ["Thẩm tra chính trị", "Kết quả thẩm tra chính trị", "Chính trị", "KQ thẩm tra chính trị",
    "Kết quả TTCT"],
    "ground": [
        "Lý do tạm hoãn", "Lý do tạm hoãn, miễn", "Diện tạm hoãn/miễn", "Lý do miễn, hoãn", "Lí do tạm hoãn",
        "Lý do tạm hoãn gọi nhập ngũ", "Diện tạm hoãn, miễn", "Tạm hoãn, miễn (lý do)",
    ],
    "bmi": ["BMI", "Chỉ số BMI", "Chỉ số khối cơ thể (BMI)"],
    "component": ["Lực lượng", "Thành phần", "Loại hình", "Thành phần DQTV", "Thành phần lực lượng", "Lực lượng DQ",
    "Loại DQ"],
    "unit": ["Đơn vị", "Đơn vị DQTV", "Biên chế", "Trung đội", "Thuộc đơn vị"],
    "post": ["Chức vụ", "Chức danh", "Chức vụ, chức danh", "CHỨC VỤ", "Chức vụ hiện nay"],
    "joined_on": [
        "Ngày vào DQTV", "Ngày tham gia", "Thời gian tham gia", "Ngày vào", "Ngày kết nạp", "Năm vào DQTV",
        "Tham gia DQTV",
        "Ngày vào DQ", "Ngày tham gia DQTV", "Thời gian vào DQTV", "Ngày, tháng vào DQ",
    ],
    "ends_on": ["Ngày hết hạn", "Hết hạn", "Thời hạn đến", "Ngày hoàn thành nghĩa vụ", "Ngày ra", "Hết thời hạn"],
    "rank": ["Cấp bậc", "Quân hàm", "Cấp bậc quân hàm", "CB", "Cấp bậc khi xuất ngũ", "CẤP BẬC"],
    "reserve_post": ["Chức vụ", "Chức vụ khi tại ngũ", "Chức vụ tại ngũ", "Chức danh", "Chức vụ trong QĐ",
    "Chức vụ khi xuất ngũ"],
    "speciality": ["CNQS", "Chuyên nghiệp quân sự", "Chuyên nghiệp QS", "Chuyên ngành quân sự", "CN quân sự",
    "Tên CNQS"],
    "speciality_code": ["Mã CNQS", "Mã số CNQS", "Mã chuyên nghiệp quân sự", "Mã số CNQS (theo bảng)", "Số CNQS"],
    "speciality_match": ["Đúng/gần đúng/chưa đúng CNQS", "Đúng CNQS", "Mức độ đúng CNQS", "Mức độ phù hợp CNQS"],
    "enlisted_on": ["Nhập ngũ", "Ngày nhập ngũ", "Tháng, năm nhập ngũ", "NN", "Thời gian nhập ngũ", "Ngày NN",
    "NHẬP NGŨ"],
    "discharged_on": ["Xuất ngũ", "Ngày xuất ngũ", "Tháng, năm xuất ngũ", "XN", "Thời gian xuất ngũ", "Ngày XN",
    "Phục viên"],
    "former_unit": ["Đơn vị cũ", "Đơn vị khi xuất ngũ", "Đơn vị tại ngũ", "Đơn vị xuất ngũ", "Đơn vị phục vụ",
    "Đơn vị trước khi xuất ngũ"],
    "reserve_class": ["Hạng", "Hạng DB", "Hạng dự bị", "Hạng QNDB", "Dự bị hạng", "Hạng quân nhân dự bị"],
    "is_assigned": [
        "Đơn vị biên chế", "Đơn vị DBĐV", "Biên chế", "Đã xếp vào đơn vị DBĐV", "Đơn vị dự bị động viên",
        "Biên chế vào đơn vị",
        "Đã biên chế", "Đơn vị tiếp nhận", "Biên chế vào đơn vị DBĐV", "Đã xếp đơn vị",
    ],
    "x_signature": ["Ký nhận", "Ký tên", "Chữ ký"],
    "x_issue": ["Ngày cấp CCCD", "Nơi cấp", "Ngày cấp"],
    "x_children": ["Số con", "Nhóm máu", "Cỡ mũ", "Cỡ giày"],
}  # fmt: skip


def heading(rng: Random, key: str, roster: str) -> str:
    """One of the words for a column, at times shouting, starred, annotated or with blanks nobody meant."""
    if key == "stt":
        return rng.choice(STT)
    pool = HEADINGS["reserve_post" if key == "post" and roster == "reserve" else key]
    if key == "full_name":
        pool = pool + NAMES[roster]
    word = rng.choice(pool)
    chance = rng.random()
    if chance < 0.08:
        word = word.upper()
    elif chance < 0.13:
        word = f"{word} (*)"
    elif chance < 0.17:
        word = f"{word}:"
    elif chance < 0.21:
        word = f"  {word.replace(' ', '  ')} "
    elif chance < 0.25:
        word = word.replace(" ", "\u00a0")
    elif chance < 0.29 and " " in word:
        word = word.replace(" ", "\n", 1)
    return word
