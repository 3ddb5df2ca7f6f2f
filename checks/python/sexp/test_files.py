"""Reading and writing files."""

import copy
import io
import os
import pickle
import stat
import tempfile
from pathlib import Path

import pytest

import pyzig_sexp
from pyzig_sexp import ParseError, footprint, netlist, pcb, tree


def test_what_was_read_is_written(text, file):
    assert pcb.dumps(file) == text
    assert pcb.dumps(file.kicad_pcb) == text


@pytest.mark.parametrize("form", [bytes, bytearray, memoryview])
def test_bytes_are_taken(text, form):
    data = form(text.encode())
    assert pcb.dumps(pcb.loads(data)) == text


def test_other_arguments_are_refused(text, file):
    for wrong in (None, 5, Path("x"), ["("]):
        with pytest.raises(TypeError, match="requires a string argument"):
            pcb.loads(wrong)
    with pytest.raises(ValueError, match="surrogate"):
        pcb.loads("(kicad_pcb \ud800)")
    with pytest.raises(TypeError):
        pcb.loads()
    with pytest.raises(TypeError):
        pcb.loads(data=text)
    for wrong in (None, 5, text, file.kicad_pcb.footprints[0], file.kicad_pcb.nets, object()):
        with pytest.raises(TypeError, match=r"pcb\.dumps\(\) requires a PcbFile or KicadPcb"):
            pcb.dumps(wrong)
    with pytest.raises(TypeError):
        netlist.dumps(file)
    with pytest.raises(TypeError):
        footprint.dumps(file.kicad_pcb.footprints[0])


@pytest.mark.parametrize(
    ("data", "kind", "line"),
    [
        ("", "EmptyFile", 1),
        (" \n ", "EmptyFile", None),
        ("(kicad_pcb", "UnterminatedList", 1),
        ("(kicad_pcb\n(a)", "UnterminatedList", None),
        ('(kicad_pcb\n(net 1 "x', "UnterminatedString", 2),
        ("(kicad_pcb))", "UnexpectedRightParen", 1),
        ("(kicad_pcb\0)", "InvalidCharacter", 1),
        (b"(kicad_pcb \xff)", "InvalidUtf8", 1),
        ("(kicad_sch)", "UnexpectedType", 1),
        ("word", "UnexpectedType", 1),
    ],
)
def test_errors_say_what_and_where(data, kind, line):
    with pytest.raises(ParseError) as caught:
        pcb.loads(data)
    error = caught.value
    assert isinstance(error, ValueError)
    assert str(error).startswith(kind)
    assert error.kind == kind
    assert error.line is not None
    assert error.line == line or line is None
    assert error.column is not None
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.kind, again.line) == (str(error), kind, error.line)


def test_a_path_given_for_a_text_is_told():
    with pytest.raises(ParseError, match="expected list at top level") as caught:
        pcb.loads("folder/board.kicad_pcb")
    assert any("load() reads" in note for note in caught.value.__notes__)
    with pytest.raises(ParseError) as caught:
        pcb.loads("(a")
    assert not hasattr(caught.value, "__notes__")


def test_what_stands_after_a_surplus_parenthesis_is_kept(text):
    left_over = '(uuid "1")\n)\n(layer "F.Cu")\n)\n'
    file = pcb.loads(text + left_over)
    assert pcb.dumps(file) == text + left_over
    file.kicad_pcb.footprints[0].at.x += 1
    assert pcb.dumps(file).endswith("\n)\n" + left_over)
    assert pcb.loads(pcb.dumps(file)).kicad_pcb.footprints[0].at.x == file.kicad_pcb.footprints[0].at.x
    line = text.count("\n") + 2
    assert [(problem.kind, problem.line) for problem in pcb.validate(file)] == [
        ("UnexpectedRightParen", line)
    ]
    unknown = [(token.path, token.line) for token in pcb.unknown_tokens(file)]
    assert unknown[0] == ("uuid", line - 1)
    assert unknown[-1] == (")", line)
    with pytest.raises(ParseError, match=f"UnexpectedRightParen at {line}:1"):
        pcb.loads(text + left_over, strict=True)


def test_errors_do_not_depend_on_earlier_files(text):
    netlist_text = '(export (version "E"))'
    netlist.loads(netlist_text)
    messages = set()
    for _ in range(3):
        pcb.loads(text)
        with pytest.raises(ParseError) as caught:
            pcb.loads("(")
        messages.add(str(caught.value))
    assert len(messages) == 1


def test_a_wrong_value_is_found_when_it_is_read():
    text = '(kicad_pcb\n\t(version "x")\n\t(generator "a")\n\t(segment (width wide))\n)\n'
    file = pcb.loads(text)
    assert file.kicad_pcb.generator == "a"
    with pytest.raises(ParseError) as caught:
        _ = file.kicad_pcb.version
    error = caught.value
    assert (error.kind, error.line, error.column) == ("UnexpectedType", 2, 11)
    assert "version" in error.path
    assert '(version "x")' in error.excerpt
    assert "^" in str(error)
    assert pcb.dumps(file) == text
    found = pcb.validate(file)
    assert {problem.line for problem in found} >= {2, 4}
    assert any("segments[0].width" in problem.path for problem in found)
    with pytest.raises(ParseError) as caught:
        pcb.loads(text, strict=True)
    assert len(caught.value.problems) == len(found)
    again = pickle.loads(pickle.dumps(caught.value))
    assert [str(problem) for problem in again.problems] == [str(problem) for problem in found]
    assert f"and {len(found) - 1} more" in str(caught.value)


def test_errors_name_the_file(tmp_path):
    path = tmp_path / "board.kicad_pcb"
    path.write_text('(kicad_pcb\n\t(version "x")\n\t(net 1.5)\n)\n')
    file = pcb.load(path)
    later = [lambda: file.kicad_pcb.version, lambda: file.kicad_pcb.nets[0].number]
    at_once = [lambda: pcb.load(str(path), strict=True), lambda: netlist.load(path)]
    for read in later + at_once:
        with pytest.raises(ParseError) as caught:
            read()
        assert caught.value.filename == str(path)
        assert str(caught.value).endswith(f"\nfile: {path}")
        assert caught.value.line is not None
        again = pickle.loads(pickle.dumps(caught.value))
        assert (again.filename, str(again)) == (str(path), str(caught.value))
    for broken in (b"(a", b"(a \xff)"):
        path.write_bytes(broken)
        with open(path, "rb") as stream:
            for load in (pcb.load, tree.load):
                for source in (path, stream):
                    with pytest.raises(ParseError) as caught:
                        load(source)
                    assert caught.value.filename == str(path)
                stream.seek(0)
    for nameless in (io.StringIO("("), io.BytesIO(b"(")):
        with pytest.raises(ParseError) as caught:
            pcb.load(nameless)
        assert caught.value.filename is None
        assert "file:" not in str(caught.value)


def test_a_good_file_has_no_problems(text, file):
    assert pcb.validate(file) == []
    assert pcb.dumps(pcb.loads(text, strict=True)) == text


def test_unknown_tokens_are_listed_and_kept(text, file):
    (token,) = pcb.unknown_tokens(file)
    assert token.path == "kicad_pcb/footprint/mystery"
    assert token.text.startswith("(mystery 1")
    assert token.line == 24
    assert "mystery" in repr(token)
    assert repr(copy.copy(token)) == repr(pickle.loads(pickle.dumps(token))) == repr(token)
    assert pcb.unknown_tokens(file.kicad_pcb.footprints[1]) == []
    file.kicad_pcb.footprints[0].at.x = 1
    assert '(mystery 1 "kept" (deep yes))' in pcb.dumps(file)
    for wrong in (None, 5, file.kicad_pcb.nets):
        with pytest.raises(TypeError, match="requires an element"):
            pcb.unknown_tokens(wrong)
        with pytest.raises(TypeError, match="requires an element"):
            pcb.validate(wrong)


def test_files_on_disk(text, tmp_path):
    path = tmp_path / "board.kicad_pcb"
    path.write_text(text, encoding="utf-8", newline="")
    file = pcb.load(path)
    file.kicad_pcb.nets[1].name = "NEW"
    pcb.dump(file, str(path))
    assert path.read_bytes() == text.replace('(net 1 "GND")', '(net 1 "NEW")', 1).encode()
    assert [entry.name for entry in tmp_path.iterdir()] == ["board.kicad_pcb"]
    assert pcb.dumps(pcb.load(os.fsencode(path) and str(path))) == pcb.dumps(file)


@pytest.mark.skipif(os.name != "posix", reason="permissions and links of POSIX")
def test_replacing_keeps_permissions_and_links(text, file, tmp_path):
    real = tmp_path / "real"
    real.write_text("old")
    real.chmod(0o640)
    link = tmp_path / "link"
    link.symlink_to(real)
    pcb.dump(file, link)
    assert link.is_symlink()
    assert real.read_text() == text
    assert stat.S_IMODE(real.stat().st_mode) == 0o640


def test_links_stay_whatever_they_lead_to(text, file, tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to("folder/next")
    (tmp_path / "folder" / "next").symlink_to("board")
    pcb.dump(file, tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "folder" / "next").is_symlink()
    assert (tmp_path / "folder" / "board").read_text() == text
    (tmp_path / "round").symlink_to("round")
    with pytest.raises(OSError, match="symbolic links"):
        pcb.dump(file, tmp_path / "round")
    assert (tmp_path / "round").is_symlink()


@pytest.mark.skipif(getattr(os, "geteuid", int)() == 0, reason="nothing is protected from this user")
def test_a_write_protected_file_is_left_alone(file, tmp_path):
    path = tmp_path / "board"
    path.write_text("old")
    path.chmod(0o444)
    with pytest.raises(PermissionError):
        pcb.dump(file, path)
    assert path.read_text() == "old"


def test_further_names_of_a_file_stay_its_names(text, file, tmp_path):
    path, other = tmp_path / "board", tmp_path / "other"
    path.write_text("old and longer than nothing\n" * 1000)
    other.hardlink_to(path)
    pcb.dump(file, path)
    assert path.samefile(other)
    assert other.read_text() == text


@pytest.fixture
def protected_folder():
    """A folder in which no file can be made, for a user that cannot do without the right to."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        is_root = os.geteuid() == 0
        (folder / "board").write_text("old")
        folder.chmod(0o555)
        if is_root:
            (folder / "board").chmod(0o666)
            try:
                os.seteuid(65534)
            except OSError:
                pytest.skip("this user cannot become another one")
        try:
            yield folder
        finally:
            if is_root:
                os.seteuid(0)
            folder.chmod(0o755)


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_a_file_in_a_protected_folder_is_written_over(text, file, protected_folder):
    path = protected_folder / "board"
    before = path.stat()
    pcb.dump(file, path)
    assert path.read_text() == text
    assert path.stat().st_ino == before.st_ino
    with pytest.raises(PermissionError):
        pcb.dump(file, protected_folder / "new")


@pytest.mark.skipif(
    getattr(os, "geteuid", int)() != 0, reason="files of others can be had by the superuser only"
)
def test_a_file_keeps_its_owner(text, file, tmp_path):
    path = tmp_path / "board"
    path.write_text("old")
    try:
        os.chown(path, 65534, 65534)
    except OSError:
        pytest.skip("this user cannot give files away")
    pcb.dump(file, path)
    assert path.read_text() == text
    assert (path.stat().st_uid, path.stat().st_gid) == (65534, 65534)


def test_paths_are_those_of_open(text, file, tmp_path):
    path = tmp_path / ("x" * 250)
    pcb.dump(file, os.fsencode(path))
    assert pcb.dumps(pcb.load(os.fsencode(path))) == text
    for function in (pcb.load, lambda path: pcb.dump(file, path)):
        with pytest.raises(ValueError, match="NUL"):
            function("a\0b")
        with pytest.raises(FileNotFoundError):
            function("")
        with pytest.raises(TypeError, match=r"str, bytes or os\.PathLike"):
            function(5)
    with pytest.raises(TypeError, match=r"not \w+Path; load\(\) reads"):
        pcb.loads(path)


def test_failures_leave_the_old_file(file, tmp_path):
    with pytest.raises(FileNotFoundError) as caught:
        pcb.load(tmp_path / "none")
    assert str(caught.value.filename).endswith("none")
    with pytest.raises(FileNotFoundError):
        pcb.dump(file, tmp_path / "none" / "board")
    with pytest.raises(OSError, match="irectory"):
        pcb.dump(file, tmp_path)
    path = tmp_path / "board"
    path.write_text("old")
    with pytest.raises(TypeError):
        pcb.dump(5, path)
    assert path.read_text() == "old"
    for wrong in (None, 5):
        with pytest.raises(TypeError):
            pcb.load(wrong)
        with pytest.raises(TypeError):
            pcb.dump(file, wrong)


def test_file_objects(text, file):
    for stream in (io.StringIO(), io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="")):
        pcb.dump(file, stream)
        stream.seek(0)
        assert pcb.dumps(pcb.load(stream)) == text
    assert pcb.dumps(pcb.load(io.BytesIO(text.encode()))) == text


def test_binary_files_are_given_bytes(text, file, tmp_path):
    stream = io.BytesIO()
    pcb.dump(file, stream)
    assert stream.getvalue() == text.encode()
    with tempfile.NamedTemporaryFile(dir=tmp_path) as named:
        pcb.dump(file, named)
        named.seek(0)
        assert pcb.dumps(pcb.load(named)) == text

    class Slow(io.RawIOBase):
        def __init__(self):
            self.taken = b""

        def writable(self) -> bool:
            return True

        def write(self, data, /) -> int:
            self.taken += data[:100]
            return len(data[:100])

    slow = Slow()
    pcb.dump(file, slow)
    assert slow.taken == text.encode()


def test_a_view_that_was_released_is_told(text):
    view = memoryview(text.encode())
    view.release()
    with pytest.raises(ValueError, match="released"):
        pcb.loads(view)


def test_functions_can_be_pickled(text):
    assert pcb.dumps(pickle.loads(pickle.dumps(pcb.loads))(text)) == text


def test_new_files_are_written(text):
    file = pcb.loads("(kicad_pcb)")
    file.kicad_pcb.nets.append(pcb.Net(number=1, name="GND"))
    assert pcb.dumps(file) == '(kicad_pcb\n\t(net 1 "GND")\n)'


def test_modules_declare_what_is_theirs():
    for name in ("pcb", "footprint", "schematic", "symbol", "netlist", "fp_lib_table"):
        module = getattr(pyzig_sexp, name)
        assert module.__doc__
        for function in ("loads", "dumps", "load", "dump", "validate", "unknown_tokens"):
            assert getattr(module, function).__doc__
