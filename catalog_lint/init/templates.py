"""Title lines as templates: number, date, title, link and description in braces, the rest as it stands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from catalog_lint.catalog.schema import Schema
from catalog_lint.init.guess import HALF, NEARLY_ALL
from catalog_lint.validation import read as read_data

MOST = 0.8
"""From this share of the lines on, what they have is no accident."""
FEW = 0.2
COUNTED = 0.9
"""Numbers count on when so many of their steps do."""
LOOKED_AT = 12
READ = 500
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_DATE = (
    r"[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}|[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日|[0-9]{1,2}[/.][0-9]{1,2}[/.][0-9]{4}"
    rf"|{_MONTH} [0-9]{{1,2}}, [0-9]{{4}}|[0-9]{{1,2}} {_MONTH} [0-9]{{4}}|[0-9]{{4}}-[0-9]{{2}}(?![0-9-])"
)
DATE_AT_START = re.compile(
    rf"(?P<before>\s*[\[(（【`]?\s*)(?P<date>{_DATE})(?P<after>\s*[\])）】`]?\s*[-–—:：|｜、]?\s*)"
)
_DATE_AT_END = re.compile(
    rf"(?P<before>\s*[-–—|｜,，]?\s*[\[(（【]?)(?P<date>{_DATE})(?P<after>[\])）】]?)\s*$"
)
TIME_AT_START = re.compile(
    r"(?P<before>[\[(（]?)(?P<time>(?:[01]?[0-9]|2[0-3])[:：][0-5][0-9]"
    r"(?:\s?[-–—~～]\s?(?:[01]?[0-9]|2[0-3])[:：][0-5][0-9])?)(?P<after>[\])）]?\s*[-–—|｜、]?\s+)"
)
"""A time of day, or from when to when; behind it a space, so that a line of a time alone has none."""
_UNIT = r"(?:集|講|讲|課|课|回|題|题|則|则|章|週|周|堂|期|天|節|节|篇|場|场|站|屆|届|輪|轮|卷|部分|部)"
_PART = re.compile(r"[天日章季屆届]|部分|單元|单元|^(?:day|part|chapter|season|module|unit)\b", re.IGNORECASE)
_DIGITS = (
    r"(?P<number>(?!(?:19|20)[0-9]{2}\s?(?:年|$))[0-9]{1,6}(?:\.[0-9]{1,3})*"
    r"(?![0-9]|[:：][0-5][0-9](?![0-9])))"
)
"""A number of an entry; not a year, nor the hour of a time of day (09:30)."""
_DAY = r"[（(][01]?[0-9]/[0-9]{2}[)）]"
"""Month and day behind a number; two digits for the day, so that a part (1/2) is none."""
_AFTER_NUMBER = rf"(?P<after>\s?{_UNIT}(?=[（(【「《])|\s?{_UNIT}?\]?\s?(?:[.．、:：)）|｜–—-]+|(?=\s|$))\s*)"
NUMBER = re.compile(
    r"(?P<before>(?:#|No\.\s?|EP\.?\s?|Ep\.?\s?|[Vv]ol\.?\s?|[Ee]pisode\s|[Ll]ecture\s|[Ww]eek\s|[Cc]hapter\s|[Dd]ay\s"
    r"|[Qq]\.?\s?|[Pp]art\s|[Mm]odule\s|[Ll]esson\s|[Uu]nit\s|[Ss]ession\s|[Ss][0-9]{1,2}\s?[Ee][Pp]?\s?|\[|第\s?|單元\s?|单元\s?|單集\s?)?)"
    rf"{_DIGITS}{_AFTER_NUMBER}"
)
_NUMBER_AT_END = re.compile(
    r"(?P<before>\s*[\[(（]?(?:#|No\.\s?|[Ee][Pp]\.?\s?|[Vv]ol\.?\s?|[Ee]pisode\s|第\s?))"
    rf"{_DIGITS}(?P<after>\s?{_UNIT}?[\])）]?)\s*$"
)
_NUMBER_BEHIND = re.compile(
    rf"(?P<before>[^\s0-9](?:[^0-9\n]{{0,19}}[^\s0-9])?\s?){_DIGITS}"
    rf"(?P<after>\s?{_UNIT}?(?:</?\w+>)?\s?[^\w\s]*\s*)"
)
_OWN_NUMBER = re.compile(
    r"(?P<number>[0-9]{1,9})(?:(?P<mark>[.)])[ \t]+|(?P<tight>、|[.．](?=[ \t]*\[))[ \t]*)"
)
_BOLD_LINE = re.compile(r"\*\*[0-9]{1,4}(?P<mark>(?:、|[.．)])[ \t]*)[^*]+\*\*")
_IN_TAGS = re.compile(r"(?P<open>(?:<[A-Za-z][^<>]*>\s*)+)(?P<text>[^<>]+)(?P<close>(?:\s*</\w+>)+)")
_SAID = re.compile(r"\s?[^\W\d]{2,}(?:[：:]\s*|\s*[（(【\[]|\s+)")
_WRAPPED = re.compile(r"(?P<open>[（(【\[])[^（(【\[）)】\]]+(?P<close>[）)】\]])")
LINK_TITLE = re.compile(r"\[(?P<title>[^\]]+)\]\((?P<link>[^()\s]+(?:\([^()\s]*\))?[^()\s]*)\)")
_SEPARATOR = re.compile(r"\s*(?P<mark>[-–—:：|,;]|--)\s+|(?P<tight>[：，、；])")
_VERSION = re.compile(r"\W?v?[0-9]+\.[0-9]+")
"""What names a release, so that it is its title where nothing else is."""
_BARE_URL = re.compile(r"\s+(?P<link>https?://[^\s()]+)\s*$")


def dated(line: str) -> bool:
    """Whether a line opens or ends with a date."""
    return bool(DATE_AT_START.match(line) or _DATE_AT_END.search(line))


def worded_number(line: str) -> bool:
    """Whether a line opens with a number and the word for what it counts (Week 3, 第 3 集, #3)."""
    found = NUMBER.match(line)
    return bool(found and (found["before"].strip("[ ") or re.match(rf"\s?{_UNIT}", found["after"])))


def numbers_a_part(line: str) -> bool:
    """Whether what a line counts is rather a part with entries of its own (Day 2, 第 3 章) than an entry."""
    found = NUMBER.match(line)
    return bool(found and _PART.search(found[0]))


def numbered_at_end(line: str) -> bool:
    """Whether a line ends with a counted number (#3, 第 3 期)."""
    return bool(_NUMBER_AT_END.search(line))


def bare_number(line: str) -> bool:
    """Whether a line opens with a number and nothing else that says what it is (7 Habits)."""
    found = NUMBER.match(line)
    return bool(found and not found["before"] and not found["after"].strip() and "." not in found["number"])


def item_rest(line: str) -> str:
    """A list item's line behind its own number and a date."""
    number = _OWN_NUMBER.match(line)
    rest = line[number.end() :] if number else line
    day = DATE_AT_START.match(rest)
    return rest[day.end() :] if day else rest


def counts_on(lines: Sequence[str]) -> bool:
    """Whether the numbers of list items are those of entries: no two alike, or counted on in every list."""
    numbers = [int(found["number"]) for line in lines if (found := _OWN_NUMBER.match(line))]
    steps = [b - a for a, b in pairwise(numbers) if b != 1]
    on = steps.count(1) >= COUNTED * len(steps) and len(steps) >= HALF * len(numbers)
    anew = on and len(numbers) >= NEARLY_ALL * len(lines)
    return anew or len(set(numbers)) >= MOST * len(numbers)


def number_behind(lines: Sequence[str]) -> tuple[str, str] | None:
    """What stands around a number that is behind words which all title lines open with."""
    around: dict[tuple[str, str], set[str]] = {}
    for line in lines:
        found = _NUMBER_BEHIND.match(line)
        if found and not NUMBER.match(line) and not DATE_AT_START.match(line):
            around.setdefault((found["before"], found["after"]), set()).add(found["number"])
    return next(
        (marks for marks, numbers in around.items() if len(numbers) >= max(3, MOST * len(lines))), None
    )


def words_behind(lines: Sequence[str]) -> str:
    """What most lines say right behind a counted number, up to where they differ (第 3 [次聚會（])."""
    numbers = [(line, found) for line in lines if (found := NUMBER.match(line)) and found["before"]]
    if len(numbers) < max(3, MOST * len(lines)):
        return ""
    first, *others = (line[found.end("number") :] for line, found in numbers)
    same = next((at for at in range(len(first)) if any(not o.startswith(first[: at + 1]) for o in others)), 0)
    common = _SAID.match(first[:same])
    return common[0] if common else ""


def template_of(line: str, behind: tuple[str, str] | None = None, bare: bool = False, words: str = "") -> str:
    """A title line with its number and date in braces, what stands around them as it stands.

    `behind` are marks around a number that all lines share; `bare`: whether a number with a space behind it
    alone is one of them, and not part of the title; `words` are what lines say right behind a number.
    """
    tagged = _IN_TAGS.fullmatch(line)
    if tagged:
        return tagged["open"] + template_of(tagged["text"].strip(), None, bare, words) + tagged["close"]
    start = ""
    rest = line
    shared = _NUMBER_BEHIND.match(line) if behind else None
    if shared and (shared["before"], shared["after"]) == behind and line[shared.end() :].strip():
        start, rest = f"{shared['before']}{{number}}{shared['after']}", line[shared.end() :]
    for _ in range(2):
        time = TIME_AT_START.match(rest) if "{time}" not in start else None
        if time and rest[time.end() :].strip():
            start += f"{time['before']}{{time}}{time['after']}"
            rest = rest[time.end() :]
        number = NUMBER.match(rest) if "{number}" not in start else None
        if number and words and rest.startswith(words, number.end("number")):
            start += f"{number['before']}{{number}}{words}"
            rest = rest[number.end("number") + len(words) :]
            number = None
        dated = DATE_AT_START.match(rest) if "{date}" not in start else None
        if dated:
            start += f"{dated['before']}{{date}}{dated['after']}"
            rest = rest[dated.end() :]
        elif number and rest[number.end() :].strip() and (bare or start or not bare_number(rest)):
            start += f"{number['before']}{{number}}{number['after']}"
            rest = rest[number.end() :]
    if start and "{date}" not in start and re.match(rf"{_DAY}\s*\S", rest):
        start += f"{rest[0]}{{day}}{rest[rest.index('/') + 3]}"
        rest = rest[rest.index("/") + 4 :]
    end = ""
    wrapped = _WRAPPED.fullmatch(rest) if "{date}" in start else None
    if wrapped:
        return " ".join(f"{start}{wrapped['open']}{{title}}{wrapped['close']}".split())
    dated = _DATE_AT_END.search(rest) if "{date}" not in start else None
    if dated and dated.start():
        end = f"{dated['before']}{{date}}{dated['after']}"
        rest = rest[: dated.start()]
    number = _NUMBER_AT_END.search(rest) if "{number}" not in start else None
    if number and number.start():
        end = f"{number['before']}{{number}}{number['after']}{end}"
        rest = rest[: number.start()]
    middle = "{title}" if rest.strip() else ""
    if not middle and {"{number}", "{date}"} <= set(re.findall(r"\{\w+\}", start)) and _VERSION.match(line):
        return " ".join(start.replace("{number}", "{title}").split())
    link = LINK_TITLE.fullmatch(rest.strip())
    if link:
        middle = f"[{_linked(link['title'], start + end)}]({{link}})"
    return " ".join(f"{start}{middle}{end}".split()) if middle else "{title}"


def _linked(title: str, around: str) -> str:
    """The text of a link that is the title, its number and date in braces where none stands outside it."""
    inner = template_of(title)
    return inner if inner != "{title}" and not _fields_of(inner) & _fields_of(around) else "{title}"


def item_template(line: str, numbered: bool) -> str:
    """A list item's line: its number if it has one, the title, linked or bold, and a description.

    `numbered`: whether the list's own numbers are fields.
    """
    bold_line = _BOLD_LINE.fullmatch(line)
    if bold_line and numbered:
        return f"**{{number}}{bold_line['mark'].rstrip()}{' ' * bold_line['mark'].endswith(' ')}{{title}}**"
    start = ""
    rest = line
    number = _OWN_NUMBER.match(rest)
    if number:
        mark = f"{number['mark']} " if number["mark"] else number[0][number.end("number") :]
        start, rest = f"{{number}}{mark}" if numbered else "", rest[number.end() :]
    elif worded_number(rest) and (worded := NUMBER.match(rest)) and rest[worded.end() :].strip():
        start, rest = f"{worded['before']}{{number}}{worded['after']}", rest[worded.end() :]
    time = TIME_AT_START.match(rest)
    if time and rest[time.end() :].strip():
        start += f"{time['before']}{{time}}{time['after']}"
        rest = rest[time.end() :]
    dated = DATE_AT_START.match(rest)
    if dated:
        start += f"{dated['before']}{{date}}{dated['after']}"
        rest = rest[dated.end() :]
    bare = _BARE_URL.search(rest)
    if bare and "](" not in rest:
        return " ".join(f"{start}{{title}} {{link}}".split())
    link = re.match(rf"(?P<mark>\*\*)?{LINK_TITLE.pattern}(?(mark)\*\*)", rest)
    bold = re.match(r"\*\*(?P<title>[^*]+?)\*\*", rest)
    if link:
        linked = f"[{_linked(link['title'], start)}]({{link}})"
        middle = f"**{linked}**" if link["mark"] else linked
        rest = rest[link.end() :]
    elif bold:
        middle, rest = "**{title}**", rest[bold.end() :]
    elif quoted := re.match(r"《[^》]+》(?=.)", rest):
        middle, rest = "《{title}》", rest[quoted.end() :]
    else:
        separator = re.search(r"\s[-–—]\s|：", rest)
        if separator is None:
            return " ".join((start + "{title}").split())
        middle, rest = "{title}", rest[separator.start() :]
    dated = _DATE_AT_END.fullmatch(rest) if "{date}" not in start + middle else None
    if dated:
        return " ".join(f"{start}{middle}{dated['before']}{{date}}{dated['after']}".split())
    separator = _SEPARATOR.match(rest)
    end = ""
    if separator and rest[separator.end() :].strip():
        mark = separator["mark"] or separator["tight"]
        glued = not rest[:1].isspace()
        spaced = glued and mark not in "：，、；"
        end = f"{mark} {{description}}" if spaced else f"{mark}{{description}}"
        end = end if glued else f" {mark} {{description}}"
    elif rest.strip():
        end = " {description}"
    return " ".join(f"{start}{middle}{end}".split())


def best_template(found: Counter[str], shape: str, lines: Sequence[str]) -> str:
    """Of the commonest templates, the one that reads most fields of the lines.

    A field that few lines have is not part of the template: what it would take belongs to their titles.
    """
    seen = lines[:: max(1, len(lines) // READ)]
    few = max(2, FEW * len(seen)) if len(seen) > 2 else 1
    best, most = "{title}", len(seen)
    for template, _ in found.most_common(LOOKED_AT):
        read = read_by(template, shape, seen)
        schema = read_data(Schema, {"line": template})
        counts = [sum(name in each for each in read) for name in schema.line_fields]
        more = sum(counts) > most or (sum(counts) == most and best == "{title}")
        if min(counts) >= few and more:
            best, most = template, sum(counts)
    return best


def read_by(template: str, shape: str, lines: Sequence[str]) -> list[dict[str, tuple[int, int]]]:
    """The fields that a template reads of each line; a list's own numbers are no text without {number}."""
    schema = read_data(Schema, {"shape": shape, "line": template})
    if shape == "list" and not template.startswith("{number}"):
        lines = [line[found.end() :] if (found := _OWN_NUMBER.match(line)) else line for line in lines]
    return [schema.read_line(line) for line in lines]


def _fields_of(template: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", template))
