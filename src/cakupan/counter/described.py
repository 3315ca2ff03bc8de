"""The REST dialect described: for machines (openapi.yaml as JSON), and the same as a page that needs nothing from the network."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from importlib import resources
from typing import Any

import yaml

from cakupan.counter.problems import PARTS, problems

STYLE = """body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b}
code,pre{font-size:.95em;background:#f3f3f3;padding:.1em .3em}pre{padding:.8rem;overflow-x:auto}h2{margin-top:2.2rem}
table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #ccc;padding:.4rem;text-align:left;vertical-align:top}"""
EXAMPLE = """curl -s -X POST -H 'X-API-Key: …' -H 'Content-Type: application/json' \\
  -d '{"nik": "9901011501909001", "on": "2026-03-20"}' https://…/api/v1/eligibility"""


def openapi() -> dict[str, Any]:
    """The description as OpenAPI 3.1."""
    text = resources.files("cakupan.counter").joinpath("openapi.yaml").read_text(encoding="utf-8")
    read: dict[str, Any] = yaml.safe_load(text)
    return read


def page() -> str:
    """The page: what can be asked, with what, and every refusal by its code."""
    told = openapi()
    parts = [
        f'<!doctype html><html lang="id"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>'
        f"{escape(told['info']['title'])}</title><style>{STYLE}</style><h1>{escape(told['info']['title'])}</h1>",
        f"<p>{escape(told['info']['description'])}</p><pre>{escape(EXAMPLE)}</pre>",
        "<p>Kredensial, credentials: <code>X-API-Key</code>, atau, or <code>Authorization: Bearer</code> "
        '(<a href="#token">token</a>). '
        'Untuk mesin, for machines: <a href="openapi.json">openapi.json</a>.</p>',
        *_operations(told),
        "<h2>Penolakan, refusals</h2><table><tr><th>code<th>HTTP<th>mengapa, why<th>cara membetulkan, how to mend",
        *(_problem(code, told) for code, told in problems().items()),
        "</table></html>",
    ]
    return "\n".join(parts)


def _operations(told: Mapping[str, Any]) -> Iterator[str]:
    for path, methods in told["paths"].items():
        for method, operation in methods.items():
            yield f'<h2 id="{operation["operationId"]}"><code>{method.upper()} {escape(path)}</code></h2>'
            yield f"<p>{escape(operation['summary'])} {escape(operation.get('description', ''))}</p>"
            yield from _fields(told, operation)


def _fields(told: Mapping[str, Any], operation: Mapping[str, Any]) -> Iterator[str]:
    parameters = operation.get("parameters", ())
    named = {each["name"]: each["description"] for each in parameters if "type" in each["schema"]}
    schemas = [each["schema"] for each in parameters if "type" not in each["schema"]]
    schemas += [each["schema"] for each in operation.get("requestBody", {}).get("content", {}).values()]
    for fields in schemas:
        for name, schema in _resolved(told, fields)["properties"].items():
            named[name] = _resolved(told, schema).get("description", "")
    if named:
        rows = (f"<tr><td><code>{name}</code><td>{escape(said)}" for name, said in named.items())
        yield f"<table>{''.join(rows)}</table>"


def _resolved(told: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    name = schema.get("$ref", "").rpartition("/")[2]
    resolved: Mapping[str, Any] = told["components"]["schemas"][name] if name else schema
    return resolved


def _problem(code: str, told: Mapping[str, Any]) -> str:
    said = {part: f"{escape(told[part]['id'])}<br><i>{escape(told[part]['en'])}</i>" for part in PARTS}
    return f'<tr id="{code}"><td><code>{code}</code><td>{told["status"]}<td>{said["why"]}<td>{said["mend"]}'
