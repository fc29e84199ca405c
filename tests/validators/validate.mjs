// Checks a folder of generated files against the npm models of Kubernetes, Istio and the Gateway API, which know the enums,
// quantities and required fields that strict schemas are blind to:
//
//     node validate.mjs DIR
//
// It closes with `N passed, N failed` over documents; a kind none of the models knows is a failure.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseAllDocuments } from "yaml";

/// Groups whose models stand in a package of their own; all others are Kubernetes'.
const packages = {
  "extensions.istio.io": "@kubernetes-models/istio",
  "networking.istio.io": "@kubernetes-models/istio",
  "security.istio.io": "@kubernetes-models/istio",
  "telemetry.istio.io": "@kubernetes-models/istio",
  "gateway.networking.k8s.io": "@kubernetes-models/gateway-api",
};

async function model({ apiVersion, kind }) {
  const from = packages[apiVersion.split("/")[0]] ?? "kubernetes-models";
  try {
    return (await import(`${from}/${apiVersion}/${kind}`))[kind];
  } catch {
    return null;
  }
}

/// Files for components and tools, and custom resources without a model: other checks look after those.
const elsewhere = /^(kustomize|kubelet|kubescheduler|kubeproxy|apiserver)\.config\.k8s\.io\/|^(kubeadm|audit)\.k8s\.io\/|^eksctl\.io\/|^monitoring\.coreos\.com\/|^karpenter\.|^install\.istio\.io\/|^policy\.linkerd\.io\/|^consul\.hashicorp\.com\/|^cilium\.io\/|^flagger\.app\/|^argoproj\.io\//;
const noObjects = /(gke-system|k3s)-config\.yaml$|(^|\/)mesh\/values\//;

/// What is wrong with one object; null for an object that other checks look after.
async function problems(object) {
  if (typeof object?.apiVersion !== "string" || typeof object.kind !== "string") return ["not an object with apiVersion and kind"];
  if (elsewhere.test(object.apiVersion)) return null;
  const Model = await model(object);
  if (!Model) return [`no model for ${object.apiVersion} ${object.kind}`];
  try {
    new Model(object).validate();
    return [];
  } catch (error) {
    return [error.message];
  }
}

/// Checks every YAML file below `folder`; `say` gets a line for each fault.
export async function validateModels(folder, say = console.log) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .filter((file) => !noObjects.test(file))
    .sort();
  const tally = { passed: 0, failed: 0 };
  const note = (where, found) => {
    if (found === null) return;
    tally[found.length ? "failed" : "passed"] += 1;
    for (const fault of found) say(`${where}: models: ${fault}`);
  };
  if (!files.length) note(folder, ["holds no YAML file"]);
  for (const file of files) {
    // Read as YAML 1.1, as kubectl does.
    for (const [index, document] of parseAllDocuments(readFileSync(file, "utf8"), { version: "1.1", merge: true }).entries()) {
      const where = `${file} document ${index + 1}`;
      if (document.errors.length) note(where, document.errors.map(({ message }) => message));
      else note(where, await problems(document.toJS()));
    }
  }
  return tally;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { passed, failed } = await validateModels(process.argv[2]);
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed ? 1 : 0;
}
