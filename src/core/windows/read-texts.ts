// Several pasted texts, each with the name of its file.
import type { WindowsDocument } from "./document.ts";
import { readDocuments, type NotUnderstood } from "./read-documents.ts";

/** `file`: `-` for standard input. */
export type PastedText = { readonly file: string; readonly text: string };

export type PastedDocument = { readonly file: string; readonly document: WindowsDocument };

export type ReadTexts = {
  readonly files: readonly string[];
  readonly documents: readonly PastedDocument[];
  readonly notUnderstood: readonly (NotUnderstood & { readonly file: string })[];
};

export function readTexts(texts: readonly PastedText[]): ReadTexts {
  const documents: PastedDocument[] = [];
  const notUnderstood: (NotUnderstood & { readonly file: string })[] = [];
  for (const { file, text } of texts) {
    const read = readDocuments(text);
    for (const document of read.documents) documents.push({ file, document });
    for (const lines of read.notUnderstood) notUnderstood.push({ ...lines, file });
  }
  return { files: texts.map(({ file }) => file), documents, notUnderstood };
}
