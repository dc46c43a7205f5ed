"""The state of a language server: what it has seen, and what was found in open documents."""

from __future__ import annotations

import asyncio
import os
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types as lsp
from pygls import uris
from pygls.lsp.server import LanguageServer

from catalog_lint import files
from catalog_lint.config import ConfigError, Configuration
from catalog_lint.lint.linter import Linter
from catalog_lint.report.visible import visible
from catalog_lint.rule.model import RuleError
from catalog_lint.source import Edit, PageError, Position, Source, decode

if TYPE_CHECKING:
    from pygls.workspace import TextDocument

    from catalog_lint.config import Settings
    from catalog_lint.finding import Finding, Place

NAME = "catalog-lint"
TYPING_SECONDS = 0.15
"""How long nothing must be typed before the page is looked at."""
BOM = "\ufeff"
_SEVERITIES = {
    "error": lsp.DiagnosticSeverity.Error,
    "warning": lsp.DiagnosticSeverity.Warning,
    "info": lsp.DiagnosticSeverity.Information,
}


@dataclass(slots=True)
class Looked:
    """A document as it was when it was last looked at."""

    version: int | None
    source: Source
    settings: Settings
    findings: list[tuple[lsp.Range, Finding]] = field(default_factory=list)


class Server(LanguageServer):
    """The server's state: a linter that knows what it has seen, and what was found in open documents."""

    def __init__(self) -> None:
        # Full texts: the library's incremental edits count lines as Python does, not as Markdown.
        super().__init__(NAME, version(NAME), text_document_sync_kind=lsp.TextDocumentSyncKind.Full)
        self.configuration = Configuration()
        self.linter = Linter(partial=True)
        self.looked: dict[str, Looked] = {}
        self.waiting: dict[str, asyncio.Task[None]] = {}
        self.stamps: dict[str, float | None] = {}
        self.told = ""

    def look_later(self, uri: str) -> None:
        """Look at a document when its author pauses."""
        before = self.waiting.pop(uri, None)
        if before is not None:
            before.cancel()

        async def wait() -> None:
            await asyncio.sleep(TYPING_SECONDS)
            self.waiting.pop(uri, None)
            self.look(uri)

        self.waiting[uri] = asyncio.get_running_loop().create_task(wait())

    def look(self, uri: str) -> None:
        """Lint a document and publish what was found."""
        looked = self._lint(uri)
        diagnostics = [] if looked is None else [self.diagnostic(*found) for found in looked.findings]
        self.text_document_publish_diagnostics(
            lsp.PublishDiagnosticsParams(uri, diagnostics, looked.version if looked else None)
        )

    def up_to_date(self, uri: str) -> Looked | None:
        """What is found in the document as it is now."""
        document = self.workspace.get_text_document(uri)
        looked = self.looked.get(uri)
        if looked is None or looked.source.raw != document.source:
            looked = self._lint(uri)
        return looked

    def _lint(self, uri: str) -> Looked | None:
        document = self.workspace.get_text_document(uri)
        name = page_name(uri)
        self._forget_if_changed()
        self.looked.pop(uri, None)
        try:
            settings = self.configuration.of_page(Path(name))
            self._watch(settings)
            if files.excluded(name, settings) or not _is_page(document, name, settings):
                return None
            source = decode(document.source.encode("utf-8", "surrogatepass"), name)
            result = self.linter.lint([(name, source, settings)])
        except (ConfigError, RuleError, PageError) as error:
            self._tell(str(error))
            if not isinstance(error, PageError):
                self.configuration = Configuration()  # it remembers what does not fit
            return None
        self.told = ""
        if result.failures:
            self._tell("\n".join(result.failures))
        looked = self.looked[uri] = Looked(document.version, source, settings)
        looked.findings += [(self.range(source, f.start, f.end), f) for f in result.findings]
        return looked

    def _tell(self, problem: str) -> None:
        """Show a problem, once."""
        if problem != self.told:
            self.told = problem
            self.window_show_message(lsp.ShowMessageParams(lsp.MessageType.Error, visible(problem)))

    def _watch(self, settings: Settings) -> None:
        for origin in settings.origins:
            self.stamps.setdefault(str(origin), _stamp(str(origin)))

    def _forget_if_changed(self) -> None:
        """Begin anew where a configuration file is not what it was."""
        if any(_stamp(path) != stamp for path, stamp in self.stamps.items()):
            self.forget()

    def forget(self) -> None:
        """Read configurations and rules anew when they are next needed."""
        self.configuration, self.linter = Configuration(), Linter(partial=True)
        self.stamps.clear()

    def range(self, source: Source, start: Position, end: Position) -> lsp.Range:
        """A range in the units that the client counts in."""
        return lsp.Range(self._position(source, start), self._position(source, end))

    def _position(self, source: Source, position: Position) -> lsp.Position:
        before = source.line(position.row)[: position.column - 1]
        if position.row == 1 and source.raw.startswith(BOM):
            before = BOM + before
        return lsp.Position(position.row - 1, self.workspace.position_codec.client_num_units(before))

    def diagnostic(self, where: lsp.Range, finding: Finding) -> lsp.Diagnostic:
        """A finding as the client shows it."""
        return lsp.Diagnostic(
            where,
            finding.message,
            _SEVERITIES[finding.severity],
            finding.rule.code,
            lsp.CodeDescription(finding.rule.url) if finding.rule.url else None,
            NAME,
            related_information=[
                lsp.DiagnosticRelatedInformation(
                    lsp.Location(uris.from_fs_path(os.path.abspath(place.path)) or "", _elsewhere(place)),
                    place.message,
                )
                for place in finding.related
                if place.path != finding.path
            ]
            or None,
        )

    def text_edits(self, source: Source, edits: list[Edit]) -> list[lsp.TextEdit]:
        """Edits as the client takes them, line ends as the page has them."""
        return [
            lsp.TextEdit(
                self.range(source, source.position(span.start), source.position(span.end)),
                content.replace("\n", source.newline),
            )
            for span, content in edits
        ]


def _elsewhere(place: Place) -> lsp.Range:
    """A place on a page whose text is not at hand: columns as characters."""
    start, end = (lsp.Position(at.row - 1, at.column - 1) for at in (place.start, place.end))
    return lsp.Range(start, end)


def page_name(uri: str) -> str:
    """The page's name in findings and for settings that depend on it."""
    path = uris.to_fs_path(uri) if uri.startswith("file:") else None
    return files.shown_name(path) if path else "untitled.md"


def _is_page(document: TextDocument, name: str, settings: Settings) -> bool:
    """Whether a document is a page: clients may hand over other texts than Markdown, too."""
    return (
        document.language_id == "markdown"
        or files.is_named_as_page(name, settings)
        or files.has_entries(document.source, settings.schema_of(name))
    )


def _stamp(path: str) -> float | None:
    try:
        return Path(path).stat().st_mtime
    except OSError:
        return None
