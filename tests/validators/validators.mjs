// All validators on one folder of generated files, for the tests that write or download some.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { count } from "../../tools/counts.mjs";
import { root, venv } from "../../tools/toolchain.mjs";

const here = dirname(fileURLToPath(import.meta.url));
/// Strict schemas of custom resources; where they are missing, the node models alone look at those.
export const schemas = join(root, "..", "shared", "schemas", "jsonschema");
/// The supported minors: every generated document must be valid in each of them.
export const minors = ["1.35", "1.36", "1.37"];
export const python = process.env.SHEERLINE_PYTHON || join(venv, "bin", "python");

function ran(command, args, input) {
  const done = spawnSync(command, args, { cwd: root, encoding: "utf8", input: input ?? "", maxBuffer: 1 << 28 });
  const text = `${done.stdout ?? ""}${done.stderr ?? ""}${done.error ?? ""}`;
  return { text, ended: done.status === 0, stdout: done.stdout };
}

/// Runs the strict schemas and the models over `folder`; `say` gets every line that is not a count.
export function validate(folder, { say = console.log, kubernetes = minors, custom = schemas } = {}) {
  const runs = [
    ran(python, [join(here, "validate.py"), folder, "--kubernetes", ...kubernetes, "--schemas", custom]),
    ran("node", [join(here, "validate.mjs"), folder]),
  ];
  const sum = { passed: 0, failed: 0, lines: [] };
  for (const { text, ended } of runs) {
    const { passed, failed } = count("plain", text, ended);
    sum.passed += passed;
    sum.failed += failed;
    sum.lines.push(...text.split("\n").filter((line) => line && !/^\d+ passed, \d+ failed$/.test(line)));
  }
  for (const line of sum.lines) say(line);
  return sum;
}

/// What a reader of YAML 1.1 (PyYAML) or 1.2 (ruamel.yaml) makes of a text: its documents, or the error it gave.
export function readBack(text, reader = "1.1") {
  const { ended, stdout, text: all } = ran(python, [join(here, "roundtrip.py"), "--reader", reader], text);
  return ended ? { documents: JSON.parse(stdout) } : { error: all };
}

export const hasSchemas = () => existsSync(schemas);

/// What an independent validator finds wrong with design files, by the JSON Schema that the build publishes.
export function schemaFaults(...files) {
  const schema = join(root, "assets", "schema", "design.schema.json");
  const { text, ended } = ran(python, [join(here, "schema.py"), schema, ...files]);
  const faults = text.split("\n").filter(Boolean);
  return !ended && !faults.length ? ["schema.py failed without a word"] : faults;
}
