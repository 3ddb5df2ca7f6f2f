//! Text that comes from Python or from files, and goes there.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use pyo3::buffer::PyBuffer;
use pyo3::exceptions::{PyOSError, PyTypeError, PyValueError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::pybacked::{PyBackedBytes, PyBackedStr};
use pyo3::types::{PyBytes, PyString};
use sexp::{Pieces, Text};

use crate::error::raise_from;
use crate::instance::type_name;
use crate::replace::replace;
use crate::unicode;

/// Text out of what a reading function was given: text, or bytes in UTF-8. What cannot change is lent, not copied. `file`
/// is the path of the file that it came from, for errors.
///
/// # Errors
/// `TypeError` for anything else, and `ParseError` for bytes that are no UTF-8.
pub fn text_of(data: &Bound<'_, PyAny>, file: Option<&Path>) -> PyResult<Text> {
    let py = data.py();
    if let Ok(text) = data.cast::<PyString>() {
        // Text that is all ASCII is UTF-8 as it stands. Asking other text for UTF-8 would leave a copy in it for
        // as long as it lives.
        return if text.call_method0(intern!(py, "isascii"))?.is_truthy()? {
            Ok(unicode::lent(PyBackedStr::try_from(text.clone())?))
        } else {
            unicode::text_of_string(text)
        };
    }
    if let Ok(bytes) = data.cast::<PyBytes>() {
        return lent(py, PyBackedBytes::from(bytes.clone()), file);
    }
    match PyBuffer::<u8>::get(data).and_then(|buffer| buffer.to_vec(py)) {
        Ok(bytes) => lent(py, bytes, file),
        // Such as that of a view which was released.
        Err(error) if error.is_instance_of::<PyValueError>(py) => Err(error),
        Err(_) => {
            let is_path = data.getattr_opt(intern!(py, "__fspath__"))?.is_some();
            Err(PyTypeError::new_err(format!(
                "loads() requires a string argument, or bytes in UTF-8, not {}{}",
                type_name(data),
                if is_path { "; load() reads what stands at a path" } else { "" }
            )))
        }
    }
}

fn lent(py: Python<'_>, owner: impl AsRef<[u8]> + Send + 'static, file: Option<&Path>) -> PyResult<Text> {
    Text::lent_by(owner).map_err(|error| raise_from(py, &error.into(), file))
}

/// Text of a file, given by its path or as an object with a `read` method, and the path, where there is one: that of an
/// open file is its `name`.
///
/// # Errors
/// `OSError` where it cannot be read, and the errors of [`text_of`].
pub fn read_text(file: &Bound<'_, PyAny>) -> PyResult<(Text, Option<PathBuf>)> {
    let py = file.py();
    if let Some(read) = file.getattr_opt("read")? {
        let name = file.getattr_opt(intern!(py, "name"))?.filter(PyAnyMethods::is_instance_of::<PyString>);
        let path = name.map(|name| name.extract()).transpose()?;
        let data = read.call0()?;
        return Ok((text_of(&data, path.as_deref())?, path));
    }
    let path = path_of(file)?;
    let bytes = py.detach(|| fs::read(&path)).map_err(|failure| error(&failure, &path))?;
    Ok((lent(py, bytes, Some(&path))?, Some(path)))
}

/// The path that `open` would take this for.
fn path_of(file: &Bound<'_, PyAny>) -> PyResult<PathBuf> {
    let path: PathBuf = file
        .py()
        .import(intern!(file.py(), "os"))?
        .call_method1(intern!(file.py(), "fsdecode"), (file,))?
        .extract()?;
    if path.as_os_str().as_encoded_bytes().contains(&0) {
        return Err(PyValueError::new_err("the path has a NUL character"));
    }
    Ok(path)
}

/// A string of a text in pieces.
///
/// # Errors
/// Where there is not enough memory.
pub fn string_of<'py>(py: Python<'py>, text: &Pieces) -> PyResult<Bound<'py, PyString>> {
    unicode::string_of(py, text, None)
}

/// Writes a text to a file, given by its path or as an object with a `write` method, which is given bytes in UTF-8 if
/// the file is a binary one. What stands at a path is replaced as a whole where that can be done.
///
/// # Errors
/// `OSError` where it cannot be written; the old file is then as it was.
pub fn write_text(file: &Bound<'_, PyAny>, text: &Pieces) -> PyResult<()> {
    if let Some(write) = file.getattr_opt("write")? {
        let text = string_of(file.py(), text)?;
        return if is_binary(file)? {
            write_bytes(&write, text.call_method0(intern!(file.py(), "encode"))?.cast()?)
        } else {
            write.call1((text,)).map(drop)
        };
    }
    let path = path_of(file)?;
    file.py().detach(|| replace(&path, text)).map_err(|failure| error(&failure, &path))
}

/// Whether an object with a `write` method takes bytes: a binary stream, or something that says so by its mode.
fn is_binary(file: &Bound<'_, PyAny>) -> PyResult<bool> {
    let io = file.py().import(intern!(file.py(), "io"))?;
    if file.is_instance(&io.getattr(intern!(file.py(), "TextIOBase"))?)? {
        return Ok(false);
    }
    for stream in [intern!(file.py(), "RawIOBase"), intern!(file.py(), "BufferedIOBase")] {
        if file.is_instance(&io.getattr(stream)?)? {
            return Ok(true);
        }
    }
    let mode = file.getattr_opt(intern!(file.py(), "mode"))?;
    Ok(mode.is_some_and(|mode| mode.extract::<&str>().is_ok_and(|mode| mode.contains('b'))))
}

/// Gives a `write` method bytes until it has taken all of them, as those of unbuffered files may not at once.
fn write_bytes(write: &Bound<'_, PyAny>, bytes: &Bound<'_, PyBytes>) -> PyResult<()> {
    let mut rest = bytes.as_bytes();
    while !rest.is_empty() {
        let given = PyBytes::new(write.py(), rest);
        let taken = write.call1((given,))?.extract::<usize>().unwrap_or(rest.len());
        if taken == 0 {
            return Err(PyOSError::new_err("the file takes no more bytes"));
        }
        rest = rest.get(taken..).unwrap_or_default();
    }
    Ok(())
}

/// The exception for a failed access, with the path; Python chooses the subclass by the error number.
fn error(error: &io::Error, path: &Path) -> PyErr {
    match error.raw_os_error() {
        Some(number) => {
            let text = error.to_string();
            let text = text.split(" (os error").next().unwrap_or_default().to_owned();
            PyOSError::new_err((number, text, path.as_os_str().to_owned()))
        }
        None => PyOSError::new_err(format!("{error}: {}", path.display())),
    }
}
