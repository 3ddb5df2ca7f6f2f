use pyzig_reference::PythonError;

#[derive(PythonError)]
pub struct NoEnum;

#[derive(PythonError)]
pub enum Generic<T> {
    Unsaid,
    #[raises()]
    Empty,
    #[raises(ValueError)]
    #[raises(KeyError)]
    Twice,
    #[raises(with)]
    Nothing(u8),
    #[raises(with = convert)]
    HoldsNothing,
    #[raises(transparent)]
    Named { held: T },
}

fn main() {}
