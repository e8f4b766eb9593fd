// The user's theme files: `themes/NAME.json` beside settings.json.
import Glibc
import Settings
import Storage

struct ThemeFolder {
    let path: String

    /// All themes that can be chosen, and what could not be read of the files.
    ///
    /// - Parameter bytes: reads a file.
    func shelf(
        reading bytes: (String, Int) throws(FileError) -> [UInt8]
    ) -> (shelf: ThemeShelf, problems: [SettingsProblem]) {
        let names = fileNames
        guard !names.isEmpty else { return (ThemeShelf(), []) }
        var problems: [SettingsProblem] = []
        if names.count > ThemeShelf.mostFiles {
            problems.append(SettingsProblem(.theme(path), .theme(.tooMany(names.count))))
        }
        var texts: [(name: String, path: String, bytes: [UInt8])] = []
        for name in names.prefix(ThemeShelf.mostFiles) {
            let file = "\(path)/\(name)"
            do throws(FileError) {
                texts.append((String(name.dropLast(5)), file, try bytes(file, ThemeShelf.mostBytes)))
            } catch {
                problems.append(SettingsProblem(.theme(file), .unreadable(reason: error.reason)))
            }
        }
        return (ThemeShelf(texts), problems)
    }

    /// In their order; most people have no such folder.
    private var fileNames: [String] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let bytes = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
            let name = String(decoding: bytes, as: UTF8.self)
            // Editors keep copies under names of their own beside a file.
            if name.hasSuffix(".json"), name.utf8.count > 5, name.first != "." { names.append(name) }
        }
        return names.sorted()
    }
}
