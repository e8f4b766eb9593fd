"""Chat for the Oropendola terminal client: an OpenAI-compatible model behind `chat_completion`, and its words as they
come in `ai_progress` events of the user who asked."""

import json
import re
import time

import frappe
import requests

ROLES = {"system", "user", "assistant"}
MAXIMUM_MESSAGES = 2_000
# Events are for looking at: four in a second are enough, and the reply has all of the text.
PAUSE_SECONDS = 0.25
FENCE = re.compile(r"```tool_call\s*\n(.*?)\n```", re.DOTALL)


@frappe.whitelist(allow_guest=True, methods=["GET"])
def health_check():
    return {
        "status": "healthy", "service": "oropendola_chat", "version": "0.1.0", "timestamp": frappe.utils.now(),
    }


# Not for guests: frappe.whitelist() alone refuses them.
@frappe.whitelist(methods=["POST"])
def chat_completion(messages=None, message=None, conversation_id=None, mode="agent", context=None):
    """One request of a turn. A client sends the whole history each time; early ones send a single `message`."""
    conversation_id = conversation_id or frappe.generate_hash(length=16)
    try:
        history = read_messages(messages, message)
    except ValueError as error:
        return failure(str(error), conversation_id)
    user = frappe.session.user
    progress(user, type="thinking", message="Asking the model…")
    try:
        text, usage, model = ask(history, lambda so_far: progress(user, type="text", text=so_far, partial=True))
    except requests.Timeout:
        return failure("The model did not answer in time.", conversation_id)
    except (requests.RequestException, ValueError) as error:
        # The model's address and key may stand in the error: into the site's log, not to the client.
        frappe.log_error(title="Oropendola: the model failed", message=frappe.get_traceback())
        progress(user, type="error", message="The model did not answer.")
        return failure(f"The model did not answer ({type(error).__name__}).", conversation_id)
    calls = [] if mode == "ask" else tool_calls(text)
    if not calls:
        progress(user, type="complete", message="Task complete!")
    return {
        "success": True,
        "role": "assistant",
        "response": FENCE.sub("", text).strip() if calls else text,
        "conversation_id": conversation_id,
        "message_count": len(history) + 1,
        "model": model,
        "provider": "openai-compatible",
        "usage": usage,
        "mode": mode,
        "tool_calls": calls,
    }


def read_messages(messages, message):
    """The history as the model takes it. Frappe hands JSON over as text where it came in a form."""
    if isinstance(messages, str):
        messages = json.loads(messages)
    if not messages and message:
        messages = [{"role": "user", "content": message}]
    if not isinstance(messages, list) or not messages:
        raise ValueError("There are no messages.")
    if len(messages) > MAXIMUM_MESSAGES:
        raise ValueError("There are too many messages.")
    history = []
    for item in messages:
        role, content = (item.get("role"), item.get("content")) if isinstance(item, dict) else (None, None)
        if role not in ROLES or not isinstance(content, (str, list)):
            raise ValueError("A message has no role or no content.")
        history.append({"role": role, "content": content})
    return history


def ask(history, hear):
    """Streams an answer. Returns its text, what it used, and the model's name; `hear` gets the text so far."""
    settings = frappe.conf
    url = (settings.get("oropendola_model_url") or "http://127.0.0.1:11434/v1").rstrip("/")
    headers = {}
    if settings.get("oropendola_model_key"):
        headers["Authorization"] = f"Bearer {settings.oropendola_model_key}"
    body = {
        "model": settings.get("oropendola_model") or "default", "messages": history, "stream": True,
        "stream_options": {"include_usage": True},
    }
    text, usage, model, told = "", {}, body["model"], time.monotonic()
    # Ten seconds to connect, ten minutes between two pieces.
    with requests.post(f"{url}/chat/completions", json=body, headers=headers, stream=True, timeout=(10, 600)) as answer:
        answer.raise_for_status()
        for line in answer.iter_lines():
            if not line.startswith(b"data:"):
                continue
            data = line[5:].strip()
            if data == b"[DONE]":
                break
            piece = json.loads(data)
            if piece.get("error"):
                raise ValueError("the stream ended with an error")
            model = piece.get("model") or model
            if piece.get("usage"):
                usage = {
                    "input_tokens": piece["usage"].get("prompt_tokens", 0),
                    "output_tokens": piece["usage"].get("completion_tokens", 0),
                }
            for choice in piece.get("choices") or []:
                text += (choice.get("delta") or {}).get("content") or ""
            if text and time.monotonic() - told >= PAUSE_SECONDS:
                told = time.monotonic()
                hear(text)
    if not text:
        raise ValueError("the answer is empty")
    return text, usage, model


def tool_calls(text):
    """The calls that stand in the answer as fenced JSON. What is no call stays text."""
    calls = []
    for found in FENCE.finditer(text):
        try:
            call = json.loads(found.group(1))
        except ValueError:
            continue
        if isinstance(call, dict) and isinstance(call.get("action"), str):
            calls.append({"id": frappe.generate_hash(length=12), **call})
    return calls


def failure(words, conversation_id):
    return {"success": False, "error": words, "conversation_id": conversation_id}


def progress(user, **payload):
    """To the user's own room in the site's namespace; at once, not when the request's transaction ends."""
    frappe.publish_realtime("ai_progress", payload, user=user, after_commit=False)
