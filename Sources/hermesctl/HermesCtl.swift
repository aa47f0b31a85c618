import Glibc
import HermesCommands

@main struct HermesCtl {
    static func main() { exit(HermesControl.main()) }
}
