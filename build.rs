//! Turns the tables in `assets/knowledge` into one compact JSON text, so that the page starts without reading YAML.
//! Here only their syntax is looked at; what they mean is checked where they are read, and the tests read them all.

use serde_json::{Map, Value};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

const FOLDER: &str = "assets/knowledge";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed={FOLDER}");
    println!("cargo:rerun-if-changed=build.rs");
    let mut tables = Map::new();
    for file in yaml_files(Path::new(FOLDER))? {
        let text = fs::read_to_string(&file)?;
        let table: Value = serde_yaml::from_str(&text).map_err(|error| format!("{}: {error}", file.display()))?;
        let in_folder = file.parent().is_some_and(|parent| parent != Path::new(FOLDER));
        let stem = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        // Files of a folder are parts of one table that bears the folder's name.
        let name = match file.parent().and_then(Path::file_name) {
            Some(folder) if in_folder => folder.to_string_lossy().into_owned(),
            _ => stem,
        };
        match (tables.get_mut(&name), table) {
            (Some(Value::Array(rows)), Value::Array(more)) => rows.extend(more),
            (None, table) => drop(tables.insert(name, table)),
            _ => return Err(format!("{}: this must be a list of rows", file.display()).into()),
        }
    }
    let out = PathBuf::from(env::var("OUT_DIR")?).join("knowledge.json");
    fs::write(out, serde_json::to_string(&tables)?)?;
    Ok(())
}

/// Every YAML file beneath a folder, by name, so that the same tables give the same text.
fn yaml_files(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(yaml_files(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "yaml") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}
