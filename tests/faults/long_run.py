"""Fix every page of a folder and damaged copies of them, twice.

`python -m tests.faults.long_run FOLDER [COPIES] [SEED]`. A copy is damaged at one place in fifty where it
may be (see DAMAGE in tests/properties), and one line in a hundred is doubled, cut, joined or left out.
The first run may not fail; the second must find nothing to change. What a rule reports after the fixes in a
line where it reported nothing is listed by rule: a fault had hidden it, or a fix brought it. Nothing is
written. Exit status 1 where the second run changed a page or anything failed.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from pathlib import Path

from catalog_lint.config.layers import parse
from catalog_lint.fix.settle import FixResult, fix
from catalog_lint.lint.linter import lint
from catalog_lint.source import Source, read
from tests.properties.catalogs import DAMAGE

AT_ONCE = 5
SHOWN = 3
_SETTINGS = parse({}, Path.cwd(), "long run")


def damaged(text: str, chance: random.Random) -> str:
    """A text with damage here and there."""
    for right, wrong in DAMAGE:
        pieces = text.split(right)
        text = pieces[0] + "".join(
            (wrong if chance.random() < 0.02 else right) + piece for piece in pieces[1:]
        )
    lines = []
    for line in text.splitlines(keepends=True):
        kind = chance.choice(("doubled", "cut", "joined", "left out")) if chance.random() < 0.01 else ""
        if kind == "cut":
            line = line[: chance.randrange(len(line))] + "\n"
        elif kind == "joined":
            line = line.rstrip("\n")
        lines += [line] * {"doubled": 2, "left out": 0}.get(kind, 1)
    return "".join(lines)


def fixed(pages: Mapping[str, Source]) -> FixResult:
    """The pages fixed together."""
    return fix([(name, source, _SETTINGS) for name, source in pages.items()])


def old_rows(old: Source, new: Source) -> list[int]:
    """By row of the new text, from 1: the row of the old one that it was."""
    rows = [0] * (len(new.line_starts) + 1)
    before, after = old.text.split("\n"), new.text.split("\n")
    for _, start, _, low, high in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        for row in range(low, high):
            rows[row + 1] = start + row - low + 1
    return rows


def new_findings(pages: Mapping[str, Source], done: FixResult) -> Iterator[tuple[str, str]]:
    """The errors and warnings in lines where the rule had none: the rule's code, and what it says where."""
    result = lint([(name, source, _SETTINGS) for name, source in pages.items()])
    before = Counter((each.path, each.rule.code, each.start.row) for each in result.findings)
    rows = {name: old_rows(source, done.sources[name]) for name, source in pages.items()}
    for each in done.left.findings:
        row, column = each.start
        key = (each.path, each.rule.code, rows[each.path][row])
        before[key] -= 1
        if before[key] < 0 and each.severity != "info":
            line = done.sources[each.path].line(row)
            shown = line[max(0, column - 21) : column + 20]
            yield each.rule.code, f"{each.path}:{row}:{column}: {each.message} | {shown}"


def batches(pages: Mapping[str, Source]) -> Iterator[dict[str, Source]]:
    """The pages, a few at a time."""
    names = list(pages)
    for at in range(0, len(names), AT_ONCE):
        yield {name: pages[name] for name in names[at : at + AT_ONCE]}


def run(kind: str, pages: Mapping[str, Source], parts: Iterable[dict[str, Source]]) -> bool:
    """Fix pages twice and say what came of it; returns whether all is well."""
    counts: Counter[str] = Counter()
    new: dict[str, list[str]] = {}
    problems: list[str] = []
    begun = time.monotonic()
    for part in parts:
        once = fixed(part)
        again = fixed(once.sources)
        problems += [*once.failures, *again.failures]
        counts["findings before"] += once.before.total()
        counts["fixed"] += once.fixed.total()
        counts["left out by the guard"] += len(once.refused)
        for name, source in part.items():
            counts["changed"] += once.sources[name].raw != source.raw
            if again.sources[name].raw != once.sources[name].raw:
                problems.append(f"{name}: the second run changed it again")
        for code, place in new_findings(part, once):
            new.setdefault(code, []).append(place)
    size = sum(len(source.raw.encode()) for source in pages.values())
    said = ", ".join(f"{name} {count:,}" for name, count in counts.items())
    print(f"{kind}: {len(pages)} pages, {size:,} bytes, {time.monotonic() - begun:.0f} s: {said}", flush=True)
    for code, places in sorted(new.items(), key=lambda item: -len(item[1])):
        print(f"  new after the fixes: {code} {len(places)}", *places[:SHOWN], sep="\n    ")
    print(*problems, sep="\n", flush=True)
    return not problems


def main() -> int:
    """Run it; returns the exit status."""
    folder = Path(sys.argv[1])
    copies = int(sys.argv[2]) if len(sys.argv) > 2 else 50
    chance = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    pages = {str(path): read(path) for path in sorted(folder.rglob("*.md"))}
    good = run("pages", pages, batches(pages))
    names = sorted(pages)
    worse = {
        f"{n}-{Path(name).name}": Source(damaged(pages[name].text, chance))
        for n, name in enumerate((names * copies)[:copies])
    }
    return 0 if run("damaged copies", worse, batches(worse)) and good else 1


if __name__ == "__main__":
    sys.exit(main())
