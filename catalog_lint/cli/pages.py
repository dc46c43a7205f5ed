"""The pages that a verb's paths name, read; what could not be read is named on standard error."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from catalog_lint.cli.language import settle
from catalog_lint.cli.terminal import complain, read_stdin

if TYPE_CHECKING:
    from catalog_lint.config import Configuration
    from catalog_lint.files import FoundPage
    from catalog_lint.lint.linter import Input
    from catalog_lint.lint.result import PageResult
    from catalog_lint.triage.verdict import Need

STDIN = "-"
ALONE = "'-' reads standard input and goes with no other path"


@dataclass(slots=True)
class Read:
    """Pages as the engine takes them; `failed` where a path could not be read."""

    inputs: list[Input] = field(default_factory=list)
    failed: bool = False

    def fail(self, problem: str) -> None:
        """Tell a problem; the verb will exit 2."""
        self.failed = True
        complain(problem)


def read_pages(paths: Sequence[str], configuration: Configuration) -> Read:
    """Find and read the pages that `paths` name; `-` alone is standard input.

    Raises a usage error where a configuration does not fit.
    """
    from catalog_lint import files
    from catalog_lint.config import ConfigError
    from catalog_lint.source import MAX_PAGE_BYTES, PageError, decode

    out = Read()
    if STDIN in paths:
        if len(paths) > 1:
            raise click.UsageError(ALONE)
        try:
            settings = configuration.of_folder(Path())
        except ConfigError as error:
            raise click.UsageError(str(error)) from None
        settle(settings.locale)
        try:
            source = decode(read_stdin(MAX_PAGE_BYTES + 1), STDIN)
            out.inputs.append((STDIN, source, settings))
        except PageError as error:
            out.fail(str(error))
        return out
    found = files.find(paths, configuration)
    if found.pages:
        settle(found.pages[0].settings.locale)
    for problem in found.problems:
        out.fail(problem)
    out.inputs += read_found(found.pages, out.fail)
    if not out.inputs and not out.failed:
        complain("no page was found", "warning")
    return out


def read_found(pages: Iterable[FoundPage], fail: Callable[[str], None]) -> Iterator[Input]:
    """The pages that a search brought, as the engine takes them; `fail` is given what could not be read."""
    from catalog_lint.source import PageError, read

    for page in pages:
        try:
            yield page.name, read(Path(page.name)), page.settings
        except PageError as error:
            fail(str(error))


def triaged(
    paths: Sequence[str], configuration: Configuration, cache: bool
) -> tuple[list[PageResult], list[Need], bool]:
    """The pages that `paths` name (the working folder without), their entries' needs, whether any failed.

    `cache`: use what other runs kept, and keep what the pages gave. Raises a usage error where a
    configuration or a rule does not fit.
    """
    from catalog_lint.lint.linter import Linter
    from catalog_lint.reporting import kept_results
    from catalog_lint.rule.model import RuleError
    from catalog_lint.triage.verdict import needs

    read = read_pages(paths or (".",), configuration)
    keeps = cache and read.inputs and STDIN not in paths
    linter = Linter(kept=kept_results(read.inputs[0][2]) if keeps else None)
    try:
        result = linter.lint(read.inputs)
    except RuleError as error:
        raise click.UsageError(str(error)) from None
    linter.keep()
    for failure in result.failures:
        read.fail(failure)
    pages = list(result.pages.values())
    return pages, needs(pages, result.findings), read.failed
