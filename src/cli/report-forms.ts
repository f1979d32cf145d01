// The forms in which a report can be had; a file of its own, so that settings need no command tree.

/** The forms that every command's report can take. */
export const DOCUMENT_FORMS = ["text", "json", "ndjson"] as const;
export type DocumentForm = (typeof DOCUMENT_FORMS)[number];

/** The forms of a report with findings. */
export const REPORT_FORMS = [...DOCUMENT_FORMS, "markdown", "html", "junit", "sarif"] as const;
export type Format = (typeof REPORT_FORMS)[number];
