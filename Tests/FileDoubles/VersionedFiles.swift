// A project that is written again and again, each time all of it: a look at any file tells what the others must be.

/// Names and contents of a project at a version. Files are changed at each, and some come and go with odd and even.
public func filesOfVersion(_ version: Int) -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    let stay = ["a.txt", "b.txt"] + (1...6).map { "sub/\($0).txt" }
    let names = stay + (version.isMultiple(of: 2) ? ["c.txt"] : ["new/d.txt", "new/deep/e.txt"])
    for (index, name) in names.enumerated() {
        let line = "\(version) \(name)\n"
        files[name] = Array(String(repeating: line, count: 1 + (version * 37 + index * 11) % 50).utf8)
    }
    return files
}

/// The version that a file of such a project is of.
public func version(of bytes: [UInt8]) -> Int? {
    Int(String(decoding: bytes.prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }, as: UTF8.self))
}
