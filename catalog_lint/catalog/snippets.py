"""What a programmer types into a sentence: options, assignments, calls, literals, queries, commands, tags.

`PATTERNS` are regular expressions with the trigger that a text must hold, `BALANCED` what opens a run that
the brace that closes its first one ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalog_lint.source import Span

_QUOTED = r"(?:[rfbu]{0,2}\"[^\"\n]{0,300}\"|[rfbu]{0,2}'[^'\n]{0,300}')"
_LATIN = r"[A-Za-z0-9_.-]"
_MARKS = "，。；：！？、（）「」『』《》〈〉【】“”‘’…—～"
_VALUE = rf"[^\s\"'=<>(){{}}\[\]{_MARKS}][^\s\"'<>(){{}}\[\]{_MARKS}]{{0,200}}"
_SAID = "(?:參數|選項|引數|旗標|開關|指令|命令|参数|选项)"
_SAID_BEFORE = "(?<=參數|選項|引數|旗標|開關|指令|命令|参数|选项)"
_OPTION = r"(?:--?|/)[^\W\d_][\w-]{0,40}"
_TERM = rf"(?:'[^'\n]{{0,200}}'|[^\s'=<>!{_MARKS}]{{1,200}})"
_ROW = r"\([^()\n]{0,300}\)"
_COMPARED = rf"[ ]?(?:=|<>|!=|<=?|>=?|LIKE|IN|BETWEEN|IS(?: NOT)?)[ ]?(?:{_ROW}|{_TERM})"
_CONDITION = rf"{_TERM}(?:{_COMPARED})?"
_CLAUSES = (
    rf"(?:[ ](?:(?:WHERE|AND|OR|ON|HAVING|LIMIT|(?:ORDER|GROUP) BY) {_CONDITION}(?: ASC| DESC)?"
    rf"|(?:INNER |LEFT |RIGHT |FULL |CROSS )?JOIN {_TERM})){{0,20}}"
)

PATTERNS: tuple[tuple[str, str], ...] = (
    ("-", rf"(?<=\s){_OPTION}(?=[ \t]+{_SAID})|{_SAID_BEFORE}[ \t]+{_OPTION}(?![\w{_MARKS}])"),
    ("/", rf"(?<!\S)/[^\W\d_]\w{{0,40}}(?=[ \t]+{_SAID})|{_SAID_BEFORE}[ \t]+/[^\W\d_]\w{{0,40}}(?![\w/])"),
    ("-", rf"(?<![\w-])--?[A-Za-z]{_LATIN}{{0,40}}(?:=|[ \t]+){_QUOTED}"),
    ("=", rf"(?<![\w.=@:#*-])[@:#*]?[A-Za-z_][\w.:-]{{0,60}}={_QUOTED}"),
    (
        "=",
        rf"(?<![\w.=\[-])(?:[a-z_][a-z0-9_.-]{{1,60}}|[A-Z][A-Z0-9]{{0,30}}_[A-Z0-9_]{{1,60}})={_VALUE}"
        rf"|(?<![\w=])=[A-Z][A-Z0-9.]{{1,30}}\([^()\n]{{0,300}}(?:\([^()\n]{{0,300}}\)[^()\n]{{0,300}}){{0,20}}\)",
    ),
    (
        "(",
        rf"(?<![\w.])(?:[A-Za-z_$][A-Za-z0-9_$]{{0,60}}\.){{0,9}}[A-Za-z_$][A-Za-z0-9_$]{{0,60}}"
        rf"\([ \t]*{_QUOTED}(?:[ \t]*,[ \t]*(?:{_QUOTED}|[^\s()\"',，]{{1,100}})){{0,20}}[ \t]*\)",
    ),
    (
        "[",
        rf"(?<![\w.])[A-Za-z_$][A-Za-z0-9_.$]{{0,60}}(?:\[{_QUOTED}\]){{1,9}}"
        rf"|(?:(?<![\w/])//[\w*]{{1,40}}|(?<![\w.])[a-z][a-z0-9]{{0,20}})?"
        rf"\[@?[A-Za-z_][A-Za-z0-9_:-]{{0,40}}[~|^$*]?={_QUOTED}\]"
        rf"|\[[ \t]*{_QUOTED}(?:[ \t]*,[ \t]*(?:{_QUOTED}|[A-Za-z0-9_.+-]{{1,60}})){{0,50}}[ \t]*\]",
    ),
    ('"', rf"(?<![\w\"'])[rfbu]{{1,2}}{_QUOTED}"),
    ("(", r"(?<![\w@#])[@#][A-Za-z]{2,20}\([^()\n]{0,200}\)|#!?\[[a-z]{2,20}\([^()\n]{0,200}\)\]"),
    (
        ".",
        r"(?<![\w.])[A-Za-z_][A-Za-z0-9_]{0,40}(?:\.\w{1,60}){1,9}?\.[A-Za-z_][A-Za-z0-9_]{0,40}(?=\()"
        r"|(?<!\w)\.\w[\w-]{0,40}?(?:--|__)[\w-]{1,40}",
    ),
    ("import", rf"\bimport \{{[^{{}}\n]{{0,200}}\}} from {_QUOTED};?"),
    ("((", r"\(\([\w-]{1,60}\)\)"),
    ("::", r"\[[^\[\]\n:]{1,40}::[^\[\]\n]{0,200}\]"),
    ("::", r"^[\w-]{1,30}::[ \t][^\n]{1,300}$"),
    ("[%", r"\[%[^\n]{0,300}?%\]"),
    ("[$", r"\[\[?\$\{[^{}\n]{0,200}\}\]?\]"),
    ("*[", r"^\*\[[^\[\]\n]{1,60}\]:"),
    (" ^", r"(?<=\s)\^[\w-]{1,60}$"),
    (
        " #",
        rf"(?<=[ \t])#(?:[^\W\d][\w-]{{0,60}})(?:/[\w-]{{1,60}}){{0,5}}#?(?![^\s{_MARKS}])",
    ),
    ("#", rf"(?<=[、，,（(/|])#[^\W\d][\w-]{{0,60}}(?![^\s{_MARKS})/|])"),
    ("#", r"(?<![\w#])#[^\W\d]\w{0,30}#(?![\w#])|(?<=[\u3400-\u9fff])#[^\W\d]\w{0,30}#(?!#)"),
    ("＃", r"＃[^\W\d]\w{0,30}＃"),
    ("#", r"^#[^\W\d][\w/-]{0,60}(?=(?:[ \t]+#[^\W\d][\w/-]{0,60}){1,50}[ \t]*$)"),
    (
        "{",
        r"(?<![\\A-Za-z0-9])(?<![A-Za-z0-9][ ])[#%@$]?\{\$?(?:[\u3400-\u9fff][\w-]{0,20}|(?<=\{\$)\w{1,40})"
        r"(?:\|[^{}\n]{1,40})?\}"
        r"|\{~~[^\n]{0,200}?~~\}",
    ),
    ("$(", r"\$\([\w./ \t-]{1,60}\)"),
    ("$.", r"(?<![\w$.])\$(?:\.{1,2}[\w*]{1,60}|\[[^\[\]\n]{0,60}\]){1,20}"),
    ("<", r"(?:(?<=[A-Za-z0-9_./=:-][ ])|(?<=[A-Za-z0-9][=/:]))<[\u3400-\u9fff][\w -]{0,30}>"),
    (
        "=",
        r"<[A-Za-z][\w.:-]{0,40}(?:[ \t]+[^<>\s\"'=]{1,60}(?:="
        rf"(?:{_QUOTED}|\{{[^{{}}\n]{{0,200}}\}}))?){{1,20}}[ \t]*/?>",
    ),
    (
        "SELECT",
        rf"\bSELECT [^\n，。；]{{1,200}}? FROM {_TERM}{_CLAUSES}",
    ),
    ("UPDATE", rf"\bUPDATE {_TERM} SET {_CONDITION}(?:,[ ]?{_CONDITION}){{0,20}}{_CLAUSES}"),
    (
        "INSERT",
        rf"\bINSERT INTO {_TERM}[ ]?(?:{_ROW}[ ]?)?(?:VALUES[ ]?{_ROW}(?:,[ ]?{_ROW}){{0,20}})?",
    ),
    ("WHERE", rf"\bWHERE {_TERM}{_COMPARED}{_CLAUSES}"),
    ("DELETE", rf"\bDELETE FROM {_TERM}{_CLAUSES}"),
    (
        " ",
        rf"\b(?:CREATE|DROP|ALTER|TRUNCATE) (?:TABLE|VIEW|INDEX|DATABASE|USER) {_TERM}(?:[ ]?{_ROW})?",
    ),
    (
        "!",
        r"'[^'\n]{1,40}'!\$?[A-Z]{1,3}\$?[0-9]{1,7}(?::\$?[A-Z]{1,3}\$?[0-9]{1,7})?"
        r"|(?<!\w)\w{1,40}!\$?[A-Z]{1,3}\$?[0-9]{0,7}:\$?[A-Z]{1,3}\$?[0-9]{0,7}(?![A-Za-z0-9])"
        r"|(?<!\w)[A-Z]{2,20}\([^()\n]{0,200}\w![^()\n]{0,200}\)",
    ),
    ("s/", r"(?<![\w/])[:%]{0,2}s/[^/\n]{1,80}/[^/\n]{0,80}/[gicIpe]{0,4}(?![\w/])"),
    ("/", r"(?<![\w/])/(?=[^/\n]{0,80}[|\\^$*+?.(\[])[^/\n]{1,80}/[gimsuy]{1,4}(?![\w/])"),
    (
        "/",
        r"(?<![\w/.-])(?:feature|feat|hotfix|bugfix|origin|upstream|refs)/[\w./-]{1,100}",
    ),
    ("?", rf"(?<![\w/])/[\w./-]{{0,100}}\?\w{{1,40}}=[^\s{_MARKS}]{{1,200}}"),
    (":/", r"(?<![\w/])/[\w./-]{1,100}(?=:/)"),
    ("-", r"(?<=\s)--?[A-Za-z][A-Za-z-]{0,30}[ \t]\w{1,40}=[\w./:-]{1,100}"),
    ("$ ", r"^\$ [a-z][\w./-]{0,60}(?:[ \t][^$\n]*)?$"),
    (":\\", r"\"[A-Za-z]:\\[^\"\n]{1,300}\"|'[A-Za-z]:\\[^'\n]{1,300}'"),
    ("\\", r"(?<![\w\\])[A-Za-z_][A-Za-z0-9_]{0,60}(?:\\{1,2}[\w.-]{1,100}){2,30}"),
    ("\\\\", r"(?<!\S)\\{2,4}[\w.-]{1,60}(?:\\{1,2}[\w.$-]{1,100}){1,30}"),
    (
        ".",
        r"(?<![\w.])(?:this|self|window|document|com|org|net|io|cn|tw)\.\w{1,60}(?:\.\w{1,60}){0,9}",
    ),
    (";", r"&[\u3400-\u9fff]\w{0,40};"),
    (":", r"(?<![\w:.-])[a-z][a-z0-9_]{0,40}(?::\w{1,60}){1,9}:[A-Za-z0-9_]{1,60}(?![\w:])"),
    (";", rf"(?<![\w-])[a-z]{{2,20}}(?:-[a-z]{{2,20}}){{1,3}}:[^;\n{_MARKS}]{{1,120}};"),
    (";", rf"(?<![\w-])[a-z][a-z-]{{1,40}}:[ \t]*{_QUOTED}[ \t]*;"),
)
"""Runs that are no prose, by trigger."""

BALANCED: tuple[tuple[str, str], ...] = (
    ("{", rf"\{{[ \t]*{_QUOTED}[ \t]*:"),
    ("{", r"@[A-Za-z]{3,20}\{[^\s{},]{1,100},"),
)
"""An object of JSON, a record of BibTeX."""
_LONGEST = 2_000


def balanced(pattern: re.Pattern[str], text: str, start: int, end: int) -> Iterator[Span]:
    """Runs that begin as the pattern says and end with the brace that closes its first one."""
    at = start
    while match := pattern.search(text, at, end):
        at = match.end()
        depth = 0
        for place in range(text.index("{", match.start()), min(end, match.start() + _LONGEST)):
            if text[place] == "{":
                depth += 1
            elif text[place] == "}":
                depth -= 1
                if depth == 0:
                    at = place + 1
                    yield Span(match.start(), at)
                    break
