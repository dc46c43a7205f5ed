"""Title lines as templates: number, date, title, link and description in braces, the rest as it stands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

MOST = 0.8
"""From this share of the lines on, what they have is no accident."""
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_DATE = (
    r"[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}|[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日|[0-9]{1,2}[/.][0-9]{1,2}[/.][0-9]{4}"
    rf"|{_MONTH} [0-9]{{1,2}}, [0-9]{{4}}|[0-9]{{1,2}} {_MONTH} [0-9]{{4}}|[0-9]{{4}}-[0-9]{{2}}(?![0-9-])"
)
DATE_AT_START = re.compile(
    rf"(?P<before>\s*[\[(（【]?\s*)(?P<date>{_DATE})(?P<after>\s*[\])）】]?\s*[-–—:：|｜、]?\s*)"
)
_DATE_AT_END = re.compile(
    rf"(?P<before>\s*[-–—|｜,，]?\s*[\[(（【]?)(?P<date>{_DATE})(?P<after>[\])）】]?)\s*$"
)
_UNIT = r"(?:集|講|讲|課|课|回|章|週|周|堂|期|天|節|节|篇|部分)"
_DIGITS = r"(?P<number>(?!(?:19|20)[0-9]{2}\s?(?:年|$))[0-9]{1,6})"
_AFTER_NUMBER = rf"(?P<after>\s?{_UNIT}?\]?\s?(?:[.．、:：)）|｜–—-]+|(?=\s|$))\s*)"
NUMBER = re.compile(
    r"(?P<before>(?:#|No\.\s?|EP\.?\s?|Ep\.?\s?|[Vv]ol\.?\s?|[Ee]pisode\s|[Ll]ecture\s|[Ww]eek\s|[Cc]hapter\s|[Dd]ay\s"
    r"|[Pp]art\s|[Mm]odule\s|[Ll]esson\s|[Uu]nit\s|[Ss]ession\s|\[|第\s?|單元\s?|单元\s?|單集\s?)?)"
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
LINK_TITLE = re.compile(r"\[(?P<title>[^\]]+)\]\((?P<link>[^()\s]+(?:\([^()\s]*\))?[^()\s]*)\)")
_SEPARATOR = re.compile(r"\s*(?P<mark>[-–—:：|]|--)\s+|(?P<tight>[：])")
_BARE_URL = re.compile(r"\s+(?P<link>https?://[^\s()]+)\s*$")


def counts_on(lines: Sequence[str]) -> bool:
    """Whether the numbers of list items are those of entries, and not counted anew in each list."""
    numbers = [found[0] for line in lines if (found := re.match(r"[0-9]+(?=[.)]\s)", line))]
    return len(set(numbers)) >= MOST * len(numbers)


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


def template_of(line: str, behind: tuple[str, str] | None = None) -> str:
    """A title line with its number and date in braces, what stands around them as it stands.

    `behind` are marks around a number that all lines share.
    """
    start = ""
    rest = line
    shared = _NUMBER_BEHIND.match(line) if behind else None
    if shared and (shared["before"], shared["after"]) == behind and line[shared.end() :].strip():
        start, rest = f"{shared['before']}{{number}}{shared['after']}", line[shared.end() :]
    for _ in range(2):
        number = NUMBER.match(rest) if "{number}" not in start else None
        dated = DATE_AT_START.match(rest) if "{date}" not in start else None
        if dated:
            start += f"{dated['before']}{{date}}{dated['after']}"
            rest = rest[dated.end() :]
        elif number and rest[number.end() :].strip():
            start += f"{number['before']}{{number}}{number['after']}"
            rest = rest[number.end() :]
    end = ""
    dated = _DATE_AT_END.search(rest) if "{date}" not in start else None
    if dated and dated.start():
        end = f"{dated['before']}{{date}}{dated['after']}"
        rest = rest[: dated.start()]
    number = _NUMBER_AT_END.search(rest) if "{number}" not in start else None
    if number and number.start():
        end = f"{number['before']}{{number}}{number['after']}{end}"
        rest = rest[: number.start()]
    middle = "{title}" if rest.strip() else ""
    link = LINK_TITLE.fullmatch(rest.strip())
    if link:
        middle = "[{title}]({link})"
    return " ".join(f"{start}{middle}{end}".split()) if middle else "{title}"


def item_template(line: str, numbered: bool) -> str:
    """A list item's line: its number if it has one, the title, linked or bold, and a description.

    `numbered`: whether the list's own numbers are fields.
    """
    start = ""
    rest = line
    number = re.match(r"[0-9]{1,9}(?P<mark>[.)])[ \t]+", rest)
    if number:
        start, rest = f"{{number}}{number['mark']} " if numbered else "", rest[number.end() :]
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
        middle = "**[{title}]({link})**" if link["mark"] else "[{title}]({link})"
        rest = rest[link.end() :]
    elif bold:
        middle, rest = "**{title}**", rest[bold.end() :]
    else:
        separator = re.search(r"\s[-–—]\s|：", rest)
        if separator is None:
            return " ".join((start + "{title}").split())
        middle, rest = "{title}", rest[separator.start() :]
    separator = _SEPARATOR.match(rest)
    end = ""
    if separator and rest[separator.end() :].strip():
        mark = separator["mark"] or separator["tight"]
        glued = not rest[:1].isspace()
        end = f"{mark} {{description}}" if glued and mark != "：" else f"{mark}{{description}}"
        end = end if glued else f" {mark} {{description}}"
    elif rest.strip():
        end = " {description}"
    return " ".join(f"{start}{middle}{end}".split())


def widest(found: Counter[str]) -> tuple[str, int]:
    """The commonest template, or one nearly as common that has all of its fields and more."""
    best, most = found.most_common(1)[0]
    for template, count in found.most_common(10):
        fields, others = _fields_of(template), _fields_of(best)
        if fields > others and count >= max(2, 0.2 * most):
            best, most = template, count
    covered = sum(count for template, count in found.items() if _fields_of(template) <= _fields_of(best))
    return best, max(most, covered if "{" in best else most)


def _fields_of(template: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", template))
