// What a template is once it is read: literal text, values with their escape, and two blocks. There is nothing that could run code.

export type TemplateNode =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "value"; readonly name: string; readonly escape: string; readonly line: number }
  | {
      readonly kind: "each" | "if";
      readonly list: string;
      /** For `each`: a comma stands behind every item but the last. */
      readonly hasCommas: boolean;
      readonly body: readonly TemplateNode[];
      readonly line: number;
    };

/** Why a template can't be used; lines count from 1. */
export type TemplateProblem = {
  readonly line: number;
  readonly message: string;
  /** What to write instead, where that is known. */
  readonly hint?: string;
};
