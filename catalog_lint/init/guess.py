"""What was found of a catalog, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from catalog_lint.source import Source

if TYPE_CHECKING:
    from catalog_lint.init.terms import NearMiss

Pages = Sequence[tuple[str, Source]]

HALF = 0.5
MANY = 0.3
NEARLY_ALL = 0.95


@dataclass(slots=True, frozen=True)
class Guess:
    """A value of the configuration, how sure it is (a share from 0 to 1), and why in a few words."""

    value: Any
    share: float
    why: str


@dataclass(slots=True, frozen=True)
class Habit:
    """A rule that found something: in which share of the entries, and how often."""

    code: str
    name: str
    share: float
    findings: int
    severity: str = "warning"


@dataclass(slots=True)
class Learned:
    """What was found of a catalog.

    `schema` are the keys of the configuration's `schema` table, `settings` its other keys, `odd` one-line
    accounts of what does not fit, `rules` parameters of rules by name, `profile` the built-in profile
    where it fits, `parts` the schemas of pages that are not like the others, with patterns of these,
    `habits` the rules that speak of many entries, `near_misses` suspected
    misspellings of its own words.
    """

    schema: dict[str, Guess] = field(default_factory=dict)
    settings: dict[str, Guess] = field(default_factory=dict)
    odd: list[str] = field(default_factory=list)
    rules: dict[str, Guess] = field(default_factory=dict)
    entries: int = 0
    habits: list[Habit] = field(default_factory=list)
    near_misses: list[NearMiss] = field(default_factory=list)
    parts: list[tuple[list[str], dict[str, Guess]]] = field(default_factory=list)
    profile: Guess | None = None

    def values(self) -> dict[str, Any]:
        """The configuration as plain values."""
        found = {key: guess.value for key, guess in self.settings.items()}
        if self.rules:
            found["rule"] = {name: guess.value for name, guess in self.rules.items()}
        found["schema"] = {key: guess.value for key, guess in self.schema.items()}
        if self.parts:
            found["schemas"] = [
                {"paths": there, **{key: guess.value for key, guess in schema.items()}}
                for there, schema in self.parts
            ]
        return found


def rule(learned: Learned, name: str, params: dict[str, Any], share: float, why: str) -> None:
    """Note what some of a rule's parameters should be."""
    before = learned.rules.get(name)
    whole = {**before.value, **params} if before else params
    learned.rules[name] = Guess(whole, share, f"{before.why}; {why}" if before else why)


def share_of(count: int, total: int) -> float:
    """A part of a whole from 0 to 1; 0 of nothing."""
    return count / total if total else 0.0


def once(values: Iterable[str]) -> list[str]:
    """Each value once, in their order, so that equally frequent ones come out alike by every run."""
    return list(dict.fromkeys(values))


def out_of(count: int, total: int, what: str) -> str:
    """How many of how many, in words."""
    return f"{count} of {total} {what}"
