"""Archives as hand-ins: read in memory, in bounds, whatever they hold; nothing lands anywhere, nothing raises."""

import bz2
import contextlib
import copy
import gzip
import io
import itertools
import lzma
import random
import struct
import subprocess
import sys
import tarfile
import time
import tracemalloc
import zipfile
import zlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import UsageError
from grader.intake import Place, archive, find, read
from grader.intake.member import FREE, RATIO

FILE = "work.py"
NOTEBOOK = b'{"cells": [{"cell_type": "code", "source": "a = 1"}], "nbformat": 4}'
MEBI = 1 << 20


# --- making them ---------------------------------------------------------------------------------------------------


def zip_of(files, packing=zipfile.ZIP_DEFLATED):
    """Return a zip archive of these files as the standard library writes it; a name that ends in / is a folder."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", packing) as opened:
        for name, content in files.items():
            opened.writestr(name, content)
    return written.getvalue()


def member(name, content=b"", kind=tarfile.REGTYPE, **more):
    info = tarfile.TarInfo(name)
    info.type, info.size = kind, len(content)
    for key, value in more.items():
        setattr(info, key, value)
    return info, content


def tar_of(files, form=tarfile.PAX_FORMAT):
    """Return a tar archive of these files, or of these members."""
    written = io.BytesIO()
    members = files
    if isinstance(files, dict):
        members = [
            member(name.rstrip("/"), kind=tarfile.DIRTYPE) if name.endswith("/") else member(name, content)
            for name, content in files.items()
        ]
    with tarfile.open(fileobj=written, mode="w", format=form) as opened:
        for info, content in members:
            opened.addfile(info, io.BytesIO(content))
    return written.getvalue()


@dataclass(frozen=True, kw_only=True)
class Row:
    """A member of a zip archive whose headers may say anything."""

    name: bytes = b"work.py"
    content: bytes = b"main"
    method: int = 0
    flags: int = 0
    mode: int = 0
    extra: bytes = b""
    packed: bytes | None = None
    crc: int | None = None
    size: int | None = None
    packed_size: int | None = None
    offset: int | None = None
    local_name: bytes | None = None
    version: int = 20

    def headers(self, start):
        """Return what stands before the file, the file as it is packed, and its entry in the list."""
        packed = self.packed or (zlib.compress(self.content, wbits=-15) if self.method == 8 else self.content)
        crc, size = or_else(self.crc, zlib.crc32(self.content)), or_else(self.size, len(self.content))
        shared = (self.flags, self.method, 0, 0, crc, or_else(self.packed_size, len(packed)), size)
        there = or_else(self.local_name, self.name)
        local = struct.pack("<4s5H3L2H", b"PK\3\4", 20, *shared, len(there), 0) + there
        lengths, places = (len(self.name), len(self.extra), 0), (0, 0, self.mode << 16, or_else(self.offset, start))
        listed = struct.pack("<4s2BH4H3L5H2L", b"PK\1\2", 20, 3, self.version, *shared, *lengths, *places)
        return local, packed, listed + self.name + self.extra


def or_else(value, otherwise):
    return otherwise if value is None else value


def raw_zip(*rows, before=b""):
    """Return a zip archive of these members."""
    body, listed = before, b""
    for row in rows:
        local, packed, entry = row.headers(len(body))
        body, listed = body + local + packed, listed + entry
    count = min(len(rows), 0xFFFF)
    return body + listed + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, len(listed), len(body), 0)


def handed_in(folder, content, name="ada.zip"):
    folder.mkdir(exist_ok=True, parents=True)
    path = folder / name
    path.write_bytes(content)
    return read(Place(id="ada", name="ada", path=path), FILE)


def text_of(read_in):
    return "\n".join(cell.text for cell in read_in.main.cells)


PACKINGS = {
    "ada.zip": zip_of,
    "stored.zip": lambda files: zip_of(files, zipfile.ZIP_STORED),
    "ada.tar": tar_of,
    "gnu.tar": lambda files: tar_of(files, tarfile.GNU_FORMAT),
    "ustar.TAR": lambda files: tar_of(files, tarfile.USTAR_FORMAT),
    "ada.tgz": lambda files: gzip.compress(tar_of(files)),
    "ada.tar.gz": lambda files: gzip.compress(tar_of(files)),
    "ada.tar.bz2": lambda files: bz2.compress(tar_of(files)),
    "ada.Tar.XZ": lambda files: lzma.compress(tar_of(files)),
    "a tar archive by another name.zip": tar_of,
    "a zip archive by another name.tar": zip_of,
}


# --- what is in them -----------------------------------------------------------------------------------------------

MAIN = {FILE: b"main"}
LAYOUTS = {
    "at the top": ({FILE: b"main", "b.py": b"b"}, ["b"], []),
    "in a folder": ({"ada/work.py": b"main", "ada/b.py": b"b"}, ["b"], []),
    "in a folder that is listed": ({"ada/": b"", "ada/work.py": b"main"}, [], []),
    "in a folder that is listed last": ({"ada/work.py": b"main", "ada/": b""}, [], []),
    "from this folder": ({"./": b"", "./work.py": b"main", "./b.py": b"b"}, ["b"], []),
    "in a folder of this folder": ({"./ada//./work.py": b"main"}, [], []),
    "with junk": (
        {
            "ada/work.py": b"main",
            "__MACOSX/": b"",
            "__MACOSX/ada/._work.py": b"\0",
            "__MACOSX/._ada": b"\0",
            "ada/.DS_Store": b"\0",
            "ada/._work.py": b"\0",
            "ada/__pycache__/b.pyc": b"\0",
            "ada/.ipynb_checkpoints/work.py": b"no",
            "Thumbs.db": b"\0",
            "desktop.ini": b"a",
            "~$notes.docx": b"a",
        },
        [],
        [],
    ),
    "in a folder beside what is no program": ({"ada/work.py": b"main", "readme.txt": b"a", "a.pdf": b"b"}, [], []),
    "at the top, with another in a folder": (
        {FILE: b"main", "old/work.py": b"old"},
        [],
        ["Folders beside work.py are not read: old."],
    ),
    "in a folder with folders": (
        {"ada/work.py": b"main", "ada/lib/b.py": b"b", "ada/img/x/y.png": b"b"},
        [],
        ["Folders beside work.py are not read: img, lib."],
    ),
    "in a folder that is a file, too": ({"ada/work.py": b"main", "ada": b"a"}, [], []),
    "a file that is a folder, too": ({FILE: b"main", "work.py/b.py": b"b"}, [], []),
    "with a notebook": (
        {FILE: b"main", "work.ipynb": NOTEBOOK},
        [],
        ["The archive holds work.py and work.ipynb: work.py is read."],
    ),
    "with helpers that are left out": (
        {FILE: b"main", "numpy.py": b"a", "a-b.py": b"a", "c.py": b"\0"},
        [],
        [
            "Left out because a library has that name and would no longer be found: numpy.py.",
            "Left out because such a name cannot be imported: a-b.py.",
            "Left out: c.py holds null bytes, so it is no text. Save it as UTF-8 text.",
        ],
    ),
    "with an archive": ({FILE: b"main", "b.zip": zip_of({"b.py": b"b"})}, [], []),
    "a folder of another script, in parts": ({"A\u0308da/work.py": b"main", "\u00c4da/b.py": b"b"}, ["b"], []),
}


@pytest.mark.parametrize(("name", "pack"), PACKINGS.items(), ids=PACKINGS)
@pytest.mark.parametrize(("files", "modules", "notes"), LAYOUTS.values(), ids=LAYOUTS)
def test_an_archive_is_read_as_a_folder_would_be(tmp_path, name, pack, files, modules, notes):  # noqa: PLR0917
    result = handed_in(tmp_path, pack(files), name)
    assert result.fault == ""
    assert text_of(result) == "main"
    assert sorted(module.name for module in result.modules) == modules
    assert sorted(result.notes) == sorted(notes)
    assert result.main.cells[0].label == FILE


def test_a_notebook_in_an_archive_is_read(tmp_path):
    result = handed_in(tmp_path, zip_of({"ada/work.ipynb": NOTEBOOK}))
    assert [(cell.label, cell.text) for cell in result.main.cells] == [("work.ipynb, cell 1", "a = 1")]


@pytest.mark.parametrize(("name", "pack"), PACKINGS.items(), ids=PACKINGS)
def test_the_hash_is_the_same_packed_and_not(tmp_path, name, pack):
    files = {"work.py": b"a = 1\r\n", "b.py": b"b"}
    for file, content in files.items():
        (tmp_path / "ada").mkdir(exist_ok=True)
        (tmp_path / "ada" / file).write_bytes(content)
    loose = read(Place(id="ada", name="ada", path=tmp_path / "ada"), FILE)
    packed = handed_in(tmp_path, pack({f"x/{file}": content for file, content in files.items()}), name)
    assert packed.sha256 == loose.sha256 != ""
    assert packed.modules == loose.modules


NOT_THERE = {
    "nothing": ({}, "It holds no Python file and no notebook."),
    "another file": ({"worrk.py": b"a", "x.py": b"b"}, "It holds worrk.py, x.py. Is worrk.py meant? Then rename it."),
    "another file in a folder": ({"ada/worrk.py": b"a"}, "It holds worrk.py. Is worrk.py meant?"),
    "deeper": ({"ada/hw/work.py": b"a"}, "What lies deeper is not read: hw."),
    "in one of two folders": ({"ada/work.py": b"a", "b/x.txt": b"b"}, "What lies deeper is not read: ada, b."),
    "in a folder beside another program": ({"ada/work.py": b"a", "x.py": b"b"}, "It holds x.py. Is x.py meant?"),
    "in junk": ({"__MACOSX/work.py": b"a", "._work.py": b"b"}, "It holds no Python file and no notebook."),
    "packed twice": ({"ada.zip": zip_of(MAIN)}, "An archive inside is not opened: ada.zip."),
    "packed twice in a folder": ({"a/b.tar.gz": b"", "a/c.ZIP": b""}, "An archive inside is not opened: b.tar.gz, c"),
}


@pytest.mark.parametrize("pack", [zip_of, tar_of], ids=["zip", "tar"])
@pytest.mark.parametrize(("files", "fragment"), NOT_THERE.values(), ids=NOT_THERE)
def test_an_archive_without_the_file_tells_what_it_holds(tmp_path, pack, files, fragment):
    result = handed_in(tmp_path, pack(files))
    assert result.fault.startswith("There is no work.py in the archive. ")
    assert fragment in result.fault
    assert result.main is None


@pytest.mark.parametrize("kind", [tarfile.DIRTYPE, None], ids=["tar", "zip"])
@pytest.mark.parametrize("above", ["", "ada/"])
def test_a_folder_of_the_files_name_is_said(tmp_path, kind, above):
    content = tar_of([member(f"{above}work.py", kind=kind)]) if kind else zip_of({f"{above}work.py/": b""})
    assert handed_in(tmp_path, content).fault == "work.py is a folder, not a file. Hand in the file itself."


# --- names ---------------------------------------------------------------------------------------------------------

NAMES = {
    "above": ("../work.py", "leads out of the archive"),
    "far above": ("../../../../../../tmp/work.py", "leads out of the archive"),
    "above and back": ("ada/../work.py", "leads out of the archive"),
    "above at the end": ("ada/..", "leads out of the archive"),
    "absolute": ("/work.py", "begins at the root of a disk"),
    "absolute twice": ("//host/work.py", "begins at the root of a disk"),
    "a drive": ("C:/work.py", "begins at the root of a disk"),
    "a drive without a root": ("c:work.py", "begins at the root of a disk"),
    "backslash": ("ada\\work.py", "holds a backslash"),
    "backslash above": ("..\\work.py", "holds a backslash"),
    "drive and backslash": ("C:\\work.py", "holds a backslash"),
    "two backslashes": ("\\\\host\\work.py", "holds a backslash"),
    "too long": ("a" * 2_000 + "/work.py", "is too long"),
}


@pytest.mark.parametrize("pack", [zip_of, tar_of], ids=["zip", "tar"])
@pytest.mark.parametrize(("name", "why"), NAMES.values(), ids=NAMES)
def test_a_name_that_is_no_place_in_the_archive_is_refused_and_the_rest_is_read(tmp_path, pack, name, why):
    result = handed_in(tmp_path / "x", pack({name: b"bad", FILE: b"main", "b.py": b"b"}))
    assert (result.fault, text_of(result), len(result.modules)) == ("", "main", 1)
    (note,) = result.notes
    assert note.startswith(f"Left out because such a name {why}: ")
    assert len(note) < 200
    alone = handed_in(tmp_path / "x", pack({name: b"bad"}))
    assert alone.fault.startswith("There is no work.py in the archive.")
    assert alone.notes == (note,)
    assert [path.name for path in tmp_path.rglob("*")] == ["x", "ada.zip"]


@pytest.mark.parametrize(
    "content",
    [raw_zip(Row(name=b"work.py\0.txt"), Row()), None],
    ids=["zip", "tar"],
)
def test_a_null_byte_in_a_name_is_refused(tmp_path, content):
    if content is None:
        info, body = member("x" * 120)
        info.pax_headers = {"path": "work.py\0.txt"}
        content = tar_of([(info, body), member(FILE, b"main")])
    result = handed_in(tmp_path, content)
    assert (result.fault, text_of(result)) == ("", "main")
    assert result.notes == ("Left out because such a name holds a null byte: work.py\\x00.txt.",)


TWINS = {
    "the same": (FILE, FILE),
    "capitals": (FILE, "WORK.py"),
    "through this folder": (FILE, "./work.py"),
    "by two slashes": ("ada/work.py", "ada//work.py"),
}


@pytest.mark.parametrize("packing", ["zip", "tar"])
@pytest.mark.parametrize(("one", "other"), TWINS.values(), ids=TWINS)
def test_neither_of_two_files_of_one_name_is_read(tmp_path, packing, one, other):
    rows, members = [Row(name=name.encode()) for name in (one, other)], [member(name, b"main") for name in (one, other)]
    result = handed_in(tmp_path, raw_zip(*rows) if packing == "zip" else tar_of(members))
    assert result.fault == (
        "work.py cannot be read: another file has that name, at least on some systems. Hand in the file itself."
    )


def test_look_alikes_beside_are_left_out(tmp_path):
    names = ["b.py", "B.py", "\u00e9.py", "e\u0301.py", "stra\u00dfe.py", "STRASSE.py", "c.py"]
    result = handed_in(tmp_path, zip_of({FILE: b"main", **dict.fromkeys(names, b"a")}))
    assert [module.name for module in result.modules] == ["c"]
    (note,) = result.notes
    assert note.startswith("Left out because another file has that name, at least on some systems: b.py, B.py, ")


SPELT = {
    "UTF-8 that says so": ("\u00e4\u6f22".encode(), 0x800, "\u00e4\u6f22"),
    "UTF-8 that does not": ("\u00e4\u6f22".encode(), 0, "\u00e4\u6f22"),
    "UTF-8 in parts": ("a\u0308".encode(), 0, "\u00e4"),
    "CP437": ("\u00e4\u00f1".encode("cp437"), 0, "\u00e4\u00f1"),
    "quoted-printable": (b"=?utf-8?q?=C3=A4?=", 0, "=?utf-8?q?=C3=A4?="),
    "right to left": ("a\u202eb".encode(), 0x800, "a\\u202eb"),
    "a line end": (b"a\nb", 0, "a\\nb"),
    "escape": (b"a\x1b[31m", 0, "a\\x1b[31m"),
}


@pytest.mark.parametrize(("name", "flags", "spelt"), SPELT.values(), ids=SPELT)
def test_a_name_is_read_in_the_encoding_it_has_and_shown_in_print(tmp_path, name, flags, spelt):
    rows = [Row(name=name + b"/x", flags=flags), Row()]
    assert handed_in(tmp_path, raw_zip(*rows)).notes == (f"Folders beside work.py are not read: {spelt}.",)


def test_a_name_in_a_tar_archive_that_is_not_utf_8_is_shown(tmp_path):
    info, body = member("caf\udce9/x")
    content = tar_of([(info, body), member(FILE, b"main")], tarfile.GNU_FORMAT)
    assert handed_in(tmp_path, content).notes == ("Folders beside work.py are not read: caf\\udce9.",)


def test_a_name_that_says_utf_8_and_is_not_spoils_the_archive(tmp_path):
    assert handed_in(tmp_path, raw_zip(Row(name=b"\xff", flags=0x800))).fault.startswith("The archive is damaged")


@pytest.mark.parametrize("form", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT], ids=["pax", "gnu"])
def test_a_long_name_is_put_together(tmp_path, form):
    folder = "x" * 150
    content = tar_of({f"{folder}/work.py": b"main", f"{folder}/{'b' * 200}.py": b"b"}, form)
    result = handed_in(tmp_path, content)
    assert text_of(result) == "main"
    assert [module.name for module in result.modules] == ["b" * 200]


# --- what is no file -----------------------------------------------------------------------------------------------

LINKS = "links in an archive are not followed"
ODD = {
    "symbolic link": (member("work.py", kind=tarfile.SYMTYPE, linkname="/etc/passwd"), LINKS),
    "hard link": (member("work.py", kind=tarfile.LNKTYPE, linkname="../../etc/passwd"), LINKS),
    "link to itself": (member("work.py", kind=tarfile.SYMTYPE, linkname="work.py"), LINKS),
    "pipe": (member("work.py", kind=tarfile.FIFOTYPE), "only files are read"),
    "device": (member("work.py", kind=tarfile.CHRTYPE, devmajor=1, devminor=5), "only files are read"),
    "disk": (member("work.py", kind=tarfile.BLKTYPE), "only files are read"),
    "with holes": (member("work.py", b"a" * 600, kind=tarfile.GNUTYPE_SPARSE), "only files are read"),
    "a part of a tape": (member("work.py", b"a" * 600, kind=b"M"), "only files are read"),
    "of no type": (member("work.py", b"a" * 600, kind=b"?"), "only files are read"),
}
ZIPPED_ODD = {
    "symbolic link": ({"mode": 0o120777, "content": b"/etc/passwd"}, LINKS),
    "pipe": ({"mode": 0o010644}, "only files are read"),
    "device": ({"mode": 0o020644}, "only files are read"),
    "socket": ({"mode": 0o140644}, "only files are read"),
    "encrypted": ({"flags": 0x1}, "what a password protects cannot be read"),
    "strongly encrypted": ({"flags": 0x41}, "what a password protects cannot be read"),
    "with masked headers": ({"flags": 0x2001}, "what a password protects cannot be read"),
    "bzip2": ({"method": 12, "packed": bz2.compress(b"main")}, "such a packing is not read"),
    "LZMA": ({"method": 14}, "such a packing is not read"),
    "Deflate64": ({"method": 9}, "such a packing is not read"),
    "no packing there is": ({"method": 77}, "such a packing is not read"),
}


def with_odd(odd, name, rest):
    """Return an archive of an odd member by this name, and of the rest."""
    if isinstance(odd, dict):
        return raw_zip(Row(name=name.encode(), **odd), *(Row(name=f.encode(), content=c) for f, c in rest.items()))
    info, content = odd
    named = copy.copy(info)
    named.name = name
    return tar_of([(named, content), *itertools.starmap(member, rest.items())])


@pytest.mark.parametrize(
    ("odd", "why"),
    [
        pytest.param(*row, id=f"{packing}: {id_}")
        for packing, rows in {"tar": ODD, "zip": ZIPPED_ODD}.items()
        for id_, row in rows.items()
    ],
)
def test_what_is_no_plain_file_is_refused(tmp_path, odd, why):
    rest = {"ada/c.py": b"c", "ada/d.txt": b"d"}
    result = handed_in(tmp_path, with_odd(odd, "ada/work.py", rest))
    assert result.fault == f"work.py cannot be read: {why}. Hand in the file itself."
    assert (result.main, result.notes) == (None, ())
    beside = handed_in(tmp_path, with_odd(odd, "ada/b.py", {**rest, "ada/work.py": b"main"}))
    assert (beside.fault, text_of(beside)) == ("", "main")
    assert [module.name for module in beside.modules] == ["c"]
    assert beside.notes == (f"Left out because {why}: ada/b.py.",)


# --- damaged, or made to be ----------------------------------------------------------------------------------------

DEFLATED = zlib.compress(b"main", wbits=-15)
ODD_HEADERS = {
    "a smaller size": ({"size": 3}, "is damaged"),
    "a larger size": ({"size": 5}, "is damaged"),
    "the largest size": ({"size": 0xFFFFFFFE}, "is damaged"),
    "another checksum": ({"crc": 1}, "is damaged"),
    "another name before the file": ({"local_name": b"work.pi"}, "is damaged"),
    "no place in the archive": ({"offset": 0x7FFFFFFF}, "is damaged"),
    "deflated it is not": ({"method": 8, "packed": b"\xff" * 20}, "is damaged"),
    "deflated and cut off": ({"method": 8, "packed": DEFLATED[:-2]}, "is damaged"),
    "patched": ({"flags": 0x20}, "is damaged"),
}


@pytest.mark.parametrize(("lies", "fragment"), ODD_HEADERS.values(), ids=ODD_HEADERS)
def test_a_file_whose_headers_lie_is_refused_and_the_rest_is_read(tmp_path, lies, fragment):
    result = handed_in(tmp_path, raw_zip(Row(**lies)))
    assert result.fault == f"work.py {fragment}. Hand in the file itself."
    beside = handed_in(tmp_path, raw_zip(Row(), Row(**{**lies, "name": b"b.py"}), Row(name=b"c.py")))
    assert (beside.fault, text_of(beside)) == ("", "main")
    assert [module.name for module in beside.modules] == ["c"]
    assert beside.notes == (f"Left out: b.py {fragment}. Hand in the file itself.",)


def test_what_is_read_of_a_file_is_what_it_is_graded_by(tmp_path):
    # A size that fits a checksum cuts the file, as other programs may see it: what is hashed is what is sent.
    cut = handed_in(tmp_path, raw_zip(Row(size=2, crc=zlib.crc32(b"ma"))))
    assert text_of(cut) == "ma"
    assert cut.sha256 == handed_in(tmp_path, raw_zip(Row(content=b"ma"))).sha256
    more = handed_in(tmp_path, raw_zip(Row(method=8, packed=zlib.compress(b"main and more", wbits=-15))))
    assert text_of(more) == "main"


@pytest.mark.parametrize("packed_size", [0, 1, 5, 1_000, 0xFFFFFFFE])
def test_a_packed_size_that_lies_is_harmless(tmp_path, packed_size):
    for row in (Row(packed_size=packed_size), Row(packed_size=packed_size, method=8)):
        result = handed_in(tmp_path, raw_zip(row))
        assert result.fault == "work.py is damaged. Hand in the file itself." or text_of(result) == "main"


def test_files_that_share_bytes_are_not_read(tmp_path):
    inner = raw_zip(Row(name=b"b.py", content=b"b" * 50))
    quoted = inner[: inner.index(b"PK\1\2")]
    rows = [Row(name=b"a.py", content=quoted), Row(name=b"b.py", offset=30 + len("a.py"), content=b"b" * 50)]
    for row in (Row(name=b"c.py", offset=0), Row(name=b"c.py", offset=0, packed_size=0)):
        result = handed_in(tmp_path, raw_zip(*rows, row, Row(), Row(name=b"d.py")))
        assert text_of(result) == "main"
        assert [module.name for module in result.modules] == ["d"]
        assert result.notes == ("Left out because files that overlap in the archive are not read: a.py, b.py, c.py.",)


def greedy(packed):
    """Return an xz stream whose first block asks for 4 GB."""
    block = packed[12 : 12 + (packed[12] + 1) * 4 - 4]
    assert block[2:4] == b"\x21\x01"
    asking = block[:4] + bytes([40]) + block[5:]
    return packed[:12] + asking + struct.pack("<L", zlib.crc32(asking)) + packed[12 + len(block) + 4 :]


BROKEN = {
    "no bytes that mean anything": (b"a" * 2_000, "is cut off or damaged, or it is no .zip or .tar archive"),
    "fewer than a header": (b"a" * 10, "is cut off or damaged, or it is no .zip or .tar archive"),
    "RAR": (b"Rar!\x1a\x07" + b"a" * 600, "or it is no .zip or .tar archive. Pack it again as .zip."),
    "7z": (b"7z\xbc\xaf\x27\x1c" + b"a" * 600, "or it is no .zip or .tar archive. Pack it again as .zip."),
    "a zip archive cut in the middle": (zip_of({FILE: b"main" * 100})[:99], "is damaged"),
    "a zip archive without its last byte": (zip_of(MAIN)[:-1], "is damaged"),
    "a zip archive cut at the front": (b"PK\3\4" + zip_of(MAIN)[30:], None),
    "a zip archive of a later kind": (raw_zip(Row(version=99)), "is damaged"),
    "a zip archive with a broken extra field": (raw_zip(Row(extra=b"\1\0\xff\xff")), "is damaged"),
    "a zip archive whose sizes lie elsewhere": (raw_zip(Row(size=0xFFFFFFFF, extra=b"\1\0\0\0")), "is damaged"),
    "the end of a zip archive": (b"PK\5\6" + b"\xff" * 18, "is damaged"),
    "a document of an office": (zip_of({"word/document.xml": b"a", "[Content_Types].xml": b""}), "There is no work.py"),
    "gzip of nothing": (gzip.compress(b""), "There is no work.py in the archive."),
    "gzip of a file": (gzip.compress(b"main" * 300), "or it is no .zip or .tar archive"),
    "gzip of a zip archive": (gzip.compress(zip_of(MAIN)), "or it is no .zip or .tar archive"),
    "gzip cut off": (gzip.compress(random.Random(1).randbytes(5_000))[:900], "is cut off or damaged"),  # noqa: S311
    "gzip with another checksum": (gzip.compress(tar_of(MAIN))[:-8] + b"\0" * 8, "is cut off or damaged"),
    "gzip and no more": (b"\x1f\x8b", "is cut off or damaged"),
    "bzip2 that is none": (b"BZh9" + b"a" * 50, "is cut off or damaged"),
    "xz that is none": (b"\xfd7zXZ\0" + b"a" * 50, "is cut off or damaged"),
    "xz that takes much memory": (greedy(lzma.compress(tar_of(MAIN))), "is cut off or damaged"),
    "nothing at all": (b"", "There is no work.py in the archive."),
    "zeros": (bytes(10_240), "There is no work.py in the archive."),
}


@pytest.mark.parametrize(("content", "fragment"), BROKEN.values(), ids=BROKEN)
@pytest.mark.parametrize("name", ["ada.zip", "ada.tar.gz"])
def test_a_broken_archive_is_said(tmp_path, content, fragment, name):
    result = handed_in(tmp_path, content, name)
    assert result.main is None
    assert result.fault.endswith(".")
    assert (fragment or "") in result.fault


# --- the headers of a tar archive ----------------------------------------------------------------------------------


def header(name="a", **more):
    """Return a header as it stands in a tar archive; a size that is negative is written in base 256."""
    info, _ = member(name, **more)
    info.size = more.get("size", 0)
    return info.tobuf(tarfile.GNU_FORMAT)


def padded(content):
    return content + bytes(-len(content) % tarfile.BLOCKSIZE)


def said(kind, content):
    """Return a header that says more of the next member."""
    return header(kind=kind, size=len(content)) + padded(content)


def record(text):
    """Return a record of an extended header: its own length stands before it."""
    size = next(size for size in range(1000) if len(f"{size} {text}\n".encode()) == size)
    return f"{size} {text}\n".encode()


START = header(FILE, size=4) + padded(b"main")
REST = header("b.py", size=1) + padded(b"b") + bytes(1024)
CUT = "The archive is cut off or damaged: there may have been more in it."
WALKS = {
    "as it should be": (START + REST, ["b"], ()),
    "no end": (START + REST[:-1024], ["b"], ()),
    "half an end": (START + REST[:-600], ["b"], ()),
    "something behind the end": (START + REST + b"a" * 5_000, ["b"], ()),
    "an end before the end": (START + bytes(512) + REST, [], ()),
    "cut in a header": (START + REST[:300], [], (CUT,)),
    "a wrong checksum": (START + REST[:100] + b"7" * 48 + REST[148:], [], (CUT,)),
    "a number that is none": (START + header("b.py").replace(b"0" * 7, b"abcdefg", 1), [], (CUT,)),
    "a negative size": (START + header("b.py", size=-512) + REST, [], (CUT, "b.py")),
    "the size of the world": (START + header("b.py", size=1 << 80) + REST, [], (CUT, "b.py")),
    "more than there is": (START + header("b.py", size=3_000) + REST, [], (CUT, "b.py")),
    "a negative size of a folder": (START + header("x", kind=tarfile.DIRTYPE, size=-512) + REST, ["b"], ("x",)),
    "a size of a link": (START + header("x", kind=tarfile.SYMTYPE, size=99_999) + REST, ["b"], ("x",)),
    "a long name": (START + said(b"L", b"c.py\0more") + REST, ["c"], ()),
    "a long name that is cut off": (START + header(kind=b"L", size=3_000) + REST, [], (CUT,)),
    "a long name and nothing more": (START + said(b"L", b"c.py"), [], ()),
    "a long name of a link": (START + said(b"K", b"c.py") + REST, ["b"], ()),
    "many long names": (START + said(b"L", b"c.py") * 5_000 + REST, ["c"], ()),
    "a name of megabytes": (START + said(b"L", b"c" * 5_000_000) + REST, [], ("Left out because such a name is too",)),
    "a record": (START + said(b"x", record("path=c.py")) + REST, ["c"], ()),
    "a record of Solaris": (START + said(b"X", record("path=c.py")) + REST, ["c"], ()),
    "a record for all": (START + said(b"g", record("path=c.py")) + REST, ["b"], ()),
    "a record of what it is not": (START + said(b"x", record("linkpath=/etc/passwd")) + REST, ["b"], ()),
    "a record that takes holes for granted": (START + said(b"x", record("GNU.sparse.size=99999999")) + REST, ["b"], ()),
    "a record of a size": (START + said(b"x", record("size=1")) + header("c.py") + padded(b"c") + REST, ["b", "c"], ()),
    "a record of the size of the world": (START + said(b"x", record("size=" + "9" * 18)) + REST, [], (CUT, "b.py")),
    "a record of a size of many digits": (START + said(b"x", record("size=" + "9" * 900)) + REST, ["b"], ()),
    "a record of a negative size": (START + said(b"x", record("size=-512")) + REST, ["b"], ()),
    "records without a length": (START + said(b"x", b"path=c.py\n") + REST, ["b"], ()),
    "records of no length": (START + said(b"x", b"0 path=c.py\n") + REST, ["b"], ()),
    "records of length one": (START + said(b"x", b"1 1 1 1 1 1 1 1 1 1 1 1 1 1 ") + REST, ["b"], ()),
    "records of another length": (START + said(b"x", b"99 path=c.py\n") + REST, ["c"], ()),
    "records of digits only": (START + said(b"x", b"1" * 500_000) + REST, ["b"], ()),
    "records and no more": (START + header(kind=b"x", size=1 << 40), [], (CUT,)),
    "holes": (
        START + header("b.py", kind=b"S", size=4) + padded(b"holy") + REST[512:],
        [],
        ("only files are read: b.py",),
    ),
}


@pytest.mark.parametrize(("content", "modules", "fragments"), WALKS.values(), ids=WALKS)
def test_whatever_a_tar_archive_says_is_walked_forwards_and_once(tmp_path, content, modules, fragments):
    started = time.monotonic()
    result = handed_in(tmp_path, content, "ada.tar")
    assert time.monotonic() - started < 2
    assert (result.fault, text_of(result)) == ("", "main")
    assert sorted(module.name for module in result.modules) == modules
    assert bool(result.notes) == bool(fragments)
    for fragment in fragments:
        assert fragment in " ".join(result.notes)


def test_a_list_of_holes_that_goes_on_is_passed_over(tmp_path):
    holes = bytearray(header("b.py", kind=b"S", size=4))
    holes[482] = 1
    holes[148:156] = b"        "
    holes[148:156] = b"%06o\0 " % sum(holes)
    more, last = bytes(504) + b"\1" + bytes(7), bytes(512)
    result = handed_in(tmp_path, bytes(holes) + more * 3 + last + padded(b"holy") + START, "ada.tar")
    assert (result.fault, text_of(result)) == ("", "main")
    endless = handed_in(tmp_path, bytes(holes) + more * 3, "ada.tar")
    assert endless.fault.startswith("There is no work.py")
    assert endless.notes[-1] == CUT


def test_a_main_file_that_is_cut_off_is_said(tmp_path):
    whole = tar_of({FILE: b"a" * 2_000})
    assert handed_in(tmp_path, whole[:1_500], "ada.tar").fault == (
        "work.py cannot be read: the archive is cut off or damaged there. Hand in the file itself."
    )


@pytest.mark.parametrize("pack", [zip_of, tar_of], ids=["zip", "tar"])
def test_an_archive_cut_anywhere_is_read_or_told(tmp_path, pack):
    content = pack({"ada/work.py": b"main" * 200, "ada/b.py": b"b" * 600})
    for end in range(0, len(content), 97):
        result = handed_in(tmp_path, content[:end])
        assert bool(result.fault) == (result.main is None)


# --- bombs ---------------------------------------------------------------------------------------------------------


def deflated(block, times):
    """Return the deflated stream of a block that is repeated, packed once; the repetition costs nothing."""
    stream = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = stream.compress(block) + stream.flush(zlib.Z_FULL_FLUSH)
    return packed * times + stream.flush(zlib.Z_FINISH)


def gzipped(stream):
    return b"\x1f\x8b\x08" + bytes(7) + stream + bytes(8)


def bomb():
    """Return 10 MB that are 10 GB of zeros."""
    return deflated(bytes(16 * MEBI), 640)


MOST = 0xFFFFFFFE
BOMBS = {
    "zip": (lambda: raw_zip(Row(method=8, packed=bomb(), size=MOST)), "work.py is larger than 1 MiB."),
    "zip that says it is small": (lambda: raw_zip(Row(method=8, packed=bomb(), size=4)), "work.py is damaged."),
    "zip of a notebook": (
        lambda: raw_zip(Row(name=b"work.ipynb", method=8, packed=bomb(), size=MOST)),
        "work.ipynb is larger than 32 MiB.",
    ),
    "zip of a small notebook": (
        lambda: raw_zip(Row(name=b"work.ipynb", method=8, content=bytes(16 * MEBI))),
        "work.ipynb unpacks to more than 100 times its size. Hand in the file itself.",
    ),
    "gzip": (lambda: gzipped(bomb()), "The archive unpacks to more than 64 MiB. Hand in the program without"),
    "gzip of little": (
        lambda: gzip.compress(bytes(16 * MEBI)),
        "The archive unpacks to more than 100 times its size. Hand in",
    ),
    "bzip2": (lambda: bz2.compress(bytes(40 * MEBI)), "The archive unpacks to more than 100 times its size. Hand in"),
    "xz": (
        lambda: lzma.compress(bytes(40 * MEBI), preset=0),
        "The archive unpacks to more than 100 times its size. Hand in",
    ),
    "a zip archive of a million members": (
        lambda: b"PK\3\4" + Row().headers(0)[2] * 1_000_000 + b"PK\5\6" + bytes(18),
        "The archive holds more than 10000 files.",
    ),
    "a zip archive of a million members in one": (
        lambda: raw_zip(Row(content=Row().headers(0)[2] * 20_000)),
        "The archive holds more than 10000 files.",
    ),
    "a zip archive with long lists of nothing": (
        lambda: raw_zip(*[Row(name=b"%d" % n, extra=b"\x09\x09\0\0" * 16_000) for n in range(200)], Row()),
        "The archive is damaged",
    ),
    "a tar archive of a hundred thousand members": (
        lambda: header("x.txt") * 100_000,
        "The archive holds more than 10000 files.",
    ),
    "a tar archive of ten million members": (
        lambda: gzipped(deflated(header("x.txt") * 10_000, 1_000)),
        "The archive unpacks to more than",
    ),
    "a tar archive of names only": (lambda: said(b"L", b"a") * 20_000, "There is no work.py in the archive."),
    "too large": (lambda: bytes(64 * MEBI + 1), "ada.zip is larger than 64 MiB. Leave out the data."),
}


@pytest.mark.parametrize(("make", "fault"), BOMBS.values(), ids=BOMBS)
def test_a_bomb_takes_neither_time_nor_memory(tmp_path, make, fault):
    content = make()
    path = tmp_path / "ada.zip"
    path.write_bytes(content)
    place = Place(id="ada", name="ada", path=path)
    started = time.monotonic()
    result = read(place, FILE)
    took = time.monotonic() - started
    assert result.fault.startswith(fault)
    assert took < 5
    tracemalloc.start()
    read(place, FILE)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    # The archive and what is left of it, what it may unpack to and as much again while that grows, and a little.
    assert peak < 2 * len(content) + 2 * min(archive.ONE.size, max(FREE, RATIO * len(content))) + 16 * MEBI


def test_no_more_of_an_archive_is_unpacked_than_is_sent(tmp_path):
    # Forty helpers of half a megabyte, and a file of a gigabyte that nobody asks for.
    helpers = [Row(name=b"h%d.py" % n, method=8, content=b"#" * (MEBI // 2)) for n in range(40)]
    path = tmp_path / "ada.zip"
    path.write_bytes(raw_zip(Row(), *helpers, Row(name=b"data.csv", method=8, packed=bomb(), size=MOST)))
    tracemalloc.start()
    result = read(Place(id="ada", name="ada", path=path), FILE)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (result.fault, result.notes, len(result.modules)) == ("", (), 40)
    assert peak < 2 * path.stat().st_size + 3 * 20 * MEBI + 16 * MEBI


def test_an_archive_of_a_terabyte_of_nothing_is_not_read(tmp_path):
    path = tmp_path / "ada.zip"
    with path.open("wb") as opened:
        opened.truncate(1 << 40)
    tracemalloc.start()
    result = read(Place(id="ada", name="ada", path=path), FILE)
    with pytest.raises(UsageError, match=r"ada\.zip: it is too large to be read\. Unpack it, and name the folder\."):
        find([path], FILE)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert result.fault == "ada.zip is larger than 64 MiB. Leave out the data."
    assert peak < MEBI


@pytest.mark.parametrize("pack", [zip_of, tar_of], ids=["zip", "tar"])
def test_as_many_members_as_are_allowed_are_read(tmp_path, monkeypatch, pack):
    monkeypatch.setattr(archive, "ONE", archive.Bounds(size=MEBI, members=3))
    files = {FILE: b"main", "b.py": b"b", "c.txt": b"c"}
    assert handed_in(tmp_path, pack(files)).fault == ""
    assert handed_in(tmp_path, pack({**files, "d": b"d"})).fault.startswith("The archive holds more than 3 files.")


# --- the archive of a class ----------------------------------------------------------------------------------------

CLASSES = {
    "folders": ({"ada/work.py": b"a", "bob/work.ipynb": NOTEBOOK}, ["ada", "bob"], []),
    "files": ({"ada.py": b"a", "bob.ipynb": NOTEBOOK, "Eve.PY": b"a"}, ["ada", "bob", "Eve"], []),
    "folders and files": ({"ada/work.py": b"a", "bob.py": b"b"}, ["ada", "bob"], []),
    "one file": ({"ada.py": b"a"}, ["ada"], []),
    "in one folder": ({"hw/": b"", "hw/ada/work.py": b"a", "hw/bob/work.py": b"b"}, ["ada", "bob"], []),
    "in one folder with junk": ({"hw/ada/work.py": b"a", "__MACOSX/hw/ada/._work.py": b"b"}, ["ada"], []),
    "in one folder, some in files": ({"hw/ada/work.py": b"a", "hw/bob.py": b"b", "hw/.x": b"x"}, ["ada", "bob"], []),
    "files in one folder": ({"hw/ada.py": b"a", "hw/bob.py": b"b"}, ["hw"], ["hw"]),
    "one folder without the file": ({"ada/worrk.py": b"a"}, ["ada"], ["ada"]),
    "what is no hand-in": (
        {"ada/work.py": b"a", "bob/": b"", "eve/x.txt": b"", "joe.pdf": b"", "max.py": b"", "eva.zip": zip_of(MAIN)},
        ["ada", "bob", "eva", "eve", "joe.pdf", "max"],
        ["bob", "eva", "eve", "joe.pdf", "max"],
    ),
    "a folder named like a file": ({"ada.py/work.py": b"a", "bob/work.py": b"b"}, ["ada.py", "bob"], []),
    "awkward names": (
        {"con/work.py": b"a", "-rf/work.py": b"a", "=f.py": b"a", "d\ne.py": b"a", "M\u00fcller Ada/work.py": b"a"},
        ["_con", "d-e", "f", "Muller-Ada", "rf"],
        [],
    ),
    "names that lead out": (
        {"../eve/work.py": b"a", "/bob/work.py": b"b", "ada/work.py": b"c", "C:\\joe.py": b"d", "max.py": b"e"},
        ["ada", "bob-work", "C-joe", "eve-work", "max"],
        ["bob-work", "C-joe", "eve-work"],
    ),
    "the file in a folder too deep": ({"ada/work.py": b"a", "bob/hw/work.py": b"b"}, ["ada", "bob"], ["bob"]),
}


@pytest.mark.parametrize("pack", [zip_of, lambda files: gzip.compress(tar_of(files))], ids=["zip", "tgz"])
@pytest.mark.parametrize(("files", "ids", "faulty"), CLASSES.values(), ids=CLASSES)
def test_an_archive_on_the_command_line_may_be_a_class(tmp_path, pack, files, ids, faulty):
    path = tmp_path / "hw.zip"
    path.write_bytes(pack(files))
    places = find([path], FILE)
    assert [place.id for place in places] == sorted(ids, key=str.lower)
    path.unlink()
    results = {place.id: read(place, FILE) for place in places}
    assert sorted(id_ for id_, result in results.items() if result.fault) == sorted(faulty)
    assert all(bool(result.main) != bool(result.fault) for result in results.values())


ONE = {
    "at the top": {FILE: b"main", "x/y.py": b"y"},
    "in its one folder": {"eva/work.py": b"main"},
    "in its one folder, beside a text": {"eva/work.py": b"main", "readme.txt": b"x"},
    "the notebook": {"work.ipynb": NOTEBOOK},
}


@pytest.mark.parametrize("files", ONE.values(), ids=ONE)
def test_an_archive_that_holds_the_file_is_one_hand_in(tmp_path, files):
    path = tmp_path / "Ada L.tar.gz"
    path.write_bytes(gzip.compress(tar_of(files)))
    (found,) = find([path], FILE)
    assert (found.id, found.name, read(found, FILE).fault) == ("Ada-L", "Ada L", "")


def test_a_broken_archive_on_the_command_line_is_one_hand_in(tmp_path):
    path = tmp_path / "ada.zip"
    path.write_bytes(b"PK\3\4" + b"a" * 100)
    (found,) = find([path], FILE)
    assert read(found, FILE).fault.startswith("The archive is damaged")


def test_a_class_that_is_cut_off_stops_the_run(tmp_path):
    path = tmp_path / "hw.tar"
    path.write_bytes(tar_of({f"{name}/work.py": b"a" for name in ("ada", "bob", "eve")})[:2_500])
    with pytest.raises(UsageError, match=r"hw\.tar: it is cut off or damaged, so that some of the hand-ins"):
        find([path], FILE)


def test_two_of_one_id_in_a_class_stop_the_run(tmp_path):
    path = tmp_path / "hw.zip"
    path.write_bytes(zip_of({"Ada/work.py": b"a", "ada.py": b"b"}))
    with pytest.raises(UsageError, match=r"'Ada' but for capitals: .*hw\.zip/Ada and .*hw\.zip/ada\.py\."):
        find([path], FILE)


def test_a_class_folder_may_hold_archives(tmp_path):
    packed = zip_of({"x/work.py": b"main"})
    for name, content in {
        "ada.zip": packed,
        "bob.tar.gz": gzip.compress(tar_of({FILE: b"main"})),
        "eve.TGZ": b"none",
        "joe.7z": b"7z",
        "max.zip": zip_of({"a/work.py": b"a", "b/work.py": b"b"}),
    }.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "zoe.zip").symlink_to("ada.zip")
    (tmp_path / "zip").mkdir()
    (tmp_path / "zip" / "a.zip").write_bytes(packed)
    places = find([tmp_path], FILE)
    assert [place.id for place in places] == ["ada", "bob", "eve", "joe.7z", "max", "zip", "zoe"]
    results = {place.id: read(place, FILE) for place in places}
    assert {id_ for id_, result in results.items() if result.main} == {"ada", "bob"}
    faults = {id_: result.fault for id_, result in results.items() if result.fault}
    assert faults["joe.7z"].startswith("joe.7z is neither a Python file")
    assert faults["max"].endswith("It holds no Python file and no notebook. What lies deeper is not read: a, b.")
    assert faults["zip"].endswith("An archive inside is not opened: a.zip.")
    assert faults["zoe"] == "zoe.zip is a link, not a file. Hand in the file itself."


def test_an_archive_and_a_file_of_one_name_stop_the_run(tmp_path):
    for name in ("ada.zip", "ada.py"):
        (tmp_path / name).write_bytes(b"")
    with pytest.raises(UsageError, match="two hand-ins have the id 'ada'"):
        find([tmp_path], FILE)


@pytest.mark.parametrize("pack", [zip_of, tar_of], ids=["zip", "tar"])
def test_workers_read_one_class_at_once(tmp_path, pack):
    path = tmp_path / "hw.zip"
    path.write_bytes(pack({f"s{n:03}/{name}": b"%d\n" % n * 9_000 for n in range(60) for name in (FILE, "b.py")}))
    places = find([path], FILE)
    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(lambda place: read(place, FILE), places * 3))
    assert [text_of(result) for result in results] == [f"{n}\n" * 9_000 for n in range(60)] * 3
    assert all(result.modules[0].cells[0].text == text_of(result) for result in results)


# --- nothing lands anywhere ----------------------------------------------------------------------------------------

WATCH = """
import os, sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from grader.intake import archive, find, read, tape, zipped

def watch(event, arguments):
    if not watching:
        return
    if event == "open" and (arguments[2] or 0) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        os._exit(1)
    if event in {"os.mkdir", "os.symlink", "os.link", "os.rename", "os.chmod", "os.chown", "os.truncate", "os.mknod"}:
        os._exit(2)
    if event == "compile" and not os.path.isfile(arguments[1]):
        os._exit(3)
    if event == "exec" and not os.path.isfile(arguments[0].co_filename):
        os._exit(4)

paths = sorted(Path(sys.argv[2]).iterdir())
watching = True
sys.addaudithook(watch)
for path in paths:
    places = find([path], "work.py")
    print(*(bool(read(place, "work.py").main) for place in places))
watching = False
"""


def test_nothing_of_an_archive_is_written_and_nothing_runs(tmp_path, root):
    outside = tmp_path / "outside"
    hostile = {
        **dict.fromkeys(["../x.py", "../../x.py", str(outside / "x.py"), "..\\x.py", "ada/../../x.py"], b"bad"),
        FILE: b"import os; os.mkdir('ran')",
        "b.py": b"b",
    }
    links = [
        member("x", kind=tarfile.SYMTYPE, linkname=".."),
        member("x/y.py", b"bad"),
        member("z", kind=tarfile.SYMTYPE, linkname=str(outside)),
        member("z/x.py", b"bad"),
        member("l.py", kind=tarfile.LNKTYPE, linkname="../../x.py"),
        *itertools.starmap(member, hostile.items()),
    ]
    there = tmp_path / "in"
    there.mkdir()
    outside.mkdir()
    (there / "a.zip").write_bytes(zip_of(hostile))
    (there / "b.tar").write_bytes(tar_of(links))
    (there / "c.tgz").write_bytes(gzip.compress(tar_of(links)))
    (there / "d.zip").write_bytes(zip_of({f"s/{name}": content for name, content in hostile.items()}))
    before = sorted(tmp_path.rglob("*"))
    command = [sys.executable, "-B", "-c", WATCH, str(root), str(there)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr, done.stdout.split()) == (0, "", ["True"] * 4)
    assert sorted(tmp_path.rglob("*")) == before


# --- whatever the bytes --------------------------------------------------------------------------------------------

LAYOUT, OTHER = {FILE: b"a = 1\n" * 40, "b.py": b"b"}, {"ada/work.ipynb": NOTEBOOK, "ada/x/y": b"z", "../e": b""}
SEEDS = [pack(files) for files in (LAYOUT, OTHER) for pack in PACKINGS.values()]
SEEDS += [content for content, *_ in WALKS.values() if len(content) < 20_000]
PIECES = st.sampled_from(
    [
        *(b"", b"\0", b"\xff", b"\xff\xff\xff\xff", b"\x80" + bytes(10), bytes(512), b"7" * 12),
        *(b"PK\1\2", b"PK\3\4", b"PK\5\6", b"../", b"/", b"\\", b"work.py"),
        *(header("b.py", kind=b"x", size=20), said(b"L", b"c.py")),
    ]
)


@st.composite
def mutated(draw):
    """Return a good archive with bytes changed, put in, taken out, moved or cut off."""
    content = bytearray(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(1, 6))):
        start, size = draw(st.integers(0, len(content))), draw(st.integers(0, 40))
        content[start : start + draw(st.sampled_from([0, size]))] = draw(PIECES | st.binary(max_size=8))
    return bytes(content)[: draw(st.none() | st.integers(0, len(content)))]


def in_bounds(path, content):
    """Read a hand-in in every way there is: only faults, only our own errors, and in no time."""
    path.write_bytes(content)
    started = time.monotonic()
    result = read(Place(id="ada", name="ada", path=path), FILE)
    assert (result.main is None) == bool(result.fault)
    assert all(line.isprintable() for line in (result.fault, *result.notes))
    with contextlib.suppress(UsageError):
        for place in find([path], FILE):
            assert isinstance(place.id, str)
            read(place, FILE)
    assert time.monotonic() - started < 5


@pytest.fixture(scope="module")
def anywhere(tmp_path_factory):
    return tmp_path_factory.mktemp("fuzz")


@given(mutated(), st.sampled_from(["ada.zip", "ada.tar.gz"]))
def test_a_good_archive_that_was_changed_is_read_or_told(anywhere, content, name):
    in_bounds(anywhere / name, content)


@given(st.sampled_from([b"", b"PK\3\4", b"PK\5\6", b"\x1f\x8b\x08", b"BZh9", b"\xfd7zXZ\0"]), st.binary(max_size=2_000))
def test_bytes_that_mean_nothing_are_told(anywhere, mark, content):
    in_bounds(anywhere / "ada.zip", mark + content)


ROWS = st.builds(
    Row,
    name=st.sampled_from([b"work.py", b"b.py", b"ada/", b"../x"]) | st.binary(max_size=20),
    content=st.binary(max_size=30),
    method=st.sampled_from([0, 8, 12, 14, 99]),
    flags=st.sampled_from([0, 0x1, 0x8, 0x20, 0x40, 0x800, 0x2000]),
    mode=st.integers(0, 0xFFFF),
    extra=st.binary(max_size=12) | st.binary(max_size=30).map(lambda c: b"\1\0" + struct.pack("<H", len(c)) + c),
    packed=st.none() | st.binary(min_size=1, max_size=30),
    crc=st.none() | st.integers(0, 0xFFFFFFFF),
    size=st.none() | st.integers(0, 0xFFFFFFFF),
    packed_size=st.none() | st.integers(0, 0xFFFFFFFF),
    offset=st.none() | st.integers(0, 0xFFFFFFFF) | st.integers(0, 200),
    local_name=st.none() | st.binary(max_size=9),
    version=st.sampled_from([10, 20, 45, 63, 64]),
)


@given(st.lists(ROWS, max_size=6), st.binary(max_size=20))
def test_headers_that_say_anything_are_read_or_told(anywhere, rows, before):
    in_bounds(anywhere / "ada.zip", raw_zip(*rows, before=before))


TAPES = st.lists(
    st.builds(
        lambda kind, name, size, content: header(name, kind=kind, size=size) + padded(content),
        st.sampled_from([bytes([c]) for c in b"\x0001234567LKxgXSDMNV?"]),
        st.sampled_from([FILE, "b.py", "ada/work.py", "../x", "/x", "x" * 90]),
        st.integers(-(1 << 70), 1 << 70) | st.integers(-600, 2_000),
        st.binary(max_size=600) | st.sampled_from([record("path=c.py"), record("size=3"), record("path=../x")]),
    ),
    max_size=8,
).map(b"".join)


@given(TAPES)
def test_tapes_that_say_anything_are_read_or_told(anywhere, content):
    in_bounds(anywhere / "ada.tar", content)
