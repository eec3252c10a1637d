import { invalid } from '../validation-error.ts';

/** Which parameter an expression was given in; error messages begin with it. */
export type ExpressionKind =
  | 'ConditionExpression'
  | 'FilterExpression'
  | 'KeyConditionExpression'
  | 'ProjectionExpression'
  | 'UpdateExpression';

interface Token {
  readonly kind: 'name' | 'namePlaceholder' | 'valuePlaceholder' | 'number' | 'symbol' | 'end';
  readonly text: string;
}

const TOKEN =
  /\s*(?:(?<name>[A-Za-z_]\w*)|(?<namePlaceholder>#\w+)|(?<valuePlaceholder>:\w+)|(?<number>\d+)|(?<symbol><>|<=|>=|[=<>()[\].,+-]))/y;
const END: Token = { kind: 'end', text: '<EOF>' };
/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html: expression parameters. */
const MAX_BYTES = 4096;

/** Reads an expression token by token and remembers which placeholders it has. */
export class TokenReader {
  readonly kind: ExpressionKind;
  /** `#` placeholders read so far. */
  readonly names = new Set<string>();
  /** `:` placeholders read so far. */
  readonly values = new Set<string>();
  readonly #tokens: readonly Token[];
  #next = 0;

  /** @throws {ServiceError} `ValidationException` for an empty or overlong expression, or a character that none may have. */
  constructor(kind: ExpressionKind, text: string) {
    this.kind = kind;
    if (text.trim() === '') throw this.problem('The expression can not be empty;');
    const bytes = Buffer.byteLength(text);
    if (bytes > MAX_BYTES) {
      throw this.problem(
        `Expression size has exceeded the maximum allowed size; expression size: ${bytes}, allowed: ${MAX_BYTES}`,
      );
    }
    this.#tokens = this.#tokensOf(text);
  }

  get token(): Token {
    return this.#tokens[this.#next] ?? END;
  }

  /** Whether the token after the present one is `text`. */
  isFollowedBy(text: string): boolean {
    return this.#tokens[this.#next + 1]?.text === text;
  }

  /** Whether the present token is a keyword, which any case may write. */
  isKeyword(keyword: string): boolean {
    const { kind, text } = this.token;
    return kind === 'name' && text.toUpperCase() === keyword;
  }

  /** Takes the present token. */
  take(): Token {
    const { token } = this;
    this.#next++;
    if (token.kind === 'namePlaceholder') this.names.add(token.text);
    if (token.kind === 'valuePlaceholder') this.values.add(token.text);
    return token;
  }

  /** Takes a keyword if it is next. */
  takesKeyword(keyword: string): boolean {
    const isNext = this.isKeyword(keyword);
    if (isNext) this.take();
    return isNext;
  }

  /** Takes a symbol if it is next. */
  takesSymbol(symbol: string): boolean {
    const isNext = this.token.kind === 'symbol' && this.token.text === symbol;
    if (isNext) this.take();
    return isNext;
  }

  expectSymbol(symbol: string): void {
    if (!this.takesSymbol(symbol)) throw this.syntaxError();
  }

  expectKeyword(keyword: string): void {
    if (!this.takesKeyword(keyword)) throw this.syntaxError();
  }

  expectEnd(): void {
    if (this.token.kind !== 'end') throw this.syntaxError();
  }

  syntaxError(): Error {
    const near = this.#tokens.slice(Math.max(0, this.#next - 1), this.#next + 2).map(({ text }) => text);
    return this.problem(`Syntax error; token: "${this.token.text}", near: "${near.join(' ')}"`);
  }

  problem(problem: string): Error {
    return invalid(`Invalid ${this.kind}: ${problem}`);
  }

  #tokensOf(text: string): Token[] {
    const tokens: Token[] = [];
    const end = text.trimEnd().length;
    TOKEN.lastIndex = 0;
    while (TOKEN.lastIndex < end) {
      const start = TOKEN.lastIndex;
      const groups = TOKEN.exec(text)?.groups;
      const found = Object.entries(groups ?? {}).find(([, value]) => value !== undefined);
      if (found === undefined) {
        const rest = text.slice(start).trimStart();
        throw this.problem(`Syntax error; token: "${rest[0]}", near: "${rest.slice(0, 10)}"`);
      }
      tokens.push({ kind: found[0] as Token['kind'], text: found[1] as string });
    }
    return tokens;
  }
}
