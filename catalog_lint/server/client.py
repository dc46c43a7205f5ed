"""What a language server says in its client's terms: places in the units that it counts in, addresses."""

from __future__ import annotations

import os
from importlib.metadata import version
from typing import TYPE_CHECKING

from lsprotocol import types as lsp
from pygls import uris
from pygls.lsp.server import LanguageServer

from catalog_lint import files, page_files
from catalog_lint.source import Edit, Position, Source

if TYPE_CHECKING:
    from catalog_lint.finding import Finding, Place

NAME = "catalog-lint"
BOM = "\ufeff"
PAGES = (*page_files.MARKDOWN, page_files.TEXT)
_WATCHED = ("**/*.{md,markdown,txt}", "**/*.toml")
"""Pages, then configurations and rules: what a client is asked to tell changes of."""
_SEVERITIES = {
    "error": lsp.DiagnosticSeverity.Error,
    "warning": lsp.DiagnosticSeverity.Warning,
    "info": lsp.DiagnosticSeverity.Information,
}


class Client(LanguageServer):
    """A server that knows what its client can do and how it counts."""

    def __init__(self) -> None:
        # Full texts: the library's incremental edits count lines as Python does, not as Markdown.
        super().__init__(NAME, version(NAME), text_document_sync_kind=lsp.TextDocumentSyncKind.Full)

    async def watch_files(self) -> None:
        """Ask the client to tell of files that change, where it can."""
        workspace = self.client_capabilities.workspace
        watching = workspace.did_change_watched_files if workspace else None
        if watching is None or not watching.dynamic_registration:
            return
        method = lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES
        options = lsp.DidChangeWatchedFilesRegistrationOptions(
            [lsp.FileSystemWatcher(one) for one in _WATCHED]
        )
        await self.client_register_capability_async(
            lsp.RegistrationParams([lsp.Registration(method, method, options)])
        )

    def resolves_actions(self) -> bool:
        """Whether the client asks for an action's edit when it is chosen."""
        document = self.client_capabilities.text_document
        support = document.code_action.resolve_support if document and document.code_action else None
        return support is not None and "edit" in support.properties

    def range(self, source: Source, start: Position, end: Position) -> lsp.Range:
        """A range in the units that the client counts in."""
        return lsp.Range(self._position(source, start), self._position(source, end))

    def range_of(self, source: Source, finding: Finding) -> lsp.Range:
        """Where a finding stands."""
        return self.range(source, finding.start, finding.end)

    def _position(self, source: Source, position: Position) -> lsp.Position:
        before = source.line(position.row)[: position.column - 1]
        if position.row == 1 and source.raw.startswith(BOM):
            before = BOM + before
        return lsp.Position(position.row - 1, _units(before, self.workspace.position_codec.encoding))

    def diagnostic(self, where: lsp.Range, finding: Finding) -> lsp.Diagnostic:
        """A finding as the client shows it."""
        address = finding.rule.address(finding.locale)
        return lsp.Diagnostic(
            where,
            finding.message,
            _SEVERITIES[finding.severity],
            finding.rule.code,
            lsp.CodeDescription(address) if address else None,
            NAME,
            related_information=[
                lsp.DiagnosticRelatedInformation(
                    lsp.Location(uri_of(place.path), _elsewhere(place)),
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


def _units(text: str, encoding: str | None) -> int:
    """How long a text is in the units of an encoding; the library counts a character at a time."""
    if encoding == lsp.PositionEncodingKind.Utf32:
        return len(text)
    if encoding == lsp.PositionEncodingKind.Utf8:
        return len(text.encode("utf-8", "surrogatepass"))
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _elsewhere(place: Place) -> lsp.Range:
    """A place on a page whose text is not at hand: columns as characters."""
    start, end = (lsp.Position(at.row - 1, at.column - 1) for at in (place.start, place.end))
    return lsp.Range(start, end)


def uri_of(path: str) -> str:
    """The address of a page."""
    return uris.from_fs_path(os.path.abspath(path)) or ""


def page_name(uri: str) -> str:
    """The page's name in findings and for settings that depend on it."""
    path = uris.to_fs_path(uri) if uri.startswith("file:") else None
    return files.shown_name(path) if path else "untitled.md"
