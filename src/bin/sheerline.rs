//! The same core at a terminal, for scripts and pipelines: arguments, files and standard input come in; a design, a
//! recommendation, files, a link, a simulation or what is wrong with settings go out on standard output, and everything said about them on standard error. The
//! idea: each command is one function of the core with its ends tied to files; nothing is decided here.
//!
//! It ends with 0 when all is well, with 1 when the input is wrong or what was found must be looked at, and with 2 when
//! it was called in a way it does not know.

#[path = "sheerline/arguments.rs"]
mod arguments;
#[path = "sheerline/commands.rs"]
mod commands;
#[path = "sheerline/examine.rs"]
mod examine;
#[path = "sheerline/failure.rs"]
mod failure;
#[path = "sheerline/folder.rs"]
mod folder;
#[path = "sheerline/input.rs"]
mod input;
#[path = "sheerline/mesh.rs"]
mod mesh;
#[path = "sheerline/mesh_json.rs"]
mod mesh_json;
#[path = "sheerline/profiles.rs"]
mod profiles;
#[path = "sheerline/routing.rs"]
mod routing;
#[path = "sheerline/simulate.rs"]
mod simulate;
#[path = "sheerline/simulation.rs"]
mod simulation;
#[path = "sheerline/size.rs"]
mod size;
#[path = "sheerline/size_json.rs"]
mod size_json;
#[path = "sheerline/whatif.rs"]
mod whatif;

use std::io::Write;
use std::process::ExitCode;

fn main() -> ExitCode {
    match arguments::parse(std::env::args_os().skip(1)).and_then(commands::run) {
        Ok(code) => code,
        Err(failure) => {
            // When even standard error is closed there is nobody left to tell.
            let _ = writeln!(std::io::stderr(), "sheerline: {failure}");
            ExitCode::from(failure.code())
        }
    }
}
