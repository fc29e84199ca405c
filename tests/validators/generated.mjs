// Validates what Sheerline really writes: the terminal program imports real manifests, or takes the designs of
// `tests/golden/designs/` (every field said, every kind of workload, awkward strings), generates their files, and every
// file goes through validators that are not of our making, for each supported Kubernetes minor. So do the files of the
// designs that the Rust tests share, in every mode and version.
//
//     node generated.mjs          closes with `N passed, N failed` over documents times validators
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { environment, root } from "../../tools/toolchain.mjs";
import { minors, validate } from "./validators.mjs";

const corpus = "../shared/corpus";
const fixtures = "tests/fixtures/import";
/// What is imported: the first are the project's own, the others stand beside it on some machines.
const imports = [
  ["shop", "tests/validators/samples/good/shop.yaml"],
  ["ferry", `${fixtures}/ferry`],
  ["harbour", `${fixtures}/harbour`],
  ["cluster", `${fixtures}/cluster`],
  ["old-kinds", `${fixtures}/odd/old-kinds.yaml`],
  ["compose-v2", `${fixtures}/compose/v2.yaml`],
  ["compose-v3", `${fixtures}/compose/v3.yaml`],
  ["compose-today", `${fixtures}/compose/spec.yaml`],
  ["online-boutique", `${corpus}/online-boutique/kubernetes-manifests.yaml`],
  ["bookinfo", `${corpus}/bookinfo/bookinfo.yaml`],
  ["voting-app-compose", `${corpus}/voting-app/docker-compose.yml`],
];

function program() {
  const built = spawnSync("cargo", ["build", "--locked", "--bin", "sheerline", "--message-format=json-render-diagnostics"], {
    cwd: root,
    encoding: "utf8",
    env: environment(),
    maxBuffer: 1 << 28,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const messages = built.status === 0 ? built.stdout.split("\n").filter(Boolean).map((line) => JSON.parse(line)) : [];
  return messages.find(({ target, executable }) => target?.name === "sheerline" && executable)?.executable ?? null;
}

const total = { passed: 0, failed: 0 };
const fail = (text) => {
  console.log(text);
  total.failed += 1;
};

const sheerline = program();
const place = join(root, ".tools", "generated");
rmSync(place, { recursive: true, force: true });

function run(args) {
  const done = spawnSync(sheerline, args, { cwd: root, encoding: "utf8", maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "pipe"] });
  // 1 stands for findings; the files are written all the same.
  return done.status === 0 || done.status === 1 ? done.stdout : fail(`sheerline ${args.join(" ")} ended with ${done.status}: ${done.stderr}`);
}

function generate(name, design) {
  const out = join(place, name, "files");
  mkdirSync(out, { recursive: true });
  if (run(["generate", design, "--out", out]) === undefined) return;
  judge(name, out);
}

function judge(name, folder) {
  const { passed, failed } = validate(folder);
  console.log(`${name}: ${passed} passed, ${failed} failed, against Kubernetes ${minors.join(", ")}`);
  total.passed += passed;
  total.failed += failed;
}

/// The designs that the tests of the files share: between them every field, mode, version and routing API.
function shared() {
  const folder = join(place, "shared");
  const written = spawnSync("cargo", ["test", "--locked", "--test", "dump_generated"], {
    cwd: root,
    encoding: "utf8",
    env: { ...environment(), SHEERLINE_DUMP: folder },
    maxBuffer: 1 << 28,
  });
  if (written.status !== 0) return fail(`the shared designs could not be written: ${written.stderr}${written.stdout}`);
  for (const name of readdirSync(folder).sort()) judge(name, join(folder, name));
}

if (sheerline) {
  for (const [name, file] of imports) {
    if (!existsSync(join(root, file))) {
      console.log(`${name}: ${file} is not on this machine; the other cases are checked`);
      continue;
    }
    const design = run(["import", file]);
    if (design === undefined) continue;
    mkdirSync(join(place, name), { recursive: true });
    writeFileSync(join(place, name, "design.yaml"), design);
    generate(name, join(place, name, "design.yaml"));
  }
  const designs = join(root, "tests", "golden", "designs");
  // A design of requirements alone has no files.
  const runs = (name) => /^workloads:/m.test(readFileSync(join(designs, name), "utf8"));
  for (const name of readdirSync(designs).filter(runs).sort()) generate(`golden-${name.replace(/\.yaml$/, "")}`, join(designs, name));
} else {
  fail("the terminal program could not be built");
}
shared();
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed ? 1 : 0;
