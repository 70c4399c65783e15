"""What may be relied on of files that the program keeps."""

import io
import stat

import pytest

from roster.shelf import files


def test_what_is_kept_comes_back_under_a_name_that_says_nothing(app):
    for content in (b"one", io.BytesIO(b"one")):
        name = files.keep(content, ".pdf")
        assert name.endswith(".pdf") and len(name) == 36
        with files.open_kept(name) as file:
            assert file.read() == b"one"


def test_kept_files_are_for_their_owner_alone(app):
    path = files.path_of(files.keep(b"x"))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    "name", ["../roster.db", "/etc/passwd", "", ".", "a" * 32, "a" * 32 + "/../x", "a" * 32 + "\n"]
)
def test_no_other_name_leads_to_a_file(app, name):
    with pytest.raises(FileNotFoundError):
        files.open_kept(name)
    files.drop(name)


def test_a_suffix_from_outside_cannot_become_a_path(app):
    assert files.keep(b"x", "/../../x.py").isalnum()


def test_a_file_that_could_not_be_written_leaves_nothing(app):
    class Torn(io.BytesIO):
        def read(self, size=-1):
            raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        files.keep(Torn(b"x"))
    assert list(files.folder().iterdir()) == []


def test_a_dropped_file_is_gone(app):
    name = files.keep(b"x")
    files.drop(name)
    files.drop(name)
    with pytest.raises(FileNotFoundError):
        files.open_kept(name)
