"""Targets in, verdicts out."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from catalog_lint.catalog.liveness import LinkReason, LinkVerdict, Status, Target
from catalog_lint.config.links import LinkSettings
from catalog_lint.links import youtube
from catalog_lint.links.cache import Cache, CacheError, Kept
from catalog_lint.links.problems import OnlineExtraMissing

if TYPE_CHECKING:
    from catalog_lint.links.asking import Asker
    from catalog_lint.links.sightings import Sighting

MAX_AT_ONCE = 128


@dataclass(slots=True)
class LinkReport:
    """The verdicts of a run and what they cost.

    `requests` were sent, `cached` verdicts came from the cache. `notes` are for stderr.
    """

    verdicts: dict[Target, LinkVerdict] = field(default_factory=dict)
    requests: int = 0
    cached: int = 0
    notes: list[str] = field(default_factory=list)


Progress = Callable[[int, int], None]


def judge(
    targets: Iterable[Target],
    settings: LinkSettings | None = None,
    *,
    cache: Path | None = None,
    offline: bool = False,
    progress: Progress | None = None,
    clock: Callable[[], float] = time.time,
) -> LinkReport:
    """Whether each target is alive.

    Args:
        targets: What to judge; one asked for twice is judged once.
        settings: How to ask; the defaults without.
        cache: File that keeps verdicts between runs (None: nothing is kept).
        offline: Answer from the cache alone; what it does not hold, or holds for too long, is unknown.
        progress: Called with the number of targets judged and of all.
        clock: The time now, in seconds since the epoch.

    Raises:
        OnlineExtraMissing: httpx is needed and not installed.
        BadEnvironment: A proxy or certificates of the environment cannot be used.
        KeyboardInterrupt: Interrupted; the cache holds what was learned until then.
    """
    settings = settings or LinkSettings()
    run = _Run(settings, offline, progress or (lambda done, total: None), clock)
    wanted = list(dict.fromkeys(targets))
    run.open(cache)
    try:
        open_questions = run.answer_from_cache(wanted)
        if offline:
            for target in open_questions:
                run.report.verdicts[target] = LinkVerdict(Status.UNKNOWN, LinkReason.NOT_CACHED)
        elif open_questions:
            run.ask(open_questions)
    finally:
        run.close()
    run.report.verdicts = {target: run.report.verdicts[target] for target in wanted}
    return run.report


@dataclass(slots=True)
class _Run:
    settings: LinkSettings
    offline: bool
    progress: Progress
    clock: Callable[[], float]
    report: LinkReport = field(default_factory=LinkReport)
    total: int = 0
    cache: Cache | None = None
    kept: dict[Target, Kept] = field(default_factory=dict)

    def open(self, path: Path | None) -> None:
        if path is None or (self.offline and not path.exists()):
            return
        via = " ".join(f"{host}={origin}" for host, origin in sorted(self.settings.endpoints.items()))
        try:
            self.cache = Cache(path, via)
        except CacheError as error:
            self.report.notes.append(str(error))

    def close(self) -> None:
        if self.cache:
            try:
                self.cache.close(self.clock())
            except CacheError as error:
                self.report.notes.append(str(error))

    def _give_up_cache(self, error: CacheError) -> None:
        self.report.notes.append(str(error))
        self.cache = None

    def answer_from_cache(self, targets: list[Target]) -> list[Target]:
        """Give the verdicts that are fresh; return the targets that are left."""
        self.total = len(targets)
        if self.cache:
            try:
                self.kept = self.cache.read(targets)
            except CacheError as error:
                self._give_up_cache(error)
        left = []
        for target in targets:
            kept = self.kept.get(target)
            verdict = self._still_good(target, kept) if kept else None
            if verdict:
                self.report.verdicts[target] = verdict
                self.report.cached += 1
            else:
                left.append(target)
        self.progress(self.report.cached, self.total)
        return left

    def _still_good(self, target: Target, kept: Kept) -> LinkVerdict | None:
        settings = self.settings
        age = (self.clock() - kept.verdict.checked) / 3600
        if kept.verdict.status is Status.ALIVE:
            return kept.verdict if 0 <= age <= settings.alive_age else None
        if kept.confirmed:
            return kept.verdict if 0 <= age <= settings.dead_age else None
        if not self.offline and self.settings.confirm and _has_second_endpoint(target):
            return None
        return _unconfirmed(kept.verdict) if 0 <= age < settings.confirm_after else None

    def ask(self, targets: list[Target]) -> None:
        try:
            from catalog_lint.links.asking import Asker
        except ImportError as error:
            if error.name in ("httpx", "httpcore", "anyio"):
                raise OnlineExtraMissing from None
            raise
        asyncio.run(self._ask_all(Asker, targets))

    async def _ask_all(self, asker_type: type[Asker], targets: list[Target]) -> None:
        queue = deque(_interleaved(targets))
        at_once = min(len(queue), MAX_AT_ONCE, self.settings.concurrency * max(3, _host_count(queue)))
        asker = asker_type(self.settings)
        try:
            async with asker, asyncio.timeout(self.settings.deadline), asyncio.TaskGroup() as group:
                for _ in range(at_once):
                    group.create_task(self._work(asker, queue))
        except TimeoutError:
            pass
        finally:
            self.report.requests = asker.requests
        for target in targets:
            self.report.verdicts.setdefault(target, LinkVerdict(Status.UNKNOWN, LinkReason.OUT_OF_TIME))

    async def _work(self, asker: Asker, queue: deque[Target]) -> None:
        from catalog_lint.links.sightings import Sighting, look

        while queue:
            target = queue.popleft()
            try:
                sighting = await look(asker, target, self.settings.confirm)
            except Exception as error:  # one odd answer must not end the run
                kind = type(error).__name__
                self.report.notes.append(f"{target.kind}: an answer that was not foreseen ({kind})")
                sighting = Sighting(Status.UNKNOWN, LinkReason.UNEXPECTED, kind)
            self.report.verdicts[target] = self._learn(target, sighting)
            self.progress(len(self.report.verdicts), self.total)

    def _learn(self, target: Target, sighting: Sighting) -> LinkVerdict:
        """The verdict that a sighting and the cache make together; keep it."""
        now = self.clock()
        verdict = LinkVerdict(
            sighting.status, sighting.reason, sighting.detail, sighting.best, sighting.title, checked=now
        )
        if verdict.status is Status.UNKNOWN:
            return verdict
        first_dead = None
        confirmed = False
        if verdict.status is Status.DEAD:
            before = self.kept.get(target)
            first_dead = before.first_dead if before else None
            long_dead = first_dead is not None and now - first_dead >= self.settings.confirm_after * 3600
            confirmed = sighting.confirmed or long_dead
            first_dead = now if first_dead is None else first_dead
        if self.cache and sighting.whole:
            try:
                self.cache.write(target, Kept(verdict, first_dead, confirmed))
                if verdict.best:
                    there = LinkVerdict(Status.ALIVE, LinkReason.ANSWERED, checked=now)
                    self.cache.write(Target("thumbnail", verdict.best), Kept(there, None, False))
            except CacheError as error:
                self._give_up_cache(error)
        return verdict if confirmed or verdict.status is Status.ALIVE else _unconfirmed(verdict)


def _unconfirmed(verdict: LinkVerdict) -> LinkVerdict:
    return LinkVerdict(Status.UNKNOWN, LinkReason.UNCONFIRMED, verdict.detail, checked=verdict.checked)


def _has_second_endpoint(target: Target) -> bool:
    return target.kind == "video" or (target.kind == "thumbnail" and youtube.has_sizes(target.address))


def _host(target: Target) -> str:
    if target.kind == "video":
        return "video"
    try:
        return urlsplit(target.address).hostname or ""
    except ValueError:
        return ""


def _host_count(targets: Iterable[Target]) -> int:
    return len({_host(target) for target in targets})


def _interleaved(targets: list[Target]) -> list[Target]:
    """The targets in turns of their hosts, so that no host keeps the others waiting."""
    hosts: dict[str, list[Target]] = {}
    for target in targets:
        hosts.setdefault(_host(target), []).append(target)
    place = {target: i / len(group) for group in hosts.values() for i, target in enumerate(group)}
    return sorted(targets, key=place.__getitem__)
