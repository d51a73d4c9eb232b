/** The code of a refusal of thoughts that another maker has sealed. */
export const FOREIGN = 'invalid_encrypted_content';

/** What a provider says instead of an answer. */
export class Refusal extends Error {
  constructor(status, message, code = null) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export function must(condition, status, message, code) {
  if (!condition) {
    throw new Refusal(status, message, code);
  }
}
