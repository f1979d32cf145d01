// Colours for frames although no test has a terminal; has to be loaded before the library that reads it.
process.env["FORCE_COLOR"] = "3";
