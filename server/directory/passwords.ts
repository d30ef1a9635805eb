/** What the rest of the house asks of passwords. How they are hashed, and how many at once, is password-hasher.ts. */

export interface PasswordHasher {
  /** argon2id in PHC form. Throws HashingBusy when the queue is full. */
  hash(password: string): Promise<string>;
  /**
   * Whether `password` matches. `hash` is argon2id in PHC form, or undefined for somebody who does not exist or has no
   * password: then it takes as long as for one who does and answers false. Throws HashingBusy when the queue is full.
   */
  verify(hash: string | undefined, password: string): Promise<boolean>;
}

export class HashingBusy extends Error {
  constructor() {
    super('too many passwords are being checked at once');
    this.name = 'HashingBusy';
  }
}
