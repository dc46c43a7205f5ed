"""What the analysis of script says of text: what is wrong, what should stand there, what is left alone."""

from __future__ import annotations

import subprocess
import sys

import pytest

from catalog_lint.language import tables
from catalog_lint.language.orthography import Chinese
from catalog_lint.language.script import strays

SURE = {"simplified", "misconverted", "variant", "japanese", "traditional"}


def mended(text: str, language: Chinese = "zh-TW") -> str:
    """The text with every sure correction made, until nothing changes."""
    for _ in range(5):
        pieces, at = [], 0
        for start, end, kind, expected, *_ in strays(text, language):
            if kind in SURE and expected:
                pieces += [text[at:start], expected]
                at = end
        after = "".join([*pieces, text[at:]])
        if after == text:
            return text
        text = after
    raise AssertionError(f"does not settle: {text}")


RIGHT = """
醫生說心臟和肝臟都要檢查，房間卻很髒，內臟脂肪和髒衣服是兩回事。
骨髓幹細胞移植之後，乾燥的皮膚逐漸復原，樹幹和軀幹都不受干擾，若干問題不必干預。
把麵粉做成麵條，再面對鏡子看看表面，方面條列清楚，畫面包含一塊麵包。
她只有一隻貓和兩隻狗，只要一隻手就能抱起來，船隻只能停下。
里程碑寫在公里數旁邊，箱子裡面什麼都沒有，里長住在鄰里，這裡程式碼很多。
頭髮發白的人要多吃黑芝麻，沙發面積不大，啟發式方法不斷發展，長髮不容易發霉。
這個系統和太陽系沒有關係，只要維繫聯繫就好，係數寫在核心系統裡，記得繫安全帶。
製造商控制成本，制度限制了製作的數量，機制造成影響，乳製品和精製糖要限制糖分。
放鬆心情，吃一塊鬆餅，到松樹下找松果，寬鬆的衣服讓松鼠鑽進去。
準備好標準答案，沒有批准就不准進去，瞄準目標，核准的公文。
鐘錶店的時鐘走了三分鐘，鍾情於你的鍾先生卻遲到，手錶和表面都擦乾淨。
併發症和合併症不同，並且並不少見，混合並配對之後，整合併購案一併處理。
症狀是癥結所在，胡蘿蔔和胡椒放進鍋裡，鬍子沾到湯，必須刮鬍子。
衝突和衝動都不好，用熱水沖泡咖啡，再沖洗杯子，對沖基金受到衝擊。
紅麴米和歌曲沒有關係，山谷裡種稻穀和五穀雜糧，矽谷寫程式。
抑鬱讓人憂鬱，濃郁的香氣讓人放鬆；免疫系統抵禦病毒，御醫也要防禦。
特徵和象徵不同，征服高山先徵求同意，雜誌記錄意志，網站日誌標誌著開始。
精緻的細節導致一致的結果，鹹味太重，咸認不健康，生薑是姜太公種的。
複雜的方程式，恢復健康，重複練習，複製檔案，反覆思考，顛覆想像，往往複雜。
歷史和日曆，經歷和農曆，三十年歷史，成長歷程，收穫和獲得，捕獲漁獲。
皇后和太后後來去了後面，三天後以後再說，王后和國王後悔了，后羿射日。
對於這個問題，由於壓力，至於其他，于右任和于先生在於此，不知所云的雲端運算。
採用新的方法，風采依舊，採取行動，神采奕奕，剩餘的時間，余先生多餘的話。
窗簾和標籤，簽名和書籤，老闆在黑板上寫字，漏斗和戰鬥，北斗和奮鬥。
游泳和旅遊，上游的遊客玩遊戲，游離脂肪酸，醜陋的小丑，範圍和范先生。
客廳有兩台風扇，電視台風格不同，機房裝了五台風冷設備，颱風來了，強颱風過境。
公司合併之後發表聲明，並發布財報，並發現問題，併發症不多，系統並行處理。
旅遊資源很多，其中遊戲最多，輕鬆下來以後，為什麼兒童喜歡網上遊戲，上游資源不足。
學生發出通知，管理發展，頭髮問題，龍頭發力，我國歷史上，國曆新年，有關系列產品在關係出現以後。
軟體製作和媒體製作都要具體製作過，全國歷任主管，會員制成為主流，學生髮型由學生發來照片。
背面包裝完整，三面包圍，吃麵包店的麵包，三十里外的村子，屋裡外都是人，反覆試驗，雙手表明立場。
兩校整併為一校，這個鍾先生，滿洲里和莊河，威震千里外。
幾乎每個人，茶几上放著幾本書，划船和規劃，划算的計劃，豐富的丰姿。
""".split()

EITHER_WAY = """
了解和瞭解、台灣和臺灣、占領和佔領、周末和週末、布置和佈置、秘密和祕密、污染和汙染、
局限和侷限、回響和迴響、計劃和計畫、家具和傢俱、伙伴和夥伴、註解和注解、巨額和鉅額、鍛鍊和鍛煉、
那隻會叫和那只會叫、煙草和菸草、欲望和慾望、贊成和讚美、彙整和匯整、盡快和儘快、答覆和答復
姓名寫在答案卷上，新製的餅乾和新制都上路了，這份志書的山志與山誌並存，上卷起自漢代，征人未還。隻履西歸，隻輪不返，隻鱗片爪，隻雞斗酒。教務系在二樓，他在系在校外都活躍，快幹吧。
""".split()


@pytest.mark.parametrize("text", RIGHT + EITHER_WAY)
def test_right_text_is_left_alone(text: str) -> None:
    assert [stray for stray in strays(text) if stray.kind != "suspected"] == []


def test_right_text_is_left_alone_amid_slips() -> None:
    slips = "影片展示瞭如何發佈，於是隻好作罷。"
    right = "教務系在二樓。他自制甚嚴，自制是美德。"
    assert mended(f"{slips}{right}").endswith(right)


def test_right_text_comes_back_from_simplified() -> None:
    opencc = pytest.importorskip("opencc")
    down = opencc.OpenCC("tw2s").convert
    wrong = []
    for text in RIGHT:
        simplified = down(text)
        assert simplified != text
        got = mended(simplified)
        if got != text:
            wrong.append((text, got))
    assert wrong == []


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("三公裏外的皇後", "三公里外的皇后"),
        ("她麵對鏡子", "她面對鏡子"),
        ("姜湯裡有老薑", "薑湯裡有老薑"),
        ("后來才知道", "後來才知道"),
        ("他的關係人和关係", "他的關係人和關係"),
        ("把衣服弄干凈", "把衣服弄乾淨"),
        ("肝髒很健康", "肝臟很健康"),
        ("山穀裡有谷物", "山谷裡有穀物"),
        ("不知所雲的人", "不知所云的人"),
        ("一見鐘情", "一見鍾情"),
        ("隻要隻有三艘船只", "只要只有三艘船隻"),
        ("復雜又重復", "複雜又重複"),
        ("發型和毛發", "髮型和毛髮"),
        ("收獲很多", "收穫很多"),
        ("象征和特徵", "象徵和特徵"),
        ("幽門杆菌和杠杆", "幽門桿菌和槓桿"),
        ("家裏有麪包，牀在峯頂", "家裡有麵包，床在峰頂"),
        ("存放于冰箱并定期檢查，有助于延長效期", "存放於冰箱並定期檢查，有助於延長效期"),
        ("自制果醬和自制力", "自製果醬和自制力"),
        ("這項政策推動改革，併成為各國的範本", "這項政策推動改革，並成為各國的範本"),
        ("他整理資料，併為同事準備茶點", "他整理資料，並為同事準備茶點"),
        ("整理資料，併發送通知給他，併購買設備", "整理資料，並發送通知給他，並購買設備"),
        ("餘秋雨認為可行。後來聽餘秋雨的話", "余秋雨認為可行。後來聽余秋雨的話"),
        ("他們吵了十幾分鍾", "他們吵了十幾分鐘"),
        ("至多隻能算是草稿", "至多只能算是草稿"),
        ("他聽見這隻鍾的聲音", "他聽見這隻鐘的聲音"),
        ("肉片瀝幹後再煎制", "肉片瀝乾後再煎製"),
    ],
)
def test_wrong_forms_are_mended(wrong: str, right: str) -> None:
    assert mended(wrong) == right


def test_adjacent_wrong_characters_are_one_stray() -> None:
    assert [(s.start, s.end, s.expected) for s in strays("這軟體体积庞大")] == [(3, 6, "體積龐")]


def test_a_mark_inside_a_word_is_read_across_and_never_replaced() -> None:
    text = "吃\ufdd0\ufdd0面\ufdd0\ufdd0包和软\ufdd0件"
    assert [(s.start, s.end, s.expected) for s in strays(text)] == [(3, 4, "麵"), (8, 9, "軟")]


def test_a_two_way_character_without_a_word_needs_a_simplified_sentence() -> None:
    assert [s.kind for s in strays("藥多涂無益。他软弱。")] == ["suspected", "simplified"]
    assert [s.kind for s in strays("药多涂也无益。")] == ["simplified", "misconverted", "simplified"]


def test_a_character_of_both_scripts_is_the_wrong_one_and_no_simplified_one() -> None:
    assert [(s.kind, s.expected) for s in strays("对于生产")] == [
        ("simplified", "對"),
        ("misconverted", "於"),
        ("simplified", "產"),
    ]
    assert [(s.kind, s.expected) for s in strays("這是谷饲牛肉")] == [
        ("misconverted", "穀"),
        ("simplified", "飼"),
    ]
    assert [s.kind for s in strays("最后一名")] == ["misconverted"]


def test_a_syllable_of_a_foreign_name_is_no_locative() -> None:
    assert mended("帕里说了，实验里没有") == "帕里說了，實驗裡沒有"


def test_japanese_prose_is_foreign_and_not_mended() -> None:
    found = strays("講者說：この薬は体に効果がありますか。")
    assert {stray.kind for stray in found} == {"foreign"}
    assert [stray.kind for stray in strays("補充サプリメント有効")] == ["foreign", "japanese"]


def test_the_japanese_sign_of_repetition_is_foreign_in_chinese() -> None:
    assert [(s.start, s.end, s.kind) for s in strays("讓村々變好")] == [(1, 3, "foreign")]
    assert strays("佐々木、野々村、代々木") == []


def test_each_language_has_its_own_wrong_forms() -> None:
    assert mended("大衆在這裏等候，软件里面", "zh-HK") == "大眾在這裏等候，軟件裏面"
    assert mended("这个問題对於乾隆很重要", "zh-CN") == "这个问题对于乾隆很重要"
    assert strays("这个问题对于软件很重要", "zh-CN") == []


def test_emoji_and_symbols_are_no_han() -> None:
    assert strays("好吃🚨①々〆→α、Ａｂｃ♪") == []


def test_rare_han_beyond_the_first_plane_is_seen() -> None:
    assert [(s.start, s.end, s.kind) for s in strays("好\U00020bb7吃")] == [(1, 2, "doubtful")]


def test_no_simplified_character_escapes() -> None:
    forms = tables.forms()
    for character in forms.single:
        (stray,) = strays(f"一{character}一")
        assert stray.kind == "simplified", character
        assert stray.expected not in ("", character)


def test_importing_and_clean_text_read_no_list_of_words() -> None:
    code = (
        "from catalog_lint.language import script, tables\n"
        "assert tables.words.cache_info().currsize == tables._rows.cache_info().currsize == 0\n"
        "assert script.strays('The quick brown fox. 今天天氣很好。') == []\n"
        "assert tables.words.cache_info().currsize == 0\n"
        "assert script.strays('皇後')\n"
        "assert tables.words.cache_info().currsize == 1\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize(
    "text",
    [
        "未准備案者不得動支",
        "牠是隻好貓",
        "我養了隻好貓",
        "其係統一發票中獎人",
        "這隻好狗",
        "以調制訊號傳送",
        "各案併同審議",
        "並同他談過",
    ],
)
def test_two_readings_are_never_asserted(text: str) -> None:
    assert [stray for stray in strays(text) if stray.kind != "suspected"] == []


@pytest.mark.parametrize(
    "text",
    [
        "范文瀾的書",
        "作者為王新蘭、胡子昂等人",
        "貓咪很可愛，這隻是我養的",
        "餘均認為不妥，餘者說不行",
        "併購其他公司，併發症很多",
        "他住在光明里，和平里、中正里都去過，傑佛里·辛頓說",
    ],
)
def test_names_and_words_that_look_like_slips_are_not_mended(text: str) -> None:
    assert mended(text) == text


def test_a_slip_is_mended_where_words_leave_no_second_reading() -> None:
    assert mended("於是隻好作罷，還沒准備資料，補助金髮放") == "於是只好作罷，還沒準備資料，補助金發放"


def test_what_is_doubtful_by_itself_is_sure_among_slips_of_a_converter() -> None:
    doubtful = "無法准確定義"
    assert mended(doubtful) == doubtful
    converted = f"影片展示瞭如何發佈，於是隻好作罷。{doubtful}"
    assert mended(converted).endswith("無法準確定義")
    names = "郭沫若與于省吾都姓涂"
    assert mended(f"{converted}。{names}").endswith(names)
    others = "這隻是開始，那隻是表面現象。半夜樓道里還有人聊天"
    assert mended(others) == others
    assert mended(f"{converted}。{others}").endswith("這只是開始，那只是表面現象。半夜樓道裡還有人聊天")
    villages = "活動在永和里舉辦，記者走訪華江里，發現青田里有很多日式老屋，這隻有點怕生"
    assert mended(villages) == villages
    assert "訪華江里，發現青田里有" in mended(f"他把錢放在抽屜里就走了。{villages}")
    assert mended(f"{converted}{'他說得對。' * 20000}{doubtful}").endswith(doubtful)


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("出嫁的女兒回孃家，他的孃說好", "出嫁的女兒回娘家，他的娘說好"),
        ("他彆著臉不肯看我", "他別著臉不肯看我"),
        ("開了5 箇中餐館", "開了5 個中餐館"),
        ("議長古齊裡耶夫今天到訪", "議長古齊里耶夫今天到訪"),
        (
            "把幹香菇和幹毛巾放在不鏽鋼制的盤子裡，再用皮帶系緊",
            "把乾香菇和乾毛巾放在不鏽鋼製的盤子裡，再用皮帶繫緊",
        ),
        ("不單隻有他反對", "不單只有他反對"),
        ("隻存放在本機，把繩子系在腰上", "只存放在本機，把繩子繫在腰上"),
        ("盧幹斯克的戰事", "盧干斯克的戰事"),
    ],
)
def test_a_form_that_needs_a_word_is_mended_where_it_stands_without(written: str, right: str) -> None:
    assert mended(written) == right


@pytest.mark.parametrize(
    "text",
    [
        "舞孃的箇中滋味，別鬧彆扭",
        "在海裡索馬利亞海盜很多，從沙裡拉出一條繩，夢裡奧運奪牌，塔裡多看一眼",
        "他很能幹，苦幹實幹，幹事和幹警都在，特別能幹達成任務",
        "隻身前往，隻字不提，頭、隻、匹",
        "自制力，公制和英制，機制紙，法制教育",
    ],
)
def test_what_looks_like_one_of_these_is_left_alone(text: str) -> None:
    assert mended(text) == text


def test_names_and_verbs_are_mended_among_slips_of_a_converter() -> None:
    converted = "影片展示瞭如何發佈，於是隻好作罷。"
    names = "國防部長威廉·佩裡到訪。李建明、範肖梅、鞏德順出席。副隊長鬍景明說。範長江同志出了範長江文集。"
    assert mended(names) == names
    right = "國防部長威廉·佩里到訪。李建明、范肖梅、鞏德順出席。副隊長胡景明說。范長江同志出了范長江文集。"
    assert mended(converted + names).endswith(right)
    verbs = "不是隻按一下，也不是隻讀的。別人不願乾的事他做。衣服還沒幹。"
    assert mended(verbs) == verbs
    assert mended(converted + verbs).endswith("不是只按一下，也不是只讀的。別人不願幹的事他做。衣服還沒乾。")
    others = "玩家自制的地圖在山嶺間飄蕩于空中"
    assert mended(others) == others
    assert mended(converted + others).endswith("玩家自製的地圖在山嶺間飄蕩於空中")
    others = "職工範學鵬等人趕到，姐夫範學鵬伸手接援"
    assert mended(others) == others
    assert mended(converted + others).endswith("職工范學鵬等人趕到，姐夫范學鵬伸手接援")
    others = "卡瓦列里環形山，師範學院和師範學生，還有于光遠"
    assert mended(converted + others).endswith(others)
    others = "主任于永波和于丹出席，有人批評于丹。缺乏自制的能力"
    assert mended(converted + others).endswith(others)
    others = "他像隻猴子，船隻停下。餅乾的事我還沒幹。單行列表框"
    assert mended(converted + others).endswith(others)
    others = "示範基地主任說，其餘款項先生都付了。李大同、範圍內、遊艇港和林小明。拍打並翻炒"
    assert mended(converted + others).endswith(others)


def test_a_misconverted_word_is_shown_whole() -> None:
    assert [(s.word, s.right) for s in strays("外部幹擾和衝洗麵孔") if s.kind == "misconverted"] == [
        ("幹擾", "干擾"),
        ("衝洗", "沖洗"),
        ("麵孔", "面孔"),
    ]


def test_a_labelled_name_may_keep_its_script() -> None:
    assert [s.kind for s in strays("講者：吴晟")] == ["suspected"]
    assert [s.kind for s in strays("吴晟說")] == ["simplified"]
