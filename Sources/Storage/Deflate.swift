// Bytes made small and back (RFC 1950, zlib): the journal keeps both states of every file that was written.
import CZlib

/// The bytes in zlib's form, at its quickest; `nil` when that is not smaller.
public func deflated(_ bytes: [UInt8]) -> [UInt8]? {
    guard bytes.count > 16 else { return nil }
    var count = compressBound(uLong(bytes.count))
    let capacity = Int(count)
    var code: Int32 = 0
    let result = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, filled in
        code = compress2(buffer.baseAddress, &count, bytes, uLong(bytes.count), Z_BEST_SPEED)
        filled = code == Z_OK ? Int(count) : 0
    }
    return code == Z_OK && result.count < bytes.count ? result : nil
}

/// The bytes that `deflated` was given; `nil` when these are broken or do not make exactly `count` bytes.
public func inflated(_ bytes: [UInt8], count wanted: Int) -> [UInt8]? {
    var count = uLong(wanted)
    var code: Int32 = 0
    let result = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, filled in
        code = uncompress(buffer.baseAddress, &count, bytes, uLong(bytes.count))
        filled = code == Z_OK ? Int(count) : 0
    }
    return code == Z_OK && result.count == wanted ? result : nil
}
