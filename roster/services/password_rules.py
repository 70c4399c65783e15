"""Which new passwords are taken: long ones that are not what everybody tries first (NIST SP 800-63B-4, 3.1.1.2)."""

from __future__ import annotations

from functools import cache

from flask import current_app
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from roster.domain.text import fold, nfc

# What is tried first against such an office, without marks and blanks: a password needs more than these words.
_COMMON_WORDS = """
    password passw0rd matkhaumoi matkhau daidai banchqs bochihuyquansu chihuytruong chinhtrivien troly quansu
    nghiavu danquantuve danquan tuve dubidongvien dubi dongvien haiphong kienan phulien phuong vietnam iloveyou
    anhyeuem emyeuanh quantrivien quantri administrator admin letmein please welcome
    qwertyuiopasdfghjklzxcvbnm qwertyuiop asdfghjkl asdfgh zxcvbnm qwerty 1q2w3e4r5t6y7u8i 1qaz2wsx3edc
    abcdefghijklmnopqrstuvwxyz
    abcdefghijklmno abcdef abcd abc 01234567890 1234567890 0123456789 987654321 123456789 12345678 1234567 123456 12345
    1234 123
    """.split()  # noqa: SIM905  # a list of quoted words would hide what it says
_LISTED = 30_000  # of the passwords that were found most often, as zxcvbn keeps them (the 3,000 first and more)
_MOST_JOINED = 3  # listed passwords one behind the other are as easy to try
_LEAST_OF_ONES_OWN = 5  # letters that must be left when common words and repetitions are taken away


def password_faults(password: str, *, user_name: str = "") -> list[str]:
    """Vietnamese sentences of what is wrong with a new password (NIST SP 800-63B-4: length and a blocklist only)."""
    least, most = current_app.config["SECURITY_PASSWORD_LENGTH_MIN"], current_app.config["PASSWORD_LENGTH_MAX"]
    text = nfc(password)
    faults = []
    if len(text) < least:
        faults.append(f"Mật khẩu cần ít nhất {least} ký tự; một câu ngắn dễ nhớ là tốt nhất.")
    if len(text) > most:
        faults.append(f"Mật khẩu không được dài quá {most} ký tự.")
    if not faults and _is_made_of_listed(fold(text).replace(" ", "")):
        faults.append("Mật khẩu này nằm trong danh sách hay bị dò. Hãy chọn một câu mà người khác không nghĩ tới.")
    own = _own_part(fold(text).replace(" ", ""), user_name)
    if not faults and len(set(own)) < _LEAST_OF_ONES_OWN:
        faults.append("Mật khẩu này quá dễ đoán. Hãy chọn một câu mà người khác không nghĩ tới.")
    return faults


def _own_part(password: str, user_name: str) -> str:
    """What is left of a folded password without the account's name, common words and repetitions."""
    rest = password
    for word in (fold(user_name).replace(" ", ""), *_COMMON_WORDS):
        if len(word) > 2:
            rest = rest.replace(word, "")
    for size in range(1, len(rest) // 2 + 1):
        if rest == (rest[:size] * (len(rest) // size + 1))[: len(rest)]:
            return rest[:size]
    return rest


@cache
def _listed() -> frozenset[str]:
    return frozenset(FREQUENCY_LISTS["passwords"][:_LISTED])


def _is_made_of_listed(password: str) -> bool:
    """Whether a folded password is nothing but common passwords: one, or a few behind one another."""
    listed = _listed()
    fewest = {0: 0}  # how many listed passwords make up so many first letters
    for end in range(1, len(password) + 1):
        counts = [fewest[start] + 1 for start in fewest if password[start:end] in listed]
        if counts:
            fewest[end] = min(counts)
    return fewest.get(len(password), _MOST_JOINED + 1) <= _MOST_JOINED
