import ast
import inspect


def raised(kind, use):
    try:
        use()
    except kind as error:
        return str(error)
    raise AssertionError("nothing was raised")


# The structs and the file.
tea = recipes.recipe.loads('(recipe "Tea" (course drink) (ingredient "Leaves" (grams 3)))').recipe
assert tea.course is recipes.recipe.E_course.DRINK == "drink"
assert [(leaf.name, leaf.grams, leaf.optional) for leaf in tea.ingredients] == [("Leaves", 3.0, False)]
tea.ingredients.append(recipes.recipe.Ingredient(name="Water", grams=250))
text = recipes.recipe.dumps(recipes.recipe.RecipeFile(recipe=tea))
assert recipes.recipe.loads(text).recipe == tea

# The class with methods.
Pantry = recipes.pantry.Pantry
assert "use `Pantry.create()`" in raised(TypeError, Pantry)
pantry = Pantry.create()
assert (pantry.put(name="Leaves"), pantry.put(name="Leaves", grams=20)) == (1000.0, 1020.0)
assert (pantry.take(name="Leaves", grams=3), pantry.take(name="Leaves")) == (3.0, 1017.0)
assert raised(ValueError, lambda: pantry.take(name="Salt", grams=1)) == "there are 0 g of Salt, not 1 g"
pantry.put_all(other=pantry)
assert (pantry.count(), len(pantry), repr(pantry)) == (1, 1, "Pantry(1 things)")
assert (Pantry.count.__doc__, str(inspect.signature(Pantry.count))) == ("Number of things.", "(self, /)")
raised(TypeError, lambda: pantry.count(1))
raised(TypeError, lambda: pantry.put("Leaves"))
raised(TypeError, lambda: pantry.put_all(other=1))

seen = []
pantry.visit(ctx=seen, f=lambda ctx, name: (ctx.append(name), pantry.put(name="More")))
pantry.visit(f=lambda ctx, name: seen.append(ctx))
assert seen == ["Leaves", None, None]
assert raised(KeyError, lambda: pantry.visit(f=lambda ctx, name: {}[name])) == "'Leaves'"
raised(TypeError, lambda: pantry.visit(f=1))

# Each use of what is closed is refused, also by other objects that take part.
pantry.close()
for use in (
    pantry.close,
    pantry.count,
    lambda: pantry.put(name="x"),
    lambda: pantry.take(name="x"),
    lambda: pantry.visit(f=print),
    lambda: Pantry.create().put_all(other=pantry),
    lambda: len(pantry),
):
    assert raised(RuntimeError, use) == "the pantry is closed"
assert repr(pantry) == "Pantry(closed)"


# The stubs name everything that there is, with the same parameters.
def public(names):
    return {name for name in names if not name.startswith("_")}


def parameters(function):
    return {argument.arg for argument in function.args.args + function.args.kwonlyargs} - {"self"}


for name, module in (("recipe", recipes.recipe), ("pantry", recipes.pantry)):
    with open(f"{STUBS}/{name}.pyi") as file:
        stub = ast.parse(file.read())
    declared = {item.name: item for item in stub.body if isinstance(item, (ast.ClassDef, ast.FunctionDef))}
    assert public(declared) == public(vars(module)), (name, public(declared) ^ public(vars(module)))
    for cls in (item for item in declared.values() if isinstance(item, ast.ClassDef)):
        if cls.name.startswith("_"):
            continue
        # Getters come before setters, of which nothing is asked.
        members = {item.name: item for item in reversed(cls.body) if isinstance(item, ast.FunctionDef)}
        made = getattr(module, cls.name)
        own = public(vars(made))
        if not issubclass(made, str):
            assert public(members) == own, (cls.name, public(members) ^ own)
        for member in own & members.keys():
            value = getattr(made, member)
            if callable(value):
                expected = set(inspect.signature(value).parameters) - {"self"}
                assert parameters(members[member]) == expected, (cls.name, member)
            assert ast.get_docstring(members[member]), (cls.name, member)
