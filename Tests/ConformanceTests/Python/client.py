"""A python-socketio client that signs in, joins, and prints what it hears: one JSON array a line.

usage: client.py FILE       (JSON)
    url, namespace      where
    transports          ["websocket"], ["polling"], or both in the order in which they are tried
    login               [user, password]: signs in first, and keeps the cookies
    origin              another Origin than that of the URL; null: none
    chat                sends a chat request when it has joined; prints the reply
    emit                events to send, as [name, argument...]
    until               ends when these events (or "disconnect") have been heard, as a map of names to counts
"""

import json
import os
import sys
import threading

import engineio
import requests
import socketio

with open(sys.argv[1], encoding="utf-8") as file:
    wanted = json.load(file)
namespace = wanted.get("namespace", "/oropendola.local")
origin = wanted.get("origin", wanted["url"])
until = dict(wanted.get("until", {}))
complete = threading.Event()
lock = threading.Lock()


class Engine(engineio.Client):
    def _trigger_event(self, event, *arguments, **options):
        """One message after the other: the library starts a thread for each, and they overtake each other."""
        return super()._trigger_event(event, *arguments, **{**options, "run_async": False})

    def disconnect(self, abort=False, reason=None):
        """Over polling the library may leave without a word, and then waits for the next ping: not waited for."""
        super().disconnect(abort or self.current_transport == "polling", reason)


class Client(socketio.Client):
    def _engineio_client_class(self):
        return Engine


def say(*words):
    with lock:
        print(json.dumps(words, ensure_ascii=False), flush=True)


def count(event):
    if event in until:
        until[event] -= 1
        if all(count <= 0 for count in until.values()):
            complete.set()


def hear(event, *arguments):
    say("event", event, *arguments)
    count(event)


def leave(reason):
    say("disconnect", reason)
    count("disconnect")


http = requests.Session()
if "login" in wanted:
    user, password = wanted["login"]
    answer = http.post(wanted["url"] + "/api/method/login", data={"usr": user, "pwd": password}, timeout=10)
    say("login", answer.status_code, answer.json().get("message"), sorted(http.cookies.keys()))

# The library for websockets adds an Origin of its own; ours is among the headers.
client = Client(reconnection=False, http_session=http, websocket_extra_options={"suppress_origin": True})
client.on("connect", lambda: say("connect"), namespace=namespace)
client.on("connect_error", lambda data: say("connect_error", data), namespace=namespace)
client.on("disconnect", leave, namespace=namespace)
client.on("*", hear, namespace=namespace)
try:
    client.connect(
        wanted["url"], namespaces=[namespace], transports=wanted["transports"], wait_timeout=5,
        headers={"Origin": origin} if origin else {})
except socketio.exceptions.ConnectionError as error:
    say("refused", str(error))
    os._exit(0)
for event in wanted.get("emit", []):
    client.emit(event[0], tuple(event[1:]), namespace=namespace)
if "chat" in wanted:
    answer = http.post(
        wanted["url"] + "/api/method/ai_assistant.api.chat_completion",
        json={"messages": [{"role": "user", "content": wanted["chat"]}]}, timeout=10)
    say("reply", answer.status_code, answer.json()["message"].get("response"))
if until and not complete.wait(10):
    say("missing", until)
say("transport", client.transport(), client.connected)
client.disconnect()
os._exit(0)  # not waiting for the threads of a poll
