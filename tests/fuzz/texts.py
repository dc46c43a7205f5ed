"""From a fuzzer's bytes to a text: as they are, or each byte a piece that a grammar cares about."""

from __future__ import annotations

from collections.abc import Sequence

MARKDOWN = (
    "\n¦\n\n¦\r\n¦\r¦ ¦    ¦\t¦\u3000¦\u200b¦\u202e¦\ufeff¦\x0c¦\x1b¦\u2028¦# ¦## ¦### ¦###¦- ¦* "
    "¦+ ¦1. ¦2) ¦（一）¦一、¦> ¦---\n¦***\n¦===\n¦**¦*¦__¦_¦~~¦`¦```¦```\n¦~~~\n¦$¦$$¦\\¦\\(¦\\["
    "¦|¦|---|\n¦:¦[¦]¦(¦)¦](¦![¦[^1]¦[^1]: ¦[甲]: ¦[[¦]]¦{{ ¦ }}¦{% ¦ %}¦{#id}¦<¦>¦</¦/>¦<br>"
    "¦<!--¦-->¦<![CDATA[¦]]>¦<?¦?>¦<pre>¦</pre>¦<script>¦<details>\n¦</details>\n¦<summary>"
    "¦</summary>¦<summary>1. [2024-01-02] 甲</summary><br>\n\n"
    '¦<a href="https://www.youtube.com/watch?v=aB12E5gH7_k" target="_blank">¦</a>¦<img src="'
    '¦https://img.youtube.com/vi/aB12E5gH7_k/maxresdefault.jpg¦" alt="[Youtube]" width="200">'
    "¦<kbd>¦<!-- catalog-lint-disable HAN005 -->¦<!-- catalog-lint-enable -->"
    "¦<!-- catalog-lint-disable-file¦https://example.com/¦http://¦www.¦?utm_source=a"
    "¦youtu.be/aB12E5gH7_k¦a@b.tw¦&amp;¦&#0;¦爲¦为¦软件¦机器学习¦隻能¦學¦学¦資料¦模型¦的¦了¦在¦與"
    '¦和¦甲¦乙¦三¦，¦。¦、¦；¦：¦？¦！¦「¦」¦『¦』¦（¦）¦《¦》¦,¦.¦;¦?¦!¦。。¦，，¦...¦……¦“¦”¦"'
    "¦'¦‘¦’¦—¦--¦/¦%¦=¦+¦@¦&¦model¦_model¦.decoder¦learning¦teh¦評luation¦GPT-4¦a¦I¦x_i¦naïve¦ﬁ"
    "¦é¦é¦請整理此文章重點，使用正式的學術用語，並以小節作歸納。¦小節一：¦總結¦抱歉，我無法¦😀"
    "¦\ufe0f¦𠮷¦\ud7ff¦title: 甲\n¦+++\n¦import A from 'a'\n¦:::note\n¦:smile:¦結論¦](#結論)"
    "¦](b.md#甲)"
).split("¦")


def toml_of(data: bytes, tables: Sequence[str], keys: Sequence[str], values: Sequence[str]) -> str:
    """The TOML that bytes stand for: pairs of a key and its value, or of a mark and a table's name."""
    lines: list[str] = []
    said: set[str] = set()
    for key, value in zip(data[::2], data[1::2], strict=False):
        if key >= 256 - len(tables):
            lines.append(f"{tables[value % len(tables)]}")
            said.clear()
        elif (name := keys[key % len(keys)]) not in said:
            said.add(name)
            lines.append(f"{name} = {values[value % len(values)]}")
    return "\n".join([*lines, ""])


def text_of(data: bytes, pieces: Sequence[str]) -> str:
    """The text that bytes stand for: the first says how the others are read."""
    if not data or data[0] & 1:
        return data[1:].decode("utf-8", "ignore")
    return "".join([pieces[byte % len(pieces)] for byte in data[1:]])
