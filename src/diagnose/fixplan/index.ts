// The merged plan of a device's fixes.
export { type PlanContext, planFixes } from './plan.ts'
export { retryLine } from './retry.ts'
