// What was read from pasted text, as reports tell it.
import type { DocumentKind, LineRange } from "../windows/document.ts";

/** `facts` are those of the kind, see core/windows. */
export type DocumentReport = {
  /** The name of the file, `-` for standard input. */
  readonly file: string;
  readonly kind: DocumentKind;
  readonly lines: LineRange;
  readonly facts: object;
};

export type NotUnderstoodReport = {
  readonly file: string;
  readonly lines: LineRange;
  readonly why: string;
};

export type ReadResult = {
  readonly documents: readonly DocumentReport[];
  readonly notUnderstood: readonly NotUnderstoodReport[];
};
