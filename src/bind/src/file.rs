//! Text that comes from Python or from files, and files that are replaced as a whole.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use pyo3::buffer::PyBuffer;
use pyo3::exceptions::{PyOSError, PyTypeError, PyValueError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::pybacked::{PyBackedBytes, PyBackedStr};
use pyo3::types::{PyBytes, PyString};
use sexp::{Pieces, Text};

use crate::error::raise;
use crate::instance::type_name;
use crate::unicode;

/// Text out of what a reading function was given: text, or bytes in UTF-8. What cannot change is lent, not copied.
///
/// # Errors
/// `TypeError` for anything else, and `ParseError` for bytes that are no UTF-8.
pub fn text_of(data: &Bound<'_, PyAny>) -> PyResult<Text> {
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
        return lent(py, PyBackedBytes::from(bytes.clone()));
    }
    match PyBuffer::<u8>::get(data).and_then(|buffer| buffer.to_vec(py)) {
        Ok(bytes) => lent(py, bytes),
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

fn lent(py: Python<'_>, owner: impl AsRef<[u8]> + Send + 'static) -> PyResult<Text> {
    Text::lent_by(owner).map_err(|error| raise(py, &error.into()))
}

/// Text of a file, given by its path or as an object with a `read` method.
///
/// # Errors
/// `OSError` where it cannot be read, and the errors of [`text_of`].
pub fn read_text(file: &Bound<'_, PyAny>) -> PyResult<Text> {
    let py = file.py();
    if let Some(read) = file.getattr_opt("read")? {
        return text_of(&read.call0()?);
    }
    let path = path_of(file)?;
    let bytes = py.detach(|| fs::read(&path)).map_err(|failure| error(&failure, &path))?;
    lent(py, bytes)
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
/// the file is a binary one. What stands at a path is replaced as a whole.
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

/// Replaces a file's text as a whole: whoever opens the path sees the old text or the new one, also when the
/// writer is interrupted. The file keeps its permissions, and is left alone if they do not allow to write to it; a link
/// stays a link to it.
fn replace(path: &Path, text: &Pieces) -> io::Result<()> {
    let target = linked(path)?;
    let existing = match OpenOptions::new().write(true).open(&target) {
        Ok(file) => {
            let existing = file.metadata()?;
            if !existing.is_file() {
                // A device or a pipe has no old content to keep.
                return write_pieces(file, text).map(drop);
            }
            Some(existing)
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound && target.file_name().is_some() => None,
        Err(error) => return Err(error),
    };
    let (temporary, file) = create_beside(&target, existing.as_ref())?;
    let written = (|| {
        let file = write_pieces(file, text)?;
        if let Some(existing) = existing {
            file.set_permissions(existing.permissions())?;
        }
        file.sync_all()?;
        drop(file);
        fs::rename(&temporary, &target)
    })();
    match written {
        Ok(()) => {
            sync_folder(&target);
            Ok(())
        }
        Err(error) => {
            // The first error is the one to tell.
            let _ = fs::remove_file(&temporary);
            Err(error)
        }
    }
}

/// Writes a text to the end.
fn write_pieces(file: File, text: &Pieces) -> io::Result<File> {
    /// Longer pieces are not copied before they are written.
    const BUFFER: usize = 1 << 16;
    let mut buffer = BufWriter::with_capacity(BUFFER, file);
    text.iter().try_for_each(|piece| buffer.write_all(piece.text.as_bytes()))?;
    buffer.into_inner().map_err(io::IntoInnerError::into_error)
}

/// Where a path leads to, if it is a link, whether or not anything stands there.
fn linked(path: &Path) -> io::Result<PathBuf> {
    /// Systems follow no more links, one after the other.
    const LINKS: usize = 40;
    let mut target = path.to_owned();
    for _ in 0..LINKS {
        if !fs::symlink_metadata(&target).is_ok_and(|found| found.is_symlink()) {
            return Ok(target);
        }
        // What a link says counts from its own folder; a whole path replaces it.
        let next = fs::read_link(&target)?;
        target = target.parent().map_or_else(|| next.clone(), |folder| folder.join(&next));
    }
    // The system's own error for links that go round in circles.
    fs::metadata(path).map(|_| target)
}

/// Process-wide, so that two threads never choose the same name.
static TEMPORARY: AtomicU64 = AtomicU64::new(0);

/// A new, empty file in the folder of another, for no more readers than that one has.
fn create_beside(target: &Path, existing: Option<&Metadata>) -> io::Result<(PathBuf, File)> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    if let Some(existing) = existing {
        use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
        options.mode(existing.permissions().mode());
    }
    #[cfg(not(unix))]
    let _ = existing;
    loop {
        // Without the target's own name, which may be as long as names can be.
        let number = TEMPORARY.fetch_add(1, Ordering::Relaxed);
        let temporary = target.with_file_name(format!(".pyzig-{}-{number}.tmp", std::process::id()));
        match options.open(&temporary) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            opened => return opened.map(|file| (temporary, file)),
        }
    }
}

/// Makes the new name last through a loss of power, where the system can.
fn sync_folder(target: &Path) {
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if let Ok(folder) = File::open(folder) {
        // Not every file system can do this, and the file itself is complete already.
        let _ = folder.sync_all();
    }
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

#[cfg(test)]
mod tests {
    use super::replace;
    use std::fs;

    #[test]
    fn a_file_is_replaced_and_nothing_is_left_behind() {
        let folder = std::env::temp_dir().join(format!("pyzig-bind-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let path = folder.join("a.txt");
        replace(&path, &"one".to_owned().into()).unwrap();
        replace(&path, &"two".to_owned().into()).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "two");
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
        assert!(replace(&folder.join("none").join("a.txt"), &"x".to_owned().into()).is_err());
        assert!(replace(&folder, &"x".to_owned().into()).is_err());
        fs::remove_dir_all(&folder).unwrap();
    }
}
