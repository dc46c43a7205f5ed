"""Asking the network whether thumbnails, videos and links are alive; the only room that opens a socket."""

from catalog_lint.config.links import LinkSettings
from catalog_lint.links.problems import BadEnvironment, CannotAsk, OnlineExtraMissing
from catalog_lint.links.run import LinkReport, judge
from catalog_lint.links.targets import targets_of

__all__ = [
    "BadEnvironment",
    "CannotAsk",
    "LinkReport",
    "LinkSettings",
    "OnlineExtraMissing",
    "judge",
    "targets_of",
]
