"""What the app tells Frappe about itself."""

app_name = "oropendola_chat"
app_title = "Oropendola Chat"
app_publisher = "You"
app_description = "Lets the Oropendola terminal client chat with a model through this site."
app_email = "you@example.org"
app_license = "mit"

# The names that clients call, and where they lead. Without these Frappe would look for an app `ai_assistant`.
override_whitelisted_methods = {
    "ai_assistant.api.chat_completion": "oropendola_chat.api.chat_completion",
    "oropendola_ai.oropendola_ai.api.vscode_extension.health_check": "oropendola_chat.api.health_check",
}
