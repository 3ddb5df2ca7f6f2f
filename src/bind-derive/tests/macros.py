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


# Visitors.
assert counting.Counter is Counter and counting.__doc__ == "Counters."
seen = []
Counter.create(start=2).visit(ctx=seen, f=lambda ctx, number: ctx.append(number))
Counter.create(start=1).visit(f=lambda ctx, number: seen.append(ctx))
assert seen == [0, 1, None]
assert raised(KeyError, lambda: Counter.create(start=1).visit(f=lambda ctx, number: {}[number])) == "0"
raised(TypeError, lambda: counter.visit(ctx=1))
raised(TypeError, lambda: counter.visit(f=1))

# Errors.
assert raised(LookupError, Counter.missing) == "entity not found"

# Methods that are called directly, and their other forms.
assert Counter.get_name() == counter.get_name() == "counter"
assert (Counter.get_name.__doc__, str(inspect.signature(Counter.get_name))) == ("The name.", "()")
raised(TypeError, lambda: counter.get_name(1))
raised(BaseException, counter.panics)
assert counter.is_same(other=counter) is True and counter.is_same(other=1) is False
assert counter.is_same(**{"".join(["oth", "er"]): counter}) is True
assert counter.ignore(data=1) is None
assert str(inspect.signature(Counter.is_same)) == "(self, /, *, other)"
raised(TypeError, lambda: counter.is_same(counter))
raised(TypeError, lambda: counter.is_same())
raised(TypeError, lambda: counter.is_same(no=1))
raised(TypeError, lambda: counter.is_same(other=1, no=1))
raised(TypeError, lambda: Counter.is_same(1, other=1))
assert Counter.collect() == [] and Counter.collect(b=1, a=2) == [("b", 1), ("a", 2)]
assert counter.collect(**{"x": 3}) == [("x", 3)]
raised(TypeError, lambda: Counter.collect(1))
raised(TypeError, lambda: Counter.collect(a="1"))

# What is described in the stub is exposed as PyO3 does it.
assert sum_of([1, 2, 3]) == 6
assert str(inspect.signature(sum_of)) == "(numbers, /)"
assert Nothing().sum() == len(Nothing()) == 0
