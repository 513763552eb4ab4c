/** Looks of so many, so long apart, before a write whose answer was lost counts as not applied. */
export const lateLooks = 4;
export const lateLookMs = 10_000;

/** After how long such a write has shown up, or never will. */
export const lateMs = (lateLooks - 1) * lateLookMs;
