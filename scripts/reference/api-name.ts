/** What a doc comment says. */
export interface ApiComment {
  /** Everything before the first tag; empty when there is none. */
  readonly text: string;
  readonly tags: readonly ApiTag[];
}

export interface ApiTag {
  /** Without the `@`. */
  readonly name: string;
  readonly text: string;
}

/** A member of an exported class or interface. */
export interface ApiMember {
  readonly name: string;
  /** Its declarations; several when it is overloaded. */
  readonly signatures: readonly string[];
  readonly optional: boolean;
  readonly comment: ApiComment;
}

export const apiKinds = ['class', 'interface', 'function', 'type', 'constant'] as const;

/** A name that an entry point exports. */
export interface ApiName {
  readonly name: string;
  readonly kind: (typeof apiKinds)[number];
  /** Its declarations, without `export`, and without their members when `members` has them. */
  readonly signatures: readonly string[];
  readonly comment: ApiComment;
  /** Of classes and interfaces: their own, and those inherited from a base that is not exported. None that is private. */
  readonly members: readonly ApiMember[];
}
