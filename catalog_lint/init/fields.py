"""Which fields entries have, and how they write them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from catalog_lint.catalog.absent import says_none, says_pause
from catalog_lint.catalog.body import has_body
from catalog_lint.catalog.hosts import host_of
from catalog_lint.catalog.model import Entry
from catalog_lint.catalog.schema import FIELDS, Schema
from catalog_lint.init.guess import HALF, MANY, Guess, Learned, once, out_of, rule, share_of
from catalog_lint.init.templates import MOST
from catalog_lint.rule.wordlists import words

OWN_FIELD = 0.95
"""A field of the catalog's own is required when this share of the entries has it ..."""
NEARLY_EVERY = 10
"""... or, of so many entries, all but one."""
MARKED = 0.9
YEAR = "(?:20|1[5-9])[0-9]{2}"
MONTH_AND_DAY = "(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12][0-9]|3[01])"
"""What values of fields look like that are no whole dates."""
TITLE_MARKS = (("《", "》"), ("〈", "〉"), ("「", "」"), ("『", "』"))
_DATE_FORMATS = Path(__file__).parent / "data" / "date-formats.txt"


def hosts(entries: Sequence[Entry], learned: Learned) -> None:
    """The hosts of videos and pictures that many entries use and that are not the usual ones."""
    videos: Counter[str] = Counter()
    pictures: Counter[str] = Counter()
    for entry in entries:
        frame_links = [link for link in entry.links if link.frame]
        pictures.update(once(host_of(link.url) for link in frame_links if link.kind == "image"))
        videos.update(once(host_of(link.url) for link in frame_links if link.wraps_picture))
        field_ = entry.fields.get("video")
        if field_ is not None:
            videos[host_of(field_.text)] += 1
    known = Schema()
    for key, hosts, usual in (
        ("video-hosts", videos, known.video_hosts),
        ("thumbnail-hosts", pictures, known.thumbnail_hosts),
    ):
        common = [
            host for host, count in hosts.most_common() if host and count >= max(2, MANY * len(entries))
        ]
        new = [host for host in common if host not in usual]
        if new:
            learned.schema[key] = Guess(
                [*common, *(h for h in usual if h not in common and h in hosts)], 1.0, "seen"
            )


_FORMS = {
    "youtu.be": "https://youtu.be/{id}",
    "m.youtube.com": "https://m.youtube.com/watch?v={id}",
    "youtube.com": "https://youtube.com/watch?v={id}",
    "live": "https://www.youtube.com/live/{id}",
    "shorts": "https://www.youtube.com/shorts/{id}",
}


def _form_key(url: str) -> str:
    """What tells a form of addresses from the others: the kind of video, else the host."""
    kind = re.search(r"youtube\.com/(live|shorts)/", url)
    return kind[1] if kind else host_of(url)


def video_form(entries: Sequence[Entry], learned: Learned) -> None:
    """The form of video addresses, where most entries have another than the usual one."""
    hosts = Counter(_form_key(entry.fields["video"].text) for entry in entries if "video" in entry.fields)
    for host, form in _FORMS.items():
        if hosts[host] > HALF * hosts.total():
            why = out_of(hosts[host], hosts.total(), f"videos are written as {form}")
            rule(learned, "video-form", {"form": form}, share_of(hosts[host], hosts.total()), why)


def _holds_pictures(entries: Sequence[Entry], name: str) -> bool:
    """Whether a field of the catalog's own is a cell with the thumbnail."""
    own = [entry.fields[name].text for entry in entries if name in entry.fields and name not in FIELDS]
    return bool(own) and sum("![" in text or "<img" in text for text in own) >= HALF * len(own)


def _pauses(entry: Entry) -> bool:
    title = entry.fields.get("title")
    return title is not None and says_pause(title.text)


def _has(entry: Entry, name: str) -> bool:
    return has_body(entry) if name == "body" else name in entry.fields


def fields(entries: Sequence[Entry], learned: Learned) -> None:
    """Which fields the entries have, and how they write dates."""
    schema = entries[0].schema or Schema()
    names = ["title", *(n for n in schema.line_fields if n != "title")]
    names += [name for name in schema.labels.values() if name not in names]
    if schema.shape == "page":
        names += [n for n in dict.fromkeys(schema.front_matter.values()) if n not in names]
    if schema.shape in ("details", "heading", "page"):
        names += [name for name in ("date", "video", "thumbnail", "body") if name not in names]
    else:
        names += ["thumbnail"] if "link" in names else ["video", "thumbnail"]
    required, shares = [], []
    usual = HALF if schema.shape == "details" else MOST
    pictured = sum(_has(entry, "thumbnail") for entry in entries) >= MOST * len(entries)
    for name in dict.fromkeys(names):
        if pictured and schema.shape == "table" and _holds_pictures(entries, name):
            continue
        count = sum(_has(entry, name) for entry in entries)
        shares.append(f"{name} {share_of(count, len(entries)):.0%}")
        own = name in schema.labels.values() or not (name in FIELDS or name == "link")
        floor = OWN_FIELD if own else usual
        if name in ("video", "thumbnail", "date") and name not in schema.line_fields:
            floor = max(floor, MOST)
        named_by_page = schema.shape == "page" and count < HALF * len(entries)
        one = own and len(entries) >= NEARLY_EVERY and count == len(entries) - 1
        if (name == "title" and not named_by_page) or one or share_of(count, len(entries)) >= floor:
            required.append(name)
            lacking = [entry for entry in entries if not _has(entry, name) and not _pauses(entry)]
            if lacking:
                learned.odd.append(f"{len(lacking)} of {len(entries)} entries have no {name}")
    learned.schema["required"] = Guess(required, 1.0, "of the entries have: " + ", ".join(shares))
    _dates(entries, schema, learned)


def _dates(entries: Sequence[Entry], schema: Schema, learned: Learned) -> None:
    """How dates are written: by most entries, or by most of each form of title line."""
    by_form: dict[str, list[str]] = {}
    for entry in entries:
        if "date" in entry.fields:
            line = entry.title_line
            form = schema.form_of(entry.text[line.start : line.end]) if line else ""
            by_form.setdefault(form, []).append(date_format_of(entry.fields["date"].text))
    written = [each for formats in by_form.values() for each in formats]
    best = []
    for formats in by_form.values():
        counts = Counter(filter(None, formats))
        if counts:
            best.append(max(counts, key=lambda each: (counts[each], -words(_DATE_FORMATS).index(each))))
    if best:
        usual = sorted(dict.fromkeys(best), key=lambda each: -written.count(each))
        count = sum(each in usual for each in written)
        value = usual if len(usual) > 1 else usual[0]
        learned.schema["date-format"] = Guess(
            value, share_of(count, len(written)), out_of(count, len(written), "dates")
        )


def date_format_of(text: str) -> str:
    """The first format that reads a date and writes it back equal, "" where none does."""
    from catalog_lint.catalog.values import written_date

    for form in words(_DATE_FORMATS):
        try:
            day = datetime.strptime(text, form.replace("%-", "%")).date()
        except ValueError:
            continue
        if written_date(day, form) == text:
            return form
    return ""


def formats(entries: Sequence[Entry], learned: Learned) -> None:
    """The marks that nearly all titles stand in, so that a title which lost one is told; the years, and the
    days without a year, that nearly all values of a field of the catalog's own are.
    """
    found: dict[str, Guess] = {}
    titles = [entry.fields["title"].text for entry in entries if "title" in entry.fields]
    for opens, closes in TITLE_MARKS:
        marked = re.compile(rf"{opens}[^{opens}{closes}]+{closes}.*")
        count = sum(bool(marked.fullmatch(title)) for title in titles)
        if len(titles) >= NEARLY_EVERY and len(titles) > count >= MARKED * len(titles):
            learned.odd.append(
                f"{len(titles) - count} of {len(titles)} titles lack the marks {opens}{closes}"
            )
        if len(titles) >= NEARLY_EVERY and count >= MARKED * len(titles):
            why = out_of(count, len(titles), "titles")
            found["title"] = Guess(marked.pattern, share_of(count, len(titles)), why)
    for name in once(name for entry in entries for name in entry.fields if name not in FIELDS):
        values = [entry.fields[name].text for entry in entries if name in entry.fields]
        values = [value for value in values if not says_none(value)]
        for pattern in (YEAR, MONTH_AND_DAY):
            count = sum(bool(re.fullmatch(rf"{pattern} ?年?", value)) for value in values)
            if count >= max(NEARLY_EVERY, MARKED * len(values)):
                why = out_of(count, len(values), f"values of {name}")
                found[name] = Guess(f"{pattern}(?![0-9]).*|[^0-9].*", share_of(count, len(values)), why)
    if found:
        patterns = {name: guess.value for name, guess in found.items()}
        share = min(guess.share for guess in found.values())
        learned.schema["formats"] = Guess(patterns, share, ", ".join(guess.why for guess in found.values()))


def link_lines(entries: Sequence[Entry], learned: Learned) -> None:
    """The labels of links above the bodies that are no field."""
    labels: Counter[str] = Counter()
    for entry in entries:
        if entry.schema is None or entry.schema.shape in ("list", "table"):
            return
        above = entry.text[entry.anchor.end : entry.body.start]
        labels.update(once(re.findall(r"(?<!!)\[([^\[\]\n]+)\]\(", above)))
    common = [label for label, count in labels.items() if count >= max(2, 0.05 * len(entries))]
    if common:
        why = ", ".join(f"{label} {share_of(labels[label], len(entries)):.0%}" for label in common)
        learned.schema["link-lines"] = Guess(common, 1.0, why)
        rare = [label for label in labels if label not in common]
        if rare:
            learned.odd.append(f"rare labels of link lines: {', '.join(rare[:5])}")
