//! Recipes, and what is in the house to cook them: an extension module without a line of Python binding.
//!
//! The module [`recipe`](RECIPE) is a file format: structs and an enumeration that describe it. The module `pantry` is a
//! class with methods. Everything that Python sees, and the stubs in `stubs/recipes`, follows from them.
//!
//! ```text
//! cargo build -p pyzig-recipes && cp target/debug/libpyzig_recipes.so recipes.so
//! python3 -c 'import recipes; print(recipes.recipe.loads("(recipe \"Tea\" (course drink))").recipe)'
//! python3 -c 'import recipes; print(recipes.pantry.Pantry.create().put(name="Tea"))'
//! ```
//!
//! # Guide: how to add an API
//!
//! Each step is a change of this crate. KiCad's formats in `src/kicad` and the graph's classes in `src/py-graph` are
//! extended in the same way. After each of them `checks/stubgen` brings the stubs up to date; a mistake in an attribute
//! is reported by the compiler at its token.
//!
//! ## A field
//!
//! One field of a struct, with what the file calls it where that differs, and its documentation. It is a keyword of the
//! constructor, a property and a part of `==`, `repr()`, copies and pickles.
//!
//! ```diff
//! --- src/recipe.rs
//!      /// Where to get it.
//!      pub shop: Option<String>,
//! +    /// Where it grew. Older files call it `from`.
//! +    #[field(alias = "from")]
//! +    pub origin: Option<String>,
//!  }
//! ```
//!
//! All entries of `#[field(…)]` are in the documentation of `pyzig_model::Model`.
//!
//! ## An enumeration
//!
//! An enum, and its name in the module's list. In Python it is an `enum.StrEnum`.
//!
//! ```diff
//! --- src/recipe.rs
//! +/// How much one has to know.
//! +#[derive(Debug, Clone, Copy, PartialEq, Eq, ModelEnum)]
//! +#[model(module = "recipe", name = "E_skill")]
//! +pub enum Skill {
//! +    /// Nothing.
//! +    None,
//! +    /// How to make a roux; files say `chef`.
//! +    #[value("expert", token = "chef")]
//! +    Expert,
//! +}
//! +
//!  /// How to cook a dish.
//!  #[derive(Debug, Clone, PartialEq, Model)]
//!  #[model(module = "recipe", token = "recipe")]
//! ```
//!
//! ```diff
//! --- src/recipe.rs
//! -    enums: [Course],
//! +    enums: [Course, Skill],
//! ```
//!
//! ```diff
//! --- src/lib.rs
//! -pub use recipe::{Course, Ingredient, RECIPE, Recipe, RecipeFile};
//! +pub use recipe::{Course, Ingredient, RECIPE, Recipe, RecipeFile, Skill};
//! ```
//!
//! A struct is added in the same way: `#[derive(Model)]`, and its name among the module's `structs`.
//!
//! ## A file type
//!
//! A struct for the whole file, a module that lists what belongs to it, and the module's place in the extension.
//!
//! ```diff
//! --- src/menu.rs
//! +//! Menus: recipes in the order in which they are served.
//! +
//! +use pyzig_model::{Model, ModuleSchema};
//! +
//! +/// What there is to eat.
//! +#[derive(Debug, Clone, PartialEq, Model)]
//! +#[model(module = "menu", token = "menu")]
//! +pub struct Menu {
//! +    /// Names of the dishes.
//! +    #[field(repeated, token = "dish")]
//! +    pub dishes: Vec<String>,
//! +}
//! +
//! +/// A menu file.
//! +#[derive(Debug, Clone, PartialEq, Model)]
//! +#[model(module = "menu", file)]
//! +pub struct MenuFile {
//! +    /// The menu.
//! +    pub menu: Menu,
//! +}
//! +
//! +/// Everything about menus.
//! +pub static MENU: ModuleSchema = pyzig_model::module! {
//! +    name: "menu",
//! +    doc: "Files that say what there is to eat.",
//! +    file: MenuFile,
//! +    structs: [Menu, MenuFile],
//! +    enums: [],
//! +};
//! ```
//!
//! ```diff
//! --- src/lib.rs
//! +mod menu;
//!  mod pantry;
//!  mod recipe;
//!
//! +pub use menu::{MENU, Menu, MenuFile};
//!  pub use pantry::{Pantry, PantryError};
//! ```
//!
//! ```diff
//! --- src/lib.rs
//! -    pub recipes, package: "recipes", modules: &[&RECIPE], also: add_pantry
//! +    pub recipes, package: "recipes", modules: &[&RECIPE, &MENU], also: add_pantry
//! ```
//!
//! The stubs of KiCad's formats follow `pyzig_kicad::MODULES`; those of this crate are listed in `pyzig-stubgen`.
//!
//! ## A method
//!
//! A function in the `#[python_methods]` block. Its parameters are the keywords, its documentation is the docstring, its
//! error an exception. What it does is a function of the native crate: this one only converts.
//!
//! ```diff
//! --- src/pantry.rs
//! +    /// How many grams there are of something, 0 if there is nothing of it.
//! +    fn weigh(&self, name: &str) -> Result<f64, PantryError> {
//! +        self.with(|things| things.get(name).copied().unwrap_or_default())
//! +    }
//! +
//!      /// Number of things.
//!      #[direct]
//!      fn count(&self) -> Result<usize, PantryError> {
//! ```
//!
//! All attributes of parameters and methods are in the documentation of
//! [`python_methods`](pyzig_reference::python_methods).
//!
//! ## A class, and a module
//!
//! A struct with two attributes, and its name in a module's list. Another `classes!` makes another module.
//!
//! ```diff
//! --- src/pantry.rs
//! +/// Functions about weights.
//! +#[python_class(module = "recipes.pantry", name = "Weights", stub = "recipes.pantry")]
//! +pub struct Weights;
//! +
//! +#[python_methods]
//! +impl Weights {
//! +    /// The weight of a number of ounces, in grams.
//! +    fn ounces(number: f64) -> f64 {
//! +        number * 28.349_523_125
//! +    }
//! +}
//! +
//!  type Things = BTreeMap<String, f64>;
//! ```
//!
//! ```diff
//! --- src/lib.rs
//! -pub use pantry::{Pantry, PantryError};
//! +pub use pantry::{Pantry, PantryError, Weights};
//! ```
//!
//! ```diff
//! --- src/lib.rs
//! -    add_pantry: "pantry", "What is in the house.", [Pantry]
//! +    add_pantry: "pantry", "What is in the house.", [Pantry, Weights]
//! ```
//!
//! ## An error
//!
//! A variant of the one enum of errors, with the message and the class of the exception.
//!
//! ```diff
//! --- src/pantry.rs
//! +    /// A weight that nothing has.
//! +    #[error("{0} g is no weight")]
//! +    #[raises(ValueError)]
//! +    NoWeight(f64),
//!      /// What a visitor raised.
//!      #[error(transparent)]
//! ```
//!
//! ```diff
//! --- src/pantry.rs
//!      fn put(&self, name: String, #[default(1000.0)] grams: f64) -> Result<f64, PantryError> {
//! +        if grams.is_nan() || grams < 0.0 {
//! +            return Err(PantryError::NoWeight(grams));
//! +        }
//!          self.with(|things| {
//! ```
//!
//! # Who owns what
//!
//! * An object of a class with methods owns its Rust value; the value is dropped when Python drops the object. What
//!   several objects share stands behind an `Arc`, and what changes behind a lock: methods take `&self`.
//! * A use of something that may be gone (closed, destroyed) checks that, as `Pantry::with` does, and is an exception.
//! * No lock is held while Python code runs. A method that calls a [`Visitor`](pyzig_reference::Visitor) takes a copy of
//!   what it visits first, as `Pantry::visit` does.
//! * A value that refers to Python objects (`Py<…>`) can be part of a cycle: its class has a `__traverse__` that visits
//!   each of them. Values of plain Rust types cannot, and need nothing.
//! * What is put into a field of a file is copied, what is read from one is a view that keeps the file's text alive.

mod pantry;
mod recipe;

pub use pantry::{Pantry, PantryError};
pub use recipe::{Course, Ingredient, RECIPE, Recipe, RecipeFile};

pyzig_reference::classes! {
    add_pantry: "pantry", "What is in the house.", [Pantry]
}

pyzig_bind::extension! {
    /// Recipes, and what is in the house to cook them.
    pub recipes, package: "recipes", modules: &[&RECIPE], also: add_pantry
}
