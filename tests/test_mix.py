"""The rules on tokens of two languages, judged on whole entries as a user writes them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from catalog_lint.rule.loading import load_rules
from tests.conftest import SHARED, judged, mended

HEAD = "<details>\n<summary>7. [2024-05-01] {title}</summary>\n\n"


def entry(body: str, title: str = "鳥類的遷徙") -> str:
    return f"{HEAD.format(title=title)}{body}\n</details>\n"


def found(text: str, **keys: object) -> list[tuple[str, str]]:
    """Code and text of each finding that asserts, in order."""
    result = judged(text, select=["MIX"], **keys)
    assert not result.failures
    return [
        (finding.rule.code, text[finding.span.start : finding.span.end])
        for finding in result.findings
        if finding.severity != "info"
    ]


@pytest.mark.parametrize(
    ("body", "piece"),
    [
        ("研究者用衛星追ellites收集的資料。", "ellites"),
        ("- **igration的路線**：沿著海岸。", "igration"),
        ("候鳥怕冷，容易感染nfluenza。", "nfluenza"),
        ("降低（如emperature）的影響。", "emperature"),
        ("分析**遷徙**ological因素。", "ological"),
        ("以nsupervised方式分群。", "nsupervised"),
        ("模型容易verfitting而失準。", "verfitting"),
        ("幼鳥的飛行學earning很快。", "earning"),
        ("觀察胚胎的器官genesis過程。", "genesis"),
    ],
)
def test_a_piece_is_found_wherever_it_stands(body: str, piece: str) -> None:
    assert found(entry(body)) == [("MIX001", piece)]


def test_a_piece_is_explained_by_the_word_that_the_entry_has() -> None:
    text = entry("這是候鳥的導igation能力（Navigation）。")
    (finding,) = judged(text, select=["MIX001"]).findings
    assert "Navigation" in finding.message
    assert [text[span.start : span.end] for _, span, *_ in finding.related] == ["Navigation"]


@pytest.mark.parametrize(
    "body",
    [
        "以PyTorch和softmax做分類，用cron排程，寫入repo。",
        "X-光、K-近鄰、Wi-Fi、GPT-4、HbA1c、iPhone 與 macOS。",
        "版本 v1.2.3、檔案 a.txt 與 .gitignore、網址 example.com、.NET 平臺。",
        r"向量 \(w_{max}\) 與 $x_i$，見 `window_size`。",
        "姓 名\n\n甲 乙 丙\n\n姓名與甲乙丙。",
        "黃疸（jaundice）與《Birds of Passage》都是固定說法。",
        "作者說 plumage（羽毛）每年更換。",
        "使用 token、prompt 與 fine-tuning，再跑 benchmark。",
    ],
)
def test_what_is_meant_is_left_alone(body: str) -> None:
    assert found(entry(body)) == []


@pytest.mark.parametrize(
    ("body", "guess"),
    [
        ("這些鳥需要高assium的食物。", "potassium"),
        ("候鳥的酮egenic飲食。", ""),
        ("候鳥的酮osis狀態。", ""),
    ],
)
def test_a_fragment_is_completed_only_where_hardly_another_word_ends_so(body: str, guess: str) -> None:
    (finding,) = judged(entry(body), select=["MIX001"]).findings
    assert finding.message.endswith(
        (f" (such as '{guess}')" if guess else "") + "; write the word or its translation"
    )


def test_words_of_the_title_are_no_fragments_and_no_misspellings() -> None:
    assert found(entry("介紹 gression 與 Enviromental。", title="Gression and Enviromental")) == []


def test_marks_are_dropped_and_words_stay() -> None:
    text = entry("經由.migration 與_weather_的資料，改善_BIRD_RINGING的方法。")
    marked = [word for code, word in found(text) if code == "MIX002"]
    assert marked == [".migration", "_weather_", "_BIRD_RINGING"]
    (source,) = mended(text, select=["MIX002"]).sources.values()
    assert "經由migration 與weather的資料，改善_BIRD_RINGING的方法。" in source.text


def test_mending_a_mark_adds_no_finding() -> None:
    text = entry("經由.migration 與_weather_的資料，候鳥避開 dangerous storms。")
    (source,) = mended(text, select=["MIX002"]).sources.values()
    left = {(code, word) for code, word in found(source.text)}
    assert left
    assert left <= set(found(text))


def test_an_ordinary_word_amid_chinese_is_left_over_even_alone() -> None:
    asked_for = "### 核心主題\n\n{}\n\n### 主要觀念\n\n### 問題原因\n\n### 解決方法\n"
    text = "天黑後多數候鳥靠 instinct 飛行。"
    assert found(entry(asked_for.format(text))) == [("MIX020", "instinct")]
    assert found(entry(f"{text}牠們也認得風的uency。")) == [("MIX020", "instinct"), ("MIX001", "uency")]
    assert found(entry("以 grep、awk 與 tail 處理紀錄。")) == []


@pytest.mark.parametrize(
    ("body", "left"),
    [
        ("這張照片是 double exposure，同一格底片曝了兩次光。", []),
        ("編曲上 bridge 很短，只有四小節就接回副歌。\n\n把 attack 調慢一點，瞬態才不會被壓扁。", []),
        ("遵守 regulations，乘客才安全。", ["regulations"]),
        ("這項調整的 correctness 還有待確認。", ["correctness"]),
        ("他在 flop 就收手，最後只好 fold。", []),
        ("應分散 risks，不要把 money 投入同一檔股票。", ["risks", "money"]),
    ],
)
def test_what_an_author_says_in_english_is_not_left_over(body: str, left: list[str]) -> None:
    assert found(entry(body)) == [("MIX020", word) for word in left]


@pytest.mark.parametrize(
    "body", ["畫面顯示「cannot find the nest」後停止。", "* git tail nest\n* git stash drop"]
)
def test_quotations_and_command_lines_are_no_english_left_over(body: str) -> None:
    assert found(entry(body)) == []


@pytest.mark.parametrize(
    ("body", "whole"),
    [
        ("比較 Reinforcment Learning 的作法。", ("MIX010", "Reinforcment")),
        ("採用 Tranformer 架構。", ("MIX010", "Tranformer")),
        ("這是self-監督的方法。", ("MIX004", "self-監督的")),
        ("說明ModelCompression的理由。", ("MIX003", "ModelCompression")),
    ],
)
def test_terms_are_known_when_damaged(body: str, whole: tuple[str, str]) -> None:
    assert found(entry(body)) == [whole]


def test_a_word_that_the_entry_writes_with_capitals_inside_is_a_name() -> None:
    assert found(entry("TranFormer 是新的架構，每個 tranformer 塊都有一層。")) == []


def test_a_split_word_is_written_whole_in_the_entry_or_read_across_the_space() -> None:
    assert found(entry("本文談遷徙。\n\n### 遷 徙路線")) == [("MIX005", "遷 徙")]
    assert found(entry("本文談候鳥。\n\n### 遷 徙路線")) == [("MIX005", "遷 徙")]
    assert found(entry("本文談候鳥。\n\n### 遷 徙\n\n- 路線 高度")) == []


def test_identifiers_in_prose() -> None:
    body = "調整 wingSpan 就好。再看 flight_path 多長，並提出FlightModel來預測。"
    assert found(entry(body)) == [
        ("MIX003", "wingSpan"),
        ("MIX003", "flight_path"),
        ("MIX003", "FlightModel"),
    ]


def test_an_identifier_that_is_called_one_is_left_alone() -> None:
    assert found(entry("呼叫 flight_path 函數即可。")) == []


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("說明候鳥如何避開 dangerous storms 並找到方向。", ["dangerous storms"]),
        ("這樣可以提高羽毛的durability。", ["durability"]),
        (
            "研究團隊以 uncertain observations 與 sparse samples 估計候鳥的數量。",
            ["uncertain observations", "sparse samples"],
        ),
        (
            "1. **Migration Route Estimation**：以衛星估計候鳥的路線。\n"
            "2. **Limits of Observation**：資料不足，需要更多志工長期記錄。",
            ["Migration Route Estimation", "Limits of Observation"],
        ),
    ],
)
def test_ordinary_english_in_a_chinese_sentence(body: str, words: list[str]) -> None:
    assert found(entry(body)) == [("MIX020", word) for word in words]


def test_text_outside_entries_may_use_the_words_of_its_trade() -> None:
    assert found("本書說明 dangerous storms 與 uncertain observations。") == []


def test_an_english_entry_is_not_reported_word_by_word() -> None:
    assert found(entry("Birds travel at night and rest by day. 候鳥。 " * 4)) == []


@pytest.mark.parametrize(
    "body",
    [
        "用golang與pydantic開發，以iframe嵌入，放在bitbucket上，遵守commonjs的寫法。",
        "病人有overhydration的情形，體內cytokine偏高，再驗microRNA。",
        "以 nbviewer 分享筆記本；每個 goroutine 都會回傳結果；這是 nullable 欄位。",
        "他先後在 Binance、Coinbase 與 Goldman Sachs 工作，主管是 Jennifer Doudna。",
        "浮水印 SynthID 由 Google 提出，openEuler 由社群維護，Sam Altman 沒有參加。",
        "這是 convolutional 層，behaviour 與 behavior 都拼對了，optimisation（最佳化）也是。",
    ],
)
def test_names_and_terms_of_the_world_are_known(body: str) -> None:
    assert [found for found in found(entry(body)) if found[0] != "MIX020"] == []


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("再由 ROUTE SELECTION METHOD 選出路線。", [("MIX020", "ROUTE SELECTION METHOD")]),
        ("模型從資料中Learn到許多特徵。", [("MIX020", "Learn")]),
        ("以LOSSFUNCTION衡量誤差。", [("MIX003", "LOSSFUNCTION")]),
        ("從Beginner到專家都適用，他Google到答案，輸入 SELECT FROM 查詢。", []),
        ("參加 WORLD HEALTH ORGANIZATION 的會議，使用 PLAYSTATION 與 SAMSUNG。", []),
    ],
)
def test_capitals_and_glued_words(body: str, words: list[tuple[str, str]]) -> None:
    assert found(entry(body)) == words


def test_what_several_entries_write_alike_is_a_name_but_no_term_misspelt() -> None:
    text = entry("介紹 Vinance 與 Tranformer，設定 wing_span 的值。")
    assert {word for _, word in found(text)} == {"Vinance", "Tranformer", "wing_span"}
    assert {word for _, word in found(text * 3)} == {"Tranformer"}


def test_what_an_entry_has_in_code_or_in_an_address_is_known() -> None:
    body = "再看 wing_span 的值，處理 dquilts 的輸出。"
    assert ("MIX003", "wing_span") in found(entry(body))
    assert found(entry(f"{body}`wing_span --help`")) == []
    assert found(entry(f"{body}見[說明](https://example.com/wing_span)。")) == []


def test_taught_terms_are_mended_whole_words_only() -> None:
    text = entry("Wavlm 與 Wavlms 和「地震波」。")
    keys = {"terms": {"Wavlm": "WavLM"}}
    assert ("MIX012", "Wavlm") in found(text, **keys)
    assert found(text, **keys).count(("MIX012", "Wavlm")) == 1


def test_rules_share_no_work_over_parameters(tmp_path: Path) -> None:
    (tmp_path / "terms.txt").write_text("onvoy\n", encoding="utf-8")
    text = entry("出發時跟著 onvoy 一起走。")
    own = {"rule": {"MIX006": {"terms": str(tmp_path / "terms.txt")}}}
    for select in (["MIX006"], ["MIX001", "MIX006"]):
        assert len(judged(text, select=select).findings) == 1
        assert judged(text, select=select, **own).findings == []


def test_no_defect_has_two_codes() -> None:
    body = "由帶來的導igation，是資料-Driven的 dangerous storms，見 wingSpan 與 enviromental 因素。"
    spans = [finding.span for finding in judged(entry(body), select=["MIX"]).findings]
    assert len(spans) > 4
    assert not any(one.overlaps(other) for i, one in enumerate(spans) for other in spans[i + 1 :])


def test_a_page_without_latin_letters_loads_no_words(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("候鳥每年春天北返，秋天南飛。\n", encoding="utf-8")
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from catalog_lint.config import Settings\n"
        "from catalog_lint.lint.linter import lint\n"
        "from catalog_lint.source import read\n"
        "from catalog_lint.language.english_lists import content, _sieve\n"
        "path = Path(sys.argv[1])\n"
        "lint([(str(path), read(path), Settings(select=('MIX',)))])\n"
        "print(content.cache_info().misses, _sieve.cache_info().misses)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", script, str(page)], capture_output=True, text=True, check=True
    )
    assert run.stdout.split() == ["0", "0"]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the gold labels are not here")
def test_no_list_holds_a_broken_token_of_the_yardstick() -> None:
    labels = [
        json.loads(line) for line in (SHARED / "gold/seed.labels.jsonl").read_text("utf-8").splitlines()
    ]
    broken = {label["text"] for label in labels if label["class"] in ("garbled", "misspelled")}
    folder = Path(load_rules()["MIX001"].file).parent
    for path in folder.iterdir():
        lines = {line.partition("#")[0].strip() for line in path.read_text("utf-8").splitlines()}
        assert not lines & broken, path.name
