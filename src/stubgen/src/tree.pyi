"""Any S-expression file, as lists and atoms.

Works for every file, also for those without a module of their own. What is not changed is written as it was read, to
the byte: blanks, comments and spelling included.
"""

from collections.abc import Iterator
from os import PathLike
from typing import Any, Protocol, SupportsIndex, final, overload

__all__ = ["Atom", "List", "dump", "dumps", "load", "loads"]

@final
class Atom:
    """A word, a string in quotes, or a number.

    Equal to what has the same value: to text, and to other atoms whether in quotes or not.
    """

    def __new__(cls, value: str, /, *, quoted: bool | None = None) -> Atom:
        """An atom that says `value`; in quotes if `quoted`, or by default where it has to be."""
        ...
    @property
    def value(self) -> str:
        """What the atom says, without quotes and escapes."""
        ...
    @property
    def quoted(self) -> bool:
        """Whether the atom stands in quotes."""
        ...
    @property
    def text(self) -> str:
        """The atom as it is spelled, with quotes and escapes."""
        ...
    @property
    def number(self) -> float | None:
        """The number that the atom spells without quotes; None where it spells none."""
        ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs_ex__(self) -> tuple[Any, ...]: ...

@final
class List:
    """A list of atoms and lists, as a live view: a change here is a change of the file.

    Iteration, `len` and indices count all items, the head included. Lists that are put in are copied. Two views
    are equal if they are views of the same list.
    """

    def __new__(cls, *items: _Value) -> List:
        """A list of its own, of atoms, text, numbers and lists."""
        ...
    @property
    def head(self) -> str | None:
        """First word of the list; None where it starts with a list or a string in quotes, and for a file."""
        ...
    @property
    def items(self) -> list[Atom | List]:
        """All items, as they are now."""
        ...
    @property
    def children(self) -> list[List]:
        """The lists among the items."""
        ...
    @property
    def line(self) -> int | None:
        """Line of the list in the text it was read from, from 1; None for what was put in since."""
        ...
    @property
    def column(self) -> int | None:
        """Column of the list in the text it was read from, in bytes, from 1; None for what was put in since."""
        ...
    @property
    def text(self) -> str:
        """Text of the list."""
        ...
    def find(self, path: str, /) -> List | None:
        """The first list at the end of a path of heads such as "setup/pcbplotparams"; None where there is none."""
        ...
    def find_all(self, path: str, /) -> list[List]:
        """All lists at the end of a path of heads, in order."""
        ...
    def walk(self) -> list[List]:
        """This list and all lists below, parents before children."""
        ...
    def append(self, value: _Value, /) -> None:
        """Adds a copy of a value at the end."""
        ...
    def insert(self, index: SupportsIndex, value: _Value, /) -> None:
        """Adds a copy of a value before the item at an index."""
        ...
    def remove(self, list: List, /) -> None:
        """Removes a list from this one: the very list that is given."""
        ...
    def copy(self) -> List:
        """A copy that belongs to no file."""
        ...
    def __copy__(self) -> List: ...
    def __deepcopy__(self, _memo: Any) -> List: ...
    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[Atom | List]: ...
    @overload
    def __getitem__(self, key: SupportsIndex, /) -> Atom | List: ...
    @overload
    def __getitem__(self, key: slice, /) -> list[Atom | List]: ...
    def __setitem__(self, key: SupportsIndex, value: _Value, /) -> None: ...
    def __delitem__(self, key: SupportsIndex, /) -> None: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

_Value = Atom | List | str | float | bool

def loads(data: str | bytes | bytearray | memoryview, /) -> List:
    """Reads a text, or bytes in UTF-8. Gives the file as a list without a head, whose items are the lists in it."""
    ...

def dumps(list: List, /) -> str:
    """Text of a file or of one list."""
    ...

def load(file: str | PathLike[str] | _Readable, /) -> List:
    """Reads a file from its path, or from an object with a `read` method."""
    ...

def dump(list: List, file: str | PathLike[str] | _Writable, /) -> None:
    """Writes a file or one list to a path, which is replaced as a whole, or to an object with a `write` method."""
    ...

class _Readable(Protocol):
    def read(self) -> str | bytes: ...

class _Writable(Protocol):
    def write(self, text: str, /) -> object: ...
