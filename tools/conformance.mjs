// `make conformance`: Kubernetes' own validation over the settings that are written, for each minor version; what
// `kubeadm config validate` and the components say when they read their files. It needs Go and its modules, and is no part of
// `make test`. It says what it could not find, and closes with `N passed, N failed`.
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ask, environment, notes, root } from "./toolchain.mjs";

const minors = process.argv.length > 2 ? process.argv.slice(2) : ["1.35", "1.36", "1.37"];
const total = { passed: 0, failed: 0 };
const missing = [];

/// All files below a folder.
const below = (folder) =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? below(join(folder, entry.name)) : [join(folder, entry.name)],
  );

function end() {
  for (const what of missing) console.log(`not checked: ${what}`);
  console.log(`${total.passed} passed, ${total.failed} failed`);
  process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0);
}

/// The program that reads files as the components of a minor do; null where it could not be built.
function program(minor) {
  const options = { env: { ...process.env, GOTOOLCHAIN: "local", GOFLAGS: "-buildvcs=false" }, maxBuffer: 1 << 28 };
  const found = ask("go", ["mod", "download", "-json", `k8s.io/kubernetes@v${minor}`], options);
  const { Version: version, Dir: source } = found ? JSON.parse(found) : {};
  if (!source) {
    missing.push(`Kubernetes ${minor}, whose modules could not be had`);
    return null;
  }
  const place = join(notes, "conformance", minor);
  mkdirSync(place, { recursive: true });
  copyFileSync(join(root, "tests", "conformance", "components.go.txt"), join(place, "main.go"));
  copyFileSync(join(source, "go.sum"), join(place, "go.sum"));
  // The parts of Kubernetes are modules of their own, with the same minor and patch behind another first number.
  const part = version.replace(/^v1\./, "v0.");
  const own = readFileSync(join(source, "go.mod"), "utf8");
  const required = own.match(/^require \([^]*?^\)/gm).join("\n").replaceAll(/ v0\.0\.0$/gm, ` ${part}`);
  const parts = [...own.matchAll(/^\t(k8s\.io\/[a-z-]+) v0\.0\.0$/gm)].map(([, name]) => `\t${name} => ${name} ${part}`);
  const lines = ["module conformance", own.match(/^go .*$/m)[0], own.match(/^godebug .*$/m)?.[0] ?? "", required];
  lines.push(`require k8s.io/kubernetes ${version}`, `replace (\n${parts.join("\n")}\n)`, "");
  writeFileSync(join(place, "go.mod"), lines.join("\n\n"));
  const built = spawnSync("go", ["build", "-mod=mod", "-o", "components", "."], { cwd: place, stdio: "inherit", ...options });
  if (built.status === 0) return join(place, "components");
  missing.push(`Kubernetes ${version}, whose validation could not be built`);
  return null;
}

if (!ask("go", ["version"])) {
  missing.push("anything: Go is not on this machine");
  end();
}
const folder = join(notes, "conformance", "files");
rmSync(folder, { recursive: true, force: true });
const written = spawnSync("cargo", ["test", "--locked", "--test", "dump_generated", "settings_of_every_version"], {
  cwd: root,
  stdio: ["ignore", "ignore", "inherit"],
  env: { ...environment(), SHEERLINE_SETTINGS: folder },
});
if (written.status !== 0) {
  missing.push("anything: the settings could not be written");
  end();
}
for (const minor of minors) {
  const components = program(minor);
  if (!components) continue;
  const files = below(join(folder, minor)).filter((file) => file.endsWith(".yaml"));
  const said = spawnSync(components, ["validate", ...files], { encoding: "utf8", maxBuffer: 1 << 28 });
  const lines = said.stdout.trim().split("\n");
  const counts = lines.pop()?.match(/^(\d+) passed, (\d+) failed$/);
  for (const line of lines.filter((line) => line.startsWith("not ok "))) console.log(`${minor} ${line.replaceAll(folder, "")}`);
  if (!counts) {
    missing.push(`Kubernetes ${minor}, whose validation broke: ${said.stderr.trim()}`);
    total.failed += 1;
    continue;
  }
  total.passed += Number(counts[1]);
  total.failed += Number(counts[2]);
  console.log(`Kubernetes ${minor}: ${counts[0]}`);
}
end();
