//! Recipe files: structs and an enumeration that describe them.

use pyzig_model::{Model, ModelEnum, ModuleSchema};

/// When a dish is served.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ModelEnum)]
#[model(module = "recipe", name = "E_course")]
pub enum Course {
    /// Before anything else.
    Starter,
    /// In the middle.
    Main,
    /// With anything.
    Drink,
    /// At the end, spelled as a number in files.
    #[value("SWEET", token = "9")]
    Dessert,
}

/// Something that goes into a dish.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "recipe", token = "ingredient")]
pub struct Ingredient {
    /// What to buy.
    #[field(positional)]
    pub name: String,
    /// Weight in grams.
    pub grams: f64,
    /// Whether it may be left out.
    #[field(default = "no")]
    pub optional: bool,
    /// Where to get it.
    pub shop: Option<String>,
}

/// How to cook a dish.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "recipe", token = "recipe")]
pub struct Recipe {
    /// Name of the dish.
    #[field(positional)]
    pub name: String,
    /// When it is served.
    pub course: Course,
    /// Time in minutes.
    pub minutes: Option<i32>,
    /// The one ingredient that makes the dish.
    pub secret: Option<Ingredient>,
    /// Everything that goes in.
    #[field(repeated, token = "ingredient")]
    pub ingredients: Vec<Ingredient>,
    /// Words to find it by.
    pub tags: Vec<String>,
    /// Other courses it goes well with.
    pub pairs: Vec<Course>,
    /// Temperatures in degrees Celsius, one a step.
    pub steps: Vec<f64>,
}

/// A recipe file.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "recipe", file)]
pub struct RecipeFile {
    /// The recipe.
    pub recipe: Recipe,
}

/// Everything about recipes.
pub static RECIPE: ModuleSchema = pyzig_model::module! {
    name: "recipe",
    doc: "Files that say how to cook.",
    file: RecipeFile,
    structs: [Ingredient, Recipe, RecipeFile],
    enums: [Course],
};
