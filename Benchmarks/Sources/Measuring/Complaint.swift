import Glibc

/// What went wrong, said on standard error.
package func complain(_ text: String) {
    let bytes = Array("\(text)\n".utf8)
    _ = write(2, bytes, bytes.count)
}
