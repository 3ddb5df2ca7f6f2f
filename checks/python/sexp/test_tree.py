"""The generic tree: any S-expression, as lists and atoms."""

import copy
import pickle

import pytest

from pyzig_sexp import ParseError, tree
from pyzig_sexp.tree import Atom, List

TEXT = '; a comment\n(board (a 1.50 "x y")\n  (a word)\n  (b (c (d "deep")))\n) ; the end\n'


@pytest.fixture
def file():
    return tree.loads(TEXT)


def test_what_was_read_is_written(file):
    assert tree.dumps(file) == TEXT
    assert tree.dumps(tree.loads(TEXT.encode())) == TEXT
    assert tree.dumps(file[0][1]) == '(a 1.50 "x y")\n'


def test_reading(file):
    (board,) = file
    assert file.head is None
    assert board.head == "board"
    assert len(board) == 4
    assert [child.head for child in board.children] == ["a", "a", "b"]
    assert [str(atom) for atom in board[1]] == ["a", "1.50", "x y"]
    assert board[1][1].number == 1.5
    assert board[1][2].number is None
    assert board[1][2].quoted
    assert board[1][2].text == '"x y"'
    assert (board[2].line, board[2].column) == (3, 3)
    assert board[-1].find("c/d")[1] == "deep"
    assert board.find("c") is None
    assert [found[1] for found in file.find_all("board/a")] == ["1.50", "word"]
    assert [item.head for item in file.walk()] == [None, "board", "a", "a", "b", "c", "d"]
    assert board[1:2] == [board[1]]
    for index in (4, -5):
        with pytest.raises(IndexError):
            board[index]
    assert "board" in repr(board)


def test_one_edit_changes_one_place(file):
    entry = file.find("board/a")
    entry[1] = 2.25
    entry[2] = 'new "text"'
    file.find_all("board/a")[1][1] = "F.Cu"
    file.find("board/b/c/d")[1] = True
    expected = TEXT.replace('1.50 "x y"', '2.25 "new \\"text\\""').replace("(a word)", "(a F.Cu)")
    assert tree.dumps(file) == expected.replace('"deep"', "yes")
    entry[1] = Atom("1.50")
    assert "(a 1.50 " in tree.dumps(file)


def test_lists_are_built_put_in_and_removed(file):
    board = file[0]
    new = List("net", 1, Atom("GND", quoted=True), List("sub", 2.5, False))
    assert new.text.split() == ["(net", "1", '"GND"', "(sub", "2.5", "no))"]
    board.append(new)
    board.insert(1, "first")
    new[1] = 7
    assert board[-1][1] == "1"
    assert board[1] == "first"
    board.remove(board.find("b"))
    del board[1]
    assert [child.head for child in board.children] == ["a", "a", "net"]
    with pytest.raises(ValueError, match="not in this one"):
        board.remove(new)
    with pytest.raises(ValueError, match="file"):
        board.append(file)
    board.append(board)
    assert len(board) == 5
    assert tree.loads(tree.dumps(file))[0][-1].head == "board"


def test_wrong_values_are_refused(file):
    board = file[0]
    for wrong in (None, b"x", [1], object(), {}):
        with pytest.raises(TypeError, match="expected a List, an Atom"):
            board.append(wrong)
        with pytest.raises(TypeError, match="expected a List, an Atom"):
            board[1] = wrong
        with pytest.raises(TypeError, match="expected a List, an Atom"):
            List(wrong)
    for wrong in ("\0", float("nan"), float("inf"), "\ud800"):
        with pytest.raises(ValueError, match=r".+"):
            board.append(wrong)
    with pytest.raises(ValueError, match="quotes"):
        Atom("a b", quoted=False)
    with pytest.raises(ParseError):
        tree.loads("(")
    with pytest.raises(TypeError):
        tree.dumps("(")
    assert tree.dumps(file) == TEXT


def test_views_are_of_one_list(file):
    board = file[0]
    assert board == file[0]
    assert board is not file[0]
    assert hash(board) == hash(file[0])
    assert board != board[1]
    twin = copy.deepcopy(board)
    assert twin != board
    twin[0] = "other"
    assert board.head == "board"
    assert twin.head == "other"


def test_atoms_are_values():
    assert Atom("a") == "a" == Atom("a", quoted=True)
    assert Atom("a") != Atom("b")
    assert {Atom("a"): 1}["a"] == 1
    assert Atom("a b").quoted
    assert str(Atom('say "x"\n')) == 'say "x"\n'
    assert Atom("").text == '""'
    atom = Atom("a", quoted=True)
    assert pickle.loads(pickle.dumps(atom)).text == '"a"'


def test_deep_and_wide():
    depth = 200_000
    text = "(" * depth + ")" * depth
    file = tree.loads(text)
    assert tree.dumps(file) == text
    assert len(file.walk()) == depth + 1
    del file
    assert len(tree.loads("(a" + " b" * 100_000 + ")")[0]) == 100_001


def test_files_on_disk(file, tmp_path):
    path = tmp_path / "x"
    tree.dump(file, path)
    assert path.read_text() == TEXT
    assert tree.dumps(tree.load(path)) == TEXT
