"""The kinds of unit of the militia and self-defence forces, their usual posts, and what a roster's words mean by them.

Sources: Luật Dân quân tự vệ 48/2019/QH14 Điều 15, 16 (tổ to tiểu đoàn, thuyền to hải đoàn; which unit where),
Điều 19 (posts). How many places a unit has (Thông tư 77/2020) is not public: the ward sets it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from roster.domain.choices import COMPONENT, label_of
from roster.domain.law.appointing import (
    COMMAND_BOARD,
    COMPANY_COMMANDER,
    SOLDIER,
    UNIT_COMMANDER,
    Authority,
    authority_on,
)
from roster.domain.law.command_posts import (
    COMMAND_KIND,
    COMMANDER,
    DEPUTY_COMMANDER,
    DEPUTY_POLITICAL_OFFICER,
    POLITICAL_OFFICER,
    TECHNICIAN,
    command_on,
)
from roster.domain.text import clean, fold

RANK_AND_FILE = "Chiến sĩ"
HAMLET_LEADER = "Thôn đội trưởng"
ARMS = ("air_defence", "artillery", "reconnaissance", "signals", "engineer", "chemical", "medical")

# Where a unit stands: on the ward's own ground, in a neighbourhood, in an organisation.
WARD_WIDE, OF_NEIGHBOURHOOD, OF_ORGANISATION = "ward", "neighbourhood", "organisation"

_TEAM, _SQUAD, _CREW, _PLATOON, _COMPANY = "Tổ", "Tiểu đội", "Khẩu đội", "Trung đội", "Đại đội"
_BOAT, _FLOTILLA, _BATTALION, _FLEET = "Thuyền", "Hải đội", "Tiểu đoàn", "Hải đoàn"
_LEADERS = {
    _TEAM: "Tổ trưởng", _SQUAD: "Tiểu đội trưởng", _CREW: "Khẩu đội trưởng", _PLATOON: "Trung đội trưởng",
    _BOAT: "Thuyền trưởng",
}  # fmt: skip


def _staff(level: str) -> tuple[str, ...]:
    """The commanders of a unit from a company on."""
    words = level[:1].lower() + level[1:]
    return f"{level} trưởng", f"Chính trị viên {words}", f"Phó {level} trưởng", f"Chính trị viên phó {words}"


_LARGE = (_COMPANY, _FLOTILLA, _BATTALION, _FLEET)
_LARGE_POSTS = tuple(post for level in (_BATTALION, _FLEET, _COMPANY, _FLOTILLA) for post in _staff(level))
_BOARD_POSTS = (COMMANDER, POLITICAL_OFFICER, DEPUTY_COMMANDER, DEPUTY_POLITICAL_OFFICER)


@dataclass(frozen=True)
class UnitKind:
    """A kind of unit. `component` is the one that its members belong to, None where the ward says which.

    `ground` is where such a unit stands; `posts` are the usual ones, leaders first; `is_board`: a military command
    (Ban CHQS), whose holders need not be on the militia's roster and may hold a post elsewhere as well.
    """

    key: str
    label: str
    group: str
    level: str
    ground: str
    posts: tuple[str, ...]
    component: str | None = None
    is_board: bool = False

    @property
    def is_self_defence(self) -> bool:
        """Whether it is a unit (or the command) of an organisation."""
        return self.ground == OF_ORGANISATION


_HAMLET, _MOBILE, _ARM = "Dân quân tại chỗ", "Dân quân cơ động, thường trực, biển", "Dân quân binh chủng"
_SELF_DEFENCE = "Tự vệ cơ quan, tổ chức"


def _militia(key: str, level: str, words: str, group: str, component: str | None, ground: str = WARD_WIDE) -> UnitKind:
    posts = [*(_staff(level) if level in _LARGE else (_LEADERS[level],)), RANK_AND_FILE]
    if ground == OF_NEIGHBOURHOOD:
        posts.insert(0, HAMLET_LEADER)
    return UnitKind(key, f"{level} {words}", group, level, ground, tuple(posts), component)


def _self_defence(key: str, level: str) -> UnitKind:
    posts = _staff(level) if level in _LARGE else (_LEADERS[level],)
    return UnitKind(
        key, f"{level} tự vệ", _SELF_DEFENCE, level, OF_ORGANISATION, (*posts, RANK_AND_FILE)
    )  # fmt: skip


KINDS: tuple[UnitKind, ...] = (
    UnitKind(COMMAND_KIND, "Ban CHQS phường", "Cơ quan chỉ huy", "", WARD_WIDE, _BOARD_POSTS, is_board=True),
    _militia("local_team", _TEAM, "dân quân tại chỗ", _HAMLET, "local", OF_NEIGHBOURHOOD),
    _militia("local_squad", _SQUAD, "dân quân tại chỗ", _HAMLET, "local", OF_NEIGHBOURHOOD),
    _militia("local_platoon", _PLATOON, "dân quân tại chỗ", _HAMLET, "local", OF_NEIGHBOURHOOD),
    _militia("mobile_squad", _SQUAD, "dân quân cơ động", _MOBILE, "mobile"),
    _militia("mobile_platoon", _PLATOON, "dân quân cơ động", _MOBILE, "mobile"),
    _militia("mobile_company", _COMPANY, "dân quân cơ động", _MOBILE, "mobile"),
    _militia("mobile_battalion", _BATTALION, "dân quân cơ động", _MOBILE, "mobile"),
    _militia("standing_squad", _SQUAD, "dân quân thường trực", _MOBILE, "standing"),
    _militia("standing_platoon", _PLATOON, "dân quân thường trực", _MOBILE, "standing"),
    _militia("sea_squad", _SQUAD, "dân quân biển", _MOBILE, "sea"),
    _militia("sea_platoon", _PLATOON, "dân quân biển", _MOBILE, "sea"),
    _militia("sea_boat", _BOAT, "dân quân biển", _MOBILE, "sea"),
    _militia("sea_flotilla", _FLOTILLA, "dân quân biển", _MOBILE, "sea"),
    _militia("sea_fleet", _FLEET, "dân quân biển", _MOBILE, "sea"),
    _militia("arm_team", _TEAM, "dân quân binh chủng", _ARM, None),
    _militia("arm_crew", _CREW, "dân quân binh chủng", _ARM, None),
    _militia("arm_squad", _SQUAD, "dân quân binh chủng", _ARM, None),
    _militia("arm_platoon", _PLATOON, "dân quân binh chủng", _ARM, None),
    _self_defence("self_team", _TEAM),
    _self_defence("self_squad", _SQUAD),
    _self_defence("self_platoon", _PLATOON),
    _self_defence("self_company", _COMPANY),
    _self_defence("self_battalion", _BATTALION),
    _self_defence("self_boat", _BOAT),
    _self_defence("self_flotilla", _FLOTILLA),
    UnitKind(
        "self_command", "Ban CHQS cơ quan, tổ chức", _SELF_DEFENCE, "", OF_ORGANISATION, _BOARD_POSTS, is_board=True
    ),
)  # fmt: skip
KIND_BY_KEY: dict[str, UnitKind] = {kind.key: kind for kind in KINDS}
_UNKNOWN = UnitKind("", "Đơn vị", "", "", WARD_WIDE, (RANK_AND_FILE,))

_POST_ORDER = (*_BOARD_POSTS, *_LARGE_POSTS, HAMLET_LEADER, "Trung đội trưởng", "Khẩu đội trưởng", "Thuyền trưởng",
               "Tiểu đội trưởng", "Tổ trưởng")  # fmt: skip
_POST_PLACES = {fold(post): place for place, post in enumerate(_POST_ORDER)}
_POST_WORDS = {
    "cht": COMMANDER, "ctv": POLITICAL_OFFICER, "pho cht": DEPUTY_COMMANDER, "chi huy pho": DEPUTY_COMMANDER,
    "ctv pho": DEPUTY_POLITICAL_OFFICER, "nhan vien cmkt": TECHNICIAN, "nvcmkt": TECHNICIAN,
    "thon doi truong": HAMLET_LEADER, "to doi truong": HAMLET_LEADER,
    "khu doi truong": HAMLET_LEADER, "bt": "Trung đội trưởng", "b truong": "Trung đội trưởng",
    "at": "Tiểu đội trưởng", "a truong": "Tiểu đội trưởng", "kdt": "Khẩu đội trưởng", "ct": "Đại đội trưởng",
    "cs": RANK_AND_FILE, "chien sy": RANK_AND_FILE, "dan quan": RANK_AND_FILE, "tu ve": RANK_AND_FILE,
    "": RANK_AND_FILE,
}  # fmt: skip
_POST_WORDS |= {fold(post): post for post in (*_POST_ORDER, TECHNICIAN, RANK_AND_FILE)}


def kind_of(key: str) -> UnitKind:
    """The kind with that key; a nameless one for a key that this version does not know."""
    return KIND_BY_KEY.get(key, _UNKNOWN)


def post_order(post: str) -> tuple[int, str]:
    """A key by which posts stand with leaders first and Chiến sĩ last."""
    folded = fold(post)
    return (
        len(_POST_PLACES) + 1 if folded == fold(RANK_AND_FILE) else _POST_PLACES.get(folded, len(_POST_PLACES)),
        post,
    )


def usual_post(words: str | None) -> str:
    """The post that a roster's words mean ("AT", "chiến sỹ", ""); the words themselves where they are no known post."""
    text = clean(words or "")
    return _POST_WORDS.get(fold(text), text)


def usual_places(kind: UnitKind, day: date) -> tuple[tuple[str, int | None], ...]:
    """The posts that an establishment form offers, with their number where the law of the day names one."""
    if kind.key == COMMAND_KIND:
        return tuple((one.post, None if one.several else one.places) for one in command_on(day).posts)
    return tuple((post, None if post == RANK_AND_FILE else 1) for post in kind.posts)


def authority_of(kind: UnitKind, post: str, day: date) -> Authority:
    """Who appoints to the post of such a unit (or selects, for a soldier) as the law of that day has it."""
    if kind.key == COMMAND_KIND:
        period = command_on(day)
        offices = {one.post: one.appointed_by for one in period.posts}
        office = offices.get(post, period.posts[0].appointed_by)
        return Authority(period.first_day, period.last_day, office, "", period.citation)
    if kind.is_board:
        return authority_on(COMMAND_BOARD, True, day)
    if usual_post(post) == RANK_AND_FILE:
        return authority_on(SOLDIER, kind.is_self_defence, day)
    is_of_company = fold(post) in {fold(one) for one in _LARGE_POSTS}
    return authority_on(COMPANY_COMMANDER if is_of_company else UNIT_COMMANDER, kind.is_self_defence, day)


# --- What words of a roster or a typed line mean ---------------------------------------------------------------------

_ARM_WORDS = {
    "air_defence": ("phong khong", "12 7", "12 7mm", "smpk"), "artillery": ("phao binh", "phao", "coi", "dkz"),
    "reconnaissance": ("trinh sat",), "signals": ("thong tin",), "engineer": ("cong binh",),
    "chemical": ("phong hoa", "hoa hoc"), "medical": ("y te", "quan y", "cuu thuong"),
}  # fmt: skip
_ORGANISATION_WORDS = (
    "tu ve", "cong ty", "truong", "benh vien", "co quan", "hop tac xa", "nha may", "xi nghiep", "ngan hang",
    "tram y te",
)  # fmt: skip
_NEIGHBOURHOOD_WORDS = ("tdp", "to dan pho", "thon", "khu pho", "khu dan cu", "tai cho", "to so")
_LEVEL_WORDS = (
    (_BATTALION, ("tieu doan",)), (_FLEET, ("hai doan",)), (_COMPANY, ("dai doi",)), (_FLOTILLA, ("hai doi",)),
    (_BOAT, ("thuyen dan quan", "thuyen tu ve", "thuyen so")),
    (_PLATOON, ("trung doi",)), (_CREW, ("khau doi",)), (_SQUAD, ("tieu doi",)),
    (_TEAM, ("to dan quan", "to tu ve", "to quan y", "to y te", "to thong tin", "to trinh sat")),
)  # fmt: skip
_PREFIXES = {"local": "local", "mobile": "mobile", "standing": "standing", "sea": "sea"}


@dataclass(frozen=True)
class KindGuess:
    """What kind of unit some words mean, and its component where the kind leaves it open."""

    kind: UnitKind
    component: str | None


def guess_kind(words: str, component: str | None = None, count: int = 0) -> KindGuess:
    """The kind that a unit's name or a typed kind means; `component` and `count` are those of its people.

    Where the words name no level, the size decides as far as it can: a unit of self-defence of 20 is a platoon.
    """
    for kind in KINDS:
        if fold(words) == fold(kind.label):
            return KindGuess(kind, kind.component or component)
    said = f" {fold(words)} "
    if " ban chqs " in said or " ban chi huy " in said:
        is_of_organisation = any(f" {word} " in said for word in ("co quan", "to chuc", *_ORGANISATION_WORDS))
        return KindGuess(KIND_BY_KEY["self_command" if is_of_organisation else COMMAND_KIND], None)
    level = next((level for level, names in _LEVEL_WORDS if any(f" {name} " in said for name in names)), "")
    if any(f" {word} " in said for word in _ORGANISATION_WORDS if word != "truong" or " doi truong " not in said):
        return KindGuess(_of_level("self", level or (_PLATOON if count >= 20 else _SQUAD)), None)
    arm = next((arm for arm, names in _ARM_WORDS.items() if any(f" {name} " in said for name in names)), None)
    if arm:
        return KindGuess(_of_level("arm", level or (_TEAM if arm in {"medical", "signals"} else _SQUAD)), arm)
    for word, prefix in (("co dong", "mobile"), ("thuong truc", "standing"), ("quan bien", "sea"), ("doi bien", "sea")):
        if f" {word} " in said:
            return KindGuess(_of_level(prefix, level or _PLATOON), prefix)
    if any(f" {word} " in said for word in _NEIGHBOURHOOD_WORDS):
        return KindGuess(_of_level("local", level or _SQUAD), "local")
    if component in ARMS:
        return KindGuess(_of_level("arm", level or _SQUAD), component)
    prefix = _PREFIXES.get(component or "", "local")
    return KindGuess(_of_level(prefix, level or _SQUAD), prefix)


def _of_level(prefix: str, level: str) -> UnitKind:
    """The kind of that family with the level, else the nearest below it that the family has."""
    names = {
        _TEAM: "team", _SQUAD: "squad", _CREW: "crew", _PLATOON: "platoon", _COMPANY: "company", _BOAT: "boat",
        _FLOTILLA: "flotilla", _BATTALION: "battalion", _FLEET: "fleet",
    }  # fmt: skip
    below = (_COMPANY, _PLATOON) if level in _LARGE else (_SQUAD,)
    for wanted in (level, *below, _SQUAD):
        if (found := KIND_BY_KEY.get(f"{prefix}_{names[wanted]}")) is not None:
            return found
    return KIND_BY_KEY[f"{prefix}_squad"]


def component_label(component: str | None) -> str:
    """The component in words, "" for none."""
    return label_of(COMPONENT, component) if component else ""
