"""What a file is called that an officer takes away: in his language, without marks, naming nobody."""

from __future__ import annotations

from datetime import date

from roster.domain.text import fold

_LONGEST = 90  # letters: longer ones are cut by the windows in which files are chosen


def file_name(words: str, when: object, ending: str) -> str:
    """("Gọi công dân nhập ngũ (Biểu số 17A)", 2027, "pdf") gives "goi-cong-dan-nhap-ngu-bieu-so-17a-2027.pdf".

    A day with which the words end is said once.
    """
    if isinstance(when, date):
        words = words.removesuffix(f"{when:%d/%m/%Y}")
    stem = ""
    for word in fold(words).split():
        if len(stem) + len(word) >= _LONGEST:
            break
        stem += f"{word}-"
    return f"{stem}{when}.{ending}"
