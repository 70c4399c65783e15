"""Headings and cells as particular people type them: each wording over four cells, and what each cell says.

Collected from authors who did not know the program (docs/decisions/0005-reading-workbooks.md); a wording that is
missed loses a fact of everybody on the list.
"""

import pytest

from roster.domain.problems import Severity
from roster.intake.grid import Sheet, Workbook
from roster.intake.pipeline import Errand, make_plan
from tests.intake.planned import NAMES, TODAY, id_of, plan_of, said
from tests.intake.test_week_of_mail import HEAD, PEOPLE, of_all

_GIVEN = ("Phúc", "Khánh", "Đông", "Cường")
_WIVES = ("Lê Thị Ngọc", "Vũ Thùy Dương")


def under(roster, heading, cells):
    """The planned sheet of four men with one more column."""
    if isinstance(heading, str):
        return of_all(roster, heading, *cells)
    rows = [[*one, cell] for one, cell in zip(PEOPLE, cells, strict=True)]
    merges = [(0, column, 1, column) for column in range(4)]
    return plan_of(roster, [[*HEAD, heading[0]], ["", "", "", "", heading[1]], *rows], merges=merges)


@pytest.mark.parametrize(
    ("roster", "heading", "cells", "key", "read"),
    [
        # What somebody is called, whom he married, and that there is nothing to say of it.
        ("enlistment", "Tên gọi khác (nếu có)", ("Không", "Nguyễn Văn Tý", "Chưa có", "Hùng Con"), "other_name",
         (None, "Nguyễn Văn Tý", None, "Hùng Con")),
        ("militia", "Ngoài tên khai sinh, anh/chị còn được gọi là gì?", ("Sơn Béo", "Không có", "Bờm", "Tí"),
         "other_name", ("Sơn Béo", None, "Bờm", "Tí")),
        ("enlistment", "Vợ tên gì", ("chưa vợ", _WIVES[0], "Độc thân", _WIVES[1]), "spouse_name",
         (None, _WIVES[0], None, _WIVES[1])),
        ("militia", "Vợ/chồng (họ tên, năm sinh)", (f"{_WIVES[0]} (1992)", "Chưa có", f"{_WIVES[1]} (1995)", "-"),
         "spouse_name", (_WIVES[0], None, _WIVES[1], None)),
        ("reserve", "sdt", ("0981.402.776", "chưa có", "0936.225.118", "không"), "phone",
         ("0981402776", None, "0936225118", None)),
        ("militia", "Gọi số nào thì gặp được anh/chị?", ("0916 204 775", "0362158490", "0382-717-045", ""), "phone",
         ("0916204775", "0362158490", "0382717045", None)),
        # Homes.
        ("militia", "Hiện nay anh (chị) ở số nhà nào, đường nào?", ("Số 2 Lê Duẩn",) * 4, "current_address",
         ("Số 2 Lê Duẩn",) * 4),
        ("militia", "Nơi đang cư trú", ("Số 2 Lê Duẩn",) * 4, "current_address", ("Số 2 Lê Duẩn",) * 4),
        ("militia", "Địa chỉ nơi ở", ("Số 2 Lê Duẩn",) * 4, "current_address", ("Số 2 Lê Duẩn",) * 4),
        ("enlistment", "Nhà (theo sổ hộ khẩu)", ("Số 2 Lê Duẩn",) * 4, "permanent_address", ("Số 2 Lê Duẩn",) * 4),
        ("reserve", "Về ở tại", ("Số 2 Lê Duẩn",) * 4, "current_address", ("Số 2 Lê Duẩn",) * 4),
        ("reserve", "Đi bộ đội ở đâu", ("Sư đoàn 363", "", "Lữ đoàn 170", "Trung đoàn 2"), "former_unit",
         ("Sư đoàn 363", None, "Lữ đoàn 170", "Trung đoàn 2")),
        ("reserve", ("Xuất ngũ", "Từ đơn vị"), ("Sư đoàn 363", "", "Lữ đoàn 170", "Trung đoàn 2"), "former_unit",
         ("Sư đoàn 363", None, "Lữ đoàn 170", "Trung đoàn 2")),
        ("reserve", "Lúc ở bộ đội làm gì", ("Chiến sĩ", "Lái xe", "", "Tiểu đội trưởng"), "post",
         ("Chiến sĩ", "Lái xe", None, "Tiểu đội trưởng")),
        ("reserve", "Được huấn luyện chuyên nghiệp gì trong QĐ", ("Xe tăng", "Bộ binh", "", "Báo vụ"), "speciality",
         ("Xe tăng", "Bộ binh", None, "Báo vụ")),
        ("reserve", "Ký hiệu CNQS", ("BB01", "LX02", "", "BB01"), "speciality_code", ("BB01", "LX02", None, "BB01")),
        ("reserve", "Bắt đầu đi nghĩa vụ QS", ("2014", "2016", "", "2019"), "enlisted_on",
         ("2014", "2016", None, "2019")),
        ("reserve", "Thôi tại ngũ (ngày)", ("16/1/2019", "20/2/2015", "", "28/1/2022"), "discharged_on",
         ("2019-01-16", "2015-02-20", None, "2022-01-28")),
        ("militia", "Làm gì trong trung đội", ("Trung đội trưởng", "Chiến sĩ", "", "Chiến sĩ"), "post",
         ("Trung đội trưởng", "Chiến sĩ", None, "Chiến sĩ")),
        ("militia", "Giữ việc gì trong tiểu đội", ("Tiểu đội trưởng", "Chiến sĩ", "nt", ""), "post",
         ("Tiểu đội trưởng", "Chiến sĩ", "Chiến sĩ", None)),
        ("militia", "Sức khỏe", ("Loại 3", "loại II", "", "1"), "health_class", (3, 2, None, 1)),
        ("militia", "Trong đội hình của", ("Tiểu đội 1", "Tiểu đội 2", "", "Tiểu đội 2"), "unit",
         ("Tiểu đội 1", "Tiểu đội 2", None, "Tiểu đội 2")),
        ("militia", "Biên chế vào DQ từ", ("T4/2022", "T5/2023", "", "T4/2024"), "joined_on",
         ("2022-04", "2023-05", None, "2024-04")),
        ("militia", "Hạn phục vụ trong DQ đến", ("02-05-2027", "02-05-2027", "", "20-05-2028"), "ends_on",
         ("2027-05-02", "2027-05-02", None, "2028-05-20")),
        ("militia", "Loại hình DQTV", ("DQ binh chủng (pháo binh)", "DQ cơ động", "", "DQ tại chỗ"), "component",
         ("artillery", "mobile", None, "local")),
        ("enlistment", "ĐVTN Cộng sản HCM", ("✓", "✓", "", "x"), "is_union_member", (True, True, None, True)),
        ("enlistment", ("Khám tuyển", "Đạt loại"), ("1", "2", "", "3"), "health_class", (1, 2, None, 3)),
        ("enlistment", "Phụ huynh (bố)", ("Lê Văn An", "Vũ Hữu Bắc", "", "Đỗ Đình Cự"), "father_name",
         ("Lê Văn An", "Vũ Hữu Bắc", None, "Đỗ Đình Cự")),
        # "Cân", folded as "cận": fifty-four is no short sight.
        ("enlistment", "Cân (kg)", ("54", "61", "57", "66"), "weight_kg", (54, 61, 57, 66)),
        ("enlistment", "Con ông - bà", ("Lê Văn An - Vũ Thị Bích", "bà Đỗ Thị Cúc", "", "Ngô Văn Đức - Lê Thị Én"),
         "mother_name", ("Vũ Thị Bích", "Đỗ Thị Cúc", None, "Lê Thị Én")),
        # What a man is asked to be called up or deferred for, under whatever heading.
        ("enlistment", "Ý kiến của phường", ("Gọi khám", "Tạm hoãn, có em ruột đang tại ngũ", "Gọi khám",
         "Tạm hoãn, đang học ĐH Hải Phòng"), "ground", (None, "41.1.d", None, "41.1.g")),
        ("enlistment", "Tình hình từ 01/7/2025", ("Đã lấy vợ", "Em trai đang tại ngũ: tạm hoãn", "Làm ăn xa", ""),
         "ground", (None, "41.1.d", None, None)),
        # Marks of repetition say nothing of what a column holds.
        ("militia", "Thuộc DQ", ("cơ động", "-nt-", "tại chỗ", "y tế"), "component",
         ("mobile", "mobile", "local", "medical")),
        ("militia", "Xếp vào", ("cơ động", "-nt-", "tại chỗ", "y tế"), "component",
         ("mobile", "mobile", "local", "medical")),
        ("enlistment", "Diện hoãn, miễn theo Đ.41", ("k1.a", "", "K2.a", "k1g"), "ground",
         ("41.1.a", None, "41.2.a", "41.1.g")),
        ("reserve", "Hiện nay đồng chí cư trú ở đâu?", ("Số 2 Lê Duẩn",) * 4, "current_address",
         ("Số 2 Lê Duẩn",) * 4),
        ("reserve", "Chỗ ở thực tế (nếu khác hộ khẩu)", ("", "Số 2 Lê Duẩn", "Số 3 Lê Duẩn", ""), "current_address",
         (None, "Số 2 Lê Duẩn", "Số 3 Lê Duẩn", None)),
        ("reserve", "Địa bàn (TDP)", ("T.6", "T.11", "T.4", "T.9"), "neighbourhood",
         ("TDP số 6", "TDP số 11", "TDP số 4", "TDP số 9")),
        # School and work.
        ("enlistment", "Đã tốt nghiệp cấp mấy?", ("Cấp 3", "Cấp 2", "Cấp 3", "Cấp 3"), "education",
         ("12/12", "9/12", "12/12", "12/12")),
        ("enlistment", "Có bằng gì sau phổ thông", ("bằng trung cấp", "chưa có", "bằng đại học", "Th.S"),
         "qualification", ("Trung cấp", None, "Đại học", "Thạc sĩ")),
        ("enlistment", "Làm ăn gì", ("Chạy xe ôm", "Phụ bán phở", "Thợ sơn", "Đi biển"), "occupation",
         ("Chạy xe ôm", "Phụ bán phở", "Thợ sơn", "Đi biển")),
        ("militia", "Chức danh nghề ở phân xưởng", ("Thợ tiện", "Thợ nguội", "Thợ hàn", "Thợ điện"), "occupation",
         ("Thợ tiện", "Thợ nguội", "Thợ hàn", "Thợ điện")),
        ("enlistment", "Đơn vị đang làm/học", ("Công ty Tân Vũ", "ĐH Điện lực", "Nhà máy Chinfon", ""), "workplace",
         ("Công ty Tân Vũ", "ĐH Điện lực", "Nhà máy Chinfon", None)),
        ("enlistment", "Lớp, khoa đang theo học", ("CNTT18A, khoa Điện",) * 4, "workplace",
         ("CNTT18A, khoa Điện",) * 4),
        # Union and Party, and what somebody volunteers for.
        ("enlistment", "Em đã được kết nạp Đoàn chưa?", ("Đã kết nạp", "Chưa", "Đã vào", "Chưa kết nạp"),
         "is_union_member", (True, False, True, False)),
        ("reserve", "Có phải đảng viên không?", ("Phải", "Không", "Không phải", "Phải"), "is_party_member",
         (True, False, False, True)),
        ("militia", "Sinh hoạt Đoàn (có/không)", ("Có", "Có", "Không", "Không"), "is_union_member",
         (True, True, False, False)),
        ("reserve", "Là ĐV Đảng CSVN", ("Có", "", "Có", ""), "is_party_member", (True, None, True, None)),
        ("militia", ("Đảng viên", "Ngày vào"), ("", "07/11/2022", "15/8/2017", ""), "party_joined_on",
         (None, "2022-11-07", "2017-08-15", None)),
        ("militia", "Anh/chị được kết nạp vào Đảng khi nào?", ("Chưa", "5/2021", "12/2019", "Chưa"),
         "party_joined_on", (None, "2021-05", "2019-12", None)),
        ("enlistment", "Nếu là đảng viên: kết nạp ngày", ("", "26/3/2024", "", "22/12/2023"), "party_joined_on",
         (None, "2024-03-26", None, "2023-12-22")),
        ("enlistment", "Cháu nào xung phong đi nghĩa vụ", ("xung phong", "không", "", "xung phong"), "volunteer",
         (True, False, None, True)),
        ("enlistment", "Đã nộp đơn xin tình nguyện chưa?", ("Đã nộp", "Chưa nộp", "Rồi", "Chưa"), "volunteer",
         (True, False, True, False)),
        ("enlistment", "Khám được loại mấy", ("loại 2", "loại 3", "chưa khám", "loại 1"), "health_class",
         (2, 3, None, 1)),
        # Service.
        ("reserve", "ĐV khi XN", ("Lữ đoàn 454",) * 4, "former_unit", ("Lữ đoàn 454",) * 4),
        ("reserve", "Ngày xưa đóng quân ở đơn vị nào", ("Sư đoàn 395",) * 4, "former_unit", ("Sư đoàn 395",) * 4),
        ("reserve", "Phân hạng dự bị động viên", ("2", "1", "1", "2"), "reserve_class", (2, 1, 1, 2)),
        ("reserve", "Trong quân đội làm chuyên môn gì", ("Lái xe", "Thông tin", "Quân y", "Pháo binh"), "speciality",
         ("Lái xe", "Thông tin", "Quân y", "Pháo binh")),
        ("militia", "Biên chế ở đơn vị dân quân", ("Tiểu đội tại chỗ số 4",) * 4, "unit",
         ("Tiểu đội tại chỗ số 4",) * 4),
        # Said as one speaks.
        ("reserve", "Ở nhà hay gọi là", ("Tý", "-", "Cún", "không"), "other_name", ("Tý", None, "Cún", None)),
        ("reserve", "Số CMT ngày trước", ("031905218", "032118640", "không nhớ", ""), "old_id",
         ("031905218", "032118640", None, None)),
        ("militia", "Zalo/máy di động", ("0904127733", "0962 551 908", "chưa có", ""), "phone",
         ("0904127733", "0962551908", None, None)),
        ("militia", "SỐ MÁY ANH EM", ("0934.771.206", "0986.145.320", "0353.902.617", "-"), "phone",
         ("0934771206", "0986145320", "0353902617", None)),
        ("enlistment", "Em có hộ khẩu ở phường nào, số nhà bao nhiêu?", ("Phường Kiến An, số 52 Lê Duẩn",) * 4,
         "permanent_address", ("Phường Kiến An, số 52 Lê Duẩn",) * 4),
        ("reserve", "Khẩu gốc ở đâu?", ("18 Phan Đăng Lưu",) * 4, "permanent_address", ("18 Phan Đăng Lưu",) * 4),
        ("reserve", "Hiện nay anh ăn ở tại đâu?", ("Số 55 Quy Tức",) * 4, "current_address", ("Số 55 Quy Tức",) * 4),
        ("enlistment", "Đi làm xa thì đang ở đâu (địa chỉ)", ("Số 18 Nguyễn Trãi, Hà Nội", "Không", "", "Số 5 Lê Lợi"),
         "current_address", ("Số 18 Nguyễn Trãi, Hà Nội", None, None, "Số 5 Lê Lợi")),
        ("militia", "QUÊ CHA ĐẤT TỔ", ("Nam Sơn, Hải Phòng", "Tứ Kỳ, Hải Dương", "", "Thủy Nguyên, Hải Phòng"),
         "hometown", ("Nam Sơn, Hải Phòng", "Tứ Kỳ, Hải Dương", None, "Thủy Nguyên, Hải Phòng")),
        ("reserve", "Anh học tới lớp mấy thì nghỉ?", ("Hết lớp 12", "L9", "Hết cấp 3", "7/12"), "education",
         ("12/12", "9/12", "12/12", "7/12")),
        ("enlistment", "Tay nghề có bằng gì", ("Trung cấp may", "chưa có", "Cao đẳng điện tử", "Không"),
         "qualification", ("Trung cấp may", None, "Cao đẳng điện tử", None)),
        ("enlistment", "Anh đang làm việc gì?", ("Kỹ sư", "Thợ nhôm kính", "Phụ hồ", ""), "occupation",
         ("Kỹ sư", "Thợ nhôm kính", "Phụ hồ", None)),
        ("militia", "Tên bà xã / ông xã", (_WIVES[0], f"{_WIVES[1]} (1995)", "chưa có", _WIVES[0]), "spouse_name",
         (_WIVES[0], _WIVES[1], None, _WIVES[0])),
        ("militia", "Còn sinh hoạt Đoàn không?", ("Còn", "Không", "Có", "Không"), "is_union_member",
         (True, False, True, False)),
        ("reserve", "Tuổi Đảng tính từ ngày", ("07-11-2012", "19/5/2015", "–", "30/4/2018"), "party_joined_on",
         ("2012-11-07", "2015-05-19", None, "2018-04-30")),
        ("militia", "Cơ động/tại chỗ/thường trực", ("CĐ", "TC", "TT", "CĐ"), "component",
         ("mobile", "local", "standing", "mobile")),
        ("militia", "Đi dân quân từ bao giờ", ("3/2021", "05/2023", "2022", "4/2024"), "joined_on",
         ("2021-03", "2023-05", "2022", "2024-04")),
        ("reserve", "Ở đại đội anh làm gì?",
         ("Chiến sĩ", "Tiểu đội trưởng", "Chiến sĩ", ""), "post", ("Chiến sĩ", "Tiểu đội trưởng", "Chiến sĩ", None)),
        ("reserve", "Anh đi nghĩa vụ từ khi nào?", ("2/2013", "3/2016", "2014", "2/2018"), "enlisted_on",
         ("2013-02", "2016-03", "2014", "2018-02")),
        ("reserve", "Rời quân ngũ", ("08/01/2016", "T1/2019", "20/7/2013", ""), "discharged_on",
         ("2016-01-08", "2019-01", "2013-07-20", None)),
        ("reserve", "Anh đi lính ở đơn vị nào?", ("Sư đoàn 3",) * 4, "former_unit", ("Sư đoàn 3",) * 4),
        ("reserve", "Lính đơn vị nào khi có báo động", ("Sư đoàn 3",) * 4, "former_unit", (None,) * 4),
        ("reserve", "CNQS (đúng/gần đúng/không đúng)", ("đúng", "không đúng", "gần đúng", "đúng"), "speciality_match",
         ("exact", "none", "near", "exact")),
        ("reserve", ("QNDB", "Thuộc hạng (I, II)"), ("I", "II", "I", "II"), "reserve_class", (1, 2, 1, 2)),
        ("militia", "Nói thêm", ("Hay đi làm xa", "", "Mới chuyển về tổ", "Không"), "notes",
         ("Hay đi làm xa", None, "Mới chuyển về tổ", None)),
        ("enlistment", "Hiện em ở chỗ nào? Ở trọ ghi rõ địa chỉ nhà trọ",
         ("Số 9 Khúc Trì", "số 8 Cao Toàn", "không", ""),
         "current_address", ("Số 9 Khúc Trì", "Số 8 Cao Toàn", None, None)),
        ("enlistment", "Nơi đang trọ", ("Số 9 Khúc Trì", "Ký túc xá trường", "không", ""), "current_address",
         ("Số 9 Khúc Trì", "Ký túc xá trường", None, None)),
        ("reserve", "Nhà ở bây giờ", ("Số 9 Khúc Trì", "Số 8 Cao Toàn", "-", ""), "current_address",
         ("Số 9 Khúc Trì", "Số 8 Cao Toàn", None, None)),
        ("enlistment", "Người của tổ mấy", ("tổ 4", "tổ 7", "4", "tổ 12"), "neighbourhood",
         ("TDP số 4", "TDP số 7", "TDP số 4", "TDP số 12")),
        ("enlistment", "Nay làm gì", ("Bán hàng", "Sinh viên", "Thợ điện", ""), "occupation",
         ("Bán hàng", "Sinh viên", "Thợ điện", None)),
        ("reserve", "Hồi ấy làm gì trong đơn vị", ("khẩu đội trưởng", "chiến sĩ", "tiểu đội trưởng", ""), "post",
         ("Khẩu đội trưởng", "Chiến sĩ", "Tiểu đội trưởng", None)),
        ("enlistment", "Vì sao chưa phải đi bộ đội (vướng gì)",
         ("đang học đại học chính quy", "không", "", "đang học cao đẳng chính quy"), "ground",
         ("41.1.g", None, None, "41.1.g")),
        ("enlistment", "Cận mấy độ", ("1,5", "không cận", "0,75", ""), "myopia_dioptres", (1.5, None, 0.75, None)),
        ("enlistment", "Điện thoại", ("0936 114 208", "mất máy", "0379 204 716", ""), "phone",
         ("0936114208", None, "0379204716", None)),
        ("reserve", "Quân hàm", ("Hạ sĩ", "không", "chưa có", "Trung sĩ"), "rank", ("Hạ sĩ", None, None, "Trung sĩ")),
        # What a heading itself says of its figures.
        ("reserve", "Đã sắp xếp đơn vị DBĐV (R: rồi, C: chưa)", ("R", "C", "R", "C"), "is_assigned",
         (True, False, True, False)),
        ("militia", "GT (N: nam, Nu: nữ)", ("N", "N", "Nu", "N"), "sex", ("male", "male", "female", "male")),
        ("militia", "G.tính (nam: 1, nữ: 2)", ("1", "1", "2", "1"), "sex", ("male", "male", "female", "male")),
        ("militia", "Giới tính (Nam ghi 1, nữ ghi 0)", ("1", "1", "0", "1"), "sex",
         ("male", "male", "female", "male")),
        # What is somebody else's or of no roster.
        ("militia", "Nghề của vợ/chồng", ("Công nhân may", "Giáo viên", "Bán hàng", "Nội trợ"), "spouse_name",
         (None,) * 4),
        ("militia", "Cỡ quần áo DQ", ("Số 3", "Số 4", "Số 5", "Số 4"), "workplace", (None,) * 4),
        ("militia", "Ca làm việc", ("Ca 1", "Ca 2", "Hành chính", "Ca 3"), "workplace", (None,) * 4),
        ("militia", "Ngày học xong lớp cảm tình Đảng", ("12/06/2023", "", "20/10/2022", ""), "education",
         (None,) * 4),
        ("reserve", "Chức vụ trong Hội Cựu chiến binh", ("Hội viên", "Chi hội trưởng", "Hội viên", ""), "post",
         (None,) * 4),
        ("enlistment", "Bơi ếch (đạt/không đạt)", ("đạt", "không đạt", "đạt", "đạt"), "political_result", (None,) * 4),
        ("militia", "Máy của quản đốc", ("0912008841", "0912008841", "0936550127", ""), "phone", (None,) * 4),
        ("militia", "Báo tin cho ai khi có việc (số người nhà)",
         ("0936112870", "0987340215", "0904226731", ""), "phone", (None,) * 4),
        ("militia", "Chức danh ở công ty", ("Tổ phó", "Thợ bậc 3", "Trưởng ca", ""), "workplace", (None,) * 4),
        ("militia", "Thuộc a, b", ("Tiểu đội 1, Trung đội 1",) * 4, "unit", (None,) * 4),
        ("militia", ("Thời hạn thực hiện nghĩa vụ", "Từ"), ("4/2022", "4/2024", "4/2024", ""), "joined_on",
         ("2022-04", "2024-04", "2024-04", None)),
        ("militia", "Ngày được biên chế", ("03/03/2025", "17/03/2025", "10/02/2025", ""), "joined_on",
         ("2025-03-03", "2025-03-17", "2025-02-10", None)),
        ("militia", "Nhà ở hiện tại", ("Số 2 Lê Duẩn",) * 4, "current_address", ("Số 2 Lê Duẩn",) * 4),
        ("reserve", ("Lúc ra quân", "Binh chủng, chuyên môn"), ("Pháo binh", "Trinh sát", "Lái xe", "Quân y"),
         "speciality", ("Pháo binh", "Trinh sát", "Lái xe", "Quân y")),
        # From those who were told to avoid the usual words.
        ("reserve", "Anh em trong đơn vị quen gọi", ("Hùng Bắc", "", "Tuấn Anh", "không có"), "other_name",
         ("Hùng Bắc", None, "Tuấn Anh", None)),
        ("militia", "Bạn còn tên nào nữa không?", ("không", "Thu Hiền", "chưa có", "Bảo Anh"), "other_name",
         (None, "Thu Hiền", None, "Bảo Anh")),
        ("militia", "Ông thân sinh (họ tên)", ("Phạm Văn Tuân", "Ngô Đình Hợp (1960)", "đã mất", "Lê Văn Hai"),
         "father_name", ("Phạm Văn Tuân", "Ngô Đình Hợp", None, "Lê Văn Hai")),
        ("militia", "Bu tên gì", ("Bùi Thị Sen", "Đào Thị Mùi", "Hoàng Thị Gái", "Phạm Thị Lý"), "mother_name",
         ("Bùi Thị Sen", "Đào Thị Mùi", "Hoàng Thị Gái", "Phạm Thị Lý")),
        ("militia", "Bạn đời (tên vợ hoặc tên chồng)", (_WIVES[0], "chưa có", _WIVES[1], "-"), "spouse_name",
         (_WIVES[0], None, _WIVES[1], None)),
        ("militia", "Bạn kết hôn với ai? (chưa thì ghi Chưa)", ("Chưa", _WIVES[0], "Chưa", _WIVES[1]), "spouse_name",
         (None, _WIVES[0], None, _WIVES[1])),
        ("militia", "TT (nơi đăng ký thường trú)", ("Số 30 Mạc Thái Tổ",) * 4, "permanent_address",
         ("Số 30 Mạc Thái Tổ",) * 4),
        ("militia", "Tối về ngủ ở đâu (địa chỉ thật)", ("Số 16 Lê Duẩn",) * 4, "current_address",
         ("Số 16 Lê Duẩn",) * 4),
        ("militia", "Người gốc vùng nào (xã - huyện - tỉnh)", ("Đông Hưng, Thái Bình",) * 4, "hometown",
         ("Đông Hưng, Thái Bình",) * 4),
        ("reserve", "Ngày trước anh học đến lớp mấy phổ thông?", ("12/12", "hết lớp 10", "9/12", "12/12"), "education",
         ("12/12", "10/12", "9/12", "12/12")),
        ("reserve", "Sau khi ra quân có học nghề/trường gì thêm?", ("Sơ cấp", "Cao đẳng cơ khí", "", "Trung cấp"),
         "qualification", ("Sơ cấp", "Cao đẳng cơ khí", None, "Trung cấp")),
        ("militia", "Công việc ở công ty", ("Tổ trưởng sản xuất", "Công nhân", "Thợ điện", "Bảo vệ"), "occupation",
         ("Tổ trưởng sản xuất", "Công nhân", "Thợ điện", "Bảo vệ")),
        ("reserve", "Anh đi làm cho công ty hay cơ quan nào?", ("Điện lực Kiến An",) * 4, "workplace",
         ("Điện lực Kiến An",) * 4),
        ("reserve", "Trong quân đội làm chức gì", ("Tiểu đội trưởng", "Chiến sĩ", "Khẩu đội trưởng", "Chiến sĩ"),
         "post", ("Tiểu đội trưởng", "Chiến sĩ", "Khẩu đội trưởng", "Chiến sĩ")),
        ("reserve", "Lính gì", ("Bộ binh", "Pháo binh", "Trinh sát", "Đặc công"), "speciality",
         ("Bộ binh", "Pháo binh", "Trinh sát", "Đặc công")),
        ("reserve", ("Nghề trong QĐ", "ký hiệu số"), ("15", "01", "04", "03"), "speciality_code",
         ("15", "01", "04", "03")),
        ("reserve", ("Thời gian trong quân đội", "bắt đầu từ"), ("02/2014", "9/2010", "02/2016", "3/2013"),
         "enlisted_on", ("2014-02", "2010-09", "2016-02", "2013-03")),
        ("reserve", "Hoàn thành nghĩa vụ trở về hôm nào?", ("22/1/2015", "9/1/2018", "16/1/2021", "11/1/2017"),
         "discharged_on", ("2015-01-22", "2018-01-09", "2021-01-16", "2017-01-11")),
        ("reserve", "Số điện thoại để báo khi tập trung", ("0936712845", "0849203316", "", "chưa có"), "phone",
         ("0936712845", "0849203316", None, None)),
        ("militia", "Bắt đầu làm nghĩa vụ DQTV", ("15-4-2023", "1-7-2022", "20-5-2024", "12-6-2021"), "joined_on",
         ("2023-04-15", "2022-07-01", "2024-05-20", "2021-06-12")),
        ("militia", "Nghĩa vụ dân quân của bạn kết thúc khi nào?", ("30.04.2026", "31.05.2027", "30.06.2026", ""),
         "ends_on", ("2026-04-30", "2027-05-31", "2026-06-30", None)),
    ],
)  # fmt: skip
def test_each_says_what_a_careful_officer_would_read(roster, heading, cells, key, read):
    sheet = under(roster, heading, cells)
    assert said(sheet, "full_name") == list(NAMES)
    assert said(sheet, "citizen_id") == [id_of(number) for number in range(1, 5)]
    assert said(sheet, key) == list(read)


_SERVED = ("02/2012 - 08/2013", "09/2004 – 03/2006", "", "2001-2003")
_ARMY = ("Lữ đoàn 603", "Sư đoàn 395", "", "Bộ CHQS thành phố")


@pytest.mark.parametrize(
    "heading", ["Phục vụ quân đội (từ tháng, năm - đến tháng, năm)", "Đã làm nghĩa vụ", "Quá trình đi lính (từ - đến)"]
)
def test_a_span_below_words_of_service_is_when_a_reservist_served(heading):
    sheet = under("reserve", heading, _SERVED)
    assert said(sheet, "enlisted_on") == ["2012-02", "2004-09", None, "2001"]
    assert said(sheet, "discharged_on") == ["2013-08", "2006-03", None, "2003"]


@pytest.mark.parametrize(
    ("roster", "heading", "cells"),
    [
        ("reserve", "Huấn luyện dự bị động viên trong quân đội", _SERVED),
        ("reserve", "Thời gian làm việc", _SERVED),
        ("reserve", "Đợt phục vụ", ("03/2024 - 04/2024",) * 4),  # a month is no service
        ("militia", "Phục vụ quân đội (từ - đến)", _SERVED),  # its roster does not keep that
    ],
)
def test_any_other_span_is_no_service(roster, heading, cells):
    sheet = under(roster, heading, cells)
    assert said(sheet, "enlisted_on") == said(sheet, "discharged_on") == [None] * 4


@pytest.mark.parametrize(
    ("before", "read"),
    [("Chức vụ khi ở quân đội", list(_ARMY)), ("Chức vụ", [None] * 4), ("Chức vụ trong đơn vị dự bị", [None] * 4)],
)
def test_a_unit_is_where_he_served_only_beside_words_of_his_service(before, read):
    rows = [[*HEAD, before, "Đơn vị"], *([*one, "Chiến sĩ", unit] for one, unit in zip(PEOPLE, _ARMY, strict=True))]
    assert said(plan_of("reserve", rows), "former_unit") == [one or None for one in read]


def test_of_a_parent_who_is_dead_without_a_name_the_officer_is_told():
    sheet = under("enlistment", "Họ tên bố", ("Trần Mạnh Tuấn", "Đã mất", "Lê Văn Hai", "Đỗ Văn Ba"))
    assert said(sheet, "father_name") == ["Trần Mạnh Tuấn", None, "Lê Văn Hai", "Đỗ Văn Ba"]
    assert any("Đã mất" in one.message for one in sheet.rows[1].problems)


@pytest.mark.parametrize("cell", ["chưa làm", "mất thẻ, đang làm lại", "chưa có"])
def test_who_has_no_card_yet_is_not_held_back_for_it_and_the_officer_is_told(cell):
    rows = [[*HEAD, "Nghề nghiệp"], *([*one, "Thợ hàn"] for one in PEOPLE)]
    rows[2][3] = cell
    sheet = plan_of("enlistment", rows)
    assert said(sheet, "citizen_id")[1] is None
    told = [one for one in sheet.rows[1].problems if cell in one.message]
    assert [one.severity for one in told] == [Severity.WARNING]


@pytest.mark.parametrize("people", ["Công dân", "Tên cháu", "Thanh niên"])
def test_a_second_table_is_read_by_its_own_heading_whatever_it_calls_the_people(people):
    first = [["TT", "Họ đệm", "Tên", "Sinh ngày", "Số căn cước", "Đoàn viên (x)", "Loại SK"]]
    first += [[n, "Lê Văn", name.split()[-1], "03/04/2005", id_of(n), "x", 2] for n, name in enumerate(NAMES, 1)]
    title = ["B. ĐỀ NGHỊ TẠM HOÃN, MIỄN", "", "", "", "", "", ""]
    second = [["STT", people, "Năm sinh", "ĐDCN", "Học vấn", "Bố đẻ", "Thuộc diện hoãn, miễn"]]
    second += [
        [n, f"Vũ Hoàng {word}", 2006, id_of(n + 4, born=6), "12/12", "Vũ Đình An", f"Điểm {point} khoản 1"]
        for n, (word, point) in enumerate(zip(_GIVEN, "adgg", strict=True), 1)
    ]
    sheets = make_plan(
        Workbook([Sheet("Rà soát", [*first, [""] * 7, title, *second], [])]),
        Errand("enlistment", 2026, "Phù Liễn", TODAY),
        (),
    ).sheets
    rows = [row.fields for sheet in sheets for row in sheet.rows]
    assert [row["full_name"] for row in rows] == [
        *(f"Lê Văn {name.split()[-1]}" for name in NAMES), *(f"Vũ Hoàng {word}" for word in _GIVEN),
    ]  # fmt: skip
    assert [(row.get("health_class"), row.get("ground"), row.get("father_name")) for row in rows] == [
        *[(2, None, None)] * 4, *((None, f"41.1.{point}", "Vũ Đình An") for point in "adgg"),
    ]  # fmt: skip


def test_work_that_begins_like_a_family_s_name_is_work_and_his_own_telephone_goes_before_the_family_s():
    sheet = under("reserve", "Vị trí việc làm", ("Lái xe taxi",) * 4)
    assert said(sheet, "occupation") == ["Lái xe taxi"] * 4
    told = [f"038264898{n}" for n in range(4)]
    rows = [[*one, "0912345678", phone] for one, phone in zip(PEOPLE, told, strict=True)]
    assert said(plan_of("enlistment", [[*HEAD, "ĐT gia đình", "ĐT học sinh"], *rows]), "phone") == told


def test_two_words_for_the_number_of_one_card_are_one_column():
    rows = [["STT", "Họ tên người khám", "Ngày sinh", "Số CCCD/định danh"], *map(list, PEOPLE)]
    sheet = plan_of("enlistment", rows)
    assert said(sheet, "full_name") == list(NAMES)
    assert said(sheet, "citizen_id") == [card for _, _, _, card in PEOPLE]


def test_a_section_with_its_count_in_the_next_column_is_nobody():
    rows = [[*HEAD, "Nghề"], ["", "Chỉ huy b", "1 đ/c", "", ""], [*PEOPLE[0], "Thợ hàn"]]
    rows += [["", "Tiểu đội 1", "3 đ/c", "", ""], *([*one, "Thợ hàn"] for one in PEOPLE[1:])]
    sheet = plan_of("militia", rows)
    assert said(sheet, "full_name") == list(NAMES)
    assert not any(problem for row in sheet.rows for problem in row.problems if problem.holds_back)
