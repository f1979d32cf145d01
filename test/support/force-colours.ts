// Colours for frames although no test has a terminal; has to be loaded before the library that reads it.
export const COLOUR_DEPTH = "3";
process.env["FORCE_COLOR"] = COLOUR_DEPTH;
