"""What a language server offers to do: a quick fix for each fix, and fixing all."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from lsprotocol import types as lsp

from catalog_lint.fix.settle import fix
from catalog_lint.messages import told
from catalog_lint.report.visible import visible
from catalog_lint.server.session import NAME, Looked, Server, page_name
from catalog_lint.source import Edit, Span

FIX_ALL = f"{lsp.CodeActionKind.SourceFixAll.value}.{NAME}"


def quick_fixes(server: Server, uri: str, looked: Looked, where: lsp.Range) -> Iterator[lsp.CodeAction]:
    """The fixes of findings that a range touches."""
    for place, finding in looked.findings:
        if finding.fix is None or finding.fix.applicability == "display" or not touch(place, where):
            continue
        kind = told(finding.fix.applicability, finding.locale)
        unsafe = "" if finding.fix.applicability == "safe" else f" ({kind})"
        yield lsp.CodeAction(
            f"{finding.rule.code}: {visible(finding.fix.said(finding.locale))}{unsafe}",
            lsp.CodeActionKind.QuickFix,
            [server.diagnostic(place, finding)],
            is_preferred=not unsafe,
            edit=lsp.WorkspaceEdit({uri: server.text_edits(looked.source, list(finding.fix.edits))}),
        )


def fix_all(server: Server, uri: str, looked: Looked) -> Iterator[lsp.CodeAction]:
    """What `--fix` would do to the whole document, if anything."""
    unsafe = looked.settings.unsafe_fixes
    if not any(finding.fix is not None and finding.fix.applies(unsafe) for _, finding in looked.findings):
        return
    name = page_name(uri)
    fixed = fix([(name, looked.source, looked.settings)], unsafe)
    edits = changed_lines(looked.source.text, fixed.sources[name].text)
    if edits:
        changes = {uri: server.text_edits(looked.source, edits)}
        title = told(f"{NAME}: fix all ({sum(fixed.fixed.values())})", looked.settings.locale)
        yield lsp.CodeAction(title, FIX_ALL, edit=lsp.WorkspaceEdit(changes))


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
