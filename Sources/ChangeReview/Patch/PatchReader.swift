// Patches as people and programs write them, read so that a review can be made of them.

/// Reads `diff -u`, git's diffs in all their forms, mail and mailboxes, and several of them one after the other.
///
/// What stands between is passed over, as `git apply` and `patch` do. What is damaged becomes a `Patch.Problem`; the
/// rest is read all the same.
public enum PatchReader {
    /// `prefixParts`: how many leading parts of names are no folders (`-p`); `nil` finds out from the names.
    ///
    /// Cost: O(bytes), in memory too.
    public static func read(
        _ bytes: [UInt8], prefixParts: Int? = nil, limits: PatchLimits = PatchLimits()
    ) throws(PatchRefusal) -> Patch {
        guard bytes.count <= limits.bytes else { throw .tooManyBytes(limit: limits.bytes) }
        let lines = ByteLines(bytes)
        guard lines.count <= limits.lines else { throw .tooManyLines(limit: limits.lines) }
        var scan = PatchScan(lines, limits)
        try scan.readAll()
        scan.nameFiles(prefixParts)
        return scan.patch
    }
}
