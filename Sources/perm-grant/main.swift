import Glibc
import PermGrant

exit(PermGrant.main())
