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


# Keywords that have names: whatever is wrong with a call, it raises what PyO3 raises, to which all calls go whose names are
# not the interned ones.
def outcome(function, keywords):
    try:
        return function(**keywords)
    except Exception as error:
        return type(error), str(error), getattr(error, "__notes__", None)


def as_pyo3_has_it(function, keywords):
    return outcome(function, {"".join([name[:1], name[1:]]): value for name, value in keywords.items()})


good = dict(counter=counter, text="é", object=object, dict={}, needed=None)
assert counter.echo(**good) == (counter, 5, "é", object, {}, None, None, None, None, 5, 6)
further = dict(needed=1, other=counter, list=[2], number=3, kind=4, most=None)
assert counter.echo(**good | further) == (counter, 5, "é", object, {}, 1, 5, [2], 3, 4, None)
assert counter.echo(**dict(reversed((good | further).items()))) == counter.echo(**good | further)
assert counter.echo(**good | {"number": 7}) == (counter, 5, "é", object, {}, None, None, None, 7, 5, 6)
assert counter.echo(**good | {"".join(["num", "ber"]): 7}) == counter.echo(**good | {"number": 7})
assert counter.echo(**good, other=None, list=None, number=None) == counter.echo(**good)

raises = 0
for name in good | further:
    for value in (None, -1, 1, 2**70, 1.5, "text", "\ud800", b"", [], {}, counter, Counter):
        keywords = good | {name: value}
        assert outcome(counter.echo, keywords) == as_pyo3_has_it(counter.echo, keywords), keywords
        raises += isinstance(outcome(counter.echo, keywords)[0], type)
    keywords = {key: value for key, value in good.items() if key != name}
    assert outcome(counter.echo, keywords) == as_pyo3_has_it(counter.echo, keywords)
assert raises > 60
assert "needed" in raised(TypeError, lambda: counter.echo(counter=counter, text="", object=1, dict={}))
assert "no_such" in raised(TypeError, lambda: counter.echo(**good, no_such=1))
assert "positional" in raised(TypeError, lambda: counter.echo(counter, **good))
raised(TypeError, lambda: Counter.echo(**good))
raised(TypeError, lambda: Counter.echo(1, **good))
raised(TypeError, lambda: counter.echo())
assert outcome(counter.echo, good | {"text": 1})[2] == ["while processing 'text'"]
assert str(inspect.signature(Counter.echo)) == (
    "(self, /, *, counter, text, object, dict, needed, other=None, list=None, number=None, kind=5, most=Ellipsis)"
)
assert Counter.sum(first=1, second=counter) == counter.sum(second=counter, first=1, **{"in": 0}) == 6
raised(TypeError, lambda: Counter.sum(1, counter))
raised(TypeError, lambda: Counter.sum(first=1))
raised(OverflowError, lambda: Counter.sum(first=-1, second=counter))

# What is described in the stub is exposed as PyO3 does it.
assert sum_of([1, 2, 3]) == 6
assert str(inspect.signature(sum_of)) == "(numbers, /)"
assert Nothing().sum() == len(Nothing()) == 0
