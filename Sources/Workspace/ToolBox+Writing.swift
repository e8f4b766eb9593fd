// The tools that propose changes. None of them touches the disk.
import ChangeReview
import TaskMachine

extension ToolBox {
    func createFile(_ arguments: ToolArguments, _ view: StagedView) throws(ToolFailure) -> Proposal {
        let path = try view.path(try arguments.path())
        let old = try view.current(path)
        try refuseBelowFiles(path, view)
        let written = try WrittenContent(try arguments.text("content"), path: path.text, old: old?.bytes)
        let state = FileState(bytes: Array(written.text.utf8), isExecutable: old?.isExecutable ?? false)
        return try propose(path, state, from: old, view, notes: written.notes)
    }

    func modifyFile(_ arguments: ToolArguments, _ view: StagedView) throws(ToolFailure) -> Proposal {
        // Some models send an edit's arguments under this name.
        if arguments.optionalText("content") == nil, arguments.optionalText("old_string") != nil {
            return try replaceString(arguments, view)
        }
        let name = try arguments.path()
        return try edit(arguments, view) { old throws(ToolFailure) in
            let written = try WrittenContent(try arguments.text("content"), path: name, old: old)
            return SearchReplaceDiff.Outcome(bytes: refitted(Array(written.text.utf8), to: old), notes: written.notes)
        }
    }

    func replaceString(_ arguments: ToolArguments, _ view: StagedView) throws(ToolFailure) -> Proposal {
        try edit(arguments, view) { old throws(ToolFailure) in
            try replacing(
                try arguments.text("old_string"), with: try arguments.text("new_string"),
                startLine: try arguments.number("start_line"), in: old)
        }
    }

    func applyDiff(_ arguments: ToolArguments, _ view: StagedView) throws(ToolFailure) -> Proposal {
        let diff = try SearchReplaceDiff(try arguments.text("diff"))
        return try edit(arguments, view) { old throws(ToolFailure) in try diff.applied(to: old) }
    }

    func insertContent(_ arguments: ToolArguments, _ view: StagedView) throws(ToolFailure) -> Proposal {
        let line = try arguments.number("line") ?? 0
        return try edit(arguments, view) { old throws(ToolFailure) in
            let bytes = try inserting(try arguments.text("content"), before: line, in: old)
            return SearchReplaceDiff.Outcome(bytes: bytes, notes: [])
        }
    }

    func deleteFile(_ arguments: ToolArguments, _ view: StagedView) throws(ToolFailure) -> Proposal {
        let path = try view.path(try arguments.path())
        let old = try view.existing(path)
        return try propose(path, nil, from: old, view)
    }

    func moveFile(_ arguments: ToolArguments, _ view: StagedView) throws(ToolFailure) -> Proposal {
        let path = try view.path(try arguments.path())
        let target = try view.path(try arguments.path("to"))
        let old = try view.existing(path)
        // Under an innocent name its contents could be read.
        if SecretFile.reason(target.text) == nil { try view.refuseSecret(path.text) }
        guard path != target else { throw ToolFailure("\(printed(path.text)) is moved to itself") }
        guard try view.current(target) == nil else { throw ToolFailure("\(printed(target.text)) exists already") }
        try refuseBelowFiles(target, view)
        return Proposal([(try view.step(path, to: nil), old), (try view.step(target, to: old), nil)])
    }

    /// Drops what is staged of a file: it is again what the disk held when it was first staged, byte for byte.
    func revertFile(_ arguments: ToolArguments, _ view: StagedView) throws(ToolFailure) -> Proposal {
        let path = try view.path(try arguments.path())
        guard let base = view.staged.bases[path] else {
            throw ToolFailure("nothing of \(printed(path.text)) is staged")
        }
        return try propose(path, base, from: try view.current(path), view)
    }

    private func edit(
        _ arguments: ToolArguments, _ view: StagedView,
        _ change: ([UInt8]) throws(ToolFailure) -> SearchReplaceDiff.Outcome
    ) throws(ToolFailure) -> Proposal {
        let path = try view.path(try arguments.path())
        let old = try view.existing(path)
        let outcome: SearchReplaceDiff.Outcome
        do throws(ToolFailure) { outcome = try change(old.bytes) } catch {
            // A failure shows lines of the file.
            guard !view.mayRead(path.text) else { throw error }
            throw ToolFailure("the change does not fit \(printed(path.text)), whose contents are secret and not shown")
        }
        let new = FileState(bytes: outcome.bytes, isExecutable: old.isExecutable)
        guard new != old else { throw ToolFailure("nothing to change: \(printed(path.text)) is like that already") }
        return try propose(path, new, from: old, view, notes: outcome.notes)
    }

    private func propose(
        _ path: RelativePath, _ state: FileState?, from old: FileState?, _ view: StagedView,
        notes: [String] = []
    ) throws(ToolFailure) -> Proposal {
        Proposal([(try view.step(path, to: state), old)], notes: notes)
    }

    /// A new file can't be inside what is a file, on disk or staged.
    private func refuseBelowFiles(_ path: RelativePath, _ view: StagedView) throws(ToolFailure) {
        var above = path
        while let parent = RelativePath(above.parent) {
            if case .some(.some) = view.staged[parent] { throw ToolFailure(.notFolder(parent.text)) }
            above = parent
        }
        do throws(AccessFailure) { _ = try project.openFolder(of: path) } catch { throw ToolFailure(error) }
    }
}
