"""Linter and normalizer for Markdown catalogs written in Chinese: pages in, findings or fixed text out.

The names in `__all__` are the public API; they load what they need when they are first used.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from catalog_lint.config import ConfigError, Configuration, Settings
    from catalog_lint.diagnostic import Fix
    from catalog_lint.finding import Finding
    from catalog_lint.fix.settle import FixResult
    from catalog_lint.lint.linter import Linter, LintError, LintResult
    from catalog_lint.rule.loading import load_rules
    from catalog_lint.rule.model import Rule, RuleError
    from catalog_lint.source import Edit, PageError, Position, Source, Span

_HOMES = {
    "ConfigError": "config",
    "Configuration": "config",
    "Edit": "source",
    "Finding": "finding",
    "Fix": "diagnostic",
    "FixResult": "fix.settle",
    "LintError": "lint.linter",
    "LintResult": "lint.linter",
    "Linter": "lint.linter",
    "PageError": "source",
    "Position": "source",
    "Rule": "rule.model",
    "RuleError": "rule.model",
    "Settings": "config",
    "Source": "source",
    "Span": "source",
    "load_rules": "rule.loading",
}

__all__ = [
    "ConfigError",
    "Configuration",
    "Edit",
    "Finding",
    "Fix",
    "FixResult",
    "LintError",
    "LintResult",
    "Linter",
    "PageError",
    "Position",
    "Rule",
    "RuleError",
    "Settings",
    "Source",
    "Span",
    "check_paths",
    "check_text",
    "fix_paths",
    "fix_text",
    "load_rules",
]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'catalog_lint' has no attribute '{name}'")
    return getattr(import_module(f"catalog_lint.{home}"), name)


def __dir__() -> list[str]:
    return __all__


def check_text(text: str, name: str = "page.md", settings: Settings | None = None) -> list[Finding]:
    """The findings of one page's text, in order of place.

    `name` is the page's path in findings and for settings that depend on the path; without `settings` the
    built-in defaults count. Raises PageError where the text passes a limit on its size, LintError where
    reading it passes another or a check fails, ConfigError or RuleError where the settings or a rule of
    theirs do not fit.
    """
    from catalog_lint.lint.linter import lint

    result = lint([_input(text, name, settings)])
    result.raise_failures()
    return result.findings


def fix_text(
    text: str, name: str = "page.md", settings: Settings | None = None, *, unsafe: bool = False
) -> str:
    """One page's text with its safe fixes applied, and unsafe ones where `unsafe`.

    Newline style and byte order mark stay; a text that needs nothing comes back equal. Raises as
    check_text does.
    """
    from catalog_lint.fix.settle import fix

    result = fix([_input(text, name, settings)], unsafe)
    result.raise_failures()
    return result.sources[name].raw


def check_paths(paths: Sequence[str | Path], configuration: Configuration | None = None) -> LintResult:
    """Lint the pages that `paths` name (folders are searched) as one catalog.

    Without `configuration`, each page's closest configuration file counts. The result carries what failed.
    Raises PageError for a path that cannot be searched or read, ConfigError and RuleError for a
    configuration or rule that does not fit.
    """
    from catalog_lint.lint.linter import lint

    return lint(_found(paths, configuration))


def fix_paths(
    paths: Sequence[str | Path], configuration: Configuration | None = None, *, unsafe: bool = False
) -> FixResult:
    """Fix the pages that `paths` name and write those that changed; what is left is in the result.

    Raises as check_paths does, before anything is written. A page that cannot be written, or is no longer
    what was read, is left alone and named in the result's `failures`.
    """
    from catalog_lint.fix.settle import fix
    from catalog_lint.lint.pages import Pages

    return fix(_found(paths, configuration), unsafe, pages=Pages())


def _input(text: str, name: str, settings: Settings | None) -> tuple[str, Source, Settings]:
    from catalog_lint.config import Settings
    from catalog_lint.config.layers import check, checked
    from catalog_lint.source import decode

    settings = checked(settings or Settings())
    check(settings)
    return name, decode(text.encode("utf-8", "surrogatepass"), name), settings


def _found(
    paths: Sequence[str | Path], configuration: Configuration | None
) -> list[tuple[str, Source, Settings]]:
    from catalog_lint.config import Configuration
    from catalog_lint.files import find
    from catalog_lint.source import PageError, read

    found = find([str(path) for path in paths], configuration or Configuration())
    for problem in found.problems:
        raise PageError(*problem.split(": ", 1))
    return [(page.name, read(Path(page.name)), page.settings) for page in found.pages]
