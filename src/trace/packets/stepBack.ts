/** Seconds by which times fall where a clock was set back; by less they fall where packets of several interfaces come in. */
export const STEP_BACK = 0.5
