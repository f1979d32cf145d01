// Reads a scenario: YAML, the schema, then the references. A mistake is told with file, line and what to type instead.
import { parseYaml, valueAt, type YamlPath } from "../io/fs/read-yaml.ts";
import { checkReferences } from "./check-scenario.ts";
import {
  HOST_SCHEMA,
  RECORD_SCHEMAS,
  type Scenario,
  scenarioSchema,
  SERVER_SCHEMA,
  SOA_SCHEMA,
  ZONE_SCHEMA,
} from "./scenario.ts";

/** `file` is only for the messages. Throws ConfigError. */
export function parseScenario(text: string, file: string): Scenario {
  const { value, errorAt } = parseYaml(text, file, scenarioSchema, { what: "the scenario", knownKeys });
  const problem = checkReferences(value);
  if (problem === undefined) return value;
  throw errorAt(problem.path, problem.message, problem.hint);
}

/** The keys that may stand in the mapping at this path. */
function knownKeys(path: YamlPath, mapping: unknown): readonly string[] {
  const [section, , part] = path;
  if (section === "hosts") return Object.keys(HOST_SCHEMA.shape);
  if (section === "servers") return path.length > 2 ? ["delay"] : Object.keys(SERVER_SCHEMA.shape);
  if (section !== "zones") return Object.keys(scenarioSchema.shape);
  if (part === "soa") return Object.keys(SOA_SCHEMA.shape);
  if (part !== "records") return Object.keys(ZONE_SCHEMA.shape);
  const type = valueAt(mapping, ["type"]);
  const schema = Object.entries(RECORD_SCHEMAS).find(([name]) => name === type)?.[1];
  return Object.keys((schema ?? RECORD_SCHEMAS.SRV).shape);
}
