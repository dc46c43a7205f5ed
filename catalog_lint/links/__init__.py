"""Asking the network whether thumbnails, videos and links are alive; the only room that opens a socket."""

from catalog_lint.links.run import LinkReport, OnlineExtraMissing, judge
from catalog_lint.links.settings import LinkSettings

__all__ = ["LinkReport", "LinkSettings", "OnlineExtraMissing", "judge"]
