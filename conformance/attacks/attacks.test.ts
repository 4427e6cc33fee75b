/**
 * The attacks against the service as it is started by whoever runs the tests: root, as a rule.
 */
import { attackSuite } from './attack-suite.ts';

attackSuite(() => ({}));
