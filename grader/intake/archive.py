"""What students pack: a zip or tar archive as a folder of files in memory; nothing of it is written anywhere.

    bytes -> members, as they are listed                 zipped, tape (what bounds them: member)
    members -> entries: safe names, and of each only one
    entries -> the folder that the student's file lies in, or the hand-ins of a class

An archive in an archive is not opened.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from grader.errors import SubmissionError
from grader.intake.folder import MAX_ENTRIES, Folder, Read, no_file
from grader.intake.member import FOLDER, Bounds, Member, UnpackError
from grader.intake.names import is_archive, is_junk, is_source, shown, some

ONE = Bounds(size=64 << 20, members=MAX_ENTRIES)
"""How large the archive of one hand-in may be."""
CLASS = Bounds(size=1 << 30, members=10 * MAX_ENTRIES)
"""How large the archive of a class may be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A member by the parts of its name, in form NFC; a name that is refused has none."""

    parts: tuple[str, ...]
    member: Member

    @property
    def refused(self) -> str:
        """Why it is not read; empty for a file that is, and for a folder."""
        return "" if self.member.why == FOLDER else self.member.why

    def below(self, root: tuple[str, ...]) -> tuple[str, ...]:
        """Return the parts of its name from there on; none when it is not in there."""
        return self.parts[len(root) :] if self.parts[: len(root)] == root else ()

    def is_folder(self, root: tuple[str, ...]) -> bool:
        """Tell whether the first of those parts is a folder."""
        return len(self.below(root)) > 1 or self.member.why == FOLDER


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """What an archive holds, without junk; `broken` says why there may have been more."""

    entries: Sequence[Entry]
    broken: str = ""


def opened(content: bytes, bounds: Bounds) -> Archive:
    """List an archive; SubmissionError when it is none, or holds more than the bounds allow."""
    members: list[Member] = []
    broken = ""
    try:
        for member in _listing(content)(content, bounds):
            members.append(member)
            if len(members) > bounds.members:
                raise bounds.too_many()
    except UnpackError as error:
        broken = str(error)
    if broken and not members:
        raise SubmissionError(f"The archive {broken}, or it is no .zip or .tar archive. Pack it again as .zip.")
    return Archive(entries=_told_apart([entry for entry in map(_entry, members) if entry]), broken=broken)


def _listing(content: bytes) -> Callable[[bytes, Bounds], Iterator[Member]]:
    # Most hand-ins are no archives, and these two are slow to import.
    from grader.intake import tape, zipped

    return zipped.members if content.startswith(zipped.MARKS) else tape.members


# --- names ---------------------------------------------------------------------------------------------------------

_LONGEST = 1_000
"""Characters of a name with its folders."""
_UNSAFE: Sequence[tuple[Callable[[str], object], str]] = (
    (lambda name: len(name) > _LONGEST, "such a name is too long"),
    (lambda name: "\0" in name, "such a name holds a null byte"),
    (lambda name: "\\" in name, "such a name holds a backslash"),
    (re.compile(r"/|[A-Za-z]:").match, "such a name begins at the root of a disk"),
    (lambda name: ".." in name.split("/"), "such a name leads out of the archive"),
)


def _entry(member: Member) -> Entry | None:
    """Return a member by its parts; None for junk, and for the folder that the archive itself is."""
    unsafe = next((why for is_so, why in _UNSAFE if is_so(member.name)), "")
    if unsafe:
        return Entry(parts=(), member=replace(member, name=member.name[:_LONGEST], why=unsafe))
    parts = tuple(part for part in unicodedata.normalize("NFC", member.name).split("/") if part not in {"", "."})
    return None if not parts or any(map(is_junk, parts)) else Entry(parts=parts, member=member)


def _told_apart(entries: Sequence[Entry]) -> Sequence[Entry]:
    """Refuse all files of one name; capitals and forms of letters make no other name on some systems."""
    names = [_key(entry) for entry in entries]
    count = Counter(names)
    why = "another file has that name, at least on some systems"
    return [
        replace(entry, member=replace(entry.member, why=why)) if count[name] > 1 and name else entry
        for entry, name in zip(entries, names, strict=True)
    ]


def _key(entry: Entry) -> str:
    """Return what files must not share; nothing for a folder, which may be listed many times."""
    return "" if entry.member.why == FOLDER else unicodedata.normalize("NFC", "/".join(entry.parts).casefold())


# --- which folder, which hand-ins ----------------------------------------------------------------------------------


def folder(archive: Archive, files: Sequence[str]) -> Folder:
    """Return the folder that one of these files should lie in: the top of an archive, or the one folder in it."""
    found = _folder(archive.entries, _root(archive, files), files)
    more = [f"The archive {archive.broken}: there may have been more in it."] if archive.broken else []
    return replace(found, notes=[*found.notes, *more])


def hand_ins(archive: Archive, files: Sequence[str]) -> Iterator[tuple[str, Folder | Read]]:
    """Yield the hand-ins of a class by name: each file and folder at the top, or in the one folder around them all."""
    root = _root(archive, files)
    if not any(entry.below(root)[1:] == (file,) for entry in archive.entries for file in files):
        root = ()
    groups: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in archive.entries:
        name = entry.below(root)[0] if entry.below(root) else entry.member.name
        if entry.below(root) or not entry.parts:
            groups[name].append(entry)
    for name, group in groups.items():
        if any(entry.is_folder(root) for entry in group):
            yield name, replace(_folder(group, (*root, name), files), word="folder")
        else:
            yield name, partial(_content, group[0].member, name)


def _root(archive: Archive, files: Sequence[str]) -> tuple[str, ...]:
    """Return the parts of the folder to look in: the only one, if nothing beside it looks handed in; else the top."""
    folders = {entry.parts[0] for entry in archive.entries if entry.parts and entry.is_folder(())}
    loose = {entry.parts[0] for entry in archive.entries if entry.parts} - folders
    is_at_the_top = not folders.isdisjoint(files) or any(is_source(name) or is_archive(name) for name in loose)
    return () if is_at_the_top or len(folders) != 1 else tuple(folders)


def _folder(entries: Iterable[Entry], root: tuple[str, ...], files: Sequence[str]) -> Folder:
    """Return what lies in a folder; what is refused is noted, but one of these files says so when it is read."""
    found: dict[str, Read] = {}
    folders: dict[str, Read] = {}
    refused: defaultdict[str, list[str]] = defaultdict(list)
    for entry in entries:
        below = entry.below(root)
        if entry.refused and not (len(below) == 1 and below[0] in files):
            refused[entry.refused].append(entry.member.name)
        elif below and entry.is_folder(root):
            folders[below[0]] = partial(_no_file, below[0])
        elif below:
            found[below[0]] = partial(_content, entry.member, below[0])
    return Folder(
        word="archive",
        entries=dict(sorted({**folders, **found}.items())),
        folders=sorted(folders.keys() - found.keys()),
        notes=[f"Left out because {why}: {some(names)}." for why, names in refused.items()],
    )


def _no_file(name: str, _: int) -> bytes | None:
    raise no_file(name, "a folder")


def _content(member: Member, name: str, most: int) -> bytes | None:
    if member.why:
        raise SubmissionError(f"{shown(name)} cannot be read: {member.why}. Hand in the file itself.")
    try:
        return member.read(most)
    except UnpackError as error:
        raise SubmissionError(f"{shown(name)} {error}. Hand in the file itself.") from error
