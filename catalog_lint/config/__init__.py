"""Settings: what a configuration may say, where it is found, and what wins."""

from __future__ import annotations

import os
import posixpath
import re
import tomllib
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PrivateAttr,
    ValidationError,
    ValidationInfo,
)

from catalog_lint.catalog.schema import Schema
from catalog_lint.diagnostic import Severity
from catalog_lint.language.terms import circle
from catalog_lint.rule.explain import explain
from catalog_lint.rule.loading import load_rules
from catalog_lint.rule.model import Rule, RuleError
from catalog_lint.rule.selectors import chosen, known_selector

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

Language = Literal["zh-TW", "zh-HK", "zh-CN", "en", "ja"]
Locale = Literal["en", "zh-TW"]
OutputFormat = Literal[
    "concise",
    "full",
    "grouped",
    "json",
    "jsonl",
    "github",
    "gitlab",
    "sarif",
    "rdjson",
    "junit",
    "checkstyle",
    "markdown",
    "html",
]
FailOn = Literal["error", "warning", "info", "never"]

FILE_NAME = "catalog-lint.toml"
TABLE = "catalog-lint"
ALWAYS_ON = "SUP"
DEFAULT_EXCLUDE = (
    ".#*",
    ".catalog-lint-cache/",
    ".git/",
    ".hg/",
    ".mypy_cache/",
    ".nox/",
    ".pytest_cache/",
    ".ruff_cache/",
    ".svn/",
    ".tox/",
    ".venv/",
    "__pycache__/",
    "node_modules/",
    "site-packages/",
    "venv/",
)


class ConfigError(Exception):
    """A configuration that does not fit; the message names its file or option, the key and the mend."""


def _absolute(pattern: str, info: ValidationInfo) -> str:
    found = absolute_pattern(pattern, info.context or Path.cwd())
    if not is_pattern(found.removeprefix("!")):
        raise ValueError("not a pattern as .gitignore has them")
    return found


def gitignore_spec(lines: Iterable[str]) -> GitIgnoreSpec:
    """Lines of a `.gitignore`, ready to match. Raises ValueError where one is no pattern."""
    from pathspec import GitIgnoreSpec

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # a class such as [[:alpha:]]
        try:
            return GitIgnoreSpec.from_lines(lines)
        except re.error as error:
            raise ValueError(str(error)) from None


def is_pattern(line: str) -> bool:
    """Whether a line is a pattern that git would read, or says nothing; git passes over others."""
    try:
        gitignore_spec([line])
    except ValueError:
        return False
    return True


def absolute_pattern(pattern: str, root: Path) -> str:
    """A `.gitignore` pattern that counts from `root`, as one that counts from the file system's root.

    One that opens with `//` counts from there already.
    """
    negated = "!" if pattern.startswith("!") else ""
    body = pattern.removeprefix("!")
    base = root.as_posix().rstrip("/")
    if not body.strip("/"):
        raise ValueError("an empty pattern")
    if body.startswith("//"):
        return negated + body[1:]
    while body.startswith("../"):
        base, body = posixpath.dirname(base), body.removeprefix("../")
    body = body.removeprefix("./")
    anchored = "/" in body.rstrip("/")
    return f"{negated}{_escaped(base)}/{'' if anchored else '**/'}{body.lstrip('/')}"


def _from_top(pattern: str) -> str:
    """What `absolute_pattern` takes as it is."""
    return re.sub(r"^(!?)/", r"\1//", pattern)


def _escaped(path: str) -> str:
    return re.sub(r"([\\*?\[\]!#])", r"\\\1", path)


def _from_root(folder: Path, info: ValidationInfo) -> Path:
    return Path(os.path.normpath((info.context or Path.cwd()) / folder.expanduser()))


def _selector(value: str) -> str:
    if not value.strip():
        raise ValueError("an empty selector; give a code, a prefix, a name or ALL")
    return value.strip()


def _links(table: dict[str, Any]) -> dict[str, Any]:
    if table:
        from catalog_lint.config.links import LinkSettings

        try:
            LinkSettings.model_validate(table)
        except ValidationError as error:
            raise ValueError(explain(error, LinkSettings)) from None
    return table


class _LinkSchema:
    """Puts the table's own keys into the JSON Schema; a run that asks nobody does not load their model."""

    def __get_pydantic_json_schema__(self, core: Any, handler: Any) -> dict[str, Any]:
        from catalog_lint.config.links import LinkSettings

        return LinkSettings.model_json_schema(by_alias=True)


LinkTable = Annotated[dict[str, Any], AfterValidator(_links), _LinkSchema()]
Pattern = Annotated[str, AfterValidator(_absolute)]
Folder = Annotated[Path, AfterValidator(_from_root)]
Selector = Annotated[str, AfterValidator(_selector)]


class RuleSettings(BaseModel):
    """Another severity for a rule, and other values of its parameters."""

    model_config = ConfigDict(extra="allow", frozen=True)

    severity: Severity | None = Field(None, description="Severity in place of the one in the rule's file.")

    @property
    def params(self) -> dict[str, Any]:
        """The parameters that differ from the rule's file."""
        return dict(self.model_extra or {})


class Selection(NamedTuple):
    """What one layer of the configuration selects; `select` None leaves what the layers below chose."""

    origin: str
    select: tuple[str, ...] | None
    ignore: tuple[str, ...]
    extend_select: tuple[str, ...]


class Settings(BaseModel):
    """What decides how a page is judged.

    Patterns are those of `.gitignore`. They and the folders of rules count from the folder that is given
    as validation context (the configuration file's), else from the working folder.
    """

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        populate_by_name=True,
        alias_generator=lambda name: name.replace("_", "-"),
        title="catalog-lint",
    )

    extend: str | None = Field(
        None, description="Another configuration file, relative to this one, that this one builds on."
    )
    select: tuple[Selector, ...] | None = Field(
        None,
        description="Rules to use in place of the default ones: codes, prefixes of codes, names, or ALL.",
    )
    ignore: tuple[Selector, ...] = Field((), description="Rules not to use; the more exact selector wins.")
    extend_select: tuple[Selector, ...] = Field((), description="Rules to use besides the selected ones.")
    per_file_ignores: dict[Pattern, tuple[Selector, ...]] = Field(
        default_factory=dict,
        description="Rules not to use on pages that match a pattern; '!' before it: on all others.",
    )
    rule: dict[str, RuleSettings] = Field(
        default_factory=dict,
        description="By code or name of a rule: its severity and other values of its parameters.",
    )
    rules: tuple[Folder, ...] = Field(
        (), description="Folders with rule files of your own, relative to the configuration file."
    )
    language: Language = Field("zh-TW", description="Language of the content.")
    languages: dict[Pattern, Language] = Field(
        default_factory=dict,
        description="Language of the content of pages that match a pattern; the last that matches wins.",
    )
    terms: dict[str, str] = Field(
        default_factory=dict, description="Wrong spellings of terms, each with the right one."
    )
    catalog_schema: Schema = Field(
        default_factory=Schema, alias="schema", description="The shape and the fields of an entry."
    )
    exclude: tuple[Pattern, ...] = Field(
        DEFAULT_EXCLUDE,
        description="Patterns of what is not searched for pages, in place of the default ones.",
    )
    extend_exclude: tuple[Pattern, ...] = Field(
        (), description="Patterns of what is not searched for pages, besides `exclude`."
    )
    fail_on: FailOn = Field("warning", description="Least severity of a finding that makes the run fail.")
    locale: Locale = Field("en", description="Language of the messages; left out: the environment's.")
    output_format: OutputFormat = Field("concise", description="How findings are printed.")
    links: LinkTable = Field(
        default_factory=dict, description="How the network is asked about links (`links`, `check --online`)."
    )
    unsafe_fixes: bool = Field(False, description="Whether fixes that need a person's eye are applied too.")

    _origin: str = PrivateAttr("")
    _origins: tuple[str, ...] = PrivateAttr(())
    _layers: tuple[Selection, ...] = PrivateAttr(())

    @property
    def origins(self) -> tuple[str, ...]:
        """The files that these settings come from, the one that counts most last."""
        return self._origins

    @property
    def selections(self) -> tuple[Selection, ...]:
        """What each layer selects, the one that counts most last."""
        return self._layers or (Selection(self._origin, self.select, self.ignore, self.extend_select),)

    def effective(self) -> dict[str, Any]:
        """All settings as a configuration file gives them, selection as the codes in use."""
        data = self.model_dump(mode="json", by_alias=True, exclude_none=True)
        for key in ("extend", "select", "ignore", "extend-select"):
            data.pop(key, None)
        for key in ("exclude", "extend-exclude"):
            data[key] = [_from_top(pattern) for pattern in data[key]]
        for key in ("languages", "per-file-ignores"):
            data[key] = {_from_top(pattern): value for pattern, value in data[key].items()}
        return {"select": list(self.chosen_rules()), **data}

    @cached_property
    def all_rules(self) -> dict[str, Rule]:
        """The shipped rules and those of `rules`, by code. Raises RuleError where one does not fit."""
        return load_rules(self.rules)

    @cached_property
    def _chosen(self) -> dict[str, Rule]:
        on = {code for code, rule in self.all_rules.items() if rule.default}
        for layer in self.selections:
            if layer.select is not None:
                on = {code for code in on if code.startswith(ALWAYS_ON)}
            wanted = (*(layer.select or ()), *layer.extend_select)
            for code, rule in self.all_rules.items():
                plus, minus = chosen(rule, wanted), chosen(rule, layer.ignore)
                if plus > minus:
                    on.add(code)
                elif minus:
                    on.discard(code)
        return {code: rule for code, rule in self.all_rules.items() if code in on}

    def chosen_rules(self) -> dict[str, Rule]:
        """The rules in use, by code in order.

        In each layer (a file, the command line) the most exact selector of a rule wins, `ignore` where two
        are equal; a `select` forgets what the layers below said. Rules about suppressions stay on unless
        they are ignored.
        """
        return self._chosen

    @cached_property
    def _by_rule(self) -> dict[str, RuleSettings]:
        codes = {rule.name: code for code, rule in self.all_rules.items()}
        return {codes.get(key, key): given for key, given in self.rule.items()}

    def severity(self, rule: Rule) -> Severity:
        """A rule's severity, as the configuration or its file says."""
        given = self._by_rule.get(rule.code)
        return given.severity if given and given.severity else rule.severity

    def params(self, rule: Rule) -> dict[str, Any]:
        """The values of a rule's parameters that the configuration overrides."""
        given = self._by_rule.get(rule.code)
        return given.params if given else {}

    @cached_property
    def _language_patterns(self) -> list[tuple[Callable[[str], bool], Language]]:
        return [(_matcher(pattern), language) for pattern, language in self.languages.items()]

    @cached_property
    def _ignore_patterns(self) -> list[tuple[Callable[[str], bool], frozenset[str]]]:
        return [
            (
                _matcher(pattern),
                frozenset(code for code, rule in self.all_rules.items() if chosen(rule, selectors)),
            )
            for pattern, selectors in self.per_file_ignores.items()
        ]

    def language_of(self, path: str) -> Language:
        """The language of a page's content; a relative path counts from the working folder."""
        if not self.languages:
            return self.language
        whole = os.path.abspath(path)
        found = [language for matches, language in self._language_patterns if matches(whole)]
        return found[-1] if found else self.language

    def ignored(self, path: str) -> set[str]:
        """Codes that `per-file-ignores` takes from a page; a relative path counts from the working folder."""
        if not self.per_file_ignores:
            return set()
        whole = os.path.abspath(path)
        return {code for matches, codes in self._ignore_patterns if matches(whole) for code in codes}

    def check(self) -> None:
        """Look whether every selector and rule key names a rule, parameters fit and terms do not contradict.

        Raises ConfigError, or RuleError for a rule file that does not fit.
        """
        rules = self.all_rules
        for layer in self.selections:
            for key in ("select", "ignore", "extend_select"):
                _check_selectors(layer.origin, key.replace("_", "-"), getattr(layer, key) or (), rules)
        for pattern, selectors in self.per_file_ignores.items():
            _check_selectors(self._origin, f"per-file-ignores.'{pattern}'", selectors, rules)
        if round_trip := circle(self.terms):
            said = " and ".join(f"'{wrong}' -> '{self.terms[wrong]}'" for wrong in round_trip)
            raise ConfigError(f"{_at(self._origin)}terms: {said} never settle; take one out")
        names = {rule.name: rule for rule in rules.values()}
        for key, given in self.rule.items():
            rule = rules.get(key) or names.get(key)
            if rule is None:
                raise ConfigError(f"{_at(self._origin)}rule.{key}: {_no_rule(key, rules)}")
            if given.params:
                try:
                    rule.bound(given.params)
                except RuleError as error:
                    problem = str(error).partition("params.")[2] or str(error)
                    name = problem.partition(":")[0]
                    if "unknown key" in problem and get_close_matches(name, ("severity",)):
                        problem = f"{name}: unknown key; did you mean 'severity'?"
                    raise ConfigError(f"{_at(self._origin)}rule.{key}.{problem}") from None


def _matcher(pattern: str) -> Callable[[str], bool]:
    spec = gitignore_spec([pattern.removeprefix("!")])
    if pattern.startswith("!"):
        return lambda path: not spec.match_file(path)
    return spec.match_file


def _at(origin: str) -> str:
    return f"{origin}: " if origin else ""


def _no_rule(key: str, rules: Mapping[str, Rule]) -> str:
    known = {name.casefold(): name for rule in rules.values() for name in (rule.code, rule.name)} | {
        "all": "ALL"
    }
    near = get_close_matches(key.casefold(), known, 1)
    mend = f"did you mean '{known[near[0]]}'?" if near else "`catalog-lint rule` lists them"
    return f"no rule '{key}'; {mend}"


def _check_selectors(origin: str, key: str, selectors: Iterable[str], rules: Mapping[str, Rule]) -> None:
    for selector in selectors:
        if not known_selector(selector, rules):
            raise ConfigError(f"{_at(origin)}{key}: {_no_rule(selector, rules)}")


def parse(data: Mapping[str, Any], root: Path, origin: str) -> Settings:
    """The settings of one layer.

    `root` is where its patterns and folders count from, `origin` names it in messages.
    Raises ConfigError where a key or value does not fit.
    """
    known = [field.alias or name for name, field in Settings.model_fields.items()]
    for key in data:
        if key not in known:
            near = get_close_matches(key.replace("_", "-").casefold(), known, 1)
            mend = f"did you mean '{near[0]}'?" if near else f"known keys: {', '.join(known)}"
            raise ConfigError(f"{_at(origin)}{key}: unknown key; {mend}")
    try:
        settings = Settings.model_validate(data, context=root)
    except ValidationError as error:
        raise ConfigError(f"{_at(origin)}{explain(error, Settings)}") from None
    settings._origin = origin
    return settings


T = TypeVar("T")


def _merged(below: T, above: T) -> T:
    """Tables joined key by key, everything else replaced."""
    if isinstance(below, dict) and isinstance(above, dict):
        joined = dict(below)
        for key, value in above.items():
            joined.pop(key, None)  # a key said again counts where it was said last
            joined[key] = _merged(below[key], value) if key in below else value
        return joined  # type: ignore[return-value]
    return above


def join(layers: Sequence[Settings]) -> Settings:
    """Layers as one, each counting more than those before it.

    Tables are joined key by key, `extend-exclude` and `rules` one after the other; else the last word counts.
    """
    said: dict[str, Any] = {}
    for layer in layers:
        for name in type(layer).model_fields:
            if name not in layer.model_fields_set or name == "extend":
                continue
            value = getattr(layer, name)
            if name not in said:
                said[name] = value
            elif name in ("extend_exclude", "rules"):
                said[name] = (*said[name], *(each for each in value if each not in said[name]))
            elif name == "catalog_schema":
                both = _merged(*(each.model_dump(exclude_unset=True) for each in (said[name], value)))
                said[name] = Schema.model_validate(both)
            elif name == "rule":
                both = _merged(
                    *(
                        {key: given.model_dump(exclude_unset=True) for key, given in each.items()}
                        for each in (said[name], value)
                    )
                )
                said[name] = {key: RuleSettings.model_validate(given) for key, given in both.items()}
            else:
                said[name] = _merged(said[name], value)
    joined = Settings().model_copy(update=said)
    joined._layers = tuple(selection for layer in layers for selection in layer.selections)
    joined._origins = tuple(
        dict.fromkeys(origin for layer in layers for origin in (layer._origins or (layer._origin,)) if origin)
    )
    joined._origin = joined._origins[-1] if joined._origins else ""
    return joined


def environment_locale(environment: Mapping[str, str] = os.environ) -> Locale:
    """The language of the messages that the environment asks for, else English."""
    name = next((environment[key] for key in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(key)), "")
    return "zh-TW" if re.match(r"zh[_-](TW|HK|MO|Hant)", name, re.IGNORECASE) else "en"


def _table(path: Path) -> dict[str, Any] | None:
    """What a file says to catalog-lint; None: nothing, which only a pyproject.toml may do."""
    try:
        with path.open("rb") as file:
            data = tomllib.load(file)
    except OSError as error:
        raise ConfigError(f"{_shown(path)}: cannot be read: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise ConfigError(f"{_shown(path)}: not UTF-8; save it as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{_shown(path)}: not TOML: {error}") from None
    if path.name != "pyproject.toml":
        return data
    tool = data.get("tool")
    table = tool.get(TABLE) if isinstance(tool, dict) else None
    if table is not None and not isinstance(table, dict):
        raise ConfigError(f"{_shown(path)}: tool.{TABLE}: not a table; write [tool.{TABLE}]")
    return table


def _read(path: Path, above: tuple[Path, ...] = ()) -> list[Settings]:
    """The layers of a file: what it extends, then itself."""
    name = _shown(path)
    if path.resolve() in above:
        chain = " -> ".join(_shown(each) for each in (*above, path))
        raise ConfigError(f"{name}: extend: goes in a circle: {chain}; take one of them out")
    data = _table(path)
    if data is None:
        raise ConfigError(f"{name}: has no [tool.{TABLE}]; add it or name another file")
    layer = parse(data, path.parent, name)
    if layer.extend is None:
        return [layer]
    base = Path(os.path.normpath(path.parent / Path(layer.extend).expanduser()))
    if not base.is_file():
        raise ConfigError(f"{name}: extend: no file '{_shown(base)}'")
    return [*_read(base, (*above, path.resolve())), layer]


def _shown(path: Path) -> str:
    return os.path.relpath(path)


class Configuration:
    """Finds the settings of each page: the closest file's, then `--config`'s, then the options'.

    `file` replaces the search, `isolated` forbids it. `inline` are pieces of TOML (`key = value`),
    `options` the keys that options give. Raises ConfigError where these do not fit.
    """

    def __init__(
        self,
        *,
        file: Path | None = None,
        isolated: bool = False,
        inline: Sequence[str] = (),
        options: Mapping[str, Any] | None = None,
    ) -> None:
        self._file = Path(os.path.abspath(file)) if file else None
        self._isolated = isolated
        here = Path.cwd()
        self._above = [parse(_inline(piece), here, f"--config {piece!r}") for piece in inline]
        if options:
            self._above.append(parse(options, here, "the command line"))
        for layer in self._above:
            if layer.extend is not None:
                raise ConfigError(f"{_at(layer._origin)}extend: counts in a file only; use --config FILE")
        self._settings: dict[Path | None, Settings | ConfigError] = {}
        self._found: dict[Path, Path | None] = {}

    def of_folder(self, folder: Path) -> Settings:
        """The settings that count in a folder. Raises ConfigError where they do not fit."""
        found = self._file
        if found is None and not self._isolated:
            found = self._find(Path(os.path.abspath(folder)))
        if found not in self._settings:
            try:
                self._settings[found] = self._load(found)
            except ConfigError as error:
                self._settings[found] = error
            except RuleError as error:
                self._settings[found] = ConfigError(str(error))
        settings = self._settings[found]
        if isinstance(settings, ConfigError):
            raise settings
        return settings

    def of_page(self, path: Path) -> Settings:
        """The settings that count for a page. Raises ConfigError where they do not fit."""
        return self.of_folder(Path(os.path.abspath(path)).parent)

    def _find(self, folder: Path) -> Path | None:
        if folder not in self._found:
            own, project = folder / FILE_NAME, folder / "pyproject.toml"
            if os.path.isfile(own):
                found: Path | None = own
            elif os.path.isfile(project) and _table(project) is not None:
                found = project
            else:
                found = None if folder.parent == folder else self._find(folder.parent)
            self._found[folder] = found
        return self._found[folder]

    def _load(self, file: Path | None) -> Settings:
        settings = join([*(_read(file) if file else ()), *self._above])
        if "locale" not in settings.model_fields_set:
            said = {"locale": environment_locale()}
            settings = join([settings, Settings.model_validate(said)])
        settings.check()
        return settings


def _inline(piece: str) -> dict[str, Any]:
    try:
        return tomllib.loads(piece)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(
            f"--config {piece!r}: neither a file nor TOML such as 'language = \"zh-HK\"' ({error})"
        ) from None
