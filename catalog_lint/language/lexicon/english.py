"""Makes the English tables under `data/`; run by hand when a source is updated.

    pip download --no-deps symspellpy==6.10.1                   # frequency_dictionary_en_82_765.txt from it
    npm pack @cspell/dict-en_us@4.4.43 ...                      # every package that PACKAGES names
    npx cspell-trie reader en_US.trie.gz > en_US.words          # likewise each other file of SPELLED
    python -m catalog_lint.language.lexicon.english FOLDER        # where all of this lies

All sources are under the MIT licence (see `data/LICENSES-english.md`) and kept up to date. symspellpy's list
alone says how frequent a word is; CSpell's have the forms that it lacks (hemoglobin, colour, names), the
words of software and of science, and the names of companies and people.
"""

from __future__ import annotations

import gzip
import re
import sys
import tarfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from catalog_lint.language.english_lists import BITS_A_WORD, places

COMMON = 40_000
PACKAGES = {
    "packages": "npm k8s docker data-science".split(),
    "products": "software-terms aws google fullstack filetypes fonts".split(),
    "languages": (
        "node typescript html css python golang java rust dotnet php ruby sql latex powershell shell git"
        " swift kotlin r"
    ).split(),
    "names": "companies people-names cryptocurrencies".split(),
}
"""The packages of CSpell (`@cspell/dict-...`) whose plain lists are read, by what they hold."""
SPELLED = {
    "american": ("en_US",),
    "british": ("en_GB",),
    "languages": ("java",),
    "science": ("custom_scientific_US",),
}
"""Lists that stand in CSpell's compact form, read from what `cspell-trie reader` wrote."""
_PLAIN = re.compile(r"[a-z]{2,24}")
_SPELLINGS = (
    ("our", "or"),
    ("is", "iz"),
    ("ys", "yz"),
    ("re", "er"),
    ("ll", "l"),
    ("ae", "e"),
    ("oe", "e"),
    ("ogue", "og"),
    ("ence", "ense"),
)
"""What British and American English spell differently in the same word."""
_CAPITAL_INSIDE = re.compile("[a-z][A-Z]")
SHORTEST_TERM = 3
SHORTEST_NAME = 3
SHORTEST_SCIENTIFIC = 6


def frequent(text: str) -> list[str]:
    """The words of symspellpy's list ("word count" a line), most frequent first."""
    counts = (line.split() for line in text.lstrip("\ufeff").splitlines())
    return [pair[0] for pair in counts if len(pair) == 2 and _PLAIN.fullmatch(pair[0])]


def plain(words: Iterable[str], shortest: int = 2) -> set[str]:
    """Those of `words` that are letters alone, in lower case."""
    lower = (word.lower() for word in words)
    return {word for word in lower if len(word) >= shortest and _PLAIN.fullmatch(word)}


def entries(lines: Iterable[str]) -> Iterator[str]:
    """The words of a list of CSpell's, one or more a line, without its comments and its signs.

    `!` marks a word as forbidden, `~` a form without its accents or capitals; both are left out.
    """
    for line in lines:
        for word in line.partition("#")[0].split():
            if word[0] not in "!~":
                yield word.strip("*+")


def terms(
    packages: Iterable[str], products: Iterable[str], languages: Iterable[str], known: set[str]
) -> list[str]:
    """What software is spoken of with, sorted; behind a package that is an ordinary word too stands ` +`.

    Other ordinary words are left out. A compound such as `react-dom` counts by its parts. What `languages`
    write with a capital inside (scrollBar) are identifiers, no words.
    """
    packages = list(packages)
    words = [*packages, *products, *(word for word in languages if not _CAPITAL_INSIDE.search(word))]
    pieces = (piece for word in words for piece in re.split(r"[-._@/]", word))
    both = plain(packages, SHORTEST_TERM) & known
    return sorted({*(plain(pieces, SHORTEST_TERM) - known), *(f"{word} +" for word in both)})


def british(words: Iterable[str], american: set[str]) -> set[str]:
    """Those of `words` that American English has too and spells otherwise (behaviour, organise)."""
    return {
        word
        for word in words
        if word not in american
        and any(
            word[: at.start()] + us + word[at.end() :] in american
            for gb, us in _SPELLINGS
            for at in re.finditer(gb, word)
        )
    }


def names(words: Iterable[str], dictionaries: Iterable[str], ordinary: set[str]) -> list[str]:
    """Names in lower case, sorted; behind one that is an ordinary word too stands ` +`.

    Names are what the dictionaries write with a capital, and the words of `words` with one that are no
    ordinary words: a company's name lends it words such as Energy or Home, which alone are none.
    """
    capitalised = plain((word for word in words if word[:1].isupper()), SHORTEST_NAME)
    written_so = (word for word in dictionaries if word[:1].isupper() and not word.isupper())
    proper = plain(written_so, SHORTEST_NAME)
    return sorted(f"{word} +" if word in ordinary else word for word in proper | (capitalised - ordinary))


def sieve(words: list[str]) -> bytes:
    """The table in which `english_lists.passes` looks up whether a word is one of `words`."""
    table = bytearray(len(words) * BITS_A_WORD // 8 + 1)
    for word in words:
        for place in places(word, len(table)):
            table[place >> 3] |= 1 << (place & 7)
    return bytes(table)


def _packed(folder: Path, kind: str) -> Iterator[str]:
    for name in PACKAGES[kind]:
        (archive,) = folder.glob(f"cspell-dict-{name}-[0-9]*.tgz")
        with tarfile.open(archive) as package:
            for member in package.getmembers():
                if not re.fullmatch(r"package/(?:dict/)?[\w-]+\.txt(?:\.gz)?", member.name):
                    continue
                file = package.extractfile(member)
                content = file.read() if file else b""
                text = (gzip.decompress(content) if member.name.endswith(".gz") else content).decode("utf-8")
                yield from entries(text.splitlines())


def _spelled(folder: Path, kind: str) -> list[str]:
    return [
        word
        for name in SPELLED[kind]
        for word in (folder / f"{name}.words").read_text(encoding="utf-8").splitlines()
    ]


def build(folder: Path, target: Path) -> None:
    """Write all tables into `target`, from the sources that lie in `folder`."""
    ranked = frequent((folder / "frequency_dictionary_en_82_765.txt").read_text(encoding="utf-8"))
    american, from_britain = _spelled(folder, "american"), _spelled(folder, "british")
    words = {*ranked, *plain(american)}
    words |= british(plain(from_britain), words)
    dictionaries = american + from_britain
    ordinary = plain(word for word in dictionaries if word[:1].islower())
    named = names(_packed(folder, "names"), dictionaries, ordinary)
    packages, products = _packed(folder, "packages"), _packed(folder, "products")
    languages = [*_packed(folder, "languages"), *_spelled(folder, "languages")]
    lower = (word for word in from_britain if word.islower())
    science = plain([*_spelled(folder, "science"), *lower], SHORTEST_SCIENTIFIC) - words
    lists = {
        "words": sorted(words, key=lambda word: word[::-1]),
        "common": ranked[:COMMON],
        "terms": terms(packages, products, languages, words),
        "names": named,
    }
    for name, content in lists.items():
        lines = "".join(f"{word}\n" for word in content)
        target.joinpath(f"english-{name}.txt").write_text(f"\n{lines}", encoding="ascii")
    target.joinpath("english-science.bin").write_bytes(sieve(sorted(science)))


if __name__ == "__main__":
    build(Path(sys.argv[1]), Path(__file__).parents[1] / "data")
