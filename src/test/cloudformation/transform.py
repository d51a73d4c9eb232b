"""Prints what AWS makes of a SAM template when it is deployed, with the defaults of its parameters: transform.py template.yaml"""
import json
import sys

import boto3
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator
from samtranslator.yaml_helper import yaml_parse

with open(sys.argv[1], encoding="utf-8") as file:
    template = yaml_parse(file)
for resource in template["Resources"].values():
    for local in ("CodeUri", "ContentUri"):
        if local in resource["Properties"]:
            resource["Properties"][local] = "s3://bucket/" + resource["Properties"][local]  # as `sam deploy` does
defaults = {name: parameter["Default"] for name, parameter in template["Parameters"].items() if "Default" in parameter}
translator = Translator({}, Parser(), boto_session=boto3.Session(region_name="eu-central-1"))
json.dump(translator.translate(template, defaults), sys.stdout)
