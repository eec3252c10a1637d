// Statements start a line in formatted and in emitted code, which keeps examples in comments out.
const STATEMENT = /^(?:import|export)\s+(?:[^;'"]*?\sfrom\s+)?['"]([^'"]+)['"]/gm;
const CALL = /\bimport\(\s*['"]([^'"]+)['"]/g;

/** Specifiers that a module's text imports: statically, by re-export, for types, for side effects, or dynamically. */
export const importSpecifiers = (text: string): readonly string[] =>
  [STATEMENT, CALL].flatMap((pattern) => [...text.matchAll(pattern)].map((match) => match[1] ?? ''));
