public import S6Native

/// What keeps the gateways running on a machine.
public enum ServiceManagerKind: Equatable, Sendable, CaseIterable {
    /// s6-svscan is process 1, or a tree of one's own is there.
    case s6
    /// The services of Windows.
    case windows
    /// launchd of macOS.
    case launchd
    /// systemd.
    case systemd
    /// Nothing that we know.
    case none
}

extension ServiceManagerKind: CustomStringConvertible, Worded {
    /// The word for it.
    public var description: String { text.string }

    package var text: Text {
        switch self {
        case .s6: "s6"
        case .windows: "windows"
        case .launchd: "launchd"
        case .systemd: "systemd"
        case .none: "none"
        }
    }

    /// How a status calls it.
    public var title: String { titleText.string }

    package var titleText: Text {
        switch self {
        case .s6: "s6 (container supervisor)"
        case .windows: "Windows services"
        case .launchd: "launchd"
        case .systemd: "systemd"
        case .none: "none"
        }
    }
}
