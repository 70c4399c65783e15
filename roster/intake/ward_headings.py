"""More headings that wards, schools, companies and the police write over the facts of the catalogue.

Only what has one meaning in its roster stands here; a word that may mean two things is left to the cells below it.
"""

from __future__ import annotations

from roster.columns.catalogue import ENLISTMENT, MILITIA, RESERVE

_OF_ANY = {
    "full_name": "Tên đầy đủ|Tên đối tượng|Tên nhân khẩu|Nhân khẩu|Tên nhân viên|Tên công nhân|Tên học sinh|"
    "Tên sinh viên|Tôi tên là|Họ tên tôi|Họ và tên tôi|Tên tôi là|"
    "Tên người lao động|Danh tính|Tên người đăng ký|Tên dân quân|Họ tên dân quân",
    "other_name": "Tên ở nhà|Tên gọi ở nhà|Tên hay gọi",
    "birth_date": "Sinh nhật|Ngày đẻ|Tuổi (năm sinh)|T/N/N sinh|N/T/N sinh|Ngày ra đời",
    "citizen_id": "Định danh|Mã công dân|"
    "Giấy tờ tùy thân|Số giấy tờ tùy thân|Số giấy tờ|Giấy tờ tùy thân (CCCD)|Mã số công dân",
    "phone": "Số máy|Zalo|Mobile|Phone|Hotline|DĐ|Cell|Số zalo|SĐT zalo|Máy di động",
    "permanent_address": "Hộ khẩu ở số nhà|Hộ khẩu ở|Địa chỉ nhà",
    "current_address": "Hiện ở số nhà|Số nhà hiện ở|"
    "Đang cư trú|Đang cư trú tại|Gia đình ở tại|Gia đình hiện ở|Gia đình đang ở|"
    "Nhà ở hiện nay|Nhà hiện ở|Nhà đang ở|"
    "Hiện ở|Hiện trú tại|Hiện đang ở|Nơi đang ở|Địa chỉ đang ở|Hiện cư trú|Hiện cư trú tại|"
    "Đang ở|Đang ở tại|Nơi ở tạm|Nơi thuê trọ|Chỗ đang ở|Nơi ở thực tế|Hiện ở tại|Địa chỉ chỗ ở|"
    "Nơi cư trú thực tế",
    "neighbourhood": "Tổ/thôn|Xóm|Thuộc tổ|Khu|Cụm dân cư|Cụm|Tổ/khu|Tổ nhân dân",
    "education": "Học đến|Hệ học|Văn hóa lớp|Bằng phổ thông",
    "qualification": "Trình độ tay nghề|Tay nghề|Văn bằng|Văn bằng chứng chỉ|"
    "Học vị|Học hàm học vị|Trình độ chuyên ngành|Bằng cấp chuyên môn|"
    "Trình độ đào tạo cao nhất|Trình độ lao động",
    "occupation": "Chức danh nghề nghiệp|Chức danh chuyên môn|"
    "Nghề/Chức danh|Nghề nghiệp/Chức danh|Chức danh/Nghề nghiệp|"
    "Vị trí việc làm|Vị trí công việc|"
    "Hiện làm gì|Hiện đang làm|Đang làm|Làm gì|Ngành nghề|Nghề đang làm|Sinh kế",
    "workplace": "Công ty|Tên công ty|Học/làm tại|Làm ở đâu|Học tại trường|Hiện làm tại|Nơi lao động|Chỗ làm|"
    "Xí nghiệp|Nơi học hoặc làm việc|Học ở đâu|Đang học tại|Làm tại|Doanh nghiệp|Nơi đang học|Nơi đang làm|"
    "Tên cơ quan|Trường lớp|Nơi học, làm việc|Nơi học, nơi làm việc|Nơi học tập, nơi làm việc|"
    "Nơi học tập, làm việc|Phòng ban|Phòng, ban|Phân xưởng|Phân xưởng, phòng ban|Phòng ban, phân xưởng|"
    "Phân xưởng (phòng ban)|Xưởng|Bộ phận làm việc|Bộ phận công tác|Phòng (ban)|Khoa, phòng|"
    "Nơi học tập và làm việc|Nơi làm việc, học tập|Nơi học, làm việc",
    "is_party_member": "ĐV ĐCSVN|ĐVĐCSVN|Đảng CSVN|Đảng viên ĐCS",
    "party_joined_on": "Ngày vào ĐCSVN|Kết nạp Đảng|Ngày vào Đảng CS|Ngày KN Đảng|Thời điểm vào Đảng",
    "union_joined_on": "Kết nạp Đoàn|Ngày KN Đoàn|Ngày vào ĐTN|Vào đoàn TN",
    "sex": "Nam (nữ)|Nam hay nữ|Giới (nam, nữ)",
    "notes": "Note|Notes|Remark|Remarks|"
    "Ghi thêm|Ghi chú thêm|Diễn giải|Thông tin thêm|Thông tin khác|Nội dung khác|Lưu ý",
}
# What stands below these may be a ground that nobody has named so (`remarks`).
CIRCUMSTANCES = (
    "Hoàn cảnh", "Hoàn cảnh gia đình", "Hoàn cảnh, lý do", "Lý do, hoàn cảnh", "Hoàn cảnh riêng", "Hoàn cảnh đặc biệt",
    "Gia cảnh", "Hoàn cảnh bản thân, gia đình", "Hoàn cảnh bản thân",
)  # fmt: skip
# "Where he lives" may mean either; each roster has the address that its forms ask for.
_LIVES = "Nhà ở|Nơi cư trú|Trú tại|Cư trú tại|Nơi trú"
_OF_ROSTER = {
    ENLISTMENT: {
        "permanent_address": _LIVES,
        "health_class": "Kết quả phân loại|Kết luận loại|KQSK|KLSK|Loại SK kết luận|Xếp loại SK|SK đạt loại|"
        "Kết luận SK",
        "height_cm": "C.cao|Chiều cao đứng|Cao đứng",
        "weight_kg": "C.nặng|Trọng lượng",
        "chest_cm": "V.ngực|Ngực|VN|Vòng ngực trung bình",
        "myopia_dioptres": "Tật khúc xạ (độ cận)|Độ cận mắt|Mắt cận|Khúc xạ",
        "ground": "Thuộc diện|Thuộc diện tạm hoãn|Thuộc trường hợp|Diện chính sách|Lý do chưa gọi|"
        "Căn cứ (điều, khoản)",
        "ground_until": "Đến ngày|Hoãn đến|Hoãn đến ngày|Thời hạn đến|Tạm hoãn đến",
        "notes": "|".join(CIRCUMSTANCES),
        "volunteer": "Xung phong|Đơn xung phong|Đơn tự nguyện|Có đơn",
        "personal_class": "Thành phần BT",
        "political_result": "Lý lịch|Xác minh chính trị|Kết quả xác minh",
    },
    MILITIA: {
        "current_address": f"{_LIVES}|Số nhà, đường|Số nhà, phố|Số nhà, đường phố",
        "component": "Binh chủng|DQ binh chủng|Dân quân binh chủng|"
        "Phân loại DQ|Phân loại dân quân|Loại lực lượng|Nhóm lực lượng|Diện dân quân|"
        "Thuộc dân quân|Thuộc loại dân quân|Là dân quân",
        "unit": "Phiên chế|Phiên chế vào|Bộ phận|Biên chế trong đơn vị dân quân|Biên chế vào|Tổ, đội|Đội|"
        "Phân đội|Khẩu đội",
        "post": "Cấp chức|Giữ chức|Nhiệm vụ được giao|Chức trách|Nhiệm vụ|Chức vụ được giao|Cương vị|Chức vụ đảm nhiệm",
        "joined_on": "Ngày tuyển|Ngày tuyển chọn|Bắt đầu|Vào từ|Từ tháng năm|Ngày gia nhập|Gia nhập|"
        "Ngày bắt đầu|Từ ngày|Thời điểm tham gia|Ngày vào đội|Vào đội|Ngày vào lực lượng|Vào lực lượng",
        "ends_on": "Kết thúc|Ngày kết thúc|Đến|Hạn hoàn thành|Đến ngày|Đến tháng năm|Thời điểm hoàn thành|"
        "Hạn nghĩa vụ",
    },
    RESERVE: {
        "permanent_address": _LIVES,
        "rank": "Cấp hàm|Quân hàm khi XN|Cấp bậc khi về",
        "post": "Chức vụ cũ|Giữ chức|Chức vụ đã qua|Chức vụ cuối",
        "speciality": "Tên chuyên nghiệp|Chuyên nghiệp|Ngành trong quân đội|Ngành QS|Ngành trong QĐ|Chuyên môn QS|"
        "Ngành quân sự|Chuyên môn trong quân đội",
        "speciality_match": "Đúng, gần đúng, chưa đúng|"
        "Mức độ phù hợp|Sắp xếp so với CNQS|So với CNQS|Phù hợp CNQS|Độ phù hợp|Mức phù hợp",
        "enlisted_on": "Vào quân đội|Ngày vào quân đội|Vào bộ đội|Ngày đi bộ đội|Đi bộ đội|Ngày lên đường|"
        "Tòng quân|Vào lính|Đi|Ngày đi|Năm đi|Đi lính",
        "discharged_on": "Giải ngũ|Ngày giải ngũ|Ngày về địa phương|Về địa phương|Ra khỏi quân đội|Hết tại ngũ|"
        "Ngày về|Về|Năm về",
        "former_unit": "Nơi phục vụ|Nơi phục vụ (đơn vị)|Phục vụ tại đơn vị|Phục vụ tại|Nơi đóng quân|"
        "Đơn vị đã qua|Nơi phục vụ tại ngũ|Đơn vị cũ khi tại ngũ|Đơn vị cuối",
        "reserve_class": "Phân hạng|Xếp hạng|Hạng dự bị động viên",
    },
}  # fmt: skip


def more_headings(roster: str, key: str) -> tuple[str, ...]:
    """What is written over the fact of a roster besides the catalogue's own words; () for a fact that has no more."""
    told = (_OF_ANY.get(key, ""), _OF_ROSTER[roster].get(key, ""))
    return tuple(name for names in told for name in names.split("|") if name)
