#!/usr/bin/env python3
"""Takes the schemas that the Terraform modules are validated by anew from the packages below: only what the modules use.

The packages are generated from the schemas of the providers themselves. Each has its source in its source map, which says of
every attribute whether it is required, optional or computed, and of every block how it nests. What is written has the form of
`terraform providers schema -json`. Needs npm.
"""
import base64
import json
import pathlib
import re
import subprocess
import tarfile
import tempfile

OUT = pathlib.Path(__file__).parent / "schemas"
PROVIDERS = {
    "aws": ("@cdktn/provider-aws", "25.7.0", [
        "cloudwatch-log-group", "cloudwatch-metric-alarm", "data-aws-partition", "data-aws-region",
        "data-aws-secretsmanager-secret-version", "iam-role", "iam-role-policy", "lambda-alias", "lambda-event-source-mapping",
        "lambda-function", "lambda-function-url", "lambda-permission", "sqs-queue",
    ]),
    "google": ("@cdktf/provider-google", "16.12.1", [
        "artifact-registry-repository", "cloud-run-v2-service", "cloud-run-v2-service-iam-member", "secret-manager-secret-iam-member",
        "service-account",
    ]),
}
SIMPLE = {"string": "string", "number": "number", "boolean": "bool", "any": "dynamic"}
LISTS = {"stringList": "string", "numberList": "number", "booleanList": "bool"}
MAPS = {"stringMap": "string", "numberMap": "number", "booleanMap": "bool", "anyMap": "dynamic"}
GETTERS = {"String": "string", "Number": "number", "Boolean": "bool", "List": ["list", "string"], "StringMap": ["map", "string"],
           "NumberMap": ["map", "number"], "BooleanMap": ["map", "bool"], "AnyMap": ["map", "dynamic"]}
CLASS = re.compile(r"^export class (\w+) extends cdkt[fn]\.(\w+) \{$(.*?)^\}$", re.M | re.S)
HCL = re.compile(r"^export function (\w+)ToHclTerraform\(.*?^\}$", re.M | re.S)
MEMBER = re.compile(r"// (\w+) - computed: (\w+), optional: (\w+), required: (\w+)\n(.*?)(?=\n  // \w+ - computed|\Z)", re.S)
ENTRY = re.compile(r"(\w+): \{\s*value: .*?isBlock: (\w+),\s*type: \"(\w+)\",\s*storageClassType: \"(\w+)\",", re.S)


def type_of(kind, storage):
    if kind == "simple":
        return SIMPLE[storage]
    if kind == "map":
        return ["map", MAPS[storage]]
    return [kind, LISTS[storage]]


class Source:
    """One resource of a package."""

    def __init__(self, text):
        self.classes = {name: (base, body) for name, base, body in CLASS.findall(text)}
        self.written = {name[0].lower() + name[1:]: ENTRY.findall(body) for name, body in
                        ((m.group(1), m.group(0)) for m in HCL.finditer(text))}

    def block(self, body, entries):
        """Attributes and blocks of a class: what can be written from its entries, the rest from its getters."""
        written = {name: rest for name, *rest in entries}
        attributes, blocks = {}, {}
        for name, computed, optional, required, code in MEMBER.findall(body):
            words = {k: True for k, v in (("computed", computed), ("optional", optional), ("required", required)) if v == "true"}
            is_block, kind, storage = written.get(name, ("false", None, None))
            if is_block == "true" and storage.removesuffix("List") + "OutputReference" not in self.classes:
                continue  # of the provider's own configuration, which modules leave to who uses them
            if is_block == "true":
                blocks[name] = self.nested(kind, storage, required == "true", code)
            elif kind and (storage in SIMPLE or storage in LISTS or storage in MAPS):
                attributes[name] = {"type": type_of(kind, storage)} | words
            else:
                attributes[name] = {"type": self.read_only(code)} | words
        found = {"attributes": attributes}
        return found | {"block_types": blocks} if blocks else found

    def read_only(self, code):
        """The type of an attribute that is never written, by what reads it."""
        getter = re.search(r"this\.get(\w+)Attribute\(", code)
        if getter:
            return GETTERS[getter.group(1)]
        kind, of, as_set = re.search(r"new (?:cdkt[fn]\.)?(\w+?)(List|Map)\(this, \"\w+\"(?:, (true|false))?\)", code).groups()
        if of == "Map":
            return ["map", MAPS[kind[0].lower() + kind[1:] + "Map"]]
        _, body = self.classes[kind + "OutputReference"]
        members = {name: self.read_only(rest) for name, _, _, _, rest in MEMBER.findall(body)}
        return ["set" if as_set == "true" else "list", ["object", members]]

    def nested(self, kind, storage, required, code):
        single = "OutputReference(this" in code
        struct = storage if kind == "struct" else storage.removesuffix("List")
        _, body = self.classes[struct + "OutputReference"]
        nested = {"nesting_mode": "single" if kind == "struct" else kind,
                  "block": self.block(body, self.written[struct[0].lower() + struct[1:]])}
        if required and kind != "struct":
            nested["min_items"] = 1
        if single and kind != "struct":
            nested["max_items"] = 1
        return nested

    def whole(self):
        name, (base, body) = next((n, c) for n, c in self.classes.items() if c[0] in (
            "TerraformResource", "TerraformDataSource", "TerraformProvider"))
        resource = re.search(r'tfResourceType = "(\w+)"', body).group(1)
        entries = ENTRY.findall(body[body.index("synthesizeHclAttributes"):])
        return base, resource, {"version": 0, "block": self.block(body, entries)}


def source(archive, name):
    text = archive.extractfile(f"package/lib/{name}/index.js").read().decode()
    return Source(json.loads(base64.b64decode(text.rsplit("base64,", 1)[1]))["sourcesContent"][0])


def main():
    OUT.mkdir(exist_ok=True)
    for provider, (package, version, names) in PROVIDERS.items():
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(["npm", "pack", "--silent", f"{package}@{version}"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
            (tgz,) = pathlib.Path(folder).iterdir()
            with tarfile.open(tgz) as archive:
                resources, data = {}, {}
                for name in names:
                    base, resource, schema = source(archive, name).whole()
                    (data if base == "TerraformDataSource" else resources)[resource.removeprefix("data_")] = schema
                js = archive.extractfile(f"package/lib/{names[0]}/index.js").read().decode()
                built = re.search(r"providerVersion: '([\d.]+)'", js).group(1)
                whole = {
                    "source": f"npm {package} {version}, of hashicorp/{provider} {built}",
                    "version": built,
                    "provider": source(archive, "provider").whole()[2],
                    "resource_schemas": resources,
                    "data_source_schemas": data,
                }
        (OUT / f"{provider}.json").write_text(json.dumps(whole, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
