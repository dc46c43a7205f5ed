"""The state of a language server: what it has seen, and what was found in open documents."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types as lsp

from catalog_lint import files, page_files
from catalog_lint.baseline import Baseline, BaselineError, read_baseline
from catalog_lint.config import ConfigError, Configuration
from catalog_lint.lint.linter import Linter
from catalog_lint.report.visible import visible
from catalog_lint.rule.model import RuleError
from catalog_lint.server.catalog import Catalog
from catalog_lint.server.client import Client, page_name, uri_of
from catalog_lint.source import PageError, Source, decode

if TYPE_CHECKING:
    from pygls.workspace import TextDocument

    from catalog_lint.config import Settings
    from catalog_lint.finding import Finding
    from catalog_lint.lint.result import PageResult

TYPING_SECONDS = 0.15
"""How long nothing must be typed before the page is looked at."""


@dataclass(slots=True)
class Looked:
    """A document as it was when it was last looked at."""

    version: int | None
    source: Source
    settings: Settings
    catalog: Catalog | None = None
    findings: list[tuple[lsp.Range, Finding]] = field(default_factory=list)


class Server(Client):
    """The server's state: a linter that knows what it has seen, and what was found in open documents.

    `catalogs` are those that configurations name, by their settings, and `loading` reads them, again where
    they are `stale`; `shown_elsewhere` is what was published of pages that are not open.
    """

    def __init__(self) -> None:
        super().__init__()
        self.configuration = Configuration()
        self.linter = Linter(partial=True)
        self.looked: dict[str, Looked] = {}
        self.waiting: dict[str, asyncio.Task[None]] = {}
        self.stamps: dict[str, float | None] = {}
        self.problem = ""
        self.catalogs: dict[int, Catalog] = {}
        self.baselines: dict[str, Baseline | None] = {}
        self.loading: asyncio.Task[None] | None = None
        self.stale = False
        self.published: dict[str, list[lsp.Diagnostic]] = {}
        self.shown_elsewhere: dict[str, list[lsp.Diagnostic]] = {}

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
        """Lint a document and publish what was found, on other pages too where it has a part in that."""
        looked = self._lint(uri)
        self._publish(uri, looked)
        if looked is None or looked.catalog is None or not looked.catalog.complete:
            return
        news = looked.catalog.news()
        for other in [each for each in self.looked if each != uri and page_name(each) in news]:
            self._publish(other, self._lint(other))
        if news:
            self._publish_elsewhere()

    def _publish(self, uri: str, looked: Looked | None, *, news_only: bool = False) -> None:
        diagnostics = [self.diagnostic(*found) for found in looked.findings] if looked else []
        if news_only and self.published.get(uri) == diagnostics:
            return
        self.published[uri] = diagnostics
        version = looked.version if looked else None
        self.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri, diagnostics, version))

    def _publish_elsewhere(self) -> None:
        """Publish what open documents have a part in on pages that are not open, where that is news."""
        shown: dict[str, list[lsp.Diagnostic]] = {}
        for catalog in self.catalogs.values():
            catalog.news()
            for page, findings in catalog.elsewhere():
                known = self._baseline(catalog.settings)
                found = known(page, findings) if known else findings
                shown[uri_of(page.path)] = [
                    self.diagnostic(self.range_of(page.source, one), one) for one in found
                ]
        opened = {page_name(each) for each in self.looked}
        for uri in self.shown_elsewhere.keys() | shown.keys():
            now = shown.get(uri, [])
            if now != self.shown_elsewhere.get(uri, []) and page_name(uri) not in opened:
                self.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri, now))
        self.shown_elsewhere = {uri: found for uri, found in shown.items() if found}

    def close(self, uri: str) -> None:
        """Forget a document; the rules across pages take the page as it lies on disk again."""
        if task := self.waiting.pop(uri, None):
            task.cancel()
        looked = self.looked.pop(uri, None)
        self._publish(uri, None)
        self.published.pop(uri)
        if looked is not None and looked.catalog is not None:
            looked.catalog.close(page_name(uri))
            self.refresh()

    def refresh(self) -> None:
        """Read what has changed on disk of catalogs and baselines, then look at all documents again.

        What is asked for meanwhile goes first. A reading that goes on is not broken off; another follows it.
        """
        self.baselines.clear()
        self.stale = True
        if self.loading is not None:
            return

        async def load() -> None:
            try:
                while self.stale:
                    self.stale = False
                    for catalog in list(self.catalogs.values()):
                        for _ in catalog.load():
                            await asyncio.sleep(0)
            finally:
                if self.loading is asyncio.current_task():
                    self.loading = None
            for uri in list(self.looked):
                self._lint(uri)
            for uri, looked in list(self.looked.items()):
                self._publish(uri, looked, news_only=True)
            self._publish_elsewhere()

        self.loading = asyncio.get_running_loop().create_task(load()) if self.catalogs else None

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
                self.forget()  # the configuration remembers what does not fit
            return None
        self.problem = ""
        if result.failures:
            self._tell("\n".join(result.failures))
        looked = self.looked[uri] = Looked(document.version, source, settings)
        findings = result.findings
        page = result.pages.get(name)
        if page is not None:
            looked.catalog = self._catalog(uri, settings)
            findings = self._unknown(page, findings, looked.catalog)
        looked.findings += [(self.range_of(source, one), one) for one in findings]
        return looked

    def _unknown(self, page: PageResult, findings: list[Finding], catalog: Catalog | None) -> list[Finding]:
        """What is reported of a page: with what its catalog says once that is read, without what is known."""
        if catalog is not None:
            catalog.put(page)
            if catalog.complete:
                findings = catalog.findings(page)
        known = self._baseline(page.program.settings)
        return known(page, findings) if known else findings

    def _catalog(self, uri: str, settings: Settings) -> Catalog | None:
        """The catalog that a document belongs to, which begins to be read where it is new."""
        if not settings.catalog or not uri.startswith("file:"):
            return None
        catalog = self.catalogs.get(id(settings))
        if catalog is None:
            program = self.linter.program(settings)
            catalog = self.catalogs[id(settings)] = Catalog(settings, program, self.configuration, self._tell)
            self.refresh()
        return catalog

    def _baseline(self, settings: Settings) -> Baseline | None:
        """The baseline that settings name, None where it cannot be read, which is shown."""
        if settings.baseline is None:
            return None
        path = files.shown_name(str(settings.baseline))
        if path not in self.baselines:
            self.stamps.setdefault(path, _stamp(path))
            try:
                self.baselines[path] = read_baseline(Path(path))
            except BaselineError as error:
                self.baselines[path] = None
                self._tell(str(error))
        return self.baselines[path]

    def _tell(self, problem: str) -> None:
        """Show a problem, once."""
        if problem != self.problem:
            self.problem = problem
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
        self.baselines.clear()
        self.catalogs.clear()
        if self.loading is not None:
            self.loading.cancel()
            self.loading = None
        for looked in self.looked.values():
            looked.catalog = None


def _is_page(document: TextDocument, name: str, settings: Settings) -> bool:
    """Whether a document is a page: clients may hand over other texts than Markdown, too."""
    return (
        document.language_id == "markdown"
        or page_files.is_named_as_page(name, settings)
        or page_files.has_entries(document.source, settings.schema_of(name))
    )


def _stamp(path: str) -> float | None:
    try:
        return Path(path).stat().st_mtime
    except OSError:
        return None
