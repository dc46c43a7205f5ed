"""Lists beside the rules: each entry can do what the list is for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

import pytest

from catalog_lint import init
from catalog_lint.catalog import names
from catalog_lint.catalog.body_lines import body_lines
from catalog_lint.catalog.model import Entry
from catalog_lint.catalog.reader import read_page
from catalog_lint.catalog.schema import Schema
from catalog_lint.catalog.values import written_date
from catalog_lint.checks.phrases import phrases
from catalog_lint.init import learn
from catalog_lint.init.fields import date_format_of
from catalog_lint.init.guess import Habit
from catalog_lint.language import rare
from catalog_lint.language.foreign_names import sounds
from catalog_lint.language.function_words import misread
from catalog_lint.rule.loading import load_rules
from catalog_lint.rule.model import Rule
from catalog_lint.rule.wordlists import entries, words
from catalog_lint.source import Source
from tests.conftest import judged, parsed

_ANY = "水"


def samples(tree: Any) -> Iterator[str]:
    """Texts that a parsed regular expression matches: one for each way through its alternatives."""
    texts = [""]
    for kind, value in tree:
        found = list(_of(kind, value))
        texts = [text + more for text in texts[:200] for more in found[:40]]
    yield from texts


def _of(kind: Any, value: Any) -> Iterator[str]:
    if kind is codes.LITERAL:
        yield chr(value)
    elif kind is codes.NOT_LITERAL or kind is codes.ANY:
        yield _ANY
    elif kind is codes.IN:
        yield _in(value)
    elif kind is codes.BRANCH:
        for branch in value[1]:
            yield from samples(branch)
    elif kind is codes.SUBPATTERN:
        yield from samples(value[3])
    elif kind in (codes.MAX_REPEAT, codes.MIN_REPEAT):
        low, _, inner = value
        if low == 0:
            yield ""
        for text in samples(inner):
            yield text * max(low, 1)
    else:
        yield ""


def _in(choices: Any) -> str:
    kind, value = choices[0]
    if kind is codes.NEGATE:
        return _ANY
    if kind is codes.RANGE:
        return chr(value[0])
    if kind is codes.CATEGORY:
        return " " if value is codes.CATEGORY_SPACE else "7"
    return chr(value)


def _patterns(path: Path) -> list[str]:
    return [opening + rest for opening, rest in phrases(path)._lines.values()]


def _lists(name: str, finder: str) -> list[tuple[Rule, Path]]:
    """The rules that look their list's lines up by another parameter, each with the list."""
    rules = [rule for rule in load_rules().values() if {name, finder} <= set(rule.params)]
    return [(rule, getattr(rule.bound(), name)) for rule in rules]


def _made(pattern: str) -> list[str]:
    compiled = re.compile(pattern, re.IGNORECASE)
    every = list(samples(_parser.parse(pattern, re.IGNORECASE)))
    return [text for text in every if compiled.fullmatch(text)] or every  # what looks ahead may want more


def _entry(line: str) -> Entry:
    return read_page("page.md", Source(f"{line}\n"), Schema()).entries[0]


@pytest.mark.parametrize(
    ("rule", "path"), _lists("patterns", "starts"), ids=lambda each: getattr(each, "code", "")
)
def test_every_line_passes_the_words_that_lines_are_looked_up_by(rule: Rule, path: Path) -> None:
    starts = rule.bound().starts
    for pattern in _patterns(path):
        missed = [text for text in _made(pattern) if not body_lines(_entry(text).prose).starting(starts)]
        assert not missed, (pattern, missed[:3])


@pytest.mark.parametrize(
    ("rule", "path"), _lists("patterns", "hint"), ids=lambda each: getattr(each, "code", "")
)
def test_every_line_holds_what_lines_are_looked_up_by(rule: Rule, path: Path) -> None:
    hint = re.compile(rule.bound().hint)
    for pattern in _patterns(path):
        assert [text for text in _made(pattern) if not hint.search(text)] == [], pattern


@pytest.mark.parametrize(
    ("rule", "path"), _lists("headings", "words"), ids=lambda each: getattr(each, "code", "")
)
def test_every_heading_holds_one_of_the_words(rule: Rule, path: Path) -> None:
    for pattern in _patterns(path):
        missed = [text for text in _made(pattern) if not any(word in text for word in rule.bound().words)]
        assert missed == [], pattern


@pytest.mark.parametrize("heading", ["修改內容", "調整部分", "整理思路", "優化說明", "修改重點"])
def test_notes_are_found_by_every_name(heading: str) -> None:
    text = f"治水需要耐心。\n\n## {heading}\n\n* **分段：** 把長段落拆開。\n* **用詞：** 刪除口語。\n"
    assert [f.rule.code for f in judged(text, select=["LLM006"]).findings] == ["LLM006"]


def test_every_word_of_the_catalogs_own_spellings_is_found() -> None:
    (rule,) = (rule for rule in load_rules().values() if rule.code == "CAT014")
    for entry in entries(rule.bound().words):
        for spelling in entry.parts[1:]:
            text = "、".join([*[entry.text] * 3, spelling]) + "\n"
            found = judged(text, select=["CAT014"]).findings
            assert [f.values["found"] for f in found] == [spelling]


def test_every_mainland_term_is_found() -> None:
    (rule,) = (rule for rule in load_rules().values() if rule.code == "WRD001")
    for entry in entries(rule.bound().terms):
        if len(entry.parts) > 1:
            found = judged(f"他說「{entry.text}」與「鼠標」。\n", select=["WRD001"]).findings
            assert entry.text in [f.values["found"] for f in found]


def test_every_element_of_html_is_known_and_closed_as_the_list_says() -> None:
    (rule,) = (rule for rule in load_rules().values() if rule.code == "MDN007")
    for entry in entries(rule.bound().known):
        name, closing = entry.text, entry.parts[1] if len(entry.parts) > 1 else ""
        if name in ("details", "summary", "pre", "script", "style", "textarea", "title"):
            continue  # the frame's own, and elements that hold what is no HTML
        assert closing in ("", "void", "optional")
        found = judged(f"水<{name}>水。\n", select=["MDN007", "MDN008"]).findings
        assert [f.rule.code for f in found] == ([] if closing else ["MDN007"]), name


def test_every_scheme_is_right_and_every_domain_is_a_hosts() -> None:
    config = {"schema": {"shape": "list", "line": "[{title}]({link})", "required": ["title"]}}
    rules = load_rules()
    for scheme in rules["LNK013"].bound().schemes:
        assert judged(f"- [水]({scheme}://a.example)\n", **config, select=["LNK013"]).findings == []
    for domain in rules["LNK012"].bound().domains:
        found = judged(f"- [水](a-b.{domain}/c)\n", **config, select=["LNK012"]).findings
        assert [f.rule.code for f in found] == ["LNK012"], domain


DATA = Path(names.__file__).parent / "data"
INIT = Path(init.__file__).parent / "data"
LANGUAGE = Path(rare.__file__).parent / "data"


def test_every_way_to_say_that_there_is_none_is_no_date_that_does_not_fit() -> None:
    config = {"schema": {"shape": "list", "line": "{date} — {title}", "required": ["date", "title"]}}
    for entry in entries(DATA / "no-value.txt"):
        assert judged(f"- {entry.text} — 水\n", **config, select=["ENT"]).findings == [], entry.text


def test_every_pause_fits_a_title_and_needs_no_video() -> None:
    config = {"schema": {"shape": "list", "line": "{date} {title}", "required": ["date", "title", "video"]}}
    for entry in entries(DATA / "pauses.txt"):
        for title in samples(_parser.parse(entry.text)):
            text = f"- 2024-05-01 {title}\n"
            assert judged(text, **config, select=["ENT004"]).findings == [], title


def test_every_label_gives_its_field() -> None:
    values = {"video": "https://youtu.be/aB3dE5gH7_k", "date": "2024-05-01"}
    for entry in entries(DATA / "field-labels.txt"):
        field, label = entry.parts
        config = {"schema": {"shape": "heading", "line": "{title}", "required": ["title", field]}}
        text = f"## 水\n\n{label}：{values[field]}\n\n文字。\n"
        assert judged(text, **config, select=["ENT"]).findings == [], label
        assert judged(text.replace(label, "水"), **config, select=["ENT"]).findings or field == "video"


def test_every_key_of_front_matter_gives_its_field() -> None:
    values = {
        "title": "水",
        "date": "2024-05-01",
        "number": "7",
        "video": "https://www.youtube.com/watch?v=aB3dE5gH7_k",
        "thumbnail": "https://img.youtube.com/vi/aB3dE5gH7_k/maxresdefault.jpg",
    }
    for entry in entries(DATA / "front-matter.txt"):
        field, key = entry.parts
        config = {"schema": {"shape": "page", "required": [field]}}
        text = f"---\n{key}: {values[field]}\n---\n\n## 河\n\n文字。\n"
        assert judged(text, **config, select=["ENT"]).findings == [], key
        assert judged(text.replace(key, "水"), **config, select=["ENT"]).findings or field == "title"


def test_every_name_of_css_is_no_prose() -> None:
    for name in words(DATA / "css-names.txt"):
        text = f"連結的樣式寫在:{name}後面，也寫在::{name}裡。\n"
        masked = parsed(judged(text))[0].entries[0].prose.text
        assert name not in masked, name


def test_every_sound_of_foreign_names_joins_two_of_them() -> None:
    for sound in sounds():
        assert judged(f"他訪問了{sound}斯.{sound}斯。\n", select=["TYP009"]).findings == [], sound


def test_every_word_beside_a_name_makes_a_rare_character_part_of_it() -> None:
    for entry in entries(LANGUAGE / "people.txt"):
        kind, word = entry.parts
        if kind == "role":
            assert rare.name_around(f"{word}王淦明", len(word) + 1), word
            assert not rare.name_around("水水王淦明", 3)
            continue
        for beside, meant in ((word, True), ("水", False)):
            text = f"{beside}：犇淼" if kind == "label" else f"犇淼{beside}"
            assert rare.may_be_meant(text, text.index("淼")) == meant, word


def test_everything_that_is_counted_keeps_its_measure_word() -> None:
    for entry in entries(LANGUAGE / "counted.txt"):
        assert not list(misread(f"這隻{entry.text}這隻有一半。", converted=True)), entry.text
        if entry.parts[1:]:
            for behind in entry.parts[1]:
                assert list(misread(f"這{entry.text}{behind}這隻有一半。", converted=True)), behind


def test_every_page_of_a_site_is_left_out_where_it_lacks_what_entries_have() -> None:
    front = "---\ntitle: 水\ndate: 2024-05-01\n---\n\n文字。\n"
    dated = [(f"{at}.md", Source(front)) for at in range(5)]
    bare = Source(front.replace("date: 2024-05-01\n", ""))
    for entry in entries(INIT / "site-pages.txt"):
        page = f"{entry.parts[1].upper()}.md"
        assert learn([*dated, (page, bare)]).settings["extend-exclude"].value == [f"/{page}"]
    assert "extend-exclude" not in learn([*dated, ("river.md", bare)]).settings


def test_every_rule_on_what_models_leave_says_that_one_wrote_the_text() -> None:
    pages = [(f"{at}.md", Source(f"# {at}. 水\n\n文字。\n")) for at in range(1, 6)]
    found: list[Habit] = []
    assert learn(pages, lambda *_: found).schema["origin"].value == "human"
    for code in words(INIT / "left-behind.txt"):
        found[:] = [Habit(code, load_rules()[code].name, 0.1, 3, "error")]
        assert learn(pages, lambda *_: found).schema["origin"].value == "llm", code


def test_every_heading_of_a_column_gives_its_field() -> None:
    cell = {"number": "{0}", "date": "2024-05-{0:02}", "link": "https://example.org/{0}"}
    for entry in entries(INIT / "columns.txt"):
        field, heading = entry.parts
        held = cell.get(field, "水{0}").format
        rows = "\n".join(f"| 河流{at} | {held(at)} |" for at in range(1, 7))
        page = Source(f"| 甲 | {heading} |\n| --- | --- |\n{rows}\n")
        line = learn([("a.md", page)]).schema["line"].value
        assert f"{{{field}}}" in line, heading


def test_every_key_of_a_site_is_no_field() -> None:
    for key in words(INIT / "site-keys.txt"):
        text = f"---\ntitle: 水\ndate: 2024-05-01\n{key}: 河\n---\n\n文字。\n"
        keys = learn([(f"{at}.md", Source(text)) for at in range(5)]).schema["front-matter"].value
        assert key not in keys, key
        other = text.replace(f"{key}:", "river:")
        assert "river" in learn([(f"{at}.md", Source(other)) for at in range(5)]).schema["front-matter"].value


def test_every_way_to_write_a_date_reads_what_it_writes() -> None:
    for form in words(INIT / "date-formats.txt"):
        written = written_date(date(2024, 5, 28), form)
        assert date_format_of(written), form
