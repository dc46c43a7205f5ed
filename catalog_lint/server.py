"""A language server (LSP 3.17) over standard input and output; needs the extra `lsp`.

Diagnostics while typing, a quick fix for each fix, fixing all, and a rule's page where the pointer rests.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types as lsp
from pygls import uris
from pygls.lsp.server import LanguageServer

from catalog_lint import files
from catalog_lint.config import ConfigError, Configuration
from catalog_lint.fix.settle import fix
from catalog_lint.lint.linter import Linter
from catalog_lint.report.rulebook import markdown
from catalog_lint.report.visible import visible
from catalog_lint.rule.model import RuleError
from catalog_lint.source import Edit, PageError, Position, Source, Span, decode

if TYPE_CHECKING:
    from catalog_lint.config import Settings
    from catalog_lint.diagnostic import Finding, Place

NAME = "catalog-lint"
FIX_ALL = f"{lsp.CodeActionKind.SourceFixAll.value}.{NAME}"
TYPING_SECONDS = 0.15
"""How long nothing must be typed before the page is looked at."""
BOM = "\ufeff"
_SEVERITIES = {
    "error": lsp.DiagnosticSeverity.Error,
    "warning": lsp.DiagnosticSeverity.Warning,
    "info": lsp.DiagnosticSeverity.Information,
}


@dataclass(slots=True)
class _Looked:
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
        self.linter = Linter()
        self.looked: dict[str, _Looked] = {}
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
        diagnostics = [] if looked is None else [self._diagnostic(*found) for found in looked.findings]
        self.text_document_publish_diagnostics(
            lsp.PublishDiagnosticsParams(uri, diagnostics, looked.version if looked else None)
        )

    def up_to_date(self, uri: str) -> _Looked | None:
        """What is found in the document as it is now."""
        document = self.workspace.get_text_document(uri)
        looked = self.looked.get(uri)
        if looked is None or looked.source.raw != document.source:
            looked = self._lint(uri)
        return looked

    def _lint(self, uri: str) -> _Looked | None:
        document = self.workspace.get_text_document(uri)
        name = _name(uri)
        self._forget_if_changed()
        self.looked.pop(uri, None)
        try:
            settings = self.configuration.of_page(Path(name))
            self._watch(settings)
            if files.excluded(name, settings):
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
        looked = self.looked[uri] = _Looked(document.version, source, settings)
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
        self.configuration, self.linter = Configuration(), Linter()
        self.stamps.clear()

    def range(self, source: Source, start: Position, end: Position) -> lsp.Range:
        """A range in the units that the client counts in."""
        return lsp.Range(self._position(source, start), self._position(source, end))

    def _position(self, source: Source, position: Position) -> lsp.Position:
        before = source.line(position.row)[: position.column - 1]
        if position.row == 1 and source.raw.startswith(BOM):
            before = BOM + before
        return lsp.Position(position.row - 1, self.workspace.position_codec.client_num_units(before))

    def _diagnostic(self, where: lsp.Range, finding: Finding) -> lsp.Diagnostic:
        return lsp.Diagnostic(
            where,
            finding.message,
            _SEVERITIES[finding.severity],
            finding.rule.code,
            source=NAME,
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


def make_server() -> Server:
    """A server with its features."""
    server = Server()

    @server.feature(lsp.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: lsp.DidOpenTextDocumentParams) -> None:
        server.look(params.text_document.uri)

    @server.feature(lsp.TEXT_DOCUMENT_DID_CHANGE)
    async def changed(params: lsp.DidChangeTextDocumentParams) -> None:
        server.look_later(params.text_document.uri)

    @server.feature(lsp.TEXT_DOCUMENT_DID_SAVE)
    def saved(params: lsp.DidSaveTextDocumentParams) -> None:
        server.look(params.text_document.uri)

    @server.feature(lsp.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: lsp.DidCloseTextDocumentParams) -> None:
        uri = params.text_document.uri
        if task := server.waiting.pop(uri, None):
            task.cancel()
        server.looked.pop(uri, None)
        server.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri, []))

    @server.feature(lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def files_changed(params: lsp.DidChangeWatchedFilesParams) -> None:
        server.forget()
        for uri in list(server.looked):
            server.look(uri)

    kinds = [lsp.CodeActionKind.QuickFix, FIX_ALL]
    options = lsp.CodeActionOptions(code_action_kinds=kinds, resolve_provider=False)

    @server.feature(lsp.TEXT_DOCUMENT_CODE_ACTION, options)
    def actions(params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
        uri, only = params.text_document.uri, params.context.only
        looked = server.up_to_date(uri)
        if looked is None:
            return []
        offered: list[lsp.CodeAction] = []
        if _wanted(lsp.CodeActionKind.QuickFix.value, only):
            offered += _quick_fixes(server, uri, looked, params.range)
        if _wanted(FIX_ALL, only):
            offered += _fix_all(server, uri, looked)
        return offered

    @server.feature(lsp.TEXT_DOCUMENT_HOVER)
    def hover(params: lsp.HoverParams) -> lsp.Hover | None:
        looked = server.up_to_date(params.text_document.uri)
        here = lsp.Range(params.position, params.position)
        found = [each for each in looked.findings if _touch(each[0], here)] if looked else []
        if not found:
            return None
        pages = dict.fromkeys("\n".join(markdown(finding.rule)) for _, finding in found)
        text = "\n\n---\n\n".join(pages)
        return lsp.Hover(lsp.MarkupContent(lsp.MarkupKind.Markdown, text), found[0][0])

    return server


def serve() -> None:
    """Serve on standard input and output until the client says `exit`."""
    make_server().start_io()


def _quick_fixes(server: Server, uri: str, looked: _Looked, where: lsp.Range) -> Iterator[lsp.CodeAction]:
    for place, finding in looked.findings:
        if finding.fix is None or finding.fix.applicability == "display" or not _touch(place, where):
            continue
        unsafe = "" if finding.fix.applicability == "safe" else " (unsafe)"
        yield lsp.CodeAction(
            f"{finding.rule.code}: {visible(finding.fix.said(finding.locale))}{unsafe}",
            lsp.CodeActionKind.QuickFix,
            [server._diagnostic(place, finding)],
            is_preferred=not unsafe,
            edit=lsp.WorkspaceEdit({uri: server.text_edits(looked.source, list(finding.fix.edits))}),
        )


def _fix_all(server: Server, uri: str, looked: _Looked) -> Iterator[lsp.CodeAction]:
    unsafe = looked.settings.unsafe_fixes
    if not any(finding.fix is not None and finding.fix.applies(unsafe) for _, finding in looked.findings):
        return
    name = _name(uri)
    fixed = fix([(name, looked.source, looked.settings)], unsafe)
    edits = _changed_lines(looked.source.text, fixed.sources[name].text)
    if edits:
        changes = {uri: server.text_edits(looked.source, edits)}
        title = f"{NAME}: fix all ({sum(fixed.fixed.values())})"
        yield lsp.CodeAction(title, FIX_ALL, edit=lsp.WorkspaceEdit(changes))


def _changed_lines(old: str, new: str) -> list[Edit]:
    """What makes `new` of `old`, in whole lines."""
    before, after = _lines(old), _lines(new)
    starts = [0]
    for line in before:
        starts.append(starts[-1] + len(line))
    edits = []
    for operation, low, high, start, end in SequenceMatcher(
        None, before, after, autojunk=False
    ).get_opcodes():
        if operation != "equal":
            edits.append(Edit(Span(starts[low], starts[high]), "".join(after[start:end])))
    return edits


def _lines(text: str) -> list[str]:
    """Lines with their line ends; the last has none."""
    *ended, last = text.split("\n")
    return [*(f"{line}\n" for line in ended), last]


def _wanted(kind: str, only: object) -> bool:
    """Whether a kind of action is among those asked for; a kind includes those that it begins."""
    if not isinstance(only, list | tuple):
        return True
    asked = [each.value if isinstance(each, lsp.CodeActionKind) else str(each) for each in only]
    return any(kind == each or each == "" or kind.startswith(f"{each}.") for each in asked)


def _elsewhere(place: Place) -> lsp.Range:
    """A place on a page whose text is not at hand: columns as characters."""
    start, end = (lsp.Position(at.row - 1, at.column - 1) for at in (place.start, place.end))
    return lsp.Range(start, end)


def _touch(one: lsp.Range, other: lsp.Range) -> bool:
    def at(position: lsp.Position) -> tuple[int, int]:
        return position.line, position.character

    return at(one.start) <= at(other.end) and at(other.start) <= at(one.end)


def _name(uri: str) -> str:
    """The page's name in findings and for settings that depend on it."""
    path = uris.to_fs_path(uri) if uri.startswith("file:") else None
    return files.shown_name(path) if path else "untitled.md"


def _stamp(path: str) -> float | None:
    try:
        return Path(path).stat().st_mtime
    except OSError:
        return None
