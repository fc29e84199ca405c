// Which tools the build and the tests take, in which versions, and where they stand on this machine.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));
/// What a clone notes about itself: which step is done for which input.
export const notes = join(root, ".tools");
/// Tools that take minutes to build stand here, for every clone on the machine.
export const kept = process.env.SHEERLINE_TOOLS || join(homedir(), ".cache", "sheerline");
export const venv = join(root, ".venv");

/// A sentence for the person at the terminal, instead of a stack.
export class Trouble extends Error {}

export const read = (file) => readFileSync(join(root, file), "utf8");

/// The version of a crate in `Cargo.lock`: the tool that post-processes the module must match it exactly.
export function lockedVersion(crate, lock = read("Cargo.lock")) {
  const found = [...lock.matchAll(/^name = "([^"]+)"\nversion = "([^"]+)"$/gm)].filter(([, name]) => name === crate);
  if (found.length !== 1) throw new Trouble(`Cargo.lock should hold ${crate} once, it holds it ${found.length} times.`);
  return found[0][2];
}

/// The oldest compiler the package says it builds with.
export const oldestRust = () => read("Cargo.toml").match(/^rust-version = "([^"]+)"$/m)?.[1] ?? "1.85";

/// Programs that cargo builds from source, each at exactly one version: those of the build, or also those of the tests.
export function cargoTools(goal) {
  const build = {
    trunk: { version: "0.21.14", commands: ["trunk"], flags: ["--no-default-features", "--features", "rustls"] },
    "wasm-bindgen-cli": {
      version: lockedVersion("wasm-bindgen"),
      commands: ["wasm-bindgen", "wasm-bindgen-test-runner"],
      flags: [],
    },
  };
  const test = { "cargo-deny": { version: "0.20.2", commands: ["cargo-deny"], flags: ["--no-default-features"] } };
  return goal === "build" ? build : { ...build, ...test };
}

export const home = (crate, version) => join(kept, `${crate}-${version}`);

/// Runs a command for its output; null where there is no such command or it fails.
export function ask(command, args, options = {}) {
  const done = spawnSync(command, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"], cwd: root, ...options });
  return done.status === 0 ? done.stdout.trim() : null;
}

function saysVersion(command, version) {
  return ask(command, ["--version"])?.split(/\s+/)[1] === version;
}

/// Whether a folder of the form `cargo install --root` makes holds a tool at the asked version.
export const holds = (folder, { version, commands }) =>
  commands.every((command) => existsSync(join(folder, "bin", command)) && saysVersion(join(folder, "bin", command), version));

/// Whether a tool is to be had at the asked version: kept for all clones, or on the search path.
export function isThere(crate, tool) {
  return holds(home(crate, tool.version), tool) || tool.commands.every((command) => saysVersion(command, tool.version));
}

function onPath(names, path = process.env.PATH ?? "") {
  for (const name of names) {
    for (const folder of path.split(delimiter)) {
      if (folder && existsSync(join(folder, name))) return join(folder, name);
    }
  }
  return null;
}

export const command = (...names) => onPath(names);

/// The Chromium the tests drive: `CHROME`, or what the machine has.
export function chrome() {
  if (process.env.CHROME) return existsSync(process.env.CHROME) ? process.env.CHROME : null;
  const apps = ["/Applications/Chromium.app/Contents/MacOS/Chromium", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"];
  return onPath(["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]) ?? apps.find(existsSync) ?? null;
}

export function chromedriver() {
  if (process.env.CHROMEDRIVER) return existsSync(process.env.CHROMEDRIVER) ? process.env.CHROMEDRIVER : null;
  return onPath(["chromedriver", "chromium.chromedriver"]);
}

/// The environment in which every step runs: the pinned tools before anything else of the same name.
export function environment() {
  const folders = Object.entries(cargoTools("test")).map(([crate, tool]) => join(home(crate, tool.version), "bin"));
  const cargo = join(process.env.CARGO_HOME || join(homedir(), ".cargo"), "bin");
  const path = [...folders, join(root, "node_modules", ".bin"), process.env.PATH, cargo].filter(Boolean).join(delimiter);
  const env = { ...process.env, PATH: path };
  // Trunk reads this one as a flag of its own and stops at "1".
  delete env.NO_COLOR;
  return env;
}
