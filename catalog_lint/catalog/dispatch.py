"""Markdown's rules by the character that each can begin with, so that none is tried in vain.

markdown-it-py tries every rule at every line and at every mark. What the rules find is the same here:
each is left out only where the specification of CommonMark (or of GitHub's tables) lets it not begin.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Generic, TypeVar

from markdown_it.parser_block import ParserBlock, RuleFuncBlockType
from markdown_it.ruler import Rule, Ruler
from markdown_it.rules_block.state_block import StateBlock

_BLOCKS = {
    "fence": "`~",
    "blockquote": ">",
    "hr": "*-_",
    "list": "*+-0123456789",
    "reference": "[",
    "html_block": "<",
    "heading": "#",
}
"""What the first character of a line must be, white space aside; rules that are not named take any."""
_OF_SEVERAL_LINES = ("table", "lheading")
_CODE_INDENT = 4
_Function = TypeVar("_Function", bound=Callable[..., bool])


class Dispatch(Generic[_Function]):
    """Rules in their order, by first character."""

    def __init__(self, rules: Iterable[Rule[_Function]], firsts: Mapping[str, str]) -> None:
        """`firsts` tells with which characters a rule of some name begins; one without takes any."""
        rules = list(rules)
        self._others = tuple(rule.fn for rule in rules if rule.name not in firsts)
        self._by_first = {
            first: tuple(rule.fn for rule in rules if first in firsts.get(rule.name, first))
            for first in "".join(firsts.values())
        }

    def at(self, first: str) -> tuple[_Function, ...]:
        """The rules that may begin with a character ("": the end)."""
        return self._by_first.get(first, self._others)


class _BlockRuler(Ruler[RuleFuncBlockType]):
    """The rules for blocks; each chain that may end a block is one rule that knows which to try."""

    def __init__(self, rules: list[Rule[RuleFuncBlockType]]) -> None:
        super().__init__()
        self.__rules__ = rules
        self._ending: dict[str, list[RuleFuncBlockType]] = {}

    def getRules(self, chainName: str = "") -> list[RuleFuncBlockType]:
        if not chainName:
            return super().getRules()
        ending = self._ending.get(chainName)
        if ending is None:
            chain = [rule for rule in self.__rules__ if rule.enabled and chainName in rule.alt]
            ending = self._ending[chainName] = [_any_of(Dispatch(chain, _BLOCKS))] if chain else []
        return ending


def _any_of(rules: Dispatch[RuleFuncBlockType]) -> RuleFuncBlockType:
    def ends(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        at = state.bMarks[start] + state.tShift[start]
        possible = rules.at(state.src[at : at + 1])
        return bool(possible) and any(rule(state, start, end, silent) for rule in possible)

    return ends


def _opens_item(state: StateBlock, line: int) -> bool:
    """Whether a line opens the next bullet of a list around the block: then it ends the block for sure."""
    indent = state.sCount[line]
    if not 0 <= indent < state.blkIndent or indent - state.listIndent >= _CODE_INDENT:
        return False
    at = state.bMarks[line] + state.tShift[line]
    return state.src[at] in "-*+" and state.src[at + 1 : at + 2] == " "


class DispatchingBlock(ParserBlock):
    """The parser of blocks, trying at each line what can begin there. Its rules change no more."""

    def __init__(self, settled: ParserBlock) -> None:
        super().__init__()
        self.unread: list[int] = []
        """Lines at which blocks were left out, because they lie deeper than the limit."""
        rules = settled.ruler.__rules__
        self.ruler = _BlockRuler(rules)
        enabled = [rule for rule in rules if rule.enabled]
        self._rules = Dispatch(enabled, _BLOCKS)
        self._of_one_line = Dispatch(
            [rule for rule in enabled if rule.name not in _OF_SEVERAL_LINES], _BLOCKS
        )

    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:
        limit = state.md.options["maxNesting"]
        line = startLine
        seen_blank = False
        while line < endLine:
            state.line = line = state.skipEmptyLines(line)
            if line >= endLine or state.sCount[line] < state.blkIndent:
                return
            if state.level >= limit:
                self.unread.append(line)
                state.line = endLine
                return
            at = state.bMarks[line] + state.tShift[line]
            alone = line + 1 >= state.lineMax or state.isEmpty(line + 1) or _opens_item(state, line + 1)
            rules = self._of_one_line if alone else self._rules
            for rule in rules.at(state.src[at : at + 1]):
                if rule(state, line, endLine, False):
                    break
            else:
                raise RuntimeError("no rule takes this line")
            state.tight = not seen_blank
            line = state.line
            if line - 1 < endLine and state.isEmpty(line - 1):
                seen_blank = True
            if line < endLine and state.isEmpty(line):
                seen_blank = True
                state.line = line = line + 1
