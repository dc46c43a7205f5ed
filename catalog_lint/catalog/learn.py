"""What a catalog looks like, worked out from its pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import Any

from catalog_lint.catalog import frame, numerals
from catalog_lint.catalog.body import has_body
from catalog_lint.catalog.hosts import host_of
from catalog_lint.catalog.model import Entry, Page
from catalog_lint.catalog.profiles import followed, name_key
from catalog_lint.catalog.reader import read_page
from catalog_lint.catalog.schema import FIELDS, FRONT_MATTER, Schema, cells
from catalog_lint.catalog.templates import (
    DATE_AT_START,
    LINK_TITLE,
    MOST,
    NUMBER,
    counts_on,
    item_template,
    number_behind,
    template_of,
    widest,
)
from catalog_lint.source import Source

Pages = Sequence[tuple[str, Source]]

HALF = 0.5
MANY = 0.3
OWN_FIELD = 0.9
NEARLY_ALL = 0.95
HABIT = 0.4
SHORT_PAGE = 60
NUMBER_REPEAT = "CAT002"
NUMBERS_ACROSS = ("CAT001", "CAT003")
"""What says nothing where numbers are counted anew in each part of a catalog."""
DATE_FORMATS = (
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%Y年%m月%d日",
    "%Y-%-m-%-d",
    "%Y/%-m/%-d",
    "%Y.%-m.%-d",
    "%Y年%-m月%-d日",
    "%Y%m%d",
    "%d/%m/%Y",
    "%d.%m.%Y",
    "%m/%d/%Y",
    "%b %-d, %Y",
    "%B %-d, %Y",
    "%-d %B %Y",
    "%-d %b %Y",
    "%Y-%m",
    "%Y",
)
_HEADING = re.compile(r"^ {0,3}(?P<marks>#{1,6})[ \t]+(?P<text>\S[^\n]*?)[ \t]*#*[ \t]*$", re.MULTILINE)
_UNDERLINED = re.compile(
    r"(?:(?<=\n\n)|\A)(?P<text>(?![0-9]{1,9}[.)]\s)[^\s>*+|<-][^\n]*)\n(?P<mark>[=-])(?P=mark)*[ \t]*$",
    re.MULTILINE,
)
_FENCED = re.compile(r"^[ \t]*(```|~~~).*?^[ \t]*\1[^\n]*$", re.MULTILINE | re.DOTALL)
_ITEM = re.compile(
    r"[ ]*(?P<line>(?:[-*+](?:[ \t]+\[[ xX]\](?=[ \t]))?|(?P<number>[0-9]{1,9})[.)])[ \t]+(?P<text>\S[^\n]*))"
)
_STANDS_OUT = re.compile(r"(?:[0-9]+[.)]\s+)?(?:\*\*|__|\[[^\]]+\]\()|.*?(?:：|\s[-–—]\s|https?://)")
_VIDEO = re.compile(
    r"(?:youtu\.be/|youtube\.com/(?:watch|live|shorts|embed)|vimeo\.com/[0-9]|bilibili\.com/video/)[^\s\"')>\]]*"
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_LETTER = re.compile(r"[A-Za-z]")
_INDEXES = frozenset(
    {"readme", "index", "summary", "contents", "toc", "contributing", "license", "changelog"}
)
_COLUMN_NAMES: tuple[tuple[str, str], ...] = (
    (
        "number",
        r"#|no\.?|num(?:ber)?|id|ep(?:isode)?|編號|编号|序號|序号|號|号|項次|项次|集數|集数|場次|场次|期數|期数|週次|周次",
    ),
    ("date", r"date|published|日期|時間|时间|發布|发布|出版日期|上架"),
    (
        "title",
        r"title|name|book|course|episode|topic|書名|书名|標題|标题|名稱|名称|片名|課程|课程|主題|主题|篇名|題目|题目",
    ),
    ("author", r"authors?|by|speaker|作者|講者|讲者|作家|著者|老師|老师|主講|主讲|譯者"),
    ("year", r"year|年份|年代|出版年|年"),
    ("link", r"links?|url|videos?|watch|影片|视频|錄影|录像|連結|链接|網址|网址"),
    ("description", r"description|notes?|summary|comment|說明|说明|簡介|简介|備註|备注|摘要|心得|評語|评语"),
)


@dataclass(slots=True, frozen=True)
class Guess:
    """A value of the configuration, how sure it is (a share from 0 to 1), and why in a few words."""

    value: Any
    share: float
    why: str


@dataclass(slots=True)
class Learned:
    """What was found of a catalog.

    `schema` are the keys of the configuration's `schema` table, `settings` its other keys, `odd` one-line
    accounts of what does not fit, `rules` parameters of rules by name, `profile` the built-in profile
    where it fits.
    """

    schema: dict[str, Guess] = field(default_factory=dict)
    settings: dict[str, Guess] = field(default_factory=dict)
    odd: list[str] = field(default_factory=list)
    rules: dict[str, Guess] = field(default_factory=dict)
    entries: int = 0
    profile: Guess | None = None

    def values(self) -> dict[str, Any]:
        """The configuration as plain values."""
        found = {key: guess.value for key, guess in self.settings.items()}
        if self.rules:
            found["rule"] = {name: guess.value for name, guess in self.rules.items()}
        found["schema"] = {key: guess.value for key, guess in self.schema.items()}
        return found


Habits = Callable[[Mapping[str, Any]], Mapping[str, float]]


def learn(pages: Pages, habits: Habits | None = None) -> Learned:
    """Work out shape, title line, fields, sections, language, order and numbering of the pages' entries.

    `habits` judges the pages by a configuration and returns, by code, the share of entries that a rule of
    structure speaks of: a rule that most entries break is no rule of this catalog.
    """
    learned = Learned()
    shape, level = _shape(pages, learned)
    if shape == "page":
        pages = _without_indexes(pages, learned)
    _title_line(pages, shape, level, learned)
    draft = Schema.model_validate({key: guess.value for key, guess in learned.schema.items()})
    read = [read_page(name, source, draft) for name, source in pages]
    entries = [entry for page in read for entry in page.entries if entry.kind == "entry"]
    learned.entries = len(entries)
    _language(read, learned)
    if not entries:
        learned.odd.append("no entries were found: set schema.shape and schema.line by hand")
        return learned
    _hosts(entries, learned)
    _video_form(entries, learned)
    _fields(entries, learned)
    _link_lines(entries, learned)
    _sections(entries, learned)
    _levels(entries, learned)
    _order(read, learned)
    _oddities(read, learned)
    if habits is not None:
        _habits(habits(learned.values()), learned)
    return learned


def _share(count: int, total: int) -> float:
    return count / total if total else 0.0


def _once(values: Iterable[str]) -> list[str]:
    """Each value once, in their order, so that equally frequent ones are told alike by every run."""
    return list(dict.fromkeys(values))


def _told(count: int, total: int, what: str) -> str:
    return f"{count} of {total} {what}"


# Shape


def _plain(text: str) -> str:
    """The text without front matter and fenced code, so that neither is taken for structure, and with all
    headings marked by `#`.
    """
    body = _FENCED.sub("", text[frame.front_matter(text).end :])
    return _UNDERLINED.sub(lambda found: ("# " if found["mark"] == "=" else "## ") + found["text"], body)


def _shape(pages: Pages, learned: Learned) -> tuple[str, int]:
    texts = [_plain(source.text) for _, source in pages]
    lines = sum(bool(line.strip()) for text in texts for line in text.split("\n"))
    details = sum(len(frame.SUMMARY.findall(text)) for text in texts if "<details" in text.lower())
    if details >= 2 or (details and lines < 40):
        return _chosen(learned, "details", 0, 1.0, f"{details} <details> blocks with a <summary>")
    fronts = sum(bool(frame.front_matter(source.text).end) for _, source in pages)
    several = len(pages) > 1 and fronts >= max(1, HALF * len(pages))
    if several or (fronts and len(pages) == 1 and lines < SHORT_PAGE):
        why = _told(fronts, len(pages), "pages have front matter")
        return _chosen(learned, "page", 0, _share(fronts, len(pages)), why)
    level, headings, regular = _heading_level(texts)
    alone = sum(len([m for m in _HEADING.finditer(text) if m["marks"] == "#"]) == 1 for text in texts)
    if len(pages) > 1 and level == 1 and alone == len(pages) == headings:
        return _chosen(learned, "page", 0, 1.0, "each page opens with one heading of level 1")
    if headings >= 3 and regular >= HALF:
        why = f"{headings} headings of level {level}, {regular:.0%} of them numbered, dated or with a video"
        return _chosen(learned, "heading", level, regular, why)
    rows = sum(_rows(text) for text in texts)
    firsts = [line for text in texts for line in _item_lines(text)]
    items = len(firsts)
    if rows >= 3 and rows >= items:
        return _chosen(learned, "table", 0, min(1.0, 2 * rows / lines), f"{rows} rows of tables")
    linked = sum(bool(re.search(r"\]\(https?:|https?://", line)) for line in firsts)
    covered = sum(map(_lines_of_items, texts))
    parts = headings >= 2 and (
        _labels_repeat(firsts) or sum(bool(_STANDS_OUT.match(line)) for line in firsts) < HALF * items
    )
    if items >= 3 and (covered >= MANY * lines or linked >= HALF * items) and items > headings and not parts:
        why = f"{items} items of lists at the top level"
        return _chosen(learned, "list", 0, min(1.0, 2 * covered / lines), why)
    if len(pages) > 1 and alone >= MOST * len(pages):
        why = _told(alone, len(pages), "pages open with one heading of level 1")
        return _chosen(learned, "page", 0, _share(alone, len(pages)), why)
    if headings >= 2:
        return _chosen(learned, "heading", level, 0.5, f"{headings} headings of level {level}")
    return _chosen(learned, "details", 0, 0.0, "nothing in these pages tells; this is the default")


def _without_indexes(pages: Pages, learned: Learned) -> Pages:
    """Where pages are entries: those that are not pages that speak of the others (README, index)."""
    fronts = [bool(frame.front_matter(source.text).end) for _, source in pages]
    dated = sum(fronts) >= HALF * len(pages)
    kept: list[tuple[str, Source]] = []
    left_out: list[tuple[str, Source]] = []
    for (name, source), front in zip(pages, fronts, strict=True):
        bare = name.replace("\\", "/").rpartition("/")[2]
        is_index = bare.partition(".")[0].casefold() in _INDEXES and not (dated and front)
        (left_out if is_index else kept).append((name, source))
    if not kept or not left_out:
        return pages
    names = sorted({name.replace("\\", "/").rpartition("/")[2] for name, _ in left_out})
    learned.settings["extend-exclude"] = Guess(names, 1.0, "pages that speak of the others are no entries")
    return kept


def _chosen(learned: Learned, shape: str, level: int, share: float, why: str) -> tuple[str, int]:
    learned.schema["shape"] = Guess(shape, share, why)
    if level:
        learned.schema["level"] = Guess(level, share, why)
    return shape, level


def _heading_level(texts: Iterable[str]) -> tuple[int, int, float]:
    """The level whose headings look most like entries, how many there are, and which
    share has a number, a date or a video of its own.
    """
    by_level: dict[int, list[str]] = {}
    films: Counter[int] = Counter()
    for text in texts:
        found = list(_HEADING.finditer(text))
        for index, heading in enumerate(found):
            level = len(heading["marks"])
            by_level.setdefault(level, []).append(heading["text"])
            end = next((each.start() for each in found[index + 1 :] if len(each["marks"]) <= level), None)
            films[level] += len(set(_VIDEO.findall(text, heading.end(), end or len(text)))) == 1
    best = (2, 0, 0.0)
    most = (0.0, 0, 0)
    for level, headings in sorted(by_level.items()):
        regular = sum(bool(NUMBER.match(text) or DATE_AT_START.match(text)) for text in headings)
        numbers = [
            first["number"]
            for text in headings
            if (first := NUMBER.match(text)) and not DATE_AT_START.match(text)
        ]
        if len(set(headings)) < MOST * len(headings) or len(set(numbers)) < MOST * len(numbers):
            regular = 0  # names or numbers that come again are those of sections
        if films[level] >= HALF * len(headings):
            regular = max(regular, films[level])
        share = _share(regular, len(headings))
        weight = (share, len(headings) if level < 3 else 0, len(headings))
        if len(headings) >= 2 and weight > most:
            best, most = (level, len(headings), share), weight
    return best


def _labels_repeat(firsts: Iterable[str]) -> bool:
    """Whether list items begin alike again and again: then they are parts of entries, not entries."""
    labels: Counter[str] = Counter()
    for line in firsts:
        label = LINK_TITLE.match(line)
        labels[label["title"] if label else re.split(r"[：:]", line)[0].strip(" *_")] += 1
    again = sum(count for count in labels.values() if count > 1)
    return again >= HALF * labels.total()


def _rows(text: str) -> int:
    count = 0
    inside = False
    before = ""
    for line in text.split("\n"):
        if inside and "|" in line:
            count += 1
        else:
            inside = bool(frame.DELIMITERS.fullmatch(line) and "|" in before and "|" in line)
        before = line
    return count


def _items(text: str) -> list[frame.Piece]:
    return frame.cut(text, Schema(shape="list", line="{title}"))


def _lines_of_items(text: str) -> int:
    return sum(
        bool(line.strip())
        for piece in _items(text)
        if piece.kind == "entry"
        for line in text[piece.span.start : piece.span.end].split("\n")
    )


def _item_lines(text: str) -> list[str]:
    """The first lines of the list items that may be entries: without the bullet, but with their number."""
    lines = []
    for piece in _items(text):
        found = _ITEM.match(text, piece.span.start) if piece.kind == "entry" else None
        if found:
            lines.append(found["line"] if found["number"] else found["text"])
    return lines


# The title line


def _title_line(pages: Pages, shape: str, level: int, learned: Learned) -> None:
    if shape == "table":
        _columns(pages, learned)
        return
    lines = [line for _, source in pages for line in _lines(source.text, shape, level)]
    if not lines:
        if shape == "page":
            _front_matter(pages, learned)
        return
    if shape == "list":
        numbered = counts_on(lines)
        found = Counter(item_template(line, numbered) for line in lines)
    else:
        behind = number_behind(lines)
        found = Counter(template_of(line, behind) for line in lines)
    template, count = widest(found)
    learned.schema["line"] = Guess(
        template, _share(count, len(lines)), _told(count, len(lines), "title lines look so")
    )
    if shape == "page":
        _front_matter(pages, learned)


def _lines(text: str, shape: str, level: int) -> list[str]:
    plain = _plain(text)
    if shape == "details":
        return [found["line"].strip() for found in frame.SUMMARY.finditer(plain)]
    if shape == "list":
        return _item_lines(plain)
    wanted = "#" * level if shape == "heading" else "#"
    headings = [found["text"] for found in _HEADING.finditer(plain) if found["marks"] == wanted]
    return headings if shape == "heading" else headings[:1]


def _columns(pages: Pages, learned: Learned) -> None:
    headers: Counter[tuple[str, ...]] = Counter()
    linked: Counter[tuple[tuple[str, ...], int]] = Counter()
    for _, source in pages:
        lines = _plain(source.text).split("\n")
        for index, line in enumerate(lines[1:], 1):
            if frame.DELIMITERS.fullmatch(line) and "|" in line and "|" in lines[index - 1]:
                header = lines[index - 1]
                columns = tuple(header[a:b].strip() for a, b in cells(header))
                rows = 0
                for row in lines[index + 1 :]:
                    if "|" not in row:
                        break
                    rows += 1
                    linked.update(
                        (columns, column)
                        for column, (a, b) in enumerate(cells(row))
                        if LINK_TITLE.fullmatch(row[a:b].strip())
                    )
                headers[columns] += rows
    columns, rows = headers.most_common(1)[0]
    names: list[str] = []
    for index, column in enumerate(columns, 1):
        names.append(_column_name(column, index, names))
    if "title" not in names:
        about = {name for name, _ in _COLUMN_NAMES}
        first = next((i for i, name in enumerate(names) if name not in about), 0)
        names[first] = "title"
    line = " | ".join(f"{{{name}}}" for name in names)
    if "link" not in names and linked[columns, names.index("title")] >= MOST * rows:
        line = line.replace("{title}", "[{title}]({link})")
    told = _told(rows, headers.total(), "rows have the columns " + ", ".join(columns))
    learned.schema["line"] = Guess(line, _share(rows, headers.total()), told)


def _column_name(column: str, index: int, taken: Sequence[str]) -> str:
    plain = re.sub(r"[*_`\s]", "", column).casefold()
    for name, pattern in _COLUMN_NAMES:
        if name not in taken and re.fullmatch(pattern, plain):
            return name
    words = re.sub(r"\W+", "_", column).strip("_").casefold()
    name = words if re.fullmatch(r"[^\W\d]\w*", words) and words not in ("body", "thumbnail", "video") else ""
    return name if name and name not in taken else f"column_{index}"


def _front_matter(pages: Pages, learned: Learned) -> None:
    keys: Counter[str] = Counter()
    for _, source in pages:
        front = source.text[: frame.front_matter(source.text).end]
        keys.update(_once(re.findall(r"^([\w-]+)[ \t]*:", front, re.MULTILINE)))
    known = {key: FRONT_MATTER[key.casefold()] for key in keys if key.casefold() in FRONT_MATTER}
    others = [key for key, count in keys.items() if key not in known and count >= HALF * len(pages)]
    named = known | {key: key.replace("-", "_") for key in others if key.lower() not in ("layout", "body")}
    if named:
        told = _told(max(keys.values()), len(pages), "pages have front matter")
        learned.schema["front-matter"] = Guess(named, 1.0, told)


# Fields


def _hosts(entries: Sequence[Entry], learned: Learned) -> None:
    videos: Counter[str] = Counter()
    pictures: Counter[str] = Counter()
    for entry in entries:
        frame_links = [link for link in entry.links if link.frame]
        pictures.update(_once(host_of(link.url) for link in frame_links if link.kind == "image"))
        videos.update(_once(host_of(link.url) for link in frame_links if link.wraps_picture))
        field_ = entry.fields.get("video")
        if field_ is not None:
            videos[host_of(field_.text)] += 1
    known = Schema()
    for key, hosts, usual in (
        ("video-hosts", videos, known.video_hosts),
        ("thumbnail-hosts", pictures, known.thumbnail_hosts),
    ):
        common = [
            host for host, count in hosts.most_common() if host and count >= max(2, MANY * len(entries))
        ]
        new = [host for host in common if host not in usual]
        if new:
            learned.schema[key] = Guess(
                [*common, *(h for h in usual if h not in common and h in hosts)], 1.0, "seen"
            )


_FORMS = {
    "youtu.be": "https://youtu.be/{id}",
    "m.youtube.com": "https://m.youtube.com/watch?v={id}",
    "youtube.com": "https://youtube.com/watch?v={id}",
}


def _video_form(entries: Sequence[Entry], learned: Learned) -> None:
    """The form of video addresses, where most entries have another than the usual one."""
    hosts = Counter(host_of(entry.fields["video"].text) for entry in entries if "video" in entry.fields)
    for host, form in _FORMS.items():
        if hosts[host] > HALF * hosts.total():
            told = _told(hosts[host], hosts.total(), f"videos are at {host}")
            _rule(learned, "video-form", {"form": form}, _share(hosts[host], hosts.total()), told)


def _rule(learned: Learned, name: str, params: dict[str, str], share: float, why: str) -> None:
    learned.rules[name] = Guess(params, share, why)


def _has(entry: Entry, name: str) -> bool:
    return has_body(entry) if name == "body" else name in entry.fields


def _fields(entries: Sequence[Entry], learned: Learned) -> None:
    schema = entries[0].schema or Schema()
    names = ["title", *(n for n in schema.line_fields if n != "title")]
    if schema.shape == "page":
        names += [n for n in dict.fromkeys(schema.front_matter.values()) if n not in names]
    if schema.shape in ("details", "heading", "page"):
        names += [name for name in ("video", "thumbnail", "body") if name not in names]
    required, told = [], []
    usual = HALF if schema.shape == "details" else MOST
    for name in dict.fromkeys(names):
        count = sum(_has(entry, name) for entry in entries)
        told.append(f"{name} {_share(count, len(entries)):.0%}")
        floor = usual if name in FIELDS or name == "link" else OWN_FIELD
        if name == "title" or _share(count, len(entries)) >= floor:
            required.append(name)
            lacking = [entry for entry in entries if not _has(entry, name)]
            if lacking:
                learned.odd.append(f"{len(lacking)} of {len(entries)} entries have no {name}")
    learned.schema["required"] = Guess(required, 1.0, "of the entries have: " + ", ".join(told))
    dates = [entry.fields["date"].text for entry in entries if "date" in entry.fields]
    if dates:
        formats = Counter(_date_format(text) for text in dates)
        del formats[""]
        if formats:
            best, count = max(formats.items(), key=lambda item: (item[1], -DATE_FORMATS.index(item[0])))
            learned.schema["date-format"] = Guess(
                best, _share(count, len(dates)), _told(count, len(dates), "dates")
            )


def _date_format(text: str) -> str:
    """The first format that reads a date and writes it back equal, "" where none does."""
    from catalog_lint.catalog.values import written_date

    for form in DATE_FORMATS:
        try:
            day = datetime.strptime(text, form.replace("%-", "%")).date()
        except ValueError:
            continue
        if written_date(day, form) == text:
            return form
    return ""


def _link_lines(entries: Sequence[Entry], learned: Learned) -> None:
    labels: Counter[str] = Counter()
    for entry in entries:
        if entry.schema is None or entry.schema.shape in ("list", "table"):
            return
        above = entry.text[entry.anchor.end : entry.body.start]
        labels.update(_once(re.findall(r"(?<!!)\[([^\[\]\n]+)\]\(", above)))
    common = [label for label, count in labels.items() if count >= max(2, 0.05 * len(entries))]
    if common:
        told = ", ".join(f"{label} {_share(labels[label], len(entries)):.0%}" for label in common)
        learned.schema["link-lines"] = Guess(common, 1.0, told)
        rare = [label for label in labels if label not in common]
        if rare:
            learned.odd.append(f"rare labels of link lines: {', '.join(rare[:5])}")


# Sections


def _sections(entries: Sequence[Entry], learned: Learned) -> None:
    full = [entry for entry in entries if len(entry.headings) > 1]
    following = [fit for entry in full if (fit := followed(entry))]
    if following and len(following) >= MANY * len(full):
        counts = Counter(name for _, found in following for name in _once(m.section.name for m in found))
        told = ", ".join(
            f"{name} {_share(count, len(following)):.0%}" for name, count in counts.most_common()
        )
        learned.profile = Guess("summary", _share(len(following), len(full)), told)
        return
    profile, share, why = _profile(full)
    learned.schema["profiles"] = Guess([profile] if profile else [], share, why)


def _profile(full: Sequence[Entry]) -> tuple[dict[str, Any] | None, float, str]:
    names: Counter[str] = Counter()
    shown: dict[str, Counter[str]] = {}
    places: dict[str, list[float]] = {}
    for entry in full:
        seen = set()
        for index, heading in enumerate(entry.headings):
            name = re.sub(r"[：:（(].*", "", heading.name).strip()
            key = name_key(name)
            if not key or key in seen or len(name) > 30:
                continue
            seen.add(key)
            names[key] += 1
            shown.setdefault(key, Counter())[name] += 1
            places.setdefault(key, []).append(index / len(entry.headings))
    common = [key for key, count in names.items() if count >= max(2, HALF * len(full))]
    if len(common) < 2:
        return None, 1.0, "no headings that most entries share"
    common.sort(key=lambda key: sum(places[key]) / len(places[key]))
    having = sum(
        sum(name_key(re.sub(r"[：:（(].*", "", h.name).strip()) in common for h in entry.headings) >= 2
        for entry in full
    )
    sections = [
        {"name": shown[key].most_common(1)[0][0], "required": names[key] >= MOST * having} for key in common
    ]
    told = ", ".join(
        f"{shown[key].most_common(1)[0][0]} {_share(names[key], len(full)):.0%}" for key in common
    )
    at_least = max(1, round(HALF * len(common)))
    return {"name": "usual", "at-least": at_least, "sections": sections}, _share(having, len(full)), told


def _levels(entries: Sequence[Entry], learned: Learned) -> None:
    tops: Counter[int] = Counter()
    styles: Counter[str] = Counter()
    echoes = written = 0
    for entry in entries:
        real = [h for h in entry.headings if h.real]
        if not real:
            continue
        written += 1
        tops[min(h.level for h in real)] += 1
        echoes += entry.title_echo is not None
        parsed = (numerals.parse(heading.numeral) for heading in real if heading.numeral)
        styles.update(_once(n.style for n in parsed if n and not n.parents))
    if written < 3:
        return
    top, count = tops.most_common(1)[0]
    if count >= NEARLY_ALL * written:
        learned.schema["base-level"] = Guess(top, _share(count, written), _told(count, written, "bodies"))
    below_its_title = entries[0].schema is not None and entries[0].schema.shape == "heading"
    if echoes == written and not below_its_title:
        learned.schema["title-heading"] = Guess(
            "required", 1.0, "all bodies stand below a heading with the title"
        )
    elif not echoes and not below_its_title:
        learned.schema["title-heading"] = Guess("forbidden", 1.0, "no body has a heading with the title")
    if styles:
        told = ", ".join(f"{style} in {n}" for style, n in styles.most_common(6))
        if len(styles) == 1:
            learned.schema["numbering"] = Guess([*styles], 1.0, f"{told} entries")
        else:
            learned.odd.append(f"sections are numbered in several styles: {told} entries")


# Across


def _language(pages: Sequence[Page], learned: Learned) -> None:
    from catalog_lint.language.tables import pairs

    traditional_of = pairs("single")
    traditional = frozenset(traditional_of.values())
    counts: Counter[str] = Counter()
    for page in pages:
        for entry in page.entries:
            counts.update(entry.prose.text)
    han = sum(count for char, count in counts.items() if _HAN.match(char))
    latin = sum(count for char, count in counts.items() if _LETTER.match(char))
    only_simplified = sum(count for char, count in counts.items() if char in traditional_of)
    only_traditional = sum(count for char, count in counts.items() if char in traditional)
    if han * 8 < latin:
        learned.settings["language"] = Guess(
            "en", _share(latin, han + latin), f"{han} Han characters, {latin} Latin"
        )
        return
    told = f"{only_traditional} characters are Traditional alone, {only_simplified} Simplified alone"
    total = only_traditional + only_simplified
    language = "zh-CN" if only_simplified > only_traditional else "zh-TW"
    most = max(only_simplified, only_traditional)
    learned.settings["language"] = Guess(language, _share(most, total), told)
    if total and most < NEARLY_ALL * total:
        learned.odd.append(f"both scripts are used: {told}")


def _order(pages: Sequence[Page], learned: Learned) -> None:
    up = down = 0
    for page in pages:
        numbers = [e.number for e in page.entries if e.kind == "entry" and e.number is not None]
        up += sum(b > a for a, b in pairwise(numbers))
        down += sum(b < a for a, b in pairwise(numbers))
    if up + down >= 2:
        order = "descending" if down > up else "ascending"
        most = max(up, down)
        share = _share(most, up + down)
        _rule(learned, "number-order", {"order": order}, share, _told(most, up + down, f"steps are {order}"))


def _oddities(pages: Sequence[Page], learned: Learned) -> None:
    numbers: Counter[int] = Counter()
    videos: Counter[str] = Counter()
    for page in pages:
        for entry in page.entries:
            if entry.kind == "entry":
                if entry.number is not None:
                    numbers[entry.number] += 1
                video = entry.fields.get("video")
                if video is not None:
                    videos[video.text] += 1
        broken = Counter(problem.kind for entry in page.entries for problem in entry.problems)
        learned.odd += [f"{page.path}: {count} x {kind}" for kind, count in broken.items()]
    twice = [number for number, count in numbers.items() if count > 1]
    if twice:
        told = f"{_are(len(twice), 'number')} used more than once: {', '.join(map(str, twice[:5]))}"
        learned.odd.append(told)
    again = sum(count > 1 for count in videos.values())
    if again:
        learned.odd.append(f"{_are(again, 'video')} in more than one entry")
    if numbers:
        first, last = min(numbers), max(numbers)
        lacking = last - first + 1 - len(numbers)
        if 0 < lacking <= (last - first + 1) // 2:
            learned.odd.append(f"{_are(lacking, 'number')} missing between {first} and {last}")


def _are(count: int, noun: str) -> str:
    return f"1 {noun} is" if count == 1 else f"{count} {noun}s are"


def _habits(shares: Mapping[str, float], learned: Learned) -> None:
    """What nearly half of the entries do is this catalog's way and is not told as an error."""
    anew = shares.get(NUMBER_REPEAT, 0) >= HABIT
    usual = {
        code: share for code, share in shares.items() if share >= HABIT or (anew and code in NUMBERS_ACROSS)
    }
    if usual:
        told = ", ".join(f"{code} {share:.0%}" for code, share in sorted(usual.items()))
        learned.settings["ignore"] = Guess(
            sorted(usual), 1.0, f"of the entries do what these rules speak of: {told}"
        )
