"""The command line `pyzig`, as a program."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import pyzig_sexp

BOARD = """\
(kicad_pcb
\t(version 20241229)
\t(generator "pcbnew")
\t(generator_version "9.0")
\t(general
\t\t(thickness 1.6)
\t\t(legacy_teardrops no)
\t)
\t(paper "A4")
\t(layers
\t\t(0 "F.Cu" signal)
\t\t(2 "B.Cu" signal)
\t)
\t(net 0 "")
\t(net 1 "GND")
\t(segment
\t\t(start 1 2)
\t\t(end 3 4)
\t\t(width 0.25)
\t\t(layer "F.Cu")
\t\t(net 1)
\t\t(uuid "6ed4ae72-0ff2-4d9b-9a5f-1a5e6bfc3f9e")
\t)
)
"""
STRANGE = BOARD.replace("\t(net 0", "\t(invented_here 1 2)\n\t(net 0").replace(
    "\t\t(width 0.25)", "\t\t(width 0.25)\n\t\t(invented_too yes)"
)


@pytest.fixture
def board(tmp_path: Path) -> Path:
    path = tmp_path / "small.kicad_pcb"
    path.write_text(BOARD, newline="")
    return path


@pytest.fixture
def cli(run_python):
    def run(*arguments: object, stdin: str | None = None):
        return run_python("-m", "pyzig", *map(str, arguments), stdin=stdin)

    return run


def test_a_good_board_is_ok(cli, board: Path):
    done = cli("check", board)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{board}: ok (pcb)\n1 file: 1 ok, 0 errors, 0 unknown tokens\n"


def test_unknown_tokens_are_named_and_are_no_error(cli, board: Path):
    board.write_text(STRANGE)
    done = cli("check", board)
    assert done.returncode == 0
    assert f"{board}:14:3: unknown: kicad_pcb/invented_here: (invented_here 1 2)\n" in done.stdout
    assert "invented_too" in done.stdout
    assert done.stdout.endswith("1 file: 1 ok, 0 errors, 2 unknown tokens\n")
    assert cli("check", "--strict", board).returncode == 1


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (BOARD.replace("(width 0.25)", "(width wide)"), ":19:"),
        (BOARD[:-3], ":"),
        ("", ":"),
        ("no list", ":1:"),
    ],
)
def test_a_bad_board_is_an_error_with_its_place(cli, board: Path, text: str, place: str):
    board.write_text(text)
    done = cli("check", board)
    assert done.returncode == 1
    assert f"{board}{place}" in done.stdout
    assert "error: " in done.stdout


def test_a_file_that_cannot_be_read_is_status_2(cli, board: Path, tmp_path: Path):
    done = cli("check", board, tmp_path / "missing.kicad_pcb")
    assert done.returncode == 2
    assert "missing.kicad_pcb: " in done.stderr
    assert "ok (pcb)" in done.stdout


def test_wrong_usage_is_status_2(cli):
    assert cli().returncode == 2
    assert cli("check").returncode == 2
    assert cli("frobnicate").returncode == 2


def test_directories_are_searched_for_kicad_files(cli, board: Path, tmp_path: Path):
    below = tmp_path / "below"
    below.mkdir()
    (below / "other.kicad_pcb").write_text(BOARD)
    (below / "drawing.kicad_wks").write_text("(kicad_wks (version 20231118) (generator pl_editor))\n")
    (below / "spice.net").write_text("* a netlist of another kind\n")
    (below / "notes.txt").write_text("(not read")
    (tmp_path / ".hidden").mkdir()
    (tmp_path / ".hidden" / "bad.kicad_pcb").write_text("(")
    done = cli("check", "--json", tmp_path)
    document = json.loads(done.stdout)
    names = [os.path.basename(file["file"]) for file in document["files"]]
    assert names == ["small.kicad_pcb", "drawing.kicad_wks", "other.kicad_pcb"]
    assert [file["kind"] for file in document["files"]] == ["pcb", "worksheet", "pcb"]
    assert document["summary"] == {"files": 3, "ok": 3, "errors": 0, "unknown": 0, "unreadable": 0}


def test_json_holds_all_findings(cli, board: Path):
    board.write_text(STRANGE.replace("(thickness 1.6)", "(thickness thick)"))
    done = cli("check", "--json", board)
    assert done.returncode == 1
    (file,) = json.loads(done.stdout)["files"]
    assert file["ok"] is False
    assert file["errors"][0]["line"] == 6
    assert file["errors"][0]["kind"] != ""


def test_quiet_leaves_out_what_is_fine(cli, board: Path):
    assert cli("check", "-q", board).stdout == "1 file: 1 ok, 0 errors, 0 unknown tokens\n"


def test_what_a_file_says_counts_more_than_its_name(cli, tmp_path: Path):
    path = tmp_path / "board.txt"
    path.write_text(BOARD)
    assert "ok (pcb)" in cli("check", path).stdout


@pytest.mark.parametrize("text", [BOARD, STRANGE, BOARD.replace("\t", "  "), BOARD.replace("\n", "\r\n")])
def test_dump_gives_the_same_bytes(board: Path, text: str, run_python):
    board.write_bytes(text.encode())
    done = subprocess.run(
        [sys.executable, "-m", "pyzig", "dump", str(board)], capture_output=True, check=True, timeout=600
    )
    assert done.stdout == text.encode()


def test_dump_writes_to_a_file(cli, board: Path, tmp_path: Path):
    out = tmp_path / "out.kicad_pcb"
    assert cli("dump", board, "--output", out).returncode == 0
    assert out.read_bytes() == board.read_bytes()


def test_dump_of_a_bad_file_writes_nothing(cli, board: Path):
    board.write_text("(kicad_pcb")
    done = cli("dump", board)
    assert (done.returncode, done.stdout) == (1, "")
    assert f"{board}:1:" in done.stderr


def test_standard_input(cli):
    assert cli("dump", "-", stdin=BOARD).stdout == BOARD
    assert "-: ok (pcb)" in cli("check", "-", stdin=BOARD).stdout


def test_tree_is_an_outline_with_line_numbers(cli, board: Path):
    lines = cli("tree", board).stdout.splitlines()
    assert lines[0] == " 1  kicad_pcb"
    assert " 6      thickness 1.6" in lines
    assert '12      2 "B.Cu" signal' in lines


def test_tree_stops_at_a_depth(cli, board: Path):
    assert cli("tree", "--depth", "1", board).stdout == " 1  kicad_pcb … 9\n"
    assert cli("tree", "--depth", "0", board).returncode == 2


def test_tree_as_json(cli):
    done = cli("tree", "--json", "-", stdin='(a "b c" 1 (d (e)) () f)\n')
    assert json.loads(done.stdout) == [["a", {"string": "b c"}, "1", ["d", ["e"]], [], "f"]]
    done = cli("tree", "--json", "--depth", "1", "-", stdin='(a (b) "c")\n')
    assert json.loads(done.stdout) == [["a", {"string": "c"}]]


@pytest.mark.parametrize("arguments", [[], ["--json"], ["--depth", "3"]])
def test_deep_nesting_is_shown(cli, arguments: list[str]):
    depth = 20_000
    done = cli("tree", *arguments, "-", stdin="(a " * depth + ")" * depth)
    assert done.returncode == 0, done.stderr


def test_a_reader_that_leaves_early_is_no_error(board: Path):
    board.write_text("(a " + "(b c) " * 200_000 + ")")
    process = subprocess.Popen(
        [sys.executable, "-m", "pyzig", "tree", str(board)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(timeout=600) in (141, -13)


def test_version_and_help(cli):
    assert cli("--version").stdout.startswith("pyzig ")
    help_text = cli("--help").stdout
    assert "exit status" in help_text
    for command in ("check", "dump", "tree"):
        assert command in help_text
        assert cli(command, "--help").returncode == 0


def test_the_boards_of_the_checkout_are_fine(cli, boards: list[Path]):
    if not boards:
        pytest.skip("no boards in this checkout")
    done = cli("check", *boards)
    assert done.returncode == 0, done.stdout
    assert " 0 errors, 0 unknown tokens" in done.stdout


def test_every_kind_names_a_module_or_the_tree():
    from pyzig._cli import kinds

    for word, kind in kinds._BY_WORD.items():
        found = kinds.kind_of("-", f"({word} 1)".encode())
        assert found == (kind if hasattr(pyzig_sexp, kind) else kinds.TREE)
    assert kinds.kind_of("x.kicad_mod", b"") in ("footprint", kinds.TREE)
    assert kinds.kind_of("x", b"# comment\n (kicad_pcb") == "pcb"
    assert kinds.kind_of("x", b"\xff\xfe") == kinds.TREE
