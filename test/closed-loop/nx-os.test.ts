// The closed loops of NX-OS.
import { closedLoops } from './suite.ts'

closedLoops('nx-os')
