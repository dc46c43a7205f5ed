"""Any text as a rule file: a rule that can be tried, or one clear error."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from catalog_lint.config import ConfigError
from catalog_lint.rule.loading import _checked, load_rules
from catalog_lint.rule.model import RuleError
from catalog_lint.trial import problems
from tests.fuzz.texts import toml_of

TABLES = "[params]¦[params.words]¦[[examples]]¦[examples.config]¦[examples.pages]¦[fix]¦[message]¦[x]".split(
    "¦"
)
KEYS = (
    "check¦check¦reads¦scope¦languages¦default¦values¦supersedes¦partial¦fix¦params¦message"
    "¦severity¦applicability¦reason¦alters¦pattern¦replacement¦unless¦ignore-case¦words¦file¦list"
    "¦by¦bad¦keep¦good¦good-unsafe¦at¦config¦pages¦entries¦select¦rule¦verdicts¦en¦zh-TW¦'甲'"
    "¦'爲'¦'a.md'"
).split("¦")
VALUES = (
    '"pattern"¦"substitution"¦"lexicon"¦"required"¦"order"¦"unique"¦"characters"¦"spacing"'
    '¦"markup.repeated_breaks"¦"none"¦["body"]¦["title"]¦["entry"]¦["catalog"]¦["page"]¦["links"]'
    '¦["body", "title"]¦["text"]¦["zh-TW"]¦[]¦{}¦true¦false¦0¦-1¦""¦"a"¦"甲"¦"爲"¦"為"¦["found"]'
    '¦["HAN005"]¦"run"¦"page"¦"silent"¦"safe"¦"unsafe"¦"display"¦["link", "title"]'
    '¦{ applicability = "safe" }¦{ applicability = "unsafe", reason = "x" }¦{ en = "{found}" }'
    '¦{ en = "{x}" }¦{ en = "{" }¦{ "爲" = "為" }¦{ "爲" = "爲爲" }¦{ "爲" = "" }¦{ "" = "a" }'
    '¦{ "爲" = "為", "為" = "爲" }¦"(a+)+"¦"a{99999999999}"¦"(?P<at>爲)"¦"(?P<at>爲)?."¦"(?=爲)"'
    '¦"."¦"爲+"¦"(?P<爲>爲)"¦"["¦"(?i)A"¦"(?<=爲)此"¦"\\\\g<at>"¦"\\\\1"¦"\\\\9"¦"為\\n"¦"**"'
    '¦"</details>"¦"words.txt"¦"/dev/zero"¦"../own.toml"¦["1:2-1:3"]¦["0:0-9:9"]¦["x"]'
    '¦{ "a.md" = "爲" }¦{ select = ["ALL"] }¦{ schema = { shape = "list" } }¦"他爲此。\\n"'
    '¦"- 爲\\n- 爲\\n"¦"# 爲\\n"¦"`爲` [爲](爲)"¦{ x = { status = "dead" } }'
).split("¦")
HEAD = 'code = "OWN001"\nname = "own"\ncategory = "wording"\nseverity = "warning"\nsummary = "x"\nwhy = "x"\n'
_RULE = (
    '\x01{head}check = "{check}"\n{reads}message = {{ en = "x" }}\n[params]\n{params}\n'
    '[[examples]]\nbad = "他爲此。"\nat = ["1:2-1:3"]\n[[examples]]\nkeep = "為"\n'
)
SEEDS = (
    _RULE.format(head=HEAD, check="substitution", reads="", params='words = { "爲" = "為" }').encode(),
    _RULE.format(head=HEAD, check="pattern", reads="", params='pattern = "爲"').encode(),
    _RULE.format(head=HEAD, check="required", reads='reads = ["entry"]\n', params='pattern = "甲"').encode(),
    _RULE.format(head=HEAD, check="unique", reads='reads = ["catalog"]\n', params='pattern = "甲"').encode(),
    b"\0" + bytes(range(256)),
)
_FOLDER = TemporaryDirectory()
_FILE = Path(_FOLDER.name) / "own.toml"


def one(data: bytes) -> None:
    """Load one rule file and try its examples, as `rule --test` does."""
    given = data[1:] if data[:1] == b"\1" else (HEAD + toml_of(data[1:], TABLES, KEYS, VALUES)).encode()
    _FILE.write_bytes(given)
    load_rules.cache_clear()
    with suppress(ConfigError, RuleError):
        _checked(_FILE)
        for rule in load_rules((Path(_FOLDER.name),)).values():
            if not rule.shipped:
                assert all(isinstance(each, str) for each in problems(rule, (Path(_FOLDER.name),)))
