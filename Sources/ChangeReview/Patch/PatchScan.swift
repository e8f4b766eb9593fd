// What stands at each place of a patch: a file in one of three forms, the head of a mail or commit, or other text.

/// A walk through the lines of a patch.
struct PatchScan {
    let lines: ByteLines
    let limits: PatchLimits
    var patch = Patch()
    /// The line that is looked at.
    var at = 0
    /// For each file, how many leading parts of its names are no folders, where the file shows it.
    var prefixes: [Int?] = []
    private var mail = MailHead.none

    private enum MailHead { case none, fields, subject, commit }

    init(_ lines: ByteLines, _ limits: PatchLimits) {
        (self.lines, self.limits) = (lines, limits)
    }

    mutating func readAll() throws(PatchRefusal) {
        var isLost = false
        while at < lines.count {
            guard patch.files.count < limits.files else { throw .tooManyFiles(limit: limits.files) }
            let text = text(at)
            let wasLost = isLost
            isLost = false
            if text.starts(with: "diff --git ") {
                readGitFile()
            } else if text.starts(with: "diff --cc ") || text.starts(with: "diff --combined ") {
                readCombinedFile()
            } else if startsPlainFile(at) {
                readPlainFile()
            } else if text.starts(with: "Binary files "), text.hasSuffix(" differ") {
                readPlainBinary(text)
            } else if text.starts(with: "@@ -") {
                // Once for all the hunks that have no file.
                if !wasLost { note(.hunkWithoutFile, at) }
                isLost = true
                at += 1
            } else {
                isLost = wasLost
                readMail(text)
                at += 1
            }
        }
    }

    mutating func note(_ reason: Patch.Problem.Reason, _ line: Int) {
        patch.problems.append(Patch.Problem(reason: reason, line: line + 1))
    }

    /// The line without its end.
    func text(_ line: Int) -> PatchText {
        var bytes = lines[line]
        if bytes.last == 0x0A { bytes.removeLast() }
        if bytes.last == 0x0D { bytes.removeLast() }
        return PatchText(bytes: bytes)
    }

    func endsInCRLF(_ line: Int) -> Bool { lines[line].suffix(2).elementsEqual([0x0D, 0x0A]) }

    /// `--- NAME`, `+++ NAME`, and then a hunk: text of a mail may begin with three dashes.
    func startsPlainFile(_ line: Int) -> Bool {
        line + 2 < lines.count && text(line).starts(with: "--- ") && text(line + 1).starts(with: "+++ ")
            && text(line + 2).starts(with: "@@ -")
    }

    private mutating func readPlainBinary(_ text: PatchText) {
        var file = FilePatch(line: at + 1)
        at += 1
        file.content = .binaryLeftOut
        let names = text.bytes.dropFirst("Binary files ".utf8.count).dropLast(" differ".utf8.count)
        let separator = Array(" and ".utf8)
        guard
            let place = names.indices.first(where: { names[$0...].starts(with: separator) })
        else { return note(.unreadableName, at - 1) }
        file.oldName = Array(names[..<place])
        file.newName = Array(names[(place + separator.count)...])
        append(file, PatchPrefix.parts(file.oldName, file.newName))
    }

    mutating func append(_ file: FilePatch, _ prefix: Int?) {
        var file = file
        file.message = patch.messages.isEmpty ? nil : patch.messages.count - 1
        if file.oldName.map({ $0.elementsEqual("/dev/null".utf8) }) ?? false {
            file.oldName = nil
            if file.kind == .modified { file.kind = .added }
        }
        if file.newName.map({ $0.elementsEqual("/dev/null".utf8) }) ?? false {
            file.newName = nil
            if file.kind == .modified { file.kind = .deleted }
        }
        patch.files.append(file)
        prefixes.append(prefix)
        mail = .none
    }

    /// Finds the paths once all names are known: files that show no prefix go by those that do.
    mutating func nameFiles(_ given: Int?) {
        let known = prefixes.compactMap { $0 }
        let usual = known.isEmpty ? nil : (known.contains(1) ? 1 : 0)
        for index in patch.files.indices {
            let file = patch.files[index]
            for (name, path) in [(file.oldName, \FilePatch.oldPath), (file.newName, \FilePatch.newPath)] {
                guard let name, file[keyPath: path] == nil else { continue }
                let parts = given ?? prefixes[index] ?? usual ?? (PatchPrefix.isUsual(name) ? 1 : 0)
                patch.files[index][keyPath: path] = PatchPrefix.without(parts, name)
                if patch.files[index][keyPath: path] == nil { note(.nameOutsideProject, file.line - 1) }
            }
        }
    }
}

extension PatchScan {
    /// Heads of mails (`git format-patch`, a mailbox) and of commits (`git show`, `git log -p`).
    private mutating func readMail(_ text: PatchText) {
        if text.starts(with: "From "), let id = text.word(after: "From "), PatchText.isBlobID(id) {
            patch.messages.append(Patch.Message(commit: id, line: at + 1))
            mail = .fields
        } else if text.starts(with: "commit "), let id = text.word(after: "commit "), PatchText.isBlobID(id) {
            patch.messages.append(Patch.Message(commit: id, line: at + 1))
            mail = .commit
        } else if mail == .commit {
            readCommit(text)
        } else if text.starts(with: "Subject: ") {
            if mail == .none { patch.messages.append(Patch.Message(line: at + 1)) }
            patch.messages[patch.messages.count - 1].subject = Array(text.bytes.dropFirst(9))
            mail = .subject
        } else if mail == .subject, let first = text.bytes.first, first == 0x20 || first == 0x09 {
            patch.messages[patch.messages.count - 1].subject += [0x20] + text.bytes.drop { $0 == 0x20 || $0 == 0x09 }
        } else if mail != .none {
            mail = text.bytes.isEmpty ? .none : .fields
            if text.starts(with: "From: ") {
                patch.messages[patch.messages.count - 1].author = Array(text.bytes.dropFirst(6))
            }
            let coding = String(decoding: text.bytes, as: UTF8.self).lowercased()
            if coding.hasPrefix("content-transfer-encoding:"),
                coding.hasSuffix("base64") || coding.hasSuffix("quoted-printable")
            {
                note(.encodedMail, at)
            }
        }
    }

    private mutating func readCommit(_ text: PatchText) {
        if text.starts(with: "Author: ") {
            patch.messages[patch.messages.count - 1].author = Array(
                text.bytes.dropFirst(7).drop { $0 == 0x20 })
        } else if text.starts(with: "    ") {
            patch.messages[patch.messages.count - 1].subject = Array(text.bytes.dropFirst(4))
            mail = .none
        }
    }
}
