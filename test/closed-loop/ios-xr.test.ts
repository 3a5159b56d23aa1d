// The closed loops of IOS XR.
import { closedLoops } from './suite.ts'

closedLoops('ios-xr')
