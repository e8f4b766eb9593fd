"""The minimal Frappe app of docs/frappe-app with a stand-in for Frappe and a model that a thread plays.

usage: frappe_app.py FILE   (JSON: folder, the app's; stream, the lines that the model sends; status; arguments)

Prints the events and the reply, one JSON array a line. No site is behind it: what Frappe does is not tested here.
"""

import importlib
import json
import sys
import threading
import types
from http.server import BaseHTTPRequestHandler, HTTPServer

sys.dont_write_bytecode = True
with open(sys.argv[1], encoding="utf-8") as file:
    wanted = json.load(file)
seen = []


class Model(BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        seen.append([self.path, self.headers.get("Authorization"), body["model"], body["messages"]])
        self.send_response(wanted.get("status", 200))
        self.end_headers()
        for line in wanted["stream"]:
            self.wfile.write(line.encode() + b"\n")

    def log_message(self, *words):
        pass


server = HTTPServer(("127.0.0.1", 0), Model)
threading.Thread(target=server.serve_forever, daemon=True).start()


class Settings(dict):
    __getattr__ = dict.get


whitelisted = {}


def whitelist(allow_guest=False, methods=None):
    def mark(function):
        whitelisted[function.__name__] = [allow_guest, methods]
        return function

    return mark


frappe = types.ModuleType("frappe")
frappe.whitelist = whitelist
frappe.session = types.SimpleNamespace(user="ada@example.org")
frappe.conf = Settings(
    oropendola_model_url=f"http://127.0.0.1:{server.server_port}/v1/", oropendola_model="m", oropendola_model_key="k")
frappe.utils = types.SimpleNamespace(now=lambda: "now")
frappe.generate_hash = lambda length: "h" * length
frappe.get_traceback = lambda: "traceback"
frappe.log_error = lambda title, message: print(json.dumps(["logged", title]))
frappe.publish_realtime = lambda event, payload, user, after_commit: print(
    json.dumps(["event", event, user, payload, after_commit]))
sys.modules["frappe"] = frappe
sys.path.insert(0, wanted["folder"])

hooks = importlib.import_module("oropendola_chat.hooks")
api = importlib.import_module("oropendola_chat.api")
api.PAUSE_SECONDS = 0
for name, target in hooks.override_whitelisted_methods.items():
    module, function = target.rsplit(".", 1)
    getattr(importlib.import_module(module), function)
    print(json.dumps(["hook", name, whitelisted[function]]))
print(json.dumps(["reply", api.chat_completion(**wanted["arguments"])]))
print(json.dumps(["asked", seen]))
