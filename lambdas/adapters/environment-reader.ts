import type { Environment, environmentNames } from '../../contracts/environment.ts';
import type { TopicArns } from '../runtime/outbox/unpublishable.ts';

type VariableName = (typeof environmentNames)[keyof typeof environmentNames];

/** Thrown at cold start when environment variables are missing or malformed; names all of them. */
export class EnvironmentError extends Error {
  readonly code = 'ENVIRONMENT_INVALID';

  constructor(problems: readonly string[]) {
    super(
      `the function's environment is invalid [ENVIRONMENT_INVALID]: ${problems.join('; ')}. Fanout's constructs set these variables; without them, set them on the function`,
    );
    this.name = 'EnvironmentError';
  }
}

/**
 * Reads settings from environment variables, and reports every problem at once.
 *
 * @throws EnvironmentError
 */
export function readEnvironment<Settings>(
  environment: Environment,
  read: (reader: EnvironmentReader) => Settings,
): Settings {
  const reader = new EnvironmentReader(environment);
  const settings = read(reader);
  if (reader.problems.length > 0) {
    throw new EnvironmentError(reader.problems);
  }
  return settings;
}

/** Reads single variables. What it answers for a bad one is of no use: {@link readEnvironment} throws in the end. */
export class EnvironmentReader {
  readonly problems: string[] = [];
  readonly #environment: Environment;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  /** A non-empty text that `pattern` matches. */
  text(name: VariableName, allowed: string, pattern = /./): string {
    return this.optionalText(name, allowed, pattern) ?? this.#refuse(name, allowed, '');
  }

  optionalText(name: VariableName, allowed: string, pattern = /./): string | undefined {
    const value = this.#environment[name];
    if (value === undefined || value === '') {
      return undefined;
    }
    return pattern.test(value) ? value : this.#refuse(name, allowed, '');
  }

  /** An integer of 1 or more. */
  count(name: VariableName): number {
    return this.optionalCount(name) ?? this.#refuse(name, COUNT, 1);
  }

  optionalCount(name: VariableName): number | undefined {
    const value = this.optionalText(name, COUNT);
    if (value === undefined) {
      return undefined;
    }
    const count = Number(value);
    return /^\d+$/.test(value) && Number.isSafeInteger(count) && count >= 1 ? count : this.#refuse(name, COUNT, 1);
  }

  /** A JSON object of topic ARNs by logical topic name. */
  topicArns(name: VariableName): TopicArns {
    const text = this.text(name, TOPIC_ARNS);
    try {
      const arns = Object.entries(JSON.parse(text) as Record<string, unknown>);
      if (arns.length > 0 && arns.every(([, arn]) => typeof arn === 'string' && arn.startsWith('arn:'))) {
        return new Map(arns as [string, string][]);
      }
    } catch {
      // Not JSON: refused below like any other value.
    }
    return text === '' ? new Map() : this.#refuse(name, TOPIC_ARNS, new Map());
  }

  #refuse<Value>(name: VariableName, allowed: string, placeholder: Value): Value {
    const value = this.#environment[name];
    this.problems.push(`${name} must be ${allowed}, got ${value === undefined ? 'nothing' : JSON.stringify(value)}`);
    return placeholder;
  }
}

const COUNT = 'an integer of 1 or more';
const TOPIC_ARNS = 'a JSON object of topic ARNs by topic name, such as {"orders":"arn:aws:sns:..."}';
