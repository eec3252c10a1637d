import { isJsonObject, type JsonObject } from '../json.ts';
import { templateError } from '../template/resolution-scope.ts';

/** @throws {EmbeddedCloudError} TEMPLATE_INVALID when the property is missing or no text. */
export function requiredText(properties: JsonObject, name: string): string {
  const value = properties[name];
  if (typeof value === 'string' && value !== '') return value;
  throw templateError(`${name} must be a text that is not empty, got ${JSON.stringify(value)}`);
}

/** @throws {EmbeddedCloudError} TEMPLATE_INVALID when the property is there but no number (or text of one). */
export function optionalNumber(properties: JsonObject, name: string): number | undefined {
  const value = properties[name];
  if (value === undefined) return undefined;
  const number = typeof value === 'number' || typeof value === 'string' ? Number(value) : Number.NaN;
  if (Number.isFinite(number)) return number;
  throw templateError(`${name} must be a number, got ${JSON.stringify(value)}`);
}

/** The object that a property holds; empty when the property is missing. */
export function objectProperty(properties: JsonObject, name: string): JsonObject {
  const value = properties[name];
  return isJsonObject(value) ? value : {};
}

/** The objects that a list property holds; empty when the property is missing. */
export function objectList(properties: JsonObject, name: string): JsonObject[] {
  const value = properties[name];
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

/** True for the boolean and for its text, which CloudFormation takes as well. */
export function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}

/**
 * The properties `names` that are set, as SNS and SQS want their attributes: texts, structures as JSON.
 */
export function textAttributes(properties: JsonObject, names: readonly string[]): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const name of names) {
    const value = properties[name];
    if (value !== undefined) attributes[name] = typeof value === 'object' ? JSON.stringify(value) : String(value);
  }
  return attributes;
}

/** The properties `names` that are set. */
export function pick(properties: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(
    names.filter((name) => properties[name] !== undefined).map((name) => [name, properties[name]]),
  );
}
