// Loads the one face that was asked for, so that the others cost no start-up time.
import type { DocumentForm, Format } from "../report-forms.ts";
import type { Face } from "./face.ts";

export async function loadFace(format: Exclude<Format, DocumentForm>): Promise<Face> {
  switch (format) {
    case "markdown":
      return (await import("./markdown/render-markdown.ts")).renderMarkdown;
    case "html":
      return (await import("./html/render-html.ts")).renderHtml;
    case "junit":
      return (await import("./junit/render-junit.ts")).renderJunit;
    case "sarif":
      return (await import("./sarif/render-sarif.ts")).renderSarif;
  }
}
