// The closed loops of IOS XE.
import { closedLoops } from './suite.ts'

closedLoops('ios-xe')
