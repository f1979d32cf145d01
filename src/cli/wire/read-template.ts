// Makes a template of the texts of its folder. A mistake is told with file, line and what to write instead.
import path from "node:path";
import { ConfigError } from "../../core/errors.ts";
import { checkTemplate } from "../../core/template/check-template.ts";
import { parseTemplate } from "../../core/template/parse-template.ts";
import type { TemplateProblem } from "../../core/template/template-node.ts";
import type { Template } from "../../core/template/template.ts";
import { METADATA_FILE, TEMPLATE_FILE, type TemplateFolder } from "../../io/fs/template-folders.ts";
import { parseYaml } from "../../io/fs/read-yaml.ts";
import { templateSchema } from "./template-schema.ts";

/** Throws ConfigError. */
export function readTemplate({ product, folder, template, metadata }: TemplateFolder): Template {
  const { value } = parseYaml(metadata, path.join(folder, METADATA_FILE), templateSchema);
  const nodes = parseTemplate(template);
  if (!nodes.ok) throw templateError(folder, nodes.error);
  const problem = checkTemplate(nodes.value, value.escapes);
  if (problem !== undefined) throw templateError(folder, problem);
  return { ...value, product, nodes: nodes.value };
}

/** What is wrong with the folder's template.txt. */
export function templateError(folder: string, { line, message, hint }: TemplateProblem): ConfigError {
  return new ConfigError(
    `${path.join(folder, TEMPLATE_FILE)}:${line}: ${message}`,
    hint === undefined ? {} : { hint },
  );
}
