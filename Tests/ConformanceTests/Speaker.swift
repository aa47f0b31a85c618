import Foundation
import LiveTree
import S6Native

/// What came of an operation, whoever did it: each has its own codes for the same.
enum Outcome: Equatable, Sendable {
    case done, notSupervised, noSuchService, timedOut, failedPermanently, refused
}

/// Somebody who speaks to supervisors: s6's own tools, or ours.
///
/// The same cases are put to both.
protocol Speaker: Sendable {
    /// s6-svok
    func isSupervised(_ service: String) throws -> Bool
    /// s6-svstat -o
    func fields(_ fields: String, _ service: String) throws -> (Outcome, String)
    /// s6-svwait
    func wait(_ letter: Character, _ services: [String], any: Bool, milliseconds: Int) throws -> Outcome
    /// s6-svc
    func control(_ letters: String, _ service: String) throws -> Outcome
    /// s6-svscanctl
    func scan(_ letters: String, _ scandir: String) throws -> Outcome
}

/// The oracle.
struct TheirTools: Speaker {
    func isSupervised(_ service: String) throws -> Bool { try Command.run("s6-svok", service).code == 0 }

    func fields(_ fields: String, _ service: String) throws -> (Outcome, String) {
        let result = try Command.run("s6-svstat", "-o", fields, service)
        return (result.code == 0 ? .done : result.code == 1 ? .notSupervised : .refused, result.output)
    }

    func wait(_ letter: Character, _ services: [String], any: Bool, milliseconds: Int) throws -> Outcome {
        let options = ["-\(letter)", any ? "-o" : "-a", "-t", "\(milliseconds)"]
        let result = try Command.run(["s6-svwait"] + options + services)
        switch result.code {
        case 0: return .done
        // Its time was over before it listened.
        case 111 where result.errors.contains("timed out"): return .timedOut
        case 99: return .timedOut
        case 1..<99: return .failedPermanently
        case 102: return .notSupervised
        default: return .refused
        }
    }

    func control(_ letters: String, _ service: String) throws -> Outcome {
        let code = try Command.run("s6-svc", "-\(letters)", service).code
        // Up to 2.13 it ends with 100 for this, and has no other use for that code once the words are right.
        let absent: Int32 = SixRelease.current >= SixRelease(2, 14) ? 102 : 100
        return code == 0 ? .done : code == absent ? .notSupervised : .refused
    }

    func scan(_ letters: String, _ scandir: String) throws -> Outcome {
        let code = try Command.run("s6-svscanctl", "-\(letters)", scandir).code
        return code == 0 ? .done : code == 100 ? .notSupervised : .refused
    }
}

/// The library, and hermesctl where the tool's output is what counts.
struct OurOwn: Speaker {
    func isSupervised(_ service: String) throws -> Bool {
        try ServiceDirectory(S6Path(service)).supervised().isSupervised == true
    }

    func fields(_ fields: String, _ service: String) throws -> (Outcome, String) {
        let result = try HermesCtl.run("status", "-o", fields, service)
        return (result.code == 0 ? .done : result.code == 102 ? .notSupervised : .refused, result.output)
    }

    func wait(_ letter: Character, _ services: [String], any: Bool, milliseconds: Int) throws -> Outcome {
        let goals: [Character: WaitGoal] = [
            "u": .up, "U": .ready, "d": .down, "D": .finished, "r": .restarted, "R": .restartedAndReady,
        ]
        let deadline: Deadline = milliseconds == 0 ? .never : .after(.milliseconds(milliseconds))
        var directories: [ServiceDirectory] = []
        for service in services { directories.append(ServiceDirectory(try S6Path(service))) }
        return outcome { () throws(S6Error) in
            try ServiceDirectory.wait(for: goals[letter] ?? .up, on: directories, any ? .any : .all, before: deadline)
        }
    }

    func control(_ letters: String, _ service: String) throws -> Outcome {
        let commands = letters.utf8.compactMap { ControlCommand(rawValue: $0) }
        let directory = ServiceDirectory(try S6Path(service))
        return outcome { () throws(S6Error) in try directory.send(commands) }
    }

    func scan(_ letters: String, _ scandir: String) throws -> Outcome {
        let commands = letters.utf8.compactMap { ScanCommand(rawValue: $0) }
        let directory = ScanDirectory(try S6Path(scandir))
        return outcome { () throws(S6Error) in try directory.send(commands) }
    }

    private func outcome(_ body: () throws(S6Error) -> Void) -> Outcome {
        do throws(S6Error) {
            try body()
            return .done
        } catch .notSupervised {
            return .notSupervised
        } catch .supervisorEnded {
            return .notSupervised
        } catch .noScanner {
            return .notSupervised
        } catch .noSuchService {
            return .noSuchService
        } catch .timedOut {
            return .timedOut
        } catch .failedPermanently {
            return .failedPermanently
        } catch {
            return .refused
        }
    }
}
