/// The system call that was refused.
public enum SystemCall: Equatable, Sendable {
    case open, read, write, stat, mkfifo, mkdir, symlink, fchmod, fchown, rename, unlink, rmdir, readlink
    case getdents, fcntl, flock, kill, getrandom, ppoll, inotifyInit, inotifyAddWatch
    case pidfdOpen, pidfdSendSignal, sigprocmask, fdatasync, setuid, connect
    case capset, setgroups, prctl, chdir, acl
    case epollCreate, epollCtl, epollWait, timerfd, eventfd, threadCreate
}

extension SystemCall: CustomStringConvertible, Worded {
    /// Its name, as in its manual page.
    public var description: String { text.string }

    package var text: Text {
        switch self {
        case .open: "open"
        case .read: "read"
        case .write: "write"
        case .stat: "stat"
        case .mkfifo: "mkfifo"
        case .mkdir: "mkdir"
        case .symlink: "symlink"
        case .fchmod: "fchmod"
        case .fchown: "fchown"
        case .rename: "rename"
        case .unlink: "unlink"
        case .rmdir: "rmdir"
        case .readlink: "readlink"
        case .getdents: "getdents"
        case .fcntl: "fcntl"
        case .flock: "flock"
        case .kill: "kill"
        case .getrandom: "getrandom"
        case .ppoll: "ppoll"
        case .inotifyInit: "inotify_init1"
        case .inotifyAddWatch: "inotify_add_watch"
        case .pidfdOpen: "pidfd_open"
        case .pidfdSendSignal: "pidfd_send_signal"
        case .sigprocmask: "rt_sigprocmask"
        case .fdatasync: "fdatasync"
        case .setuid: "setresuid"
        case .connect: "connect"
        case .capset: "capset"
        case .setgroups: "setgroups"
        case .prctl: "prctl"
        case .chdir: "chdir"
        case .acl: "set or read the access list"
        case .epollCreate: "epoll_create1"
        case .epollCtl: "epoll_ctl"
        case .epollWait: "epoll_wait"
        case .timerfd: "timerfd_create"
        case .eventfd: "eventfd"
        case .threadCreate: "pthread_create"
        }
    }
}
