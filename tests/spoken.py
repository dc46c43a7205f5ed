"""The sentences of the program's code: what it may say to whoever runs it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import catalog_lint

PACKAGE = Path(catalog_lint.__file__).parent
FILLED = "\0"
"""What stands in a sentence for a value that is filled in."""
ELSEWHERE = (
    "checks/english_evidence.py",
    "cli/help.py",
    "cli/zh_tw.py",
    "export/records.py",
    "language/",
    "report/html.py",
    "report/words.py",
    "report/xml.py",
)
"""Modules whose texts have their Chinese beside them, or are data, names or markup."""
NOT_SHOWN = {
    "module 'catalog_lint' has no attribute '\0'",
    "# catalog-lint baseline 1: page, rule, entry, text, before, after",
    "bold paragraph",
    "edits overlap at offset \0",
    "no sockets of files",
    "::notice title=catalog-lint::\0",
    "\\ No newline at end of file",
    "\0 has no '\0'",
}
"""What a format asks for, what one module says to another, and what is for who writes a program."""
_NO_WORDS = {
    "argument",
    "cast",
    "command",
    "Field",
    "compile",
    "execute",
    "field",
    "finditer",
    "group",
    "import_module",
    "option",
    "param",
    "search",
    "split",
    "sub",
    "TypeVar",
}
"""Functions whose texts are help (which has its own test), patterns, or descriptions in a JSON Schema."""
_SENTENCE = re.compile(r"[a-z]{2,}[,;:]? [a-z]{2,}")


def sentences() -> Iterator[tuple[str, str]]:
    """Each sentence in the code, with the module and line that it stands in."""
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        if not name.startswith(ELSEWHERE):
            for line, text in _texts(ast.parse(path.read_text(encoding="utf-8"))):
                said = text.strip()
                if said not in NOT_SHOWN and _SENTENCE.search(said.replace(FILLED, "X")) and "\n" not in said:
                    yield f"{name}:{line}", said


def _texts(node: ast.AST) -> Iterator[tuple[int, str]]:
    """The texts below a node but for docstrings, f-strings with FILLED for what is filled in."""
    if isinstance(node, ast.keyword) and node.arg == "help":
        return
    if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in _NO_WORDS:
        return
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.lineno, node.value
    elif isinstance(node, ast.JoinedStr):
        yield (
            node.lineno,
            "".join(str(each.value) if isinstance(each, ast.Constant) else FILLED for each in node.values),
        )
        for each in node.values:
            if isinstance(each, ast.FormattedValue):
                yield from _texts(each.value)
    else:
        for child in ast.iter_child_nodes(node):
            yield from _texts(child)
