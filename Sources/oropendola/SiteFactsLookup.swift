// How the commands without a screen find out a site's name and version.
import Backend
import TaskMachine
import Transport

/// Asks the site at an address. Where it does not tell, the name of its host stands for its own, which is right by
/// Frappe's convention.
func siteLookup(_ address: ServerAddress, _ http: any HTTPTransport) -> SiteLookup {
    { headers in
        let client = FrappeClient(address: address, transport: http)
        let session = FrappeSession(headers: headers)
        // A site that does not answer here is found silent by what follows, and told so.
        let version = (try? await client.version()) ?? nil
        let name = (try? await client.siteName(session)) ?? nil
        return (name: name, majorVersion: version?.major)
    }
}
