// Data table of the demo: its project, and the conversation that is played on it (docs/SCENARIOS.md).

enum DemoScenario {
    static let prompt = "Show me what you can do."

    static let files: [(name: String, text: String)] = [
        (
            "prices.py",
            """
            # Prices of the shop, in cents.

            def total(items):
                sum = 0
                for item in items:
                    sum = sum + item["price"] * item["count"]
                return sum


            def shipping(items):
                if total(items) > 5000:
                    return 0
                return 490

            """
        ),
        (
            "README.md",
            """
            # A small shop

            `prices.py` knows what a cart costs.

            """
        ),
    ]

    /// One JSON object a line. A request plays up to the next reply.
    static let script = #"""
        {"progress": {"type": "thinking", "message": "Reading the project"}}
        {"wait": 700}
        {"progress": {"type": "plan", "steps": ["Read prices.py", "Tidy up total", "Add a test"], "message": "Three steps"}}
        {"progress": {"type": "working", "step": 1, "total": 3, "message": "Reading prices.py"}}
        {"wait": 500}
        {"reply": {"success": true, "response": "I read the code first. Reads inside the project never ask.", "tool_calls": [{"action": "read_file", "path": "prices.py"}]}}
        {"progress": {"type": "step_complete", "step": 1, "total": 3, "message": "Read prices.py"}}
        {"progress": {"type": "working", "step": 2, "total": 3, "message": "Tidying up total"}}
        {"wait": 700}
        {"progress": {"type": "step_complete", "step": 2, "total": 3, "message": "Tidied up total"}}
        {"progress": {"type": "working", "step": 3, "total": 3, "message": "Writing a test"}}
        {"wait": 500}
        {"reply": {"success": true, "response": "Now I change two places and add a file. None of it touches your disk: it is staged for review.", "tool_calls": [{"action": "replace_string_in_file", "path": "prices.py", "old_string": "    sum = 0\n    for item in items:\n        sum = sum + item[\"price\"] * item[\"count\"]\n    return sum\n", "new_string": "    return sum(item[\"price\"] * item[\"count\"] for item in items)\n"}, {"action": "replace_string_in_file", "path": "prices.py", "old_string": "    if total(items) > 5000:\n", "new_string": "    if not items or total(items) > 5000:\n"}, {"action": "create_file", "path": "test_prices.py", "content": "from prices import shipping, total\n\n\ndef test_total():\n    assert total([{\"price\": 250, \"count\": 2}]) == 500\n\n\ndef test_shipping_of_nothing():\n    assert shipping([]) == 0\n"}]}}
        {"wait": 300}
        {"progress": {"type": "step_complete", "step": 3, "total": 3, "message": "Added a test"}}
        {"reply": {"success": true, "response": "**Two files wait for your decision.** This is the heart of the program:\n\n1. `Ctrl-T` goes to the changes.\n2. `space` accepts a hunk, `x` rejects it, `]` goes to the next one, `v` selects single lines.\n3. `w` writes what you accepted, as one transaction. `u` takes it back.\n4. `q` comes back here.\n\nTry it, then send **go on** for the second part: commands.", "tool_calls": []}}
        {"progress": {"type": "thinking", "message": "Looking at what you decided"}}
        {"wait": 600}
        {"reply": {"success": true, "response": "A command is never run unasked. This one only lists the folder: `Ctrl-Q` goes to the request, `y` runs it, `n` refuses with your words.", "tool_calls": [{"action": "run_terminal", "command": "ls -l", "description": "see the files as they are on disk"}]}}
        {"wait": 300}
        {"reply": {"success": true, "response": "That is the whole round: ask, watch, decide.\n\n- `F1` has the keys for wherever you are.\n- `git diff | oropendola review` reviews any change, without an agent.\n- `oropendola` in a folder of yours starts for real, with a helper that works offline; `oropendola login` signs in to a server.\n- `Ctrl-D` ends this demo. Its folder goes with it.", "tool_calls": []}}
        {"reply": {"success": true, "response": "The demo is over: `Ctrl-D` ends it, and its folder goes with it.", "tool_calls": []}}
        {"reply": {"success": true, "response": "The demo is over: `Ctrl-D` ends it.", "tool_calls": []}}
        """#
}
