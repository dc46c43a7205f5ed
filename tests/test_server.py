"""The language server with a real client over standard input and output."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pygls")

from lsprotocol import types as lsp
from pygls.lsp.client import LanguageClient

from catalog_lint.config import Configuration
from catalog_lint.lint.program import Program
from catalog_lint.server.catalog import Catalog
from tests.command import entry

TEXT = "# 目錄\r\n\r\n𠮷野家爲此事奔走，又爲那事\t奔走。\r\n"
FIXED = "# 目錄\r\n\r\n𠮷野家為此事奔走，又為那事\t奔走。\r\n"
SECONDS = 60


class Editor:
    """An editor with one document open."""

    def __init__(self, folder: Path, capabilities: lsp.ClientCapabilities | None = None) -> None:
        self.capabilities = capabilities or lsp.ClientCapabilities()
        self.watched: list[str] = []
        self.client = LanguageClient("editor", "1")
        self.uri = (folder / "page.md").as_uri()
        self.published: asyncio.Queue[lsp.PublishDiagnosticsParams] = asyncio.Queue()
        self.messages: list[str] = []
        self.folder, self.version, self.text = folder, 1, ""

        @self.client.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)  # type: ignore[untyped-decorator]
        def _published(params: lsp.PublishDiagnosticsParams) -> None:
            self.published.put_nowait(params)

        @self.client.feature(lsp.WINDOW_SHOW_MESSAGE)  # type: ignore[untyped-decorator]
        def _told(params: lsp.ShowMessageParams) -> None:
            self.messages.append(params.message)

        @self.client.feature(lsp.CLIENT_REGISTER_CAPABILITY)  # type: ignore[untyped-decorator]
        def _registered(params: lsp.RegistrationParams) -> None:
            self.watched += [each.method for each in params.registrations]

    async def start(self) -> lsp.InitializeResult:
        os.chdir(self.folder)
        await self.client.start_io(sys.executable, "-m", "catalog_lint", "server")
        params = lsp.InitializeParams(self.capabilities, root_uri=self.folder.as_uri())
        result = await self.client.initialize_async(params)
        self.client.initialized(lsp.InitializedParams())
        return result

    async def stop(self) -> None:
        await self.client.shutdown_async(None)
        self.client.exit(None)
        await self.client.stop()  # type: ignore[no-untyped-call]

    async def open(self, text: str, language: str = "markdown") -> list[lsp.Diagnostic]:
        self.text = text
        document = lsp.TextDocumentItem(self.uri, language, self.version, text)
        self.client.text_document_did_open(lsp.DidOpenTextDocumentParams(document))
        return await self.diagnostics()

    async def diagnostics(self) -> list[lsp.Diagnostic]:
        return list((await asyncio.wait_for(self.published.get(), SECONDS)).diagnostics)

    async def told(self, name: str, codes: list[str]) -> list[lsp.Diagnostic]:
        """Wait until just these codes are shown on a page."""
        shown: list[object] = []
        while True:
            try:
                one = await asyncio.wait_for(self.published.get(), SECONDS)
            except TimeoutError:
                raise AssertionError(f"never {codes} on {name}, but {shown}") from None
            shown.append((one.uri.rpartition("/")[2], [each.code for each in one.diagnostics]))
            if shown[-1] == (name, codes):
                return list(one.diagnostics)

    def change(self, text: str) -> None:
        self.version, self.text = self.version + 1, text
        self.client.text_document_did_change(
            lsp.DidChangeTextDocumentParams(
                lsp.VersionedTextDocumentIdentifier(self.version, self.uri),
                [lsp.TextDocumentContentChangeWholeDocument(text)],
            )
        )

    async def actions(self, where: lsp.Range, *only: str) -> list[lsp.CodeAction]:
        context = lsp.CodeActionContext([], only=list(only) or None)
        found = await self.client.text_document_code_action_async(
            lsp.CodeActionParams(lsp.TextDocumentIdentifier(self.uri), where, context)
        )
        return [each for each in found or [] if isinstance(each, lsp.CodeAction)]

    def applied(self, action: lsp.CodeAction) -> str:
        """The text after an action, by UTF-16 as editors count."""
        assert action.edit is not None
        assert action.edit.changes is not None
        lines = self.text.split("\n")
        starts = [0]
        for line in lines:
            starts.append(starts[-1] + len(f"{line}\n".encode("utf-16-le")))
        data = self.text.encode("utf-16-le")

        def at(position: lsp.Position) -> int:
            return starts[position.line] + 2 * position.character

        for edit in sorted(
            action.edit.changes[self.uri], key=lambda edit: at(edit.range.start), reverse=True
        ):
            data = (
                data[: at(edit.range.start)] + edit.new_text.encode("utf-16-le") + data[at(edit.range.end) :]
            )
        return data.decode("utf-16-le")


@pytest.fixture
def session(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[Callable[[Editor], Awaitable[None]]], None]:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.chdir(tmp_path)

    def run(story: Callable[[Editor], Awaitable[None]]) -> None:
        async def whole() -> None:
            editor = Editor(tmp_path)
            await editor.start()
            try:
                await story(editor)
            finally:
                await editor.stop()

        asyncio.run(whole())

    return run


def here(line: int, start: int, end: int) -> lsp.Range:
    return lsp.Range(lsp.Position(line, start), lsp.Position(line, end))


def test_diagnostics_follow_what_is_typed(session: Any) -> None:
    async def story(editor: Editor) -> None:
        found = [each for each in await editor.open(TEXT) if each.code == "HAN005"]
        assert [each.range for each in found] == [here(2, 4, 5), here(2, 11, 12)]
        assert found[0].severity == lsp.DiagnosticSeverity.Warning
        assert (found[0].source, found[0].message) == ("catalog-lint", "Variant '爲'; write '為'")
        for part in ("𠮷", "𠮷野"):
            editor.change(part)
        editor.change(FIXED)
        assert [each for each in await editor.diagnostics() if each.code == "HAN005"] == []
        assert editor.published.empty()

    session(story)


@pytest.mark.parametrize(
    ("kind", "column"), [(lsp.PositionEncodingKind.Utf8, 10), (lsp.PositionEncodingKind.Utf32, 3)]
)
def test_columns_count_as_the_editor_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: lsp.PositionEncodingKind, column: int
) -> None:
    monkeypatch.chdir(tmp_path)

    async def story() -> None:
        editor = Editor(
            tmp_path, lsp.ClientCapabilities(general=lsp.GeneralClientCapabilities(position_encodings=[kind]))
        )
        answer = await editor.start()
        assert answer.capabilities.position_encoding == kind
        found = [each for each in await editor.open(TEXT) if each.code == "HAN005"]
        assert found[0].range.start == lsp.Position(2, column)
        await editor.stop()

    asyncio.run(story())


def test_quick_fixes_and_fix_all(session: Any) -> None:
    async def story(editor: Editor) -> None:
        await editor.open(TEXT)
        first, *others = await editor.actions(here(2, 4, 4), "quickfix")
        assert others == []
        assert first.is_preferred
        assert editor.applied(first) == TEXT.replace("爲", "為", 1)
        (everything,) = await editor.actions(here(0, 0, 0), "source.fixAll")
        fixed = editor.applied(everything)
        assert "爲" not in fixed
        assert "爲" not in fixed
        assert fixed.count("\r\n") == TEXT.count("\r\n") == fixed.count("\n")
        editor.change(fixed)
        assert await editor.actions(here(0, 0, 0), "source.fixAll") == []

    session(story)


def test_a_page_is_not_told_what_stands_on_others(session: Any) -> None:
    async def story(editor: Editor) -> None:
        page = entry(1, "人爲。", title="取樣 (1/3)") + entry(2, "好。", title="取樣 (3/3)")
        assert [each.code for each in await editor.open(page)] == ["HAN005"]

    session(story)


def test_findings_across_pages_are_those_of_the_command(session: Any) -> None:
    async def story(editor: Editor) -> None:
        config = 'catalog = ["."]\nselect = ["HAN005", "CAT004", "CAT008"]\n'
        (editor.folder / "catalog-lint.toml").write_text(config, encoding="utf-8")
        other = entry(2, "爲何？", title="取樣 (2/2)")
        (editor.folder / "z.md").write_text(other, encoding="utf-8")
        (editor.folder / "bad.md").write_bytes(b"\xff")
        page = entry(1, "人爲。", title="取樣 (1/2)")
        (editor.folder / "page.md").write_text(page, encoding="utf-8")
        await editor.open(page)
        again = page.replace("lecture0001", "lecture0002")
        editor.change(again)
        (first,) = await editor.told("z.md", ["CAT004"])
        assert first.related_information
        assert first.related_information[0].location.uri == editor.uri
        assert any(each.startswith("bad.md: ") for each in editor.messages)
        editor.change(page)
        await editor.told("z.md", [])
        (editor.folder / "z.md").write_text(other.replace("2/2", "2/3"), encoding="utf-8")
        changed = lsp.FileEvent((editor.folder / "z.md").as_uri(), lsp.FileChangeType.Changed)
        editor.client.workspace_did_change_watched_files(lsp.DidChangeWatchedFilesParams([changed]))
        (editor.folder / "z.md").write_text(other, encoding="utf-8")
        editor.client.workspace_did_change_watched_files(lsp.DidChangeWatchedFilesParams([changed]))
        editor.change(again)
        await editor.told("z.md", ["CAT004"])
        uri, editor.uri = editor.uri, (editor.folder / "z.md").as_uri()
        assert [each.code for each in await editor.open(other)] == ["CAT004", "HAN005"]
        editor.uri = uri
        editor.change(page)
        await editor.told("z.md", ["HAN005"])
        editor.change(again)
        await editor.told("z.md", ["CAT004", "HAN005"])
        editor.client.text_document_did_close(
            lsp.DidCloseTextDocumentParams(lsp.TextDocumentIdentifier(editor.uri))
        )
        await editor.told("z.md", ["HAN005"])

    session(story)


def test_an_editor_has_its_turn_after_each_entry_of_the_catalog(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "catalog-lint.toml").write_text('catalog = ["."]\n', encoding="utf-8")
    page = "".join(entry(number, "他爲此事。") for number in range(1, 41))
    (tmp_path / "other.md").write_text(page, encoding="utf-8")
    configuration = Configuration()
    settings = configuration.of_folder(tmp_path)
    for turns in (41, 1):  # the second time from what was kept
        catalog = Catalog(settings, Program(settings), configuration, pytest.fail)
        assert len(list(catalog.load())) == turns
        assert catalog.complete


def test_what_a_baseline_names_is_not_shown(session: Any) -> None:
    async def story(editor: Editor) -> None:
        from catalog_lint.cli import main

        page = editor.folder / "page.md"
        page.write_text(entry(1, "人爲。"), encoding="utf-8")
        config = editor.folder / "catalog-lint.toml"
        config.write_text('select = ["HAN005"]\n', encoding="utf-8")
        assert main([".", "--write-baseline", "known.txt", "--no-cache"]) == 0
        config.write_text('baseline = "known.txt"\nselect = ["HAN005"]\n', encoding="utf-8")
        assert await editor.open(entry(1, "人爲。")) == []
        editor.change(entry(1, "人爲。", "", "爲何？"))
        (new,) = await editor.diagnostics()
        assert new.range.start.line == 10
        (editor.folder / "known.txt").unlink()
        editor.change(entry(1, "人爲。"))
        assert [each.code for each in await editor.diagnostics()] == ["HAN005"]
        assert "known.txt: no such baseline" in editor.messages[-1]

    session(story)


def test_what_an_editor_can_do_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.chdir(tmp_path)
    support = lsp.ClientCodeActionResolveOptions(["edit"])
    watching = lsp.DidChangeWatchedFilesClientCapabilities(dynamic_registration=True)
    capabilities = lsp.ClientCapabilities(
        workspace=lsp.WorkspaceClientCapabilities(did_change_watched_files=watching),
        text_document=lsp.TextDocumentClientCapabilities(
            code_action=lsp.CodeActionClientCapabilities(resolve_support=support)
        ),
    )
    config = 'catalog = ["."]\nselect = ["HAN", "CAT001"]\n'
    (tmp_path / "catalog-lint.toml").write_text(config, encoding="utf-8")
    (tmp_path / "other.md").write_text(f"{entry(1, '好。')}[見](page.md#人爲)\n", encoding="utf-8")

    async def story() -> None:
        editor = Editor(tmp_path, capabilities)
        await editor.start()
        text = entry(3, "### 人爲", "", "他爲此事奔走。")
        await editor.open(text)
        await editor.told("page.md", ["CAT001", "HAN005", "HAN005"])
        *_, everything = await editor.actions(here(0, 0, 0))
        assert (everything.kind, everything.edit) == ("source.fixAll.catalog-lint", None)
        done = await editor.client.code_action_resolve_async(everything)
        assert editor.applied(done) == entry(3, "### 人爲", "", "他為此事奔走。")
        await editor.stop()
        assert editor.watched == ["workspace/didChangeWatchedFiles"]

    asyncio.run(story())


def test_text_files_are_pages_where_they_hold_entries(session: Any, tmp_path: Path) -> None:
    async def story(editor: Editor) -> None:
        editor.uri = (tmp_path / "000.txt").as_uri()
        assert [each.code for each in await editor.open(entry(1, "人爲。"), "plaintext")] == ["HAN005"]
        editor.uri = (tmp_path / "requirements.txt").as_uri()
        assert await editor.open("爲\n", "plaintext") == []

    session(story)


def test_hover_shows_the_rule(session: Any) -> None:
    async def story(editor: Editor) -> None:
        await editor.open(TEXT)
        document = lsp.TextDocumentIdentifier(editor.uri)
        hover = await editor.client.text_document_hover_async(lsp.HoverParams(document, lsp.Position(2, 4)))
        assert hover is not None
        assert isinstance(hover.contents, lsp.MarkupContent)
        assert hover.contents.value.startswith("# HAN005 variant-character\n")
        assert hover.range == here(2, 4, 5)
        nothing = await editor.client.text_document_hover_async(lsp.HoverParams(document, lsp.Position(0, 0)))
        assert nothing is None

    session(story)


def test_a_configuration_that_changes_counts_at_once(session: Any) -> None:
    async def story(editor: Editor) -> None:
        config = editor.folder / "catalog-lint.toml"
        config.write_text("select = ['HAN005']\n", encoding="utf-8")
        assert len(await editor.open(TEXT)) == 2
        config.write_text("select = ['HAN005']\nignore = ['HAN005']\n", encoding="utf-8")
        os.utime(config, (1, 1))
        editor.change(TEXT + "。")
        assert await editor.diagnostics() == []
        config.write_text("selct = []\n", encoding="utf-8")
        editor.change(TEXT)
        assert await editor.diagnostics() == []
        assert "selct" in editor.messages[-1]
        config.write_text("select = ['HAN005']\n", encoding="utf-8")
        editor.change(TEXT + "\r\n")
        assert len(await editor.diagnostics()) == 2
        config.unlink()
        editor.client.workspace_did_change_watched_files(lsp.DidChangeWatchedFilesParams([]))
        assert len(await editor.diagnostics()) >= 2

    session(story)


def test_without_the_extra_the_command_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    from catalog_lint.cli import main

    monkeypatch.setitem(sys.modules, "pygls", None)
    for name in [each for each in sys.modules if each.startswith(("catalog_lint.server", "pygls."))]:
        monkeypatch.delitem(sys.modules, name)
    assert main(["server"]) == 2
    assert "catalog-lint[lsp]" in capsys.readouterr().err


def test_fix_all_of_whole_lines() -> None:
    from catalog_lint.server.actions import changed_lines
    from catalog_lint.source import Source

    for old, new in (
        ("a", "a\nx"),
        ("a\nx", "a"),
        ("a\nb\nc\n", "a\nc\n"),
        ("", "x\n"),
        ("x\n", ""),
        ("a\nb", "b"),
    ):
        assert Source(old).edited(changed_lines(old, new)).text == new
