// What a file system keeps beside the bytes and the mode of a file: attributes with names (xattr(7)), among them POSIX
// access control lists and security labels.
import CAttributes
import Glibc

/// The names, each with its NUL; none where the file system has no attributes.
func attributeNames(_ file: Int32) throws(FileError) -> [[CChar]] {
    let size = flistxattr(file, nil, 0)
    if size < 0, errno == ENOTSUP { return [] }
    guard size >= 0 else { throw FileError("list the attributes of", "file", code: errno) }
    guard size > 0 else { return [] }
    var text = [CChar](repeating: 0, count: size)
    let count = flistxattr(file, &text, size)
    guard count >= 0 else { throw FileError("list the attributes of", "file", code: errno) }
    return text.prefix(count).split(separator: 0).map { Array($0) + [0] }
}

func copyAttribute(_ name: [CChar], from file: Int32, to other: Int32) throws(FileError) {
    // They speak of contents that the other file does not have.
    for prefix in ["security.capability", "security.ima", "security.evm"] where has(name, prefix) { return }
    let size = fgetxattr(file, name, nil, 0)
    guard size >= 0 else { return try refuse(name) }
    var value = [UInt8](repeating: 0, count: size)
    let count = fgetxattr(file, name, &value, size)
    guard count >= 0 else { return try refuse(name) }
    guard fsetxattr(other, name, value, count, 0) == 0 else { return try refuse(name) }
}

/// An attribute that went away meanwhile is none; one of the system is the system's to give.
private func refuse(_ name: [CChar]) throws(FileError) {
    let code = errno
    if code == ENODATA { return }
    let isOfTheSystem = has(name, "security.") || has(name, "trusted.")
    if isOfTheSystem, [EPERM, EACCES, ENOTSUP, EINVAL].contains(code) { return }
    throw FileError("keep an attribute of", "file", code: code)
}

private func has(_ name: [CChar], _ prefix: String) -> Bool {
    name.starts(with: prefix.utf8.lazy.map { CChar(bitPattern: $0) })
}
