"""Names of files: which are junk, how a sentence shows them, and the ids that are made of them."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable

MAX_ID = 80
"""Characters of an id; it becomes a file name."""
MAX_NAMED = 5
"""Names listed in one sentence."""
MAX_SHOWN = 100
"""Characters of a name in a list."""

JUNK = frozenset({"__macosx", "__pycache__", "thumbs.db", "desktop.ini"})
"""What file managers and archives leave behind, in small letters; names that begin with a dot or `~$` are junk too."""

SOURCES = (".py", ".ipynb")
"""How the name of a program ends, whatever its capitals."""
ARCHIVES = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz")
"""How the name of an archive ends that is opened."""


def is_junk(name: str) -> bool:
    """Tell whether a file or folder was not handed in by anybody."""
    return name.startswith((".", "~$")) or name.lower() in JUNK


def ending(name: str) -> str:
    """Return how a name ends, in small letters, where it is the ending of a program or of an archive."""
    return max((each for each in (*SOURCES, *ARCHIVES) if name.lower().endswith(each)), key=len, default="")


def is_source(name: str) -> bool:
    """Tell whether a name is one of a Python file or a notebook."""
    return ending(name) in SOURCES


def is_archive(name: str) -> bool:
    """Tell whether a name is one of an archive that is opened."""
    return ending(name) in ARCHIVES


# --- in sentences --------------------------------------------------------------------------------------------------


def shown(name: str) -> str:
    """Return a name as a sentence shows it: letters in one form, and what cannot be printed written out."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in unicodedata.normalize("NFC", name))


def some(names: Iterable[str]) -> str:
    """Return the first few names as a sentence lists them, and how many more there are."""
    listed = [shown(name if len(name) <= MAX_SHOWN else f"{name[:MAX_SHOWN]}...") for name in names]
    more = f" and {len(listed) - MAX_NAMED} more" if len(listed) > MAX_NAMED else ""
    return ", ".join(listed[:MAX_NAMED]) + more


# --- ids -----------------------------------------------------------------------------------------------------------

_RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})
"""Names that Windows gives to devices, whatever their ending."""
_LATIN = str.maketrans(
    {"ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L"}
    | {"đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "\u0131": "i"}
)
"""Latin letters that Unicode does not take apart into a plain letter and a mark."""
_UNDECODED = frozenset(map(chr, range(0xDC80, 0xDD00)))
"""What stands for the bytes of a file name that is not UTF-8."""
_HASH = 8
"""Hexadecimal digits that keep apart what letters cannot."""


def slug(name: str) -> str:
    """Return an id that is safe as a file name everywhere: ASCII letters, digits, `.`, `_` and `-`.

    A safe name stays as it is. Where letters are lost (another script, a long name), some digits of a hash keep apart
    what was different.
    """
    plain = unicodedata.normalize("NFKD", name).translate(_LATIN)
    is_lossy = any(not letter.isascii() and (letter.isalnum() or letter in _UNDECODED) for letter in plain)
    safe = re.sub(r"[^A-Za-z0-9._-]+", "-", plain.encode("ascii", "ignore").decode()).strip(".-")
    if safe.split(".")[0].lower() in _RESERVED:
        safe = f"_{safe}"
    if safe and not is_lossy and len(safe) <= MAX_ID:
        return safe
    digest = hashlib.sha256(unicodedata.normalize("NFKC", name).encode("utf-8", "surrogatepass")).hexdigest()[:_HASH]
    return f"{safe[: MAX_ID - _HASH - 1].rstrip('.-') or 'submission'}-{digest}"
