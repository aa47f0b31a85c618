package import S6Native

/// Soon enough for anything that goes well.
package func soon() -> Deadline { .after(.seconds(20)) }

/// A little while, for what is to time out, but not before a supervisor has read what it was asked.
package func shortly() -> Deadline { .after(.seconds(1)) }
