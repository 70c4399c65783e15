"""Headings that stand in no list of synonyms are understood by their telling words; what is not kept is not guessed."""

import pytest

from roster.intake.meanings import meanings

WORDS = {
    ("enlistment", "full_name"): [
        "Họ tên (in hoa có dấu)", "Họ và tên đối tượng", "Họ và tên người được gọi", "HỌ TÊN", "Tên công dân",
        "Họ, tên", "Họ, tên đệm và tên", "Họ, chữ đệm, tên", "Tên thanh niên", "Họ và tên (theo CCCD)",
    ],
    ("enlistment", "birth_date"): [
        "Ngày tháng năm sinh (dd/mm/yyyy)", "Ngày sinh(dd/mm/yyyy)", "Ng/th/năm sinh", "Ngày,\ntháng,\nnăm\nsinh",
        "Năm sinh (đủ ngày tháng năm)", "Ngày tháng sinh", "Ngày sinh/năm sinh",
    ],
    ("enlistment", "citizen_id"): [
        "Số định danh/CCCD", "Số CCCD/Định danh cá nhân", "Số CMND/thẻ CCCD", "Số CMTND/CCCD", "Mã ĐDCN",
        "Số ĐDCN/CCCD", "Số giấy CCCD", "Số thẻ Căn cước", "Giấy tờ tùy thân (CCCD)",
    ],
    ("enlistment", "old_id"): [
        "CMND", "Số CMND (9 số)",
    ],
    ("enlistment", ""): [
        "Ngày cấp", "Nơi cấp", "Ngày, nơi cấp CCCD", "Nơi sinh", "Nơi đăng ký khai sinh",
        "Ý kiến", "Số con trong gia đình", "Cỡ giày",
    ],
    ("enlistment", "ethnicity"): [
        "Dân tộc",
    ],
    ("enlistment", "religion"): [
        "Tín ngưỡng, tôn giáo",
    ],
    ("enlistment", "hometown"): [
        "Quê quán (ghi theo khai sinh)",
    ],
    ("enlistment", "permanent_address"): [
        "Nơi ĐK HKTT", "Nơi đăng kí thường trú", "Nơi ĐKTT", "Hộ khẩu thường trú tại", "Địa chỉ (nơi thường trú)",
        "Địa chỉ cư trú", "Nơi cư trú", "Nơi thường trú hiện nay",
    ],
    ("enlistment", "current_address"): [
        "Nơi ở hiện nay của bản thân", "Nơi cư trú hiện tại", "Chỗ ở hiện nay (nếu khác)", "Đăng ký tạm trú",
    ],
    ("enlistment", "neighbourhood"): [
        "Thuộc tổ dân phố", "TDP/Khu dân cư", "Thôn (TDP)", "Thôn/Tổ dân phố", "Tổ dân phố số", "Số tổ",
    ],
    ("enlistment", "education"): [
        "Trình độ VH", "T/độ văn hóa", "Trình độ văn hóa (12/12)", "Học vấn (lớp/hệ)", "Trình độ phổ thông", "Lớp",
        "VHPT", "TĐ học vấn",
    ],
    ("enlistment", "qualification"): [
        "TĐ chuyên môn", "Trình độ CM, KT", "Trình độ đào tạo", "Chuyên môn KT", "Bằng cấp chuyên môn",
        "Ngành nghề đào tạo",
    ],
    ("enlistment", "occupation"): [
        "Nghề nghiệp bản thân", "Nghề nghiệp hiện tại", "Công việc đang làm", "Đang làm gì",
    ],
    ("enlistment", "workplace"): [
        "Nơi làm việc hiện nay", "Nơi học tập, công tác", "Cơ quan, đơn vị công tác", "Đơn vị công tác/học tập",
        "Trường lớp", "Đang học tại trường", "Học trường", "Cơ quan/Trường học",
    ],
    ("enlistment", "phone"): [
        "Số điện thoại (Zalo)", "SĐT cá nhân", "Điện thoại di động", "Số ĐTDĐ", "Tel", "Số liên lạc",
    ],
    ("enlistment", "is_party_member"): [
        "Là đảng viên ĐCSVN", "Đảng viên (ngày vào Đảng)",
    ],
    ("enlistment", "party_joined_on"): [
        "Ngày vào Đảng CSVN",
    ],
    ("enlistment", "union_joined_on"): [
        "Ngày vào Đoàn TNCS HCM",
    ],
    ("enlistment", "is_union_member"): [
        "Đoàn viên TN", "Đoàn TNCSHCM",
    ],
    ("enlistment", "father_name"): [
        "Họ tên bố, năm sinh, nghề nghiệp", "Họ và tên cha đẻ", "Họ tên bố đẻ", "Họ tên thân phụ",
    ],
    ("enlistment", "mother_name"): [
        "Họ tên thân mẫu", "Họ tên mẹ đẻ",
    ],
    ("enlistment", "spouse_name"): [
        "Họ và tên vợ", "Họ tên vợ (chồng), năm sinh",
    ],
    ("enlistment", "health_class"): [
        "Sức khỏe (loại)", "Kết quả phân loại sức khỏe", "KQ khám SK", "Kết quả khám tuyển",
        "Loại sức khỏe năm 2024", "Kết luận sức khỏe", "Phân loại",
    ],
    ("enlistment", "myopia_dioptres"): [
        "Độ cận", "Cận thị (độ)",
    ],
    ("enlistment", "political_result"): [
        "Kết quả xét duyệt chính trị", "Thẩm tra lý lịch", "Kết luận chính trị",
    ],
    ("enlistment", "ground"): [
        "Lý do tạm hoãn, miễn gọi nhập ngũ", "Lý do hoãn", "Lý do chưa gọi", "Diện hoãn miễn", "Đối tượng tạm hoãn",
    ],
    ("enlistment", "ground_until"): [
        "Thời hạn tạm hoãn", "Tạm hoãn đến ngày",
    ],
    ("enlistment", "claim_decision_number"): [
        "Số quyết định", "Số QĐ", "QĐ số", "Số quyết định của UBND tỉnh", "Số, ngày, tháng, năm quyết định",
    ],
    ("enlistment", "claim_decided_on"): [
        "Ngày quyết định", "Ngày QĐ", "Ngày tháng năm quyết định", "Ngày ra quyết định tạm hoãn",
    ],
    ("enlistment", "claim_until"): [
        "Quyết định có thời hạn đến", "Thời hạn quyết định",
    ],
    ("enlistment", "claim_status"): [
        "Kết quả xét tạm hoãn, miễn", "Kết quả giải quyết", "Kết quả xét duyệt hoãn, miễn",
    ],
    ("enlistment", "claim_evidence"): [
        "Giấy tờ chứng minh", "Căn cứ tạm hoãn", "Hồ sơ, giấy tờ chứng minh kèm theo",
    ],
    ("enlistment", "height_cm"): [
        "Chiều cao", "Chiều cao (cm)", "Chiều cao đứng (cm)",
    ],
    ("enlistment", "weight_kg"): [
        "Cân nặng", "Cân nặng (kg)",
    ],
    ("enlistment", "chest_cm"): [
        "Vòng ngực", "Vòng ngực trung bình (cm)",
    ],
    ("militia", ""): [
        "Chiều cao", "Cân nặng", "Số quyết định",
    ],
    ("enlistment", "notes"): [
        "Ghi chú (nếu có)", "G/chú", "Chú ý",
    ],
    ("militia", "post"): [
        "Chức danh trong DQTV",
    ],
    ("militia", "component"): [
        "Thuộc lực lượng", "Loại hình dân quân", "Thành phần dân quân", "LL DQTV",
    ],
    ("militia", "unit"): [
        "Thuộc trung đội", "Biên chế trong đơn vị", "Thuộc tiểu đội",
    ],
    ("militia", "joined_on"): [
        "Ngày, tháng, năm tham gia DQTV", "Thời gian kết nạp vào DQTV", "Ngày QĐ kết nạp", "Tham gia DQ từ",
        "Năm tham gia", "Ngày vào DQTV (tháng/năm)",
    ],
    ("militia", "ends_on"): [
        "Thời gian hết hạn", "Ngày hết nghĩa vụ",
    ],
    ("reserve", "rank"): [
        "Cấp bậc QH", "Quân hàm khi xuất ngũ", "Cấp bậc dự bị",
    ],
    ("reserve", "post"): [
        "Chức vụ đã đảm nhiệm",
    ],
    ("reserve", "speciality"): [
        "CNQS khi tại ngũ", "Chuyên nghiệp quân sự (mã số)", "Tên chuyên nghiệp quân sự",
    ],
    ("reserve", "speciality_code"): [
        "Số hiệu CNQS", "Mã CN",
    ],
    ("reserve", "enlisted_on"): [
        "Nhập ngũ (tháng, năm)", "Ngày tháng năm nhập ngũ", "Tháng năm NN",
    ],
    ("reserve", "discharged_on"): [
        "Ngày, tháng, năm xuất ngũ", "Thời gian XN", "Ngày phục viên, xuất ngũ",
    ],
    ("reserve", "former_unit"): [
        "Đơn vị trước khi xuất ngũ", "Đơn vị phục vụ tại ngũ", "Đơn vị công tác trong QĐ",
    ],
    ("reserve", "reserve_class"): [
        "Hạng QNDB", "Hạng dự bị (I, II)", "Xếp hạng", "QNDB hạng",
    ],
    ("reserve", "is_assigned"): [
        "Đã sắp xếp vào đơn vị DBĐV", "Xếp vào đơn vị", "Đã xếp/chưa xếp", "Biên chế DBĐV", "Chức vụ DBĐV",
        "Đơn vị DBĐV (tiểu đội/trung đội)", "Đã biên chế vào đơn vị", "Tên đơn vị DBĐV", "Nơi động viên",
        "Đơn vị nhận nguồn", "Giao nguồn cho đơn vị", "Chức vụ biên chế",
    ],
    ("reserve", "speciality_match"): [
        "Đúng, gần đúng CNQS",
    ],
    ("reserve", "workplace"): [
        "Đơn vị công tác", "Nơi công tác",
    ],
    ("reserve", "education"): [
        "Trình độ",
    ],
}  # fmt: skip


@pytest.mark.parametrize(("roster", "key"), WORDS)
def test_a_heading_is_understood(roster, key):
    for heading in WORDS[roster, key]:
        found = max(meanings((heading,), roster), key=lambda pair: pair[1], default=("", 0))
        assert (heading, found[0]) == (heading, key)


@pytest.mark.parametrize(
    ("path", "key"),
    [
        (("Biên chế DBĐV", "Đơn vị"), "is_assigned"),
        (("Biên chế DBĐV", "Chức vụ"), "is_assigned"),
        (("Đơn vị dự bị động viên", "Cấp bậc"), "is_assigned"),
        (("Khi tại ngũ", "Chức vụ"), "post"),
        (("Khi xuất ngũ", "Đơn vị"), "former_unit"),
        (("Gia đình", "Cha", "Năm sinh"), "father_birth_year"),
        (("Thân nhân (mẹ)", "Họ và tên"), "mother_name"),
        (("CNQS", "Mã"), "speciality_code"),
        (("Năm sinh", "Nam"), "birth.male"),
        (("Ngày sinh", "Năm"), "birth.year"),
        (("Nơi cư trú", "Hiện nay"), "current_address"),
        (("STT",), "stt"),
    ],
)
def test_words_above_decide_what_words_below_mean(path, key):
    assert max(meanings(path, "reserve"), key=lambda pair: pair[1])[0] == key


def test_no_second_meaning_lets_a_wartime_post_through():
    for path in [
        ("Biên chế DBĐV", "Chức vụ"),
        ("Chức vụ DBĐV",),
        ("Đơn vị tiếp nhận",),
        ("Biên chế", "Đơn vị công tác"),
    ]:
        assert {key for key, _ in meanings(path, "reserve")} == {"is_assigned"}
