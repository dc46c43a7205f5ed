"""What an entry of a catalog looks like: data of the configuration."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, field_validator

FieldName = Literal["number", "date", "title", "video", "thumbnail", "body"]
FIELDS: tuple[FieldName, ...] = get_args(FieldName)
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_LOOSE = {"number": r"[0-9０-９]+", "date": r"[^\]\[）)|]*?", "title": r".*?"}


class _Data(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        populate_by_name=True,
        alias_generator=lambda name: name.replace("_", "-"),
    )


class SectionSpec(_Data):
    """A section of a profile: its canonical name and the other names that it goes by."""

    name: str = Field(description="Canonical name of the section.")
    aliases: tuple[str, ...] = Field((), description="Other names that a heading may give it.")
    required: bool = Field(True, description="Whether an entry that follows the profile must have it.")


class Profile(_Data):
    """Sections that belong together; an entry follows the profile that fits it best, or none."""

    name: str = Field(description="Name of the profile, as messages give it.")
    sections: tuple[SectionSpec, ...] = Field(description="The sections, in order.")
    at_least: int = Field(1, ge=1, description="How many of them an entry must have to follow it.")
    ordered: bool = Field(False, description="Whether the sections must stand in this order.")


SUMMARY_PROFILE = Profile(
    name="summary",
    at_least=4,
    sections=(
        SectionSpec(
            name="核心主題",
            aliases=(
                "核心主旨",
                "核心議題",
                "核心問題",
                "核心概念",
                "核心內容",
                "核心要點",
                "主題",
                "主旨",
                "核心主題概述",
            ),
        ),
        SectionSpec(
            name="主要觀念",
            aliases=(
                "主要概念",
                "主要觀點",
                "關鍵觀念",
                "關鍵概念",
                "主要內容",
                "重要觀念",
                "核心觀念",
                "核心觀點",
                "主要理念",
                "關鍵觀點",
            ),
        ),
        SectionSpec(
            name="問題原因",
            aliases=(
                "問題與原因",
                "問題的原因",
                "問題成因",
                "問題分析",
                "問題與挑戰",
                "原因分析",
                "問題及原因",
                "問題原因分析",
                "問題",
                "原因",
                "挑戰",
                "問題與成因",
                "成因",
                "病因",
                "問題描述",
                "問題根源",
                "問題背景",
            ),
        ),
        SectionSpec(
            name="解決方法",
            aliases=(
                "解決方案",
                "解決之道",
                "解決策略",
                "解決辦法",
                "解決途徑",
                "解決",
                "對策",
                "因應方法",
                "應對方法",
                "處理方法",
                "解決方式",
                "解決措施",
            ),
        ),
        SectionSpec(
            name="優化方式",
            aliases=(
                "優化方法",
                "優化策略",
                "優化方案",
                "優化建議",
                "優化方向",
                "優化",
                "改進方式",
                "改進方法",
                "改善方式",
                "改善方法",
                "改進建議",
                "健康建議",
                "建議",
                "優化與改進",
                "改善建議",
                "改進方向",
                "優化措施",
                "改善措施",
            ),
        ),
        SectionSpec(
            name="結論",
            aliases=(
                "總結",
                "小結",
                "結語",
                "結論與建議",
                "結論與展望",
                "總結與展望",
                "文章總結",
                "總結與建議",
                "結論與未來展望",
                "全文總結",
            ),
        ),
    ),
)
"""The six sections that the catalogs' summaries were asked for, with the names that they go by."""


class Schema(_Data):
    """The shape of an entry, its fields, and the profiles of sections that it may follow."""

    shape: Literal["details", "heading"] = Field(
        "details", description="What an entry is: a <details> block, or a heading with what follows it."
    )
    level: int = Field(2, ge=1, le=6, description="Level of the headings that open an entry (shape heading).")
    line: str = Field(
        "{number}. [{date}] {title}",
        description="The entry's title line, with its fields in braces: number, date, title.",
    )
    required: tuple[FieldName, ...] = Field(FIELDS, description="Fields that every entry must have.")
    date_format: str = Field("%Y-%m-%d", description="Format of dates, as strptime reads it.")
    video_hosts: tuple[str, ...] = Field(
        ("www.youtube.com", "youtube.com", "m.youtube.com", "youtu.be", "www.youtube-nocookie.com"),
        description="Hosts that carry an entry's video.",
    )
    thumbnail_hosts: tuple[str, ...] = Field(
        ("img.youtube.com", "i.ytimg.com"),
        description="Hosts that carry a thumbnail.",
    )
    title_heading: Literal["free", "required", "forbidden"] = Field(
        "free",
        description="Whether a heading that repeats the entry's title stands above the body.",
    )
    profiles: tuple[Profile, ...] = Field(
        (SUMMARY_PROFILE,), description="Profiles of sections; an entry that fits none is free."
    )

    @field_validator("line")
    @classmethod
    def _line_has_title(cls, value: str) -> str:
        names = _PLACEHOLDER.findall(value)
        unknown = [name for name in names if name not in _LOOSE]
        if unknown:
            raise ValueError(f"no field '{unknown[0]}'; known fields: {', '.join(_LOOSE)}")
        if names.count("title") != 1 or len(set(names)) != len(names):
            raise ValueError("needs {title} once, and each field at most once")
        return value

    @cached_property
    def line_fields(self) -> tuple[str, ...]:
        """The fields of the title line, in order."""
        return tuple(_PLACEHOLDER.findall(self.line))

    @cached_property
    def line_pattern(self) -> re.Pattern[str]:
        """The title line as a pattern in which every field but the title may be missing."""
        groups = []
        for chunk in self.line.split():
            piece = ""
            for index, part in enumerate(_PLACEHOLDER.split(chunk)):
                piece += f"(?P<{part}>{_LOOSE[part]})" if index % 2 else re.escape(part)
            groups.append((chunk, piece))
        pattern = r"\s*"
        for index, (chunk, piece) in enumerate(groups):
            last = index == len(groups) - 1
            if "{title}" in chunk:
                pattern += piece + r"\s*"
            elif "{" in chunk:
                pattern += rf"(?:{piece}(?:\s+|$))?" if not last else rf"(?:{piece})?\s*"
            else:
                pattern += rf"(?:{piece}\s*)?"
        return re.compile(pattern, re.DOTALL)
