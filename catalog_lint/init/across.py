"""What only all pages together tell: language, order, habits."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path

from catalog_lint.catalog.model import Page
from catalog_lint.catalog.schema import SHAPES_OF_A_LINE
from catalog_lint.init.guess import NEARLY_ALL, Guess, Habit, Learned, out_of, rule, share_of
from catalog_lint.init.templates import MOST
from catalog_lint.language.han import HAN_CHARACTER
from catalog_lint.rule.model import Rule
from catalog_lint.rule.wordlists import words

HABIT = 0.4
NUMBER_REPEAT = "CAT002"
STRUCTURE = ("SEC", "CAT001", "CAT002", "CAT003")
_LEFT_BEHIND = Path(__file__).parent / "data" / "left-behind.txt"
OF_A_MODEL = 0.02
NUMBERS_ACROSS = ("CAT001", "CAT003")
"""What says nothing where numbers are counted anew in each part of a catalog."""
_LETTER = re.compile(r"[A-Za-z]")


def language(pages: Sequence[Page], learned: Learned) -> None:
    """The language that most of the text is in."""
    from catalog_lint.language.tables import pairs

    traditional_of = pairs("single")
    traditional = frozenset(traditional_of.values())
    counts: Counter[str] = Counter()
    for page in pages:
        for entry in page.entries:
            counts.update(entry.prose.text)
    han = sum(count for char, count in counts.items() if HAN_CHARACTER.match(char))
    latin = sum(count for char, count in counts.items() if _LETTER.match(char))
    only_simplified = sum(count for char, count in counts.items() if char in traditional_of)
    only_traditional = sum(count for char, count in counts.items() if char in traditional)
    if han * 8 < latin:
        learned.settings["language"] = Guess(
            "en", share_of(latin, han + latin), f"{han} Han characters, {latin} Latin"
        )
        return
    why = f"{only_traditional} characters are Traditional alone, {only_simplified} Simplified alone"
    total = only_traditional + only_simplified
    language = "zh-CN" if only_simplified > only_traditional else "zh-TW"
    most = max(only_simplified, only_traditional)
    learned.settings["language"] = Guess(language, share_of(most, total), why)
    if total and most < NEARLY_ALL * total:
        learned.odd.append(f"both scripts are used: {why}")


def _restarts(pages: Sequence[Page], learned: Learned) -> None:
    """Whether each part of the catalog counts its entries from 1."""
    numbers = [e.number for page in pages for e in page.entries if e.kind == "entry" and e.number is not None]
    down = bool(numbers) and numbers[-1] == 1 != numbers[0]
    if down:
        numbers.reverse()
    if numbers.count(1) < 2 or numbers[0] != 1:
        return
    steps = [(a, b) for a, b in pairwise(numbers) if b != 1]
    on = sum(b == a + 1 for a, b in steps)
    if on < MOST * len(steps) or len(steps) < numbers.count(1):
        return
    way = "count down to 1" if down else "count on from 1"
    why = f"numbers {way} {numbers.count(1)} times"
    for name in ("number-gap", "number-repeat", "number-order"):
        rule(learned, name, {"restarts": True}, share_of(on, len(steps)), why)


def order(pages: Sequence[Page], learned: Learned) -> None:
    """Whether numbers go up or down."""
    up = down = 0
    for page in pages:
        numbers = [e.number for e in page.entries if e.kind == "entry" and e.number is not None]
        up += sum(b > a for a, b in pairwise(numbers))
        down += sum(b < a for a, b in pairwise(numbers))
    if up + down >= 2:
        order = "descending" if down > up else "ascending"
        most = max(up, down)
        share = share_of(most, up + down)
        rule(learned, "number-order", {"order": order}, share, out_of(most, up + down, f"steps are {order}"))
    _restarts(pages, learned)


def oddities(pages: Sequence[Page], learned: Learned) -> None:
    """Numbers and videos that come again, numbers that are missing, broken frames."""
    numbers: Counter[int] = Counter()
    videos: Counter[str] = Counter()
    for page in pages:
        for entry in page.entries:
            if entry.kind == "entry":
                if entry.number is not None:
                    numbers[entry.number] += 1
                video = entry.fields.get("video")
                if video is not None:
                    videos[video.text] += 1
        broken = Counter(
            problem.kind
            for entry in page.entries
            for problem in entry.problems
            if problem.kind != "stray-close" or (entry.schema and entry.schema.shape == "details")
        )
        learned.odd += [f"{page.path}: {count} x {kind}" for kind, count in broken.items()]
    anew = "restarts" in learned.rules.get("number-repeat", Guess({}, 0, "")).value
    twice = [number for number, count in numbers.items() if count > 1 and not anew]
    if twice:
        why = f"{_are(len(twice), 'number')} used more than once: {', '.join(map(str, twice[:5]))}"
        learned.odd.append(why)
    again = sum(count > 1 for count in videos.values())
    if again:
        learned.odd.append(f"{_are(again, 'video')} in more than one entry")
    if numbers:
        first, last = min(numbers), max(numbers)
        lacking = last - first + 1 - len(numbers)
        if 0 < lacking <= (last - first + 1) // 2:
            learned.odd.append(f"{_are(lacking, 'number')} missing between {first} and {last}")


def _are(count: int, noun: str) -> str:
    return f"1 {noun} is" if count == 1 else f"{count} {noun}s are"


def possible_habits(rules: Iterable[Rule]) -> set[str]:
    """The codes of the rules of which `habits` and `origin` ask what they tell, and of those that tell the
    same places instead.
    """
    known = {rule.code: rule for rule in rules}
    asked = {
        code
        for code, rule in known.items()
        if rule.severity == "warning"
        or (rule.severity == "error" and code.startswith((*STRUCTURE, *words(_LEFT_BEHIND))))
    }
    while ahead := {code for code, rule in known.items() if not asked.isdisjoint(rule.supersedes)} - asked:
        asked |= ahead
    return asked


def habits(found: Sequence[Habit], learned: Learned) -> None:
    """What nearly half of the entries do is this catalog's way: rules of structure that speak of it are left
    off, others are shown.
    """
    shares = {habit.code: habit.share for habit in found}
    anew = shares.get(NUMBER_REPEAT, 0) >= HABIT
    usual = [
        code
        for code, share in shares.items()
        if (share >= HABIT and code.startswith(STRUCTURE)) or (anew and code in NUMBERS_ACROSS)
    ]
    if usual:
        listed = ", ".join(f"{code} {shares[code]:.0%}" for code in usual)
        why = f"of the entries do what these rules speak of: {listed}"
        learned.settings["ignore"] = Guess(usual, 1.0, why)
    learned.habits = [
        habit
        for habit in found
        if habit.code in usual or (habit.share >= HABIT and habit.severity != "error")
    ]


def origin(found: Sequence[Habit], learned: Learned) -> None:
    """Whether a language model wrote the text: it follows the profile that models were asked for, or has what
    models leave behind. What holds one line an entry is by people.
    """
    of_model = _of_model(found, learned)
    for schema in (learned.schema, *(schema for _, schema in learned.parts)):
        if schema["shape"].value in SHAPES_OF_A_LINE:
            schema["origin"] = Guess("human", 1.0, "entries of one line are seldom a model's")
        elif schema["shape"].value != "index":
            schema["origin"] = of_model


def _of_model(found: Sequence[Habit], learned: Learned) -> Guess:
    if learned.profile is not None:
        return Guess("llm", learned.profile.share, "the bodies follow the profile 'summary'")
    left = [habit for habit in found if habit.code in words(_LEFT_BEHIND)]
    share = max((habit.share for habit in left), default=0.0)
    if share >= OF_A_MODEL:
        said = ", ".join(f"{habit.code} {habit.share:.0%}" for habit in left)
        return Guess("llm", 1.0, f"entries have what a language model leaves behind: {said}")
    why = "nothing that a language model leaves behind was seen; rules that suspect one are off"
    return Guess("human", 1 - share, why)
