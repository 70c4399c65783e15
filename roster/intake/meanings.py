"""What a heading may mean: the keys that its words and the words above them name, each with how sure that is."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache, lru_cache

from roster.columns.call_up import CALL_UP_COLUMNS
from roster.columns.catalogue import ENLISTMENT, RESERVE, columns_of
from roster.columns.cells import find_choice
from roster.columns.grades import grade_of
from roster.domain.text import clean, fold
from roster.intake.spelling import closeness
from roster.intake.telling_words import ASSIGNMENT, PATTERNS, UNDER, VAGUE
from roster.intake.words import (
    ADDRESS_PARTS,
    DATE_PARTS,
    FAMILY_WORDS,
    FINDINGS,
    GIVEN_WORDS,
    MIDDLE_WORDS,
    NOT_KEPT,
    SEX_PARTS,
    STT_WORDS,
    bare_heading,
    exact_keys,
    heading_words,
    known_headings,
    written_out,
)

STT = "stt"
PART_KEYS = {
    "name.family": "full_name", "name.middle": "full_name", "name.given": "full_name", "birth.day": "birth_date",
    "birth.month": "birth_date", "birth.year": "birth_date", "birth.male": "birth_date", "birth.female": "birth_date",
    "sex.male": "sex", "sex.female": "sex",
    "permanent.house": "permanent_address", "permanent.street": "permanent_address",
    "current.house": "current_address", "current.street": "current_address",
}  # fmt: skip
# Days that may stand in columns of their own below one heading ("Nhập ngũ": Tháng | Năm), besides the day of birth.
DATES_IN_PARTS = ("enlisted_on", "discharged_on", "joined_on", "party_joined_on", "union_joined_on")
_ANY_DAY = {"ngay vao", "nam vao", "thang vao", "thoi gian vao", "vao"}
# Nobody's is that of the man above.
OF_ONE_MAN = frozenset({"full_name", "other_name", "citizen_id", "old_id", "phone", "birth_date"})
PART_KEYS |= {f"{key}.{part}": key for key in DATES_IN_PARTS for part in DATE_PARTS.values()}

_ADDRESSES = ("permanent_address", "current_address")
_HINT = re.compile(r"\s*\([^()]*\)\s*")  # "(tháng, năm)" in a row of its own says how to fill it in
_MARKED_ALONE = {"sex", "component", "reserve_class", "speciality_match", "qualification", "health_class"}
_MEASURED = {"myopia_dioptres", "bmi", "height_cm", "weight_kg", "chest_cm"}
_CALL_UP_KEYS = frozenset(column.key for column in CALL_UP_COLUMNS)  # what only enlistment keeps of NOT_KEPT
_KIN = (("father", r"\b(cha|bo)\b"), ("mother", r"\bme\b"), ("spouse", r"\b(vo|chong)\b"))
_KIN_WORDS = {
    "bố": "father", "cha": "father", "tía": "father", "mẹ": "mother",
    "ông thân sinh": "father", "bà thân sinh": "mother", "bạn đời": "spouse",
    "má": "mother", "bu": "mother", "mạ": "mother", "vợ": "spouse", "chồng": "spouse",
    "bà xã": "spouse", "ông xã": "spouse",
    "chủ hộ": "other",
    "phụ huynh": "other", "người thân": "other", "thân nhân": "other", "giám hộ": "other", "con": "other",
    "con ông": "father", "con bà": "mother", "ông": "father", "bà": "mother",
}  # fmt: skip
_ONLY_WITH_MARKS = {"tía", "má", "mạ", "bu", "bà xã", "ông xã"}
_OTHER_WORDS = re.compile(r"\b(can bo|bo doi|bo binh|bo phan|bo chqs|con liet si|con thuong binh|cha dat to)\b")

_BORN_IN = re.compile(r"nam (sinh|de)\b")
# "Con thứ mấy" asks for no child of his, "Quê cha đất tổ" for no father.
_OWN_PLACE = re.compile(r"\b(là )?con th(ứ|u)\b|\bquê cha đất tổ\b")


def key_of(target: str) -> str:
    """The key of the column that a part ("birth.day") or a mark ("health_class=2") feeds; a key is its own."""
    return PART_KEYS.get(target, target.partition("=")[0])


@cache
def keys_of(roster: str) -> frozenset[str]:
    """The keys of a roster's columns."""
    return frozenset(column.key for column in columns_of(roster))


def kin_fact(leaf: str, stem: str) -> str | None:
    """The key of a fact about a relative that the lowest heading names: his name, birth year or occupation."""
    if re.search(r"(?<!than )sinh", leaf):  # "ông thân sinh" is he himself
        return f"{stem}_birth_year"
    if re.search(r"\bnghe|cong viec", leaf):
        return f"{stem}_occupation"
    return f"{stem}_name" if re.search(r"\bten\b", leaf) else None


@lru_cache(maxsize=5_000)
def kin_in(text: str) -> tuple[str, ...]:
    """Whose facts a heading names, in its order: "father", "mother", "spouse", "other"; () where it is the man's own.

    Vietnamese marks tell "vợ" from "võ"; a heading without any marks is read by its letters alone.
    """
    bare = _OWN_PLACE.sub(" ", bare_heading(clean(text)).lower())
    if bare.isascii():
        bare = _OTHER_WORDS.sub(" ", bare)
    bare = re.sub(r"\btên ba\b", "tên cha", bare)  # "ba" alone is three
    bare = re.sub(r"\bcon (nhà|nha|của|cua) (?=(ông|bà|ong|ba)\b)", "con ", bare)
    # Without marks "ma" is a number, "tia" nothing.
    spoken = {word: stem for word, stem in _KIN_WORDS.items() if not bare.isascii() or word not in _ONLY_WITH_MARKS}
    known = {fold(word) if bare.isascii() else word: stem for word, stem in spoken.items()}
    if not re.search(r"\bcon (ông|ong)\b", bare):  # "Con ông, bà" are the parents, "ông nội" is not
        known = {word: stem for word, stem in known.items() if word not in {"ông", "bà", "ong", "ba"}}
    words = sorted(known, key=len, reverse=True)
    found = re.findall(rf"\b({'|'.join(words)})\b", bare)
    return tuple(dict.fromkeys(known[word] for word in found))


def mark_of(path: tuple[str, ...], roster: str) -> Iterator[tuple[str, float]]:
    """The choice that a mark in the column stands for, as "health_class=2": below the name of its list or alone."""
    leaf = bare_heading(path[-1])
    above = {
        key
        for name in path[:-1]
        for key in (
            *exact_keys(heading_words(name), roster),
            *(k for words in {fold(name), heading_words(name)} for k, _ in _by_telling_words(words, keys_of(roster))),
        )
    }
    if "speciality" in above:  # "Đúng", "Gần đúng" below "CNQS"
        above.add("speciality_match")
    if re.match(r"hạng\b", clean(leaf).lower()):
        above.add("reserve_class")
    for column in columns_of(roster):
        # Below a group whose name says nothing ("Đánh dấu x") as alone.
        if column.key not in above and (column.key not in _MARKED_ALONE or above):
            continue
        choice = find_choice(column.choices, leaf) if column.choices else None
        if choice is not None and column.key != "sex":
            yield f"{column.key}={choice.key}", 0.99 if column.key in above else 0.96
        elif choice is not None and not clean(leaf).lower().startswith("năm") and "sex" not in above:
            yield f"sex.{choice.key}", 0.96
        elif column.key == "education" and column.key in above and (grade := grade_of(leaf)):
            yield f"education={grade}", 0.99


def _fact_of(leaf: str, stem: str) -> str | None:
    """The key of what a heading with a relative's word in it names; the word alone ("Bố đẻ") names him."""
    alone = re.fullmatch(rf"(({_KIN_CALLED}|con|cua|de|la|ruot|than sinh|ban doi|{_WHOSE})\b ?)+", leaf)
    return f"{stem}_name" if alone or re.search(r"\bten\b", leaf) else kin_fact(leaf, stem)


# Whose father or mother a heading may say: "Bố cháu", "Mẹ học sinh".
_WHOSE = "chau|em|hoc sinh|sinh vien|thanh nien|cong dan|doi tuong|quan nhan|chien si|nguoi lao dong"
_ABOUT_KIN = re.compile(r"\b(o|dau|noi|cho|khi|nam|tuoi|lam|so|que|xa|phuong|mat|con song)\b")
_KIN_CALLED = "cha|bo|tia|me|ma|vo|chong|ong|ba"


def _names_of_kin(leaf: str, kin: tuple[str, ...]) -> tuple[tuple[str, float], ...]:
    """The name of the one relative that a heading tells of, where nothing else in it names a fact ("Bố là ai"); weak,
    so that the cells below must be names."""
    if len(kin) > 1 or kin == ("other",):
        return ()
    rest = re.sub(rf"\b({_KIN_CALLED})\b", " ", leaf)
    tells_more = (
        NOT_KEPT.search(rest) or _ABOUT_KIN.search(rest) or any(re.search(said, rest) for _, said, _ in PATTERNS)
    )
    return () if tells_more else ((f"{kin[0]}_name", 0.6),)


# What one parent is called below a heading of both; folded, the southern "ba" is the northern "bà".
_PARENTS: tuple[tuple[re.Pattern[str], dict[str, str]], ...] = (
    (re.compile(r"(la )?con( nha| cua)?|(ho (va )?ten )?(phu huynh|(bo|cha) me|ong ba)"),
     {"ong": "father_name", "ba": "mother_name"}),
    (re.compile(r"(ho (va )?ten )?(ba|tia) (va )?ma"),
     {"ba": "father_name", "tia": "father_name", "ma": "mother_name"}),
)  # fmt: skip
# A group's name that only says that the facts below it are the man's own.
_OF_THE_MAN = re.compile(r"^((thong tin|ly lich|phan) )?(ca nhan|ban than|nhan vien|hoc sinh|nguoi lao dong|ho so)$")


_PEOPLE = {
    "cong dan", "thanh nien", "quan nhan", "dan quan", "chien si", "hoc sinh", "cong nhan", "nhan vien", "sinh vien",
    "nguoi lao dong", "can bo", "vien chuc", "doan vien", "doi tuong", "nguoi khai", "nguoi dang ky", "ca nhan",
    "ban than", "chau",
}  # fmt: skip
# "Nam thanh niên", "Công dân nam trong độ tuổi"
_OF_PEOPLE = re.compile(
    r"\b(cong dan|(thanh|thieu) nien|quan nhan|chien si|hoc sinh|nguoi lao dong)\b(?!.*\bphu trach)"
)


def part_of(path: tuple[str, ...], roster: str) -> str | None:
    """A part of a name or a birth date that the path names, None for a whole fact."""
    leaf = heading_words(path[-1])
    upper = [heading_words(name) for name in path[:-1]]
    above = {key for words in upper for key in exact_keys(words, roster)}
    if "birth_date" in above or any("sinh" in words.split() for words in upper):
        if leaf in SEX_PARTS and not clean(path[-1]).lower().startswith("năm"):  # folded, năm is nam
            return f"birth.{SEX_PARTS[leaf]}"
        if leaf in DATE_PARTS:
            return f"birth.{DATE_PARTS[leaf]}"
        match = re.fullmatch(r"(ngay|thang|nam) sinh", leaf)
        if match:
            return f"birth.{DATE_PARTS[match[1]]}"
    if leaf in DATE_PARTS:
        named = {*above, *(key for words in upper for key, _ in _by_telling_words(words, keys_of(roster)))}
        dated = [key for key in DATES_IN_PARTS if key in named]
        if len(dated) == 1:
            return f"{dated[0]}.{DATE_PARTS[leaf]}"
    if "sex" in above and leaf in SEX_PARTS:
        return f"sex.{SEX_PARTS[leaf]}"
    if leaf in ADDRESS_PARTS:
        home = _home_above(upper, roster) or (None if upper or leaf == "so" else "permanent_address")
        return f"{home.removesuffix('_address')}.{ADDRESS_PARTS[leaf]}" if home else None
    names_person = "full_name" in above or any(re.match(r"ho\b.*\bten\b", words) for words in upper)
    names_person = names_person or any(_OF_THE_MAN.search(words) or _OF_PEOPLE.search(words) for words in upper)
    if upper and not names_person and not any(w in _PEOPLE for w in upper):
        return None
    if leaf in FAMILY_WORDS:
        return "name.family"
    if leaf in MIDDLE_WORDS:
        return "name.middle"
    return "name.given" if leaf in GIVEN_WORDS and names_person else None


def _home_above(upper: list[str], roster: str) -> str | None:
    """Which address the groups above a part of one name, None where they name none."""
    told = (key for words in upper for key in (*exact_keys(words, roster), *dict(_by_telling_words(words, _ADDRESSES))))
    return next((key for key in told if key in _ADDRESSES), None)


_PARTS_OF_ADDRESS = re.compile(r"((so|nha|ten|duong|pho|ngo|ngach|hem)\b ?){2,}")


@lru_cache(maxsize=5_000)
def meanings(path: tuple[str, ...], roster: str) -> tuple[tuple[str, float], ...]:
    """What a heading path may stand for, with a score from 0 to 1; `path` goes from the top level down."""
    path = tuple(name for name in path if not _HINT.fullmatch(name)) or path
    leaf = heading_words(path[-1])
    upper = " ".join(heading_words(name) for name in path[:-1])
    whole = f"{upper} {leaf}".strip()
    if leaf in STT_WORDS and (inner := re.search(r"\(([^()]{6,})\)", path[-1])):  # "TT (nơi đăng ký thường trú)"
        return meanings((inner[1],), roster) or ((STT, 1.0),)
    if leaf in STT_WORDS or heading_words(path[0]) in STT_WORDS:
        return tuple(mark_of(path, roster) if upper else ()) or ((STT, 1.0),)  # "TT" below "Lực lượng" is thường trực
    if is_finding(path):
        return tuple((key, 0.97) for key in exact_keys(leaf, roster) if key in _MEASURED)
    is_class = re.fullmatch(r"(phan |xep )?hang( quan nhan)? du bi dong vien", leaf)
    is_class = is_class or re.match(r"so (dien thoai|di dong)\b", leaf)  # to call him by when they gather
    if roster == RESERVE and re.search(ASSIGNMENT, whole) and not is_class and not exact_only(leaf, roster):
        return (("is_assigned", 0.99),)
    of_kin = " ".join(fold(name) for name in path[:-1]).replace("can bo", "")
    for stem, pattern in _KIN:
        others = [p for s, p in _KIN if s != stem]
        if re.search(pattern, of_kin) and not any(re.search(p, of_kin) for p in others):
            key = kin_fact(leaf, stem)
            if key:
                whose = [
                    k for name in path[:-1] for k in exact_keys(heading_words(name), roster) if k == f"{stem}_name"
                ]
                return ((key, 0.99), *((k, 0.9) for k in whose[:1] if k != key))
    for both, called in _PARENTS:
        if leaf in called and any(both.fullmatch(heading_words(name)) for name in path[:-1]):
            return ((called[leaf], 0.99),)
    if not kin_in(path[-1]) and any(kin_in(name) for name in path[:-1]):
        return ()  # where a father lives, or his telephone: never the man's own, whatever the words below him
    kin = kin_in(path[-1])
    if kin == ("other",) and (inner := re.search(r"\(([^()]+)\)", path[-1])):  # "Phụ huynh (bố)"
        kin = kin_in(inner[1]) or kin
    if kin:  # never the man's own fact
        fact = _fact_of(leaf, kin[0]) if len(kin) == 1 and kin[0] != "other" else None
        told = [key for key in exact_keys(leaf, roster) if key.startswith(kin)] or [fact or ""]
        sure = tuple((key, 0.97) for key in told if key in keys_of(roster))
        return sure or _names_of_kin(leaf, kin)
    are_parts = _PARTS_OF_ADDRESS.fullmatch(leaf) and leaf not in ADDRESS_PARTS
    if are_parts and (home := _home_above([heading_words(name) for name in path[:-1]], roster)):
        return ((home, 0.99),)  # "Số nhà, phố" below "Nơi ở hiện nay"
    found: list[tuple[str, float]] = list(mark_of(path, roster))
    part = part_of(path, roster)
    if part:
        found.append((part, 1.0))
    keys = keys_of(roster)
    # "Ngày vào Đoàn" says itself which day it is, whatever it stands below ("Thời gian"); "Ngày vào" does not.
    days = {key for key in exact_keys(leaf, roster) if key in DATES_IN_PARTS and leaf not in _ANY_DAY}
    for above, below, key in UNDER:
        is_below = upper and key in keys and (not days or key in days)
        if is_below and re.search(above, upper) and re.search(below, leaf):
            found.append((key, 0.98))
    found.extend((key, 0.97) for key in _choices_named(path[-1], roster))
    if leaf in GIVEN_WORDS and (not upper or upper in _PEOPLE):
        found.append(("name.given", 0.9 if not upper else 0.95))
    found.extend((key, 0.94 if leaf in VAGUE else 0.97) for key in exact_keys(leaf, roster))
    if "(" in path[-1]:
        found.extend(_with_brackets(path[-1], roster, {key for key, _ in found}))
    if upper:
        found.extend((key, 0.95) for key in exact_keys(whole, roster))
    if leaf == "ket luan" and roster == ENLISTMENT and not found:  # over "Đạt, SK loại II" or "Tạm hoãn: đang học"
        found += [("health_class", 0.7), ("ground", 0.7)]
    if leaf in _PEOPLE and not found:  # "Thanh niên" over names; over marks or counts the cells refuse it
        found.append(("full_name", 0.7))
    if leaf == "tuoi" and _BORN_IN.search(fold(path[-1])):  # "Tuổi (ghi năm sinh)"
        return (("birth_date", 0.97),)
    if NOT_KEPT.search(leaf) and not found:
        return tuple(_by_telling_words(leaf, keys & _CALL_UP_KEYS))
    found.extend(_by_telling_words(leaf, keys))
    refused = _refused(leaf)
    found.extend((key, score) for key, score in _contained(leaf, roster) if key not in refused)
    # "Vướng gì (lý do xin hoãn, xin miễn)", "Nhà (theo sổ hộ khẩu)"
    if not found and (inner := re.search(r"\(([^()]{6,})\)", path[-1])):
        found.extend(_by_telling_words(heading_words(inner[1]), keys & {"ground", "permanent_address"}))
    if upper and not found:
        found.extend((key, 0.6) for key in exact_keys(upper, roster))
    return tuple(found)


def names_people(text: str, roster: str) -> bool:
    """Whether a heading surely names the column of people's names, or a part of them: "Tên cháu", "Họ, đệm, tên"."""
    return any(key_of(key) == "full_name" and score >= 0.9 for key, score in meanings((text,), roster))


@lru_cache(maxsize=5_000)
def _choices_named(name: str, roster: str) -> tuple[str, ...]:
    """The closed list whose choices a heading or its brackets spell out: "Cơ động/tại chỗ/thường trực"; of those lists
    alone whose words stand for nothing else ("đạt/không đạt" may be of any test)."""
    inner = re.search(r"\(([^()]+)\)", name)
    for text in (name, inner[1]) if inner else (name,):
        parts = [part for part in re.split(r"\s*[/,;]\s*|\s+(?:hay|hoặc)\s+", text.strip()) if part]
        for column in columns_of(roster) if len(parts) > 1 else ():
            if (
                column.key in _MARKED_ALONE
                and column.choices
                and all(find_choice(column.choices, part) for part in parts)
            ):
                return (column.key,)
    return ()


def _with_brackets(name: str, roster: str, known: Collection[str]) -> Iterator[tuple[str, float]]:
    """What a heading means with its brackets ("Nam (nữ)"), or by what stands in them alone ("ĐV (Đảng)")."""
    yield from ((key, 0.97) for key in known_headings(roster).get(written_out(fold(name)), ()))
    inner = re.search(r"\((?!\s*nếu\b)([^()]+)\)", name, re.IGNORECASE)  # "(nếu khác hộ khẩu)" is a condition
    if inner and not NOT_KEPT.search(heading_words(name)):
        told = exact_keys(heading_words(inner[1]), roster)
        sure = 0.7 if heading_words(inner[1]) in VAGUE else 0.98  # "Đi làm xa thì ở đâu (địa chỉ)"
        yield from ((key, sure) for key in told if not known or (key in known and len(known) > 1))


def is_finding(path: tuple[str, ...]) -> bool:
    """Whether a column holds a doctor's finding: what stands below "Mắt" or "Các chuyên khoa"."""
    return any(FINDINGS.search(heading_words(name)) for name in path[:-1])


def _by_telling_words(leaf: str, keys: Collection[str]) -> Iterator[tuple[str, float]]:
    spared = _OTHER_WORDS.sub("", leaf)  # a "cán bộ" is no father
    for key, telling, unless in PATTERNS:
        if key in keys and re.search(telling, spared) and not (unless and re.search(unless, spared)):
            yield key, 0.8 if key == "phone" and "gia dinh" in leaf else 0.9


def _refused(leaf: str) -> frozenset[str]:
    """The facts whose telling words stand in a heading beside others that make it something else."""
    told = [
        (key, bool(unless) and re.search(unless, leaf)) for key, telling, unless in PATTERNS if re.search(telling, leaf)
    ]
    return frozenset(key for key, refused in told if refused) - {key for key, refused in told if not refused}


def exact_only(leaf: str, roster: str) -> bool:
    """Whether a heading that mentions placing is known as something else all the same ("Đơn vị công tác")."""
    keys = known_headings(roster).get(leaf, ())
    return bool(keys) and "is_assigned" not in keys and not re.match(r"(don vi|chuc|cap bac|quan ham|nhiem vu)\b", leaf)


def _contained(words: str, roster: str) -> list[tuple[str, float]]:
    """Known headings that stand as a phrase inside a longer heading, the longest first."""
    total = len(words.split())
    found: list[tuple[str, float]] = []
    for known, keys in known_headings(roster).items():
        share = len(known.split()) / max(total, 1)
        if len(known) > 4 and share >= 0.34 and share < 1 and f" {known} " in f" {words} ":
            found.extend((key, 0.45 + 0.4 * share) for key in keys)
    return sorted(found, key=lambda pair: -pair[1])


@lru_cache(maxsize=5_000)
def short_for(leaf: str, roster: str) -> tuple[tuple[str, float], ...]:
    """What a heading that says nothing in full may be the short form of ("SĐTLH", "Tr.độ VH"), the fullest first.

    The cells below it must bear it out: two letters stand for many things.
    """
    if len(leaf) > _LONGEST_SHORT or not leaf.replace(" ", "").isalpha():
        return ()
    found: dict[str, float] = {}
    for phrase, keys in known_headings(roster).items():
        if share := closeness(leaf, phrase):
            for key in keys:
                found[key] = max(found.get(key, 0.0), 0.6 + 0.25 * share)
    return tuple(sorted(found.items(), key=lambda pair: -pair[1]))


_LONGEST_SHORT = 30


def word_score(path: tuple[str, ...], target: str, roster: str) -> float:
    """How surely the words of a heading alone name what the column feeds, 0 where they do not."""
    return max((score for key, score in meanings(path, roster) if key == target), default=0.0) if path else 0.0
