"""Checks a folder of generated Kubernetes files with readers and validators that are not of our making.

    validate.py DIR --kubernetes 1.35 1.36 1.37 [--schemas ../shared/schemas/jsonschema]

Every *.yaml below DIR is read by PyYAML, a YAML 1.1 reader like kubectl's. A document of Kubernetes' own groups goes
through kubernetes-validate, strictly, once for each version; one of a custom resource through its JSON Schema where the
folder of schemas is present; a kustomization.yaml through a check of its own against the folder; and every file through
yamllint. It closes with `N passed, N failed` over documents times validators. A kind without a schema is a failure.
"""

import argparse
import json
import pathlib
import sys

import jsonschema
import kubernetes_validate
import yaml
from yamllint import linter
from yamllint.config import YamlLintConfig

FORM = YamlLintConfig(
    "extends: default\n"
    "rules:\n"
    "  line-length: disable\n"
    "  document-start: disable\n"
    "  comments: disable\n"
    "  comments-indentation: disable\n"
    "  indentation: {indent-sequences: whatever, check-multi-line-strings: false}\n"
    "  truthy: {level: error}\n"
    "  key-duplicates: {level: error}\n"
)

# Groups under k8s.io that are custom resources all the same.
CUSTOM = {"gateway.networking.k8s.io", "gateway.networking.x-k8s.io", "snapshot.storage.k8s.io"}
# What components and tools read from files: by the schemas of Kubernetes' own OpenAPI where those are present.
COMPONENTS = {
    "kubelet.config.k8s.io", "kubescheduler.config.k8s.io", "kubeproxy.config.k8s.io", "kubeadm.k8s.io", "apiserver.config.k8s.io",
    "audit.k8s.io", "eksctl.io",
}
# Custom resources no schema is at hand for: their form is looked at here.
BY_FORM = {"monitoring.coreos.com"}
# Read by istioctl alone: our own table of its keys is held in tests/mesh_setup.rs.
TOOLS = {"install.istio.io"}
# What of the settings is no object at all.
NO_OBJECTS = {"gke-system-config.yaml", "k3s-config.yaml"}
# The folder that a kustomization above it leaves to itself.
APART = ("settings/", "mesh/")
KUSTOMIZATION = "kustomize.config.k8s.io"
KUSTOMIZATION_KEYS = {
    "apiVersion", "kind", "metadata", "namespace", "resources", "labels", "components", "configMapGenerator",
    "secretGenerator", "images", "patches", "replicas", "generatorOptions", "namePrefix", "nameSuffix",
}


class Tally:
    """What passed, and a line for each thing that did not."""

    def __init__(self):
        self.passed = 0
        self.failed = 0

    def note(self, where, validator, problems):
        if not problems:
            self.passed += 1
            return
        self.failed += 1
        for problem in problems:
            print(f"{where}: {validator}: {problem}")


def group_of(document):
    version = document["apiVersion"]
    return version.split("/")[0] if "/" in version else ""


def is_core(group):
    """Kubernetes' own: no dot at all (apps, batch), or below k8s.io and not a custom resource."""
    if group in CUSTOM or group.endswith("x-k8s.io"):
        return False
    return "." not in group or group.endswith(".k8s.io")


def by_kubernetes(document, version):
    try:
        used = kubernetes_validate.validate(document, version, strict=True)
    except kubernetes_validate.ValidationError as error:
        return [f"{'.'.join(str(part) for part in error.path)}: {error.message}"]
    except kubernetes_validate.SchemaNotFoundError:
        return [f"no schema for {document['apiVersion']} {document['kind']}"]
    except Exception as error:  # the library's own errors share no base
        return [f"{type(error).__name__}: {error}"]
    return [] if used == version else [f"only a schema of {used} is there"]


def by_schema(document, schemas):
    name = document["kind"].lower() + "_" + document["apiVersion"].split("/")[-1] + ".json"
    path = schemas / group_of(document) / name
    if not path.is_file():
        return [f"no schema for {document['apiVersion']} {document['kind']}"]
    validator = jsonschema.validators.validator_for({})(json.loads(path.read_text(encoding="utf-8")))
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(document)]


def by_component(document, schemas):
    """Strictly, where the schemas of component configurations are present; None where there is none for the kind."""
    path = schemas.parent / "component-config" / group_of(document) / f"{document['kind'].lower()}_{document['apiVersion'].split('/')[-1]}.json"
    if not path.is_file():
        return None
    schema = json.loads(path.read_text(encoding="utf-8"))
    validator = jsonschema.validators.validator_for({})(schema)
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(document)]


def by_form(document):
    """A PrometheusRule: named groups of rules, each with a query and either a record or an alert."""
    problems = []
    groups = document["spec"]["groups"]
    names = [group["name"] for group in groups]
    if len(set(names)) != len(names):
        problems.append("two groups share a name")
    for group in groups:
        for rule in group["rules"]:
            if ("record" in rule) == ("alert" in rule) or not isinstance(rule.get("expr"), str):
                problems.append(f"{group['name']}: a rule is neither a record nor an alert")
            if rule["expr"].count("(") != rule["expr"].count(")") or rule["expr"].count("{") != rule["expr"].count("}"):
                problems.append(f"{group['name']}: brackets of {rule['expr']}")
    return problems


def by_cilium(document):
    """A CiliumNetworkPolicy: what it selects, and rules of known parts whose ports are text."""
    spec = document["spec"]
    problems = [f"unknown key {key}" for key in spec if key not in {"endpointSelector", "ingress", "egress", "description"}]
    known = {"fromEndpoints", "fromEntities", "fromCIDR", "toPorts", "toEndpoints", "toEntities", "toFQDNs"}
    for rule in spec.get("ingress", []) + spec.get("egress", []):
        problems += [f"unknown key {key}" for key in rule if key not in known]
        for ports in rule.get("toPorts", []):
            problems += [f"port {one}" for one in ports["ports"] if not isinstance(one["port"], str)]
    if not isinstance(spec.get("endpointSelector"), dict):
        problems.append("selects nothing")
    return problems


def by_folder(document, folder):
    """A kustomization names exactly the files beside it, each once."""
    problems = [f"unknown key {key}" for key in document if key not in KUSTOMIZATION_KEYS]
    if document.get("apiVersion") != f"{KUSTOMIZATION}/v1beta1" or document.get("kind") != "Kustomization":
        problems.append("should be a Kustomization of kustomize.config.k8s.io/v1beta1")
    listed = document.get("resources") or []
    problems += [f"{name} is listed twice" for name in sorted({n for n in listed if listed.count(n) > 1})]
    problems += [f"{name} is listed but not there" for name in listed if not (folder / name).exists()]
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*.yaml")} - {"kustomization.yaml"}
    there = {name for name in there if not name.startswith(APART)}
    covered = {name for name in there if name in listed or any(name.startswith(one.rstrip("/") + "/") for one in listed)}
    problems += [f"{name} is there but not listed" for name in sorted(there - covered)]
    return problems


def check_document(document, where, path, options, tally):
    if not isinstance(document, dict) or not isinstance(document.get("apiVersion"), str) or not isinstance(document.get("kind"), str):
        tally.note(where, "form", ["not an object with apiVersion and kind"])
        return
    group = group_of(document)
    name = (document.get("metadata") or {}).get("name", "")
    where = f"{where} ({document['kind']} {name})"
    if group == KUSTOMIZATION:
        tally.note(where, "kustomization", by_folder(document, path.parent))
    elif group in COMPONENTS:
        found = options.schemas and by_component(document, options.schemas)
        if found is not None and options.schemas:
            tally.note(where, "component schema", found)
    elif group in TOOLS:
        tally.note(where, "form", [] if document.get("spec") else ["says nothing"])
    elif group == "cilium.io":
        tally.note(where, "form", by_cilium(document))
    elif group in BY_FORM:
        tally.note(where, "form", by_form(document))
    elif is_core(group):
        for version in options.kubernetes:
            tally.note(where, f"Kubernetes {version}", by_kubernetes(document, version))
    elif options.schemas:
        tally.note(where, "custom resource schema", by_schema(document, options.schemas))


def check_file(path, options, tally):
    text = path.read_text(encoding="utf-8")
    lint = [f"line {problem.line}: {problem.message}" for problem in linter.run(text, FORM) if problem.level == "error"]
    tally.note(str(path), "yamllint", lint)
    try:
        documents = list(yaml.safe_load_all(text))
    except yaml.YAMLError as error:
        tally.note(str(path), "PyYAML", [str(error).replace("\n", " ")])
        return
    if not documents:
        tally.note(str(path), "PyYAML", ["holds no document"])
    # Values of Helm charts are no objects either.
    if path.name in NO_OBJECTS or path.parent.name == "values":
        return
    for number, document in enumerate(documents, 1):
        check_document(document, f"{path} document {number}", path, options, tally)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--kubernetes", nargs="+", required=True, metavar="MINOR")
    parser.add_argument("--schemas", type=pathlib.Path)
    options = parser.parse_args()
    if options.schemas and not options.schemas.is_dir():
        print(f"note: {options.schemas} is not here; custom resources are checked by the node models alone")
        options.schemas = None
    tally = Tally()
    files = sorted(path for path in options.folder.rglob("*") if path.suffix in (".yaml", ".yml"))
    if not files:
        tally.note(str(options.folder), "form", ["holds no YAML file"])
    for path in files:
        check_file(path, options, tally)
    print(f"{tally.passed} passed, {tally.failed} failed")
    sys.exit(1 if tally.failed else 0)


if __name__ == "__main__":
    main()
