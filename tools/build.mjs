// The release build into `dist/`, skipped when nothing it is made from has changed since the last one.
import { createHash } from "node:crypto";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { locked } from "./lock.mjs";
import { Trouble, ask, cargoTools, environment, notes, root } from "./toolchain.mjs";

const dist = join(root, "dist");
const mark = join(notes, "dist");

function under(folder) {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath ?? entry.path, entry.name)));
}

/// Names and contents of everything that ends up in the build, and the versions of what makes it.
function fingerprint() {
  const digest = createHash("sha256");
  const single = ["build.rs", "Cargo.toml", "Cargo.lock", "Trunk.toml", "index.html", "package-lock.json", "tools/build.mjs"];
  for (const file of [...under("src"), ...under("markup"), ...under("assets"), ...single.filter((file) => existsSync(join(root, file)))].sort()) {
    const bytes = readFileSync(join(root, file));
    digest.update(`${file}\0${bytes.length}\0`).update(bytes);
  }
  digest.update(ask("rustc", ["--version"], { env: environment() }) ?? "").update(JSON.stringify(cargoTools("build")));
  return digest.digest("hex");
}

const isCurrent = (print) => existsSync(join(dist, "index.html")) && existsSync(mark) && readFileSync(mark, "utf8") === print;

function run(command, args, extra = {}) {
  const env = { ...environment(), ...extra };
  const done = spawnSync(command, args, { cwd: root, stdio: ["ignore", "inherit", "inherit"], env });
  if (done.error || done.status !== 0) throw new Trouble(`${command} ${args[0]} failed: see above.`);
}

/// Leaves a `dist/` of the present sources; says whether it had to be built.
export async function build() {
  if (isCurrent(fingerprint())) return false;
  mkdirSync(notes, { recursive: true });
  return locked(join(notes, "dist.lock"), "another build is running", () => {
    const print = fingerprint();
    if (isCurrent(print)) return false;
    rmSync(mark, { force: true });
    // Trunk works offline, or it would fetch tools of its own; so the crates come first.
    run("cargo", ["fetch", "--locked", "--target", "wasm32-unknown-unknown"]);
    // The page is built for size, since every visitor pays for the download; Cargo.toml builds the terminal for speed.
    run("trunk", ["build", "--release", "--offline", "--locked"], { CARGO_PROFILE_RELEASE_OPT_LEVEL: "z" });
    writeFileSync(mark, print);
    return true;
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    const built = await build();
    console.error(built ? "build: dist/ is ready for any static host, at any sub-path" : "build: dist/ is up to date");
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    console.error(`build: ${error.message}`);
    process.exit(1);
  }
}
