// Trunk's last step: turns a plain build into one that starts under a strict Content-Security-Policy and works offline.
// In: the staging folder with the page, the hashed module and the assets. Out, beside them: `main-<hash>.js` (starts the
// page), `worker.js` (starts the desk, where the long jobs are done), `design.schema.json` (what a design file is, for editors) and `sw.js` (keeps
// every file, under a revision that is the hash of them all).
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

const source = dirname(fileURLToPath(import.meta.url));

/// Every file below a folder, as addresses relative to it, in an order that does not depend on the machine.
function files(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)).split(sep).join("/"))
    .filter((file) => !file.split("/").some((part) => part.startsWith(".")))
    .sort();
}

function only(found, what) {
  if (found.length !== 1) throw new Error(`the build should hold one ${what}, found: ${found.join(", ") || "none"}`);
  return found[0];
}

function replaced(text, from, to) {
  if (!text.includes(from)) throw new Error(`${from} is not there to be filled in`);
  return text.replaceAll(from, () => to);
}

const address = (file) => `./${file.split("/").map(encodeURIComponent).join("/")}`;
const hash = (bytes, form) => createHash("sha256").update(bytes).digest(form);

/// Gives the desk's two files names with a hash, which Trunk gives the page's alone.
function name(folder) {
  const [script, wasm] = ["sheerline-desk.js", "sheerline-desk_bg.wasm"].map((file) => join(folder, file));
  if (!existsSync(wasm)) return;
  const digest = createHash("sha256");
  for (const file of [script, wasm]) digest.update(readFileSync(file));
  const mark = digest.digest("hex").slice(0, 16);
  renameSync(script, join(folder, `sheerline-desk-${mark}.js`));
  renameSync(wasm, join(folder, `sheerline-desk-${mark}_bg.wasm`));
}

/// Completes the build in `folder` and says what it wrote.
export function pack(folder) {
  name(folder);
  const built = files(folder);
  const filled = (file, which) => {
    const wasm = only(built.filter((file) => file.endsWith("_bg.wasm") && file.startsWith(which)), `module ${which}`);
    const script = only(built.filter((file) => file === wasm.replace(/_bg\.wasm$/, ".js")), "loader of the module");
    const text = readFileSync(join(source, file), "utf8");
    return replaced(replaced(text, "./MODULE.wasm", address(wasm)), "./MODULE.js", address(script));
  };

  const main = filled("main.js", "sheerline-page");
  const mainName = `main-${hash(main, "hex").slice(0, 16)}.js`;
  writeFileSync(join(folder, mainName), main);
  writeFileSync(join(folder, "worker.js"), filled("worker.js", "sheerline-desk"));
  // Without its white space, since everybody's first visit keeps it.
  const schema = JSON.parse(readFileSync(join(source, "..", "schema", "design.schema.json"), "utf8"));
  writeFileSync(join(folder, "design.schema.json"), JSON.stringify(schema));
  const page = join(folder, "index.html");
  const started = replaced(readFileSync(page, "utf8"), "./main.js", address(mainName));
  // Browsers ignore the hash of a preloaded module and say so in the console; the service worker checks it instead.
  writeFileSync(page, started.replace(/(<link rel="preload"[^>]*?) integrity="[^"]*"/g, "$1"));

  const digest = createHash("sha256");
  const kept = [];
  for (const file of files(folder).filter((file) => file !== "sw.js")) {
    const bytes = readFileSync(join(folder, file));
    digest.update(`${file}\0${bytes.length}\0`).update(bytes);
    if (file === "index.html") kept.unshift(["./"]);
    else kept.push([address(file), `sha256-${hash(bytes, "base64")}`]);
  }
  const text = readFileSync(join(source, "sw.js"), "utf8");
  digest.update(text);
  const revision = digest.digest("hex").slice(0, 16);
  const list = `const FILES = [\n${kept.map((entry) => `  ${JSON.stringify(entry)},\n`).join("")}];`;
  const worker = replaced(replaced(text, 'const REVISION = "";', `const REVISION = "${revision}";`), "const FILES = [];", list);
  writeFileSync(join(folder, "sw.js"), worker);
  return { revision, files: kept.length };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = process.env.TRUNK_STAGING_DIR;
  if (!folder) throw new Error("TRUNK_STAGING_DIR is not set: Trunk runs this after a build");
  const { revision, files } = pack(folder);
  console.log(`packed ${files} files as revision ${revision}`);
}
