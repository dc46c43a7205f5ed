"""Catalogs to measure on, made from words and sentence frames of our own by a fixed recipe.

The pages are not meant to be read: they have the shapes, the vocabulary's breadth and the kinds of damage
that real catalogs have, about 40 findings an entry.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

SEED = 20261127
ENTRIES_A_PAGE = 80
_NOUNS = (
    "候鳥 濕地 潮間帶 珊瑚 農會 茶園 梯田 水圳 鐵道 車站 月台 橋梁 隧道 碼頭 燈塔 漁港 魚塭 鹽田 河口 沙洲 "
    "堤防 水庫 山屋 步道 林場 檜木 苗圃 溫室 土壤 肥料 雨量 氣溫 颱風 地震 斷層 溫泉 火山 化石 岩層 礦坑 "
    "博物館 圖書館 劇場 樂團 合唱 戲曲 皮影 木偶 書法 水墨 陶器 漆器 織布 染料 竹編 紙張 印刷 字體 排版 裝幀 "
    "咖啡 麵包 酵母 豆腐 醬油 米酒 果醋 蜂蜜 乳酪 香料 菜刀 砧板 火候 湯頭 滷味 點心 便當 夜市 市場 農夫 "
    "模型 資料 參數 權重 梯度 損失 特徵 樣本 標籤 向量 矩陣 機率 分布 誤差 收斂 演算法 快取 記憶體 執行緒 "
    "排程 網路 封包 協定 伺服器 資料庫 索引 查詢 交易 備份 金鑰 憑證 權限 日誌 監控 部署 容器 映像"
    " 版本 分支 合併"
).split()
_VERBS = (
    "說明 比較 觀察 記錄 整理 測量 調整 改善 保留 移除 建立 維護 設計 分析 評估 檢查 討論 介紹 示範 修復"
).split()
_TERMS = (
    "Transformer PyTorch Linux Python GitHub attention encoder decoder dropout batch epoch token cache "
    "thread server latency pipeline benchmark"
).split()
_FRAMES = (
    "{a}與{b}的關係，影響{c}的結果。",
    "講者{v}{a}，並且提醒大家注意{b}。",
    "如果{a}不足，{b}就會變得不穩定，因此需要{v}{c}。",
    "透過{t} {v}{a}，可以減少{b}的負擔。",
    "在{a}附近，{b}通常比{c}更早出現。",
    "這一段{v}{a}的來源，以及{b}為什麼重要。",
    "為了避免{a}受到干擾，先{v}{b}，再處理{c}。",
    "**{a}**：{v}{b}，讓{c}保持一致。",
    "當{n} 個{a}同時運作時，{b}只需要{n} 分鐘。",
    "{a}、{b}與{c}各有優點，但是{a}比較容易{v}。",
)
_SECTIONS = ("核心主題", "主要觀念", "問題原因", "解決方法", "優化方式", "結論")
_NUMERALS = "一二三四五六"
_SIMPLIFIED = str.maketrans(
    "關係結講說並過減負擔這來為擾處當個時運網路資訊記錄體執緒庫詢誤優點試較觀響",
    "关系结讲说并过减负担这来为扰处当个时运网路资讯记录体执绪库询误优点试较观响",
)
_COMMON: tuple[Callable[[str, Random], str], ...] = (
    lambda text, _: text.translate(_SIMPLIFIED),
    lambda text, _: text.translate(_SIMPLIFIED),
    lambda text, _: text.translate(_SIMPLIFIED).replace("，", ",", 1),
    lambda text, _: text.replace("干擾", "幹擾").replace("為", "爲"),
    lambda text, _: text.replace("，", ",", 1),
    lambda text, _: text.replace("，", "， ", 1),
)
_RARE: tuple[Callable[[str, Random], str], ...] = (
    lambda text, _: text.replace("。", "的ponse。"),
    lambda text, random: f"**{random.choice(_NOUNS)}：**{text}",
    lambda text, _: text.replace("的", "的\u200b", 1),
    lambda text, _: text.replace("。", " significantly。"),
)
RARE = 0.08
"""The share of damage that is none of the everyday kinds."""
DAMAGED_LINES = 0.75


def _sentence(random: Random) -> str:
    a, b, c = random.sample(_NOUNS, 3)
    frame = random.choice(_FRAMES)
    return frame.format(
        a=a, b=b, c=c, v=random.choice(_VERBS), t=random.choice(_TERMS), n=random.randint(2, 99)
    )


def entry(number: int, random: Random, damaged: bool = True) -> str:
    """One entry of about 2.8 kB."""
    video = "".join(random.choices("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789-_", k=11))
    year, day = 2010 + number // 366 % 15, number % 28 + 1
    title = "".join(random.sample(_NOUNS, 3))
    lines = [
        "<details>",
        f"<summary>{number}. [{year}-{number % 12 + 1:02}-{day:02}] {title}</summary><br>",
        "",
        f'<a href="https://www.youtube.com/watch?v={video}" target="_blank">',
        f'    <img src="https://img.youtube.com/vi/{video}/hqdefault.jpg" alt="[Youtube]" width="200">',
        "</a>",
        "",
    ]
    for numeral, name in zip(_NUMERALS, _SECTIONS, strict=True):
        lines += [f"### 小節{numeral}：{name}", ""]
        for _ in range(random.randint(4, 7)):
            text = _sentence(random)
            if damaged and random.random() < DAMAGED_LINES:
                text = random.choice(_RARE if random.random() < RARE else _COMMON)(text, random)
            lines.append(f"- {text}")
        lines.append("")
    return "\n".join([*lines, "</details>", ""])


def write(folder: Path, pages: int, damaged: float = 1.0, entries: int = ENTRIES_A_PAGE) -> int:
    """Write a catalog into a folder; returns its size in bytes. `damaged`: the share of damaged entries."""
    random = Random(SEED)
    folder.mkdir(parents=True)
    size = 0
    for page in range(pages):
        first = page * entries + 1
        text = "\n".join(_entries(first, first + entries, random, damaged))
        data = f"# 目錄 {first}-{first + entries - 1}\n\n{text}".encode()
        (folder / f"{page:03}-index.md").write_bytes(data)
        size += len(data)
    return size


def _entries(first: int, end: int, random: Random, damaged: float) -> Iterator[str]:
    for number in range(first, end):
        yield entry(number, random, random.random() < damaged)
