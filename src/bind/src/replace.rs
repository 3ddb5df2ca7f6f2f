//! Files that are replaced as a whole.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, BufWriter, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use sexp::Pieces;

/// Replaces a file's text. The file keeps its permissions and its owner, and is left alone if they do not allow to write
/// to it; a link stays a link to it.
///
/// Whoever opens the path sees the old text or the new one, also when the writer is interrupted: the new text is written
/// beside it and then takes its name. Where that cannot be, the text is written over the old one: the file has further
/// names, which would keep the old text, or an owner that a new file cannot be given, or nothing may be added to its
/// folder.
pub(crate) fn replace(path: &Path, text: &Pieces) -> io::Result<()> {
    let target = linked(path)?;
    let file = match OpenOptions::new().write(true).open(&target) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound && target.file_name().is_some() => {
            return write_beside(&target, None, text);
        }
        Err(error) => return Err(error),
    };
    let existing = file.metadata()?;
    if !existing.is_file() {
        // A device or a pipe has no old content to keep.
        return write_pieces(&file, text);
    }
    if has_further_names(&existing) {
        return write_over(&target, &file, text);
    }
    match write_beside(&target, Some(&existing), text) {
        Err(error) if is_about_the_folder(error.kind()) => write_over(&target, &file, text),
        written => written,
    }
}

/// Whether another file cannot be made beside one, or cannot take its name and be like it: no right to, or something is
/// mounted there.
fn is_about_the_folder(kind: io::ErrorKind) -> bool {
    matches!(
        kind,
        io::ErrorKind::PermissionDenied
            | io::ErrorKind::ReadOnlyFilesystem
            | io::ErrorKind::ResourceBusy
            | io::ErrorKind::CrossesDevices
    )
}

/// Writes a text to a new file, which then takes the name of another and what that allows to whom.
fn write_beside(target: &Path, existing: Option<&Metadata>, text: &Pieces) -> io::Result<()> {
    let (temporary, file) = create_beside(target, existing)?;
    let written = (|| {
        write_pieces(&file, text)?;
        if let Some(existing) = existing {
            keep_owner(&file, existing)?;
            file.set_permissions(existing.permissions())?;
        }
        file.sync_all()?;
        drop(file);
        fs::rename(&temporary, target)
    })();
    if written.is_ok() {
        sync_folder(target);
    } else {
        // The first error is the one to tell.
        let _ = fs::remove_file(&temporary);
    }
    written
}

/// Writes a text over that of a file, which gets its old one back if it does not take all of the new one.
fn write_over(target: &Path, mut file: &File, text: &Pieces) -> io::Result<()> {
    let old = fs::read(target);
    let written = write_pieces(file, text).and_then(|()| file.sync_all());
    if let (Err(_), Ok(old)) = (&written, old) {
        // The first error is the one to tell. The old text takes no room that the file did not have.
        let _ =
            file.rewind().and_then(|()| file.write_all(&old)).and_then(|()| file.set_len(old.len() as u64));
    }
    written
}

/// Writes a text to a file, where nothing follows it.
fn write_pieces(file: &File, text: &Pieces) -> io::Result<()> {
    /// Longer pieces are not copied before they are written.
    const BUFFER: usize = 1 << 16;
    let mut buffer = BufWriter::with_capacity(BUFFER, file);
    text.iter().try_for_each(|piece| buffer.write_all(piece.text.as_bytes()))?;
    let mut file = buffer.into_inner().map_err(io::IntoInnerError::into_error)?;
    if file.metadata()?.is_file() { file.stream_position().and_then(|end| file.set_len(end)) } else { Ok(()) }
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

/// Whether a file has other names, which would go on to name the old text.
#[cfg(unix)]
fn has_further_names(existing: &Metadata) -> bool {
    std::os::unix::fs::MetadataExt::nlink(existing) > 1
}

#[cfg(not(unix))]
fn has_further_names(_existing: &Metadata) -> bool {
    false
}

/// Gives a file to the user and the group that another belongs to.
#[cfg(unix)]
fn keep_owner(file: &File, existing: &Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, fchown};
    let own = file.metadata()?;
    let user = Some(existing.uid()).filter(|&user| user != own.uid());
    let group = Some(existing.gid()).filter(|&group| group != own.gid());
    if user.is_none() && group.is_none() {
        return Ok(());
    }
    fchown(file, user, group)
}

#[cfg(not(unix))]
fn keep_owner(_file: &File, _existing: &Metadata) -> io::Result<()> {
    Ok(())
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

#[cfg(test)]
mod tests {
    use std::fs;

    use super::replace;

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
