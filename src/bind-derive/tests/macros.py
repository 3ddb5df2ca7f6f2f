import inspect


def raised(kind, use):
    try:
        use()
    except kind as error:
        return str(error)
    raise AssertionError("nothing was raised")


assert Counter.__name__ == "Counter"
assert Counter.__module__ == "counting"
assert Counter.__doc__ == "A counter that threads may share."
assert "use `Counter.create()`" in raised(TypeError, Counter)
assert "use `Counter.create()`" in raised(TypeError, lambda: Counter.__new__(Counter, 1, a=2))
assert "static methods only" in raised(TypeError, Functions)
assert Functions.answer() == 42
raised(TypeError, lambda: setattr(Counter, "added", 1))

counter = Counter.create()
assert counter.advance() == 1
assert counter.advance(by=3, limit=4) == 4
assert raised(OverflowError, lambda: counter.advance(limit=4)) == "the limit is 4"
assert counter.number == 5
assert counter.same() is counter
assert len(counter) == 3
assert isinstance(counter.__zig_address__(), int)
assert Counter.create(start=7).number == 7
assert str(inspect.signature(Counter.advance)) == "(self, /, *, by=1, limit=None)"
assert Counter.advance.__doc__ == "Counts on and returns the number reached."

raised(TypeError, lambda: counter.advance(1))
raised(TypeError, lambda: counter.advance(no=1))
raised(TypeError, lambda: Counter.gather())
assert Counter.gather(first=None, a=1, b=2) == 2


class Derived(Counter):
    pass


raised(TypeError, Derived)
