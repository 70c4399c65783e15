"""One sentence for each column: what to write there, from which paper, and why it is asked.

Keyed by the table that holds the fact and by the column's key; `Column.hint` looks here, so that a form, a grid and a
workbook give the same sentence.
"""

from __future__ import annotations

_PERSON = {
    "full_name": "Ghi đủ họ, chữ đệm và tên như trên giấy khai sinh hoặc thẻ căn cước.",
    "other_name": "Tên thường dùng hoặc bí danh, nếu khác tên khai sinh.",
    "birth_date": "Ngày sinh như trên thẻ căn cước; tuổi gọi nhập ngũ và tuổi tham gia dân quân được tính từ ngày này.",
    "sex": "Như trên thẻ căn cước; công dân nữ chỉ nhập ngũ khi tự nguyện và quân đội có nhu cầu.",
    "citizen_id": "Số trên thẻ căn cước; chương trình nhận ra một người ở các sổ, các tệp bằng số này.",
    "old_id": "Số chứng minh nhân dân 9 chữ số, chỉ ghi khi còn cần để đối chiếu giấy tờ cũ.",
    "ethnicity": "Dân tộc như trên giấy khai sinh, ví dụ Kinh, Tày, Nùng.",
    "religion": "Tôn giáo theo giấy tờ; không theo tôn giáo nào thì ghi Không.",
    "hometown": "Quê quán như trên thẻ căn cước: xã, tỉnh.",
    "permanent_address": "Nơi đăng ký thường trú; công dân thuộc sổ của phường nơi thường trú.",
    "current_address": "Nơi đang ở thật, chỉ ghi khi khác nơi thường trú; dùng để giao giấy và liên hệ.",
    "neighbourhood": "Tổ dân phố nơi cư trú, chọn trong danh sách của phường; danh sách và giấy tờ được chia theo tổ.",
    "education": "Lớp cao nhất đã học xong trên hệ; gọi nhập ngũ lấy từ lớp 8 trở lên, ưu tiên từ cao xuống thấp.",
    "qualification": "Bằng cấp chuyên môn cao nhất: Sơ cấp, Trung cấp, Cao đẳng, Đại học, Thạc sĩ, Tiến sĩ.",
    "foreign_language": "Ngoại ngữ và trình độ, ví dụ Tiếng Anh B1.",
    "occupation": "Việc đang làm, ví dụ công nhân, sinh viên, lao động tự do.",
    "workplace": "Cơ quan, doanh nghiệp hoặc lớp, trường đang học; căn cứ để xét tạm hoãn do đang học và cử vào tự vệ.",
    "salary_grade": "Nhóm, ngạch, bậc lương của người hưởng lương; dùng khi chi trả trong thời gian huấn luyện.",
    "phone": "Số điện thoại của công dân hoặc gia đình, 10 chữ số bắt đầu bằng 0.",
    "is_party_member": "Đã được kết nạp vào Đảng Cộng sản Việt Nam, kể cả đảng viên dự bị.",
    "party_joined_on": "Ngày kết nạp ghi trong quyết định hoặc thẻ đảng viên.",
    "is_union_member": "Là đoàn viên Đoàn TNCS Hồ Chí Minh.",
    "union_joined_on": "Ngày kết nạp ghi trong sổ đoàn viên.",
    "family_class": "Thành phần gia đình như trong lý lịch nghĩa vụ quân sự.",
    "sibling_count": "Số anh, chị, em ruột, không kể bản thân (Biểu số 01).",
    "birth_order": "Là con thứ mấy trong gia đình, ghi bằng số: 1 là con cả (Biểu số 01).",
    "personal_class": "Thành phần bản thân như trong lý lịch nghĩa vụ quân sự.",
    "father_name": "Họ tên cha; có thể ghi năm sinh trong ngoặc phía sau.",
    "father_birth_year": "Năm sinh của cha, bốn chữ số.",
    "father_occupation": "Nghề nghiệp của cha; đã mất thì ghi Đã mất.",
    "mother_name": "Họ tên mẹ; có thể ghi năm sinh trong ngoặc phía sau.",
    "mother_birth_year": "Năm sinh của mẹ, bốn chữ số.",
    "mother_occupation": "Nghề nghiệp của mẹ; đã mất thì ghi Đã mất.",
    "spouse_name": "Họ tên vợ hoặc chồng; chưa kết hôn thì để trống.",
    "spouse_birth_year": "Năm sinh của vợ hoặc chồng, bốn chữ số.",
    "spouse_occupation": "Nghề nghiệp của vợ hoặc chồng.",
    "notes": "Điều cần nhớ mà không có ô riêng; không ghi đơn vị động viên hay nhiệm vụ thời chiến.",
}
_ENLISTMENT = {
    "health_class": "Kết luận của Hội đồng khám sức khỏe, loại 1 đến 6; loại 1, 2, 3 đủ tiêu chuẩn nhập ngũ.",
    "myopia_dioptres": "Độ cận của mắt cận nặng hơn; trên 1,5 đi-ốp không tuyển chọn, đúng 1,5 thì hỏi lại cấp trên.",
    "bmi": "Cân nặng (kg) chia cho bình phương chiều cao (m); dưới 18,0 hoặc trên 29,9 không tuyển chọn.",
    "political_result": "Kết luận thẩm tra của Công an phường: đạt, không đạt hoặc chưa có kết quả.",
    "ground": "Điểm, khoản của Điều 41 Luật Nghĩa vụ quân sự mà công dân thuộc diện; giấy tờ ghi ở mục Tạm hoãn, miễn.",
    "ground_until": "Ngày lý do tạm hoãn hết, ví dụ ngày ra trường; qua ngày ấy công dân lại thuộc nguồn gọi.",
    "status": "Công dân đang ở bước nào của năm tuyển quân; các bước theo luật được chuyển ở trang Đợt tuyển quân.",
    "registration": "Nam công dân 17 tuổi đăng ký trực tiếp, trực tuyến, vắng có lý do, trốn hay chống (Biểu số 01A).",
    "registered_at": "Nơi công dân đăng ký nghĩa vụ quân sự lần đầu, ghi khi không phải phường này (Biểu số 01).",
    "service": "Công dân được gọi vào Quân đội hay Công an.",
    "volunteer": "Có đơn tình nguyện; người thuộc diện tạm hoãn, miễn có thể được xét theo khoản 3 Điều 41.",
    "had_education_deferral": "Đã tạm hoãn để học một khóa đại học, cao đẳng: tuổi gọi nhập ngũ đến hết 27.",
    "completed_kind": "Được công nhận hoàn thành nghĩa vụ tại ngũ theo khoản 4 Điều 4: hình thức nào.",
    "completed_months": "Số tháng đã phục vụ trong hình thức ấy, để xét đã đủ thời hạn công nhận chưa.",
}
_MILITIA = {
    "component": "Thành phần của dân quân tự vệ: tại chỗ, cơ động, thường trực, biển hoặc binh chủng.",
    "unit": "Trung đội, tiểu đội hoặc đơn vị tự vệ; khi công dân đã có tên trong Tổ chức lực lượng thì ô này theo đó.",
    "post": "Chức vụ trong đơn vị, ví dụ Tiểu đội trưởng, Chiến sĩ.",
    "joined_on": "Ngày quyết định vào dân quân tự vệ; thời hạn tham gia được tính từ ngày này.",
    "ends_on": "Ngày hết thời hạn tham gia; thường là bốn năm, dân quân thường trực hai năm.",
    "health_class": "Loại sức khỏe do y tế cấp xã trở lên xác nhận; dân quân thường trực phải đạt loại 1, 2 hoặc 3.",
}
_RESERVE = {
    "rank": "Cấp bậc quân hàm hiện nay, theo quyết định cuối cùng.",
    "post": "Chức vụ cuối cùng khi còn tại ngũ.",
    "speciality_code": "Mã số trong bảng chuyên nghiệp quân sự; ghi mã thì tên được điền theo.",
    "speciality": "Chuyên nghiệp quân sự được đào tạo, chọn theo bảng của phường.",
    "speciality_match": "Chuyên nghiệp của người được xếp đúng, gần đúng hay chưa đúng với yêu cầu.",
    "enlisted_on": "Ngày hoặc tháng, năm nhập ngũ ghi trong quyết định xuất ngũ.",
    "discharged_on": "Ngày hoặc tháng, năm xuất ngũ; hạn đăng ký vào ngạch dự bị được tính từ ngày này.",
    "former_unit": "Đơn vị thời bình khi xuất ngũ, như trong quyết định xuất ngũ.",
    "reserve_class": "Hạng một hoặc hạng hai, theo thời gian đã phục vụ và huấn luyện.",
    "is_assigned": "Chỉ ghi đã xếp hay chưa; tên đơn vị dự bị động viên là bí mật, không ghi ở đây.",
}
_CLAIM = {
    "claim_evidence": "Giấy tờ chứng minh diện tạm hoãn, miễn: loại giấy, số, ngày, nơi cấp.",
    "claim_status": "Đã có quyết định, chờ quyết định hay không được chấp nhận.",
    "claim_decision_number": "Số, ký hiệu của quyết định tạm hoãn, miễn; có thể ghi cả ngày phía sau.",
    "claim_decided_on": "Ngày ký quyết định; hạn công khai danh sách được tính từ ngày này.",
    "claim_until": "Ngày cuối mà quyết định còn hiệu lực; để trống khi quyết định không ghi thời hạn.",
}
_EXAMINATION = {
    "height_cm": "Chiều cao đứng khi khám, tính bằng xăng-ti-mét.",
    "weight_kg": "Cân nặng khi khám, tính bằng ki-lô-gam.",
    "chest_cm": "Vòng ngực trung bình khi khám, tính bằng xăng-ti-mét.",
}

_HINTS: dict[str, dict[str, str]] = {
    "person": _PERSON,
    "enlistment": _ENLISTMENT,
    "militia": _MILITIA,
    "reserve": _RESERVE,
    "claim": _CLAIM,
    "examination": _EXAMINATION,
}


def hint_of(home: str, key: str) -> str:
    """The sentence of a column, "" for one that is not of the catalogue (a sheet's own)."""
    return _HINTS.get(home, {}).get(key, "")
