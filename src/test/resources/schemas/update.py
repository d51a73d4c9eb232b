#!/usr/bin/env python3
"""Takes the schemas of this folder anew from the packages named below: what the manifests need of them, without prose.

Needs PyYAML, and Go for what is in no package of PyPI."""
import io
import json
import pathlib
import subprocess
import tempfile
import zipfile

import yaml

HERE = pathlib.Path(__file__).parent
PACKAGES = {
    "kubernetes-validate": "1.37.0",
    "check-jsonschema": "0.39.0",
    "cfn-lint": "1.58.0",
    "openapi-spec-validator": "0.9.0",
}

KUBERNETES = "kubernetes_validate/kubernetes-json-schema/v1.34.0-local-strict/_definitions.json"
KINDS = {
    "v1/ConfigMap": "io.k8s.api.core.v1.ConfigMap",
    "v1/Pod": "io.k8s.api.core.v1.Pod",
    "v1/Secret": "io.k8s.api.core.v1.Secret",
    "v1/ServiceAccount": "io.k8s.api.core.v1.ServiceAccount",
    "v1/Service": "io.k8s.api.core.v1.Service",
    "apps/v1/Deployment": "io.k8s.api.apps.v1.Deployment",
    "autoscaling/v2/HorizontalPodAutoscaler": "io.k8s.api.autoscaling.v2.HorizontalPodAutoscaler",
    "policy/v1/PodDisruptionBudget": "io.k8s.api.policy.v1.PodDisruptionBudget",
    "networking.k8s.io/v1/Ingress": "io.k8s.api.networking.v1.Ingress",
    "networking.k8s.io/v1/NetworkPolicy": "io.k8s.api.networking.v1.NetworkPolicy",
    "PodSpec": "io.k8s.api.core.v1.PodSpec",
}
PROMETHEUS = "github.com/prometheus-operator/prometheus-operator@v0.85.0"
GATEWAY = "sigs.k8s.io/gateway-api@v1.5.0"
KEDA = "github.com/kedacore/keda/v2@v2.21.0"
CUSTOM_KINDS = {
    "monitoring.coreos.com/v1/PodMonitor": (PROMETHEUS, "example/prometheus-operator-crd/monitoring.coreos.com_podmonitors.yaml"),
    "monitoring.coreos.com/v1/ServiceMonitor": (PROMETHEUS, "example/prometheus-operator-crd/monitoring.coreos.com_servicemonitors.yaml"),
    "monitoring.coreos.com/v1/PrometheusRule": (PROMETHEUS, "example/prometheus-operator-crd/monitoring.coreos.com_prometheusrules.yaml"),
    "gateway.networking.k8s.io/v1/HTTPRoute": (GATEWAY, "config/crd/standard/gateway.networking.k8s.io_httproutes.yaml"),
    "keda.sh/v1alpha1/ScaledObject": (KEDA, "config/crd/bases/keda.sh_scaledobjects.yaml"),
}
VENDORED = "check_jsonschema/builtin_schemas/vendor/"
OPENAPI = "openapi_spec_validator/resources/schemas/v3.1/schema.json"
AWS = "cfnlint/data/schemas/"
AWS_TYPES = [
    "AWS::Serverless::Function",
    "AWS::Serverless::LayerVersion",
    "AWS::Lambda::Alias",
    "AWS::Lambda::EventSourceMapping",
    "AWS::Lambda::Version",
    "AWS::SQS::Queue",
    "AWS::Logs::LogGroup",
    "AWS::CloudWatch::Alarm",
    "AWS::IAM::Role",
    "AWS::IAM::ManagedPolicy",
]
AWS_KEYS = ("additionalProperties", "definitions", "properties", "required")
PROSE = ("description", "markdownDescription", "insertionOrder", "$comment")


def wheel(name, folder):
    subprocess.run(["pip", "download", "-q", "--no-deps", "-d", folder, f"{name}=={PACKAGES[name]}"], check=True)
    (path,) = pathlib.Path(folder).glob(name.replace("-", "_") + "-*.whl")
    return zipfile.ZipFile(io.BytesIO(path.read_bytes()))


def terse(node, names=False):
    """Without prose; below properties and the like the keys are names."""
    if isinstance(node, list):
        return [terse(item) for item in node]
    if not isinstance(node, dict):
        return node
    named = ("properties", "patternProperties", "definitions", "$defs")
    kept = {k: v for k, v in node.items() if names or not (k in PROSE or k.startswith("x-kubernetes-"))}
    return {k: terse(v, not names and k in named) for k, v in kept.items()}


def reachable(node, definitions, seen):
    if isinstance(node, list):
        for item in node:
            reachable(item, definitions, seen)
    elif isinstance(node, dict):
        for key, value in node.items():
            name = value.rsplit("/", 1)[-1] if key == "$ref" and isinstance(value, str) else None
            if name in definitions and name not in seen:
                seen.add(name)
                reachable(definitions[name], definitions, seen)
            reachable(value, definitions, seen)
    return {name: definitions[name] for name in sorted(seen)}


def go_module(module):
    answer = subprocess.run(["go", "mod", "download", "-json", module], check=True, capture_output=True)
    return zipfile.ZipFile(json.loads(answer.stdout)["Zip"])


def strict(node):
    """A cluster drops fields that a custom kind does not have; here they are mistakes."""
    if isinstance(node, list):
        return [strict(item) for item in node]
    if not isinstance(node, dict):
        return node
    if node.get("x-kubernetes-int-or-string"):
        return {"type": ["integer", "string"]}
    kept = {k: strict(v) for k, v in node.items() if not k.startswith("x-kubernetes-") and not (k == "format" and isinstance(v, str))}
    if "properties" in kept and "type" in kept and not node.get("x-kubernetes-preserve-unknown-fields"):
        kept.setdefault("additionalProperties", False)
    return kept


def custom_kind(kind, module, file):
    resource = yaml.safe_load(go_module(module).read(f"{module}/{file}"))
    (version,) = [v for v in resource["spec"]["versions"] if v["name"] == kind.split("/")[-2]]
    schema = strict(version["schema"]["openAPIV3Schema"])
    schema["properties"]["metadata"] = {"type": "object", "required": ["name"]}
    schema["properties"].pop("status", None)
    return terse(schema)


def write(name, schema):
    (HERE / name).write_text(json.dumps(schema, separators=(",", ":")) + "\n")


def main():
    with tempfile.TemporaryDirectory() as folder:
        definitions = terse(json.loads(wheel("kubernetes-validate", folder).read(KUBERNETES))["$defs"], names=True)
        kinds = {kind: {"$ref": "#/$defs/" + name} for kind, name in KINDS.items()}
        write("kubernetes.json", {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "kinds": kinds,
            "$defs": reachable(kinds, definitions, set()),
        })

        for kind, (module, file) in CUSTOM_KINDS.items():
            schema = {"$schema": "https://json-schema.org/draft/2020-12/schema"} | custom_kind(kind, module, file)
            write("kinds/" + kind.replace("/", "-") + ".json", schema)

        vendored = wheel("check-jsonschema", folder)
        for name in ("compose-spec.json", "github-workflows.json"):
            schema = terse(json.loads(vendored.read(VENDORED + name)))
            schema.pop("$id")
            write(name, schema)

        openapi = terse(json.loads(wheel("openapi-spec-validator", folder).read(OPENAPI)))
        openapi.pop("$id")
        write("openapi.json", openapi)

        cfn = wheel("cfn-lint", folder)
        names = json.loads(cfn.read(AWS + "providers/us-east-1.json")) | json.loads(cfn.read(AWS + "providers/sam.json"))
        types = {}
        for aws_type in AWS_TYPES:
            schema = json.loads(cfn.read(f"{AWS}resources/{names[aws_type]}.json"))
            schema = terse({key: schema[key] for key in AWS_KEYS if key in schema})
            schema["definitions"] = reachable(schema["properties"], schema.get("definitions", {}), set())
            write("aws/" + aws_type.replace("::", "-") + ".json", {"$schema": "http://json-schema.org/draft-07/schema#"} | schema)


if __name__ == "__main__":
    for folder in ("aws", "kinds"):
        (HERE / folder).mkdir(exist_ok=True)
    main()
