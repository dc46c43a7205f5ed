"""What a sentence holds that is no prose is masked, and nothing else is."""

from __future__ import annotations

import re

import pytest

from catalog_lint.catalog.model import BREAK, MARK, OBJECT
from catalog_lint.catalog.nonprose import Kinds
from catalog_lint.catalog.reader import read_page
from catalog_lint.catalog.schema import Schema
from catalog_lint.source import Source


def seen(text: str) -> str:
    """What is prose in a page: `@` stands for a run that is none, `/` for block structure."""
    entries = read_page("page.md", Source(text), Schema()).entries
    shown = "".join(entry.prose.text for entry in entries).replace(MARK, "")
    return re.sub(f"{OBJECT}+", "@", re.sub(f"[{BREAK}\n]+", "/", shown)).strip("/")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("水庫見 https://zh.example.org/水庫/放流?年=一,二 的圖。", "水庫見 @ 的圖。"),
        ("水庫見https://example.org/水庫.html，再看閘門。", "水庫見@，再看閘門。"),
        ("水庫（https://example.org/水庫）放流", "水庫（@）放流"),
        ("水庫(見 https://example.org/a)放流", "水庫@見 @放流"),
        ("水庫(見 https://example.org/a_(b))放流", "水庫@見 @放流"),
        ("見[水庫](https://example.org/a)(備註)與![圖](b.png)(丙)。", "見水庫(備註)與@(丙)。"),
        ("見 https://example.org/a[水庫](b)。", "見 @水庫。"),
        ("見 www.example.org/水庫/圖 。", "見 @ 。"),
        ("寫給 water@example.org 或追蹤@水庫管理員 、@dam。", "寫給 @ 或追蹤@ 、@。"),
        ("變數 $水庫,閘門$ 與 $水庫 與 %水庫% ，花 $5 與 $10。", "變數 @ 與 @ 與 @ ，花 $5 與 $10。"),
        ("加 --水庫=閘門 、{水庫:>10} 、%(水庫)s 、?水庫=一&閘門=二 。", "加 @ 、@ 、@ 、@ 。"),
        ("加 :水庫: 或比:水庫:閘門，佔50%水庫%與$水庫。", "加 @ 或比:水庫:閘門，佔50%水庫%與$水庫。"),
        ("讀[[水庫]]與[[水庫#閘門|閘門]]與![[圖.png|寬]]。", "讀@與閘門與@。"),
        ("輸入<code>放水</code>，按<kbd>確定</kbd>，<b>粗</b>。", "輸入@，按@，@粗@。"),
        ("流量 $Q_{總}=vA$ 與$a_{\\text{平均}}$，花了 $5 和 $6。", "流量 @ 與@，花了 $5 和 $6。"),
        ("流量 \\(Q_總\\) 與 \\[Q = vA\\]。", "流量 @ 與 @。"),
        ("\\begin{align}\nQ &= \\text{總} \\\\\n\\end{align}", "@/@/@"),
        ("放水 :droplet::+1: 與 :mdi-water: 完成。", "放水 @ 與 @ 完成。"),
        ('見 :numref:`圖` 與 :abbr[水]{title="庫"}，時間 12:30:45。', "見 @ 與 @[水]@，時間 12:30:45。"),
        ("用 :hover 與 ::before，不用 :attention 。", "用 @ 與 @，不用 :attention 。"),
        ("打開 放流表.xlsx 與 水庫_final.docx 。", "打開 @ 與 @ 。"),
        ("打開 放流表2023.xlsx，寄到 水庫@example.com 。", "打開 @，寄到 @ 。"),
        ("執行 ./腳本/放水.sh 、~/文件/水庫 、C:\\水庫\\表.txt 。", "執行 @ 、@ 、@ 。"),
        ("網域 水庫.公司 與 水庫.tw 有人用。", "網域 @ 與 @ 有人用。"),
        ("這是 .wasp 與 .google，副檔名.pages檔。", "這是 @ 與 @，@檔。"),
        ("水庫.decoder 與 .decoder，名稱：.study 只有。", "水庫.decoder 與 .decoder，名稱：.study 只有。"),
        ("軟體/硬體與 CPU/記憶體，第 1.2 版的 Node.js。", "軟體/硬體與 CPU/記憶體，第 1.2 版的 Node.js。"),
        ("導演史蒂芬.史匹柏拍好.我們看。", "導演史蒂芬@史匹柏拍好.我們看。"),
        ("## 放水 {#放水-步驟}", "放水 @"),
        ("[放水]{#水庫 .重點}與{水庫, 閘門}", "[放水]@與{水庫, 閘門}"),
        ("(水庫-放水)=\n## 放水", "@/放水"),
        ('{{< 水庫 "圖.md" >}}與{{ 水庫.名 }}與{% 水庫 %}與${水庫}', "@與@與@與@"),
        ("import 水庫 from './水庫.mdx'\n\nexport const 水庫 = 1;\n\n放水", "@/@/放水"),
        ("辻󠄁先生與葛󠄀城。", "@先生與@城。"),
        ("寄到 mailto:水庫@example.org 或 magnet:?xt=urn:btih:庫,a 。", "寄到 @ 或 @ 。"),
        ("見 urn:isbn:庫:一,二 與 data:text/plain,水庫 與 doi:10.1/水,庫 。", "見 @ 與 @ 與 @ 。"),
        ("取 git@example.org:水庫/圖.git ，問 user+水庫@example.org 。", "取 @ ，問 @ 。"),
        ("郵件:寄出，urn:說明，data:資料/表,一。", "郵件:寄出，urn:說明，data:資料/表,一。"),
        ("存在 %APPDATA%\\水庫\\表 ，看了./水庫/圖 與$HOME/水庫 。", "存在 @ ，看了@ 與@ 。"),
        ('加上 --out=水庫,圖 與 --name="水 庫"，不是--水庫=圖。', "加上 @ 與 @，不是--水庫=圖。"),
        ('--8<-- "水庫,圖.md"\n\n放水', "@/放水"),
        ("::: 水庫.閘門\n    options:\n      show: 水,庫\n\n放水", "@/@/@/放水"),
        (":::{note} 水庫\n:class: 閘門,一\n放水\n:::", " 水庫/放水/@"),
        ('{{< figure\n  src="水庫,圖.png"\n>}}\n\n放水', "@/@/@/放水"),
        ("<Tabs\n  label=\"水庫,圖\"\n  values={['閘門,一']}\n>\n\n放水", "@/@/@/@/放水"),
        ("<Tabs\n  onClick={() => 水庫}>\n\n放水", "@/@/放水"),
        ("（先 a) 開 b) 關）再 c)看", "（先 a@ 開 b@ 關）再 c@看"),
        ("（1) 開；2) 關）與（丙 c) 丁）", "（1@ 開；2@ 關）與（丙 c@ 丁）"),
        ("$$\n水_{總}\n\n庫\n$$\n\n放水", "@/@/@/@/放水"),
        ("動能 $E_總 = 5$，$總=量×價$ 與 \\text{總}，$5和$6。", "動能 @，@ 與 @，$5和$6。"),
        ("演員安.海瑟薇說.我們看。", "演員安@海瑟薇說.我們看。"),
        ("見 src/水庫/*.md 與 $HOME/水庫 與 D:/水庫/表.txt 。", "見 @*@ 與 @ 與 @ 。"),
        ("{/* 水庫 */}與{{{ 水庫 }}}", "@與@}"),
        (
            "放水 %(max_length)d 次，%s 與%1$s、%.2f；剩 50% do 與 3%s。",
            "放水 @ 次，@ 與@、@；剩 50% do 與 3%s。",
        ),
        ("第 {0} 座 {dam_name} 與{level:.1f}、{day, date, long}。", "第 @ 座 @ 與@、@。"),
        ("有{count, plural, =0 {無水庫} other {# 座{kind}水庫}}。", "有@無水庫@# 座@水庫@。"),
        ("集合 {a, b} 與 {水庫} 與{n, plural, other {水，}", "集合 {a, b} 與 @ 與{n, plural, other {水，}"),
        ("加 -水庫 參數或選項 --閘門 ，標題 -副標。", "加 @ 參數或選項@ ，標題 -副標。"),
        ('用 -m "放 水" 與 kind=水庫 與 DAM_DIR=水/庫 。', "用 @ 與 @ 與 @ 。"),
        ("殘留 [model=gpt-4 x] 與 f('a') 。", "殘留 [model=gpt-4 x] 與 f('a') 。"),
        ("定義 GDP=國內生產 與 y==水 。", "定義 GDP=國內生產 與 y==水 。"),
        ("標 #水庫 #閘門/放水 ，第 #1 名，C#水 。", "標 @ @ ，第 #1 名，C#水 。"),
        ("#水庫 #閘門\n\n#水庫放水", "@ @/#水庫放水"),
        ("做 SELECT * FROM 水庫 WHERE 名 = '一 二' ORDER BY 量 DESC 取。", "做 @ 取。"),
        ("做 UPDATE 水 SET 量='一', 質=2 WHERE 號=3 改。", "做 @ 改。"),
        ("做 INSERT INTO 水 (號, 量) VALUES (1, '二') 與 DELETE FROM 庫 。", "做 @ 與 @ 。"),
        ("寫 {水庫} #{水庫} %{水庫} {$水庫} $(水庫) {水|shuǐ} 。", "寫 @ @ @ @ @ @ 。"),
        ("跑 git clone <水庫> 與 --dir=<閘門> ，讀<水經注>。", "跑 git clone @ 與 --dir=@ ，讀<水經注>。"),
        ('叫 print("水,庫") 與 a.b(\'水\', 2) ，水(庫)與 DAM("水"。', '叫 @ 與 @ ，水(庫)與 DAM("水"。'),
        ('取 a["水"]["庫"] 與 div[data-水="庫"] 。', "取 @ 與 div[@] 。"),
        ('選 a[href="水,庫"] 與 //div[@id="水"] 與 ["水", "庫", 3] 。', "選 @ 與 @ 與 @ 。"),
        ('回 {"水": {"庫": "一,二"}} 與 {\'水\': 1}，{"水"。', '回 @ 與 @，{"水"。'),
        ("引 @book{水庫2020, title={水,庫}} 。", "引 @ 。"),
        ("式 =SUM(水!A1:B2) 與 =IF(LEN(水),一) 與 水!A1:B2 。", "式 @ 與 @ 與 @ 。"),
        ('<Tab 標="水,庫" />與<li *ngIf="水">放<a @click=\'水\'>。', "@與@放@。"),
        ('<a href="b" 水=庫>與 :class="水" 。', '<a href="b" 水=庫>與 @ 。'),
        ("欄 [水:: 庫,一] 與 [% 水 %] 與 [[${水}]] ，段。 ^水-1", "欄 @ 與 @ 與 @ ，段。 @"),
        ("*[水庫]: 放水\n\n> [!水庫]\n> 放水", "@ 放水/@/放水"),
        ("見 s3://水/庫,一 與 obsidian://open?水=庫 與 javascript:水(1) 。", "見 @ 與 @ 與 @ 。"),
        ('$ git commit -m "放 水"\n\n$ 水庫', "@/$ 水庫"),
        ("用 s/水/庫/g 與 /水|庫/i ，改/水/庫/了。", "用 @ 與 @ ，改/水/庫/了。"),
        ("在 \\\\水\\庫 與 feature/水-庫 與 com.水.Dam 與 $.水.庫 。", "在 @ 與 @ 與 @ 與 @ 。"),
        ('鍵 dam:水:1 與 &水; 與 content: "水"; ，水:庫:1。', "鍵 @ 與 @ 與 @ ，水:庫:1。"),
        ('寫 f(r"水,庫") 與 f"{水},庫" 與 @if(水.庫) 與 @Ab(b = "水") 。', "寫 @ 與 @ 與 @ 與 @ 。"),
        ('寫 data-水="庫,一" 與 a.水.find(1) 與 .水--庫 ，水.庫(1)。', "寫 @ 與 @(1) 與 @ ，水.庫(1)。"),
        ("標 #水庫、#閘門 與(#放水)，發#水庫#與＃水庫＃。", "標 @、@ 與(@)，發@與@。"),
        ("做 WHERE 水 = '一' AND 庫 IN ('二','三') ，做 WHERE 水庫。", "做 @ ，做 WHERE 水庫。"),
        ("在 'C:\\Program Files\\水\\庫' 與 HKEY_A\\水\\庫 。", "在 @ 與 @ 。"),
        ('取 import { 水 } from "./庫"; 與 /水?庫=一 與 ((水-庫)) 。', "取 @ 與 @ 與 @ 。"),
        ("掛 -v /水:/dam 與 -l 水=庫 ，式 SUMIFS(水!B:B,1) 。", "掛 -v @:/dam 與 @ ，式 @ 。"),
        ('水庫:: 閘門, 放水\n\nfont-family: 水, "庫";', "@/@"),
        ("@startuml\n水 -> 庫: 放\n\n庫 --> 水\n@enduml\n\n放水", "@/@/@/@/放水"),
        ("::: mermaid\ngraph\n\n水 --> 庫\n:::\n\n放水", "@/@/@/@/放水"),
        ('<div class="mermaid">\ngraph\n\n水 --> 庫\n</div>\n\n放水', "@/@/@/@/放水"),
        ("放水[^註]。\n\n[^註]: 水庫放水。", "放水。/ 水庫放水。"),
        ("C:\\（備份）與\\*星", "@（備份）與@星"),
        ('+++\ntitle = "水庫"\n+++\n\n放水', "放水"),
        ('{\n  "title": "水庫"\n}\n\n放水', "放水"),
        ("---\ntitle: 水庫\n---\n\n放水", "放水"),
        ("| 水 | 庫 |\n|---|---|\n| 甲 \\| 乙 | `a \\| b` 丙 |", "水/庫/甲 | 乙/@ 丙"),
    ],
)
def test_what_is_prose(text: str, shown: str) -> None:
    assert seen(text) == shown


def test_a_title_is_masked_too() -> None:
    page = "<details>\n<summary>1. [2024-01-02] 放水 水庫.pdf 說明</summary>\n\n文。\n</details>\n"
    (entry,) = read_page("page.md", Source(page), Schema()).entries
    assert entry.title_prose is not None
    assert re.sub(f"[{BREAK}\n]", "", entry.title_prose.text).replace(OBJECT * 6, "@") == "放水 @ 說明"


@pytest.mark.parametrize(
    "trigger",
    [
        *(
            "http://",
            "www.",
            "a@",
            "@",
            "[[",
            "[[a|",
            "[^",
            "$",
            "$a{",
            "$\\\\{a\\\\}",
            "$a_",
            "\\begin{a}",
            "\\(",
            "\\a{",
        ),
        *(
            ":a:",
            ":",
            "{{",
            "{%",
            "{a",
            "{a=",
            "{a,plural,a{",
            "<%",
            "%%",
            "%(",
            "(a",
            ")=",
            "import ",
            "import a\n",
            "export {\n",
        ),
        *("{a,plural,a{", "%(", "?a=b", "?a=b&c=d", "$水", "%水", "--水=", "{水:"),
        *(
            "a.md",
            "a.txt/",
            "水.md",
            "水.txt/",
            "水",
            "史蒂.",
            "a/",
            "/a",
            "C:\\",
            "a)",
            "\U000e0100",
            "http://a)))",
        ),
        *(
            *("a='", "f('", "f('a',", "['", "['a',", "a['b']", "[a::", "a:b:", " #a", "#a ", "//a["),
            *("--a='", " --水", "<a b='", "<a b='c' ", "/a|", "s/a", "&水", "{'a':", "@abc{a,", "\\\\a"),
            *("$.a", "a!", "'a'!", "SELECT a FROM ", "SELECT ", "UPDATE a SET ", "UPDATE a SET b=c,"),
            *("r'", "@a(", "#![a(", "a.b", "a.b.", ".a-", ".水", "#水#", "＃水", "、#水", "((水", "水:: "),
            *(
                "WHERE a=b IN (",
                "a\\b",
                "a\\",
                "'C:\\",
                "/水?a=",
                "/水:",
                " -a 水=",
                "A(水!",
                "水!A:",
                "a-b:水",
            ),
            *(
                "import { ",
                "/-",
                "-/",
                "INSERT INTO a (b) ",
                " WHERE a=b",
                "com.a",
                "feature/",
                "$ a ",
                "=SUM(",
                "a-b: '",
            ),
        ),
    ],
)
def test_hostile_text_is_masked_in_a_straight_line(trigger: str) -> None:
    text = trigger * (40_000 // len(trigger))
    assert all(found.span.end <= len(text) for found in Kinds(text).spans(0, len(text)))
