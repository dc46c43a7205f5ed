"""What the bodies' headings have in common."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from catalog_lint.catalog import numerals
from catalog_lint.catalog.model import Entry
from catalog_lint.catalog.profiles import followed, name_key
from catalog_lint.init.guess import (
    HALF,
    MANY,
    NEARLY_ALL,
    Guess,
    Learned,
    once,
    out_of,
    share_of,
)
from catalog_lint.init.templates import MOST


def sections(entries: Sequence[Entry], learned: Learned) -> None:
    """The profile that the bodies follow: the built-in one, or the headings that most share."""
    full = [entry for entry in entries if len(entry.headings) > 1]
    following = [fit for entry in full if (fit := followed(entry))]
    if following and len(following) >= MANY * len(full):
        counts = Counter(name for _, found in following for name in once(m.section.name for m in found))
        why = ", ".join(
            f"{name} {share_of(count, len(following)):.0%}" for name, count in counts.most_common()
        )
        learned.profile = Guess("summary", share_of(len(following), len(full)), why)
        return
    profile, share, why = _profile(entries, full)
    learned.schema["profiles"] = Guess([profile] if profile else [], share, why)


def _profile(entries: Sequence[Entry], full: Sequence[Entry]) -> tuple[dict[str, Any] | None, float, str]:
    """The headings that most of the `full` entries share, required where nearly all that follow have them."""
    names: Counter[str] = Counter()
    shown: dict[str, Counter[str]] = {}
    places: dict[str, list[float]] = {}
    for entry in full:
        seen = set()
        for index, heading in enumerate(entry.headings):
            name = _bare(heading.name)
            key = name_key(name)
            if not key or key in seen or len(name) > 30:
                continue
            seen.add(key)
            names[key] += 1
            shown.setdefault(key, Counter())[name] += 1
            places.setdefault(key, []).append(index / len(entry.headings))
    common = [key for key, count in names.items() if count >= max(2, HALF * len(full))]
    if len(common) < 2:
        return None, 1.0, "no headings that most entries share"
    common.sort(key=lambda key: sum(places[key]) / len(places[key]))
    at_least = max(1, round(HALF * len(common)))
    known = [sum(name_key(_bare(h.name)) in common for h in entry.headings) for entry in entries]
    having = sum(count >= 2 for count in known)
    following = sum(count >= at_least for count in known)
    sections = [
        {"name": shown[key].most_common(1)[0][0], "required": names[key] >= MOST * following}
        for key in common
    ]
    why = ", ".join(
        f"{shown[key].most_common(1)[0][0]} {share_of(names[key], len(full)):.0%}" for key in common
    )
    return {"name": "usual", "at-least": at_least, "sections": sections}, share_of(having, len(full)), why


def _bare(heading: str) -> str:
    return re.sub(r"[：:（(].*", "", heading).strip()


def levels(entries: Sequence[Entry], learned: Learned) -> None:
    """Where headings begin, whether the first repeats the title, how sections are numbered."""
    tops: Counter[int] = Counter()
    styles: Counter[str] = Counter()
    echoes = written = 0
    for entry in entries:
        real = [h for h in entry.headings if h.real]
        if not real:
            continue
        written += 1
        tops[min(h.level for h in real)] += 1
        echoes += entry.title_echo is not None
        parsed = (numerals.parse(heading.numeral) for heading in real if heading.numeral)
        styles.update(once(n.style for n in parsed if n and not n.parents))
    if written < 3:
        return
    top, count = tops.most_common(1)[0]
    if count >= NEARLY_ALL * written:
        learned.schema["base-level"] = Guess(top, share_of(count, written), out_of(count, written, "bodies"))
    below_its_title = entries[0].schema is not None and entries[0].schema.shape == "heading"
    if echoes == written and not below_its_title:
        learned.schema["title-heading"] = Guess(
            "required", 1.0, "all bodies stand below a heading with the title"
        )
    elif not echoes and not below_its_title:
        learned.schema["title-heading"] = Guess("forbidden", 1.0, "no body has a heading with the title")
    if styles:
        why = ", ".join(f"{style} ({n})" for style, n in styles.most_common(6))
        if len(styles) == 1:
            learned.schema["numbering"] = Guess([*styles], 1.0, f"entries: {why}")
        else:
            learned.odd.append(f"sections are numbered in several styles, in so many entries: {why}")
