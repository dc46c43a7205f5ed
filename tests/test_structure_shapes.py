"""Catalogs of every shape: read, learnt by `init`, judged by what was learnt, written out and read back."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest

from catalog_lint.catalog.reader import read_page
from catalog_lint.cli import main
from catalog_lint.cli.habits import habits_of
from catalog_lint.config import Configuration, parse
from catalog_lint.export.records import ExportedEntry, entry_schema, exported
from catalog_lint.files import excluded, find
from catalog_lint.init import learn
from catalog_lint.lint.linter import LintResult, lint
from catalog_lint.rule.loading import load_rules
from catalog_lint.source import Source, read
from catalog_lint.triage.verdict import needs
from tests.conftest import judged, mended, parsed, settings

SHAPES = Path(__file__).parents[1] / "fixtures" / "shapes"
HOOKS = SHAPES.parents[1] / ".pre-commit-hooks.yaml"
EXPECTED: dict[str, tuple[str, str | list[str], int]] = {
    "agenda-zh-tw": ("table", "{時間} | {title} | {author} | {link}", 14),
    "aged-zh-tw": ("details", ["{number}. [{date}] {title}", "第 {number} 講：{title}（{date}）"], 8),
    "answers-zh-tw": ("heading", "Q{number}：{title}", 6),
    "awesome-en": ("list", "[{title}]({link}) - {description}", 7),
    "awesome-zh-cn": ("list", "[{title}]({link}) - {description}", 5),
    "awesome-zh-tw": ("list", "[{title}]({link})：{description}", 6),
    "booklist-zh-tw": ("list", "《{title}》，{description}", 5),
    "books-en": ("table", "[{title}]({link}) | {author} | {year}", 3),
    "books-zh-cn": ("table", "{number} | {title} | {author} | {description}", 3),
    "books-zh-tw": ("table", "{number} | [{title}]({link}) | {author} | {year} | {description}", 4),
    "bookrows-zh-tw": ("list", "{number}. **{title}** {description}", 11),
    "bridges-zh-tw": ("page", "", 5),
    "choir-zh-tw": ("heading", "第 {number} 場 {title}", 6),
    "clinic-zh-tw": ("heading", "{time} {title}", 12),
    "collection-zh-tw": ("page", "", 5),
    "contributed-zh-tw": ("list", "[{title}]({link}) - {description}", 6),
    "course-en": ("heading", "Week {number}: {title}", 3),
    "course-zh-cn": ("heading", "第{number}课 {title}", 3),
    "course-zh-tw": ("heading", "第{number}講：{title}", 3),
    "days-zh-tw": ("page", "{date} {title}", 4),
    "decimals-zh-tw": ("heading", "{number} {title}", 6),
    "decisions-zh-tw": ("page", "{number}. {title}", 5),
    "details-en": ("details", "{date} | {title}", 4),
    "details-zh-cn": ("details", "#{number} {title} ({date})", 4),
    "editions-zh-tw": ("heading", "{number}. {title}", 6),
    "episodes-en": ("page", "Episode {number}: {title}", 3),
    "episodes-zh-cn": ("page", "", 3),
    "episodes-zh-tw": ("page", "", 3),
    "evenings-zh-tw": ("details", "<b>{number}. [{date}] {title}</b>", 5),
    "faq-zh-cn": ("details", "{title}", 5),
    "folded-zh-tw": ("list", "[{title}]({link}) - {description}", 8),
    "handbook-zh-tw": ("heading", "{number} {title}", 8),
    "herbs-zh-tw": ("list", "[{title}]({link}) - {description}", 6),
    "index-zh-tw": ("page", "", 5),
    "letters-zh-tw": ("list", "[{title}]({link})：{description}", 12),
    "nested-zh-tw": ("details", "EP{number}｜{title}", 4),
    "papers-en": ("list", "[{title}]({link}), {description}", 6),
    "peaks-zh-tw": ("page", "{number}. {title}", 8),
    "plants-zh-tw": ("heading", "{title}", 12),
    "postcards-zh-tw": ("page", "", 6),
    "questions-en": ("heading", "{number}. {title}", 6),
    "radio-en": ("list", "[#{number} {title}]({link}) - {description}", 6),
    "reads-zh-tw": ("paragraph", "**{number}. {title}**", 5),
    "recordings-zh-tw": ("list", "[{title}]({link}) — {description}", 8),
    "releases-zh-tw": ("heading", "{title} - {date}", 6),
    "schedule-en": ("table", "{number} | {date} | {title} | {link}", 6),
    "seasons-zh-tw": ("heading", "第 {number} 集：{title}", 9),
    "stage-zh-tw": ("heading", "{title}", 11),
    "talks-by-year-zh-tw": ("table", "{date} | {title} | {author} | {link}", 7),
    "talks-zh-cn": ("heading", "第{number}场：{title}", 8),
    "trails-zh-tw": ("table", "{number} | {title} | {縣市} | `{video}`", 8),
    "vault-zh-tw": ("page", "", 5),
    "weekend-en": ("heading", "{title}", 10),
    "weeks-zh-tw": ("table", "{number} | {日期} | {title} | {link} | {作業}", 8),
    "weekly-zh-cn": ("paragraph", "{number}、[{title}]({link})：{description}", 10),
}
TOLD_OF = (
    "bridges-zh-tw",
    "editions-zh-tw",
    "collection-zh-tw",
    "contributed-zh-tw",
    "herbs-zh-tw",
    "weeks-zh-tw",
    "trails-zh-tw",
)
"""Catalogs with pages or tables without entries, or rows that say they have no video, which `init` says."""
LANGUAGES = {"en": "en", "cn": "zh-CN", "tw": "zh-TW"}


def pages(name: str) -> list[tuple[str, Source]]:
    folder = SHAPES / name
    return [(path.relative_to(folder).as_posix(), read(path)) for path in sorted(folder.rglob("*.md"))]


def judged_as_learned(name: str, *select: str) -> tuple[dict[str, Any], LintResult]:
    sources = pages(name)
    values = learn(sources).values()
    chosen = parse({**values, "select": list(select)}, Path.cwd(), "learned")
    return values, lint([(path, source, chosen) for path, source in sources if not excluded(path, chosen)])


def test_every_fixture_is_expected() -> None:
    assert {path.name for path in SHAPES.iterdir()} == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_init_finds_shape_line_language_and_entries(name: str) -> None:
    shape, line, count = EXPECTED[name]
    learned = learn(pages(name))
    assert learned.schema["shape"].value == shape
    if line:
        assert learned.schema["line"].value == line
    assert learned.settings["language"].value == LANGUAGES[name[-2:]]
    assert learned.entries == count
    assert not learned.odd or name in TOLD_OF


@pytest.mark.parametrize("name", EXPECTED)
def test_well_formed_entries_have_no_finding_of_structure(name: str) -> None:
    _, judgement = judged_as_learned(name, "ENT", "SEC", "CAT")
    assert not judgement.failures
    assert [(f.rule.code, f.message) for f in judgement.findings] == []


@pytest.mark.parametrize("name", EXPECTED)
def test_reading_loses_no_text_and_fields_stand_where_they_say(name: str) -> None:
    _, judgement = judged_as_learned(name, "ENT")
    for page in parsed(judgement):
        entries = page.entries
        between = "".join(page.source.text.split())
        assert "".join("".join(e.text.split()) for e in entries) in (between, between.removeprefix("---"))
        for entry in entries:
            for field in entry.fields.values():
                assert entry.text[field.span.start : field.span.end] == field.text


@pytest.mark.parametrize("name", EXPECTED)
def test_export_and_reading_back_agree(name: str) -> None:
    _, judgement = judged_as_learned(name, "ENT", "SEC")
    results = list(judgement.pages.values())
    written = list(exported(results, needs(results, judgement.findings)))
    again = [ExportedEntry.model_validate_json(entry.model_dump_json()) for entry in written]
    assert again == written
    entries = [e for page in parsed(judgement) for e in page.entries if e.kind == "entry"]
    titles = [e.fields.get("title") for e in entries]
    assert [e.title for e in written] == [title.text if title else None for title in titles]
    assert [e.number for e in written] == [e.number for e in entries]
    assert [[s.heading for s in e.sections] for e in written] == [
        [h.text for h in e.headings] for e in entries
    ]
    required = set(entry_schema()["required"])
    assert all(required <= set(json.loads(entry.model_dump_json())) for entry in written)


@pytest.mark.parametrize(
    ("name", "old", "new", "codes"),
    [
        ("bridges-zh-tw", "# 第 3 回：", "# 第 2 回：", ["CAT002"]),
        ("bridges-zh-tw", "\n\n垂度越小", "", []),
        ("clinic-zh-tw", "### 10:20 假牙怎麼清", "### 10:20 量血壓前的五分鐘", ["CAT005"]),
        ("peaks-zh-tw", "# 033. 奇萊主山", "# 019. 奇萊主山", ["CAT002", "CAT016"]),
        ("plants-zh-tw", "- **澆水**：每天噴水\n", "", ["ENT019"]),
        ("plants-zh-tw", "\n想開花就少澆水，斷水到葉子微垂。\n", "", ["ENT006"]),
        ("plants-zh-tw", "org/nephrolepis", "org/hedera", ["CAT015"]),
        ("stage-zh-tw", "## 《夜車》", "## 《夜車", ["ENT020"]),
        ("stage-zh-tw", "2023.05.06", "2023.05.36", ["ENT008"]),
        ("stage-zh-tw", "　**導演**：溫若蘭", "", ["ENT019"]),
        ("stage-zh-tw", "\n偶比人高，走路要四個人。\n", "", ["ENT006"]),
        ("answers-zh-tw", "### Q4：", "### Q3：", ["CAT002"]),
        ("bookrows-zh-tw", "3. **看懂一片葉子**", "2. **看懂一片葉子**", ["CAT002"]),
        ("bookrows-zh-tw", "4. **花市的清晨**", "5. **花市的清晨**", ["CAT001"]),
        ("bookrows-zh-tw", "notes.example.org/6", "notes.example.org/3", ["CAT015"]),
        ("choir-zh-tw", "：山谷回聲，", "：山谷的風，", ["CAT017"]),
        ("choir-zh-tw", "（2023-03-11）", "（2023-03-12）", ["CAT018"]),
        ("choir-zh-tw", "港邊民謠這一晚加演了5首。\n", "", ["ENT006"]),
        ("decisions-zh-tw", "| 不裝自動澆水 |", "| 不裝自動照明 |", ["CAT017"]),
        ("decisions-zh-tw", "| [004]", "| [003]", ["CAT016"]),
        ("letters-zh-tw", "- 第 2 封：", "- 第 3 封：", ["CAT016"]),
        ("letters-zh-tw", "（2023-06-17）", "（2023-06-07）", ["CAT018"]),
        ("index-zh-tw", "第 2 集：冬天的蜜源", "第 2 集：冬天的蜜源（下）", ["CAT017"]),
        ("postcards-zh-tw", "serial: 4", "serial: 3", ["CAT002"]),
        ("postcards-zh-tw", "created: 2023-05-15", "created: 2023-05-35", ["ENT008"]),
        ("releases-zh-tw", "## 1.2.0 - 2023-12-18", "## 1.2.0", ["ENT002"]),
        ("weekend-en", "**Place:** Shed 4  \n", "", ["ENT019"]),
        ("weekend-en", "org/n/9", "org/n/2", ["CAT015"]),
        ("trails-zh-tw", "`cD5fG7iJ9_m`", "`cD5fG7iJ`", ["LNK001"]),
        ("trails-zh-tw", "`cD5fG7iJ9_m`", "`aB3dE5gH7_k`", ["CAT004"]),
        ("awesome-zh-tw", "[看懂巢脾](https://example.com/comb)", "看懂巢脾", ["ENT019"]),
        ("books-zh-tw", "| 3 |", "| 4 |", ["CAT002"]),
        ("books-zh-cn", "| 陈远 |", "|  |", ["ENT019"]),
        ("course-zh-tw", "### 作業\n\n記錄一天的進出。\n", "", ["SEC001"]),
        ("course-en", "## Week 3:", "## Week 4:", ["CAT001"]),
        ("details-zh-cn", "(2024/05/08)", "(2024/05/38)", ["ENT008"]),
        ("episodes-zh-tw", "date: 2024-05-02\n", "", ["ENT002"]),
        ("episodes-en", "## Summary\n", "# Summary\n", ["SEC062"]),
        ("booklist-zh-tw", "《女王蜂的一生》", "《屋頂養蜂》", ["CAT005"]),
        ("days-zh-tw", "# 2024-05-05 分蜂", "# 分蜂", ["ENT002"]),
        ("evenings-zh-tw", "<b>3. [2024-03-20]", "<b>2. [2024-03-20]", ["CAT002"]),
        ("aged-zh-tw", "第 3 講：分蜂的前兆（2023/9/24）", "第 3 講：分蜂的前兆", ["ENT002"]),
        ("aged-zh-tw", "7. [2024-04-17]", "[2024-04-17]", ["ENT001"]),
        ("aged-zh-tw", "（2023/7/9）", "（2023/7/39）", ["ENT008"]),
        ("nested-zh-tw", "EP33｜", "EP32｜", ["CAT002"]),
        ("agenda-zh-tw", "https://pad.example.org/4", "https://pad.example.org/3", ["CAT015"]),
        ("agenda-zh-tw", "| 冬天的蜜源植物 |", "|  |", ["ENT003"]),
        ("collection-zh-tw", "youtube: cD4fG6hJ8_m", "youtube: cD4fG6hJ8", ["LNK001"]),
        ("collection-zh-tw", "youtube: cD4fG6hJ8_m", "youtube: aB3dE5gH7_k", ["CAT004"]),
        ("handbook-zh-tw", "### 9.3 ", "### 9.2 ", ["CAT002"]),
        ("handbook-zh-tw", "### 10.4 ", "### 10.6 ", ["CAT001"]),
        ("handbook-zh-tw", "影片：<https://youtu.be/cD4fG6hJ8_m>\n\n", "", ["ENT004"]),
        ("reads-zh-tw", "**3. ", "**2. ", ["CAT002"]),
        ("recordings-zh-tw", "aB3dE5gH7_k?t=1860", "aB3dE5gH7_k?t=60", ["CAT004"]),
        ("recordings-zh-tw", "[冬天的蜜源植物]", "[屋頂上的第一箱蜂]", ["CAT005"]),
        ("weeks-zh-tw", "| 4 |", "| 3 |", ["CAT002"]),
        ("index-zh-tw", "第 2 集：冬天的蜜源", "第 3 集：冬天的蜜源", ["CAT016"]),
        ("index-zh-tw", "第 2 集：冬天的蜜源", "第 2 集：夏天的風", ["CAT017"]),
        ("index-zh-tw", "（2024-03-13）", "（2024-03-31）", ["CAT018"]),
        ("index-zh-tw", "episode: 4\n", "", ["ENT001"]),
        ("papers-en", "https://example.org/p/wax", "https://example.org/p/city", ["CAT015"]),
        ("questions-en", "### 4. Why is smoke used?", "### 5. Why is smoke used?", ["CAT002"]),
        ("radio-en", "[#09 The long winter]", "[#08 The long winter]", ["CAT002"]),
        ("schedule-en", "| 2024-02-19 |", "| 2024-02-31 |", ["ENT008"]),
        ("seasons-zh-tw", "第 3 集：採收", "第 2 集：採收", ["CAT002"]),
        ("talks-by-year-zh-tw", "[影片](https://youtu.be/eF7hI9kL1_o)", "", ["ENT019"]),
        ("talks-zh-cn", "https://example.org/talks/2", "https://example.org/talks/1", ["CAT015"]),
        ("talks-zh-cn", "## 第3场：", "## 第4场：", ["CAT002"]),
        ("weekly-zh-cn", "https://example.com/b2", "https://example.com/b1", ["CAT015"]),
        ("decimals-zh-tw", "## 10.2 收蜂", "## 10.1 收蜂", ["CAT002"]),
        ("radio-en", "[#09 The long winter]", "[The long winter]", ["ENT001"]),
        ("weekly-zh-cn", "3、[花期日历]", "4、[花期日历]", ["CAT002"]),
    ],
)
def test_damage_is_found_in_every_shape(name: str, old: str, new: str, codes: list[str]) -> None:
    values = learn(pages(name)).values()
    texts = {path: source.text for path, source in pages(name)}
    broken = next(path for path, text in texts.items() if old in text)
    texts[broken] = texts[broken].replace(old, new, 1)
    left_out = parse(values, Path.cwd(), "learned")
    texts = {path: text for path, text in texts.items() if not excluded(path, left_out)}
    found = judged(texts, **{**values, "select": ["ENT", "SEC001", "SEC062", "CAT", "LNK001"]})
    assert sorted(f.rule.code for f in found.findings) == sorted(codes)


def test_prose_of_list_items_and_cells_is_fixed_in_place() -> None:
    schema = {"shape": "list", "line": "[{title}]({link}) - {description}", "required": ["title"]}
    text = (
        "- [Vue 指南](https://example.org/guide) - 啓動快。\n- [爲什麼](https://example.org/why) - 好讀。\n"
    )
    done = mended(text, select=["HAN005"], schema=schema)
    assert done.sources["page.md"].text == text.replace("啓動", "啟動")
    table = "| 書名 | 心得 |\n|---|---|\n| 山海 | 啓發很多 \\| 好讀 |\n"
    schema = {"shape": "table", "line": "{title} | {description}", "required": ["title"]}
    done = mended(table, select=["HAN005"], schema=schema)
    assert done.sources["page.md"].text == table.replace("啓發", "啟發")


def test_a_group_of_nested_links_is_no_entry() -> None:
    links = ("甲", "乙"), ("丙",)
    text = "# 工具\n\n"
    for group, names in zip(("編輯器", "外殼"), links, strict=True):
        text += f"- {group}\n" + "".join(f"  - [{n}](https://example.org/{n}) - 好用。\n" for n in names)
    learned = learn([("list.md", Source(text))])
    assert learned.schema["shape"].value == "list"
    assert learned.entries == 3


def test_a_configuration_with_a_field_that_is_none_is_refused() -> None:
    from catalog_lint.config import ConfigError

    with pytest.raises(ConfigError, match="did you mean 'author'"):
        settings(schema={"shape": "table", "line": "{title} | {author}", "required": ["title", "autor"]})
    with pytest.raises(ConfigError, match="no numbering style"):
        settings(schema={"numbering": ["甲、"]})


# The verbs


@pytest.fixture
def catalog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(SHAPES / "course-zh-tw", tmp_path / "catalog")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_init_writes_a_file_that_the_check_accepts(catalog: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init", "catalog"]) == 0
    out = capsys.readouterr().out
    assert "3 entries (shape heading)" in out
    written = tomllib.loads((catalog / "catalog-lint.toml").read_text("utf-8"))
    assert written["schema"]["line"] == "第{number}講：{title}"
    assert written["catalog"] == ["catalog"]
    assert "locale" not in written
    assert main(["check", "--select", "ENT,SEC,CAT", "catalog"]) == 0
    assert main(["init", "catalog"]) == 2
    assert "--force" in capsys.readouterr().err
    assert main(["init", "--force", "-o", "-", "catalog"]) == 0
    assert tomllib.loads(capsys.readouterr().out)["schema"]["level"] == 2
    assert main(["init", "--force", "--locale", "zh-TW", "catalog"]) == 0
    capsys.readouterr()
    assert main(["check", "--select", "ENT,SEC,CAT", "catalog"]) == 0
    assert capsys.readouterr().out == "全部通過！\n", "in any environment"


@pytest.mark.parametrize(
    ("shape", "page", "include"),
    [("course-zh-tw", "course", None), ("vault-zh-tw/影片", "*", ["*.txt"])],
)
def test_init_reads_text_files_where_there_are_no_other_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shape: str, page: str, include: list[str] | None
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("seeds").mkdir()
    pages = sorted((SHAPES / shape).glob(f"{page}.md"))
    for each in pages:
        shutil.copy(each, Path("seeds", each.stem + ".txt"))
    assert main(["init", "seeds"]) == 0
    assert tomllib.loads(Path("catalog-lint.toml").read_text("utf-8")).get("extend-include") == include
    assert [each.name for each in find(["seeds"], Configuration()).pages] == [
        f"seeds/{each.stem}.txt" for each in pages
    ]


@pytest.mark.parametrize(
    ("paths", "file", "whole"),
    [
        ((), "catalog-lint.toml", ["."]),
        (("catalog",), "catalog/catalog-lint.toml", ["."]),
        (("./catalog/", "."), "new.toml", ["catalog", "."]),
        (("catalog/course.md",), "new.toml", None),
    ],
)
def test_init_says_what_the_whole_catalog_is(
    catalog: Path, paths: tuple[str, ...], file: str, whole: list[str] | None
) -> None:
    assert main(["init", *paths, "-o", file]) == 0
    text = (catalog / file).read_text("utf-8")
    assert tomllib.loads(text).get("catalog") == whole
    assert main(["--config", file, "--select", "ENT,SEC,CAT", "catalog/course.md"]) == 0


def test_export_writes_jsonl_json_and_csv(catalog: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["init", "catalog"])
    capsys.readouterr()
    assert main(["export", "catalog"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["title"] for line in lines] == ["找一個屋頂", "認識蜂群", "第一次開箱"]
    assert main(["export", "--format", "json", "catalog"]) == 0
    assert json.loads(capsys.readouterr().out) == lines
    assert main(["export", "--format", "csv", "catalog"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["number"] for row in rows] == ["1", "2", "3"]
    assert rows[0]["sections"] == "大綱 / 作業"
    assert main(["export", "--schema"]) == 0
    assert json.loads(capsys.readouterr().out)["title"] == "ExportedEntry"


def test_init_fits_each_real_catalog(shared: Path) -> None:
    sources = [(str(path), read(path)) for path in sorted((shared / "siblings").glob("drberg-1[01].md"))]
    learned = learn(sources)
    assert learned.schema["line"].value == "{number}. [{date}] {title}"
    assert learned.rules["number-order"].value == {"order": "descending"}
    chosen = parse({**learned.values(), "select": ["ENT"]}, Path.cwd(), "learned")
    found = lint([(name, source, chosen) for name, source in sources]).findings
    whole = {f.entry for f in found if f.rule.name == "missing-body"}
    assert {f.entry for f in found} == whole


def test_sections_numbered_anew_in_each_entry_are_no_entries() -> None:
    text = "# 課程\n\n"
    for course in ("機器學習", "線性代數", "機率"):
        text += f"## {course}\n\n### 1. {course}緒論\n\n介紹。\n\n### 2. {course}實作\n\n練習。\n\n"
    learned = learn([("courses.md", Source(text))])
    assert (learned.schema["shape"].value, learned.schema["level"].value, learned.entries) == (
        "heading",
        2,
        3,
    )


def test_an_index_among_pages_that_are_entries_has_a_schema_of_its_own() -> None:
    episodes = [(f"notes/{Path(name).name}", source) for name, source in pages("episodes-zh-tw")]
    index = ("notes/README.md", Source("# 節目\n\n- [第一集](ep01.md)\n"))
    learned = learn([*episodes, index])
    assert [(there, schema["shape"].value) for there, schema in learned.parts] == [
        (["notes/README.md"], "index")
    ]
    assert learned.entries == 3


def test_headings_underlined_open_entries_too() -> None:
    text = "第 1 天：開箱\n===\n\n點煙。\n\n木料\n---\n\n杉木。\n\n# 第 2 天：分蜂\n\n四月。\n"
    schema = {
        "shape": "heading",
        "level": 1,
        "line": "第 {number} 天：{title}",
        "required": ["title", "number"],
    }
    judgement = judged(text, select=["ENT", "SEC"], schema=schema)
    entries = [e for page in parsed(judgement) for e in page.entries]
    assert [e.number for e in entries] == [1, 2]
    assert [h.text for h in entries[0].headings] == ["木料"]
    assert not judgement.findings


@pytest.mark.parametrize(
    ("lines", "shape", "line", "count"),
    [
        (["## 山城夜話 #{}\n\n談天。"], "heading", "{title} #{number}", 5),
        (["## 週報第 {} 期：{}日\n\n短文。"], "heading", "週報第 {number} 期：{title}", 5),
        (["### No.{}｜{}箱\n\nhttps://youtu.be/aB3dE5gH7_{}\n"], "heading", "No.{number}｜{title}", 5),
        (["#### [2024-05-0{}] Session {}\n\nNotes.\n"], "heading", "[{date}] {title}", 5),
        (["- [ ] [Film {}](https://example.org/{}) (2001)"], "list", "[{title}]({link}) {description}", 5),
        (["- **Talk {}**\n  - Guest: Ann\n  - Length: 30\n"], "list", "**{title}**", 5),
        (["{}. 讀書會 https://youtu.be/aB3dE5gH7_{}"], "list", "{number}. {title} {link}", 5),
    ],
)
def test_init_reads_title_lines_of_many_kinds(lines: list[str], shape: str, line: str, count: int) -> None:
    text = "# 目錄\n\n" + "".join(lines[0].replace("{}", str(n)) + "\n" for n in range(1, count + 1))
    learned = learn([("list.md", Source(text))])
    assert (learned.schema["shape"].value, learned.entries) == (shape, count)
    assert learned.schema["line"].value == line
    chosen = parse({**learned.values(), "select": ["ENT", "SEC", "CAT001", "CAT002"]}, Path.cwd(), "learned")
    assert not lint([("list.md", Source(text), chosen)]).findings


def test_numbers_that_each_group_counts_anew_restart() -> None:
    items = "".join(f"{n}. [{{0}}線{n}](https://example.org/{{0}}{n}) 好走\n" for n in (1, 2, 3))
    text = "# 步道\n\n" + "".join(f"## {side}\n\n{items.replace('{0}', side)}\n" for side in "東西南")
    learned = learn([("list.md", Source(text))])
    assert learned.schema["line"].value == "{number}. [{title}]({link}) {description}"
    assert learned.rules["number-gap"].value == learned.rules["number-repeat"].value == {"restarts": True}
    assert learned.entries == 9
    settings_ = {**learned.values(), "select": ["ENT", "CAT"]}
    assert judged(text, **settings_).findings == []
    found = judged(text.replace("3. [西", "2. [西"), **settings_).findings
    assert [finding.rule.code for finding in found] == ["CAT002"]


def test_years_that_group_entries_are_no_numbers() -> None:
    text = "# 紀錄\n\n"
    for year in (2024, 2023):
        text += f"## {year} 年\n\n"
        text += "".join(f"### {year}.{month}.11｜{year}第{month}次\n\n出席三人。\n\n" for month in (9, 5, 2))
    learned = learn([("list.md", Source(text))])
    assert (learned.schema["line"].value, learned.entries) == ("{date}｜{title}", 6)


def test_bold_lines_are_this_catalogs_way_where_entries_have_no_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    entries = (
        f"<details>\n<summary>{name}課</summary>\n\n**目標**\n\n建立習慣。\n\n</details>\n"
        for name in "甲乙丙丁"
    )
    (tmp_path / "list.md").write_text("\n".join(entries), "utf-8")
    assert main(["init", "list.md"]) == 0
    assert main(["check", "list.md"]) == 0, capsys.readouterr().out


def test_a_date_that_lacks_leaves_the_title_whole() -> None:
    schema = {"shape": "heading", "level": 2, "line": "{date} {title}", "required": ["date", "title"]}
    text = "## 2024-05-01 開箱\n\n好。\n\n## 分蜂：四月\n\n好。\n"
    assert [f.rule.code for f in judged(text, select=["ENT"], schema=schema).findings] == ["ENT002"]


def test_pages_of_one_catalog_may_have_schemas_of_their_own() -> None:
    pages_ = {
        "README.md": "# 講座\n\n- [看懂巢脾](https://example.org/comb)\n- 冬天的蜜源\n",
        "talks/2024.md": "# 2024\n\n## 1. 開箱\n\n點煙。\n\n## 2. 分蜂\n\n四月。\n",
    }
    judgement = judged(
        pages_,
        select=["ENT"],
        schema={"shape": "heading", "line": "{number}. {title}", "required": ["number", "title"]},
        schemas=[
            {
                "paths": ["README.md"],
                "shape": "list",
                "line": "[{title}]({link})",
                "required": ["title", "link"],
            }
        ],
    )
    assert [(f.path, f.rule.code) for f in judgement.findings] == [("README.md", "ENT019")]
    assert judgement.entries == 4


def test_what_people_wrote_is_not_suspected_to_be_a_models_work() -> None:
    (looping, *_) = load_rules()["LLM012"].examples
    text = looping.bad or ""

    def told(**keys: Any) -> set[str]:
        return {f.rule.code for f in judged(text, **keys).findings}

    assert "LLM012" in told(select=["LLM"])
    assert "LLM012" not in told(select=["LLM"], schema={"origin": "human"})
    assert "LLM012" in told(select=["LLM012"], schema={"origin": "human"})


def test_misspellings_of_the_catalogs_own_words_are_proposed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    said = ["Pytorch"] * 14 + ["Pytroch"]
    named = ["Llama"] * 14 + ["Ollama"] + ["Transformer"] * 14 + ["TransNormer"]
    rows = "".join(
        f"| 第 {n} 講 | {'吳禾安' if n != 4 else '吳和安'} | 用 {word} 做的 |\n"
        for n, word in enumerate([*said, *named])
    )
    (tmp_path / "list.md").write_text(f"| 主題 | 講者 | 說明 |\n|---|---|---|\n{rows}", "utf-8")
    assert main(["init", "--terms"]) == 0
    written = (tmp_path / "catalog-lint.toml").read_text("utf-8")
    assert '# "Pytroch" = "Pytorch"  # 1 beside 14' in written
    assert '"吳和安" = "吳禾安"  # 1 beside 44' in written
    assert "Ollama" not in written
    assert "TransNormer" not in written
    assert tomllib.loads(written)["terms"] == {}
    assert main(["check", "list.md", "--select", "ENT"]) == 0


def test_a_number_of_several_parts_is_exported_as_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(SHAPES / "decimals-zh-tw", tmp_path / "book")
    monkeypatch.chdir(tmp_path / "book")
    assert main(["init"]) == 0
    capsys.readouterr()
    assert main(["export", "--format", "jsonl", "."]) == 0
    entries = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {entry["number"] for entry in entries} == {None}
    assert "10.2" in [entry["fields"]["number"] for entry in entries]
    assert main(["export", "--format", "csv", "."]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert "10.2" in [row["number"] for row in rows]


@pytest.mark.parametrize(("name", "locale"), [("README.md", "C"), ("README.zh-TW.md", "zh_TW.UTF-8")])
def test_the_readmes_show_what_init_does(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
    locale: str,
) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    readme = (SHAPES.parents[1] / name).read_text("utf-8")
    (block,) = (b for b in re.findall(r"^```console\n(.*?)^```$", readme, re.S | re.M) if "lint init" in b)
    shutil.copytree(SHAPES / "index-zh-tw", tmp_path / "radio")
    monkeypatch.chdir(tmp_path / "radio")
    monkeypatch.setenv("NO_COLOR", "1")
    ends = []
    for step in re.split(r"^\$ ", block, flags=re.M)[1:]:
        command, _, expected = step.partition("\n")
        if command.startswith("sed"):
            page = Path("README.md")
            page.write_text(page.read_text("utf-8").replace("第 2 集", "第 3 集", 1), "utf-8")
        elif command.startswith("catalog-lint"):
            ends.append(main([*command.split()[1:]]))
            assert capsys.readouterr().out == expected
    assert ends == [0, 0, 1]
    hook = re.search(r"^- id: catalog-lint\n(?:  .*\n)*?  entry: (.*)$", HOOKS.read_text("utf-8"), re.M)
    assert hook
    assert block.splitlines()[-2].startswith(f"$ {hook[1]} ")


def test_a_large_catalog_is_judged_by_all_of_its_title_lines(tmp_path: Path) -> None:
    lines = [f"{n}. [2024-01-{n % 28 + 1:02}] 第{n}講" if n % 16 else f"{n}. 第{n}講" for n in range(1, 1501)]
    text = "".join(f"<details>\n<summary>{line}</summary>\n\n蜂箱。\n\n</details>\n\n" for line in lines)
    assert learn([("page.md", Source(text))]).schema["line"].value == "{number}. [{date}] {title}"


@pytest.mark.parametrize(
    "line",
    [
        "<b>12. [2024-05-01] 城市</b>",
        "<h3>12. [2024-05-01] 城市</h3>",
        '<a id="e12"></a>12. [2024-05-01] 城市',
        "<b><i>12. [2024-05-01] 城市</i></b> ",
        "12. [2024-05-01] 城市 <b>新</b>",
    ],
)
def test_tags_around_a_title_line_hide_none_of_its_fields(line: str) -> None:
    text = f"<details>\n<summary>{line}</summary><br>\n\n文字。\n\n</details>\n"
    assert judged(text, select=["ENT001", "ENT002", "ENT003", "ENT015"]).findings == []


def test_the_hour_of_a_time_of_day_is_no_number() -> None:
    talks = ("09:30 報到", "10:00 陶藝入門", "10:40 茶的故事", "13:00 河川巡守", "13:40 屋頂種菜")
    text = "# 議程\n\n" + "\n".join(f"## {talk}\n\n講者會帶實物來。\n" for talk in talks)
    learned = learn([("agenda.md", Source(text))])
    assert "{number}" not in learned.schema["line"].value


def test_a_section_that_half_of_the_entries_have_is_not_required() -> None:
    further = "## 延伸閱讀\n\n- 一本書。\n"
    entry = "<details><summary>{0}. 第 {0} 回的題目</summary>\n\n## 摘要\n\n- 說明。\n\n{1}</details>\n"
    text = "\n".join(entry.format(n, further * (n % 2)) for n in range(1, 13))
    values = learn([("list.md", Source(text))]).values()
    (profile,) = values["schema"]["profiles"]
    assert not {section["name"]: section["required"] for section in profile["sections"]}["延伸閱讀"]
    found = lint([("list.md", Source(text), parse(values, Path.cwd(), "learned"))]).findings
    assert not [finding.rule.code for finding in found if finding.rule.code == "SEC001"]


def test_habits_are_the_same_whether_the_pages_were_read_before() -> None:
    names = sorted((SHAPES.parent / "seeds").glob("*.md"))
    inputs = [(str(name), read(name), settings()) for name in names]
    values = {"schema": {"required": ["number", "title", "date"]}}
    before = [read_page(name, source, one.schema_of(name)) for name, source, one in inputs]
    habits = habits_of(values, inputs, ())
    assert any(habit.code.startswith("SEC") for habit in habits)
    assert habits_of(values, inputs, before) == habits
