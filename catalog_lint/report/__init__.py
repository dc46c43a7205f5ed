"""What a run found, one module an output format; each has `lines(report)`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from catalog_lint.diagnostic import Finding
    from catalog_lint.source import Source


@dataclass(slots=True, frozen=True)
class Report:
    """What a format prints.

    `sources` has the text that the findings' spans count from, `fixed` how many findings were mended by
    (path, code), `unsafe` whether `--fix` applies unsafe fixes too, `fixing` whether this run fixes or shows
    what it would fix, `width` how many columns a line may take.
    """

    findings: Sequence[Finding]
    sources: Mapping[str, Source]
    fixed: Counter[tuple[str, str]] = field(default_factory=Counter)
    unsafe: bool = False
    fixing: bool = False
    locale: str = "en"
    show_all: bool = False
    colour: bool = False
    width: int = 100
    below: str = ""
    """The `--fail-on` that no finding reaches, where there are findings; else empty."""

    def fixable(self, finding: Finding) -> bool:
        """Whether `--fix` mends it."""
        return finding.fix is not None and finding.fix.applies(self.unsafe)


def lines(report: Report, output_format: str) -> Iterator[str]:
    """The lines of a report, without line ends, in one of the formats."""
    module = import_module(f"catalog_lint.report.{output_format}")
    yield from module.lines(report)
