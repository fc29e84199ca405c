// The validators themselves: content with what is right, and able to see each fault they are here for.
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { hasSchemas, minors, readBack, schemaFaults, validate } from "./validators.mjs";

const sample = (name) => fileURLToPath(new URL(`samples/${name}`, import.meta.url));
const quiet = () => {};

test("good files pass every validator, for every minor", () => {
  const { passed, failed, lines } = validate(sample("good"), { say: quiet });
  assert.equal(failed, 0, lines.join("\n"));
  // Three files linted, three objects in each minor, the kustomization, five objects in the models, and two with a schema.
  assert.equal(passed, 3 + 3 * minors.length + 1 + 5 + (hasSchemas() ? 2 : 0));
});

test("each fault is seen and named", () => {
  const { failed, lines } = validate(sample("broken"), { say: quiet });
  const faults = [
    /unknown-field.*Kubernetes 1\.36.*imagePullPolice/,
    /bare-no.*Kubernetes 1\.37.*False is not of type/,
    /shop\.yaml: yamllint: line \d+: truthy/,
    /document 3: models: .*quantity/,
    /document 4: models: .*imagePullPolicy must be equal to one of the allowed values/,
    /long-gone.*no schema for extensions\/v1beta1 Ingress/,
    /models: data\/spec\/mtls\/mode must be/,
    /models: .*backendRefs\/0\/port must be integer/,
    /kustomization: unknown key bases/,
    /kustomization: mesh\.yaml is listed twice/,
    /kustomization: gone\.yaml is listed but not there/,
    /kustomization: shop\.yaml is there but not listed/,
  ];
  for (const fault of faults) assert.ok(lines.some((line) => fault.test(line)), `${fault} in:\n${lines.join("\n")}`);
  assert.ok(failed >= faults.length);
});

test("strict schemas see custom resources where they are there", { skip: !hasSchemas() && "no folder of schemas on this machine; the models are tested above" }, () => {
  const { lines } = validate(sample("broken"), { say: quiet });
  assert.ok(lines.some((line) => /bad-mode.*custom resource schema.*VERY_STRICT/.test(line)));
});

test("without the folder of schemas it says so and goes on", () => {
  const { failed, lines } = validate(sample("good"), { say: quiet, custom: join(tmpdir(), "no-such-folder") });
  assert.equal(failed, 0);
  assert.ok(lines.some((line) => line.startsWith("note: ") && line.includes("is not here")));
});

test("a version nobody has a schema for is a failure", () => {
  const { failed, lines } = validate(sample("good"), { say: quiet, kubernetes: ["1.99"] });
  assert.ok(failed >= 3 && lines.some((line) => line.includes("1.99")), lines.join("\n"));
});

test("an empty folder is a failure", () => {
  const folder = mkdtempSync(join(tmpdir(), "sheerline-empty-"));
  try {
    assert.equal(validate(folder, { say: quiet }).failed, 2);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("the readers take bare words for what their YAML says they are", () => {
  const words = {
    1.1: ["no", "on", "1_000", "12:30:45", "017", "~", "0x1F", "2001-01-01", ".inf", "1.5"],
    1.2: ["true", "1e3", "0o7", "~", "0x1F", ".inf", "1.5"],
  };
  for (const [reader, bare] of Object.entries(words)) {
    const { documents } = readBack(bare.map((word) => `- ${word}\n`).join(""), reader);
    for (const [index, word] of bare.entries()) assert.notEqual(documents[0][index], word, `${word} by ${reader}`);
  }
  assert.ok(readBack("value: =\n").error, "a bare = has no reader");
  assert.deepEqual(readBack("no: 1\n").documents[0], { '{"!": "bool", "text": "False"}': 1 });
});

test("the readers give quoted words back as they are", () => {
  const words = ["no", "1_000", "12:30:45", "0o7", "1e3", "=", "<<", "~", "", " ", "a\nb\n", "🚢", ": #", "'", '"', "\\", "2001-01-01"];
  for (const reader of ["1.1", "1.2"]) assert.deepEqual(readBack(JSON.stringify({ words }), reader).documents, [{ words }]);
});

const fixtures = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

test("the published schema of the design takes what Sheerline writes", () => {
  const golden = readdirSync(fixtures("golden/designs")).map((name) => fixtures(`golden/designs/${name}`));
  assert.ok(golden.length >= 8);
  assert.deepEqual(schemaFaults(fixtures("fixtures/full-design.yaml"), ...golden), []);
});

test("the published schema of the design names what is wrong", () => {
  const folder = mkdtempSync(join(tmpdir(), "sheerline-schema-"));
  try {
    const cases = [
      ["schema: 1", null],
      ["name: x", /'schema' is a required property/],
      ["schema: 2", /\$\.schema: 1 was expected/],
      ["schema: 1\nworklods: []", /'worklods' was unexpected/],
      ["schema: 1\nworkloads: [{name: a, replicas: three}]", /\$\.workloads\[0\]\.replicas: 'three' is not of type 'integer'/],
      ["schema: 1\nworkloads: [{name: no}]", /\$\.workloads\[0\]\.name: False is not of type 'string'/],
      ["schema: 1\nworkloads: [{kind: Deploymnt}]", /'Deploymnt' is not one of/],
      ["schema: 1\nrequirements: {engineers: 0}", /\$\.requirements\.engineers/],
      ["schema: 1\nrequirements: {availability: {value: '99.9', as: must}}", null],
      ["schema: 1\nrequirements: {availability: {value: '99.9', is: must}}", /\$\.requirements\.availability/],
    ];
    const file = (number) => join(folder, `${number}.yaml`);
    cases.forEach(([design], number) => writeFileSync(file(number), design));
    const faults = schemaFaults(...cases.map((_, number) => file(number)));
    for (const [number, [design, fault]] of cases.entries()) {
      const own = faults.filter((line) => line.startsWith(`${file(number)}: `));
      if (fault === null) assert.deepEqual(own, [], design);
      else assert.ok(own.some((line) => fault.test(line)), `${design}: ${own.join("\n")}`);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
