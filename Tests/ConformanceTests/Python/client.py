"""A python-socketio client that signs in, joins, and prints what it hears: one JSON array a line.

usage: client.py FILE       (JSON)
    url, namespace      where
    also                more namespaces on the same connection; their events are printed as "<namespace> <name>"
    auth                the payload of CONNECT
    transports          ["websocket"], ["polling"], or both in the order in which they are tried
    login               [user, password]: signs in first, and keeps the cookies
    origin              another Origin than that of the URL; null: none
    chat                sends a chat request when it has joined; prints the reply
    headers             more of them
    call, emit          events to send, as [name, argument...]; a call waits for its acknowledgement and prints it.
                        Calls come first. ["@<namespace>", name, argument...] goes to another namespace
    answer              the acknowledgement of events that want one, as a map of names to arguments
    until               ends when these events (or "disconnect") have been heard, as a map of names to counts

Bytes stand as {"bytes": "<hexadecimal>"}, coming and going.
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
namespaces = [namespace] + wanted.get("also", [])
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


def written(value):
    """What JSON has no word for, in words."""
    return {"bytes": bytes(value).hex()}


def read(value):
    """The bytes that a value stands for, wherever it has some."""
    if isinstance(value, list):
        return [read(item) for item in value]
    if isinstance(value, dict):
        if set(value) == {"bytes"}:
            return bytes.fromhex(value["bytes"])
        return {key: read(item) for key, item in value.items()}
    return value


def say(*words):
    with lock:
        print(json.dumps(words, ensure_ascii=False, default=written), flush=True)


def count(event):
    if event in until:
        until[event] -= 1
        if all(count <= 0 for count in until.values()):
            complete.set()


def hearing(place):
    def hear(event, *arguments):
        name = event if place == namespace else f"{place} {event}"
        say("event", name, *arguments)
        count(name)
        answer = wanted.get("answer", {}).get(event)
        return None if answer is None else tuple(read(answer))

    return hear


def to(event):
    """Where an event goes, its name and its arguments."""
    place, event = (event[0][1:], event[1:]) if event[0].startswith("@") else (namespace, event)
    return place, event[0], tuple(read(event[1:]))


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
for place in namespaces:
    client.on("*", hearing(place), namespace=place)
try:
    client.connect(
        wanted["url"], namespaces=namespaces, transports=wanted["transports"], wait_timeout=5, auth=wanted.get("auth"),
        headers={**({"Origin": origin} if origin else {}), **wanted.get("headers", {})})
except socketio.exceptions.ConnectionError as error:
    say("refused", str(error))
    os._exit(0)
for event in wanted.get("call", []):
    place, name, arguments = to(event)
    answer = client.call(name, arguments, namespace=place, timeout=5)
    say("answer", *(answer if isinstance(answer, (list, tuple)) else [answer]))
for event in wanted.get("emit", []):
    place, name, arguments = to(event)
    client.emit(name, arguments, namespace=place)
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
