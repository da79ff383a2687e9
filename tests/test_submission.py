"""What students hand in, of every kind there is: found, named, read or told, and never an exception."""

import ast
import builtins
import codecs
import contextlib
import encodings
import hashlib
import json
import os
import pkgutil
import random
import re
import shutil
import socket
import tempfile
import time
import tokenize
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader import intake
from grader.errors import UsageError
from grader.intake import Place, find, read, slug

FILE = "work.py"
NOTEBOOK = json.dumps({"cells": [{"cell_type": "code", "source": "a = 1"}], "nbformat": 4}).encode()


def lay(folder, files):
    """Make files, links (`-> target`) and folders (None)."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if content is None:
            path.mkdir()
        elif isinstance(content, str) and content.startswith("-> "):
            path.symlink_to(content.removeprefix("-> "))
        else:
            path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def place(path):
    return Place(id="ada", name="ada", path=path)


def handed_in(folder, files):
    return read(place(lay(folder / "ada", files)), FILE)


def text_of(read_in):
    return "\n".join(cell.text for cell in read_in.main.cells)


# --- finding -------------------------------------------------------------------------------------------------------

FOUND = {
    "a folder with the file": ({"ada/work.py": "a"}, ["ada"], ["ada"]),
    "a folder with the notebook": ({"ada/work.ipynb": "a"}, ["ada"], ["ada"]),
    "a file": ({"ada.py": "a"}, ["ada.py"], ["ada"]),
    "a notebook": ({"ada.ipynb": "a"}, ["ada.ipynb"], ["ada"]),
    "a file of another kind": ({"ada.pdf": "a"}, ["ada.pdf"], ["ada.pdf"]),
    "capitals in the ending": ({"c/Ada.PY": "a", "c/Bob.IPYNB": "a"}, ["c"], ["Ada", "Bob"]),
    "a class": ({"c/bob/work.py": "a", "c/ada/work.ipynb": "b", "c/eve.py": "c"}, ["c"], ["ada", "bob", "eve"]),
    "a class with what is no hand-in": (
        {"c/ada/other.py": "a", "c/bob": None, "c/eve.txt": "a", "c/eva": "a"},
        ["c"],
        ["ada", "bob", "eva", "eve.txt"],
    ),
    "the order of ids, whatever their capitals": (
        {"c/b.py": "a", "c/A.py": "a", "c/C.py": "a", "c/a-b.py": "a"},
        ["c"],
        ["A", "a-b", "b", "C"],
    ),
    "the order of ids over several classes": ({"d/ada.py": "a", "c/bob.py": "a"}, ["c", "d"], ["ada", "bob"]),
    "one thing named twice": ({"c/ada.py": "a"}, ["c", "c/ada.py", "c/../c", "e/../c"], ["ada"]),
    "junk": (
        {
            "c/ada.py": "a",
            "c/__MACOSX/ada.py": "a",
            **dict.fromkeys(["c/.DS_Store", "c/._ada.py", "c/Thumbs.db", "c/Desktop.ini", "c/~$notes.docx"], "a"),
            **dict.fromkeys(["c/.git/x", "c/.ipynb_checkpoints/work.py", "c/__pycache__/ada.pyc"], "a"),
        },
        ["c"],
        ["ada"],
    ),
    "links": (
        {"c/ada.py": "-> /etc/hostname", "c/bob": "-> /", "c/eve": "-> nowhere", "c/joe/work.py": "a"},
        ["c"],
        ["ada", "bob", "eve", "joe"],
    ),
    "a link to a class is no class": ({"d/ada.py": "a", "c": "-> d"}, ["c"], ["c"]),
    "a folder whose file is a dangling link": ({"ada/work.py": "-> nowhere"}, ["ada"], ["ada"]),
    "a folder whose file is a folder": ({"ada/work.py/x": "a"}, ["ada"], ["ada"]),
    "a folder named like a file": ({"c/ada.py/work.py": "a"}, ["c"], ["ada.py"]),
    "the notebook of another file": ({"c/other.ipynb": "a"}, ["c"], ["other"]),
    "this folder": ({"work.py": "a"}, ["."], ["x"]),
    "the folder above": ({"c/ada.py": "a", "e": None}, ["e/../c"], ["ada"]),
    "awkward names": (
        {"c/con": None, "c/-rf.py": "a", "c/a b.py": "a", "c/d\ne.py": "a", "c/=f.py": "a"},
        ["c"],
        ["_con", "a-b", "d-e", "f", "rf"],
    ),
}


@pytest.mark.parametrize(("files", "paths", "ids"), FOUND.values(), ids=FOUND)
def test_hand_ins_are_found(tmp_path, monkeypatch, files, paths, ids):
    course = lay(tmp_path / "x", {"e/.keep": "", **files} if "e" not in files else files)
    monkeypatch.chdir(course)
    assert [place.id for place in find(map(Path, paths), FILE)] == ids


def test_the_name_stays_what_was_handed_in(tmp_path):
    lay(tmp_path, {"Ada Müller.py": "a", "d\u202ee": None})
    assert [(each.id, each.name) for each in find([tmp_path], FILE)] == [
        ("Ada-Muller", "Ada Müller"),
        ("de", "d\u202ee"),
    ]


STOPPED = {
    "nothing there": ({}, ["gone"], ["gone: there is no such file or folder"]),
    "below a file": ({"a": "b"}, ["a/b"], ["a/b: it cannot be read (Not a directory)"]),
    "a name too long": ({}, ["a" * 300], ["it cannot be read (File name too long)"]),
    "one of several not there": ({"ada.py": "a"}, ["ada.py", "bob.py"], ["bob.py: there is no such"]),
    "an empty class": ({"c": None}, ["c"], ["c: there is no hand-in here"]),
    "a class of junk": ({"c/.DS_Store": "a", "d": None}, ["c", "d"], ["c, d: there is no hand-in here"]),
    "no path at all": ({}, [], ["there is no hand-in here"]),
    "a file and a notebook": ({"c/ada.py": "a", "c/ada.ipynb": "a"}, ["c"], ["'ada'", "c/ada.ipynb and", "c/ada.py."]),
    "a file and a folder": ({"c/ada.py": "a", "c/ada/work.py": "a"}, ["c"], ["'ada'", "c/ada and", "c/ada.py."]),
    "two classes": ({"c/ada.py": "a", "d/ada.py": "a"}, ["c", "d"], ["'ada'", "c/ada.py and", "d/ada.py."]),
    "the same after making it safe": ({"a b.py": "a", "a-b.py": "b"}, ["."], ["'a-b'", "a b.py", "a-b.py"]),
    "capitals": ({"Ada.py": "a", "ada/x": "a"}, ["."], ["'Ada' but for capitals: Ada.py and ada."]),
    "look-alikes": (
        {"c/é.py": "a", "d/e\u0301.py": "b"},
        ["c", "d"],
        ["'e'", "c/é.py and", "d/é.py"],
    ),
    "look-alikes in one place": ({"é.py": "a", "e\u0301.py": "b"}, ["."], ["'e'", r"'\xe9.py'", r"'e\u0301.py'"]),
    "what cannot be printed": ({"a\u202eb.py": "a", "ab/x": "a"}, ["."], [r"a\u202eb.py"]),
    "all of them": (
        {"a.py": "", "a.ipynb": "", "b.py": "", "b.ipynb": ""},
        ["."],
        ["'a': a.ipynb and a.py", "'b': b.ipynb and b.py"],
    ),
}


@pytest.mark.parametrize(("files", "paths", "fragments"), STOPPED.values(), ids=STOPPED)
def test_what_makes_the_class_unclear_stops_the_run(tmp_path, monkeypatch, files, paths, fragments):
    monkeypatch.chdir(lay(tmp_path, files))
    with pytest.raises(UsageError) as error:
        find(map(Path, paths), FILE)
    for fragment in fragments:
        assert fragment in str(error.value)


def test_a_class_that_may_not_be_read_stops_the_run(unprivileged):
    folder = lay(unprivileged / "c", {"ada.py": "a"})
    folder.chmod(0o000)
    with pytest.raises(UsageError, match="Permission denied"):
        find([folder], FILE)


def test_a_hand_in_that_may_not_be_read_stops_nobody(unprivileged):
    lay(unprivileged, {"c/ada.py": "a", "c/bob/work.py": "a"})
    (unprivileged / "c" / "bob").chmod(0o000)
    ada, bob = find([unprivileged / "c"], FILE)
    assert read(ada, FILE).fault == ""
    assert read(bob, FILE).fault == "bob cannot be read (Permission denied). Hand it in again."


# --- ids -----------------------------------------------------------------------------------------------------------

SLUGS = {
    "safe already": ("ada_L-2.b", "ada_L-2.b"),
    "capitals stay": ("Ada", "Ada"),
    "blanks": ("Ada  van der\tBerg", "Ada-van-der-Berg"),
    "marks": ("Žofie Müller-Ñandú", "Zofie-Muller-Nandu"),
    "taken apart already": ("Mu\u0308ller", "Muller"),
    "letters without a mark to take off": ("Øyvind Łukasz Weiß Æsa Đặng", "Oyvind-Lukasz-Weiss-AEsa-Dang"),
    "wide and joined letters": ("\uff21\uff44\uff41 \ufb01x", "Ada-fix"),
    "path": ("../../etc/passwd", "etc-passwd"),
    "drive": ("C:\\x", "C-x"),
    "dots and dashes outside": ("-.ada.-", "ada"),
    "an option": ("--help", "help"),
    "formula": ("=1+1", "1-1"),
    "line end and control": ("a\nb\x1b[31m\x00c", "a-b-31m-c"),
    "right to left": ("ada\u202eyp", "adayp"),
    "markup": ("<b>&'\"", "b"),
    "device": ("CON", "_CON"),
    "device with an ending": ("nul.tar.gz", "_nul.tar.gz"),
    "device by another digit": ("com\u00b9", "_com1"),
    "device inside a name": ("con-rad", "con-rad"),
    "as long as may be": ("a" * 80, "a" * 80),
}
HASHED = {
    "empty": ("", "submission"),
    "dots": ("..", "submission"),
    "blank": (" ", "submission"),
    "emoji": ("\U0001f600", "submission"),
    "another script": ("李明", "submission"),
    "another script and a number": ("李明 12", "12"),
    "not UTF-8": ("caf\udce9", "caf"),
    "half a character": ("\ud800", "submission"),
    "too long": ("a" * 81, "a" * 71),
    "too long with a dot at the cut": ("a" * 69 + "..b" + "c" * 20, "a" * 69),
    "300 bytes of marks": ("é" * 150, "e" * 71),
}


@pytest.mark.parametrize(("name", "id_"), SLUGS.values(), ids=SLUGS)
def test_an_id_is_as_near_to_the_name_as_is_safe(name, id_):
    assert slug(name) == id_


@pytest.mark.parametrize(("name", "start"), HASHED.values(), ids=HASHED)
def test_an_id_that_loses_letters_ends_in_a_hash(name, start):
    assert re.fullmatch(re.escape(start) + "-[0-9a-f]{8}", slug(name))


def test_names_that_lose_letters_stay_apart():
    names = ["李明 1", "张伟 1", "Иван 1", "", " ", "caf\udce9", "caf\udce8", "a" * 90, "a" * 91]
    assert len({slug(name) for name in names}) == len(names)


@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=100))
def test_every_id_is_safe(name):
    id_ = slug(name)
    assert re.fullmatch(r"[A-Za-z0-9_]([A-Za-z0-9._-]{0,78}[A-Za-z0-9_])?", id_)
    assert not re.match(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", id_, re.IGNORECASE)
    assert slug(id_) == id_
    for form in ("NFC", "NFD"):
        assert slug(unicodedata.normalize(form, name)) == id_


# --- what is read --------------------------------------------------------------------------------------------------

LATIN = "# -*- coding: latin-1 -*-\na = 'é'\n"
TEXTS = {
    "plain": (b"a = 1\n", "a = 1\n"),
    "no line end": (b"a = 1", "a = 1"),
    "UTF-8": ("a = 'é∑'".encode(), "a = 'é∑'"),
    "byte order mark": (codecs.BOM_UTF8 + b"a = 1\n", "a = 1\n"),
    "byte order mark and coding line": (codecs.BOM_UTF8 + b"# coding: utf-8\n", "# coding: utf-8\n"),
    "line ends of Windows": (b"a = 1\r\nb = 2\r\n", "a = 1\nb = 2\n"),
    "line ends of old": (b"a = 1\rb = 2\r", "a = 1\nb = 2\n"),
    "all line ends": (b"a\r\n\rb\n\nc\n\r", "a\n\nb\n\nc\n\n"),
    "latin-1 as it says": (LATIN.encode("latin-1"), LATIN),
    "latin-1 in the second line": (b"#!x\n" + LATIN.encode("latin-1"), "#!x\n" + LATIN),
    "a coding line too late counts for nothing": (b"\n\n# coding: foo\na", "\n\n# coding: foo\na"),
    "a coding line too late, with old line ends": (b"#\r\r# coding: foo\ra", "#\n\n# coding: foo\na"),
    "another encoding as it says": ("# coding: cp1251\na = 'ж'".encode("cp1251"), "# coding: cp1251\na = 'ж'"),
    "two bytes a letter": ("# coding: gbk\na = '中'".encode("gbk"), "# coding: gbk\na = '中'"),
    "control characters": (b"a = '\x01\x0c\x1b'\n\x0c\n", "a = '\x01\x0c\x1b'\n\x0c\n"),
    "not Python": (b"def (:\n  %%\n", "def (:\n  %%\n"),
    "a dictionary": (b"{'a': 1}", "{'a': 1}"),
    "as large as may be": (b"#" * intake.text.MAX_BYTES[".py"], "#" * intake.text.MAX_BYTES[".py"]),
}


@pytest.mark.parametrize(("content", "text"), TEXTS.values(), ids=TEXTS)
def test_a_file_is_read_as_python_would(tmp_path, content, text):
    (tmp_path / "bob.py").write_bytes(content)
    result = read(place(tmp_path / "bob.py"), FILE)
    assert (result.fault, result.notes, result.modules) == ("", (), ())
    assert result.main.name == "work"
    assert [(cell.label, cell.text) for cell in result.main.cells] == [("bob.py", text)]
    assert handed_in(tmp_path, {FILE: content}).main.cells[0].text == text


@pytest.mark.parametrize("name", ["bob.ipynb", "Bob.IPYNB"])
@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8], ids=["no mark", "byte order mark"])
def test_a_notebook_is_read(tmp_path, name, mark):
    (tmp_path / name).write_bytes(mark + NOTEBOOK)
    result = read(place(tmp_path / name), FILE)
    assert (result.main.name, result.fault) == ("work", "")
    assert [(cell.label, cell.text) for cell in result.main.cells] == [(f"{name}, cell 1", "a = 1")]


def test_a_label_can_travel_whatever_the_name(tmp_path):
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9\n\xe2\x80\xae.py"))
    path.write_bytes(b"a")
    (cell,) = read(place(path), FILE).main.cells
    assert cell.label == "caf\\udce9\\n\\u202e.py"
    path.write_bytes(b"")
    assert read(place(path), FILE).fault.startswith("caf\\udce9\\n\\u202e.py is empty")


FAULTY = {
    "empty": (b"", "is empty"),
    "blanks": (b" \n\t\r\n", "is empty"),
    "a byte order mark alone": (codecs.BOM_UTF8 + b"\n", "is empty"),
    "null bytes": (b"a = '\0'", "holds null bytes"),
    "random bytes": (b"\x00\x01\x02\xff" * 50, "holds null bytes"),
    "UTF-16 little": ("a = 1".encode("utf-16"), "is saved as UTF-16"),
    "UTF-16 big": (codecs.BOM_UTF16_BE + "a = 1".encode("utf-16-be"), "is saved as UTF-16"),
    "UTF-16 without a mark": ("a = 1".encode("utf-16-le"), "holds null bytes"),
    "latin-1 without a coding line": ("a\r\n\r\nb = 'é'".encode("latin-1"), "is not UTF-8 text (see line 3)"),
    "latin-1 in the first line": ("# é\na".encode("latin-1"), "is not UTF-8 text (see line 1)"),
    "latin-1 said to be ASCII": ("# coding: ascii\n\n\n'é'".encode("latin-1"), "is not ASCII text (see line 4)"),
    "UTF-8 cut in a letter": ("a = 'é".encode()[:-1], "is not UTF-8 text (see line 1)"),
    "half a character": (b"a = '\xed\xa0\x80'", "is not UTF-8 text (see line 1)"),
    "unknown encoding": (b"# coding: klingon\na = 1", "The coding line of work.py does not fit"),
    "unknown encoding, not UTF-8 either": (b"# coding: klingon\n\xff", "is not UTF-8 text (see line 2)"),
    "an encoding against the byte order mark": (codecs.BOM_UTF8 + b"# coding: latin-1\n", "The coding line of"),
    "an encoding that is an escape": (b"# coding: unicode_escape\na = '\\d'", "The coding line of"),
    "an encoding that is a packing": (b"# coding: zlib\na", "The coding line of"),
    "an encoding that is none": (b"# coding: undefined\na", "The coding line of"),
    "an encoding of two bytes a letter": (b"# coding: utf-16\nab", "The coding line of"),
    "PDF": (b"%PDF-1.7\n%\xe2\xe3", "is a PDF document"),
    "zip, or a document of an office": (b"PK\x03\x04\x14", "is an archive or an office document"),
    "gzip": (b"\x1f\x8b\x08", "is an archive"),
    "PNG": (b"\x89PNG\r\n\x1a\n", "is a picture"),
    "JPEG": (b"\xff\xd8\xff\xe0", "is a picture"),
    "RTF": (b"{\\rtf1\\ansi", "is a formatted document"),
    "a saved page": (b"\n<!DOCTYPE HTML>\n<html>", "is a web page"),
    "a notebook by another name": (b"\n" + NOTEBOOK, "holds a notebook"),
    "too large": (b"#" * (intake.text.MAX_BYTES[".py"] + 1), "is larger than 1 MiB"),
}
FAULTY_NOTEBOOKS = {
    "empty": (b"", "is empty"),
    "a program": (b"import numpy\n", "is not a whole notebook"),
    "UTF-16": (NOTEBOOK.decode().encode("utf-16"), "is saved as UTF-16"),
    "latin-1": ('{"cells": [],\n"é": 1}'.encode("latin-1"), "is not UTF-8 text (see line 2)"),
    "a coding line is none here": (b"# coding: latin-1\n\xe9", "is not UTF-8 text (see line 2)"),
    "no cells": (b"{}", "is no notebook that Jupyter opens"),
    "zip": (b"PK\x03\x04", "is an archive"),
}


@pytest.mark.parametrize(
    ("name", "content", "fragment"),
    [
        pytest.param(name, *row, id=f"{name}: {id_}")
        for name, rows in {FILE: FAULTY, "work.ipynb": FAULTY_NOTEBOOKS}.items()
        for id_, row in rows.items()
    ],
)
def test_what_cannot_be_read_is_said(tmp_path, name, content, fragment):
    result = handed_in(tmp_path, {name: content})
    assert fragment in result.fault
    assert name in result.fault
    assert result.fault.endswith(".")
    assert (result.main, result.modules, result.sha256) == (None, (), "")
    assert read(place(tmp_path / "ada" / name), FILE).fault == result.fault


ENCODINGS = sorted({*(module.name for module in pkgutil.iter_modules(encodings.__path__)), *encodings.aliases.aliases})
NOISE = random.Random(1).randbytes(1 << 16).translate(None, delete=b"\0\r\n")  # noqa: S311 - noise, no secret


def test_every_encoding_python_has_is_read_or_told(tmp_path):
    path = tmp_path / FILE
    for name in ENCODINGS:
        for body in (b"a = 1\n", b"'\\d' +AGE- \\u0041 ~{\n", NOISE):
            path.write_bytes(f"# coding: {name}\n".encode() + body)
            started = time.monotonic()
            result = read(place(path), FILE)
            assert time.monotonic() - started < 2, name
            if result.main is not None:
                assert text_of(result).startswith(f"# coding: {name}\n")


@given(st.binary(max_size=80))
def test_whatever_the_bytes_they_are_read_or_told(content):
    with tempfile.TemporaryDirectory() as folder:
        for name in (FILE, "work.ipynb"):
            result = handed_in(Path(folder) / name, {name: content})
            assert (result.main is None) == bool(result.fault)


def test_nothing_is_parsed_as_python(tmp_path, monkeypatch):
    def refuse(*_arguments, **_options):
        pytest.fail("the parser sees what a student wrote")

    files = {FILE: "(" * 100_000, "b.py": "a", "work.ipynb": NOTEBOOK}
    lay(tmp_path / "ada", files)
    with monkeypatch.context() as patch:
        patch.setattr(builtins, "compile", refuse)
        patch.setattr(builtins, "exec", refuse)
        patch.setattr(ast, "parse", refuse)
        patch.setattr(tokenize, "tokenize", refuse)
        patch.setattr(tokenize, "generate_tokens", refuse)
        results = [read(place(path), FILE) for path in (tmp_path / "ada", tmp_path / "ada" / "work.ipynb")]
    assert [result.fault for result in results] == ["", ""]


# --- what is no file -----------------------------------------------------------------------------------------------


def fifo(path):
    os.mkfifo(path)


def bound(path):
    with contextlib.chdir(path.parent), socket.socket(socket.AF_UNIX) as opened:
        opened.bind(path.name)


def sparse(path):
    with path.open("wb") as opened:
        opened.truncate(1 << 40)


ODD = {
    "link": (lambda path: path.symlink_to("/etc/hostname"), "is a link"),
    "dangling link": (lambda path: path.symlink_to("nowhere"), "is a link"),
    "link to a folder": (lambda path: path.symlink_to("/"), "is a link"),
    "link to a device": (lambda path: path.symlink_to("/dev/zero"), "is a link"),
    "link to itself": (lambda path: path.symlink_to(path.name), "is a link"),
    "folder": (Path.mkdir, "is a folder"),
    "pipe": (fifo, "is a pipe"),
    "socket": (bound, "is a socket"),
    "a terabyte of nothing": (sparse, "is larger than"),
}


@pytest.mark.parametrize(("make", "fragment"), ODD.values(), ids=ODD)
@pytest.mark.parametrize("name", [FILE, "work.ipynb"])
def test_what_is_no_file_is_said_and_never_opened(tmp_path, make, fragment, name):
    (tmp_path / "ada").mkdir()
    make(tmp_path / "ada" / name)
    started = time.monotonic()
    (found,) = find([tmp_path / "ada"], FILE)
    result = read(found, FILE)
    assert result.fault.startswith(f"{name} {fragment}")
    assert result.main is None
    assert time.monotonic() - started < 5


@pytest.mark.parametrize(
    ("make", "fragment"),
    [row for id_, row in ODD.items() if id_ != "folder"],
    ids=[id_ for id_ in ODD if id_ != "folder"],
)
def test_an_odd_entry_of_a_class_is_listed_with_its_fault(tmp_path, make, fragment):
    lay(tmp_path / "c", {"ada.py": "a"})
    make(tmp_path / "c" / "bob.py")
    ada, bob = (read(found, FILE) for found in find([tmp_path / "c"], FILE))
    assert (ada.fault, ada.id) == ("", "ada")
    assert bob.fault.startswith(f"bob.py {fragment}")


def test_a_device_is_said_and_never_read():
    assert read(place(Path("/dev/zero")), FILE).fault.startswith("zero is a device")


@pytest.mark.parametrize("name", ["notes.txt", "ada.rar", "ada", "ada.py.docx", "ada.py.gz"])
def test_another_kind_of_file_is_listed_with_its_fault(tmp_path, name):
    lay(tmp_path / "c", {name: b"a" * 10})
    (found,) = find([tmp_path / "c"], FILE)
    result = read(found, FILE)
    assert result.fault.startswith(f"{name} is neither a Python file (.py), a notebook (.ipynb) nor an archive")
    assert result.main is None


@pytest.mark.parametrize("name", ["ada", "ada.py"])
def test_a_linked_folder_is_said(tmp_path, name):
    lay(tmp_path, {"real/work.py": "a", f"c/{name}": "-> ../real"})
    (found,) = find([tmp_path / "c"], FILE)
    assert read(found, FILE).fault == f"{name} is a link, not a file. Hand in the file itself."


def test_a_pipe_that_takes_a_files_place_meanwhile_is_not_waited_for(tmp_path, monkeypatch):
    path = tmp_path / FILE
    path.write_bytes(b"a")
    regular = path.lstat()
    path.unlink()
    fifo(path)
    monkeypatch.setattr(Path, "lstat", lambda _path: regular)
    assert read(place(path), FILE).fault.startswith("work.py is a pipe")


def test_a_link_that_takes_a_files_place_meanwhile_is_not_followed(tmp_path, monkeypatch):
    path = tmp_path / FILE
    path.write_bytes(b"a")
    regular = path.lstat()
    path.unlink()
    lay(tmp_path, {"secret.py": "a", FILE: "-> secret.py"})
    monkeypatch.setattr(Path, "lstat", lambda _path: regular)
    assert read(place(path), FILE).fault.startswith("work.py cannot be read")


def test_what_may_not_be_read_is_said(unprivileged):
    folder = lay(unprivileged / "ada", {FILE: "a", "b.py": "b"})
    (folder / "b.py").chmod(0o000)
    assert read(place(folder), FILE).notes == ("Left out: b.py cannot be read (Permission denied). Hand it in again.",)
    (folder / FILE).chmod(0o000)
    assert read(place(folder), FILE).fault == "work.py cannot be read (Permission denied). Hand it in again."


@pytest.mark.parametrize("gone", ["ada", f"ada/{FILE}"])
def test_what_is_gone_meanwhile_is_said(tmp_path, gone):
    lay(tmp_path, {f"ada/{FILE}": "a"})
    (found,) = find([tmp_path / "ada"], FILE)
    path = tmp_path / gone
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    result = read(found, FILE)
    assert result.main is None
    assert result.fault.endswith(".")


@pytest.mark.parametrize(("gone", "fault"), [(FILE, True), ("b.py", False)], ids=["the main file", "a helper"])
def test_what_is_gone_after_the_listing_is_said(tmp_path, monkeypatch, gone, fault):
    folder = lay(tmp_path / "ada", {FILE: "a", "b.py": "b"})
    listed = intake.folder.on_disk

    def then_gone(path):
        found = listed(path)
        (folder / gone).unlink()
        return found

    monkeypatch.setattr(intake.submission, "on_disk", then_gone)
    result = read(place(folder), FILE)
    said = result.fault if fault else "".join(result.notes)
    assert f"{gone} cannot be read (No such file or directory)." in said
    assert bool(result.fault) == fault


# --- folders -------------------------------------------------------------------------------------------------------

NOT_THERE = {
    "empty": ({}, "It holds no Python file and no notebook."),
    "one other file": ({"x.py": "a"}, "It holds x.py. Is x.py meant? Then rename it."),
    "misspelt": ({"worrk.py": "a", "z.py": "a"}, "It holds worrk.py, z.py. Is worrk.py meant? Then rename it."),
    "nothing near": ({"x.py": "a", "z.ipynb": "a"}, "It holds x.py, z.ipynb."),
    "other capitals": ({"Work.PY": "a"}, "Is Work.PY meant?"),
    "another kind": ({"work.pdf": "a"}, "It holds no Python file and no notebook."),
    "many": ({f"{n}.py": "a" for n in range(7)}, "It holds 0.py, 1.py, 2.py, 3.py, 4.py and 2 more."),
    "deeper": ({"hw1/work.py": "a", ".git/x": "a"}, "What lies deeper is not read: hw1."),
    "junk": ({"._work.py": "a", ".work.py.swp": "a"}, "It holds no Python file and no notebook."),
}


@pytest.mark.parametrize(("files", "fragment"), NOT_THERE.values(), ids=NOT_THERE)
def test_a_folder_without_the_file_tells_what_it_holds(tmp_path, files, fragment):
    (tmp_path / "ada").mkdir()
    result = handed_in(tmp_path, files)
    assert result.fault.startswith("There is no work.py in the folder. ")
    assert fragment in result.fault
    assert result.main is None


def test_a_folder_of_countless_files_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr(intake.folder, "MAX_ENTRIES", 3)
    files = {FILE: "a", "b": "", "c": ""}
    assert handed_in(tmp_path, files).fault == ""
    assert handed_in(tmp_path, {"d": ""}).fault.startswith("The folder holds more than 3 files.")


def test_the_file_counts_where_there_is_a_notebook_too(tmp_path):
    result = handed_in(tmp_path, {FILE: "a = 2", "work.ipynb": NOTEBOOK})
    assert text_of(result) == "a = 2"
    assert result.notes == ("The folder holds work.py and work.ipynb: work.py is read.",)
    again = handed_in(tmp_path, {FILE: ""})
    assert again.fault.startswith("work.py is empty")
    assert again.notes == result.notes


def test_folders_are_named_and_not_read(tmp_path):
    result = handed_in(tmp_path, {FILE: "a", "lib/b.py": "b", "data": None, ".git": None, "c.py": "-> lib"})
    assert result.notes == (
        "Folders beside work.py are not read: data, lib.",
        "Left out: c.py is a link, not a file. Hand in the file itself.",
    )
    assert result.modules == ()


SENT = {
    "helpers": ({"b.py": "b", "a_2.py": "a"}, ["a_2", "b"], []),
    "an empty one": ({"b.py": "", "__init__.py": ""}, ["__init__", "b"], []),
    "letters of a language": ({"größe.py": "a"}, ["größe"], []),
    "letters taken apart": ({"gro\u0308ße.py": "a"}, ["größe"], []),
    "a library of Python": ({"random.py": "a", "b.py": "b"}, ["b"], ["library has that name", "random.py"]),
    "a library of Python in other letters": ({"\uff4dath.py": "a"}, [], ["library has that name"]),
    "an installed library": ({"numpy.py": "a", "yaml.py": "b"}, [], ["numpy.py, yaml.py"]),
    "an installed library in parts": ({"mpl_toolkits.py": "a"}, [], ["library has that name"]),
    "ours": ({"grader.py": "a"}, [], ["library has that name"]),
    "no name to import": ({"a-b.py": "a", "1.py": "a", "a b.py": "a", "class.py": "a"}, [], ["cannot be imported: "]),
    "the name of what runs": ({"__main__.py": "a"}, [], ["cannot be imported: __main__.py."]),
    "one name in two forms": ({"\u00e9.py": "a", "e\u0301.py": "b"}, ["é"], ["another file has that name"]),
    "another form of the main name": ({"wor\uff4b.py": "a"}, [], ["another file has that name"]),
    "other kinds": ({"b.txt": "a", "b.ipynb": "a", "b.pyc": "a", "b.py.bak": "a"}, [], []),
    "junk": ({".b.py": "a", "._c.py": "a", "~$d.py": "a"}, [], []),
    "not text": ({"b.py": b"\0", "c.py": "c"}, ["c"], ["Left out: b.py holds null bytes"]),
    "too large": ({"b.py": b"#" * ((1 << 20) + 1)}, [], ["Left out: b.py is larger than 1 MiB"]),
    "a folder": ({"b.py/c": ""}, [], ["Left out: b.py is a folder"]),
    "a link": ({"b.py": "-> work.py"}, [], ["Left out: b.py is a link"]),
    "too many": (
        {f"h{number:02}.py": "a" for number in range(43)},
        [f"h{number:02}" for number in range(40)],
        ["no more than 40 files are read beside the main one: h40.py, h41.py, h42.py."],
    ),
}


@pytest.mark.parametrize(("files", "names", "fragments"), SENT.values(), ids=SENT)
def test_what_lies_beside_is_sent_or_noted(tmp_path, files, names, fragments):
    result = handed_in(tmp_path, {FILE: "main", **files})
    assert result.fault == ""
    assert text_of(result) == "main"
    assert [module.name for module in result.modules] == names
    said = " ".join(result.notes)
    assert bool(said) == bool(fragments)
    for fragment in fragments:
        assert fragment in said


def test_a_helper_is_labelled_by_its_file(tmp_path):
    (helper,) = handed_in(tmp_path, {FILE: "a", "b.py": codecs.BOM_UTF8 + b"b\r\n"}).modules
    assert [(cell.label, cell.text) for cell in helper.cells] == [("b.py", "b\n")]


def test_a_single_file_has_no_helpers(tmp_path):
    lay(tmp_path, {"ada.py": "a", "b.py": "b"})
    assert read(place(tmp_path / "ada.py"), FILE).modules == ()


# --- the hash ------------------------------------------------------------------------------------------------------

BASE = {FILE: "a = 1\n", "b.py": "b = 2\n"}
CHANGED = {
    "a byte of the main file": {FILE: "a = 2\n"},
    "a byte of a helper": {"b.py": "b = 3\n"},
    "a line end": {FILE: "a = 1\r\n"},
    "a blank at the end": {"b.py": "b = 2\n "},
    "one more helper": {"c.py": ""},
    "a helper fewer": {"b.py": None},
    "a helper by another name": {"b.py": None, "c.py": "b = 2\n"},
    "helper and main file swapped": {FILE: "b = 2\n", "b.py": "a = 1\n"},
    "a byte that wanders": {FILE: "a = 1\nb", "b.py": " = 2\n"},
    "a name that wanders": {FILE: "a = 1\nb.py", "b.py": "b = 2\n"},
    "a notebook instead": {FILE: None, "work.ipynb": NOTEBOOK},
}
UNCHANGED = {
    "nothing": {},
    "a file of another kind": {"notes.txt": "x"},
    "a notebook that does not count": {"work.ipynb": NOTEBOOK},
    "a helper that is left out": {"random.py": "x", "a-b.py": "x"},
    "a helper that cannot be read": {"c.py": b"\0"},
    "junk": {".DS_Store": "x", "__pycache__/b.pyc": "x"},
    "a folder": {"data/c.py": "x"},
}


def hashed(folder, changes):
    files = {name: content for name, content in {**BASE, **changes}.items() if content is not None}
    result = handed_in(folder, files)
    assert result.fault == ""
    return result.sha256


@pytest.mark.parametrize("changes", CHANGED.values(), ids=CHANGED)
def test_the_hash_changes_with_what_is_sent(tmp_path, changes):
    assert hashed(tmp_path / "1", changes) != hashed(tmp_path / "2", {})


@pytest.mark.parametrize("changes", UNCHANGED.values(), ids=UNCHANGED)
def test_the_hash_does_not_change_with_what_is_not_sent(tmp_path, changes):
    assert hashed(tmp_path / "1", changes) == hashed(tmp_path / "2", {})


def test_the_hash_is_of_what_it_says_it_is(tmp_path):
    framed = b"work.py\x006\x00a = 1\nb.py\x006\x00b = 2\n"
    assert hashed(tmp_path, {}) == hashlib.sha256(framed).hexdigest()


def test_the_hash_is_the_same_in_a_folder_and_alone(tmp_path):
    lay(tmp_path, {"bob.py": "a = 1\n", "ada/work.py": "a = 1\n"})
    alone, within = (read(place(tmp_path / name), FILE) for name in ("bob.py", "ada"))
    assert alone.sha256 == within.sha256
    assert len(alone.sha256) == 64
