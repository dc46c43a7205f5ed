"""What a model leaves around its summary, found where it stands; a speaker's own words are left alone."""

from __future__ import annotations

from functools import partial
from operator import mul
from pathlib import Path

import pytest

from catalog_lint.checks.phrases import phrases
from catalog_lint.language.tables import folded
from catalog_lint.rule.loading import load_rules
from tests.conftest import judged, mended
from tests.growth import assert_straight

CONTENT = "## 結論\n\n水庫在枯水期靠夜間放水，農民因此早起。\n"


def codes(text: str, **keys: object) -> list[str]:
    return [finding.rule.code for finding in judged(text, select=["LLM"], **keys).findings]


def found(text: str) -> list[str]:
    judgement = judged(text, select=["LLM"])
    source = judgement.pages["page.md"].source.text
    return [source[one.span.start : one.span.end] for one in judgement.findings]


@pytest.mark.parametrize(
    "letter",
    [
        "好的，以下是我為您整理的文稿：",
        "好的，以下是我为您整理的文稿：",
        "當然可以！以下是這部影片的重點摘要：",
        "您好！這是根據您提供的逐字稿整理出的大綱。",
        "**整理後的文稿：**",
        "以下是整理后的版本：",
        "我將這篇文稿分成三個部分，整理如下：",
        "作為您的專業助理，我已將文稿整理完畢。",
        "Certainly! Here is a summary of the video.",
        "Here's the cleaned-up transcript:",
        "Of course. Here are the main points of the talk:",
        "以下是針對本文的條列式摘要：",
        "以下整理自逐字稿，依主題分節：",
        "根據文章內容，整理重點如下：",
        "感謝您提供的文稿，以下是整理後的內容：",
        "讓我來整理這篇文章的重點：",
        "好的，使用者希望我整理這篇文章。",
        "Okay, let me go through the article first.",
    ],
)
def test_letter_before_the_summary(letter: str) -> None:
    text = f"{letter}\n\n{CONTENT}"
    assert found(text) == [letter]
    assert mended(text, select=["LLM"]).sources["page.md"].text == text
    assert mended(text, unsafe=True, select=["LLM"]).sources["page.md"].text == CONTENT


@pytest.mark.parametrize(
    "letter",
    [
        "希望這份整理對您有幫助！",
        "希望这一版能对您有些帮助！如果您有其他要求，请随时告诉我。",
        "以上為文章重點的歸納。",
        "以上整理條理清楚，涵蓋講稿的各個部分。",
        "此整理結構清晰，便於複習。",
        "**注意**：以上內容根據原文整理。",
        "如需進一步修改，請隨時告知。",
        "這個版本更簡潔，也更容易閱讀。",
        "I hope this summary helps! Let me know if you need anything else.",
        "Would you like me to expand any section?",
        "希望這符合您的需求。",
        "如有需要修改之處，請讓我知道。",
        "需要我把這份整理轉成表格嗎？",
        "若有任何疑問，歡迎隨時詢問。",
        "以上即為本次講座之重點摘要。",
        "（以上整理自影片字幕，僅供參考）",
        "（本摘要由 AI 生成，可能有誤）",
        "註：由於逐字稿辨識有誤，部分專有名詞已修正。",
        "此整理報告針對水庫的管理提供了分析。",
        "（共 1,024 字）",
        "(Word count: 420)",
    ],
)
@pytest.mark.parametrize("frame", ["{}\n", "---\n\n{}\n\n[model=writer-2-small,0]\n"])
def test_letter_after_the_summary(letter: str, frame: str) -> None:
    text = f"{CONTENT}\n" + frame.format(letter)
    assert "LLM005" in codes(text)
    assert letter in found(text)
    mended_text = mended(text, unsafe=True, select=["LLM"]).sources["page.md"].text
    assert letter not in mended_text
    assert mended_text.startswith(CONTENT)


@pytest.mark.parametrize(
    "line",
    [
        "大家好，歡迎收看，今天整理三個重點。",
        "好的，那我們就開始今天的內容。",
        "希望今天的分享對大家有幫助，我們下期再見。",
        "希望這部影片對你有幫助！",
        "如果你有任何問題，歡迎在評論區留言，也請訂閱頻道。",
        "如果您有糖尿病，請先諮詢醫師再調整飲食。",
        "以上就是本期影片的全部內容。",
        "抱歉，來賓說他無法同意。",
        "請整理自己的房間，再整理思路。",
        "本文整理了三種方法的優缺點。",
        "講者最後說明如何修改程式。",
        "這個版本的軟體修正了三個錯誤。",
        "此版本主要修正了三個漏洞，並加入新的排程器。",
        "精簡後的版本更適合嵌入式裝置。",
        "以上為講者整理的三大重點：引力、自轉與地形。",
        "您可以根據自己的需要調整運動量。",
        "根據您的體質調整飲食，並補充水分。",
        "若有任何疑問，請洽各地監理站。",
        "註：原文為德文，由出版社翻譯。",
        "作品由 AI 生成，得獎後引發爭議。",
        "摘要不得超過 500 字。",
        "您好，我是林教授，今天要談水庫的重點。",
        "身為一位編輯，講者每天要整理大量文稿。",
        "感謝您收看本期節目，講者先整理上週的新聞。",
        "抱歉，我遲到了：講者以玩笑開場，說明為何無法準時。",
        "Error: 這個字在程式中代表什麼？",
        "請點選 [插入] 選單，再選 [圖片]。",
        "推理模型會先產生 \\<think\\> 標記。",
        "Written by Claude Shannon in 1948",
    ],
)
@pytest.mark.parametrize(
    "place", ["{line}\n\n{content}", "{content}\n{line}\n", "{content}\n{line}\n\n{content}"]
)
def test_words_of_the_speaker_stay(line: str, place: str) -> None:
    assert codes(place.format(line=line, content=CONTENT)) == []


def test_stage_at_the_end_of_a_letter_is_told_once() -> None:
    letter = (
        "好的，我將文稿整理如下：\n\n* **分段：** 加上小標題。\n* **語言：** 刪除口語。\n\n**整理後文稿：**\n"
    )
    assert codes(f"{letter}\n{CONTENT}") == ["LLM004"]
    assert codes(f"{CONTENT}\n**版本二：詳細整理版**\n\n{CONTENT}") == ["LLM016"]


def test_letter_in_mid_text_is_no_letter() -> None:
    text = f"{CONTENT}\n" * 6 + "\n好的，以下是講者整理的文稿：先治水。\n\n" + f"{CONTENT}\n" * 6
    assert codes(text) == []


def test_notes_on_the_editing_need_items_that_speak_of_editing() -> None:
    notes = "\n**調整說明：**\n\n* 刪除口語化的詞。\n* 加上小標題，方便閱讀。\n"
    facts = "\n**調整說明：**\n\n* 閘門改為每日開啟兩次。\n* 水位下限提高半公尺。\n"
    assert codes(CONTENT + notes) == ["LLM006"]
    assert codes(CONTENT + facts) == []


def test_notes_do_not_swallow_the_next_section() -> None:
    text = "**整理說明：**\n\n* 精簡語句。\n* 分段。\n\n**一、背景**\n\n* 河川整治始於五十年前。\n"
    assert found(text) == ["**整理說明：**\n\n* 精簡語句。\n* 分段。"]


def test_prompt_lines_that_are_a_block_go_safely() -> None:
    prompt = "請整理此文章重點，使用正式的學術用語，並以小節作歸納。\n各小節以條列格式，作清楚客觀的整理。"
    text = f"{prompt}\n\n{CONTENT}"
    assert codes(text) == ["LLM001"]
    assert mended(text, select=["LLM"]).sources["page.md"].text == CONTENT


def test_prompt_line_inside_a_paragraph_is_not_removed_safely() -> None:
    text = f"水庫的管理如下。\n請整理此文章重點，使用正式的學術用語。\n\n{CONTENT}"
    assert codes(text) == ["LLM001"]
    assert mended(text, select=["LLM"]).sources["page.md"].text == text


@pytest.mark.parametrize(
    "text",
    [
        "第一個提示詞寫成：\n\n請總結以下文章的重點。\n\n模型的回答很短。",
        "> 請總結以下文章的重點。\n\n模型的回答很短。",
        "- 請將以下文章整理成條列重點。\n- 請用繁體中文回答。",
        "請整理這篇文章的重點，是最常見的提示詞。",
        "分隔符號的範例：\n\n===== 文章開始 =====\n\n模型以此分辨文章。",
    ],
)
def test_prompts_that_the_text_quotes_stay(text: str) -> None:
    assert codes(f"{CONTENT}\n{text}\n\n{CONTENT}") == []


def test_prompt_line_amid_the_text_is_no_safe_removal() -> None:
    for text in (f"{CONTENT}\n請總結這段文字。\n\n{CONTENT}", f"{CONTENT}\n### 提示\n\n請總結這段文字。\n"):
        assert codes(text) == ["LLM001"]
        assert mended(text, select=["LLM"]).sources["page.md"].text == text


@pytest.mark.parametrize(
    ("prompt", "rest"),
    [
        ("請整理以下文章的重點。", "植物需要日照，也需要水分。"),
        ("請將以下逐字稿整理成條列重點，使用繁體中文。字數限五百字以內。", "植物靠葉子的中文名稱分類。"),
        ("请总结以下文章的重点，不超过三百字。", "植物需要日照。"),
    ],
)
def test_prompt_stops_where_its_last_sentence_stops(prompt: str, rest: str) -> None:
    text = f"{prompt}{rest}\n\n{CONTENT}"
    assert found(text) == [prompt]
    assert mended(text, select=["LLM"]).sources["page.md"].text == f"{rest}\n\n{CONTENT}"


@pytest.mark.parametrize("tag", ["[model=writer-2-small,0]", "<think>\n先列重點。\n</think>", "=== 重點 ==="])
def test_removals_leave_no_second_rule(tag: str) -> None:
    text = f"{CONTENT}\n---\n\n{tag}\n\n---\n\n{CONTENT}"
    after = mended(text, unsafe=True, select=["LLM"]).sources["page.md"].text
    assert after == f"{CONTENT}\n---\n\n{CONTENT}"


def test_removals_leave_no_empty_heading_but_the_title() -> None:
    tag = "[model=writer-2-small,0]\n"
    for after in ("", "## 建議\n\n早起。\n", "---\n\n## 建議\n\n早起。\n"):
        text = f"{CONTENT}\n## 說明\n\n{tag}\n{after}"
        assert mended(text, select=["LLM"]).sources["page.md"].text == text
        assert mended(text, unsafe=True, select=["LLM"]).sources["page.md"].text == f"{CONTENT}\n{after}"
    entry = f"<details>\n<summary>7. [2024-03-01] 水庫</summary><br>\n\n# 水庫\n\n{tag}\n</details>\n"
    assert "# 水庫\n" in mended(entry, unsafe=True, select=["LLM"]).sources["page.md"].text
    bold = f"{CONTENT}\n**我們下期再見！**\n\n{tag}"
    assert mended(bold, select=["LLM"]).sources["page.md"].text == f"{CONTENT}\n**我們下期再見！**\n\n"
    nested = f"## 說明\n\n{tag}\n### 細節\n\n早起。\n"
    assert mended(nested, unsafe=True, select=["LLM"]).sources["page.md"].text.startswith("## 說明\n")


def test_messages_show_what_stands_on_the_page() -> None:
    entry = "<details>\n<summary>7. [2024-03-01] 水庫</summary><br>\n\n{}\n\n</details>\n"
    (finding,) = judged(
        entry.format("**水庫**靠夜間**放水**，灌溉農田與發電，以及"), select=["LLM014"]
    ).findings
    assert "灌溉農田與發電，以及" in finding.message


@pytest.mark.parametrize(
    "failure",
    [
        "Request timed out.",
        "504 Gateway Time-out",
        "ReadTimeout: the read operation timed out",
        "requests.exceptions.ConnectionError: aborted",
        "Sorry, I can't assist with that request.",
        "Could not retrieve a transcript for the video!",
        "伺服器忙碌中，請稍後再試。",
        "生成摘要時發生錯誤。",
        "此影片沒有字幕，無法產生摘要。",
        "您好！看起來您還沒有貼上文章，請將文章貼上來。",
        "None",
    ],
)
def test_failure_in_the_place_of_the_summary(failure: str) -> None:
    assert codes(f"{failure}\n") == ["LLM011"]


@pytest.mark.parametrize(
    "start", ["None 與 null 的差別，", "連線逾時的原因有三種，", "404 是最有名的錯誤碼，"]
)
def test_failures_that_the_video_is_about_stay(start: str) -> None:
    assert codes(f"{start}講者由此談起。\n") == []


def test_model_tag_after_the_text_is_found_and_removed() -> None:
    text = f"{CONTENT}\n[model=writer-2-small,0]\n\n\n---\n"
    assert codes(text) == ["LLM007"]
    assert mended(text, select=["LLM"]).sources["page.md"].text == f"{CONTENT}\n---\n"


def test_other_languages_of_the_content() -> None:
    english = "The speaker explains how a reservoir is run through the dry season, and why at night. " * 3
    entry = f"<details>\n<summary>7. [2024-03-01] 水庫</summary><br>\n\n{english}\n\n</details>\n"
    assert codes(entry) == ["LLM013"]
    assert codes(entry, language="en") == []


def test_japanese_is_not_taken_for_chinese() -> None:
    japanese = "水庫の管理について、講師は夜間に放水する理由を説明し、農民の期待にも触れています。" * 2
    entry = f"<details>\n<summary>7. [2024-03-01] 水庫</summary><br>\n\n{japanese}\n\n</details>\n"
    assert codes(entry) == ["LLM013"]


def test_reading_both_scripts_keeps_offsets() -> None:
    text = "詳見[填入日期]與[具体链接]，以及其他。\n"
    assert found(text) == ["[填入日期]", "[具体链接]"]


def test_lists_are_usable() -> None:
    folder = Path(next(iter(load_rules().values())).file).parents[1] / "llm"
    for path in sorted(folder.glob("*.txt")):
        assert not phrases(path).fullmatch(""), path
    assert len(folded("裡後麵乾𠮷")) == 5


def test_broken_list_names_its_line(tmp_path: Path) -> None:
    path = tmp_path / "broken.txt"
    path.write_text("# 註\n好的\n(未關\n", "utf-8")
    with pytest.raises(ValueError, match=r"broken\.txt:3"):
        phrases(path).search(folded("這裡(未關"))


@pytest.mark.parametrize("piece", ["希望", "<think>", "好的，", "ab", "[model=", "請", "第1段", "請整理。"])
def test_hostile_text_costs_a_straight_line(piece: str) -> None:
    assert_straight(partial(mul, piece), 5_000, lambda text: judged(text, select=["LLM"]))


def test_human_books_hold_no_residue(shared: Path) -> None:
    for path in sorted((shared / "clean").glob("*.md")):
        assert codes(path.read_text("utf-8")) == []
