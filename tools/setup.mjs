// Brings a machine with Rust and Node.js to where it can build (`build`) or also test (`test`) Sheerline. Each step looks
// first and does only what is missing, so that it takes a moment when nothing is.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { locked } from "./lock.mjs";
import * as toolchain from "./toolchain.mjs";
import { Trouble, ask, kept, notes, read, root, venv } from "./toolchain.mjs";

const say = (text) => console.error(`set-up: ${text}`);

function must(command, args, sorry, options = {}) {
  const done = spawnSync(command, args, { cwd: root, stdio: ["ignore", "inherit", "inherit"], env: toolchain.environment(), ...options });
  if (done.error || done.status !== 0) throw new Trouble(sorry);
}

/// Whether the step was done for exactly this input.
function noted(step, input) {
  const file = join(notes, step);
  return existsSync(file) && readFileSync(file, "utf8") === input;
}

function note(step, input) {
  mkdirSync(notes, { recursive: true });
  writeFileSync(join(notes, step), input);
}

const digest = (...texts) => createHash("sha256").update(texts.join("\0")).digest("hex");

/// Packages of the operating system, by apt-get or brew; `casks` are brew's names for whole applications.
function system({ apt, brew = [], casks = [] }, sorry) {
  if (process.platform === "darwin" && toolchain.command("brew")) {
    say(`brew install ${[...brew, ...casks].join(" ")}`);
    if (brew.length) must("brew", ["install", ...brew], sorry);
    if (casks.length) must("brew", ["install", "--cask", ...casks], sorry);
    return;
  }
  if (!toolchain.command("apt-get")) throw new Trouble(sorry);
  const root = process.getuid() === 0;
  if (!root && !toolchain.command("sudo")) throw new Trouble(sorry);
  // A password is asked for at the terminal, where there is one.
  const stdio = [process.stdin.isTTY ? "inherit" : "ignore", "inherit", "inherit"];
  const run = (args) => {
    const line = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", ...args];
    return spawnSync(root ? "env" : "sudo", root ? line.slice(1) : line, { stdio }).status === 0;
  };
  say(`apt-get install ${apt.join(" ")}`);
  run(["update"]);
  if (!run(["install", "-y", "--no-install-recommends", ...apt])) throw new Trouble(sorry);
}

function nodeItself() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 11)) {
    throw new Trouble(`Node.js ${process.versions.node} is too old, 20.11 or newer is needed.`);
  }
}

function rust() {
  const compiler = ask("rustc", ["--version"], { env: toolchain.environment() })?.split(" ")[1];
  if (!compiler || !ask("cargo", ["--version"], { env: toolchain.environment() })) {
    throw new Trouble("Rust is missing: install it with rustup, then say this again.");
  }
  const oldest = toolchain.oldestRust();
  const [major, minor] = compiler.split(".").map(Number);
  const [needMajor, needMinor] = oldest.split(".").map(Number);
  if (major < needMajor || (major === needMajor && minor < needMinor)) {
    throw new Trouble(`Rust ${compiler} is too old, ${oldest} is needed: \`rustup update stable\`, then say this again.`);
  }
  if (!toolchain.command("cc", "gcc", "clang")) {
    system(
      { apt: ["build-essential", "pkg-config"] },
      "A C compiler is missing (cargo links with it): install build-essential, or on macOS `xcode-select --install`.",
    );
  }
}

function target() {
  const name = "wasm32-unknown-unknown";
  const folder = ask("rustc", ["--print", "target-libdir", "--target", name], { env: toolchain.environment() });
  if (folder && existsSync(folder)) return;
  say(`rustup target add ${name}`);
  must("rustup", ["target", "add", name], `The target ${name} is missing and rustup could not add it.`);
}

function components() {
  for (const [command, component] of [["cargo-clippy", "clippy"], ["cargo-fmt", "rustfmt"]]) {
    if (ask(command, ["--version"], { env: toolchain.environment() })) continue;
    say(`rustup component add ${component}`);
    must("rustup", ["component", "add", component], `${component} is missing and rustup could not add it.`);
  }
}

/// One program from source into the kept folder. It is built beside its place and moved there whole, so that an
/// interrupted or a second set-up never leaves half a tool.
async function cargoTool(crate, tool) {
  if (toolchain.isThere(crate, tool)) return;
  mkdirSync(kept, { recursive: true });
  await locked(join(kept, `${crate}.lock`), `another set-up builds ${crate}`, () => {
    if (toolchain.isThere(crate, tool)) return;
    say(`cargo install ${crate} ${tool.version}, once for all clones on this machine; this takes some minutes`);
    const place = toolchain.home(crate, tool.version);
    const partial = `${place}.partial`;
    const build = join(kept, "build", `${crate}-${tool.version}`);
    const env = { ...toolchain.environment(), CARGO_TARGET_DIR: build };
    delete env.RUSTFLAGS;
    delete env.CARGO_BUILD_TARGET;
    const args = ["install", crate, "--version", tool.version, "--root", partial, "--no-track", "--force", ...tool.flags];
    const install = (more) => spawnSync("cargo", [...args, ...more], { stdio: ["ignore", "inherit", "inherit"], env }).status === 0;
    // A set-up that was killed may have left its cargo behind, which then finished the work.
    if (!toolchain.holds(partial, tool)) {
      rmSync(partial, { recursive: true, force: true });
      // Its own lock file first; when a version named there is no longer to be had, the newest that fits.
      const done = install(["--locked"]) || install([]);
      if (!done && !toolchain.holds(partial, tool)) throw new Trouble(`${crate} ${tool.version} could not be built: see above.`);
    }
    rmSync(place, { recursive: true, force: true });
    renameSync(partial, place);
    rmSync(build, { recursive: true, force: true });
    if (!toolchain.isThere(crate, tool)) throw new Trouble(`${crate} was built, but does not say it is ${tool.version}.`);
  });
}

/// Node packages from the lock file: those of the build, or all.
async function packages(goal) {
  const input = digest(read("package.json"), read("package-lock.json"), process.version);
  const isDone = () =>
    existsSync(join(root, "node_modules")) && (noted("npm", `test ${input}`) || (goal === "build" && noted("npm", `build ${input}`)));
  if (isDone()) return;
  await locked(join(notes, "npm.lock"), "another set-up installs the node packages", () => {
    if (isDone()) return;
    rmSync(join(notes, "npm"), { force: true });
    say("npm ci");
    const args = ["ci", "--ignore-scripts", "--loglevel=error", ...(goal === "build" ? ["--omit=dev"] : [])];
    must("npm", args, "npm could not install the packages of package-lock.json: see above.");
    note("npm", `${goal} ${input}`);
  });
}

function browser() {
  const sorry =
    "Chromium and its driver are missing and could not be installed: the browser tests need them. " +
    "Install both, or name them in CHROME and CHROMEDRIVER.";
  if (toolchain.chrome() && toolchain.chromedriver()) return;
  if (process.env.CHROME || process.env.CHROMEDRIVER) {
    throw new Trouble("CHROME or CHROMEDRIVER names a file that does not exist.");
  }
  const names = { brew: [], casks: ["chromium", "chromedriver"] };
  try {
    system({ apt: ["chromium", "chromium-driver"], ...names }, sorry);
  } catch (trouble) {
    if (process.platform === "darwin") throw trouble;
    system({ apt: ["chromium-browser", "chromium-chromedriver"], ...names }, sorry);
  }
  if (!toolchain.chrome() || !toolchain.chromedriver()) throw new Trouble(sorry);
}

/// The validators of generated files, in a Python environment of this clone.
async function validators() {
  const file = "tests/validators/requirements.txt";
  const sorry = "Python 3.10 or newer with venv is missing and could not be installed: install python3 and python3-venv.";
  const python = () => ask("python3", ["-c", "import sys, venv, ensurepip; assert sys.version_info >= (3, 10); print(sys.version)"]);
  if (!python()) system({ apt: ["python3", "python3-venv"], brew: ["python@3.12"] }, sorry);
  const version = python();
  if (!version) throw new Trouble(sorry);
  const input = digest(read(file), version);
  const isDone = () => existsSync(join(venv, "bin", "python")) && noted("python", input);
  if (isDone()) return;
  await locked(join(notes, "python.lock"), "another set-up installs the validators", () => {
    if (isDone()) return;
    rmSync(join(notes, "python"), { force: true });
    rmSync(venv, { recursive: true, force: true });
    say("python3 -m venv .venv, with the pinned validators");
    must("python3", ["-m", "venv", venv], sorry);
    const python = join(venv, "bin", "python");
    must(python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "-r", file], "pip could not install the validators: see above.");
    note("python", input);
  });
}

/// Everything `goal` ("build" or "test") needs.
export async function setUp(goal) {
  mkdirSync(notes, { recursive: true });
  nodeItself();
  rust();
  target();
  await packages(goal);
  for (const [crate, tool] of Object.entries(toolchain.cargoTools(goal))) await cargoTool(crate, tool);
  if (goal !== "test") return;
  components();
  browser();
  await validators();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const goal = process.argv[2] ?? "build";
  try {
    await setUp(goal);
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    say(error.message);
    process.exit(1);
  }
}
