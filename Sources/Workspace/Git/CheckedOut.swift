// Which branch is checked out, from two small files: git is not run for a word in the status line.
import Storage

/// `HEAD` of the repository that a folder is in (gitrepository-layout(5)); further working trees have their own.
public enum CheckedOut {
    /// A branch's name, or the first eight digits of a commit that no branch is for. nil where there is no repository, or
    /// none that can be read: then there is nothing to show.
    ///
    /// - Parameter folder: an absolute path; the folders above are looked at too.
    public static func name(in folder: String) -> String? {
        var place = folder[...]
        while !place.isEmpty {
            if let repository = try? CopiedRepository(root: String(place)) { return name(ofHead: repository) }
            place = place[..<(place.lastIndex(of: "/") ?? place.startIndex)]
        }
        return nil
    }

    private static func name(ofHead repository: CopiedRepository) -> String? {
        guard let text = try? CopiedRepository.text("\(repository.own)/HEAD") else { return nil }
        return name(inHead: text)
    }

    static func name(inHead text: String) -> String? {
        let line = text.prefix { $0 != "\n" && $0 != "\r" }
        guard line.hasPrefix("ref: ") else {
            return line.count >= 40 && line.allSatisfy(\.isHexDigit) ? String(line.prefix(8)) : nil
        }
        let name = line.dropFirst(5)
        return String(name.hasPrefix("refs/heads/") ? name.dropFirst(11) : name)
    }
}
