"""OpenAI's own client as an oracle: what it makes of streams, one JSON object a line.

usage: openai_client.py FILE       (JSON)
    url         a server that answers each name with a stream
    names       the models to ask
    bodies      files with event streams; for each, cut into pieces of these sizes, what the client's decoder finds
    sizes
"""

import json
import sys

import openai
from openai._streaming import SSEDecoder

with open(sys.argv[1], encoding="utf-8") as file:
    wanted = json.load(file)


def decoded(body, size):
    pieces = (body[start : start + size] for start in range(0, len(body), size))
    return [[event.event or "message", event.data] for event in SSEDecoder().iter_bytes(pieces)]


for path in wanted["bodies"]:
    with open(path, "rb") as file:
        body = file.read()
    for size in wanted["sizes"]:
        print(json.dumps({"path": path, "size": size, "events": decoded(body, size)}), flush=True)

client = openai.OpenAI(base_url=wanted["url"], api_key="none", max_retries=0, timeout=20)
for name in wanted["names"]:
    text, calls, model, usage, failure = "", {}, None, None, None
    try:
        for chunk in client.chat.completions.create(
            model=name, messages=[{"role": "user", "content": "Hi"}], stream=True
        ):
            model = model or chunk.model
            if chunk.usage:
                usage = [chunk.usage.prompt_tokens, chunk.usage.completion_tokens]
            for choice in chunk.choices:
                text += choice.delta.content or ""
                for call in choice.delta.tool_calls or []:
                    known = calls.setdefault(call.index, ["", ""])
                    known[0] = known[0] or call.function.name or ""
                    known[1] += call.function.arguments or ""
    # Not its own errors alone: it stumbles over some streams.
    except Exception as error:
        failure = type(error).__name__
    print(
        json.dumps(
            {"name": name, "text": text, "calls": list(calls.values()), "model": model, "usage": usage, "error": failure}
        ),
        flush=True,
    )
