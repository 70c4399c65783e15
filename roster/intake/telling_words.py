"""The words that tell what a heading means where no list holds it whole: by itself, and below another heading."""

from __future__ import annotations

# Words that stand for several things; a fuller heading on the same sheet has the better claim.
VAGUE = {
    "dia chi",
    "trinh do",
    "ten",
    "don vi",
    "lien he",
    "truong",
    "to",
    "chuc vu",
    "thanh pho",
    "thanh phan",
    "nam sinh",
    "sn",
    "lop",
    "ly do",
    "ct",
}

# What a level says of the level below it: (words of the upper heading, words of the lower one) -> key.
UNDER: tuple[tuple[str, str, str], ...] = (
    (r"\bdang\b", r"^(ngay )?vao( dang)?$|^ngay vao|^chinh thuc$|^ngay", "party_joined_on"),
    (r"\bdoan\b", r"^(ngay )?vao( doan)?$|^ngay", "union_joined_on"),
    (r"tai ngu|phuc vu|quan (ngu|doi)", r"^(tu|bat dau tu|nhap|((ngay|thang|nam) )*vao)\b", "enlisted_on"),
    (r"quan ngu", r"^don vi", "former_unit"),
    (r"tai ngu|phuc vu|quan (ngu|doi)", r"^(den|xuat|((ngay|thang|nam) )*ra)\b", "discharged_on"),
    (r"thoi gian|tham gia|dan quan|thoi han.*nghia vu", r"^(tu|vao|bat dau)\b|^ngay (vao|tham gia)", "joined_on"),
    (r"thoi gian|tham gia|dan quan|thoi han.*nghia vu", r"^(den|het|ket thuc)\b|^ngay (het|ra)", "ends_on"),
    (r"xuat ngu|tai ngu|cu$", r"^(tu )?don vi", "former_unit"),
    (
        r"chuyen nghiep|(chuyen (mon|nganh)|nganh|nghe).*quan (su|doi)",
        r"^(ma|ky hieu)( so| ma)?$|^so( ma)?$",
        "speciality_code",
    ),
    (
        r"chuyen nghiep|(chuyen (mon|nganh)|nganh|nghe).*quan su",
        r"^ten( goi| cn| chuyen nghiep| nganh)?$|^nganh$",
        "speciality",
    ),
    (r"cong viec|cong ty", r"^vi tri$|^chuc danh$", "occupation"),
    (r"cha|bo|me|phu huynh|than nhan|gia dinh", r"^(ho (va )?ten )?(bo|cha)\b", "father_name"),
    (r"cha|bo|me|phu huynh|than nhan|gia dinh", r"^(ho (va )?ten )?me\b", "mother_name"),
    (r"cu tru|dia chi|noi o|cho o", r"^hien (nay|tai)|^tam tru|^noi o|^cho o", "current_address"),
    (r"cu tru|dia chi|noi o|cho o", r"thuong tru|ho khau", "permanent_address"),
    (r"thanh phan", r"^gia dinh$", "family_class"),
    (r"thanh phan", r"^ban than$", "personal_class"),
    (r"\bquan doi\b|tai ngu|bo doi", r"^(ngay|thang|nam|thoi gian)?( thang| nam)* ?(vao|di|nhap)\b", "enlisted_on"),
    (
        r"\bquan doi\b|tai ngu|bo doi",
        r"^(ngay|thang|nam|thoi gian)?( thang| nam)* ?(ra|ve|roi|xuat)\b",
        "discharged_on",
    ),
    (r"\bquan doi\b|bo doi", r"^don vi", "former_unit"),
    (
        r"\bquan (doi|ngu)\b|bo doi|tai ngu|(ra quan|xuat ngu)$",
        r"binh chung\b|^(chuyen (mon|nganh)|nganh)$",
        "speciality",
    ),
    (r"^trinh do", r"^(tay )?nghe$", "qualification"),
    (r"(vao|ket nap)$", r"^dang( vien)?$", "party_joined_on"),
    (r"(vao|ket nap)$", r"^doan( vien| thanh nien)?$", "union_joined_on"),
    (r"can cuoc|dinh danh|the cong dan", r"^(day )?(12 )?so( the)?$", "citizen_id"),
    (r"\bkham\b|suc khoe", r"^(phan |xep |dat )?loai$|^ket (luan|qua)$", "health_class"),
    (r"hoan|mien|^(thuoc )?dien$", r"^(ly do|dien|diem)", "ground"),
    (r"hoan|mien|^(thuoc )?dien$", r"^(den|het|thoi han)", "ground_until"),
    (r"quyet dinh|\bquan doi\b", r"^(so|so qd)$", "claim_decision_number"),  # "QĐ" is written out so
    (r"quyet dinh|\bquan doi\b", r"^ngay( thang nam)?( ky| ban hanh)?$", "claim_decided_on"),
    (r"quyet dinh|\bquan doi\b", r"^(den|het|thoi han)", "claim_until"),
    (r"the luc|so do|chi so|suc khoe", r"^(chieu )?cao$", "height_cm"),
    (r"the luc|so do|chi so|suc khoe|^do\b", r"^(can )?nang$|^can$", "weight_kg"),
    (r"the luc|so do|chi so|suc khoe", r"^(vong )?nguc$|^vn$", "chest_cm"),
)

# "Khóm/ấp", "Thôn hoặc xóm": two or more together are no part of an address.
_KINDS_OF_PLACE = "to dan pho|khu pho|khu dan cu|khoi pho|khoi|khu|khom|ap|thon|xom|lang|ban|buon|doi|cum|to"

# Longer headings than any list can hold, by their telling words. Kept apart: a reservist's place in a mobilisation unit
# is looked for first, since its text must never reach a column that is stored.
ASSIGNMENT = (
    r"bien che|dong vien|tiep nhan|(nhan|giao) nguon|\bxep\b(?! (hang|loai|so voi|chuyen nghiep))|"
    r"thoi chien|\b(khi|luc)( co)?( lenh)? (huy dong|goi|chien|lenh|tinh huong|tap trung|bao dong)"
)
PATTERNS: tuple[tuple[str, str, str], ...] = (
    ("full_name",
     r"^ho\b.*\bten\b|^ten (cac )?(cong dan|thanh nien|quan nhan|chien si|chau|em|dong chi|doan vien|hoc sinh)\b",
     r"\b(cha|bo|me|vo|chong|con|chu ho|nguoi than|than (nhan|phu|mau)|thuong dung|khac|gvcn|giao vien|"
     r"chu nhiem|phu trach)\b"),
    ("other_name", r"thuong (dung|goi)|bi danh|ten (goi )?khac|^ngoai ten (khai sinh|that)|biet danh|"
     r"\bhay goi\b|\bquen goi( la)?$|^o (nha|lang)\b.*\bgoi\b|\bgoi bang ten\b|con ten nao|\bngoai ten khai sinh$", ""),
    ("father_name", r"\b(cha|bo|than phu)\b", r"\b(me|vo|chong|can bo)\b|^nam sinh|^nghe"),
    ("mother_name", r"\b(me|than mau)\b", r"\b(cha|bo|vo|chong)\b|^nam sinh|^nghe"),
    ("spouse_name", r"\b(vo|chong)\b", r"\b(cha|bo|me)\b|^nam sinh|^nghe"),
    ("birth_date",
     r"^(ngay |thang |nam )+sinh$|^sinh( ngay| thang| nam)+$|^(ngay |thang |nam )+sinh (dung |ghi )*theo\b", ""),
    ("citizen_id", r"can cuoc|dinh danh|\bgan chip\b", r"\b(ngay|noi)\b|^nam sinh"),
    ("old_id", r"chung minh",
     r"can cuoc(?! so$)|dinh danh|\b(ngay(?! (truoc|xua))|noi)\b|(giay to|ho so|can cu) chung minh(?! nhan dan)"),
    ("phone", r"dien thoai|di dong|\bdt\b|lien lac|^tel\b|^so (may|goi duoc|alo)\b|^alo\b", ""),
    ("permanent_address", r"thuong tru|ho khau|^tru (tai|o)$|^khau( goc| (o|tai)\b)|\bnhap khau\b",
     r"^so (so )?ho khau"),
    ("current_address",
     r"^(cho|noi|dia chi)( o| dang)? (tro|thue)\b|sinh song|^thuc o$|^(cho|noi) (em|chau|ban) o\b|"
     r"nha (o )?(hien (nay|tai|gio)|bay gio|dang o)|"
     r"tam tru|(noi o|cho o|dia chi|cu tru).*hien|^(dia chi )?(noi|cho) o\b|"
     r"\b(dang|hien)( nay| tai)? (an )?(o|tro|tru|song|cu ngu|cu tru|ngu)\b|^an o\b|"
     r"\bo hien (nay|tai)$|^nay o\b|^(ve )?o tai$",
     r"thuong tru|ho khau|\b(phuong|xa|tinh|thanh pho)$"),
    ("permanent_address", r"dia chi|cu tru|tru quan|^so nha",
     r"hien|tam|dang (o|cu tru)|^dia chi (noi|cho) o\b|co quan|lam viec|email"),
    ("hometown", r"que quan|nguyen quan|^(goc |duoi )?que\b|^goc (gac|nguoi)\b", ""),
    ("neighbourhood", rf"^({_KINDS_OF_PLACE})( (hoac|hay|va))?( ({_KINDS_OF_PLACE}))+$", ""),
    ("neighbourhood", r"to dan pho|(khu|khoi) pho|(khu|cum) dan cu|^so to$|^to so$|^(ho )?o thon$", r"so luong|ten"),
    ("education",
     r"van hoa|hoc van|pho thong|hoc (het|xong|den|toi)( lop)?|^(da )?tot nghiep( cap)?$|^lop (may|cao nhat)\b|"
     r"^het (lop|cap)\b|^bac hoc$",
     r"chuyen mon|cam tinh|(sau|tren|ngoai) pho thong|^ngay"),
    ("qualification", r"^(co )?bang\b.*\b(sau|tren|ngoai)\b|^bang nghe\b", ""),
    ("qualification", r"chuyen mon|ky thuat|dao tao", r"van hoa|quan su"),
    ("workplace",
     r"(lam viec|cong tac|hoc tap|dang (theo )?hoc)|^noi lam$|^don vi dang lam\b|^((dang|hien) )*(lam|hoc) (o|tai)\b",
     r"quan doi|chuc (vu|danh)|nam "),
    ("workplace", r"\b(phong ban|phan xuong)\b|(co quan|cong ty|truong)\b.*\b(dang|hien) (lam|hoc)",
     r"truong phong|phu trach|quan doi|chuc (vu|danh)|\bnghe\b"),
    ("workplace", r"^ten (cong ty|xuong|co quan|nha may)\b|\blam cho ai\b|su dung lao dong|^chu su dung$|\bo cong ty$",
     r"chuc (vu|danh)|viec|^nghe"),
    ("occupation", r"nghe|cong viec|viec (dang )?lam|dang lam gi",
     r"don vi|noi|chuyen mon|ky thuat|\b(luc|khi|hoi|trong) .*(bo doi|quan doi|tai ngu)\b"),
    ("party_joined_on",
     r"(ngay|nam|thang|thoi diem).*(vao|ket nap) dang|dang vien.*\b(ket nap|vao)\b.*(ngay|thang|nam)|"
     r"(hang ngu|tuoi) (cua )?dang\b", ""),
    ("union_joined_on",
     r"(ngay|nam|thang|thoi diem).*(vao|ket nap) doan|doan vien.*\b(ket nap|vao)\b.*(ngay|thang|nam)", ""),
    ("is_party_member", r"\bdang vien\b|\b(d|dv|d vien) (dang|dcs)\b|^(trong|sinh hoat) dang$|^co chan trong dang\b",
     r"ngay|nam|doan vien"),
    ("is_union_member", r"\bdoan vien\b|\bdv doan\b|^(con )?(trong|sinh hoat) doan\b", r"ngay|nam|dang vien"),
    ("is_union_member", r"\bdvtn\b", "ngay|nam"),
    ("volunteer", r"(tinh|tu) nguyen|\bxung phong\b|don xin (di|len duong)|^(viet |co )?don (tn|thanh nien)$", ""),
    ("health_class", r"suc khoe|ket qua kham|kham tuyen|^kham (duoc |xep |phan )?loai|^phan loai$",
     r"giay|ly do|\btruoc\b"),
    ("political_result", r"tham tra|chinh tri|\bxet ly lich", r"trinh do|ly luan|vien"),
    ("ground_until", r"\b(den|het|(thoi )?han)\b.*\b(hoan|mien)\b|\b(hoan|mien)\b.*\b(den|het|toi)\b", "khong|chua"),
    ("claim_decision_number", r"\bso\b.*quyet dinh|^quyet dinh so", ""),
    ("claim_decided_on", r"^ngay.*quyet dinh", r"\bso\b|\b(het|den)\b"),
    ("claim_status", r"ket (qua|luan).*(hoan|mien)", ""),
    ("claim_evidence", r"\b(giay to|can cu|ho so)\b.*(chung minh|hoan|mien)", r"nhan dan"),
    ("ground",
     r"\b(hoan(?! (thanh|canh))|mien)\b|^(diem khoan( dieu)?|dieu khoan( diem)?|can cu dieu khoan)\b|"
     r"(ly do|nguyen nhan|vi sao) (chua|khong) (phai )?(goi|di)\b|^(can cu )?ly do( de nghi| xin)+$|"
     r"\b[dv]uong (dien|gi)\b",
     r"\bden\b|\bhet\b|quyet dinh|ket (qua|luan)|giay to|tu (ngay|thang|nam)|thoi (gian|han)|"
     r"so lan|mien phi"),
    ("height_cm", r"chieu cao|^cao$", ""),
    ("weight_kg", r"can nang|^nang$|^so can$|^can kg$", ""),
    ("chest_cm", r"vong nguc", ""),
    ("component", r"^(loai|thanh phan)( hinh)? (dan quan|luc luong)|^(thuoc )?luc luong", ""),
    ("ends_on",
     r"(het|man) (thoi )?han|(hoan thanh|het) nghia vu|dan quan den (het )?ngay|^((ngay|nam|thoi gian) )?ra\b|"
     r"thoi han den|den ngay",
     r"hoan(?! thanh)|mien"),
    ("ends_on", r"\bdu (\d|hai|bon) nam\b.*\bra\b|^den han ra\b|^han (phuc vu|nghia vu|tham gia)\b.*\bden$", ""),
    ("ends_on", r"^((du kien|ngay|thang|nam|thoi (gian|han)) )+hoan thanh$", ""),
    ("joined_on", r"(ngay|thang|nam|thoi gian).*(vao|tham gia|ket nap)|^tham gia.* tu$",
     r"\b(dang|doan|nhap|xuat)\b|vao (cong ty|cty|co quan|nha may|xi nghiep|truong|lam|nghe|nganh|bien che|viec)\b"),
    ("joined_on", r"^ngay (duoc )?bien che\b|^(duoc )?bien che\b.*\btu( ngay| thang| nam)*$", ""),
    ("joined_on", r"^len (truc|chot)\b.* tu\b", ""),
    ("joined_on", r"^(duoc )?goi vao (dan quan|tu ve)\b|^bat dau (lam )?(nghia vu )?(dan quan|tu ve)", ""),
    ("joined_on", r"\b(vao|tham gia|ket nap) dan quan.*\b(ngay|thang|nam)$", ""),
    ("joined_on", r"^(vao|tham gia|ket nap) dan quan|\b(vao|tham gia)\b.*dan quan.*(khi nao|bao gio|nam nao)$", ""),
    ("unit",
     r"^(thuoc )?don vi|^bien che\b.*\bdan quan|trung doi|tieu doi|khau doi|^(truc thuoc|phien hieu)$|"
     r"^phan doi\b|^(trong )?doi hinh\b",
     r"cong tac|lam viec|^(giu|lam|viec)\b|chuc|\btu( ngay| thang| nam)*$"),
    ("former_unit", r"^(ra quan|xuat ngu|di bo doi|phuc vu) (o|tai|tu) don vi|\bdong quan\b|\blinh\b.*\bdon vi\b|"
     r"don vi.*\blinh\b|chien si cu\b", r"sap|du bi|thoi chien|lenh|huy dong|bao dong"),
    ("former_unit", r"^di\W*(linh )?o dau$|^nguyen don vi$", ""),
    ("former_unit", r"don vi.*(cu|cuoi|truoc day|xuat ngu|ra (quan|ngu)|tai ngu|phuc vu|trong quan doi)\b", ""),
    ("former_unit",
     r"don vi.*\b(truoc(?! mat)|hoi|luc|khi|xua)\b|\b(luc|hoi|khi|truoc)\b.*\bdon vi\b",
     r"cong tac|lam viec|hien (nay|tai)|sap|du bi|chien|lenh|huy dong"),
    ("rank", r"cap bac|quan ham", ""),
    ("post", r"chuc (vu|danh).*(dan quan|tu ve)|^cuong vi|"
     r"^((dang )?(giu|lam) )*(viec|lam)( gi)? (trong |o )(dan quan|tu ve|trung doi|tieu doi|luc luong|doi)\b|"
     r"^(luc|khi|hoi|trong) .*\b(bo doi|quan doi|tai ngu|linh)\b.* lam gi$|"
     r"^nhiem vu (trong |o )?(dan quan|tu ve|luc luong|don vi)", ""),
    ("post", r"chuc (vu|danh)|^((dang |da )?(giu|mang|lam) )?chuc\b|^(luc|khi|hoi) (ra quan|xuat ngu)\b.*\bchuc$",
     r"dang|doan|\btau\b|cuu chien binh|\bhoi (cuu|nong|phu)|mat tran|chinh quyen|"
     r"cong tac|cong viec|co quan|cong ty|chuyen mon|\bnghe\b"),
    ("speciality_match",
     r"(dung|phu hop|so voi).*(chuyen nghiep|chuyen nganh)|chuyen nghiep.*gan dung|^dung\b.*\bgan dung\b", ""),
    ("speciality_code",
     r"\b(ma|ma so|so|ky hieu)\b.*chuyen (nghiep|nganh)|^ma( so)? (nganh|chuyen mon)( quan su| linh)?$", ""),
    ("speciality",
     r"(chuyen (nghiep|nganh|mon)|nganh\b.*) quan su|"
     r"^trong (quan doi|linh).* chuyen (mon|nganh|nghiep|ve)\b|^tay nghe quan su$|hoc nghe.*\b(quan doi|linh)$|"
     r"^nghe (linh|(trong )?quan doi)$|\bchuyen nghiep( gi)? (trong|o) (quan doi|linh)\b",
     r"\b(ma|so|dung|muc|ky hieu)\b"),
    ("discharged_on", r"xuat ngu|phuc vien|\bra (quan|ngu)\b|^roi quan (ngu|doi)\b|^(thoi|het) tai ngu\b",
     r"don vi|cap bac|chuc vu|quan ham|ly do"),
    ("enlisted_on",
     r"nhap ngu|vao (ngu|quan ngu|bo doi)|^ngay giao quan\b|^bat dau (di )?(nghia vu|bo doi|linh)\b",
     r"hoan|mien|don vi|cap bac|chuc vu"),
    ("reserve_class", r"\bhang\b|^loai du bi$|^du bi loai\b", r"thang|thuong binh"),
    ("notes",
     r"^ghi chu|^chu y$|\bluu y\b|\b(noi|trinh bay|y kien) them\b|^(dieu|chuyen|viec) khac\b|^con gi can\b|"
     r"\bdan (do|them)$", ""),
)  # fmt: skip
