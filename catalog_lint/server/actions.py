"""What a language server offers to do: a quick fix for each fix, and fixing all."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from lsprotocol import types as lsp

from catalog_lint.cache import Cache
from catalog_lint.fix.batch import FixBatch, fix_pages
from catalog_lint.fix.settle import fix
from catalog_lint.lint.crossing import NamedPage
from catalog_lint.lint.jobs import in_turn
from catalog_lint.lint.kept import KeptResults
from catalog_lint.lint.linter import Linter
from catalog_lint.lint.pages import Texts
from catalog_lint.messages import translated
from catalog_lint.report.visible import visible
from catalog_lint.reporting import cache_folder
from catalog_lint.server.client import NAME, page_name
from catalog_lint.server.session import Looked, Server
from catalog_lint.source import Edit, Span

FIX_ALL = f"{lsp.CodeActionKind.SourceFixAll.value}.{NAME}"


def quick_fixes(server: Server, uri: str, looked: Looked, where: lsp.Range) -> Iterator[lsp.CodeAction]:
    """The fixes of findings that a range touches."""
    for place, finding in looked.findings:
        if finding.fix is None or finding.fix.applicability == "display" or not touch(place, where):
            continue
        kind = translated(finding.fix.applicability, finding.locale)
        unsafe = "" if finding.fix.applicability == "safe" else f" ({kind})"
        yield lsp.CodeAction(
            f"{finding.rule.code}: {visible(finding.fix.said(finding.locale))}{unsafe}",
            lsp.CodeActionKind.QuickFix,
            [server.diagnostic(place, finding)],
            is_preferred=not unsafe,
            edit=lsp.WorkspaceEdit({uri: server.text_edits(looked.source, list(finding.fix.edits))}),
        )


def offers_to_fix_all(looked: Looked, uri: str) -> Iterator[lsp.CodeAction]:
    """The offer to do what `--fix` would do to a document, if anything; `resolved` works out what that is."""
    unsafe = looked.settings.unsafe_fixes
    count = sum(finding.fix is not None and finding.fix.applies(unsafe) for _, finding in looked.findings)
    if count:
        title = translated(f"{NAME}: fix all ({count})", looked.settings.locale)
        yield lsp.CodeAction(title, FIX_ALL, data={"uri": uri})


def resolved(server: Server, action: lsp.CodeAction) -> lsp.CodeAction:
    """An action with its edit: what `--fix` makes of the document as it is now, where it is to fix all."""
    uri = str(action.data["uri"]) if isinstance(action.data, dict) and "uri" in action.data else ""
    looked = server.up_to_date(uri) if uri else None
    if looked is not None:
        edits = changed_lines(looked.source.text, _fixed(page_name(uri), looked))
        action.edit = lsp.WorkspaceEdit({uri: server.text_edits(looked.source, edits)})
    return action


def _fixed(name: str, looked: Looked) -> str:
    """The text of a document when all that may be fixed is: with its catalog, once that is read."""
    unsafe = looked.settings.unsafe_fixes
    if looked.catalog is None or not looked.catalog.complete:
        return fix([(name, looked.source, looked.settings)], unsafe, partial=True).sources[name].text
    cache = Cache(cache_folder(looked.settings))
    texts = Texts(looked.catalog.texts())
    batch = FixBatch([looked.settings], Linter(kept=KeptResults(cache)), cache, pages=texts)
    pages = [NamedPage(path) for path in looked.catalog.paths()]
    fix_pages(batch, pages, in_turn, lambda _: None, unsafe=unsafe, given={name})
    return texts.read(name).text


def changed_lines(old: str, new: str) -> list[Edit]:
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


def wanted(kind: str, only: object) -> bool:
    """Whether a kind of action is among those asked for; a kind includes those that it begins."""
    if not isinstance(only, list | tuple):
        return True
    asked = [each.value if isinstance(each, lsp.CodeActionKind) else str(each) for each in only]
    return any(kind == each or each == "" or kind.startswith(f"{each}.") for each in asked)


def touch(one: lsp.Range, other: lsp.Range) -> bool:
    """Whether two ranges have a place in common; an empty one is a place."""

    def at(position: lsp.Position) -> tuple[int, int]:
        return position.line, position.character

    return at(one.start) <= at(other.end) and at(other.start) <= at(one.end)
