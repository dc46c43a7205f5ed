"""Analyses that rules share: one for each function and its arguments."""

from __future__ import annotations

from catalog_lint.catalog.model import Entry, Prose


def length(subject: Entry | Prose, factor: int, word: str = "") -> list[int]:
    return [len(subject.text) * factor, len(word)]


def double(subject: Entry | Prose, factor: int) -> list[int]:
    return [2 * factor]


def test_a_result_is_kept_by_function_and_arguments() -> None:
    entry = Entry("文字", 0)
    prose = Prose("文字文字", entry)
    once = entry.memo(length, 3)
    assert once == [6, 0]
    assert entry.memo(length, 3) is once
    assert entry.memo(length, 4) == [8, 0]
    assert entry.memo(length, 3, "字") == [6, 1]
    assert entry.memo(double, 3) == [6]
    assert prose.memo(length, 3) == [12, 0]


def test_nothing_found_is_kept_too() -> None:
    calls = []

    def nothing(entry: Entry) -> None:
        calls.append(entry)

    entry = Entry("文字", 0)
    entry.memo(nothing)
    entry.memo(nothing)
    assert len(calls) == 1
