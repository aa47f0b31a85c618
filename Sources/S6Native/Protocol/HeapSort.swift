extension Array {
    /// Sorts in place, equal elements in any order.
    ///
    /// The standard library's `sort` is ten times the code, for each type that it sorts, in the C library.
    package mutating func heapSort(by precedes: (Element, Element) -> Bool) {
        guard count > 1 else { return }
        for root in (0..<count / 2).reversed() { sift(from: root, below: count, precedes) }
        for end in (1..<count).reversed() {
            swapAt(0, end)
            sift(from: 0, below: end, precedes)
        }
    }

    /// Moves an element down until none below it is greater.
    private mutating func sift(from start: Int, below end: Int, _ precedes: (Element, Element) -> Bool) {
        var root = start
        while 2 * root + 1 < end {
            var child = 2 * root + 1
            if child + 1 < end, precedes(self[child], self[child + 1]) { child += 1 }
            guard precedes(self[root], self[child]) else { return }
            swapAt(root, child)
            root = child
        }
    }
}
