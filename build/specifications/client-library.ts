/** An unmodified client that is tried with the dialect that it was written for: what it calls, and in which tests. */
import type { DialectName, EndpointName } from '../../server/spec/vocabulary.ts';
import type { TestName } from './tried-by.ts';

export interface ClientLibrary {
  readonly dialect: DialectName;
  /** As tests import it from npm. */
  readonly library?: string;
  /** Where its name alone would say another version than the one that is tried. */
  readonly shown_as?: string;
  /** For one that is no package of npm's: its name, and where it is from. */
  readonly known_as?: string;
  /** Endpoints, and REST calls by their path. */
  readonly calls: readonly (EndpointName | `/${string}`)[];
  readonly tests: readonly TestName[];
}
