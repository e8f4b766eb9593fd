// Small starts for new files, by extension. Anything unknown starts empty.

/// What `create PATH` without a text writes.
enum FileTemplate {
    static func content(for path: String) -> String {
        let file = path.split(separator: "/").last.map(String.init) ?? path
        if file == "Makefile" { return ".PHONY: all\nall:\n" }
        guard let dot = file.lastIndex(of: "."), dot > file.startIndex else { return "" }
        let name = String(file[..<dot])
        switch file[file.index(after: dot)...].lowercased() {
        case "swift": return "/// \(name).\nstruct \(typeName(name)) {\n}\n"
        case "md", "markdown": return "# \(name)\n"
        case "sh", "bash": return "#!/bin/sh\nset -eu\n"
        case "py":
            return
                "\"\"\"\(name).\"\"\"\n\n\ndef main() -> None:\n    pass\n\n\n"
                + "if __name__ == \"__main__\":\n    main()\n"
        case "html":
            return "<!doctype html>\n<html lang=\"en\">\n<head>\n  <meta charset=\"utf-8\">\n  <title>\(name)</title>\n"
                + "</head>\n<body>\n</body>\n</html>\n"
        case "json": return "{}\n"
        case "h": return "#ifndef \(guardName(file))\n#define \(guardName(file))\n\n#endif\n"
        case "c": return "#include <stdio.h>\n\nint main(void) {\n    return 0;\n}\n"
        case "go": return "package main\n\nfunc main() {\n}\n"
        case "rs": return "fn main() {\n}\n"
        default: return ""
        }
    }

    /// `header-tests` → `HeaderTests`; never empty, never with a digit in front.
    private static func typeName(_ name: String) -> String {
        let parts = name.split { !($0.isLetter || $0.isNumber || $0 == "_") }
        let joined = parts.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
        return joined.first.map { $0.isNumber ? "_" + joined : joined } ?? "Name"
    }

    private static func guardName(_ file: String) -> String {
        let text = file.uppercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" }
        return text.first?.isNumber == true ? "_" + String(text) : String(text)
    }
}
