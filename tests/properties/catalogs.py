"""A grammar of catalog pages, and of the damage that they suffer."""

from __future__ import annotations

from hypothesis import strategies as st

WORDS = (
    "機器學習",
    "資料庫",
    "山茶花",
    "茶園",
    "模型",
    "軟體",
    "研究",
    "方法",
    "城市",
    "養蜂",
    "水稻",
    "氣候",
)
SENTENCES = (
    "{}的發展改變了{}。",
    "他把{}與{}放在一起比較，結果很清楚。",
    "為了說明{}，作者舉了{}的例子。",
    "這一段談{}：先談來源，再談{}。",
)
RICH = (
    "**{}**",
    "`{}`",
    "[{}](https://example.com/page)",
    "<kbd>{}</kbd>",
    "![{}](https://example.com/a.png)",
)
DAMAGE: tuple[tuple[str, str], ...] = (
    ("為", "爲"),
    ("學", "学"),
    ("軟體", "软体"),
    ("的", "的\u200b"),
    ("，", ","),
    ("。", "。。"),
    ("資料", "资料"),
    ("。\n", "。 \n"),
    ("**", "** "),
    ("### ", "###"),
    ("、", "、、"),
    ("氣", "气"),
)
"""Right text and what it becomes, each wherever it stands."""

words = st.sampled_from(WORDS)


@st.composite
def sentences(draw: st.DrawFn) -> str:
    """A sentence, some of its words marked up."""

    def word() -> str:
        text = draw(words)
        return draw(st.sampled_from(RICH)).format(text) if draw(st.integers(0, 4)) == 0 else text

    return draw(st.sampled_from(SENTENCES)).format(word(), word())


@st.composite
def blocks(draw: st.DrawFn) -> str:
    """A paragraph, a list, a quotation, a table or code."""
    lines = draw(st.lists(sentences(), min_size=1, max_size=3))
    kind = draw(st.sampled_from(["paragraph", "list", "numbered", "quotation", "fence", "table"]))
    if kind == "list":
        return "\n".join(f"- {line}" for line in lines)
    if kind == "numbered":
        return "\n".join(f"{n}. {line}" for n, line in enumerate(lines, 1))
    if kind == "quotation":
        return "\n".join(f"> {line}" for line in lines)
    if kind == "fence":
        return "```\n软件 爲\n```"
    if kind == "table":
        return "| 甲 | 乙 |\n|---|---|\n" + "\n".join(f"| {line} | 一 |" for line in lines)
    return "".join(lines)


@st.composite
def entries(draw: st.DrawFn, number: int) -> str:
    """An entry with its frame, a heading or two and what stands under them."""
    video = f"abcdefgh{number:03}"
    body = "\n\n".join(
        f"### {numeral}、{draw(words)}\n\n" + "\n\n".join(draw(st.lists(blocks(), min_size=1, max_size=3)))
        for numeral in "一二"[: draw(st.integers(1, 2))]
    )
    return (
        f"<details>\n<summary>{number}. [2024-01-{number:02}] {draw(words)}與{draw(words)}</summary><br>\n\n"
        f'<a href="https://www.youtube.com/watch?v={video}" target="_blank">\n'
        f'    <img src="https://img.youtube.com/vi/{video}/maxresdefault.jpg" alt="[Youtube]" width="200">\n'
        f"</a>\n\n{body}\n\n</details>\n"
    )


@st.composite
def pages(draw: st.DrawFn, most: int = 4) -> str:
    """A page of entries."""
    count = draw(st.integers(1, most))
    return "\n".join(draw(entries(number)) for number in range(1, count + 1))


@st.composite
def twins(draw: st.DrawFn) -> tuple[str, str]:
    """A page, and the page with damage of some kinds at some of the places where it may stand."""
    clean = text = draw(pages())
    for right, wrong in draw(st.lists(st.sampled_from(DAMAGE), min_size=1, max_size=4, unique=True)):
        pieces = text.split(right)
        joints = [wrong if draw(st.booleans()) else right for _ in pieces[1:]]
        text = pieces[0] + "".join(joint + piece for joint, piece in zip(joints, pieces[1:], strict=True))
    if draw(st.booleans()):
        text = text.replace("\n", "\r\n")
    return clean, ("\ufeff" if draw(st.booleans()) else "") + text


def damaged() -> st.SearchStrategy[str]:
    """A page with damage."""
    return twins().map(lambda pair: pair[1])


LINES = (
    "他爲此事說过。",
    "",
    "</details>",
    "## 後記",
    "臺灣的山，台灣的茶。",
    "用Python 寫。",
    "```",
    "\u200b甲",
)
"""Lines that somebody may put anywhere."""


@st.composite
def edited(draw: st.DrawFn, text: str) -> str:
    """A page after somebody put a line into it, or took some out."""
    lines = text.splitlines(keepends=True)
    at = draw(st.integers(0, len(lines)))
    if draw(st.booleans()):
        return "".join([*lines[:at], draw(st.sampled_from(LINES)) + "\n", *lines[at:]])
    return "".join([*lines[:at], *lines[at + draw(st.integers(1, 5)) :]])
