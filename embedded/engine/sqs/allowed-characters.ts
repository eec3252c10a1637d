/**
 * Everything but #x9, #xA, #xD, #x20 to #xD7FF, #xE000 to #xFFFD and #x10000 to #x10FFFF.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 */
export const FORBIDDEN_CHARACTER = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u;

/** Message group ids, deduplication ids and receive requests' attempt ids: 1 to 128 letters, digits and punctuation characters. */
export const REQUEST_ID = /^[!-~]{1,128}$/;
