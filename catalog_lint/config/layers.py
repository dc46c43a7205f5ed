"""Layers of a configuration: read from files and options, checked, joined to settings."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, NamedTuple, get_args

from catalog_lint.config.hints import TABLE, misplaced, misspelt_table, no_rule, unknown_key
from catalog_lint.config.kinds import FailOn, Language
from catalog_lint.config.model import ConfigError, Place, Selection, Settings
from catalog_lint.config.patterns import relative_pattern
from catalog_lint.diagnostic import OUTPUT_FORMATS, shortened
from catalog_lint.language.terms import circle
from catalog_lint.locale import Locale
from catalog_lint.regular import TOO_DEEP, read_regular
from catalog_lint.rule.model import Rule, RuleError
from catalog_lint.rule.selectors import known_selector
from catalog_lint.validation import keys_of, nearest, read

MAX_EXTENDED = 50
_JOINED = ("extend-exclude", "extend-include", "rules")
_SELECTING = ("select", "ignore", "extend-select")
_PATTERNED = ("per-file-ignores", "languages", "include", "extend-include", "exclude", "extend-exclude")
_CHOICES = {"language": get_args(Language), "locale": get_args(Locale), "fail-on": get_args(FailOn)}


class Layer(NamedTuple):
    """What one file or option says: `said` has its keys with their checked values.

    `raw` has `schema` and `rule` as they were written, to be joined key by key.
    """

    origin: str
    place: Place
    said: dict[str, Any]
    raw: dict[str, Any]


def parse(data: Mapping[str, Any], root: Path, origin: str) -> Settings:
    """The settings of one layer by itself; see `layer`."""
    return join([layer(data, root, origin)])


def layer(data: Mapping[str, Any], root: Path, origin: str, table: str = "") -> Layer:
    """What one file or option says.

    `root` is where its patterns and paths count from; `origin` names it in messages, and `table` the table
    of it that speaks to us. Raises ConfigError where a key or value does not fit.
    """
    place = Place(f"{origin}: {table}" if origin else table, root)
    for key in data:
        if key not in _FIELDS:
            raise ConfigError(f"{place.prefix}{key}: {unknown_key(key, data[key], _FIELDS)}")
    if wrong := misplaced(data, _FIELDS):
        raise ConfigError(f"{place.prefix}{': '.join(wrong)}")
    if all(_fits(key, value) for key, value in data.items()):
        return Layer(origin, place, dict(data), {})
    try:
        settings = read(Settings, dict(data), root)
    except ValueError as error:
        raise ConfigError(f"{place.prefix}{error}") from None
    said = {key: getattr(settings, _FIELDS[key]) for key in data}
    return Layer(origin, place, said, {key: data[key] for key in ("schema", "rule") if key in data})


def checked(settings: Settings) -> Settings:
    """Settings that a program made itself, as a file that says the same would give them; others unchanged.

    Patterns stay as they are. Raises ConfigError where a value does not fit.
    """
    plain = Settings()
    said = {key: getattr(settings, name) for key, name in _FIELDS.items()}
    said = {key: value for key, value in said.items() if value != getattr(plain, _FIELDS[key])}
    if settings.layers or all(_fits(key, value) for key, value in said.items()):
        return settings
    try:
        read_again = read(Settings, said, Path.cwd())
    except ValueError as error:
        raise ConfigError(str(error)) from None
    names = [_FIELDS[key] for key in said if key not in _PATTERNED]
    return replace(settings, **{name: getattr(read_again, name) for name in names})


def _fits(key: str, value: Any) -> bool:
    """Whether a value needs no closer look: what options give, mostly, which spares pydantic's import."""
    if key in _SELECTING:
        return isinstance(value, tuple) and all(
            isinstance(each, str) and each and each == each.strip() for each in value
        )
    if key == "unsafe-fixes":
        return isinstance(value, bool)
    if key == "output-format":
        return value in OUTPUT_FORMATS
    return value in _CHOICES.get(key, ())


def join(layers: Sequence[Layer]) -> Settings:
    """Layers as one, each counting more than those before it.

    Tables are joined key by key, `extend-exclude`, `extend-include` and `rules` one after the other; else the
    last word counts. Raises ConfigError where parts of a schema do not fit one another.
    """
    said: dict[str, Any] = {}
    raw: dict[str, Any] = {}
    places: dict[tuple[str, str], Place] = {}
    for one in layers:
        for key, value in one.said.items():
            if key == "extend":
                continue
            if key in one.raw:
                raw[key] = _merged(raw.get(key, {}), one.raw[key])
            elif key in _JOINED:
                said[key] = (*said.get(key, ()), *(v for v in value if v not in said.get(key, ())))
            else:
                said[key] = _merged(said.get(key), value)
            places[key, ""] = one.place
            if isinstance(value, Mapping):
                places |= _places(key, value, one.place)
    values = {_FIELDS[key]: value for key, value in said.items()}
    if "schema" in raw:
        values["catalog_schema"] = _schema(raw["schema"], places["schema", ""])
    if "rule" in raw:
        values["rule"] = raw["rule"]
    settings = Settings(**values)
    _set(settings, places=places)
    _set(settings, layers=tuple(_selection(one) for one in layers))
    _set(settings, origins=tuple(dict.fromkeys(one.origin for one in layers if one.origin)))
    return settings


def _places(key: str, value: Mapping[str, Any], place: Place) -> dict[tuple[str, str], Place]:
    found = {}
    for inner, table in value.items():
        found[key, inner] = place
        if isinstance(table, Mapping):
            found |= {(key, f"{inner}.{name}"): place for name in table}
    return found


def _schema(raw: Mapping[str, Any], place: Place) -> Any:
    try:
        return read(Settings, {"schema": dict(raw)}).catalog_schema
    except ValueError as error:
        raise ConfigError(f"{place.prefix}{error}") from None


def _selection(one: Layer) -> Selection:
    said = one.said
    return Selection(
        one.place.prefix, said.get("select"), said.get("ignore", ()), said.get("extend-select", ())
    )


def _set(settings: Settings, **values: Any) -> None:
    for name, value in values.items():
        object.__setattr__(settings, name, value)


def _merged(below: Any, above: Any) -> Any:
    """Tables joined key by key, everything else replaced."""
    if isinstance(below, Mapping) and isinstance(above, Mapping):
        joined = dict(below)
        for key, value in above.items():
            joined.pop(key, None)  # a key said again counts where it was said last
            joined[key] = _merged(below[key], value) if key in below else value
        return joined
    return above


def read_file(path: Path, above: tuple[Path, ...] = ()) -> list[Layer]:
    """The layers of a file: what it extends, then itself. Raises ConfigError."""
    name = shown(path)
    if len(above) > MAX_EXTENDED:
        raise ConfigError(f"{name}: extend: more than {MAX_EXTENDED} files in a row extend one another")
    if path.resolve() in above:
        chain = " -> ".join(shown(each) for each in (*above, path))
        raise ConfigError(f"{name}: extend: goes in a circle: {chain}; take one of them out")
    data = table_of(path)
    if data is None:
        raise ConfigError(f"{name}: has no [tool.{TABLE}]; add it or name another file")
    own = layer(data, path.parent, name, f"tool.{TABLE}." if path.name == "pyproject.toml" else "")
    extended = own.said.get("extend")
    if extended is None:
        return [own]
    base = Path(os.path.normpath(path.parent / Path(extended).expanduser()))
    if not base.is_file():
        raise ConfigError(f"{own.place.prefix}extend: no file '{shown(base)}'")
    return [*read_file(base, (*above, path.resolve())), own]


def table_of(path: Path) -> dict[str, Any] | None:
    """What a file says to us; None: nothing, which only a pyproject.toml may do. Raises ConfigError."""
    try:
        data = tomllib.loads(read_regular(path).decode("utf-8"))
    except OSError as error:
        raise ConfigError(f"{shown(path)}: cannot be read: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise ConfigError(f"{shown(path)}: not UTF-8; save it as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{shown(path)}: not TOML: {error}") from None
    except RecursionError:
        raise ConfigError(f"{shown(path)}: {TOO_DEEP}") from None
    if path.name != "pyproject.toml":
        return data
    if meant := misspelt_table(data):
        raise ConfigError(f"{shown(path)}: {meant}: is read by nobody; did you mean [tool.{TABLE}]?")
    tool = data.get("tool")
    table = tool.get(TABLE) if isinstance(tool, dict) else None
    if table is not None and not isinstance(table, dict):
        raise ConfigError(f"{shown(path)}: tool.{TABLE}: not a table; write [tool.{TABLE}]")
    return table


def inline(piece: str) -> dict[str, Any]:
    """What `--config 'key = value'` says. Raises ConfigError."""
    try:
        return tomllib.loads(piece)
    except RecursionError:
        raise ConfigError(f"--config {shortened(piece)!r}: {TOO_DEEP}") from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(
            f"--config {piece!r}: neither a file nor TOML such as 'language = \"zh-HK\"' ({error})"
        ) from None


def shown(path: Path) -> str:
    """A path as messages name it: from the working folder."""
    return os.path.relpath(path)


def check(settings: Settings) -> None:
    """Look whether every selector and rule key names a rule, parameters fit and terms do not contradict.

    Raises ConfigError, or RuleError for a rule file that does not fit.
    """
    rules = settings.all_rules
    for one in settings.selections:
        for key in _SELECTING:
            _check_selectors(f"{one.prefix}{key}", getattr(one, key.replace("-", "_")) or (), rules)
    for pattern, selectors in settings.per_file_ignores.items():
        place = settings.places.get(("per-file-ignores", pattern))
        said = relative_pattern(pattern, place.root) if place else pattern
        _check_selectors(f"{place.prefix if place else ''}per-file-ignores.'{said}'", selectors, rules)
    if round_trip := circle(settings.terms):
        said = " and ".join(f"'{wrong}' -> '{settings.terms[wrong]}'" for wrong in round_trip)
        raise ConfigError(f"{_prefix(settings, 'terms')}terms: {said} never settle; take one out")
    by_name = {name.casefold(): rule for rule in rules.values() for name in rule.names}
    by_code: dict[str, str] = {}
    for key in settings.rule:
        prefix = f"{_prefix(settings, 'rule', key)}rule.{key}"
        rule = by_name.get(key.casefold())
        if rule is None:
            raise ConfigError(f"{prefix}: {no_rule(key, rules)}")
        if (other := by_code.setdefault(rule.code, key)) != key:
            raise ConfigError(f"{prefix}: rule.{other} is the same rule; join the two tables")
        if given := settings.params(rule):
            _check_params(prefix, rule, given)


def _check_params(prefix: str, rule: Rule, given: Mapping[str, Any]) -> None:
    try:
        rule.bound(given)
    except RuleError as error:
        problem = str(error).partition("params.")[2] or str(error)
        name = problem.partition(":")[0]
        if "unknown key" in problem and nearest(name, ("severity",)).startswith("did you mean"):
            problem = f"{name}: unknown key; did you mean 'severity'?"
        raise ConfigError(f"{prefix}.{problem}") from None


def _prefix(settings: Settings, key: str, inner: str = "") -> str:
    place = settings.places.get((key, inner))
    return place.prefix if place else ""


def _check_selectors(where: str, selectors: Iterable[str], rules: Mapping[str, Rule]) -> None:
    for selector in selectors:
        if not known_selector(selector, rules):
            raise ConfigError(f"{where}: {no_rule(selector, rules)}")


_FIELDS = dict(zip(keys_of(Settings), (each.name for each in fields(Settings)), strict=True))
"""The keys of a configuration file, each with the name of its field."""
