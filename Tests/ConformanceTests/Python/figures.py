"""Reads a page of figures as Prometheus' own Python client does, and prints its families: one JSON array a line.

usage: figures.py FILE      (JSON: text)
"""

import json
import sys

from prometheus_client.parser import text_string_to_metric_families

with open(sys.argv[1], encoding="utf-8") as file:
    text = json.load(file)["text"]
for family in text_string_to_metric_families(text):
    samples = [[sample.name, dict(sorted(sample.labels.items())), sample.value] for sample in family.samples]
    print(json.dumps([family.name, family.type, bool(family.documentation), samples]), flush=True)
