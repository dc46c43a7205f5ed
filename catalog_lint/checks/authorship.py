"""Whether a model wrote an entry: then what is English in it was left so, where an author means it."""

from __future__ import annotations

from catalog_lint.catalog.model import Prose
from catalog_lint.catalog.profiles import followed
from catalog_lint.checks.characters import strays_by_kind
from catalog_lint.checks.fragments import PieceParams, has_pieces
from catalog_lint.checks.latin import Reading
from catalog_lint.language.orthography import Kind

_NOBODY_WRITES: frozenset[Kind] = frozenset(("nonsense", "broken"))


def is_of_model(prose: Prose, read: Reading, params: PieceParams) -> bool:
    """Whether an entry has the sections that a model was asked for, or what no author writes.

    That is pieces of words and characters of no sense. What a safe fix mends is no evidence: mending it must
    not make other findings go away.
    """
    return (
        followed(prose.entry) is not None
        or has_pieces(read, params)
        or not _NOBODY_WRITES.isdisjoint(prose.memo(strays_by_kind))
    )
