"use strict";
// Everything from a page is put in by textContent: no text of a catalog is ever read as HTML.
(() => {
  const words = JSON.parse(document.getElementById("words").textContent);
  const rules = JSON.parse(document.getElementById("rules").textContent);
  const severities = ["error", "warning", "info"];
  const verdicts = ["rewrite", "review", "fixable", "clean"];
  const ENTRIES_A_PAGE = 40;
  const FINDINGS_AN_ENTRY = 50;
  const MANY_CELLS = 1500;

  const entries = [];
  for (const block of document.querySelectorAll("script.page")) {
    const page = JSON.parse(block.textContent);
    block.remove();
    for (const [number, title, verdict, row, findings, picture] of page.entries) {
      entries.push({ path: page.path, number, title, verdict, row, findings, picture, shown: findings, cell: null });
    }
  }

  const $ = (id) => document.getElementById(id);
  function make(name, properties, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(properties || {})) {
      if (key === "class") element.className = value;
      else element.setAttribute(key, value);
    }
    element.append(...children);
    return element;
  }
  const label = (entry) =>
    [entry.number === null ? "" : `${words.entry} ${entry.number}`, entry.title].filter(Boolean).join(" ") || words.outside;

  // Filters
  const state = { text: "", rule: "", severity: new Set(["error", "warning"]), verdict: new Set(), at: 0 };
  function boxes(holder, values, set, names) {
    for (const value of values) {
      const box = make("input", { type: "checkbox" });
      box.checked = set.has(value);
      box.addEventListener("change", () => {
        if (box.checked) set.add(value);
        else set.delete(value);
        refresh();
      });
      holder.append(make("label", {}, box, ` ${names[value]}`));
    }
  }
  boxes($("severities"), severities, state.severity, words.severities);
  boxes($("verdicts"), verdicts, state.verdict, words.verdicts);
  for (const [code, rule] of Object.entries(rules)) {
    $("rule").append(make("option", { value: code }, `${code} ${rule.name} (${rule.count})`));
  }
  $("rule").addEventListener("change", () => { state.rule = $("rule").value; refresh(); });
  let waiting = 0;
  $("text").addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { state.text = $("text").value.toLowerCase(); refresh(); }, 150);
  });

  function matches(entry, finding) {
    if (!state.severity.has(severities[finding[1]])) return false;
    if (state.rule && finding[0] !== state.rule) return false;
    if (!state.text) return true;
    return [entry.title, entry.path, finding[0], finding[4], finding[5] + finding[6] + finding[7]]
      .some((text) => text.toLowerCase().includes(state.text));
  }

  let chosen = [];
  function refresh() {
    state.at = 0;
    let count = 0;
    const filtered = state.text || state.rule;
    chosen = [];
    for (const entry of entries) {
      const fits = !state.verdict.size || state.verdict.has(entry.verdict);
      entry.shown = fits ? entry.findings.filter((finding) => matches(entry, finding)) : [];
      count += entry.shown.length;
      if (entry.shown.length) chosen.push(entry);
      const hidden = !fits || filtered || entry.findings.length > 0;
      if (entry.cell) entry.cell.classList.toggle("out", !entry.shown.length && Boolean(hidden));
    }
    $("count").textContent = words.count.replace("{findings}", count.toLocaleString()).replace("{entries}", chosen.length.toLocaleString());
    list();
  }

  // The map: a cell an entry; one of them is in the order of Tab, the arrows go to the others.
  const cells = [];
  function focusCell(index) {
    const next = cells[Math.max(0, Math.min(cells.length - 1, index))];
    const current = $("map").querySelector("[tabindex='0']");
    if (current) current.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  }
  for (const entry of entries) {
    if (!entry.verdict) continue;
    const told = `${label(entry)}: ${words.verdicts[entry.verdict]}, ${entry.findings.length}`;
    const cell = make("button", { type: "button", class: entry.verdict, "aria-label": told, title: told, tabindex: "-1" });
    const index = cells.length;
    cell.addEventListener("click", () => show(entry));
    cell.addEventListener("keydown", (event) => {
      const width = Math.max(1, Math.floor($("map").clientWidth / (cells.length > MANY_CELLS ? 8 : 16)));
      const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: width, ArrowUp: -width, Home: -index, End: cells.length }[event.key];
      if (step === undefined) return;
      event.preventDefault();
      focusCell(index + step);
    });
    entry.cell = cell;
    cells.push(cell);
  }
  if (cells.length) cells[0].tabIndex = 0;
  $("map").classList.toggle("many", cells.length > MANY_CELLS);
  $("map").append(...cells);

  function show(entry) {
    let index = chosen.indexOf(entry);
    if (index < 0) {
      entry.shown = entry.findings;
      chosen = [entry];
      index = 0;
    }
    state.at = Math.floor(index / ENTRIES_A_PAGE);
    list();
    const heading = $("list").children[index % ENTRIES_A_PAGE].querySelector("h3");
    heading.tabIndex = -1;
    heading.focus();
    heading.scrollIntoView({ block: "start" });
  }

  // The list
  function sample(parts) {
    return make("code", { class: "sample" }, ...parts);
  }
  function fixed(fix) {
    const parts = [`${words.fix} (${words.applicability[fix[0]]}): `];
    for (let at = 1; at < fix.length; at += 3) {
      parts.push(fix[at]);
      if (at + 2 >= fix.length) break;
      if (fix[at + 1]) parts.push(make("del", {}, fix[at + 1]));
      if (fix[at + 2]) parts.push(make("ins", {}, fix[at + 2]));
    }
    return sample(parts);
  }
  function item(entry, finding) {
    const [code, severity, row, column, message, before, text, after, fix] = finding;
    const rule = rules[code];
    const name = make("b", { class: severities[severity], title: rule ? rule.summary : "" }, `${code} ${rule ? rule.name : ""}`);
    const place = make("span", { class: "place" }, ` ${words.severities[severities[severity]]} · ${entry.path}:${row}:${column}`);
    const context = sample([before, make("mark", {}, text || "‸"), after]);
    const element = make("li", {}, name, place, make("div", {}, message), context);
    if (fix) element.append(fixed(fix));
    return element;
  }
  function section(entry) {
    const found = make("ol", {}, ...entry.shown.slice(0, FINDINGS_AN_ENTRY).map((finding) => item(entry, finding)));
    const head = make("header", {}, make("h3", {}, label(entry)));
    if (entry.verdict) head.append(make("span", { class: "badge" }, make("i", { class: entry.verdict }), words.verdicts[entry.verdict]));
    head.append(make("span", { class: "place" }, `${entry.path}:${entry.row}`));
    if (entry.picture) head.append(make("img", { src: entry.picture, alt: "", loading: "lazy", referrerpolicy: "no-referrer" }));
    const element = make("article", { class: "entry" }, head, found);
    const left = entry.shown.length - FINDINGS_AN_ENTRY;
    if (left > 0) {
      const more = make("button", { type: "button" }, words.more.replace("{}", left));
      more.addEventListener("click", () => {
        found.append(...entry.shown.slice(FINDINGS_AN_ENTRY).map((finding) => item(entry, finding)));
        more.remove();
      });
      element.append(more);
    }
    return element;
  }
  function list() {
    const pages = Math.max(1, Math.ceil(chosen.length / ENTRIES_A_PAGE));
    const start = state.at * ENTRIES_A_PAGE;
    $("list").replaceChildren(...chosen.slice(start, start + ENTRIES_A_PAGE).map(section));
    for (const pager of document.querySelectorAll(".pager")) {
      pager.querySelector(".at").textContent = `${state.at + 1} / ${pages}`;
      pager.querySelector(".back").disabled = state.at === 0;
      pager.querySelector(".on").disabled = state.at >= pages - 1;
    }
  }
  for (const pager of document.querySelectorAll(".pager")) {
    const turn = (by) => () => { state.at += by; list(); $("list").scrollIntoView(); };
    pager.querySelector(".back").addEventListener("click", turn(-1));
    pager.querySelector(".on").addEventListener("click", turn(1));
  }
  refresh();
  document.documentElement.dataset.ready = "yes";
})();
