"""The configuration: what it may say, where it is found, what wins."""

from catalog_lint.config.discovery import Configuration
from catalog_lint.config.layers import parse
from catalog_lint.config.model import ConfigError, Settings
from catalog_lint.config.patterns import PathSpec, absolute_pattern, gitignore_spec, is_pattern, path_spec
from catalog_lint.locale import environment_locale

__all__ = [
    "ConfigError",
    "Configuration",
    "PathSpec",
    "Settings",
    "absolute_pattern",
    "environment_locale",
    "gitignore_spec",
    "is_pattern",
    "parse",
    "path_spec",
]
