import { styleText } from 'node:util';

/** How text is emphasised. Every function answers its text unchanged where colours are not wanted. */
export interface Paint {
  bold(text: string): string;
  dim(text: string): string;
  accent(text: string): string;
  good(text: string): string;
  warning(text: string): string;
  bad(text: string): string;
}

type Style = Parameters<typeof styleText>[0];

/** Emphasis by ANSI colours of the terminal's own palette, or none. */
export function createPaint(isColoured: boolean): Paint {
  const style = (format: Style) => (text: string) =>
    isColoured && text !== '' ? styleText(format, text, { validateStream: false }) : text;
  return {
    bold: style('bold'),
    dim: style('dim'),
    accent: style('cyan'),
    good: style('green'),
    warning: style('yellow'),
    bad: style('red'),
  };
}
