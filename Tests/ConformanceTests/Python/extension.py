"""The calls of the first Oropendola extension, as it makes them: login, chat, todos, feedback, history, realtime.

usage: extension.py FILE    (JSON: url, user, password; ca, a file to trust; transports, another order)

Prints what it got, one JSON array a line. Realtime: the main namespace, the cookies in a header, the sid in `auth`, no
Origin, a websocket first.
"""

import json
import os
import sys
import threading

import requests
import socketio

with open(sys.argv[1], encoding="utf-8") as file:
    wanted = json.load(file)
url = wanted["url"]
verify = wanted.get("ca") or True
if wanted.get("ca"):
    os.environ["REQUESTS_CA_BUNDLE"] = wanted["ca"]  # the library's polls take it from nowhere else
lock = threading.Lock()
heard = threading.Event()


def say(*words):
    with lock:
        print(json.dumps(words, ensure_ascii=False), flush=True)


def method(name):
    return f"{url}/api/method/{name}"


# The login form, and the cookies joined into one line: the first pair of each Set-Cookie.
answer = requests.post(
    method("login"), data={"usr": wanted["user"], "pwd": wanted["password"]}, timeout=10, verify=verify,
    headers={"Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"})
body = answer.json()
say("login", answer.status_code, body.get("message"), body.get("full_name"), body.get("home_page"))
pairs = [line.split(";")[0] for line in answer.raw.headers.getlist("Set-Cookie")]
cookies = "; ".join(pairs)
sid = next(pair[4:] for pair in pairs if pair.startswith("sid="))
say("cookies", sorted(pair.split("=")[0] for pair in pairs))
headers = {"Cookie": cookies, "Accept": "application/json"}

# Who am I, and the token for changes.
answer = requests.get(method("frappe.auth.get_logged_user"), headers=headers, timeout=5, verify=verify)
token = answer.headers.get("x-frappe-csrf-token") or answer.json().get("csrf_token")
say("user", answer.status_code, answer.json().get("message"))
if token:
    headers["X-Frappe-CSRF-Token"] = token

options = {"suppress_origin": True}
if wanted.get("ca"):
    options["sslopt"] = {"ca_certs": wanted["ca"]}
client = socketio.Client(reconnection=False, websocket_extra_options=options)
events = []


@client.on("ai_progress")
def progress(payload):
    events.append(payload)
    if payload.get("type") == "complete":
        heard.set()


client.connect(
    url, headers={"Cookie": cookies}, auth={"sid": sid}, transports=wanted.get("transports", ["websocket", "polling"]),
    socketio_path="/socket.io", wait_timeout=10)
say("connected", client.transport())

# A turn, with the context of v2.0.5; the whole history each time.
context = {
    "workspace": "shop", "workspacePath": "/home/ada/shop",
    "activeFile": {"path": "/home/ada/shop/a.py", "relativePath": "a.py", "language": "python", "lineCount": 1,
                   "content": "print(1)", "cursorPosition": {"line": 0, "character": 0}, "selectedText": ""},
}


def chat(body):
    answer = requests.post(
        method("ai_assistant.api.chat_completion"), data=json.dumps(body), timeout=120, verify=verify,
        headers={**headers, "Content-Type": "application/json"})
    message = answer.json()["message"]
    say("chat", answer.status_code, message.get("success"), message.get("response"), message.get("todos"))
    return message


question = {"role": "user", "content": [{"type": "text", "text": "Rename it"}]}
message = chat({"messages": [question], "conversation_id": None, "mode": "agent", "context": context})
conversation = message["conversation_id"]
chat({
    "messages": [question, {"role": "assistant", "content": message["response"]}, {"role": "user", "content": "More"}],
    "conversation_id": conversation, "mode": "ask", "context": context})
# The side call that words a prompt better.
chat({"message": "make it fast", "conversation_id": None, "mode": "ask"})
if not heard.wait(10):
    say("missing", "complete")
say("events", [event.get("type") for event in events])


def call(name, **arguments):
    answer = requests.request(
        arguments.pop("how", "GET"), method(name), headers=headers, timeout=10, verify=verify, **arguments)
    say(name.rsplit(".", 1)[1], answer.status_code, answer.json().get("message"))


call("ai_assistant.api.todos.get_todos_doctype", params={"conversation_id": conversation})
call("ai_assistant.api.todos.toggle_todo_doctype", how="POST", json={"todo_id": "t-1"})
call("ai_assistant.api.todos.clear_todos_doctype", how="POST", json={"conversation_id": conversation})
call("ai_assistant.api.message_feedback", how="POST", json={
    "conversation_id": conversation, "message_content": "Done.", "feedback": "accept"})
call("ai_assistant.api.chat.get_conversation_history", params={"conversation_id": conversation, "limit": 50})
call("ai_assistant.api.chat.list_conversations", params={"limit": 20, "offset": 0, "status": "active"})
call("oropendola_ai.oropendola_ai.api.vscode_extension.health_check")

client.disconnect()
answer = requests.post(method("logout"), headers=headers, timeout=10, verify=verify)
say("logout", answer.status_code)
answer = requests.get(method("frappe.auth.get_logged_user"), headers=headers, timeout=5, verify=verify)
say("after", answer.status_code, answer.json().get("session_expired"))
os._exit(0)
