/** Checks that a request is what a vendor's reference describes. */

type Check = (value: unknown) => boolean;
export type Schema = Readonly<Record<string, Check>>;

export const string: Check = (value) => typeof value === "string";
export const boolean: Check = (value) => typeof value === "boolean";
export const integer: Check = (value) => Number.isInteger(value);
export const number: Check = (value) => typeof value === "number" && Number.isFinite(value);
export const object: Check = (value) =>
  typeof value === "object" && value !== null && !Array.isArray(value);
export const strings: Check = (value) => Array.isArray(value) && value.every(string);
export const stop: Check = (value) => string(value) || strings(value);
export const between =
  (least: number, most: number): Check =>
  (value) =>
    typeof value === "number" && value >= least && value <= most;
export const list =
  (schema: Schema, required: readonly string[]): Check =>
  (value) =>
    Array.isArray(value) && value.every((one) => faultsOf(one, schema, required).length === 0);
export const oneOf =
  (...checks: readonly Check[]): Check =>
  (value) =>
    checks.some((check) => check(value));
export const literal =
  (...values: readonly unknown[]): Check =>
  (value) =>
    values.includes(value);

/** Fields that the reference does not know, that have another type, or that are missing. */
export function faultsOf(body: unknown, schema: Schema, required: readonly string[]): string[] {
  if (!object(body)) return ["the body is no object"];
  const fields = body as Record<string, unknown>;
  const missing = required.filter((name) => fields[name] === undefined);
  const wrong = Object.entries(fields).flatMap(([name, value]) => {
    const check = schema[name];
    if (check === undefined) return [`${name} is not known`];
    return check(value) ? [] : [`${name} is ${JSON.stringify(value).slice(0, 80)}`];
  });
  return [...missing.map((name) => `${name} is missing`), ...wrong];
}
