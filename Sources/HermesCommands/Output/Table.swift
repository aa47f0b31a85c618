/// A piece of output, and how it is to look on a terminal.
struct Cell {
    /// A way to look.
    enum Style: String {
        case plain = ""
        case emphasized = "1"
        case faint = "2"
        case good = "32"
        case warning = "33"
        case bad = "31"
    }

    let text: String
    let style: Style

    init(_ text: String, _ style: Style = .plain) {
        self.text = text
        self.style = style
    }
}

/// Rows in columns on a terminal, or with tabs between them where a program reads.
enum Table {
    static func text(header: [String], _ rows: [[Cell]], for look: Look) -> String {
        guard look.isAligned else {
            return rows.map { $0.map(\.text).joined(separator: "\t") + "\n" }.joined()
        }
        let all = [header.map { Cell($0, .faint) }] + rows
        var widths = header.map(\.count)
        for row in rows {
            for (column, cell) in row.enumerated() { widths[column] = max(widths[column], cell.text.count) }
        }
        return all.map { line($0, widths, look) }.joined()
    }

    private static func line(_ cells: [Cell], _ widths: [Int], _ look: Look) -> String {
        var text = ""
        for (column, cell) in cells.enumerated() {
            let isLast = column == cells.count - 1
            let padded = isLast ? cell.text : cell.text.padded(to: widths[column])
            text += look.styled(padded, cell.style) + (isLast ? "\n" : "  ")
        }
        return text
    }
}

/// How output is to look: as for a person at a terminal, or plain.
struct Look: Equatable {
    let isAligned: Bool
    let isColored: Bool

    static let plain = Look(isAligned: false, isColored: false)

    func styled(_ text: String, _ style: Cell.Style) -> String {
        isColored && style != .plain ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
    }
}
