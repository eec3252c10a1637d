/** The problems that most planted bugs must show. */
export const LOST = /^G1 .* is lost/;
export const TWICE = /^G2 the effect of .* was written more than once/;
export const ORDER = /^G3 .* applied .* after/;
export const UNEXPLAINED = /^G5 .* does not say why/;
