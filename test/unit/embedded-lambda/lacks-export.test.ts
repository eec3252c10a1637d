import { describe, expect, it } from 'vitest';
import { lacksExport } from '../../../embedded/lambda/lacks-export.ts';

describe('lacksExport', () => {
  it.each([
    ['a list', 'var a = 1;\nexport { a as main };'],
    ['a minified list', 'var a=1;export{a as main,b as other};'],
    ['a list of several lines', 'export {\n  main,\n  other,\n};\n'],
    ['a declaration', 'export const main = async () => {};'],
    ['functions', 'export async function main() {}\nexport function* other() {}\nexport class Third {}'],
    ['code that speaks of exports', '// export your handler\nconst text = "an export handler";\nexport { main };'],
  ])('is sure by %s', (_what, source) => {
    expect(lacksExport(source, 'handler')).toBe(true);
    expect(lacksExport(source, 'main')).toBe(false);
  });

  it.each([
    ['there is a second declaration', 'export const main = 1, handler = 2;'],
    ['a declaration takes apart', 'export const { handler } = functions;'],
    ['everything of another module is exported', "export * from './chunk.mjs';\nexport { main };"],
    ['a handler may be in the default export', 'export { functions as default };'],
    ['a default export is declared', 'export default { handler };'],
    ['a name is a text', 'export { a as "handler" };'],
    ['it is CommonJS', 'exports.main = async () => {};'],
    ['there is nothing', ''],
  ])('is not sure when %s', (_what, source) => {
    expect(lacksExport(source, 'handler')).toBe(false);
  });
});
