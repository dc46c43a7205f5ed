"""Which configuration counts for a page."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from catalog_lint.config.layers import Layer, check, join, layer, read_file, table_of
from catalog_lint.config.layers import inline as inline_table
from catalog_lint.config.model import ConfigError, Place, Settings
from catalog_lint.locale import environment_locale
from catalog_lint.rule.model import RuleError

FILE_NAME = "catalog-lint.toml"


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
        self._above = [layer(inline_table(piece), here, f"--config {piece!r}") for piece in inline]
        if options:
            self._above.append(layer(options, here, "the command line"))
        for one in self._above:
            if "extend" in one.said:
                raise ConfigError(f"{one.place.prefix}extend: counts in a file only; use --config FILE")
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
            elif os.path.isfile(project) and table_of(project) is not None:
                found = project
            else:
                found = None if folder.parent == folder else self._find(folder.parent)
            self._found[folder] = found
        return self._found[folder]

    def _load(self, file: Path | None) -> Settings:
        below = read_file(file) if file else []
        if file and file == self._file:
            below = [_trusted(one) for one in below]
        layers = [*below, *map(_trusted, self._above)]
        if not any("locale" in one.said for one in layers):
            layers.insert(0, Layer("", Place("", Path.cwd()), {"locale": environment_locale()}, {}))
        settings = join(layers)
        check(settings)
        return settings


def _trusted(one: Layer) -> Layer:
    return one._replace(place=one.place._replace(trusted=True))
