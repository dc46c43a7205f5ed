"""Fingerprints: what changes a finding's name and what does not."""

from __future__ import annotations

from catalog_lint.fingerprint import entry_key, fingerprints, spot

PAGE = "# 標題\n\n  他爲此事奔走，並爲此努力。\n"


def named(*places: tuple[int, int], page: str = PAGE, code: str = "HAN005", path: str = "a.md") -> list[str]:
    spots = [spot(code, "number 3", page, start, end) for start, end in places]
    return list(fingerprints(path, spots))


def test_moved_lines_and_other_indents_keep_the_name() -> None:
    at = PAGE.index("爲")
    (name,) = named((at, at + 1))
    assert named((at + 6, at + 7), page="# 又一行\n" + PAGE) == [name]
    assert named((at - 2, at - 1), page=PAGE.replace("  他", "他")) == [name]


def test_what_the_finding_is_about_makes_the_name() -> None:
    first, second = PAGE.index("爲"), PAGE.rindex("爲")
    one, two = named((first, first + 1), (second, second + 1))
    assert one != two
    assert named((first, first + 1), code="HAN004") != [one]
    assert named((first, first + 1), path="b.md") != [one]
    assert named((first, first + 1), page=PAGE.replace("此事", "彼事")) != [one]


def test_equal_places_are_counted() -> None:
    names = named((3, 4), (3, 4), (3, 4))
    assert len(set(names)) == 3
    assert named((3, 4), (3, 4)) == names[:2]


def test_an_entry_is_known_by_what_lasts_longest() -> None:
    assert entry_key(3, "題", "abcdefghijk") == "video abcdefghijk"
    assert entry_key(3, "題", "") == "number 3"
    assert entry_key(None, "題", "") == "title 題"
    assert entry_key(None, "", "") == ""
