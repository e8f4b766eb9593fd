// A file of ours is either its old self or its new self, whatever happens in between.

extension FileOperations {
    /// Writes `bytes` as `name` in `folder`: temporary file, sync, rename, sync of the folder. Mode 0600 by default.
    /// On an error the old file is untouched and the temporary one is gone, where the disk allows it.
    public func replace(
        _ name: String, in folder: borrowing Descriptor, with bytes: [UInt8], mode: UInt32 = 0o600
    ) throws(FileError) {
        let temporary = ".\(name).new"
        // A leftover of a run that died here is ours: nobody else makes names in this folder.
        if try status(of: temporary, in: folder) != nil { try remove(temporary, in: folder) }
        do throws(FileError) {
            let file = try open(temporary, in: folder, .createNew(mode: mode))
            try write(bytes, to: file)
            try sync(file)
            try rename(temporary, in: folder, to: name, in: folder)
        } catch {
            try? remove(temporary, in: folder)
            throw error
        }
        try sync(folder)
    }
}
