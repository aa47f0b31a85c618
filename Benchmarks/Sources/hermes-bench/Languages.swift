import Measuring

/// The C library in other languages, each a program that is up already: see bindings.c, bindings.py.
struct Languages {
    static let ofPython = "Python, through the wheel", ofC = "C, through libs6native"
    static let options: Set = ["--wheel", "--bindings", "--c-bindings", "--template"]

    private let options: Options

    init(_ options: Options) { self.options = options }

    /// A Python that uses the wheel, as it was unpacked, as its users do.
    func python() throws -> Upstream? {
        guard let wheel = options.text("--wheel") else { return nil }
        return try Upstream(["python3", options.needed("--bindings"), wheel, options.needed("--template")])
    }

    /// A C program that is linked with libs6native.
    func c() throws -> Upstream? {
        guard let program = options.text("--c-bindings") else { return nil }
        return try Upstream([program, options.needed("--template")])
    }
}
