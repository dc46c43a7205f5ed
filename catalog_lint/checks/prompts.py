"""Lines that a prompt or a script put around a summary."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalog_lint.catalog.body_lines import BodyLines, body_lines
from catalog_lint.catalog.model import MARK, Prose
from catalog_lint.checks.phrases import Phrases, phrases
from catalog_lint.checks.removal import COLONS, SENTENCE, removal, shown
from catalog_lint.diagnostic import Edit, Hit, Span
from catalog_lint.language.tables import folded
from catalog_lint.rule.contract import DataFile, Params

_INTRODUCES = re.compile("提示|指令|[輸输]入|[範范]例|例如|[練练][習习]|[說说問问寫写句]")
_LONGEST_PROMPT = 600
_SENTENCE_EDGES = " 。．.!！,，"


class PromptParams(Params):
    """`patterns`: what a sentence of a prompt says; `following`: what one says that may come after such.

    `starts`: what every such line begins with, in lower case, leading marks and opening brackets skipped.
    `spoken_of`: words that tell that a line speaks of prompts.
    """

    patterns: DataFile
    following: DataFile
    starts: tuple[str, ...]
    spoken_of: tuple[str, ...]


class LineParams(Params):
    """`patterns`: what a whole line says; a block of such lines alone is a safe removal if `exact`.

    `starts`: what every such line begins with, in lower case, leading marks and opening brackets skipped.
    """

    patterns: DataFile
    starts: tuple[str, ...]
    exact: bool = False


def lines(prose: Prose, params: LineParams) -> Iterator[Hit]:
    """Whole lines that match a list, neighbours together, but for those that the text quotes."""
    body = body_lines(prose)
    known = phrases(params.patterns)
    run: list[int] = []
    for index in body.starting(params.starts):
        if not body[index].has_text or _is_quoted(body, index):
            continue
        if not (known.fullmatch(body[index].text) or known.fullmatch(folded(body.raw(index).strip()))):
            continue
        if run and not _only_empty_between(body, run[-1], index):
            yield removal(prose, body, run, params.exact and _stands_apart(body, run))
            run = []
        run.append(index)
    if run:
        yield removal(prose, body, run, params.exact and _stands_apart(body, run))


def prompt(prose: Prose, params: PromptParams) -> Iterator[Hit]:
    """Sentences that ask for the summary, from the start of a line to where the last of them stops.

    Removing them is safe where they open or end the entry and are whole lines, or whole sentences before
    the author's own.
    """
    body = body_lines(prose)
    spoken_of = tuple(map(folded, params.spoken_of))
    run: list[int] = []
    for index in body.starting(params.starts):
        line = body[index]
        if not line.has_text or _is_quoted(body, index) or any(word in line.text for word in spoken_of):
            continue
        end = _prompt_end(line.text, phrases(params.patterns), phrases(params.following))
        if end == 0:
            continue
        if run and (end < len(line.text) or not _only_empty_between(body, run[-1], index)):
            yield removal(prose, body, run, _stands_apart(body, run))
            run = []
        if end == len(line.text):
            run.append(index)
        else:
            yield _sentences(prose, body, index, end)
    if run:
        yield removal(prose, body, run, _stands_apart(body, run))


def _prompt_end(text: str, known: Phrases, following: Phrases) -> int:
    """Where the sentences of a prompt stop that a text begins with; a colon may end the last of them."""
    end = 0
    for sentence in SENTENCE.finditer(text[:_LONGEST_PROMPT]):
        said = sentence[0].strip(_SENTENCE_EDGES)
        if said and (known.fullmatch(said) or (end and following.fullmatch(said))):
            end = sentence.end()
            continue
        asked, colon, rest = sentence[0].partition("：" if "：" in sentence[0] else ":")
        if not colon or not known.fullmatch(asked.strip(_SENTENCE_EDGES)):
            break
        if not rest.strip(_SENTENCE_EDGES) or following.fullmatch(rest.strip(_SENTENCE_EDGES)):
            end = sentence.end()
            continue
        end = sentence.start() + len(asked) + 1
        break
    return end


def _sentences(prose: Prose, body: BodyLines, index: int, end: int) -> Hit:
    """The sentences at the start of a line up to an offset of its text; what follows them stays."""
    line = body[index]
    found = shown(prose, line, 0, end)
    text = prose.entry.text
    stop = found.end + len(text[found.end : line.span.end]) - len(text[found.end : line.span.end].lstrip(" "))
    safe = line.text[end - 1] not in COLONS and MARK not in prose.text[found.start : found.end]
    safe = safe and _stands_apart(body, [index])
    return Hit(
        found,
        {"found": text[found.start : found.end]},
        (Edit(Span(found.start, stop), ""),),
        applicability=None if safe else "unsafe",
    )


def _only_empty_between(body: BodyLines, first: int, last: int) -> bool:
    return all(body[between].kind == "blank" for between in range(first + 1, last))


def _is_quoted(body: BodyLines, index: int) -> bool:
    """Whether a line is an example: in a list or a block quote, or after words that announce it."""
    if body[index].kind == "item" or body.raw(index).lstrip().startswith(">"):
        return True
    above = next((body[at] for at in range(index - 1, -1, -1) if body[at].has_text), None)
    return above is not None and above.text.endswith(COLONS) and bool(_INTRODUCES.search(above.text))


def _stands_apart(body: BodyLines, run: list[int]) -> bool:
    """Whether a run is neither a single line amid the text nor all that a heading announces.

    Somebody may have meant such a one.
    """
    above = next((body.raw(at) for at in range(run[0] - 1, -1, -1) if body[at].has_text), "")
    if above.lstrip().startswith("#"):
        return False
    outside = (range(run[0]), range(run[-1] + 1, len(body)))
    return len(run) > 1 or any(all(map(body.is_frame, part)) for part in outside)
