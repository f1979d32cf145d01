// The log of a session.

/** Older lines go: a session may watch for weeks. */
export const MOST_LOG_LINES = 2000;
