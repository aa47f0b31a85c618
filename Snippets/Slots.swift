// Put services into a tree that runs, and take them out.
import S6Native

let tree = ScanDirectory("/run/hermes/service")
try tree.publish(copyOf: "/etc/services/web", as: SlotName("web-2"), before: .after(.seconds(5)))
try tree.retire(SlotName("web-2"), before: .after(.seconds(30)))  // nothing of it runs any more
