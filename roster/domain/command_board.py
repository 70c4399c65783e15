"""The ward command on a day: which posts it has, how many places each, and what is said of a post that it has not.

The law's posts come first, in its order; then what the ward's own establishment adds (staff of the Ministry's
establishment, which is not public).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from roster.domain.force_units import post_order, usual_post
from roster.domain.law.command_posts import PERIODS, CommandPeriod, CommandPost
from roster.domain.text import fold


@dataclass(frozen=True)
class PostPlaces:
    """A post of the command with its places. `law` is None for one of the ward's own establishment only."""

    post: str
    places: int
    law: CommandPost | None
    is_open: bool = False  # more may hold it

    def places_for(self, held: int) -> int:
        """The places where so many hold the post: each of them has his own where the number is open."""
        return max(self.places, held) if self.is_open else self.places


def period_on(day: date, periods: Sequence[CommandPeriod] = PERIODS) -> CommandPeriod:
    """The version of the law that holds on that day; before the first known one, that one."""
    found = [one for one in periods if one.first_day <= day]
    return found[-1] if found else periods[0]


def posts_on(
    day: date, establishment: Mapping[str, int], periods: Sequence[CommandPeriod] = PERIODS
) -> tuple[PostPlaces, ...]:
    """The posts of that day. `establishment`: what the ward set for that day (post → places); it wins over the law's
    number, since that of 2026 is the Ministry's.
    """
    own = {same_post(post): (post, places) for post, places in establishment.items()}
    found = []
    for law in period_on(day, periods).posts:
        is_open = law.several and same_post(law.post) not in own
        _, places = own.pop(same_post(law.post), (law.post, law.places))
        found.append(PostPlaces(law.post, places, law, is_open))
    more = [PostPlaces(post, places, None) for post, places in own.values() if places > 0]
    return (*found, *sorted(more, key=lambda one: post_order(one.post)))


def find_post(posts: Sequence[PostPlaces], words: str) -> PostPlaces | None:
    """The post among these that the words mean."""
    return next((one for one in posts if same_post(one.post) == same_post(words)), None)


def known_posts(periods: Sequence[CommandPeriod] = PERIODS) -> tuple[str, ...]:
    """Every post that some version of the law has, leaders first."""
    return tuple(dict.fromkeys(post.post for period in periods for post in period.posts))


def same_post(words: str) -> str:
    """What two ways of writing a post share ("CHT", "Chỉ huy trưởng")."""
    return fold(usual_post(words))


def note_on_post(post: str, day: date, periods: Sequence[CommandPeriod] = PERIODS) -> str:
    """Why a post is not one of that day's law, as a sentence; "" for one that is."""
    here = period_on(day, periods)
    having = [one for one in periods if same_post(post) in {same_post(law.post) for law in one.posts}]
    if here in having:
        return ""
    before = [one for one in having if one.first_day < here.first_day]
    if before:
        gone = next(one for one in periods if one.first_day > before[-1].first_day)
        return f"Chức danh không còn theo quy định từ {gone.first_day:%d/%m/%Y}."
    if having:
        return f"Chức danh chỉ có theo quy định từ {having[0].first_day:%d/%m/%Y}."
    return "Chức danh không có trong quy định và chưa có trong biên chế phường đặt."
