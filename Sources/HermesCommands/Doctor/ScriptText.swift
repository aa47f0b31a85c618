import S6Native

/// What can be told of a script, in shell or execline, without running it: the words in it.
///
/// A path that is put together from variables is not seen.
struct ScriptText {
    typealias Word = [UInt8]

    /// The words of each line; comments are left out.
    let lines: [[Word]]

    private init(lines: [[Word]]) { self.lines = lines }

    init(_ text: [UInt8]) {
        let whole = Self.joined(text)
        lines = whole.split(separator: UInt8(ascii: "\n")).enumerated().map { number, line in
            let isFirst = number == 0 && line.starts(with: "#!".utf8)
            return Self.words(isFirst ? line.dropFirst(2) : line)
        }
    }

    /// That of a file; `nil` if it cannot be read.
    init?(at path: S6Path, _ machine: Machine) {
        let place = machine.place(of: path)
        guard
            let text = try? Directory.handle(place.parent).plainFile(EntryName(place.lastComponent))
                .contents(limit: 1 << 16)
        else { return nil }
        self.init(text)
    }

    /// All words.
    var words: [Word] { lines.flatMap { $0 } }

    /// The part before a program that gives root's rights up; all of it, where there is none.
    var asRoot: ScriptText {
        var kept: [[Word]] = []
        for line in lines {
            guard let end = line.indices.first(where: { Self.dropsRights(line[$0], before: line[$0...]) }) else {
                kept.append(line)
                continue
            }
            return ScriptText(lines: kept + [Array(line[..<end])])
        }
        return self
    }

    /// Whether something in it gives root's rights up.
    var dropsRights: Bool { asRoot.words.count < words.count }

    /// Whether it runs with the environment of the container, its PATH included.
    var takesContainerPath: Bool {
        words.contains {
            Self.lastComponent($0).elementsEqual("with-contenv".utf8)
                || Self.lastComponent($0).elementsEqual("container_environment".utf8)
        }
    }

    /// The absolute paths in it, each once, but for those of devices and processes.
    var paths: [S6Path] {
        var paths: [S6Path] = []
        for word in words {
            guard let path = Self.path(word), !paths.contains(path) else { continue }
            paths.append(path)
        }
        return paths
    }

    /// The words that could be the names of programs, each once.
    var names: [Word] {
        words.reduce(into: []) { names, word in
            let isName = word.allSatisfy { Self.isOfName($0) } && word.first.map { $0 > UInt8(ascii: "9") } ?? false
            if isName, !names.contains(word) { names.append(word) }
        }
    }

    /// The absolute paths that follow a program on its line.
    func arguments(of program: StaticString) -> [S6Path] {
        let name = "\(program)".utf8
        return lines.flatMap { line -> [S6Path] in
            guard let place = line.firstIndex(where: { Self.lastComponent($0).elementsEqual(name) }) else { return [] }
            return line[(place + 1)...].compactMap { Self.path($0) }
        }
    }
}

extension ScriptText {
    private static func joined(_ text: [UInt8]) -> [UInt8] {
        var joined: [UInt8] = []
        for byte in text {
            if byte == UInt8(ascii: "\n"), joined.last == UInt8(ascii: "\\") {
                joined[joined.count - 1] = UInt8(ascii: " ")
            } else if byte != 0 {
                joined.append(byte)
            }
        }
        return joined
    }

    /// Quotes are taken away, so that `"$dir"/x` is no absolute path.
    private static func words(_ line: ArraySlice<UInt8>) -> [Word] {
        var words: [Word] = []
        for part in line.split(whereSeparator: { " \t\r;|&()<>=,:`".utf8.contains($0) }) {
            if part.first == UInt8(ascii: "#") { break }
            let word = part.filter { $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "'") }
            if !word.isEmpty { words.append(word) }
        }
        return words
    }

    /// An absolute path as far as it is written out; `nil` for another word.
    private static func path(_ word: Word) -> S6Path? {
        guard word.first == UInt8(ascii: "/") else { return nil }
        var path = word[...]
        if let open = path.firstIndex(where: { "$*?[{".utf8.contains($0) }) {
            path = path[..<open]
            path = path[..<(path.lastIndex(of: UInt8(ascii: "/")) ?? path.startIndex)]
        }
        let components = path.split(separator: UInt8(ascii: "/"))
        guard let first = components.first, !["dev", "proc", "sys"].contains(where: { first.elementsEqual($0.utf8) })
        else { return nil }
        return components.reduce("/" as S6Path) { $0.appending($1) }
    }

    private static func lastComponent(_ word: Word) -> ArraySlice<UInt8> {
        word[((word.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1)...]
    }

    private static func dropsRights(_ word: Word, before rest: ArraySlice<Word>) -> Bool {
        let name = String(decoding: lastComponent(word), as: UTF8.self)
        if name == "setpriv" { return rest.contains { $0.elementsEqual("--reuid".utf8) } }
        let others = [
            "s6-setuidgid", "s6-applyuidgid", "setuidgid", "chpst", "gosu", "su-exec", "runuser", "su", "sudo", "doas",
        ]
        return others.contains(name)
    }

    private static func isOfName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "-"),
            UInt8(ascii: "+"):
            true
        default: false
        }
    }
}
