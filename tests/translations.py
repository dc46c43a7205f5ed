"""Which English each Chinese text was written for, where the two stand apart and one may grow old unnoticed.

The record has a line a text: its name, a digest of the English, one of the Chinese.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from hashlib import sha256
from pathlib import Path

import click

from catalog_lint.cli import VERBS, command
from catalog_lint.cli.zh_tw import OPTIONS
from catalog_lint.cli.zh_tw import VERBS as HELP
from catalog_lint.rule.loading import load_rules

DOCS = Path(__file__).parent.parent / "docs"
RECORD = Path(__file__).parent / "golden" / "translations.txt"
_DIGITS = 8

Digests = tuple[str, str]


def texts() -> Iterator[tuple[str, str, str]]:
    """Each text's name, its English and its Chinese."""
    for rule in load_rules().values():
        english, chinese = rule.explanation(), rule.explanation("zh-TW")
        yield f"{rule.code}.summary", english.summary, chinese.summary
        yield f"{rule.code}.why", english.why, chinese.why
        yield f"{rule.code}.reason", english.reason, chinese.reason
        yield f"{rule.code}.message", rule.message["en"], rule.message["zh-TW"]
    context = click.Context(command)
    for name in VERBS:
        verb = command.get_command(context, name)
        assert verb is not None
        yield f"{name}.help", verb.help or "", HELP.get(name, "")
        for option in verb.params:
            if isinstance(option, click.Option):
                keys = [each for long in option.opts for each in (f"{name} {long}", long) if each in OPTIONS]
                yield f"{name}.{option.opts[0]}", option.help or "", OPTIONS[keys[0]] if keys else ""
    for english_page, chinese_page in pages():
        for at, (english_part, chinese_part) in enumerate(
            zip(sections(english_page), sections(chinese_page), strict=True)
        ):
            yield f"{english_page.name}.{at}", english_part, chinese_part


def pages() -> Iterator[tuple[Path, Path]]:
    """The pages of documentation that are written in both languages: the English one, the Chinese one."""
    for chinese in sorted(DOCS.glob("*.zh-TW.md")):
        if chinese.name != "rules.zh-TW.md":  # made from the rules
            yield chinese.with_name(chinese.name.replace(".zh-TW", "")), chinese


def sections(page: Path) -> list[str]:
    """A page's text before its first section, and each section."""
    return page.read_text(encoding="utf-8").split("\n## ")


def digests() -> dict[str, Digests]:
    """What the record is to have."""
    return {name: (_digest(english), _digest(chinese)) for name, english, chinese in texts()}


def recorded() -> dict[str, Digests]:
    """What the record has."""
    rows = [line.split() for line in RECORD.read_text(encoding="utf-8").splitlines()]
    return {name: (english, chinese) for name, english, chinese in rows}


def old(now: Mapping[str, Digests], before: Mapping[str, Digests]) -> list[str]:
    """The texts whose English has changed while their Chinese has not."""
    return [
        name
        for name, (english, chinese) in now.items()
        if name in before and before[name][0] != english and before[name][1] == chinese
    ]


def record(still_right: Collection[str] = ()) -> list[str]:
    """Write the record again, but for what is old and not named as `still_right`, which is returned."""
    now, before = digests(), recorded() if RECORD.exists() else {}
    left = [name for name in old(now, before) if name not in still_right]
    now |= {name: before[name] for name in left}
    RECORD.write_text("".join(f"{name} {a} {b}\n" for name, (a, b) in sorted(now.items())), encoding="utf-8")
    return left


def _digest(text: str) -> str:
    return sha256(" ".join(text.split()).encode()).hexdigest()[:_DIGITS]
