// Theme and signs for all views below.
import { createContext } from "react";
import { UNICODE, type Glyphs } from "./glyphs.ts";
import { THEMES, type Theme } from "./theme.ts";

export type LookOfApp = { readonly theme: Theme; readonly glyphs: Glyphs; readonly isAscii: boolean };

export const LookContext = createContext<LookOfApp>({ theme: THEMES.dark, glyphs: UNICODE, isAscii: false });
