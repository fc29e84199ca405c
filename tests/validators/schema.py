"""Checks design files against the published JSON Schema of the design, with a validator that is not of our making.

    schema.py SCHEMA FILE…

First the schema itself must be one, by its own meta-schema. Then each file is read by PyYAML, as an editor would read it,
and a line is printed for every place that does not fit: `FILE: $.path: what`. It ends with 1 when there was any.
"""

import json
import pathlib
import sys

import jsonschema
import yaml


def main():
    schema = json.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
    Validator = jsonschema.validators.validator_for(schema, default=None)
    Validator.check_schema(schema)
    validator = Validator(schema)
    faults = 0
    for name in sys.argv[2:]:
        design = yaml.safe_load(pathlib.Path(name).read_text(encoding="utf-8"))
        for error in validator.iter_errors(design):
            deepest = jsonschema.exceptions.best_match([error])
            print(f"{name}: {deepest.json_path}: {deepest.message[:200]}")
            faults += 1
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
