import Glibc
import Measuring

/// Other supervisors, each with the tool that it comes with; scripts/bench has started them.
enum OtherContenders {
    /// runit: `sv` looks every 0.42 s whether what it asked for is so; `runsvdir` looks every 5 s for what is new.
    static func runit(_ directory: String) throws -> Contender {
        let sv = try Self.program("sv"), one = "\(directory)/one", new = "\(directory)/new", old = "\(directory)/.old"
        var contender = Contender("runit's sv")
        try Service.make("one", in: directory)
        try Until.so { (Service.pid(one) ?? 0) != 0 }
        contender.program(.status, sv, "status", one)
        contender.program(.ask, sv, "down", one)
        contender.program(.stop, sv, "stop", one)
        contender.program(.again, sv, "stop", one)
        contender.program(.start, sv, "start", one)
        contender.program(.restart, sv, "restart", one)
        contender.inProcess(.add) {
            try Service.make("new", in: directory)
            try Until.so { (Service.pid(new) ?? 0) != 0 }
        }
        let shutdown = Spawned([sv, "shutdown", old]), programs = contender.programs
        contender.ways[.remove] = {
            rename(new, old)
            return try programs.run(shutdown) + Cost.of { Service.remove(old) }
        }
        contender.settle = { try Until.so { Service.pid(one) == 0 } }
        return contender
    }

    /// daemontools: `svc` waits for nothing, so its status file is looked at; `svscan` looks every 5 s for what is new.
    static func daemontools(_ directory: String) throws -> Contender {
        let svc = try Self.program("svc"), svstat = try Self.program("svstat")
        let one = "\(directory)/one", new = "\(directory)/new", old = "\(directory)/.old"
        var contender = Contender("daemontools' svc")
        try Service.make("one", in: directory)
        try Until.so { (Service.pid(one) ?? 0) != 0 }
        contender.program(.status, svstat, one)
        contender.program(.ask, svc, "-d", one)
        contender.program(.stop, svc, "-d", one) { Service.pid(one) == 0 }
        contender.program(.again, svc, "-d", one) { Service.pid(one) == 0 }
        contender.program(.start, svc, "-u", one) { (Service.pid(one) ?? 0) != 0 }
        let restart = Spawned([svc, "-t", one]), programs = contender.programs
        contender.ways[.restart] = {
            let before = Service.pid(one)
            let asked = try programs.run(restart)
            return try asked + Cost.of { try Until.so { ![before, 0, nil].contains(Service.pid(one)) } }
        }
        contender.inProcess(.add) {
            try Service.make("new", in: directory)
            try Until.so { (Service.pid(new) ?? 0) != 0 }
        }
        let exit = Spawned([svc, "-dx", old])
        contender.ways[.remove] = {
            rename(new, old)
            return try programs.run(exit)
                + Cost.of {
                    try Until.so { !Service.isSupervised(old) }
                    Service.remove(old)
                }
        }
        contender.settle = { try Until.so { Service.pid(one) == 0 } }
        return contender
    }

    /// supervisor: `supervisorctl` is a Python that starts anew each time.
    static func supervisor(_ directory: String) throws -> Contender {
        let control = supervisorctl(directory)
        var contender = Contender("supervisor's supervisorctl")
        let state = Spawned(control + ["status", "one"]), programs = contender.programs
        for (operation, verb) in [(Operation.stop, "stop"), (.again, "stop"), (.start, "start"), (.restart, "restart")]
        {
            let program = Spawned(control + [verb, "one"])
            contender.ways[operation] = { try programs.run(program) }
        }
        contender.ways[.status] = { try programs.run(state) }
        let update = Spawned(control + ["update"]), file = "\(directory)/conf.d/new.conf"
        contender.ways[.add] = {
            let text = "[program:new]\ncommand=/bin/sh \(directory)/run\nstartsecs=0\n"
            return try Cost.of { try Service.write(text, to: file, mode: 0o644) } + programs.run(update)
        }
        contender.ways[.remove] = {
            unlink(file)
            return try programs.run(update)
        }
        return contender
    }

    /// The words that every command to the supervisord of a directory begins with.
    static func supervisorctl(_ directory: String) -> [String] {
        let program = getenv("SUPERVISORCTL").map { String(cString: $0) } ?? "supervisorctl"
        return program.split(separator: " ").map(String.init) + ["-c", "\(directory)/supervisord.conf"]
    }

    private static func program(_ name: String) throws -> String {
        guard let path = Spawned.find(name) else { throw Failure("no \(name) is installed") }
        return path
    }
}
