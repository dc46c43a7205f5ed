"""The command's help in Chinese as written in Taiwan: by verb, by option, by group of options."""

from __future__ import annotations

GROUPS = {
    "Verbs": "子命令",
    "Fixes": "修正",
    "Rules": "規則",
    "Known and new findings": "新舊問題",
    "Configuration": "設定",
    "Pages": "頁面",
    "Report": "報告",
    "Exit status": "結束狀態",
    "Speed": "速度",
    "Network": "網路",
    "Options": "選項",
}

VERBS = {
    "": """檢查並整理以中文撰寫的 Markdown 目錄。

    不寫子命令就是檢查：`catalog-lint --fix seeds/` 等於 `catalog-lint check --fix seeds/`。
    路徑與子命令同名時，寫成 `catalog-lint check 路徑` 或 ./路徑。
    """,
    "check": """檢查 PATHS：頁面、要搜尋的資料夾，或代表標準輸入的 -。

    不寫 PATHS 就檢查目前的資料夾。結束狀態：0 沒有問題或已全部修正；1 有問題（--diff：有可修正的問題）；
    2 用法、設定或輸入有誤。
    """,
    "links": """向網路查詢 PATHS 中的縮圖與影片，回報已失效的。

    不寫 PATHS 就檢查目前的資料夾。縮圖只是少了某種尺寸時，--fix 會換成可用的。查不出結果的（沒有回應、
    請求過多）只在標準錯誤輸出計數，不算問題。需要另裝 `online`。結束狀態同 `check`。
    """,
    "triage": """列出 PATHS 中每則條目需要什麼，最需要處理的在前。

    clean：無須處理；fixable：安全修正即可解決；review：需要人看過；rewrite：沒有摘要，或摘要已無法補救。
    表格中，clean 的條目只計數。`--format ids` 一行一個列出要重新摘要的影片 ID（沒有影片的條目列出其鍵）；
    JSON 另含條目全文。不寫 PATHS 就看目前的資料夾。結束狀態：0；用法、設定或輸入有誤時為 2。
    """,
    "export": """把 PATHS 中的條目（欄位、小節、判定）寫成其他程式可讀的資料。

    不寫 PATHS 就讀目前的資料夾。在 CSV 中，小節以標題表示，用「 / 」連接。結束狀態：0；用法、設定或輸入
    有誤時為 2。
    """,
    "init": """看過 PATHS 的頁面，寫出合適的設定檔。

    條目的形狀、標題列、欄位、小節、語言、順序與編號都會推算，註解說明各有多少把握；目錄有什麼特別之處也會
    說明。`--terms` 把常用寫法旁的罕見寫法寫成註解，供人確認。不寫 PATHS
    就看目前的資料夾。結束狀態：0；用法或輸入有誤時為 2。
    """,
    "rule": """說明規則：找什麼、為什麼、如何修正、參數與範例。

    不寫 CODE 或 NAME 就列出全部。設定檔所指定的自訂規則也在內。
    """,
    "config": """印出 PATH（頁面或資料夾，預設為目前的資料夾）適用的設定。""",
    "cache": """說明目前資料夾的快取存了什麼（info），或把它刪除（clean）。

    快取保存各頁的結果，之後只需檢查有變動的部分。位置是設定檔旁的 .catalog-lint-cache，沒有設定檔時在目前的
    資料夾，隨時可以刪除。結束狀態：0；設定有誤時為 2。
    """,
    "server": """透過標準輸入與輸出為編輯器服務（Language Server Protocol）。

    邊打字邊診斷、快速修正、全部修正，游標停留時顯示規則說明。需要另裝 `lsp`。
    """,
    "completion": """印出 SHELL 的自動完成腳本。

    bash：在 ~/.bashrc 加上 eval "$(catalog-lint completion bash)"

    zsh：在 ~/.zshrc 的 compinit 之後加上 eval "$(catalog-lint completion zsh)"

    fish：catalog-lint completion fish > ~/.config/fish/completions/catalog-lint.fish
    """,
    "version": """印出版本。""",
    "help": """印出 VERB 的說明；不寫 VERB 就印出整個命令的說明。""",
}

OPTIONS = {
    "--help": "顯示說明後結束。",
    "--version": "顯示版本後結束。",
    "--fix": "把安全的修正寫進頁面。",
    "links --fix": "把已失效的縮圖換成可用的最大尺寸。",
    "--unsafe-fixes": "也套用（或顯示）需要人看過的修正。",
    "--diff": "以差異格式顯示 --fix 會改什麼，不寫入。",
    "--select": "改用這些規則（代號、字首、名稱或 ALL），取代預設的。",
    "--ignore": "不用這些規則。",
    "--extend-select": "另外再用這些規則。",
    "--online": "也向網路查詢連結是否有效（只查連結用 `catalog-lint links`）。",
    "--config": "代替最近設定檔的檔案，或一項 TOML 設定（language = 'zh-HK'），可重複。",
    "--isolated": "不讀任何設定檔，只用預設值。",
    "--no-cache": "全部重新檢查，也不為下次保存結果。",
    "links --no-cache": "什麼都不保存，全部重新查詢。",
    "--cache": "保存查詢結果的檔案。",
    "--workers": "行程數（預設視處理器數量與工作量而定）。",
    "--output-format": "問題的輸出格式（預設 concise）：concise、full、grouped、json、jsonl、github、"
    "gitlab、sarif、rdjson、junit、checkstyle、markdown、html。",
    "triage --output-format": "判定的輸出格式。",
    "export --output-format": "條目的輸出格式。",
    "rule --output-format": "規則說明的格式。",
    "config --output-format": "設定的格式。",
    "--output-file": "把結果寫進檔案。",
    "init --terms": "另外列出疑似拼錯的人名與術語，供人確認。",
    "init --output-file": "設定檔寫到哪裡；- 代表標準輸出。",
    "--show-all": "列出每一個問題；文字格式會把同一條目中過多的同類問題摺疊。",
    "--show-info": "也列出等級為 info 的提示；文字格式只計數。",
    "--thumbnails": "讓 HTML 報告在開啟時載入影片的縮圖。",
    "--statistics": "顯示各規則的問題數。",
    "--quiet": "只印問題與錯誤，不印總結。",
    "--color": "文字何時上色（auto：在終端機上）。",
    "--fail-on": "達到哪個等級時結束狀態為 1（warning）。",
    "--exit-zero": "有問題時結束狀態仍為 0。",
    "--exit-non-zero-on-fix": "有任何修正時結束狀態為 1。",
    "--force-exclude": "逐一指定的檔案也適用排除設定，不含條目的文字檔則略過。",
    "--stdin-filename": "標準輸入的頁面叫什麼名字。",
    "--locale": "訊息的語言（預設依環境，否則為英文）。",
    "--watch": "頁面或設定一有變動就重新檢查，直到按下 Ctrl-C。",
    "--all-links": "也查詢條目中其他連結。",
    "--confirm": "疑似失效的連結當場由另一端點確認，或留待下次查詢（--confirm）。",
    "--offline": "不連網，只用快取回答。",
    "--allow-private": "允許查詢私有、本機與連結本地位址。",
    "--verdict": "只列出這種判定的條目，可重複（未指定時，ids 只列 rewrite，table 不列 clean）。",
    "--reason": "只列出有這條規則（代號、字首、名稱或 damage）問題的條目，可重複。",
    "--schema": "印出 JSON Schema，不做別的。",
    "--force": "即使目標是 Markdown 頁面，也寫入報告。",
    "init --force": "取代已存在的檔案。",
    "--all": "說明所有規則。",
    "--table": "把所有規則印成 README 的表格。",
    "--test": "執行資料夾中規則的範例。",
    "--baseline": "舊問題清單；其中的問題不再回報。",
    "--no-baseline": "設定檔所指定的舊問題清單不算，其中的問題也回報。",
    "--write-baseline": "把現有的問題寫成舊問題清單。",
    "--prune-baseline": "從舊問題清單刪去已不存在的問題。",
    "--add-suppressions": "在頁面寫入停用註解，不再回報現有的問題。",
    "--diff-base": "只回報自 REV 以來更動過的條目。",
    "--staged": "只檢查下一次 commit 會有的內容（git 已暫存的），不寫 PATHS 就看這次改動的頁面。",
    "--engine": "交由 Dask 叢集的 worker 檢查（需另裝 `dask`）。",
}
