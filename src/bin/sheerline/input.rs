//! Files, folders and standard input, read whole.

use super::arguments::From;
use super::failure::Failure;
use sheerline::design::Design;
use sheerline::import::InputFile;
use sheerline::share::read_design;
use sheerline::yaml::read::decode;
use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

/// What standard input is called in messages and in designs.
const STANDARD_INPUT: &str = "stdin";

/// A design from a file or from standard input.
pub(crate) fn design(from: &From) -> Result<Design, Failure> {
    let (name, bytes) = match from {
        From::StandardInput => (STANDARD_INPUT.to_owned(), standard_input()?),
        From::Path(path) => (path.display().to_string(), read(path)?),
    };
    let text = String::from_utf8(bytes).map_err(|_| Failure::NotText(name.clone()))?;
    read_design(&text).map_err(|error| Failure::Design { name, error })
}

/// A settings file as text, with its name.
pub(crate) fn settings(from: &From) -> Result<(String, String), Failure> {
    let (name, bytes) = match from {
        From::StandardInput => (STANDARD_INPUT.to_owned(), standard_input()?),
        From::Path(path) => (path.display().to_string(), read(path)?),
    };
    let text = match decode(&bytes) {
        Ok(text) => text.into_owned(),
        Err(error) => return Err(Failure::Unreadable { name, error }),
    };
    Ok((name, text))
}

/// Standard input as text.
pub(crate) fn standard_text() -> Result<String, Failure> {
    String::from_utf8(standard_input()?).map_err(|_| Failure::NotText(STANDARD_INPUT.to_owned()))
}

/// Everything to import. A file is called by its name alone, as when it is dropped on the page; one out of a folder by
/// its way from there; and by its whole path where two would be called the same.
pub(crate) fn manifests(all: &[From]) -> Result<Vec<InputFile>, Failure> {
    let mut found: Vec<(String, From)> = Vec::new();
    for from in all {
        match from {
            From::Path(path) if path.is_dir() => {
                let mut files = Vec::new();
                gather(path, &mut files)?;
                if files.is_empty() {
                    return Err(Failure::EmptyFolder(path.clone()));
                }
                for file in files {
                    let name = with_slashes(file.strip_prefix(path).unwrap_or(&file));
                    found.push((name, From::Path(file)));
                }
            }
            From::Path(path) => {
                let name = path.file_name().map_or_else(|| path.display().to_string(), |n| n.display().to_string());
                found.push((name, from.clone()));
            }
            From::StandardInput => found.push((STANDARD_INPUT.to_owned(), From::StandardInput)),
        }
    }
    let mut called: BTreeMap<String, u32> = BTreeMap::new();
    for (name, _) in &found {
        *called.entry(name.clone()).or_default() += 1;
    }
    found
        .into_iter()
        .map(|(name, from)| match from {
            From::StandardInput => Ok(InputFile::new(name, standard_input()?)),
            From::Path(path) => {
                let alone = called.get(&name) == Some(&1);
                let name = if alone { name } else { with_slashes(&path) };
                Ok(InputFile::new(name, read(&path)?))
            }
        })
        .collect()
}

/// The manifests below a folder, in the order of their paths; hidden folders are not looked into, links to folders not
/// followed.
fn gather(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Failure> {
    let fault = |error| Failure::File { path: folder.to_owned(), error };
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder).map_err(fault)? {
        entries.push(entry.map_err(fault)?);
    }
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let (path, name) = (entry.path(), entry.file_name());
        let name = name.to_string_lossy();
        let kind = entry.file_type().map_err(fault)?;
        if kind.is_dir() && !name.starts_with('.') {
            gather(&path, files)?;
        } else if !kind.is_dir() && path.is_file() && is_manifest(&name) {
            files.push(path);
        }
    }
    Ok(())
}

/// Whether a file of that name is read: YAML, JSON, and the variables of a Compose file.
fn is_manifest(name: &str) -> bool {
    name == ".env"
        || !name.starts_with('.')
            && name.rsplit_once('.').is_some_and(|(_, ending)| {
                ["yaml", "yml", "json"].iter().any(|known| ending.eq_ignore_ascii_case(known))
            })
}

fn with_slashes(path: &Path) -> String {
    path.display().to_string().replace('\\', "/")
}

pub(crate) fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(path).map_err(|error| Failure::File { path: path.to_owned(), error })
}

fn standard_input() -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    std::io::stdin().lock().read_to_end(&mut bytes).map_err(Failure::Stream)?;
    Ok(bytes)
}
