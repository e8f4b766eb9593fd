// What a verb is given of its message, and how it says that this does not fit.

/// A request line behind its verb, and the lines below it.
struct RequestLine {
    var rest: Substring
    var body: Substring

    func words(readingExpressions: Bool = false) throws(RequestMistake) -> [RequestWord] {
        do {
            return try RequestWordReader.words(of: rest, readsExpressions: readingExpressions)
        } catch {
            throw RequestMistake(error)
        }
    }
}

/// Why a request with a known verb does not fit its form.
struct RequestMistake: Error, Equatable {
    /// A whole sentence.
    var reason: String

    init(_ reason: String) { self.reason = reason }

    init(_ error: RequestWordError) {
        switch error {
        case .unclosed(let quote): reason = "The quote \(quote) is never closed."
        case .glued(let text): reason = "A blank is missing between the closing quote and \(text.inCode)."
        }
    }
}
