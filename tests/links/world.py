"""A catalog of lectures, some of whose videos and pictures are gone, and what is true of each."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from catalog_lint.catalog.liveness import Status, Target
from catalog_lint.catalog.reader import read_page
from catalog_lint.config import Settings
from catalog_lint.fix.settle import fix
from catalog_lint.links import LinkSettings, judge, targets_of
from catalog_lint.source import Source
from tests.links.loopback import Video, YouTube

SUBJECTS = ("注意力機制", "維生素與腸道", "迴歸分析", "睡眠與記憶", "向量資料庫", "談判的藝術")


@dataclass(frozen=True)
class Entry:
    """An entry, its video, and the truth: the size that its thumbnail should have ("" for none)."""

    number: int
    title: str
    video: Video
    size: str = "maxresdefault"

    @property
    def page_thumbnail(self) -> str:
        return f"https://img.youtube.com/vi/{self.video.id}/maxresdefault.jpg"

    @property
    def targets(self) -> tuple[Target, Target]:
        return Target("thumbnail", self.page_thumbnail), Target("video", self.video.id)

    @property
    def truth(self) -> tuple[tuple[Status, str], tuple[Status, str]]:
        """(status, best URL) of the thumbnail and (status, current title) of the video."""
        video = self.video
        whole = self.size == "maxresdefault"
        best = self.page_thumbnail.replace("maxresdefault", self.size) if self.size and not whole else ""
        alive = video.state in ("public", "no-embed")
        return (
            (Status.ALIVE if whole else Status.DEAD, best),
            (Status.ALIVE if alive else Status.DEAD, video.title if video.state == "public" else ""),
        )

    @property
    def markdown(self) -> str:
        return (
            f"<details>\n<summary>{self.number}. {self.title}</summary><br>\n\n"
            f'<a href="https://www.youtube.com/watch?v={self.video.id}" target="_blank">\n'
            f'    <img src="{self.page_thumbnail}" \n        alt="[Youtube]" width="200">\n</a>\n\n'
            f"## 內容重點\n\n- 這一講說明第 {self.number} 個主題的來由。\n\n</details>\n"
        )


def entries(count: int = 200) -> list[Entry]:
    made = []
    for i in range(count):
        title = f"{SUBJECTS[i % len(SUBJECTS)]}（第 {i} 講）"
        video = Video(f"lecture{i:04d}", title)
        size = "maxresdefault"
        if i % 8 == 3:
            below = ("sddefault", "hqdefault", "mqdefault")[i // 8 % 3]
            gone = ("maxresdefault", "sddefault", "hqdefault")[: i // 8 % 3 + 1]
            video.missing = frozenset(gone)
            size = below
        elif i % 25 == 7:
            video.state, size = ("gone", "private")[i % 2], ""
        elif i % 40 == 9:
            video.state = "no-embed"
        elif i % 50 == 12:
            video.title = f"{title}【重製版】"
        made.append(Entry(i + 1, title, video, size))
    return made


def page(catalog: list[Entry]) -> str:
    return "# 講座目錄\n\n" + "\n".join(entry.markdown for entry in catalog)


def settings(server: YouTube, **more: Any) -> LinkSettings:
    """Settings that send everything to the server and wait little."""
    quick = {
        "endpoints": server.endpoints,
        "allow_private": True,
        "interval": 0,
        "timeout": 20,
        "connect_timeout": 20,
        "backoff": 0.01,
        "max_wait": 2,
        "deadline": 300,
    }
    return LinkSettings.model_validate({**quick, **more})


def mended_page(catalog: list[Entry]) -> str:
    """The page with every thumbnail as it should be."""
    right = page(catalog)
    for entry in catalog:
        if entry.size:
            there = entry.page_thumbnail.replace("maxresdefault", entry.size)
            right = right.replace(entry.page_thumbnail, there)
    return right


def what_is_wrong(catalog: list[Entry], server: YouTube, cache: Path, **more: Any) -> list[str]:
    """Judge and mend a catalog's page against the server, twice; what differs from the truth, as text."""
    source, own, how = Source(page(catalog)), Settings(), settings(server, **more)
    targets = targets_of([read_page("page.md", source, own.catalog_schema)])
    report = judge(targets, how, cache=cache)
    wrong = [] if set(targets) == {t for entry in catalog for t in entry.targets} else ["other targets"]
    for entry in catalog:
        for target, (status, value) in zip(entry.targets, entry.truth, strict=True):
            verdict = report.verdicts[target]
            said = verdict.best if target.kind == "thumbnail" else verdict.title
            if (verdict.status, said) != (status, value):
                wrong.append(f"{target}: {verdict}, but {status} {value}")
    mended = fix([("page.md", source, own)], verdicts=report.verdicts, only_links=True)
    if mended.sources["page.md"].text != mended_page(catalog) or mended.failures or mended.refused:
        wrong.append("the page was mended wrongly")
    again = judge(targets, how, cache=cache)
    if again.requests or again.verdicts != report.verdicts:
        wrong.append(f"the second run asked {again.requests} times")
    return wrong
