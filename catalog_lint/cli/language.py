"""In which language the command speaks to whoever called it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from catalog_lint.locale import Locale, environment_locale

_OPTION = "--locale"


class _Language:
    """What `--locale` says, else the configuration once it is read, else the environment."""

    given: str | None = None
    configured: Locale | None = None


def listen(arguments: Sequence[str]) -> None:
    """Take the language from the command's arguments, before anything else of them is read."""
    _Language.configured = None
    _Language.given = None
    for argument, following in zip(arguments, (*arguments[1:], ""), strict=False):
        name, _, value = argument.partition("=")
        if name == _OPTION:
            _Language.given = value or following


def settle(locale: Locale) -> None:
    """Speak as the settings of the run say, which know of the option and the environment, too."""
    _Language.configured = locale


def spoken() -> Locale:
    """The language to speak."""
    if _Language.configured is not None:
        return _Language.configured
    if _Language.given in ("en", "zh-TW"):
        return "zh-TW" if _Language.given == "zh-TW" else "en"
    return environment_locale()


def said_line(kind: str, message: str) -> str:
    """A message in the language to speak, after what kind of message it is, such as "error"."""
    if spoken() == "en":
        return f"{kind}: {message}"
    from catalog_lint.messages import translated_line

    return translated_line(kind, message, spoken())


def said(message: str) -> str:
    """A message in the language to speak."""
    if spoken() == "en":
        return message
    from catalog_lint.messages import translated

    return translated(message, spoken())


def said_schema(schema: Any) -> Any:
    """A JSON Schema whose descriptions are in the language to speak."""
    if isinstance(schema, list):
        return [said_schema(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: _described(value) if key == "description" and isinstance(value, str) else said_schema(value)
        for key, value in schema.items()
    }


def _described(text: str) -> str:
    return "\n\n".join(said(" ".join(part.split())) for part in text.split("\n\n"))
