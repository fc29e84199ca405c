//! The folder that files are written to. What Sheerline wrote there before is replaced, and taken away where the design
//! no longer has it; what others wrote there stops the writing.

use super::failure::Failure;
use sheerline::manifests::File;
use std::collections::BTreeSet;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

/// How each of our files begins.
const OURS: &[u8] = b"# Written by Sheerline ";

/// Writes the files, and gives those that were taken away.
pub(crate) fn write(folder: &Path, files: &[File], force: bool) -> Result<Vec<PathBuf>, Failure> {
    let mut there = Vec::new();
    if folder.exists() {
        gather(folder, &mut there)?;
    }
    let (ours, foreign): (Vec<_>, Vec<_>) =
        there.into_iter().partition(|path| is_ours(path) || is_listed(path, folder));
    if let Some(found) = foreign.first().filter(|_| !force) {
        return Err(Failure::Foreign { folder: folder.to_owned(), found: found.clone() });
    }
    let mut written = BTreeSet::new();
    for file in files {
        let path = file.path.split('/').fold(folder.to_owned(), |path, part| path.join(part));
        let fault = |error| Failure::File { path: path.clone(), error };
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(fault)?;
        }
        fs::write(&path, &file.text).map_err(fault)?;
        written.insert(path);
    }
    let stale: Vec<PathBuf> = ours.into_iter().filter(|path| !written.contains(path)).collect();
    for path in &stale {
        fs::remove_file(path).map_err(|error| Failure::File { path: path.clone(), error })?;
        remove_emptied(path, folder);
    }
    Ok(stale)
}

/// Everything in a folder but folders themselves; links are not followed.
fn gather(folder: &Path, found: &mut Vec<PathBuf>) -> Result<(), Failure> {
    let fault = |error| Failure::File { path: folder.to_owned(), error };
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder).map_err(fault)? {
        entries.push(entry.map_err(fault)?);
    }
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        if entry.file_type().map_err(fault)?.is_dir() {
            gather(&entry.path(), found)?;
        } else {
            found.push(entry.path());
        }
    }
    Ok(())
}

fn is_ours(path: &Path) -> bool {
    let plain = fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_file());
    let mut start = Vec::new();
    let length = u64::try_from(OURS.len()).unwrap_or(0);
    plain && fs::File::open(path).is_ok_and(|file| file.take(length).read_to_end(&mut start).is_ok()) && start == OURS
}

/// Whether a file that cannot say whose it is, such as JSON, is named on the page of ours that stands before the settings.
fn is_listed(path: &Path, folder: &Path) -> bool {
    let settings = folder.join("settings");
    let page = settings.join("README.md");
    let name = path.strip_prefix(&settings).map(|name| name.display().to_string().replace('\\', "/"));
    path.extension().is_some_and(|ending| ending == "json")
        && is_ours(&page)
        && name.is_ok_and(|name| fs::read_to_string(&page).is_ok_and(|text| text.contains(&name)))
}

/// Folders that are empty now that a file of ours is gone; one that is not refuses to go, and stays.
fn remove_emptied(path: &Path, folder: &Path) {
    for parent in path.ancestors().skip(1).take_while(|parent| *parent != folder) {
        if fs::remove_dir(parent).is_err() {
            return;
        }
    }
}
