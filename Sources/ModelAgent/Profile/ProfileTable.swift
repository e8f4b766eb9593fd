// Data table of the profiles that come with the program: what is known of families of models, by their names.

extension ProfileRow {
    /// The rows as text, the most particular first; docs/AGENT.md shows them and a test holds that all can be read.
    ///
    /// Contexts stand only where a name is that of a hosted model: what runs on somebody's own machine has the context
    /// that its server gives it. `edit` follows what a family is reported to do well; small models lose their place in
    /// blocks and do better with one text for another, or the whole file.
    public static let builtInLines = [
        // Have no form for tools in their templates, or the one they have is not kept by servers.
        "codellama* tools=fenced edit=whole-file temperature=0.2",
        "starcoder* tools=fenced edit=whole-file temperature=0.2",
        "codegemma* tools=fenced edit=whole-file temperature=0.2",
        "deepseek-coder:* tools=fenced edit=whole-file temperature=0.2",
        "deepseek-coder-v2* tools=fenced edit=search-replace temperature=0.2",
        "phi3* tools=fenced edit=whole-file temperature=0.2",
        "phi4* tools=fenced edit=whole-file temperature=0.2",
        "gemma2* tools=fenced edit=whole-file temperature=0.2",
        "gemma3* tools=fenced edit=whole-file temperature=0.2",
        "gemma-3* tools=fenced edit=whole-file temperature=0.2",
        "deepseek-r1:* tools=fenced edit=search-replace",
        // Speak of tools natively; below some eight billion parameters edits are whole files.
        "qwen2.5-coder:0.5b* tools=fenced edit=whole-file temperature=0.2",
        "qwen2.5-coder:1.5b* tools=fenced edit=whole-file temperature=0.2",
        "qwen2.5-coder:3b* tools=fenced edit=whole-file temperature=0.2",
        "qwen2.5-coder* edit=replace-string temperature=0.2",
        "qwen3:0.6b* edit=whole-file",
        "qwen3:1.7b* edit=whole-file",
        "qwen3:4b* edit=whole-file",
        "qwen3-coder* edit=replace-string temperature=0.7",
        "qwen3* edit=replace-string",
        "llama3.2* edit=whole-file temperature=0.2",
        "llama3* edit=replace-string temperature=0.2",
        "llama-3* edit=replace-string temperature=0.2",
        "mistral* edit=replace-string temperature=0.2",
        "devstral* edit=replace-string temperature=0.15",
        "codestral* edit=search-replace temperature=0.2",
        "granite* edit=whole-file temperature=0.2",
        "smollm* tools=fenced edit=whole-file temperature=0.2",
        "gpt-oss* edit=replace-string",
        // Hosted.
        "gpt-4o* edit=search-replace context=128k",
        "gpt-4.1* edit=search-replace context=1000k",
        "gpt-5* edit=search-replace context=272k",
        "o3* edit=search-replace context=200k",
        "o4* edit=search-replace context=200k",
        "claude* edit=replace-string context=200k",
        "gemini* edit=replace-string context=1000k",
        "deepseek-chat* edit=search-replace context=64k",
        "deepseek-reasoner* edit=search-replace context=64k",
    ]

    public static let builtIn: [ProfileRow] = builtInLines.compactMap { line in
        do throws(ProfileProblem) { return try ProfileRow(line) } catch {
            preconditionFailure("ProfileTests holds that every row can be read: \(line)")
        }
    }
}
