"""A language server (LSP 3.17) over standard input and output; needs the extra `lsp`.

Diagnostics while typing, a quick fix for each fix, fixing all, and a rule's page where the pointer rests.
"""

from __future__ import annotations

from lsprotocol import types as lsp

from catalog_lint.report.rulebook import markdown
from catalog_lint.server.actions import FIX_ALL, offers_to_fix_all, quick_fixes, resolved, touch, wanted
from catalog_lint.server.client import PAGES
from catalog_lint.server.session import Server


def make_server() -> Server:
    """A server with its features."""
    server = Server()

    @server.feature(lsp.INITIALIZED)
    async def initialized(params: lsp.InitializedParams) -> None:
        await server.watch_files()

    @server.feature(lsp.TEXT_DOCUMENT_DID_OPEN)
    async def opened(params: lsp.DidOpenTextDocumentParams) -> None:
        server.look(params.text_document.uri)
        server.refresh()

    @server.feature(lsp.TEXT_DOCUMENT_DID_CHANGE)
    async def changed(params: lsp.DidChangeTextDocumentParams) -> None:
        server.look_later(params.text_document.uri)

    @server.feature(lsp.TEXT_DOCUMENT_DID_SAVE)
    async def saved(params: lsp.DidSaveTextDocumentParams) -> None:
        server.look(params.text_document.uri)
        server.refresh()

    @server.feature(lsp.TEXT_DOCUMENT_DID_CLOSE)
    async def closed(params: lsp.DidCloseTextDocumentParams) -> None:
        server.close(params.text_document.uri)

    @server.feature(lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    async def files_changed(params: lsp.DidChangeWatchedFilesParams) -> None:
        if params.changes and all(each.uri.lower().endswith(PAGES) for each in params.changes):
            server.refresh()
            return
        server.forget()
        for uri in list(server.looked):
            server.look(uri)

    kinds = [lsp.CodeActionKind.QuickFix, FIX_ALL]
    options = lsp.CodeActionOptions(code_action_kinds=kinds, resolve_provider=True)

    @server.feature(lsp.TEXT_DOCUMENT_CODE_ACTION, options)
    def actions(params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
        uri, only = params.text_document.uri, params.context.only
        looked = server.up_to_date(uri)
        if looked is None:
            return []
        offered: list[lsp.CodeAction] = []
        if wanted(lsp.CodeActionKind.QuickFix.value, only):
            offered += quick_fixes(server, uri, looked, params.range)
        if wanted(FIX_ALL, only):
            offered += offers_to_fix_all(looked, uri)
            if only and not server.resolves_actions():
                offered = [resolved(server, action) for action in offered]
        return offered

    @server.feature(lsp.CODE_ACTION_RESOLVE)
    def resolve(action: lsp.CodeAction) -> lsp.CodeAction:
        return resolved(server, action)

    @server.feature(lsp.TEXT_DOCUMENT_HOVER)
    def hover(params: lsp.HoverParams) -> lsp.Hover | None:
        looked = server.up_to_date(params.text_document.uri)
        here = lsp.Range(params.position, params.position)
        found = [each for each in looked.findings if touch(each[0], here)] if looked else []
        if not found:
            return None
        pages = dict.fromkeys("\n".join(markdown(finding.rule, finding.locale)) for _, finding in found)
        text = "\n\n---\n\n".join(pages)
        return lsp.Hover(lsp.MarkupContent(lsp.MarkupKind.Markdown, text), found[0][0])

    return server


def serve() -> None:
    """Serve on standard input and output until the client says `exit`."""
    make_server().start_io()
