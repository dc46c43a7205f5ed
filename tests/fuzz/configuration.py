"""Any text as a configuration file: settings or one clear error."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from catalog_lint.config import ConfigError
from catalog_lint.config.layers import check, join, read_file
from catalog_lint.lint.program import Program
from catalog_lint.rule.model import RuleError
from tests.fuzz.texts import toml_of

TABLES = (
    "[terms]¦[links]¦[schema]¦[rule.HAN005]¦[rule.TYP001]¦[rule.own]¦[rule.HAN005.words]"
    "¦[[schema.profiles]]¦[[schema.profiles.sections]]¦[[schemas]]¦[languages]¦[schema.formats]"
    "¦[schema.front-matter]¦[per-file-ignores]¦[links.endpoints]¦[tool.catalog-lint]¦[rule]¦[x]"
).split("¦")
KEYS = (
    "select¦ignore¦extend-select¦extend¦rules¦rule¦language¦languages¦terms¦include¦exclude"
    "¦extend-include¦extend-exclude¦catalog¦per-file-ignores¦output-format¦schema¦schemas¦links"
    "¦locale¦unsafe-fixes¦baseline¦cache-dir¦fail-on¦severity¦params¦words¦pattern¦shape¦level"
    "¦line¦required¦date-format¦formats¦front-matter¦labels¦video-hosts¦thumbnail-hosts¦link-lines"
    "¦title-heading¦base-level¦numbering¦one-numbering¦origin¦profiles¦name¦sections¦aliases"
    "¦at-least¦ordered¦paths¦hosts¦all-links¦allow-private¦endpoints¦delay¦timeout¦title¦number"
    '¦date¦video¦"甲"¦"a/*"¦"**"¦HAN005¦"example.com"¦""¦a.b.c¦"[" '
).split("¦")
VALUES = (
    '""¦"a"¦"甲"¦true¦false¦0¦1¦-1¦7¦2.5¦1e400¦nan¦inf¦2024-01-02¦99999999999999999999¦[]¦{}'
    '¦["a"]¦["ALL"]¦"ALL"¦["HAN005", "TYP"]¦["HAN999"]¦"zh-TW"¦"zh-HK"¦"en"¦"xx"¦"error"¦"info"'
    '¦"never"¦"off"¦"json"¦"html"¦["."]¦["/"]¦["~"]¦["~nobody"]¦".."¦"a.toml"¦"catalog-lint.toml"'
    '¦"/dev/zero"¦"a\\u0000b"¦"["¦"(a+)+"¦"(?:a|a)*b"¦"a{99999999999}"¦"(?P<at>a)"¦"["¦"\\\\"'
    '¦"[!a-]"¦"[z-a]"¦"**/**/**"¦"!a"¦"#"¦" "¦"%Y-%m-%d"¦"%"¦"%-d%Q"¦"details"¦"heading"¦"list"'
    '¦"table"¦"paragraph"¦"page"¦"index"¦"<summary>{number}. [{date}] {title}</summary>"'
    '¦"{number}{title}{link}"¦"{"¦"{x}"¦"{{}}"¦"{title}{title}"¦["title", "body"]¦["一、", "1."]'
    '¦["甲"]¦"human"¦"free"¦{ "甲" = "乙", "乙" = "甲" }¦{ "a" = "b" }¦{ x = 1 }'
    '¦[{ name = "甲" }]¦[[["a"]]]¦[1]¦"http://127.0.0.1:1"¦"http://[::1"¦"a:99999999999"'
    '¦{ "*.md" = ["ALL"] }¦{ "[" = "zh-TW" }¦{ severity = "off" }¦{ title = "(a+)+" }¦"\\ud7ff"'
    '¦"a\\u001b[31m"¦"{number:d}"'
).split("¦")
SEEDS = (
    '\x01select = ["ALL"]\n[terms]\n"甲" = "乙"\n'.encode(),
    b'\x01language = "zh-HK"\nexclude = ["a/**"]\n[rule.HAN005]\nseverity = "info"\n',
    b'\x01[schema]\nshape = "heading"\nlevel = 2\n',
    b"\0" + bytes(range(256)),
)
_FOLDER = TemporaryDirectory()
_FILE = Path(_FOLDER.name) / "catalog-lint.toml"


def one(data: bytes) -> None:
    """Read one configuration file, as a run does."""
    _FILE.write_bytes(data[1:] if data[:1] == b"\1" else toml_of(data[1:], TABLES, KEYS, VALUES).encode())
    with suppress(ConfigError, RuleError):
        settings = join(read_file(_FILE))
        check(settings)
        Program(settings)
        settings.schema_of("a.md")
        settings.language_of("a.md")
