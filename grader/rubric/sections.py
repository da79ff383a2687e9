"""What the shape of a rubric file is written down with: sections, their keys, and marks on their types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, ClassVar

from grader.rubric.containers import joined
from grader.rubric.scalars import is_null
from grader.rubric.source import NOWHERE, Fields, Items, Node, Spot, spot_of


class NotEmpty:
    """Marks a list that must have an entry: `Annotated[tuple[X, ...], NotEmpty()]`."""


class AnyOptions:
    """Marks a mapping of options that any kind may have."""


def key(says: str, default: object = None, *, required: bool = False) -> Any:  # noqa: ANN401 - as dataclasses.field
    """Return a field of a section: what an editor shows for it, and what it is where it is left out or invalid."""
    return field(default_factory=lambda: default, metadata={"says": says, "required": required})


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A mapping of the rubric file; keys that could not be read have their default, and `sound` is then false."""

    spot: Spot = NOWHERE
    sound: bool = False
    nodes: Mapping[str, Node] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        """Whether a key is there and not empty, whatever became of its value."""
        return name in self.nodes and not is_null(self.nodes[name])

    def at(self, name: str, entry: int | str | None = None) -> Spot:
        """Return the place of a key's value, or of an entry inside it; the section's own where there is no such key."""
        node = self.nodes.get(name)
        if node is None:
            return self.spot
        path = joined(self.spot.path, name)
        if isinstance(node, Items) and isinstance(entry, int):
            return spot_of(node.nodes[entry], f"{path}[{entry}]")
        if isinstance(node, Fields) and isinstance(entry, str):
            return next(
                (spot_of(word, joined(path, word.text)) for word, _ in node.entries if word.text == entry), self.spot
            )
        return spot_of(node, path)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged(Section):
    """A section that names a kind of check and holds the options of that kind among its keys."""

    inner: ClassVar[bool] = False
    """Whether it judges a part of an answer."""
    kind_name: str = ""
    kind: object = None


OWN = frozenset(entry.name for entry in fields(Judged))
"""Fields of a section that are no keys of the file."""
